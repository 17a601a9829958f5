// Runs an attempt until it succeeds, is given up, or cannot succeed. Must not know what is attempted.
import { type CallOptions, throwIfAborted, timeoutFault, waitFor } from '../base/abort.ts';
import { Backoff, type BackoffOptions } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { Lifetime } from './lifetime.ts';
import { classify, type Remedy } from './retry-classifier.ts';

/** With less time than this left, an attempt has hardly been made. */
const CUT_SHORT_MS = 100;

/** What a retry loop needs from its surroundings. */
export interface RetryContext {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly backoff: BackoffOptions;
  /** Applies the remedy; what it returns is waited for, but its failure is not: the next attempt will tell. */
  remedy(remedy: Remedy, error: unknown): Promise<void> | void;
}

/** Attempts until success, `signal`, `timeoutMs` (absent: without end), or an error that trying again cannot mend. */
export async function retryLoop<T>(
  context: RetryContext,
  what: string,
  attempt: () => Promise<T>,
  options: CallOptions = {},
): Promise<T> {
  const { clock, lifetime, logger } = context;
  const { signal, timeoutMs } = options;
  const fault = timeoutFault(timeoutMs);
  if (fault !== undefined) throw fault;
  const deadline = timeoutMs === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() + timeoutMs;
  const backoff = new Backoff(context.backoff);
  let last: unknown;
  const gaveUp = (): KafkaError => {
    const message = `${what}: gave up after ${timeoutMs} ms and ${backoff.failures} failed attempts`;
    const reason = last === undefined ? '' : `; the last: ${toError(last).message}`;
    return new KafkaError('TIMEOUT', message + reason, { retriable: true, cause: last });
  };
  for (;;) {
    lifetime.throwIfEnded();
    throwIfAborted(signal, what);
    const left = deadline - clock.monotonic();
    if (left <= 0) throw gaveUp();
    const limit: CallOptions = { signal, timeoutMs: left === Number.POSITIVE_INFINITY ? undefined : left };
    try {
      return await waitFor(lifetime.guard(attempt()), clock, what, limit);
    } catch (error) {
      const remedy = classify(error);
      if (remedy === 'fail') throw error;
      lifetime.throwIfEnded();
      throwIfAborted(signal, what);
      if (clock.monotonic() >= deadline) {
        last ??= error;
        throw gaveUp();
      }
      if (last === undefined || !isCutShort(error, deadline - clock.monotonic())) last = error;
      logger.debug('will try again', { what, error: toError(error).message, remedy });
      const pauseMs = Math.min(backoff.next(), deadline - clock.monotonic());
      const remedied = Promise.resolve(context.remedy(remedy, error)).catch(() => {});
      await lifetime.pause(clock, pauseMs, what, signal);
      const rest = deadline - clock.monotonic();
      if (rest > 0) {
        const restLimit: CallOptions = { signal, timeoutMs: rest === Number.POSITIVE_INFINITY ? undefined : rest };
        await waitFor(lifetime.guard(remedied), clock, what, restLimit).catch((waited: unknown) => {
          if (classify(waited) === 'fail') throw waited;
        });
      }
    }
  }
}

/** An attempt that ran out of the call's own time says less than the one before it. */
function isCutShort(error: unknown, leftMs: number): boolean {
  return leftMs < CUT_SHORT_MS && KafkaError.is(error) && (error.code === 'TIMEOUT' || error.code === 'CONNECTION');
}
