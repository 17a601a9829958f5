// A clock that stands still until it is told to move.
import type { Clock, Timer, TimerOptions } from '../../../src/base/clock.ts';

export class ManualClock implements Clock {
  #now = 1_000;
  readonly #timers = new Set<{ at: number; run: () => void; options: TimerOptions | undefined }>();

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Options of the timers that wait, in the order they were set. */
  get options(): (TimerOptions | undefined)[] {
    return [...this.#timers].map(({ options }) => options);
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, run: () => void, options?: TimerOptions): Timer {
    const timer = { at: this.#now + ms, run, options };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** Moves time on and runs what is due, in order. */
  advance(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.run();
    }
  }
}
