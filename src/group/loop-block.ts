// Whether the event loop was blocked for longer than a member can afford. Owns: what counts as that, and what is told.
// Must not know heartbeats' contents. Nothing in this process can beat while its one thread computes: it can only be
// noticed afterwards, by how late a timer is. A machine that slept looks the same.
import type { Clock } from '../base/clock.ts';

/** A time in which nothing of this process ran. */
export interface LoopBlock {
  /** When it was over, milliseconds since 1970. */
  readonly endedAt: number;
  readonly blockedMs: number;
  /** Whether it was longer than the coordinator waits for a member. */
  readonly isFatal: boolean;
}

/** How long a block stays among the reasons why something is not well. */
const TOLD_FOR_MS = 5 * 60_000;
/** A block of this part of the session timeout is worth a line in the log: a second one like it may be too much. */
const WORTH_TELLING = 1 / 3;

export class LoopWatch {
  readonly #clock: Clock;
  readonly #sessionTimeoutMs: number;
  readonly #onBlock: (block: LoopBlock) => void;
  #longestMs = 0;
  #last: { readonly block: LoopBlock; readonly at: number } | undefined;

  /** `onBlock` is called for each block that is worth telling. */
  constructor(clock: Clock, sessionTimeoutMs: number, onBlock: (block: LoopBlock) => void) {
    this.#clock = clock;
    this.#sessionTimeoutMs = sessionTimeoutMs;
    this.#onBlock = onBlock;
  }

  /** The longest time that a timer was late. */
  get longestMs(): number {
    return this.#longestMs;
  }

  /** The last block that cost, or may have cost, the session; undefined once that is long ago. */
  get fatal(): LoopBlock | undefined {
    if (this.#last === undefined || this.#clock.monotonic() - this.#last.at > TOLD_FOR_MS) return undefined;
    return this.#last.block;
  }

  /** A timer that was due at `dueAt` has fired; the coordinator had heard of this member at `lastContact`. */
  fired(dueAt: number, lastContact: number): void {
    const now = this.#clock.monotonic();
    const blockedMs = now - dueAt;
    if (blockedMs > this.#longestMs) this.#longestMs = blockedMs;
    if (blockedMs < this.#sessionTimeoutMs * WORTH_TELLING) return;
    const block = { endedAt: this.#clock.now(), blockedMs, isFatal: now - lastContact >= this.#sessionTimeoutMs };
    if (block.isFatal) this.#last = { block, at: now };
    this.#onBlock(block);
  }
}
