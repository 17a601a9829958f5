// What an error says about the record that it failed: whether to try again, whether it may be dead-lettered.

/** Deepest chain of causes that is looked at. */
const MAX_CAUSES = 16;

const brand: unique symbol = Symbol.for('kafka-wire.retryable') as never;

/**
 * Says that the same record may succeed later: thrown by a handler or given to `record.fail`, the record is tried
 * again while its binding has retries left. Any other failure goes to the dead letter topic at once.
 */
export class RetryableError extends Error {
  /** Wraps a reason: text, or the error that stood in the way (then also the `cause`). */
  constructor(reason: unknown, options?: { readonly cause?: unknown }) {
    const wrapped = reason instanceof Error;
    const cause = options?.cause ?? (wrapped ? reason : undefined);
    super(wrapped ? reason.message : String(reason), cause === undefined ? undefined : { cause });
    this.name = 'RetryableError';
    // A symbol shared by every copy of the package, as for KafkaError.
    Object.defineProperty(this, brand, { value: true, enumerable: false });
  }

  /** True for a RetryableError, also one made by another installed copy of this package. */
  static is(value: unknown): value is RetryableError {
    return value instanceof Error && brand in value;
  }
}

/** Whether the error, or one of its causes, is a {@link RetryableError}. */
export function isRetryable(error: Error): boolean {
  return someCause(error, RetryableError.is);
}

/** Whether the error, or one of its causes, has `deadLetter: false`: such a record is skipped, not dead-lettered. */
export function declinesDeadLetter(error: Error): boolean {
  return someCause(error, (one) => (one as { readonly deadLetter?: unknown }).deadLetter === false);
}

/** The error that the user's code threw: without the RetryableError around it. */
export function rootReason(error: Error): Error {
  let reason = error;
  for (let depth = 0; depth < MAX_CAUSES && RetryableError.is(reason) && reason.cause instanceof Error; depth++) {
    reason = reason.cause;
  }
  return reason;
}

function someCause(error: Error, test: (error: Error) => boolean): boolean {
  let one: unknown = error;
  // Bounded, because causes can form a ring.
  for (let depth = 0; depth < MAX_CAUSES && one instanceof Error; depth++) {
    if (test(one)) return true;
    one = one.cause;
  }
  return false;
}
