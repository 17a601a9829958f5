// Fetch: reads batches, or waits until there are enough of them, a leader changes, or maxWaitMs is over.
// Which partitions a request is about, and which of them its answer names, is up to its session.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createFetchResponse,
  createPartitionData,
  type FetchableTopicResponse,
  type FetchPartition,
  type FetchRequest,
  type FetchResponse,
  fetchApi,
  type PartitionData,
} from '../../protocol/generated/fetch.ts';
import { rawRecordsLength } from '../../wire/encoder.ts';
import { closestReplica } from '../closest-replica.ts';
import type { ReadPartition } from '../fetch-session.ts';
import type { FetchScope } from '../fetch-sessions.ts';
import type { Partition } from '../partition.ts';
import { type RequestContext, type RequestHandler, Silence } from '../request-handler.ts';
import { withReadFaults } from './fetch-faults.ts';
import {
  accessReplica,
  findTopic,
  leaderEndpoints,
  needsLeaderHint,
  servesReaders,
  unknownTopic,
} from './partition-access.ts';

const TOPIC_ID_FROM = 13;
const LEADER_HINT_FROM = 16;
const READ_COMMITTED = 1;
/** A broker's own limit, whatever the client asks for (fetch.max.bytes). */
const MAX_BYTES = 55 * 1024 * 1024;

const NO_RECORDS = Buffer.alloc(0);

function handle(request: FetchRequest, context: RequestContext): FetchResponse | Promise<FetchResponse | Silence> {
  const scope = context.cluster.fetchSessionsOf(context.node.id).open(request, context.version);
  if (typeof scope === 'number') return createFetchResponse({ errorCode: scope });
  if (context.cluster.faults.read.isEmpty) return answer({ request, scope, context });
  return withReadFaults(request, scope, context, (asked) => answer({ request: asked, scope, context }));
}

function answer(fetch: Fetch): FetchResponse | Promise<FetchResponse | Silence> {
  const { request } = fetch;
  const result = readAll(fetch);
  if (!result.mustWait || request.maxWaitMs <= 0) return respond(fetch, result);
  return waitForBytes(fetch, result.watched);
}

/** A request with what it is about. */
interface Fetch {
  readonly request: FetchRequest;
  readonly scope: FetchScope;
  readonly context: RequestContext;
}

interface Watched {
  readonly partition: Partition;
  readonly wanted: FetchPartition;
}

interface FetchResult {
  readonly read: readonly ReadPartition[];
  /** Nothing forces an answer yet and there are fewer than minBytes. */
  readonly mustWait: boolean;
  /** The partitions that exist: they alone are waited for. */
  readonly watched: readonly Watched[];
}

function waitForBytes(fetch: Fetch, watched: readonly Watched[]): Promise<FetchResponse | Silence> {
  const { request, context } = fetch;
  return new Promise((resolve) => {
    let unwatch: (() => void)[] = [];
    const watch = (): void => {
      unwatch = watched.map(({ partition }) => partition.onChange(check));
    };
    const finish = (last: () => FetchResponse | Silence): void => {
      for (const stop of unwatch) stop();
      timer.cancel();
      stopClose();
      resolve(last());
    };
    const now = (): FetchResponse => respond(fetch, readAll(fetch));
    const check = (): void => {
      for (const stop of unwatch) stop();
      if (hasEnough(request, context, watched)) finish(now);
      else watch();
    };
    const timer = context.cluster.clock.after(request.maxWaitMs, () => finish(now));
    const stopClose = context.onClose(() => finish(() => Silence.disconnect));
    watch();
  });
}

/** Whether to answer now, from positions alone: it runs after every append while someone waits. */
function hasEnough(request: FetchRequest, context: RequestContext, watched: readonly Watched[]): boolean {
  let bytes = 0;
  for (const { partition, wanted } of watched) {
    if (partition.isDeleted || !servesReaders(partition, context)) return true;
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

function readAll({ request, scope, context }: Fetch): FetchResult {
  let bytesLeft = Math.min(request.maxBytes, MAX_BYTES);
  let bytes = 0;
  let isUrgent = false;
  const watched: Watched[] = [];
  const hintLeader = context.version >= LEADER_HINT_FROM;
  const read: ReadPartition[] = [];
  // Behind those that are there: first what no id names, then what no name and index does.
  const unnamed: ReadPartition[] = [];
  const missing: ReadPartition[] = [];
  for (const place of scope.partitions) {
    const { wanted } = place;
    const topic = findTopic(context.cluster, { name: place.topic, topicId: place.topicId }, isById(context));
    if (topic === undefined) {
      const data = refuse(wanted.partition, unknownTopic(isById(context)));
      (isById(context) ? unnamed : missing).push({ place, data });
      continue;
    }
    const access = accessReplica(topic, wanted.partition, context, wanted.currentLeaderEpoch);
    const { partition } = access;
    if (partition === undefined) {
      missing.push({ place, data: refuse(wanted.partition, access.errorCode) });
      continue;
    }
    const closest =
      partition.leaderId === context.node.id ? closestReplica(partition, request.rackId, context.cluster) : undefined;
    const how = {
      maxBytes: Math.min(bytesLeft, wanted.partitionMaxBytes),
      wholeFirst: bytes === 0,
      hintLeader,
      closest,
    };
    const data = readPartition(request, wanted, { ...access, partition }, how);
    if (data.errorCode !== ErrorCode.NONE || data.divergingEpoch.epoch >= 0 || closest !== undefined) isUrgent = true;
    watched.push({ partition, wanted });
    const length = data.records === null ? 0 : rawRecordsLength(data.records);
    bytes += length;
    bytesLeft = Math.max(0, bytesLeft - length);
    read.push({ place, data });
  }
  // Kafka answers at once where something went wrong while reading, or where nothing can be waited for.
  const mustWait = !isUrgent && watched.length > 0 && bytes < request.minBytes;
  return { read: [...read, ...unnamed, ...missing], mustWait, watched };
}

function respond({ scope, context }: Fetch, { read }: FetchResult): FetchResponse {
  const { errorCode, sessionId, read: told } = scope.answer(read);
  const hinted = told.map(({ data }) => data.currentLeader.leaderId).filter((id) => id >= 0);
  const nodeEndpoints = leaderEndpoints(context.cluster, hinted);
  const response = createFetchResponse({ errorCode, sessionId, responses: byTopic(told), nodeEndpoints });
  context.cluster.fetchSessionsOf(context.node.id).answered(response);
  return response;
}

/** Partitions of one topic that follow each other stand together. */
function byTopic(read: readonly ReadPartition[]): FetchableTopicResponse[] {
  const topics: { readonly topic: string; readonly topicId: string; readonly partitions: PartitionData[] }[] = [];
  for (const { place, data } of read) {
    const last = topics.at(-1);
    if (last?.topic === place.topic && last.topicId === place.topicId) last.partitions.push(data);
    else topics.push({ topic: place.topic, topicId: place.topicId, partitions: [data] });
  }
  return topics;
}

function readPartition(
  request: FetchRequest,
  wanted: FetchPartition,
  access: { readonly errorCode: number; readonly partition: Partition },
  how: {
    readonly maxBytes: number;
    readonly wholeFirst: boolean;
    readonly hintLeader: boolean;
    /** Another replica that the reader should read from. */
    readonly closest: number | undefined;
  },
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
  if (how.closest !== undefined) {
    const preferredReadReplica = how.closest;
    return createPartitionData({ ...places, abortedTransactions: null, preferredReadReplica, records: NO_RECORDS });
  }
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
