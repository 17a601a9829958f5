// One topic as the producer sees it: its balancer and the queues of its partitions. Must not know calls.
//
//     unknown -> asking -> known        a failure leads back to unknown: the next call asks again
import type { Balancer, PartitionLoad } from './balancer.ts';
import type { ProduceTopicMetadata } from './cluster-port.ts';
import { PartitionQueue, type QueueHost } from './partition-queue.ts';

export type TopicState = 'unknown' | 'asking' | 'known';

export class TopicQueues implements PartitionLoad {
  readonly name: string;
  readonly balancer: Balancer;
  readonly partitions: PartitionQueue[] = [];
  state: TopicState = 'unknown';
  /** Changes when the topic is deleted and made anew; all zeros from brokers without topic ids. */
  topicId = '';
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
    this.topicId = metadata.topicId;
    for (let i = this.partitions.length; i < metadata.partitions.length; i++) {
      this.partitions.push(new PartitionQueue(this, i, this.#host));
    }
    for (const { partition, leaderId } of metadata.partitions) this.#isLed[partition] = leaderId >= 0;
    if (this.partitions.length > 0) this.state = 'known';
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
