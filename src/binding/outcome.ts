// How the handling of a record ends, as seen from outside.
import type { AppRecord } from './app-record.ts';
import type { DeadLetterReason } from './dead-letter-headers.ts';

/** What the application said of a record, before the library acts on it. */
export type Settlement =
  | { readonly kind: 'none' }
  | { readonly kind: 'ack' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'fail'; readonly error: Error };

/**
 * The final outcome of one delivery of a record:
 * - `ack`, `skip`: by the application's word, or `skip` by an error with `deadLetter: false`;
 * - `retry`, `dead-letter`: written to that topic, and the write is acknowledged;
 * - `dropped`: failed with nowhere to go, and `onError` said 'skip';
 * - `failed`: the same, and `onError` said 'stop' or 'pause': the offset does not move.
 */
export type Outcome =
  | { readonly kind: 'ack'; readonly record: AppRecord }
  | { readonly kind: 'skip'; readonly record: AppRecord; readonly error?: Error }
  | { readonly kind: 'retry'; readonly record: AppRecord; readonly error: Error; readonly dueMs: number }
  | {
      readonly kind: 'dead-letter';
      readonly record: AppRecord;
      readonly error: Error;
      readonly reason: DeadLetterReason;
    }
  | { readonly kind: 'dropped' | 'failed'; readonly record: AppRecord; readonly error: Error };

/** Hears an outcome. */
export type OutcomeListener = (outcome: Outcome) => void;
