import { describe, expect, it } from 'vitest';
import { type ProducerIdentity, Transaction } from '../../../../src/embedded/transaction/transaction.ts';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';

const PARTITION = { topic: 't', partition: 0 };
const LAST_EPOCH = 32_766;
const { CONCURRENT_TRANSACTIONS, INVALID_PRODUCER_ID_MAPPING, INVALID_TXN_STATE, NONE, PRODUCER_FENCED } = ErrorCode;

/** A transaction whose producer ids are 100, 101, ... */
function newTransaction(): Transaction {
  let nextId = 100;
  return new Transaction('id', () => nextId++);
}

function identityOf({ producerId, producerEpoch }: Transaction): ProducerIdentity {
  return { producerId, producerEpoch };
}

/** A transaction whose producer has the last epoch that is given out. */
function usedUp(): Transaction {
  const transaction = newTransaction();
  for (let epoch = 0; epoch <= LAST_EPOCH; epoch++) transaction.initialize(undefined, 1000);
  expect(identityOf(transaction)).toEqual({ producerId: 100, producerEpoch: LAST_EPOCH });
  return transaction;
}

describe('Transaction', () => {
  it('goes through its states and forgets its partitions at the end', () => {
    const transaction = newTransaction();
    const states: string[] = [transaction.state];
    transaction.initialize(undefined, 1000);
    const me = identityOf(transaction);
    transaction.add(me, [PARTITION], 5);
    states.push(transaction.state);
    expect(transaction.partitions).toEqual([PARTITION]);
    expect(transaction.startedAt).toBe(5);
    expect(transaction.end(me, 'commit').kind).toBe('end');
    states.push(transaction.state);
    expect(transaction.partitions).toEqual([PARTITION]);
    transaction.complete();
    states.push(transaction.state);
    expect(transaction.partitions).toEqual([]);
    expect(states).toEqual(['Empty', 'Ongoing', 'PrepareCommit', 'CompleteCommit']);
  });

  it('answers everybody CONCURRENT_TRANSACTIONS while markers are to be written', () => {
    const transaction = newTransaction();
    transaction.initialize(undefined, 1000);
    const me = identityOf(transaction);
    transaction.add(me, [PARTITION], 0);
    transaction.end(me, 'abort');
    expect(transaction.initialize(undefined, 1000).errorCode).toBe(CONCURRENT_TRANSACTIONS);
    expect(transaction.add(me, [PARTITION], 0)).toBe(CONCURRENT_TRANSACTIONS);
    expect(transaction.verify(me, PARTITION)).toBe(CONCURRENT_TRANSACTIONS);
    expect(transaction.end(me, 'abort')).toEqual({ kind: 'refuse', errorCode: CONCURRENT_TRANSACTIONS });
    expect(transaction.end(me, 'commit')).toEqual({ kind: 'refuse', errorCode: INVALID_TXN_STATE });
  });

  it('tells the repeat of an end that raised the epoch from the next one', () => {
    const transaction = newTransaction();
    transaction.initialize(undefined, 1000);
    const before = identityOf(transaction);
    transaction.add(before, [PARTITION], 0);
    expect(transaction.endAndRaise(before, 'commit', 0).kind).toBe('end');
    expect(transaction.endAndRaise(before, 'commit', 0)).toEqual({
      kind: 'refuse',
      errorCode: CONCURRENT_TRANSACTIONS,
    });
    // Of the epoch that the answer told, so of a transaction that has not begun.
    const fenced = { kind: 'refuse', errorCode: PRODUCER_FENCED };
    expect(transaction.endAndRaise(identityOf(transaction), 'commit', 0)).toEqual(fenced);
    transaction.complete();
    expect(transaction.endAndRaise(before, 'commit', 0)).toEqual({ kind: 'repeat' });
    expect(transaction.endAndRaise(before, 'abort', 0)).toEqual({ kind: 'refuse', errorCode: INVALID_TXN_STATE });
    expect(transaction.endAndRaise(identityOf(transaction), 'abort', 7).kind).toBe('end');
    expect([transaction.state, transaction.startedAt]).toEqual(['PrepareAbort', 7]);
  });

  it.each([
    ['with the end', true],
    ['before the end', false],
  ])('is fenced by one epoch, raised %s', (_when, raisesEpoch) => {
    const transaction = newTransaction();
    transaction.initialize(undefined, 1000);
    const old = identityOf(transaction);
    transaction.add(old, [PARTITION], 0);
    expect(transaction.initialize(undefined, 1000).errorCode).toBe(CONCURRENT_TRANSACTIONS);
    transaction.fence(raisesEpoch);
    expect([transaction.state, transaction.producerEpoch]).toEqual(['PrepareAbort', old.producerEpoch + 1]);
    transaction.complete();
    expect(transaction.end(old, 'commit')).toEqual({ kind: 'refuse', errorCode: PRODUCER_FENCED });
    const next = transaction.initialize(undefined, 1000);
    expect(next).toEqual({ errorCode: NONE, producerId: 100, producerEpoch: old.producerEpoch + 2 });
  });

  it('gives a new producer id when the epochs of one are used up', () => {
    const transaction = usedUp();
    const old = identityOf(transaction);
    const next = { errorCode: NONE, producerId: 101, producerEpoch: 0 };
    expect(transaction.initialize(old, 1000)).toEqual(next);
    // The answer got lost, and the producer asks again as who it was.
    expect(transaction.initialize(old, 1000)).toEqual(next);
    expect(transaction.initialize({ ...old, producerEpoch: 5 }, 1000).errorCode).toBe(PRODUCER_FENCED);
  });

  it('goes on under a new producer id after an end that used the last epoch up', () => {
    const transaction = usedUp();
    const old = identityOf(transaction);
    transaction.add(old, [PARTITION], 0);
    expect(transaction.endAndRaise(old, 'commit', 0).kind).toBe('end');
    // The markers are of the old id still.
    expect(identityOf(transaction)).toEqual({ producerId: 100, producerEpoch: LAST_EPOCH + 1 });
    transaction.complete();
    expect(identityOf(transaction)).toEqual({ producerId: 101, producerEpoch: 0 });
    expect(transaction.endAndRaise(old, 'commit', 0)).toEqual({ kind: 'repeat' });
    expect(transaction.add(old, [PARTITION], 0)).toBe(INVALID_PRODUCER_ID_MAPPING);
    expect(transaction.add(identityOf(transaction), [PARTITION], 0)).toBe(NONE);
  });
});
