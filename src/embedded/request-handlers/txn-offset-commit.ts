// TxnOffsetCommit: offsets that take effect when the transaction is committed (KIP-98, KIP-447).
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createTxnOffsetCommitResponse,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitRequestTopic,
  type TxnOffsetCommitResponse,
  txnOffsetCommitApi,
} from '../../protocol/generated/txn-offset-commit.ts';
import type { Group } from '../group/group-coordinator.ts';
import type { CommitRequest } from '../group/group-exchange.ts';
import type { Partition } from '../partition.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { OFFSETS_TOPIC } from '../topics.ts';
import { type Participation, participationFault } from '../transaction/participation.ts';
import { groupFault } from './group-access.ts';
import { findTopic, unknownTopic } from './partition-access.ts';

const ABORTABLE_FROM = 4;
const ADDS_FROM = 5;
const TOPIC_ID_FROM = 6;
const GROUP_NOT_FOUND_FROM = 6;
const STALE_EPOCH_FROM = 6;
/** offset.metadata.max.bytes */
const MAX_METADATA_BYTES = 4096;

type FaultOf = (topic: TxnOffsetCommitRequestTopic, partitionIndex: number) => number;

function handle(request: TxnOffsetCommitRequest, context: RequestContext): TxnOffsetCommitResponse {
  const placeFaultOf: FaultOf = (topic, partitionIndex) => placeFault(topic, partitionIndex, context);
  const isAnyThere = request.topics.some((topic) =>
    topic.partitions.some(({ partitionIndex }) => placeFaultOf(topic, partitionIndex) === ErrorCode.NONE),
  );
  if (!isAnyThere) return respond(request, placeFaultOf);
  const offsets = offsetsOf(request, context);
  if (typeof offsets === 'number') {
    return respond(request, (topic, partitionIndex) => placeFaultOf(topic, partitionIndex) || offsets);
  }
  return respond(request, (topic, partitionIndex) => {
    const fault = placeFaultOf(topic, partitionIndex);
    return fault === ErrorCode.NONE ? commit(request, topic, partitionIndex, offsets, context) : fault;
  });
}

/** The offsets of the group, if this producer and member may commit there now; else an error code. */
function offsetsOf(request: TxnOffsetCommitRequest, context: RequestContext): Group['offsets'] | number {
  const { cluster, version, node } = context;
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = request;
  const fault = groupFault(groupId, context) || participation(request, context);
  if (fault !== ErrorCode.NONE) return fault;
  const group = generationId < 0 ? cluster.groups.getOrCreate(groupId, node.id) : cluster.groups.get(groupId);
  if (group === undefined) {
    return version >= GROUP_NOT_FOUND_FROM ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION;
  }
  const refused = group.membership.commitFault({
    memberId,
    instanceId: groupInstanceId,
    generationId,
    how: 'transactional',
    knowsEpochs: true,
    partitions: committedPlaces(request, context),
  });
  if (refused === ErrorCode.STALE_MEMBER_EPOCH && version < STALE_EPOCH_FROM) return ErrorCode.ILLEGAL_GENERATION;
  return refused === ErrorCode.NONE ? group.offsets : refused;
}

/** What of the request is there to be committed. */
function committedPlaces(request: TxnOffsetCommitRequest, context: RequestContext): CommitRequest['partitions'] {
  return request.topics.flatMap((wanted) => {
    const topic = findTopic(context.cluster, wanted, context.version >= TOPIC_ID_FROM);
    if (topic === undefined) return [];
    return wanted.partitions
      .filter(({ partitionIndex }) => placeFault(wanted, partitionIndex, context) === ErrorCode.NONE)
      .filter(({ committedMetadata }) => Buffer.byteLength(committedMetadata ?? '') <= MAX_METADATA_BYTES)
      .map(({ partitionIndex }) => ({ topicId: topic.id, partition: partitionIndex }));
  });
}

/** Whether the group's offsets take part in the transaction, or do so by this very request. */
function participation(request: TxnOffsetCommitRequest, { cluster, version }: RequestContext): number {
  const { transactionalId, groupId } = request;
  const how: Participation = version >= ADDS_FROM ? 'adds' : version >= ABORTABLE_FROM ? 'verified' : 'verified-old';
  const partition = cluster.offsetsPartitionOf(groupId);
  const log = offsetsLog(groupId, cluster);
  if (log === undefined) return ErrorCode.NOT_COORDINATOR;
  const errorCode = participationFault(
    cluster,
    transactionalId,
    request,
    { topic: OFFSETS_TOPIC, partition, log },
    how,
  );
  if (errorCode !== ErrorCode.NONE) return errorCode;
  const { producerId, producerEpoch } = request;
  log.producers.joined(producerId, producerEpoch, log.log.endOffset, cluster.clock.now());
  return ErrorCode.NONE;
}

function offsetsLog(groupId: string, cluster: RequestContext['cluster']): Partition | undefined {
  return cluster.topics.get(OFFSETS_TOPIC)?.partitions[cluster.offsetsPartitionOf(groupId)];
}

function commit(
  request: TxnOffsetCommitRequest,
  wanted: TxnOffsetCommitRequestTopic,
  partitionIndex: number,
  offsets: Group['offsets'],
  { cluster, version }: RequestContext,
): number {
  const topic = findTopic(cluster, wanted, version >= TOPIC_ID_FROM);
  const offset = wanted.partitions.find((each) => each.partitionIndex === partitionIndex);
  if (topic === undefined || offset === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const metadata = offset.committedMetadata ?? '';
  if (Buffer.byteLength(metadata) > MAX_METADATA_BYTES) return ErrorCode.OFFSET_METADATA_TOO_LARGE;
  const committed = { offset: offset.committedOffset, leaderEpoch: offset.committedLeaderEpoch, metadata };
  offsets.setPending(request.producerId, topic.name, partitionIndex, committed);
  return ErrorCode.NONE;
}

/** Whether topic and partition are there: an error code. */
function placeFault(wanted: TxnOffsetCommitRequestTopic, partitionIndex: number, context: RequestContext): number {
  const isById = context.version >= TOPIC_ID_FROM;
  const topic = findTopic(context.cluster, wanted, isById);
  if (topic === undefined) return unknownTopic(isById);
  return topic.partitions[partitionIndex] === undefined ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE;
}

function respond(request: TxnOffsetCommitRequest, faultOf: FaultOf): TxnOffsetCommitResponse {
  return createTxnOffsetCommitResponse({
    topics: request.topics.map((topic) => ({
      name: topic.name,
      topicId: topic.topicId,
      partitions: topic.partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: faultOf(topic, partitionIndex),
      })),
    })),
  });
}

export const txnOffsetCommitHandler: RequestHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> = {
  api: txnOffsetCommitApi,
  handle,
  fail: (request, errorCode) => respond(request, () => errorCode),
};
