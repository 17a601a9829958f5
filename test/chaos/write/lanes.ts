// Callers that write numbered records, each to one partition by one writer. Owns: the calls, and what became of them.
import { setTimeout as pause } from 'node:timers/promises';
import { KafkaError, type WriteErrors, type Writer } from '../../../src/index.ts';
import { Ledger } from './ledger.ts';
import { keyOf, valueFor } from './numbered-record.ts';
import type { Pacer } from './pace.ts';

/** What one call writes. */
export interface CallShape {
  /** Sizes of its records. */
  sizes(): readonly number[];
  /** Calls of one lane under way at a time. */
  readonly depth: number;
}

/** One call, for those who ask why it took so long. */
export interface SlowCall {
  readonly writer: number;
  readonly partition: number;
  /** By `performance.now()`. */
  readonly begun: number;
  readonly tookMs: number;
}

const SLOWEST = 8;

/** What all lanes have done. */
export class Lanes {
  readonly ledgers: readonly Ledger[];
  calls = 0;
  acknowledged = 0;
  bytes = 0;
  /** The slowest calls, slowest first. */
  slowest: readonly SlowCall[] = [];
  /** Calls that failed, by code. */
  readonly failures: Map<string, number> = new Map<string, number>();
  /** In words, for the first few. */
  readonly reasons: string[] = [];
  readonly #writers: readonly Writer[];
  readonly #shape: CallShape;
  readonly #pace: Pacer;
  readonly #running: Promise<unknown>;
  #isOver = false;

  constructor(writers: readonly Writer[], partitions: number, shape: CallShape, pace: Pacer) {
    this.#writers = writers;
    this.#shape = shape;
    this.#pace = pace;
    this.ledgers = writers.flatMap((_, writer) =>
      Array.from({ length: partitions }, (__, partition) => new Ledger(writer, partition)),
    );
    this.#running = Promise.all(this.ledgers.map((ledger) => this.#lane(ledger)));
  }

  /** No more calls; resolves when all are answered. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #lane(ledger: Ledger): Promise<void> {
    const underWay = new Set<Promise<void>>();
    while (!this.#isOver) {
      const call = this.#call(ledger).finally(() => underWay.delete(call));
      underWay.add(call);
      if (underWay.size >= this.#shape.depth) await Promise.race(underWay);
      const pauseMs = this.#pace.pauseMs();
      if (pauseMs > 0) await pause(pauseMs);
    }
    await Promise.all(underWay);
  }

  /** Never rejects. */
  async #call(ledger: Ledger): Promise<void> {
    const sizes = this.#shape.sizes();
    const { writer, partition } = ledger;
    const first = ledger.take(sizes.length);
    const messages = sizes.map((size, i) => ({
      partition,
      key: keyOf(writer, first + i),
      value: valueFor(writer, first + i, size),
    }));
    const begun = performance.now();
    try {
      const result = await (this.#writers[writer] as Writer).writeMessages(messages);
      sizes.forEach((size, i) => {
        ledger.acknowledge(first + i, result.offset(i));
        this.acknowledged++;
        this.bytes += size;
      });
    } catch (error) {
      const code = failureCode(error);
      this.failures.set(code, (this.failures.get(code) ?? 0) + 1);
      if (this.reasons.length < 5) this.reasons.push(error instanceof Error ? error.message : String(error));
    } finally {
      this.calls++;
      const call = { writer, partition, begun, tookMs: performance.now() - begun };
      if (call.tookMs > (this.slowest[SLOWEST - 1]?.tookMs ?? 0)) {
        this.slowest = [...this.slowest, call].sort((a, b) => b.tookMs - a.tookMs).slice(0, SLOWEST);
      }
    }
  }
}

/** The code of what was wrong with the first message. */
function failureCode(error: unknown): string {
  if (!KafkaError.is(error)) return 'not a KafkaError';
  if (error.code !== 'WRITE') return error.code;
  return (error as WriteErrors).errors.find((one) => one !== undefined)?.code ?? error.code;
}
