// Member ids that were given out and have not come back yet (KIP-394). Owns: the timer that forgets each.
import type { Clock, Timer } from '../../base/clock.ts';

export class PendingIds {
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#timers.size;
  }

  has(memberId: string): boolean {
    return this.#timers.has(memberId);
  }

  /** `expired` runs when the id has not been taken after `ms`. */
  add(memberId: string, ms: number, expired: () => void): void {
    const timer = this.#clock.after(ms, () => {
      this.#timers.delete(memberId);
      expired();
    });
    this.#timers.set(memberId, timer);
  }

  /** Whether the id was pending; it is no longer. */
  take(memberId: string): boolean {
    this.#timers.get(memberId)?.cancel();
    return this.#timers.delete(memberId);
  }

  clear(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}
