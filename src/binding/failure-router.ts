// Turns failed records into records of the retry and dead letter topics. Owns: which partition, which headers.
import type { Clock } from '../base/clock.ts';
import { invariant } from '../base/invariant.ts';
import type { AppRecord } from './app-record.ts';
import { type DeadLetterReason, encodeDeadLetterHeaders } from './dead-letter-headers.ts';
import type { FailureWriter } from './failure-writer.ts';
import { encodeRetryHeaders } from './retry-headers.ts';
import { rootReason } from './retryable-error.ts';

export interface FailureRouterOptions {
  readonly group: string;
  readonly retry: { readonly topic: string; readonly delayMs: number; readonly partitions: number } | undefined;
  readonly deadLetter: { readonly topic: string; readonly partitions: number } | undefined;
  readonly writer: FailureWriter;
  readonly clock: Clock;
}

export class FailureRouter {
  readonly #options: FailureRouterOptions;

  constructor(options: FailureRouterOptions) {
    this.#options = options;
  }

  /** Writes a record to the retry topic; answers when it is due, undefined where its partition was closed before. */
  async retry(record: AppRecord, error: Error): Promise<number | undefined> {
    const { clock, group, retry, writer } = this.#options;
    invariant(retry !== undefined, 'a retry was planned without a retry topic');
    const { origin } = record;
    const dueMs = Math.ceil(clock.now() + retry.delayMs);
    const state = {
      group,
      count: (record._retry?.count ?? 0) + 1,
      attempts: record.attempt,
      dueMs,
      origin,
      firstFailedMs: this.#firstFailed(record),
    };
    const written = await writer.write(record._owner.source, {
      topic: retry.topic,
      partition: origin.partition % retry.partitions,
      key: record.key,
      value: record.value,
      headers: [...record.headers, ...encodeRetryHeaders(state, rootReason(error))],
    });
    return written ? dueMs : undefined;
  }

  /** Writes a record to the dead letter topic; false where its partition was closed before. */
  deadLetter(record: AppRecord, error: Error, reason: DeadLetterReason): Promise<boolean> {
    const { clock, deadLetter, group, writer } = this.#options;
    invariant(deadLetter !== undefined, 'a dead letter was planned without a dead letter topic');
    const { origin } = record;
    const state = {
      group,
      attempts: record.attempt,
      origin,
      reason,
      firstFailedMs: this.#firstFailed(record),
      lastFailedMs: clock.now(),
    };
    return writer.write(record._owner.source, {
      topic: deadLetter.topic,
      partition: origin.partition % deadLetter.partitions,
      key: record.key,
      value: record.value,
      headers: [...record.headers, ...encodeDeadLetterHeaders(state, rootReason(error))],
    });
  }

  /** The time in the header is a stranger's word: it may lie in the past, not in the future. */
  #firstFailed(record: AppRecord): number {
    const now = record._firstFailedMs ?? this.#options.clock.now();
    return Math.min(record._retry?.firstFailedMs ?? now, now);
  }
}
