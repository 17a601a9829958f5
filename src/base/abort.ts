// Waiting that can be given up: sleeps and promises with an AbortSignal and a limit in time.
import type { Clock } from './clock.ts';
import { configError, KafkaError } from './errors.ts';

/** What every call that waits accepts as its last argument. */
export interface CallOptions {
  /** Gives the call up when it fires; work of other callers is never disturbed. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time the call may take, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/**
 * What is wrong with the limit of a call: anything but a number would make deadlines that never come, or always have.
 * Zero and less is a limit that is over; Infinity is none.
 */
export function timeoutFault(timeoutMs: number | undefined): KafkaError | undefined {
  if (timeoutMs === undefined || (typeof timeoutMs === 'number' && !Number.isNaN(timeoutMs))) return undefined;
  return configError('timeoutMs', timeoutMs, 'milliseconds');
}

/** The error of a call whose signal fired. */
export function abortError(signal: AbortSignal, what: string): KafkaError {
  return new KafkaError('ABORTED', `${what}: aborted by the caller`, { cause: signal.reason });
}

export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw abortError(signal, what);
}

const SPARE_SHARE = 0.02;
const MAX_SPARE_MS = 200;

/** When to give up, so that the error with its reasons has reached the caller when the limit that it set is over. */
export function withSpare(limitMs: number): number {
  return limitMs - Math.min(MAX_SPARE_MS, limitMs * SPARE_SHARE);
}

/** Who listens to a signal. One listener serves all: Node warns of a leak from the eleventh on, and a signal may have thousands. */
interface Audience {
  readonly members: Set<{ readonly run: () => void }>;
  readonly listener: () => void;
}

const audiences = new WeakMap<AbortSignal, Audience>();

function audienceOf(signal: AbortSignal): Audience {
  const known = audiences.get(signal);
  if (known !== undefined) return known;
  const members: Audience['members'] = new Set();
  const listener = (): void => {
    audiences.delete(signal);
    for (const { run } of members) run();
  };
  const audience = { members, listener };
  audiences.set(signal, audience);
  signal.addEventListener('abort', listener, { once: true });
  return audience;
}

/** Calls `run` when the signal fires (at once if it has); returns a function that stops listening. `run` must not throw. */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    run();
    return () => {};
  }
  const { members, listener } = audienceOf(signal);
  const member = { run };
  members.add(member);
  return () => {
    if (!members.delete(member) || members.size > 0 || signal.aborted) return;
    audiences.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}

/** Resolves after `ms`, rejects with ABORTED when the signal fires first. Leaves no timer and no listener behind. */
export function sleep(
  clock: Clock,
  ms: number,
  signal?: AbortSignal,
  options?: { keepAlive?: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal, 'wait'));
    let stop = () => {};
    const timer = clock.after(
      ms,
      () => {
        stop();
        resolve();
      },
      options,
    );
    stop = onAbort(signal, () => {
      timer.cancel();
      reject(abortError(signal as AbortSignal, 'wait'));
    });
  });
}

/**
 * Waits for `promise` no longer than the options allow. The promise itself goes on: this gives up one caller's wait,
 * not the work, so several callers can share one piece of work.
 */
export function waitFor<T>(promise: Promise<T>, clock: Clock, what: string, options: CallOptions = {}): Promise<T> {
  const { signal, timeoutMs } = options;
  if (signal === undefined && timeoutMs === undefined) return promise;
  return new Promise((resolve, reject) => {
    const refusal = signal?.aborted === true ? abortError(signal, what) : timeoutFault(timeoutMs);
    if (refusal !== undefined) {
      promise.catch(() => {});
      return reject(refusal);
    }
    const timer =
      timeoutMs === undefined
        ? undefined
        : clock.after(timeoutMs, () => {
            stop();
            reject(
              new KafkaError('TIMEOUT', `${what}: no answer within ${Math.round(timeoutMs)} ms`, { retriable: true }),
            );
          });
    const stop = onAbort(signal, () => {
      timer?.cancel();
      reject(abortError(signal as AbortSignal, what));
    });
    const settle = () => {
      timer?.cancel();
      stop();
    };
    promise.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}
