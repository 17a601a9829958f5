// Sequence numbers of one partition (KIP-98, KIP-360). Pure. Must not know batches, brokers or time.
//
// Invariant: a number, once given out, belongs to those records until they are acknowledged, or until the epoch moves
// on; within one producer id and epoch no number is given out twice.
import { invariant } from '../base/invariant.ts';

const MAX_SEQUENCE = 2 ** 31 - 1;
const HALF = 2 ** 30;
const MAX_EPOCH = 2 ** 15 - 1;

/** A broker may forget a producer that is silent: for a day by default (`producer.id.expiration.ms`), but it can be set. */
const FORGOTTEN_AFTER_MS = 60_000;

/** The sequence `count` after `sequence`: an int32 that goes on with 0 after 2^31-1. */
export function sequenceAfter(sequence: number, count: number): number {
  return sequence > MAX_SEQUENCE - count ? count - (MAX_SEQUENCE - sequence) - 1 : sequence + count;
}

/** Whether `sequence` comes before `other`, of numbers that are not half the circle apart. */
function isBefore(sequence: number, other: number): boolean {
  const distance = other - sequence;
  return distance > 0 ? distance < HALF : distance < -HALF;
}

export class PartitionSequence {
  #producerId = -1;
  #epoch = -1;
  #next = 0;
  /** The last number whose batch was given up; -1 for none. */
  #brokenAt = -1;
  #acceptedAt = Number.NEGATIVE_INFINITY;

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

  /**
   * True after a numbered batch left without an acknowledgement, until one behind it has its own: its numbers may or may
   * not be in the log, so what follows them may be refused.
   */
  get isBroken(): boolean {
    return this.#brokenAt >= 0;
  }

  /**
   * True while the broker knows this line, because it has taken a batch of it lately. Else it would take a second batch
   * also where the first was refused: so the first goes alone.
   */
  isEstablished(now: number): boolean {
    return now - this.#acceptedAt < FORGOTTEN_AFTER_MS;
  }

  begin(producerId: number, epoch: number): void {
    this.#producerId = producerId;
    this.#epoch = epoch;
    this.#next = 0;
    this.#brokenAt = -1;
    this.#acceptedAt = Number.NEGATIVE_INFINITY;
  }

  /** Numbers for `count` records; returns the first. */
  assign(count: number): number {
    invariant(this.#producerId >= 0 && !this.isBroken, 'sequence numbers follow a known, unbroken line');
    const first = this.#next;
    this.#next = sequenceAfter(first, count);
    return first;
  }

  /** The batch with this number was accepted: the log has all that it ever gets of what stands before it. */
  accepted(sequence: number, now: number): void {
    if (this.isBroken && isBefore(this.#brokenAt, sequence)) this.#brokenAt = -1;
    this.#acceptedAt = now;
  }

  /** The batch with this number was given up. */
  abandoned(sequence: number): void {
    if (!this.isBroken || isBefore(this.#brokenAt, sequence)) this.#brokenAt = sequence;
  }

  /**
   * Starts again at 0 in the next epoch; nothing numbered in the old one may be under way. The broker accepts a higher
   * epoch of an idempotent producer as it is (KIP-360), so no request is needed until the epochs are used up.
   */
  bump(): void {
    if (this.#epoch >= MAX_EPOCH) this.retire();
    else this.begin(this.#producerId, this.#epoch + 1);
  }

  /** Gives the producer id up. */
  retire(): void {
    this.begin(-1, -1);
  }
}
