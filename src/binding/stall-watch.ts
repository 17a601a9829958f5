// Finds records that are out for too long, at the latest a quarter of the limit after it. Owns: one timer for all of them, and the report, once per record.
import type { Clock, Timer } from '../base/clock.ts';
import type { AppRecord } from './app-record.ts';
import type { PartitionSource } from './partition-source.ts';

export interface StallWatchOptions {
  readonly clock: Clock;
  /** The shortest limit of all bindings: how often to look follows from it. */
  readonly shortestMs: number;
  readonly sources: () => Iterable<PartitionSource>;
  readonly limitOf: (record: AppRecord) => number;
  readonly onStalled: (record: AppRecord, runningMs: number) => void;
}

/** Looks so many times within the shortest limit, at least once in five seconds, at most every 20 ms. */
const LOOKS_PER_LIMIT = 4;
const LONGEST_PAUSE_MS = 5000;
const SHORTEST_PAUSE_MS = 20;

export class StallWatch {
  readonly #options: StallWatchOptions;
  readonly #pauseMs: number;
  #timer: Timer | undefined;

  constructor(options: StallWatchOptions) {
    this.#options = options;
    this.#pauseMs = Math.max(SHORTEST_PAUSE_MS, Math.min(options.shortestMs / LOOKS_PER_LIMIT, LONGEST_PAUSE_MS));
  }

  start(): void {
    this.#timer = this.#options.clock.after(
      this.#pauseMs,
      () => {
        this.#look();
        this.start();
      },
      { keepAlive: false },
    );
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #look(): void {
    const { clock, limitOf, onStalled, sources } = this.#options;
    const now = clock.monotonic();
    for (const source of sources()) {
      for (const record of source.unfinished) {
        // Taken here and not at the start, because most records are gone before anyone looks.
        record._seenAt ||= now;
        const runningMs = now - record._seenAt;
        if (record._stalled || runningMs < limitOf(record)) continue;
        record._stalled = true;
        onStalled(record, runningMs);
      }
    }
  }
}
