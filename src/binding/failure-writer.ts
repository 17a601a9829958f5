// Writes failed records to the retry and dead letter topics, for as long as it takes. Owns: the tries and their pauses.
// Invariant: `write` answers true only after the broker has acknowledged the record; it never gives up by itself.
import { sleep } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { HealthBoard } from './health.ts';
import { Hold, type PartitionSource } from './partition-source.ts';
import type { OutgoingRecord, RecordWriter } from './ports.ts';

/** A write without an answer for so long is a reason not to be healthy, also before it fails. */
const SLOW_WRITE_MS = 10_000;
/** Longest pause between two tries. */
const MAX_PAUSE_MS = 10_000;

export interface FailureWriterOptions {
  readonly writer: () => Pick<RecordWriter, 'writeMessages'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly health: HealthBoard;
  /** A try failed in a way that waiting alone does not mend; told once per record, and trying goes on. */
  readonly onError: (error: Error) => void;
}

export class FailureWriter {
  readonly #options: FailureWriterOptions;
  /** Writes of a partition that fail at the moment; it is held up while there is one. */
  readonly #failing = new Map<PartitionSource, number>();
  readonly #underWay = new Set<{ readonly since: number; readonly source: PartitionSource; readonly topic: string }>();

  constructor(options: FailureWriterOptions) {
    this.#options = options;
  }

  /** Writes the record; false when the partition it came from was closed before. Never rejects. */
  async write(source: PartitionSource, message: OutgoingRecord): Promise<boolean> {
    const entry = { since: this.#options.clock.monotonic(), source, topic: message.topic };
    this.#underWay.add(entry);
    try {
      return await this.#write(source, message);
    } finally {
      this.#underWay.delete(entry);
    }
  }

  /** A sentence per partition whose writes are neither acknowledged nor refused for long. */
  slow(): string[] {
    const before = this.#options.clock.monotonic() - SLOW_WRITE_MS;
    const sentences = new Set<string>();
    for (const { since, source, topic } of this.#underWay) {
      if (since > before || !source.alive || this.#failing.has(source)) continue;
      sentences.add(`${source.name} waits: a failed record is not acknowledged by ${topic}`);
    }
    return [...sentences];
  }

  async #write(source: PartitionSource, message: OutgoingRecord): Promise<boolean> {
    const { clock, logger, onError } = this.#options;
    let backoff: Backoff | undefined;
    let told = false;
    while (source.alive) {
      try {
        await this.#options.writer().writeMessages([message]);
        if (backoff !== undefined) this.#mended(source);
        return true;
      } catch (thrown) {
        if (!source.alive) break;
        const error = innerError(thrown);
        if (backoff === undefined) this.#broken(source, message.topic, error);
        backoff ??= new Backoff({ maxMs: MAX_PAUSE_MS });
        logger.warn('a failed record cannot be written yet', {
          topic: message.topic,
          partition: message.partition,
          error: error.message,
          tries: backoff.failures + 1,
        });
        if (!told && !(KafkaError.is(error) && error.retriable)) {
          told = true;
          onError(error);
        }
        await sleep(clock, backoff.next(), source.context.signal).catch(() => {});
      }
    }
    if (backoff !== undefined) this.#mended(source);
    return false;
  }

  #broken(source: PartitionSource, topic: string, error: Error): void {
    this.#failing.set(source, (this.#failing.get(source) ?? 0) + 1);
    this.#options.health.set(
      `partition ${source.name} write`,
      `${source.name} waits: a failed record cannot be written to ${topic}: ${error.message}`,
    );
    source.hold(Hold.write);
  }

  #mended(source: PartitionSource): void {
    const left = (this.#failing.get(source) ?? 1) - 1;
    if (left > 0) {
      this.#failing.set(source, left);
      return;
    }
    this.#failing.delete(source);
    this.#options.health.clear(`partition ${source.name} write`);
    source.release(Hold.write);
  }
}

/** A write of one record fails with one slot: its error says more than the one around it. */
function innerError(thrown: unknown): Error {
  const error = toError(thrown);
  const slots = (error as { readonly errors?: unknown }).errors;
  const first: unknown = Array.isArray(slots) ? slots[0] : undefined;
  return first instanceof Error ? first : error;
}
