// What the process under observation is told and what it says. Owns: the types.

/** What a worker is told. */
export interface HeapOrder {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly seconds: number;
  readonly recordsPerSecond: number;
  /** Smallest and largest value; sizes in between are equally frequent. */
  readonly valueBytes: readonly [number, number];
}

/** What `process.memoryUsage()` said right after a collection. */
export interface MemorySample {
  /** Seconds since the pace was begun. */
  readonly at: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  /** Records acknowledged, and records read, so far. */
  readonly written: number;
  readonly read: number;
}

/** The last word of a worker. */
export interface HeapEnd {
  readonly end: true;
  readonly failedCalls: number;
  /** Records that were left out, because this process or the broker did not get its turn in time. */
  readonly missed: number;
}
