// Every operation of administration as a method. Owns: nothing; each operation is a file of its own beside this one,
// loaded with its codecs when first called, so that those who only read and write do not load them.
// Every method takes `{ signal, timeoutMs }` last (30 s unless told otherwise). What concerns one item of many (a topic,
// a partition, a group, a broker) is a value in the result; only what ends the whole call is thrown.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { CreateTopicsOptions, NewTopic, TopicResult } from './create-topics.ts';
import type { ConfigQuery, ConfigResult, DescribeConfigsOptions } from './describe-configs.ts';
import type { AlterConfigsOptions, ConfigChangeResult, ConfigChanges } from './incremental-alter-configs.ts';

export class Admin {
  readonly #cluster: Cluster;

  /** @internal Use `client.admin`. */
  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  // Topics

  /** Creates topics; `validateOnly` checks only. */
  async createTopics(topics: readonly NewTopic[], options: CreateTopicsOptions = {}): Promise<readonly TopicResult[]> {
    const { createTopics } = await import('./create-topics.ts');
    return createTopics(this.#cluster, topics, options);
  }

  /** Deletes topics by name. */
  async deleteTopics(topics: readonly string[], options: CallOptions = {}): Promise<readonly TopicResult[]> {
    const { deleteTopics } = await import('./delete-topics.ts');
    return deleteTopics(this.#cluster, topics, options);
  }

  // Configuration

  /** Settings of topics, brokers, loggers, groups and client metrics. */
  async describeConfigs(
    resources: readonly ConfigQuery[],
    options: DescribeConfigsOptions = {},
  ): Promise<readonly ConfigResult[]> {
    const { describeConfigs } = await import('./describe-configs.ts');
    return describeConfigs(this.#cluster, resources, options);
  }

  /** Changes single settings; `validateOnly` checks only. */
  async incrementalAlterConfigs(
    resources: readonly ConfigChanges[],
    options: AlterConfigsOptions = {},
  ): Promise<readonly ConfigChangeResult[]> {
    const { incrementalAlterConfigs } = await import('./incremental-alter-configs.ts');
    return incrementalAlterConfigs(this.#cluster, resources, options);
  }
}
