// One timer for everything that is due at some time. Must not know what that is.
import type { Clock, Timer } from '../base/clock.ts';

/** Rings at the earliest time asked for, once; whoever is woken asks again for what is still ahead. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #timer: Timer | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `at` (monotonic milliseconds) or earlier. */
  by(at: number): void {
    if (at >= this.#at) return;
    this.#timer?.cancel();
    this.#at = at;
    // Rounded up, so that it does not ring a fraction of a millisecond early, for nothing.
    this.#timer = this.#clock.after(Math.max(0, Math.ceil(at - this.#clock.monotonic())), () => {
      this.cancel();
      this.#ring();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }
}
