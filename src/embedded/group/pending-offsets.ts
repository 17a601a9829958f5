// Offsets that were committed to one group in transactions that have not ended (KIP-447). Owns: whose they are.
// Must not know members. Invariant: what is pending takes effect by a commit marker and in no other way.
import type { CommittedOffset } from './committed-offsets.ts';

/** An offset, and when it was committed among all commits of the group. */
export interface PendingOffset {
  readonly topic: string;
  readonly partition: number;
  readonly committed: CommittedOffset;
  readonly order: number;
}

export class PendingOffsets {
  readonly #byProducer = new Map<number, Map<string, PendingOffset>>();

  add(producerId: number, offset: PendingOffset): void {
    const offsets = this.#byProducer.get(producerId) ?? new Map<string, PendingOffset>();
    this.#byProducer.set(producerId, offsets.set(keyOf(offset.topic, offset.partition), offset));
  }

  has(topic: string, partition: number): boolean {
    const key = keyOf(topic, partition);
    for (const offsets of this.#byProducer.values()) if (offsets.has(key)) return true;
    return false;
  }

  /** Partitions with an offset that is not decided. */
  *places(): Generator<PendingOffset, void, undefined> {
    for (const offsets of this.#byProducer.values()) yield* offsets.values();
  }

  /** The transaction of a producer has ended: its offsets, which are pending no longer. */
  take(producerId: number): PendingOffset[] {
    const offsets = this.#byProducer.get(producerId);
    this.#byProducer.delete(producerId);
    return [...(offsets?.values() ?? [])];
  }

  delete(topic: string, partition: number): void {
    for (const offsets of this.#byProducer.values()) offsets.delete(keyOf(topic, partition));
  }

  deleteTopic(topic: string): void {
    for (const offset of [...this.places()]) if (offset.topic === topic) this.delete(topic, offset.partition);
  }
}

function keyOf(topic: string, partition: number): string {
  return `${topic}:${partition}`;
}
