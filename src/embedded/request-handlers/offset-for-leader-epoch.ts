// OffsetForLeaderEpoch (KIP-101, KIP-320): where the records of a leader end.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createEpochEndOffset,
  createOffsetForLeaderEpochResponse,
  type EpochEndOffset,
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochResponse,
  type OffsetForLeaderPartition,
  offsetForLeaderEpochApi,
} from '../../protocol/generated/offset-for-leader-epoch.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { accessPartition } from './partition-access.ts';

function handle(request: OffsetForLeaderEpochRequest, context: RequestContext): OffsetForLeaderEpochResponse {
  return createOffsetForLeaderEpochResponse({
    topics: request.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((wanted) => find(topic, wanted, context)),
    })),
  });
}

function find(name: string, wanted: OffsetForLeaderPartition, context: RequestContext): EpochEndOffset {
  const topic = context.cluster.topics.get(name);
  if (topic === undefined) return refuse(wanted.partition, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  const { errorCode, partition } = accessPartition(topic, wanted.partition, context, wanted.currentLeaderEpoch);
  if (partition === undefined || errorCode !== ErrorCode.NONE) return refuse(wanted.partition, errorCode);
  const found = wanted.leaderEpoch < 0 ? undefined : partition.log.endOfEpoch(wanted.leaderEpoch);
  const { epoch = -1, endOffset = -1 } = found ?? {};
  return createEpochEndOffset({ partition: wanted.partition, leaderEpoch: epoch, endOffset });
}

function refuse(partition: number, errorCode: number): EpochEndOffset {
  return createEpochEndOffset({ partition, errorCode });
}

export const offsetForLeaderEpochHandler: RequestHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  api: offsetForLeaderEpochApi,
  handle,
  fail: (request, errorCode) =>
    createOffsetForLeaderEpochResponse({
      topics: request.topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition }) => refuse(partition, errorCode)),
      })),
    }),
};
