// Handlers and middleware, and how the one is wrapped in the other. No I/O.
import type { AppRecord } from './app-record.ts';

/** What a handler gets besides the record. */
export interface HandlerContext {
  /** Fires when the work is no longer wanted: at an abrupt stop, and when the partition is taken away for good. */
  readonly signal: AbortSignal;
}

/** Handles one record. What returning and throwing mean is said by the binding's `settle`. */
export type Handler = (record: AppRecord, context: HandlerContext) => void | Promise<void>;

/**
 * Wraps a handler in another one. It may look at the record, call `next` or not, catch and throw errors, look at
 * `record.settlement` after `next`, and learn the final outcome by `record.onOutcome`. A middleware that returns
 * without a promise when `next` does keeps synchronous handlers fast.
 */
export type Middleware = (next: Handler) => Handler;

/** The chain as one handler: the first middleware is the outermost. */
export function compose(middleware: readonly Middleware[], handler: Handler): Handler {
  return middleware.reduceRight<Handler>((next, wrap) => wrap(next), handler);
}
