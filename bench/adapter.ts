// The contract between the harness and a client that it measures. One worker process runs one job of one client.

/** What is the same for every client in a run. */
export interface Job {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  /** Records to write, or to read. */
  readonly records: number;
  /** Bytes of each value. Keys are null, so that records spread over all partitions. */
  readonly valueBytes: number;
  /** Records per call, for clients that take many at once. */
  readonly perCall: number;
  /** Calls under way at once. */
  readonly callsInFlight: number;
  readonly compression: 'none' | 'lz4';
  /** One record at a time is written: clients that wait for company are told not to. */
  readonly isHurried: boolean;
}

/** What a reading client saw: compared with what was written. */
export interface Seen {
  readonly records: number;
  readonly bytes: number;
  /**
   * `performance.now()` when the first record came, where finding partitions comes before it: joining a group takes
   * as long as it takes, and how fast records are read is another question. Absent: the run is timed from its start.
   */
  readonly firstAt?: number;
}

/** A client under measurement. `prepare` connects and may warm up; only what follows is timed. */
export interface Adapter {
  prepareProduce?(job: Job): Promise<ProduceRun>;
  prepareConsume?(job: Job): Promise<ConsumeRun>;
}

export interface ProduceRun {
  /** Writes exactly `records` records and returns when each is acknowledged by all in-sync replicas. */
  run(records: number): Promise<void>;
  /** Writes one record by a call of its own and resolves when it is acknowledged. */
  one?(): Promise<unknown>;
  close(): Promise<void>;
}

export interface ConsumeRun {
  /** Reads `records` records from the beginning of all partitions, touching every value. */
  run(records: number): Promise<Seen>;
  close(): Promise<void>;
}

/** What a worker reports of one job. */
export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly maxRssMb: number;
  readonly seen: Seen;
  /** How long single calls took, where that is the question. */
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
  /** Of what runs it: Node's, or Go's. */
  readonly node: string;
  readonly notes: string;
}
