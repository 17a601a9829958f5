// Reads one partition without a group: nobody else's business, nothing committed.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { listOffsets, type OffsetSpec } from '../fetch/offset-lookup.ts';
import type { PartitionConsumerSettings } from './consumer-settings.ts';
import { Feed } from './feed.ts';
import { partitionProblems } from './problems.ts';
import type { ConsumerCounts, RecordSource } from './record-source.ts';

export class PartitionConsumer implements RecordSource {
  readonly feed: Feed;
  readonly counts: ConsumerCounts = { rebalances: 0, commits: 0, longestLoopBlockMs: 0 };
  readonly #cluster: Cluster;
  readonly #settings: PartitionConsumerSettings;
  readonly #place: TopicPartition;
  #start: OffsetSpec | number;

  constructor(cluster: Cluster, settings: PartitionConsumerSettings) {
    this.#cluster = cluster;
    this.#settings = settings;
    const { topic, partition } = settings;
    this.#place = { topic, partition };
    this.#start = settings.startOffset;
    this.feed = new Feed(cluster, settings.fetch);
    this.feed.add([this.#place]);
  }

  /** Rejects where topic or partition do not exist. */
  async start(call: CallOptions): Promise<void> {
    const offset = await this.#resolve(this.#start, call);
    this.feed.begin(this.#place, offset);
  }

  async seek(_place: TopicPartition, to: OffsetSpec | number, call: CallOptions): Promise<void> {
    this.#start = to;
    // Not begun: start() will look it up.
    if (this.feed.state(this.#place.topic, this.#place.partition)?.isReading !== true) return;
    this.feed.seek(this.#place, await this.#resolve(to, call));
  }

  commit(): Promise<void> {
    const { topic, partition } = this.#place;
    const message = `a reader of ${topic}[${partition}] has no group to commit to; give groupId and topics for one`;
    return Promise.reject(new KafkaError('CONFIG', message, this.#place));
  }

  problems(): string[] {
    return partitionProblems(this.#cluster, this.feed);
  }

  close(): Promise<void> {
    const { topic, partition } = this.#place;
    return this.feed.close(new KafkaError('CLOSED', `the reader of ${topic}[${partition}] is closed`));
  }

  async #resolve(to: OffsetSpec | number, call: CallOptions): Promise<number> {
    const { topic, partition } = this.#place;
    const { partitions } = await this.#cluster.metadata.topic(topic, call);
    if (partition >= partitions.length) {
      const message = `${topic}[${partition}] does not exist: the topic has ${partitions.length} partitions`;
      throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', message, this.#place);
    }
    if (typeof to === 'number') return to;
    const { isolation } = this.#settings.fetch;
    const found = (await listOffsets(this.#cluster, [this.#place], to, isolation, call)).get(this.#place);
    if (found === undefined) throw new KafkaError('INTERNAL', 'no answer about an offset');
    if (KafkaError.is(found)) throw found;
    return found.offset;
  }
}
