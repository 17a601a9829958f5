// One timer for many deadlines. Must not know what is due. Invariant: at most one timer runs, and while any deadline is
// ahead it fires no later than the earliest of them; it may fire for nothing, which costs less than cancelling each.
import type { Clock, Timer } from '../base/clock.ts';

export class DeadlineTimer {
  readonly #clock: Clock;
  readonly #onDue: (now: number) => number;
  #timer: Timer | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  /** `onDue` handles what is due at `now` and answers the next deadline (Infinity: none). Times are monotonic. */
  constructor(clock: Clock, onDue: (now: number) => number) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Makes sure that the timer fires at `deadline` or before. */
  arm(deadline: number, now: number): void {
    if (deadline >= this.#firesAt) return;
    this.#timer?.cancel();
    this.#firesAt = deadline;
    // Timers may fire a fraction of a millisecond early: rounding up avoids a second round for that fraction.
    this.#timer = this.#clock.after(Math.ceil(deadline - now), this.#fire);
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  readonly #fire = (): void => {
    this.#timer = undefined;
    this.#firesAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.monotonic();
    const next = this.#onDue(now);
    if (next !== Number.POSITIVE_INFINITY) this.arm(next, now);
  };
}
