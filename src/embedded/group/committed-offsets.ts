// The offsets that one group has committed, and those that wait for the end of a transaction. Owns: which commit is the
// later one. Must not know members.
import { PendingOffsets } from './pending-offsets.ts';

export interface CommittedOffset {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
}

interface OrderedOffset extends CommittedOffset {
  readonly order: number;
}

export class CommittedOffsets {
  readonly #byTopic = new Map<string, Map<number, OrderedOffset>>();
  readonly #pending = new PendingOffsets();
  #commits = 0;

  get(topic: string, partition: number): CommittedOffset | undefined {
    return this.#byTopic.get(topic)?.get(partition);
  }

  /** Keeps the last commit, also where it goes backwards: a group may seek back. */
  set(topic: string, partition: number, committed: CommittedOffset): void {
    this.#keep(topic, partition, { ...committed, order: this.#commits++ });
  }

  /** A commit that takes effect when the transaction of this producer is committed. */
  setPending(producerId: number, topic: string, partition: number, committed: CommittedOffset): void {
    this.#pending.add(producerId, { topic, partition, committed, order: this.#commits++ });
  }

  /** Whether a transaction that has not ended may still change this offset. */
  isUnstable(topic: string, partition: number): boolean {
    return this.#pending.has(topic, partition);
  }

  /** The transaction of a producer has ended. A later commit that took effect before stays. */
  ended(producerId: number, isCommitted: boolean): void {
    for (const { topic, partition, committed, order } of this.#pending.take(producerId)) {
      const now = this.#byTopic.get(topic)?.get(partition);
      if (isCommitted && (now === undefined || now.order < order)) {
        this.#keep(topic, partition, { ...committed, order });
      }
    }
  }

  /** Topics with the partitions that have an offset. */
  all(): IterableIterator<[topic: string, partitions: ReadonlyMap<number, CommittedOffset>]> {
    return this.#byTopic.entries();
  }

  delete(topic: string, partition: number): void {
    this.#pending.delete(topic, partition);
    const partitions = this.#byTopic.get(topic);
    partitions?.delete(partition);
    if (partitions?.size === 0) this.#byTopic.delete(topic);
  }

  deleteTopic(topic: string): void {
    this.#pending.deleteTopic(topic);
    this.#byTopic.delete(topic);
  }

  #keep(topic: string, partition: number, committed: OrderedOffset): void {
    const partitions = this.#byTopic.get(topic);
    if (partitions === undefined) this.#byTopic.set(topic, new Map([[partition, committed]]));
    else partitions.set(partition, committed);
  }
}
