// One partition of a Produce request: checks its batch, gives it offsets and keeps its bytes; a transactional one only
// where the partition takes part in the transaction.
import { errorCodeInfo } from '../../protocol/broker-error.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createPartitionProduceResponse,
  type PartitionProduceData,
  type PartitionProduceResponse,
  type ProduceRequest,
} from '../../protocol/generated/produce.ts';
import { type BatchHeader, isTransactionalBatch, stampBatch } from '../../record/batch-header.ts';
import { joinRawRecords } from '../../wire/encoder.ts';
import { type BatchFault, type CheckedBatch, checkContents, checkShape } from '../log/batch-check.ts';
import type { Partition } from '../partition.ts';
import type { RequestContext } from '../request-handler.ts';
import type { Topic } from '../topics.ts';
import { type Participation, participationFault } from '../transaction/participation.ts';
import { accessPartition, needsLeaderHint } from './partition-access.ts';

type ProducedPlace = Parameters<typeof participationFault>[3];

const LEADER_HINT_FROM = 10;
const ABORTABLE_FROM = 11;
const ADDS_FROM = 12;
const UNVERIFIABLE: ReadonlySet<number> = new Set([
  ErrorCode.NETWORK_EXCEPTION,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
]);
const ADMIN_CLIENT_ID = '__admin_client';

/** The checks in Kafka's order: partition, shape of the batch, acks, leadership, transaction, replicas, the log. */
export function producePartition(
  topic: Topic,
  data: PartitionProduceData,
  { acks, transactionalId }: ProduceRequest,
  context: RequestContext,
): PartitionProduceResponse {
  const { index } = data;
  const { errorCode, partition } = accessPartition(topic, index, context);
  if (partition === undefined) return refuseProduce(index, errorCode);
  const records = data.records === null ? null : joinRawRecords(data.records);
  const checked = checkShape(records, context.version);
  if ('errorCode' in checked) return refuseBatch(index, checked, partition);
  const isTransactional = isTransactionalBatch(checked.header);
  if (isTransactional && transactionalId === null) {
    return refuseProduce(index, ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  }
  if (acks !== 0 && acks !== 1 && acks !== -1) return refuseProduce(index, ErrorCode.INVALID_REQUIRED_ACKS);
  if (topic.isInternal && context.clientId !== ADMIN_CLIENT_ID)
    return refuseProduce(index, ErrorCode.INVALID_TOPIC_EXCEPTION);
  if (errorCode !== ErrorCode.NONE) {
    const refused = refuseProduce(index, errorCode);
    if (context.version < LEADER_HINT_FROM || !needsLeaderHint(errorCode)) return refused;
    return { ...refused, currentLeader: { leaderId: partition.leaderId, leaderEpoch: partition.leaderEpoch } };
  }
  const place = { topic: topic.name, partition: index, log: partition };
  const fault = isTransactional ? transactionFault(checked.header, transactionalId ?? '', place, context) : undefined;
  if (fault !== undefined) return refuseBatch(index, fault, partition);
  if (acks === -1 && partition.isr.length < partition.minInsyncReplicas) {
    return refuseBatch(index, { errorCode: ErrorCode.NOT_ENOUGH_REPLICAS, isFromLog: true }, partition);
  }
  return append(place, checked, context.cluster.clock.now());
}

/** Why the coordinator or the partition's own history is against a batch of a transaction. */
function transactionFault(
  { producerId, producerEpoch, baseSequence }: BatchHeader,
  transactionalId: string,
  place: ProducedPlace,
  { cluster, version }: RequestContext,
): BatchFault | undefined {
  const how: Participation = version >= ADDS_FROM ? 'adds' : version >= ABORTABLE_FROM ? 'verified' : 'verified-old';
  const errorCode = participationFault(cluster, transactionalId, { producerId, producerEpoch }, place, how);
  if (errorCode === ErrorCode.NONE) {
    // Whoever gets a new epoch by every end begins it at zero, also where the partition has forgotten it.
    const beginsLate = how === 'adds' && baseSequence !== 0 && !place.log.producers.has(producerId);
    return beginsLate ? { errorCode: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, isFromLog: true } : undefined;
  }
  if (errorCode === ErrorCode.INVALID_TXN_STATE) {
    return { errorCode, message: 'Partition was not added to the transaction', isFromLog: false };
  }
  // Older clients would not ask again for these, or would look for another leader first.
  if (UNVERIFIABLE.has(errorCode) || (errorCode === ErrorCode.CONCURRENT_TRANSACTIONS && how !== 'adds')) {
    const message = `Unable to verify the partition has been added to the transaction. Underlying error: ${errorCodeInfo(errorCode).name}`;
    return { errorCode: ErrorCode.NOT_ENOUGH_REPLICAS, message, isFromLog: false };
  }
  return { errorCode, isFromLog: false };
}

function append(
  { topic, partition: index, log: partition }: ProducedPlace,
  batch: CheckedBatch,
  now: number,
): PartitionProduceResponse {
  const { header, bytes } = batch;
  const { log, producers, settings } = partition;
  const fault = checkContents(batch, settings, `${topic}-${index}`, now);
  if (fault !== undefined) return refuseBatch(index, fault, partition);
  const verdict = producers.judge(header);
  if (verdict.kind === 'refuse') {
    return refuseBatch(index, { errorCode: verdict.errorCode, isFromLog: true }, partition);
  }
  if (verdict.kind === 'duplicate') {
    const { baseOffset, timestamp } = verdict.batch;
    return answer(index, baseOffset, timestamp, log.startOffset);
  }
  const isStamped = settings.timestampType === 'LogAppendTime';
  if (isStamped) stampBatch(bytes, now);
  const stored = isStamped ? { ...header, maxTimestamp: now } : header;
  const baseOffset = log.append(stored, bytes, partition.leaderEpoch);
  producers.appended(stored, baseOffset);
  partition.applyRetention(now);
  partition.wake();
  return answer(index, baseOffset, isStamped ? now : -1, log.startOffset);
}

function answer(
  index: number,
  baseOffset: number,
  logAppendTimeMs: number,
  logStartOffset: number,
): PartitionProduceResponse {
  return createPartitionProduceResponse({ index, baseOffset, logAppendTimeMs, logStartOffset });
}

/** The answer for a partition whose log was not asked. */
export function refuseProduce(index: number, errorCode: number): PartitionProduceResponse {
  return createPartitionProduceResponse({ index, errorCode, baseOffset: -1 });
}

function refuseBatch(index: number, fault: BatchFault, { log }: Partition): PartitionProduceResponse {
  return createPartitionProduceResponse({
    index,
    errorCode: fault.errorCode,
    baseOffset: -1,
    logStartOffset: fault.isFromLog ? log.startOffset : -1,
    recordErrors: fault.recordErrors ?? [],
    errorMessage: fault.message ?? null,
  });
}
