// Counts the bytes that are held for the user. Owns: how much the next fetch may ask for. Must not know partitions.
//
//     total = used (frames and decompressed batches in queues) + reserved (asked for, not arrived) + free
//
// Invariant: what is granted never makes used + reserved exceed total. Only a broker's first batch can, because it comes
// whole however large it is (KIP-74), and the one decompressed batch that keeps the engine moving.
import { invariant } from '../base/invariant.ts';

/** Fetching less than this at a time costs more in requests than it brings. */
const WORTHWHILE_BYTES = 64 * 1024;
/**
 * Up to this size a fetch may take half of the room, above it an eighth: larger frames were slower to read (twice the CPU
 * at 25 MiB, memory that no cache holds) and leave a broker less to do while the one before is being read.
 */
const MODERATE_BYTES = 1024 * 1024;

export class ByteBudget {
  readonly total: number;
  readonly #onRelease: () => void;
  #used = 0;
  #reserved = 0;

  /** `onRelease` is called each time that bytes, reserved or used, come free. */
  constructor(total: number, onRelease: () => void) {
    this.total = total;
    this.#onRelease = onRelease;
  }

  get used(): number {
    return this.#used;
  }

  /** True while decompressed batches may be added. */
  get hasRoom(): boolean {
    return this.#used < this.total;
  }

  /**
   * How many bytes the next fetch may ask for, when `wanted` would be useful and `brokers` are being read from; 0 while
   * there is no room worth a request. At most half of what is free, mostly an eighth, and never more than one broker's share, so that
   * fetches held by idle brokers cannot starve the others.
   */
  grant(wanted: number, brokers: number): number {
    const share = Math.max(1, Math.floor(this.total / brokers));
    const free = this.total - this.#used - this.#reserved;
    const part = Math.max(free / 8, Math.min(free / 2, MODERATE_BYTES));
    const most = Math.min(wanted, share, Math.floor(part));
    return most >= Math.min(wanted, this.#worthwhile(share)) ? Math.max(most, 0) : 0;
  }

  /** True when queued bytes alone, without fetches under way, leave no room for a fetch. */
  isExhausted(brokers: number): boolean {
    const share = Math.max(1, Math.floor(this.total / brokers));
    return Math.floor((this.total - this.#used) / 2) < this.#worthwhile(share);
  }

  reserve(bytes: number): void {
    this.#reserved += bytes;
  }

  /** Ends a reservation: the fetch was answered or has failed. */
  settle(bytes: number): void {
    this.#reserved -= bytes;
    invariant(this.#reserved >= 0, 'a reservation of the fetch budget ended twice');
    this.#onRelease();
  }

  charge(bytes: number): void {
    this.#used += bytes;
  }

  release(bytes: number): void {
    if (bytes === 0) return;
    this.#used -= bytes;
    invariant(this.#used >= 0, 'bytes of the fetch budget were released twice');
    this.#onRelease();
  }

  #worthwhile(share: number): number {
    return Math.max(1, Math.min(WORTHWHILE_BYTES, Math.floor(this.total / 4), Math.floor(share / 2)));
  }
}
