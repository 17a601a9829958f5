// Sequence numbers of one partition (KIP-98, KIP-360). Pure. Must not know batches, brokers or time.
//
// Invariant: a number, once given out, belongs to those records until they are acknowledged, or until the epoch moves
// on; within one producer id and epoch no number is given out twice.
import { invariant } from '../base/invariant.ts';

const MAX_SEQUENCE = 2 ** 31 - 1;
const MAX_EPOCH = 2 ** 15 - 1;

/** The sequence `count` after `sequence`: an int32 that goes on with 0 after 2^31-1. */
export function sequenceAfter(sequence: number, count: number): number {
  return sequence > MAX_SEQUENCE - count ? count - (MAX_SEQUENCE - sequence) - 1 : sequence + count;
}

export class PartitionSequence {
  #producerId = -1;
  #epoch = -1;
  #next = 0;
  #unresolved = false;
  #isEstablished = false;

  /** -1 until `begin`, and again once the epochs of an id are used up. */
  get producerId(): number {
    return this.#producerId;
  }

  /** The epoch of this partition. A broker tracks epochs per partition, so partitions bump theirs alone. */
  get epoch(): number {
    return this.#epoch;
  }

  get next(): number {
    return this.#next;
  }

  /** True after a numbered batch left without an acknowledgement: its numbers may or may not be in the log. */
  get unresolved(): boolean {
    return this.#unresolved;
  }

  /**
   * True once the broker has taken a batch of this line. Before that it knows no line, and would take a second batch also
   * where the first was refused: so the first goes alone.
   */
  get isEstablished(): boolean {
    return this.#isEstablished;
  }

  begin(producerId: number, epoch: number): void {
    this.#producerId = producerId;
    this.#epoch = epoch;
    this.#next = 0;
    this.#unresolved = false;
    this.#isEstablished = false;
  }

  /** Numbers for `count` records; returns the first. */
  assign(count: number): number {
    invariant(this.#producerId >= 0 && !this.#unresolved, 'sequence numbers follow a known, unbroken line');
    const first = this.#next;
    this.#next = sequenceAfter(first, count);
    return first;
  }

  /** A numbered batch was accepted: the log has everything before it too. */
  accepted(): void {
    this.#unresolved = false;
    this.#isEstablished = true;
  }

  /** A numbered batch was given up. */
  abandoned(): void {
    this.#unresolved = true;
  }

  /**
   * Starts again at 0 in the next epoch; nothing numbered in the old one may be under way. The broker accepts a higher
   * epoch of an idempotent producer as it is (KIP-360), so no request is needed until the epochs are used up.
   */
  bump(): void {
    if (this.#epoch >= MAX_EPOCH) this.begin(-1, -1);
    else this.begin(this.#producerId, this.#epoch + 1);
  }
}
