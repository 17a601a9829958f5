// Fetch: reads batches, or waits until there are enough of them, a leader changes, or maxWaitMs is over.
// Sessions (KIP-227) are not kept: every answer has session id 0, as when a broker's session cache is full.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createFetchResponse,
  createPartitionData,
  type FetchPartition,
  type FetchRequest,
  type FetchResponse,
  fetchApi,
  type PartitionData,
} from '../../protocol/generated/fetch.ts';
import { rawRecordsLength } from '../../wire/encoder.ts';
import type { Partition } from '../partition.ts';
import { type RequestContext, type RequestHandler, Silence } from '../request-handler.ts';
import { accessPartition, findTopic, leaderEndpoints, needsLeaderHint, unknownTopic } from './partition-access.ts';

const TOPIC_ID_FROM = 13;
const LEADER_HINT_FROM = 16;
const READ_COMMITTED = 1;
/** A broker's own limit, whatever the client asks for (fetch.max.bytes). */
const MAX_BYTES = 55 * 1024 * 1024;

const NO_RECORDS = Buffer.alloc(0);

function handle(request: FetchRequest, context: RequestContext): FetchResponse | Promise<FetchResponse | Silence> {
  if (request.sessionId !== 0) return createFetchResponse({ errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND });
  const answer = readAll(request, context);
  if (!answer.mustWait || request.maxWaitMs <= 0) return answer.response;
  return waitForBytes(request, context, answer.watched);
}

interface Watched {
  readonly partition: Partition;
  readonly wanted: FetchPartition;
}

interface FetchAnswer {
  readonly response: FetchResponse;
  /** Nothing forces an answer yet and there are fewer than minBytes. */
  readonly mustWait: boolean;
  /** The partitions that exist: they alone are waited for. */
  readonly watched: readonly Watched[];
}

function waitForBytes(
  request: FetchRequest,
  context: RequestContext,
  watched: readonly Watched[],
): Promise<FetchResponse | Silence> {
  return new Promise((resolve) => {
    let unwatch: (() => void)[] = [];
    const watch = (): void => {
      unwatch = watched.map(({ partition }) => partition.onChange(check));
    };
    const finish = (answer: () => FetchResponse | Silence): void => {
      for (const stop of unwatch) stop();
      timer.cancel();
      stopClose();
      resolve(answer());
    };
    const check = (): void => {
      for (const stop of unwatch) stop();
      if (hasEnough(request, context, watched)) finish(() => readAll(request, context).response);
      else watch();
    };
    const timer = context.cluster.clock.after(request.maxWaitMs, () =>
      finish(() => readAll(request, context).response),
    );
    const stopClose = context.onClose(() => finish(() => Silence.disconnect));
    watch();
  });
}

/** Whether to answer now, from positions alone: it runs after every append while someone waits. */
function hasEnough(request: FetchRequest, context: RequestContext, watched: readonly Watched[]): boolean {
  let bytes = 0;
  for (const { partition, wanted } of watched) {
    if (partition.isDeleted || partition.leaderId !== context.node.id) return true;
    if (wanted.currentLeaderEpoch >= 0 && wanted.currentLeaderEpoch !== partition.leaderEpoch) return true;
    const end = readableEnd(partition, request);
    bytes += Math.min(partition.log.bytesBetween(wanted.fetchOffset, end), wanted.partitionMaxBytes);
  }
  return bytes >= request.minBytes;
}

/** Readers of committed records get no further than the last stable offset. */
function readableEnd({ log, lastStableOffset }: Partition, { isolationLevel }: FetchRequest): number {
  return isolationLevel === READ_COMMITTED ? lastStableOffset : log.endOffset;
}

function isById(context: RequestContext): boolean {
  return context.version >= TOPIC_ID_FROM;
}

function readAll(request: FetchRequest, context: RequestContext): FetchAnswer {
  let bytesLeft = Math.min(request.maxBytes, MAX_BYTES);
  let bytes = 0;
  let isUrgent = false;
  const watched: Watched[] = [];
  const hinted = new Set<number>();
  const responses = request.topics.map(({ topic: name, topicId, partitions: wantedPartitions }) => {
    const topic = findTopic(context.cluster, { name, topicId }, isById(context));
    const partitions = wantedPartitions.map((wanted): PartitionData => {
      if (topic === undefined) return refuse(wanted.partition, unknownTopic(isById(context)));
      const access = accessPartition(topic, wanted.partition, context, wanted.currentLeaderEpoch);
      const { partition } = access;
      if (partition === undefined) return refuse(wanted.partition, access.errorCode);
      const hintLeader = context.version >= LEADER_HINT_FROM;
      const how = { maxBytes: Math.min(bytesLeft, wanted.partitionMaxBytes), wholeFirst: bytes === 0, hintLeader };
      const data = readPartition(request, wanted, { ...access, partition }, how);
      if (data.errorCode !== ErrorCode.NONE || data.divergingEpoch.epoch >= 0) isUrgent = true;
      if (data.currentLeader.leaderId >= 0) hinted.add(data.currentLeader.leaderId);
      watched.push({ partition, wanted });
      const read = data.records === null ? 0 : rawRecordsLength(data.records);
      bytes += read;
      bytesLeft = Math.max(0, bytesLeft - read);
      return data;
    });
    return { topic: name, topicId, partitions };
  });
  const response = createFetchResponse({ responses, nodeEndpoints: leaderEndpoints(context.cluster, hinted) });
  // Kafka answers at once where something went wrong while reading, or where nothing can be waited for.
  const mustWait = !isUrgent && watched.length > 0 && bytes < request.minBytes;
  return { response, mustWait, watched };
}

function readPartition(
  request: FetchRequest,
  wanted: FetchPartition,
  access: { readonly errorCode: number; readonly partition: Partition },
  how: { readonly maxBytes: number; readonly wholeFirst: boolean; readonly hintLeader: boolean },
): PartitionData {
  const { errorCode, partition } = access;
  if (errorCode !== ErrorCode.NONE) {
    const refused = refuseRead(wanted.partition, errorCode);
    if (!how.hintLeader || !needsLeaderHint(errorCode)) return refused;
    return { ...refused, currentLeader: { leaderId: partition.leaderId, leaderEpoch: partition.leaderEpoch } };
  }
  const { log } = partition;
  const { fetchOffset, lastFetchedEpoch } = wanted;
  const places = {
    partitionIndex: wanted.partition,
    highWatermark: log.endOffset,
    lastStableOffset: partition.lastStableOffset,
    logStartOffset: log.startOffset,
    abortedTransactions: request.isolationLevel === READ_COMMITTED ? [] : null,
  };
  if (lastFetchedEpoch >= 0) {
    // The client's log may have parted from this one before its position (KIP-595).
    const end = log.endOfEpoch(lastFetchedEpoch);
    if (end === undefined) return refuseRead(wanted.partition, ErrorCode.OFFSET_OUT_OF_RANGE);
    if (end.epoch < lastFetchedEpoch || end.endOffset < fetchOffset) {
      return createPartitionData({ ...places, divergingEpoch: end, records: NO_RECORDS });
    }
  }
  if (fetchOffset < log.startOffset || fetchOffset > log.endOffset) {
    return refuseRead(wanted.partition, ErrorCode.OFFSET_OUT_OF_RANGE);
  }
  const read = log.read(fetchOffset, how.maxBytes, { ...how, endOffset: readableEnd(partition, request) });
  if (request.isolationLevel !== READ_COMMITTED || read.bytes === 0) {
    return createPartitionData({ ...places, records: read.pieces });
  }
  const aborted = partition.aborted.between(fetchOffset, log.offsetAfter(fetchOffset, read.bytes));
  const abortedTransactions = aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
  return createPartitionData({ ...places, abortedTransactions, records: read.pieces });
}

function refuse(partitionIndex: number, errorCode: number): PartitionData {
  return createPartitionData({ partitionIndex, errorCode, highWatermark: -1, records: NO_RECORDS });
}

/** Refused where records are read, not before: there the list of aborted transactions is null. */
function refuseRead(partitionIndex: number, errorCode: number): PartitionData {
  return { ...refuse(partitionIndex, errorCode), abortedTransactions: null };
}

export const fetchHandler: RequestHandler<FetchRequest, FetchResponse> = {
  api: fetchApi,
  handle,
  fail: (request, errorCode) =>
    createFetchResponse({
      errorCode,
      responses: request.topics.map(({ topic, topicId, partitions }) => ({
        topic,
        topicId,
        partitions: partitions.map(({ partition }) => refuse(partition, errorCode)),
      })),
    }),
};
