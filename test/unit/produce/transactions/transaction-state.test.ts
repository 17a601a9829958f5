import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../../src/base/errors.ts';
import { TransactionError } from '../../../../src/produce/transactions/transaction-error.ts';
import {
  type TransactionEvent,
  type TransactionState,
  transition,
} from '../../../../src/produce/transactions/transaction-state.ts';

const first = new TransactionError('abortable', 'id', new KafkaError('TIMEOUT', 'first'));
const later = new TransactionError('fatal', 'id', new KafkaError('PRODUCER_FENCED', 'later'));

const states: readonly TransactionState[] = [
  { kind: 'uninitialized' },
  { kind: 'initializing' },
  { kind: 'ready' },
  { kind: 'open' },
  { kind: 'mustAbort', error: first },
  { kind: 'committing' },
  { kind: 'aborting' },
  { kind: 'failed', error: first },
];

const events: readonly TransactionEvent[] = [
  { kind: 'initialize' },
  { kind: 'initialized' },
  { kind: 'refused' },
  { kind: 'begin' },
  { kind: 'poison', error: later },
  { kind: 'commit' },
  { kind: 'abort' },
  { kind: 'ended' },
  { kind: 'fail', error: later },
];

/** Where each event leads from each state; what is not here is INTERNAL. */
const table: Readonly<Record<TransactionState['kind'], Readonly<Record<string, TransactionState['kind']>>>> = {
  uninitialized: { initialize: 'initializing', fail: 'failed' },
  initializing: { initialized: 'ready', refused: 'uninitialized', fail: 'failed' },
  ready: { initialize: 'initializing', begin: 'open', fail: 'failed' },
  open: { poison: 'mustAbort', commit: 'committing', abort: 'aborting', fail: 'failed' },
  mustAbort: { poison: 'mustAbort', abort: 'aborting', fail: 'failed' },
  committing: { poison: 'mustAbort', ended: 'ready', fail: 'failed' },
  aborting: { poison: 'aborting', ended: 'ready', fail: 'failed' },
  failed: { poison: 'failed', fail: 'failed' },
};

describe('the state of transactions', () => {
  const cases = states.flatMap((state) =>
    events.map((event) => ({ state, event, name: `${state.kind} + ${event.kind}` })),
  );

  it.each(cases)('$name', ({ state, event }) => {
    const expected = table[state.kind][event.kind];
    if (expected === undefined) {
      expect(() => transition(state, event)).toThrow(`transactions: ${event.kind} in state ${state.kind}`);
      return;
    }
    const after = transition(state, event);
    expect(after.kind).toBe(expected);
    // The first error stays, but one that is for good comes over one that is not.
    const had = 'error' in state ? state.error : undefined;
    const isWorse = event.kind === 'fail' && state.kind !== 'failed';
    if ('error' in after) expect(after.error).toBe(had === undefined || isWorse ? later : had);
  });

  it('counts every pair', () => {
    expect(cases.length).toBe(states.length * events.length);
  });
});
