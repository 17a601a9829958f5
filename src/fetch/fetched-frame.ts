// The bytes of one fetch response while batches in queues look into them. Owns: when they may be let go.
//
//     frame (one buffer)  [ part orders[0]: b0 b1 b2 ][ part orders[1]: b3 ][ part clicks[4]: b4 b5 ]
//
// Every part counts its batches that still need the bytes; the frame counts its parts. When the last part is done the
// frame's bytes return to the budget. A frame of several parts with one left can be let go earlier, by copying out
// what that one part still has.
import { invariant } from '../base/invariant.ts';
import type { BatchOrigin } from '../record/message-batch.ts';
import type { AbortedTransactions } from './aborted-transactions.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { PartitionCursor } from './partition-cursor.ts';

export class FetchedFrame {
  readonly #budget: ByteBudget;
  readonly #onLastPart: (frame: FetchedFrame) => void;
  readonly #parts = new Set<FetchedPart>();
  #bytes = 0;
  /** False while parts are still being added, and once there was never more than one. */
  #shared = false;

  /** `onLastPart` is called when all parts of several but one are done. */
  constructor(budget: ByteBudget, onLastPart: (frame: FetchedFrame) => void) {
    this.#budget = budget;
    this.#onLastPart = onLastPart;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The only part that still needs the frame; undefined where there are more, or none. */
  get lastPart(): FetchedPart | undefined {
    if (this.#parts.size !== 1) return undefined;
    for (const part of this.#parts) return part;
    return undefined;
  }

  /** Adds the bytes of a partition, of which `batches` will be looked into. */
  add(part: FetchedPart): void {
    this.#bytes += part.bytes.length;
    this.#budget.charge(part.bytes.length);
    this.#parts.add(part);
    if (this.#parts.size > 1) this.#shared = true;
  }

  remove(part: FetchedPart): void {
    if (!this.#parts.delete(part)) return;
    if (this.#parts.size === 0) this.#budget.release(this.#bytes);
    else if (this.#parts.size === 1 && this.#shared) this.#onLastPart(this);
  }
}

/** What one response brought of one partition. */
export class FetchedPart {
  readonly frame: FetchedFrame;
  readonly cursor: PartitionCursor;
  readonly bytes: Buffer;
  readonly origin: BatchOrigin;
  /** Undefined where every batch is wanted. */
  readonly aborted: AbortedTransactions | undefined;
  #batches: number;
  #batchBytes: number;

  constructor(
    frame: FetchedFrame,
    cursor: PartitionCursor,
    bytes: Buffer,
    origin: BatchOrigin,
    aborted: AbortedTransactions | undefined,
    batches: number,
  ) {
    this.frame = frame;
    this.cursor = cursor;
    this.bytes = bytes;
    this.origin = origin;
    this.aborted = aborted;
    this.#batches = batches;
    this.#batchBytes = bytes.length;
    frame.add(this);
  }

  /** Bytes of the batches that still need the frame. */
  get pendingBytes(): number {
    return this.#batchBytes;
  }

  /** One batch of `bytes` does not need the frame any more. */
  batchDone(bytes: number): void {
    invariant(this.#batches > 0, 'a batch let go of its frame twice');
    this.#batchBytes -= bytes;
    if (--this.#batches === 0) this.frame.remove(this);
  }
}
