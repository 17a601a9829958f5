// What the fetch engine has done, in figures. Owns: counting. Must not know what for.
import { Summarizer, type Summary } from '../base/summary.ts';

/** Figures of fetching since it began. */
export interface FetchStats {
  /** Connections opened to fetch by. */
  readonly dials: number;
  /** Fetches that were answered. */
  readonly fetches: number;
  /** Fetches, and dials, that ended for want of an answer. */
  readonly timeouts: number;
  /** Fetches, and dials, that failed, timeouts among them, and partitions refused in an answer. */
  readonly errors: number;
  /** Milliseconds to open a connection: dialing, TLS and authentication. */
  readonly dialMs: Summary;
  /** Milliseconds from a fetch to its answer, what the broker waited for records included. */
  readonly fetchMs: Summary;
  /** Bytes of records per answer that had some, as they were sent: compressed. */
  readonly fetchBytes: Summary;
  /** Records per answer that had some, before any is filtered out. */
  readonly fetchRecords: Summary;
}

export class FetchCounts {
  readonly #dialMs = new Summarizer();
  readonly #fetchMs = new Summarizer();
  readonly #fetchBytes = new Summarizer();
  readonly #fetchRecords = new Summarizer();
  #timeouts = 0;
  #errors = 0;

  dialed(ms: number): void {
    this.#dialMs.add(ms);
  }

  answered(ms: number): void {
    this.#fetchMs.add(ms);
  }

  received(bytes: number, records: number): void {
    if (bytes === 0) return;
    this.#fetchBytes.add(bytes);
    this.#fetchRecords.add(records);
  }

  failed(isTimeout = false): void {
    this.#errors++;
    if (isTimeout) this.#timeouts++;
  }

  stats(): FetchStats {
    const dialMs = this.#dialMs.summary();
    const fetchMs = this.#fetchMs.summary();
    return {
      dials: dialMs.count,
      fetches: fetchMs.count,
      timeouts: this.#timeouts,
      errors: this.#errors,
      dialMs,
      fetchMs,
      fetchBytes: this.#fetchBytes.summary(),
      fetchRecords: this.#fetchRecords.summary(),
    };
  }
}
