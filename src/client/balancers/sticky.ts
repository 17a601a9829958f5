// Messages without a key: one partition for a while, then another (KIP-480, KIP-794).
import type { Balancer, PartitionLoad } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';

/** Bytes after which it is another partition's turn. */
const STICKY_BYTES = 64 * 1024;

/**
 * Stays with a partition for some bytes, so that batches are large. Then draws two others and takes the one with fewer
 * bytes in its queue, so that slow brokers get less, and none without a leader as long as another has one.
 */
export class StickyBalancer implements Balancer {
  #partition = -1;
  #bytes = 0;

  pick(_message: OutgoingMessage, partitions: number, load: PartitionLoad): number {
    if (this.#bytes >= STICKY_BYTES || this.#partition < 0 || this.#partition >= partitions) {
      this.#partition = this.#draw(partitions, load);
      this.#bytes = 0;
    }
    return this.#partition;
  }

  appended(partition: number, bytes: number): void {
    if (partition === this.#partition) this.#bytes += bytes;
  }

  #draw(partitions: number, load: PartitionLoad): number {
    const one = Math.floor(Math.random() * partitions);
    const other = (one + 1 + Math.floor(Math.random() * (partitions - 1))) % partitions;
    if (load.hasLeader(one) !== load.hasLeader(other)) return load.hasLeader(one) ? one : other;
    return load.queuedBytes(other) < load.queuedBytes(one) ? other : one;
  }
}
