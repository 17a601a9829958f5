// DescribeTopicPartitions (KIP-966): topics in the order of their names, so many partitions at a time.
import {
  createDescribeTopicPartitionsResponse,
  createDescribeTopicPartitionsResponsePartition,
  createDescribeTopicPartitionsResponseTopic,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponse,
  type DescribeTopicPartitionsResponseTopic,
  describeTopicPartitionsApi,
} from '../../protocol/generated/describe-topic-partitions.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ClusterState } from '../cluster-state.ts';
import { NO_LEADER, type Partition } from '../partition.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { wrongName } from '../topics.ts';

/** Bits of the operations that a broker without an authorizer allows on a topic (KIP-430). */
const TOPIC_OPERATIONS = 3576;
/** A broker's own limit, whatever the client asks for (max.request.partition.size.limit). */
const MAX_PARTITIONS = 2000;

function handle(request: DescribeTopicPartitionsRequest, { cluster }: RequestContext): DescribeTopicPartitionsResponse {
  const { cursor } = request;
  const names = wantedNames(request, cluster).filter((name) => cursor === null || name >= cursor.topicName);
  const isCursorWrong = cursor !== null && request.topics.length > 0 && !names.includes(cursor.topicName);
  if (isCursorWrong || (cursor?.partitionIndex ?? 0) < 0) return failAll(request, ErrorCode.INVALID_REQUEST);
  const topics: DescribeTopicPartitionsResponseTopic[] = [];
  let left = Math.min(Math.max(request.responsePartitionLimit, 1), MAX_PARTITIONS);
  for (const name of names) {
    if (left === 0) return respond(topics, { topicName: name, partitionIndex: 0 });
    const from = name === cursor?.topicName ? cursor.partitionIndex : 0;
    const topic = describe(name, cluster, from, left);
    topics.push(topic);
    left -= topic.partitions.length;
    const next = from + topic.partitions.length;
    const count = cluster.topics.get(name)?.partitions.length ?? 0;
    if (next < count) return respond(topics, { topicName: name, partitionIndex: next });
  }
  return respond(topics, null);
}

function wantedNames({ topics }: DescribeTopicPartitionsRequest, cluster: ClusterState): string[] {
  const all = topics.length === 0 ? cluster.topics.all() : topics.values();
  return [...new Set([...all].map(({ name }) => name))].sort();
}

function describe(
  name: string,
  cluster: ClusterState,
  from: number,
  limit: number,
): DescribeTopicPartitionsResponseTopic {
  const topic = cluster.topics.get(name);
  if (topic === undefined) {
    const isWrong = wrongName(name) !== undefined;
    const errorCode = isWrong ? ErrorCode.INVALID_TOPIC_EXCEPTION : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    return createDescribeTopicPartitionsResponseTopic({
      errorCode,
      name,
      topicAuthorizedOperations: TOPIC_OPERATIONS,
    });
  }
  return createDescribeTopicPartitionsResponseTopic({
    name,
    topicId: topic.id,
    isInternal: topic.isInternal,
    partitions: topic.partitions.slice(from, from + limit).map((partition) => show(partition, cluster)),
    topicAuthorizedOperations: TOPIC_OPERATIONS,
  });
}

function show(
  { index, leaderId, leaderEpoch, replicas, isr }: Partition,
  cluster: ClusterState,
): DescribeTopicPartitionsResponseTopic['partitions'][number] {
  return createDescribeTopicPartitionsResponsePartition({
    errorCode: leaderId === NO_LEADER ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE,
    partitionIndex: index,
    leaderId,
    leaderEpoch,
    replicaNodes: replicas,
    isrNodes: isr,
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
    offlineReplicas: replicas.filter((id) => cluster.node(id) === undefined),
  });
}

function respond(
  topics: readonly DescribeTopicPartitionsResponseTopic[],
  nextCursor: DescribeTopicPartitionsResponse['nextCursor'],
): DescribeTopicPartitionsResponse {
  return createDescribeTopicPartitionsResponse({ topics, nextCursor });
}

function failAll(request: DescribeTopicPartitionsRequest, errorCode: number): DescribeTopicPartitionsResponse {
  const topics = request.topics.map(({ name }) => createDescribeTopicPartitionsResponseTopic({ errorCode, name }));
  return respond(topics, null);
}

export const describeTopicPartitionsHandler: RequestHandler<
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse
> = {
  api: describeTopicPartitionsApi,
  handle,
  fail: failAll,
};
