// When a loop over records that are at hand lets other work in. Promises that are resolved already never leave the
// microtask queue, so a loop over a full queue would hold up sockets, timers and heartbeats for as long as it lasts.
import type { Clock } from '../base/clock.ts';

/** A look at the clock costs more than a record, and less than a batch. */
const LOOK_EVERY = 32;
/** What heartbeats and sockets may be held up for; a handler that blocks for longer is its own affair. */
const TURN_MS = 10;

export class Turns {
  readonly #clock: Clock;
  #count = 0;
  #startedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Asked before each record. True when it is time to let other work in: then `next()`. Hot path. */
  isOver(): boolean {
    return ++this.#count >= LOOK_EVERY && this.isOverNow();
  }

  /** The same, asked before each batch: its handling may take long. */
  isOverNow(): boolean {
    this.#count = 0;
    const now = this.#clock.monotonic();
    if (now - this.#startedAt < TURN_MS) return false;
    this.#startedAt = now;
    return true;
  }

  /** Lets sockets and timers have their turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#startedAt = this.#clock.monotonic();
        resolve();
      });
    });
  }
}
