// When partitions that failed are tried again. Owns: one timer for all of them.
import { Backoff } from '../base/backoff.ts';
import type { Clock, Timer } from '../base/clock.ts';
import type { PartitionCursor } from './partition-cursor.ts';

export class RetrySchedule {
  readonly #clock: Clock;
  readonly #onDue: (cursor: PartitionCursor) => void;
  readonly #waiting = new Set<PartitionCursor>();
  #timer: Timer | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  /** `onDue` is called for each partition whose time has come, still in its back-off. */
  constructor(clock: Clock, onDue: (cursor: PartitionCursor) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Leaves the partition alone for a while, longer each time until it succeeds. */
  add(cursor: PartitionCursor): void {
    cursor.backoff ??= new Backoff();
    const until = this.#clock.monotonic() + cursor.backoff.next();
    cursor.backOff(until);
    this.#waiting.add(cursor);
    if (until < this.#firesAt) this.#arm(until);
  }

  close(): void {
    this.#timer?.cancel();
    this.#waiting.clear();
  }

  #arm(at: number): void {
    this.#timer?.cancel();
    this.#firesAt = at;
    this.#timer = this.#clock.after(at - this.#clock.monotonic(), () => this.#fire());
  }

  #fire(): void {
    // Timers may fire a little early.
    const now = Math.max(this.#clock.monotonic(), this.#firesAt);
    this.#firesAt = Number.POSITIVE_INFINITY;
    let next = Number.POSITIVE_INFINITY;
    for (const cursor of [...this.#waiting]) {
      const { phase } = cursor;
      if (phase.kind === 'backing-off' && phase.until > now) {
        next = Math.min(next, phase.until);
        continue;
      }
      this.#waiting.delete(cursor);
      if (phase.kind === 'backing-off') this.#onDue(cursor);
    }
    if (next < this.#firesAt) this.#arm(next);
  }
}
