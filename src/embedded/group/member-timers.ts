// The timers of a group's members. Owns: at most one of each kind for a member. Must not know what they are for.
import type { Clock, Timer } from '../../base/clock.ts';

/** `session`: not heard of for too long; `rebalance`: does not give partitions up; `join`, `sync`: of classic members. */
export type MemberTimer = 'session' | 'rebalance' | 'join' | 'sync';

export class MemberTimers {
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts the timer, anew where it runs. */
  start(kind: MemberTimer, memberId: string, ms: number, run: () => void): void {
    this.cancel(kind, memberId);
    const key = keyOf(kind, memberId);
    const timer = this.#clock.after(ms, () => {
      this.#timers.delete(key);
      run();
    });
    this.#timers.set(key, timer);
  }

  /** Starts the timer unless it runs. */
  startOnce(kind: MemberTimer, memberId: string, ms: number, run: () => void): void {
    if (!this.#timers.has(keyOf(kind, memberId))) this.start(kind, memberId, ms, run);
  }

  cancel(kind: MemberTimer, memberId: string): void {
    const key = keyOf(kind, memberId);
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
  }

  cancelAllOf(memberId: string): void {
    for (const kind of ['session', 'rebalance', 'join', 'sync'] as const) this.cancel(kind, memberId);
  }

  cancelAll(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}

function keyOf(kind: MemberTimer, memberId: string): string {
  return `${kind} ${memberId}`;
}
