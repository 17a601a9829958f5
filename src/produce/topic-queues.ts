// One topic as the producer sees it: its balancer and the queues of its partitions. Must not know calls.
//
//     unknown -> known        a failure to learn leaves it unknown: the next call asks again
import type { CompressionCodec } from '../record/compression/compression-codec.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import type { Balancer, PartitionLoad } from './balancer.ts';
import type { ProduceTopicMetadata } from './cluster-port.ts';
import { PartitionQueue, type QueueHost } from './partition-queue.ts';

export type TopicState = 'unknown' | 'known';

export class TopicQueues implements PartitionLoad {
  readonly name: string;
  readonly balancer: Balancer;
  readonly partitions: PartitionQueue[] = [];
  state: TopicState = 'unknown';
  /** What its batches are compressed with. */
  codec: CompressionCodec | undefined;
  /** Changes when the topic is deleted and made anew; all zeros from brokers without topic ids. */
  topicId = '';
  /** The last id that was one. */
  #lastId: string | undefined;
  readonly #host: QueueHost;
  /** Which partitions have a leader, as metadata says it. */
  readonly #isLed: boolean[] = [];

  constructor(name: string, balancer: Balancer, host: QueueHost) {
    this.name = name;
    this.balancer = balancer;
    this.#host = host;
  }

  /** Takes metadata over. Queues are never removed: their numbers must outlive a topic that seems gone for a while. */
  learn(metadata: ProduceTopicMetadata): void {
    this.#identify(metadata.topicId);
    for (let i = this.partitions.length; i < metadata.partitions.length; i++) {
      this.partitions.push(new PartitionQueue(this, i, this.#host));
    }
    for (const { partition, leaderId } of metadata.partitions) this.#isLed[partition] = leaderId >= 0;
    if (this.partitions.length > 0) this.state = 'known';
  }

  /** Another id is another topic. Brokers give ids to old topics when they are upgraded: those stay what they were. */
  #identify(topicId: string): void {
    if (topicId === this.topicId) return;
    this.topicId = topicId;
    if (topicId === ZERO_UUID) return;
    const before = this.#lastId;
    this.#lastId = topicId;
    if (before === undefined || before === topicId) return;
    this.#host.recreated(this);
    for (const queue of this.partitions) queue.recreated(this.#host.now());
  }

  queuedBytes(partition: number): number {
    return this.partitions[partition]?.bytes ?? 0;
  }

  room(partition: number): number {
    return this.partitions[partition]?.room ?? 0;
  }

  hasLeader(partition: number): boolean {
    return this.#isLed[partition] === true;
  }

  stalledMs(partition: number): number {
    return this.#host.stalledMs(this.name, partition);
  }
}
