import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import { integerOption, topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  type DescribeTopicPartitionsRequestCursor as Cursor,
  createDescribeTopicPartitionsRequest,
  createTopicRequest,
  type DescribeTopicPartitionsResponse,
  type DescribeTopicPartitionsResponseTopic,
  describeTopicPartitionsApi,
} from '../protocol/generated/describe-topic-partitions.ts';
import { type AclOperation, authorizedOperations } from './acl-operation.ts';
import { askAny } from './ask-any.ts';
import type { PartitionDescription } from './describe-topics.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';

/** A partition with what only this API tells. */
export interface PartitionDetail extends PartitionDescription {
  /** Replicas that may become leader without being in sync (KIP-966); undefined where the cluster does not keep them. */
  readonly eligibleLeaderReplicas: readonly number[] | undefined;
  readonly lastKnownElr: readonly number[] | undefined;
}

/** One topic with its partitions. */
export interface TopicPartitionsDescription {
  readonly topic: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionDetail[];
  readonly authorizedOperations: readonly AclOperation[] | undefined;
  readonly error: KafkaError | undefined;
}

export interface DescribeTopicPartitionsOptions extends CallOptions {
  /** Partitions per request, 1 to 2000. Default 2000. */
  readonly pageSize?: number | undefined;
}

/**
 * Describes topics page by page (KIP-966), so that topics with very many partitions need no huge answer; with the
 * eligible leader replicas. Without names every topic. From Kafka 3.7 on, in KRaft clusters. Topics come in the
 * broker's order (by name).
 */
export async function describeTopicPartitions(
  cluster: Cluster,
  topics: readonly string[] | undefined,
  options: DescribeTopicPartitionsOptions = {},
): Promise<readonly TopicPartitionsDescription[]> {
  const pageSize = integerOption('pageSize', options.pageSize, 2000, 1, 2000);
  const names =
    topics?.map((topic, index) => createTopicRequest({ name: topicOption(`topics[${index}]`, topic) })) ?? [];
  const deadline = cluster.clock.monotonic() + (options.timeoutMs ?? ADMIN_TIMEOUT_MS);
  const found = new Map<string, TopicPartitionsDescription>();
  let cursor: Cursor | null = null;
  do {
    const page: Cursor | null = cursor;
    const response: DescribeTopicPartitionsResponse = await askAny(
      cluster,
      'describe topic partitions',
      describeTopicPartitionsApi,
      () => createDescribeTopicPartitionsRequest({ topics: names, responsePartitionLimit: pageSize, cursor: page }),
      () => undefined,
      { signal: options.signal, timeoutMs: Math.max(1, deadline - cluster.clock.monotonic()) },
    );
    for (const topic of response.topics) merge(found, topic);
    cursor = isFurther(page, response.nextCursor) ? response.nextCursor : null;
  } while (cursor !== null);
  return [...found.values()];
}

/** A broker that sends the same cursor again would be asked for ever. */
function isFurther(before: Cursor | null, next: Cursor | null): boolean {
  if (before === null || next === null) return true;
  return before.topicName !== next.topicName || next.partitionIndex > before.partitionIndex;
}

/** A topic can begin on one page and go on, on the next. */
function merge(found: Map<string, TopicPartitionsDescription>, page: DescribeTopicPartitionsResponseTopic): void {
  const topic = page.name ?? '';
  const partitions = page.partitions.map(
    (each): PartitionDetail => ({
      partition: each.partitionIndex,
      leaderId: each.leaderId,
      leaderEpoch: each.leaderEpoch,
      replicas: each.replicaNodes,
      isr: each.isrNodes,
      offlineReplicas: each.offlineReplicas,
      eligibleLeaderReplicas: each.eligibleLeaderReplicas ?? undefined,
      lastKnownElr: each.lastKnownElr ?? undefined,
      error: brokerError(each.errorCode, `describe ${topic}[${each.partitionIndex}]`, {
        topic,
        partition: each.partitionIndex,
        api: 'DescribeTopicPartitions',
      }),
    }),
  );
  const before = found.get(topic);
  found.set(topic, {
    topic,
    topicId: page.topicId,
    isInternal: page.isInternal,
    partitions: [...(before?.partitions ?? []), ...partitions],
    authorizedOperations: authorizedOperations(page.topicAuthorizedOperations),
    error: brokerError(page.errorCode, `describe topic ${topic}`, { topic, api: 'DescribeTopicPartitions' }),
  });
}
