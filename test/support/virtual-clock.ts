// Time that moves only when a test says so. Timers run in order of their due time; between them, promises and sockets
// get their turn, so that what a timer set in motion has happened before the next one fires.
import type { Clock, Timer } from '../../src/base/clock.ts';

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/** Lets promises, ticks and pending socket events run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export class VirtualClock implements Clock {
  #now = 0;
  readonly #alarms = new Set<Alarm>();

  /** Timers set and neither fired nor cancelled. */
  get timers(): number {
    return this.#alarms.size;
  }

  now(): number {
    return 1_700_000_000_000 + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Timer {
    const alarm: Alarm = { at: this.#now + Math.max(0, ms), run };
    this.#alarms.add(alarm);
    return { cancel: () => void this.#alarms.delete(alarm) };
  }

  /** Time passes in which nothing runs, as while one function computes: what falls due fires with the next `advance`. */
  block(ms: number): void {
    this.#now += ms;
  }

  /** Moves time on by `ms`, firing what falls due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await turn();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      this.#alarms.delete(next);
      next.run();
      await turn();
      // Once more, for what the promises of that turn have put off to its end.
      await turn();
    }
    this.#now = end;
  }

  #next(end: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms)
      if (alarm.at <= end && (first === undefined || alarm.at < first.at)) first = alarm;
    return first;
  }
}
