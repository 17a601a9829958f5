// ListOffsets: offsets by time, and the special times below zero; for readers of committed records none behind the last
// stable offset.
import { KafkaError } from '../../base/errors.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createListOffsetsPartitionResponse,
  createListOffsetsResponse,
  type ListOffsetsPartition,
  type ListOffsetsPartitionResponse,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
  listOffsetsApi,
} from '../../protocol/generated/list-offsets.ts';
import { type FoundOffset, findFromTimestamp, findMaxTimestamp } from '../log/timestamp-lookup.ts';
import type { Partition } from '../partition.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { accessPartition } from './partition-access.ts';

/** Times with a meaning of their own, and the version that brought each. */
const Special = {
  latest: -1,
  earliest: -2,
  maxTimestamp: -3,
  earliestLocal: -4,
  latestTiered: -5,
  earliestPendingUpload: -6,
} as const;
const READ_COMMITTED = 1;
const LEADER_EPOCH_FROM = 4;
const FROM_VERSION: Readonly<Record<number, number>> = { [-3]: 7, [-4]: 8, [-5]: 9, [-6]: 11 };

async function handle(request: ListOffsetsRequest, context: RequestContext): Promise<ListOffsetsResponse> {
  const topics: ListOffsetsResponse['topics'][number][] = [];
  for (const { name, partitions } of request.topics) {
    const answers: ListOffsetsPartitionResponse[] = [];
    const isCommitted = request.isolationLevel === READ_COMMITTED;
    for (const wanted of partitions) answers.push(await listPartition(name, wanted, isCommitted, context));
    topics.push({ name, partitions: answers });
  }
  return createListOffsetsResponse({ topics });
}

async function listPartition(
  name: string,
  wanted: ListOffsetsPartition,
  isCommitted: boolean,
  context: RequestContext,
): Promise<ListOffsetsPartitionResponse> {
  const { partitionIndex, timestamp, currentLeaderEpoch } = wanted;
  if (timestamp < Special.earliestPendingUpload || (FROM_VERSION[timestamp] ?? 0) > context.version) {
    return refuse(partitionIndex, ErrorCode.UNSUPPORTED_VERSION);
  }
  const topic = context.cluster.topics.get(name);
  if (topic === undefined) return refuse(partitionIndex, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  const { errorCode, partition } = accessPartition(topic, partitionIndex, context, currentLeaderEpoch);
  if (partition === undefined || errorCode !== ErrorCode.NONE) return refuse(partitionIndex, errorCode);
  partition.applyRetention(context.cluster.clock.now());
  try {
    const found = await lookUp(partition, timestamp, isCommitted);
    const { offset, leaderEpoch } = found;
    return createListOffsetsPartitionResponse({
      partitionIndex,
      offset,
      timestamp: found.timestamp,
      ...(context.version >= LEADER_EPOCH_FROM ? { leaderEpoch } : {}),
    });
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'UNSUPPORTED') throw error;
    // The record's time is inside a batch whose codec is not built in.
    return refuse(partitionIndex, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
  }
}

const NOT_FOUND: FoundOffset = { offset: -1, timestamp: -1, leaderEpoch: -1 };

async function lookUp(partition: Partition, timestamp: number, isCommitted: boolean): Promise<FoundOffset> {
  const { log, leaderEpoch } = partition;
  const end = isCommitted ? partition.lastStableOffset : log.endOffset;
  const within = (found: FoundOffset | undefined): FoundOffset =>
    found === undefined || found.offset >= end ? NOT_FOUND : found;
  switch (timestamp) {
    case Special.latest:
      return { offset: end, timestamp: -1, leaderEpoch };
    case Special.earliest:
    case Special.earliestLocal:
      return { offset: log.startOffset, timestamp: -1, leaderEpoch: log.epochAt(log.startOffset) };
    case Special.maxTimestamp:
      return within(await findMaxTimestamp(log));
    case Special.latestTiered:
    case Special.earliestPendingUpload:
      // There is no tiered storage.
      return NOT_FOUND;
    default:
      return within(await findFromTimestamp(log, timestamp));
  }
}

function refuse(partitionIndex: number, errorCode: number): ListOffsetsPartitionResponse {
  return createListOffsetsPartitionResponse({ partitionIndex, errorCode });
}

export const listOffsetsHandler: RequestHandler<ListOffsetsRequest, ListOffsetsResponse> = {
  api: listOffsetsApi,
  handle,
  fail: (request, errorCode) =>
    createListOffsetsResponse({
      topics: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => refuse(partitionIndex, errorCode)),
      })),
    }),
};
