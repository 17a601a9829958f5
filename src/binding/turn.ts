// Keeps handlers that never wait from blocking the event loop: heartbeats and other connections live on it too.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';

/** How long handlers may run on end. */
const TURN_MS = 10;
/** The clock is looked at once in so many records; a power of two. */
const LOOK_EVERY = 16;

export class Turn {
  readonly #clock: Clock;
  #since: number;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.monotonic();
  }

  /** True when it is time to let others run. */
  isOver(): boolean {
    if ((++this.#count & (LOOK_EVERY - 1)) !== 0) return false;
    return this.#clock.monotonic() - this.#since > TURN_MS;
  }

  /** Lets the event loop do its round. */
  async yield(): Promise<void> {
    await setImmediate();
    this.#since = this.#clock.monotonic();
  }
}
