// How fast the writers go: as fast as leaves the machine some idle time. Owns: the pause between calls.
import type { IdleCpu } from '../idle-cpu.ts';

const LEAST_MS = 1;
const MOST_MS = 1_000;
const LOW = 0.2;
const HIGH = 0.35;
const EVERY_MS = 1_000;

/** Says how long a lane waits before its next call. */
export interface Pacer {
  pauseMs(): number;
}

export class Pace implements Pacer {
  readonly #cpu: IdleCpu;
  #pauseMs: number;
  #measuredAt = performance.now();

  constructor(cpu: IdleCpu, pauseMs: number) {
    this.#cpu = cpu;
    this.#pauseMs = pauseMs;
  }

  /** Milliseconds to wait before the next call. */
  pauseMs(): number {
    const now = performance.now();
    if (now - this.#measuredAt >= EVERY_MS) {
      this.#measuredAt = now;
      const lately = this.#cpu.lately();
      const total = this.#cpu.total();
      // A broker that starts takes all there is for some seconds: that is no reason to stop.
      if (total < LOW) this.#pauseMs = Math.min(MOST_MS, this.#pauseMs * 1.2);
      else if (lately > HIGH) this.#pauseMs = Math.max(LEAST_MS, this.#pauseMs * 0.9);
    }
    return this.#pauseMs;
  }
}
