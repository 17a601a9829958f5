import type { CallOptions } from '../base/abort.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { describeAllTopics } from './describe-topics.ts';

/** A topic of the cluster. */
export interface ListedTopic {
  readonly topic: string;
  /** undefined where brokers give topics no ids (before 2.8). */
  readonly topicId: string | undefined;
  /** Of Kafka's own, as `__consumer_offsets`. */
  readonly isInternal: boolean;
  /** How many it has. */
  readonly partitions: number;
}

export interface ListTopicsOptions extends CallOptions {
  /** Kafka's own topics as well. Default false. */
  readonly includeInternal?: boolean | undefined;
}

/** Lists the topics that the caller may see, by name. */
export async function listTopics(cluster: Cluster, options: ListTopicsOptions = {}): Promise<readonly ListedTopic[]> {
  const includeInternal = booleanOption('includeInternal', options.includeInternal, false);
  const { signal, timeoutMs } = options;
  const topics = await describeAllTopics(cluster, { signal, timeoutMs });
  return topics
    .filter(({ isInternal, error }) => error === undefined && (includeInternal || !isInternal))
    .map(({ topic, topicId, isInternal, partitions }) => ({
      topic,
      topicId,
      isInternal,
      partitions: partitions.length,
    }))
    .sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
