// What becomes of a failed record: one pure decision. Must not know how it is carried out.
import type { DeadLetterReason } from './dead-letter-headers.ts';
import { declinesDeadLetter, isRetryable } from './retryable-error.ts';

/** What the decision depends on besides the error. */
export interface FailureFacts {
  /** Times that the record went through the retry topic already. */
  readonly retriesUsed: number;
  /** Retries through the retry topic that its binding allows. */
  readonly maxRetries: number;
  /** Whether its binding has a dead letter topic. */
  readonly deadLetter: boolean;
}

/** The way of a failed record; `ask` means that `onError` decides. */
export type FailurePlan =
  | { readonly kind: 'retry' }
  | { readonly kind: 'dead-letter'; readonly reason: DeadLetterReason }
  | { readonly kind: 'skip' }
  | { readonly kind: 'ask' };

/**
 * Retryable with retries left: the retry topic. Else, an error with `deadLetter: false`: skipped, by its author's word.
 * Else the dead letter topic, and where there is none `onError`.
 */
export function planFailure(error: Error, facts: FailureFacts): FailurePlan {
  const retryable = isRetryable(error);
  if (retryable && facts.retriesUsed < facts.maxRetries) return { kind: 'retry' };
  if (declinesDeadLetter(error)) return { kind: 'skip' };
  if (!facts.deadLetter) return { kind: 'ask' };
  return { kind: 'dead-letter', reason: retryable && facts.maxRetries > 0 ? 'retries-exhausted' : 'rejected' };
}
