import { describe, expect, it } from 'vitest';
import { planFailure } from '../../../src/binding/failure-plan.ts';
import { declinesDeadLetter, isRetryable, RetryableError, rootReason } from '../../../src/binding/retryable-error.ts';

const busy = new RetryableError('busy');
const plain = new Error('bad');
const declining = Object.assign(new Error('malformed'), { deadLetter: false });

describe('planFailure', () => {
  it.each([
    ['retryable, retries left', busy, { retriesUsed: 1, maxRetries: 2, deadLetter: true }, { kind: 'retry' }],
    [
      'retryable, none left',
      busy,
      { retriesUsed: 2, maxRetries: 2, deadLetter: true },
      { kind: 'dead-letter', reason: 'retries-exhausted' },
    ],
    [
      'retryable, more used than allowed',
      busy,
      { retriesUsed: 1_000_000, maxRetries: 2, deadLetter: true },
      { kind: 'dead-letter', reason: 'retries-exhausted' },
    ],
    [
      'retryable, none allowed',
      busy,
      { retriesUsed: 0, maxRetries: 0, deadLetter: true },
      { kind: 'dead-letter', reason: 'rejected' },
    ],
    ['plain', plain, { retriesUsed: 0, maxRetries: 2, deadLetter: true }, { kind: 'dead-letter', reason: 'rejected' }],
    ['plain, nowhere to go', plain, { retriesUsed: 0, maxRetries: 2, deadLetter: false }, { kind: 'ask' }],
    ['retryable, used up, nowhere to go', busy, { retriesUsed: 2, maxRetries: 2, deadLetter: false }, { kind: 'ask' }],
    ['declines', declining, { retriesUsed: 0, maxRetries: 0, deadLetter: true }, { kind: 'skip' }],
    [
      'retryable and declines, retries left',
      new RetryableError(declining),
      { retriesUsed: 0, maxRetries: 1, deadLetter: true },
      { kind: 'retry' },
    ],
    [
      'retryable and declines, none left',
      new RetryableError(declining),
      { retriesUsed: 1, maxRetries: 1, deadLetter: true },
      { kind: 'skip' },
    ],
  ] as const)('%s', (_, error, facts, plan) => {
    expect(planFailure(error, facts)).toEqual(plan);
  });
});

describe('RetryableError', () => {
  it('is seen through the causes of an error, also in a ring of them', () => {
    expect(isRetryable(new Error('wrapped', { cause: busy }))).toBe(true);
    expect(isRetryable(plain)).toBe(false);
    const ring = new Error('ring');
    ring.cause = ring;
    expect([isRetryable(ring), declinesDeadLetter(ring)]).toEqual([false, false]);
  });

  it('shows the error that it wraps', () => {
    const cause = new RangeError('too busy');
    const error = new RetryableError(cause);
    expect([error.message, error.cause, rootReason(error)]).toEqual(['too busy', cause, cause]);
    expect(rootReason(busy)).toBe(busy);
    expect(RetryableError.is({ message: 'busy' })).toBe(false);
  });
});
