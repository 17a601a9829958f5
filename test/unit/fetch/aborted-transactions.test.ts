import { describe, expect, it } from 'vitest';
import { type AbortedTransactionRange, AbortedTransactions } from '../../../src/fetch/aborted-transactions.ts';
import { splitRecords } from '../../../src/fetch/split-records.ts';
import { type StoredBatch, storedBatches } from './record-batches.ts';

/** Base offsets of the batches that the list covers. */
function covered(list: readonly AbortedTransactionRange[], batches: readonly StoredBatch[]): number[] {
  const bytes = storedBatches(...batches);
  const aborted = new AbortedTransactions(list);
  return splitRecords(bytes, 0)
    .batches.filter(({ header, at }) => aborted.covers(header, bytes, at))
    .map(({ header }) => header.baseOffset);
}

const data = (baseOffset: number, producerId: number): StoredBatch => ({
  baseOffset,
  producerId,
  isTransactional: true,
});
const abort = (baseOffset: number, producerId: number): StoredBatch => ({ baseOffset, producerId, marker: 'abort' });

describe('AbortedTransactions', () => {
  it('covers the records of a producer from the first offset to its abort marker (trap 10)', () => {
    expect(
      covered([{ producerId: 1, firstOffset: 1 }], [data(0, 1), data(1, 1), data(2, 1), abort(3, 1), data(4, 1)]),
    ).toEqual([1, 2]);
  });

  it('reads lists that are not sorted (trap 10)', () => {
    const list = [
      { producerId: 1, firstOffset: 4 },
      { producerId: 1, firstOffset: 0 },
      { producerId: 2, firstOffset: 1 },
    ];
    const log = [data(0, 1), data(1, 2), abort(2, 1), data(3, 1), data(4, 1), abort(5, 2), data(6, 2), abort(7, 1)];
    expect(covered(list, log)).toEqual([0, 1, 4]);
  });

  it('lets the marker of a producer without data end nothing else (trap 11)', () => {
    expect(covered([{ producerId: 1, firstOffset: 0 }], [abort(0, 9), data(1, 1), data(2, 2), abort(3, 1)])).toEqual([
      1,
    ]);
  });

  it('leaves records outside of transactions alone, whoever wrote them', () => {
    const log = [{ baseOffset: 0, producerId: 1 }, { baseOffset: 1 }, data(2, 1)];
    expect(covered([{ producerId: 1, firstOffset: 0 }], log)).toEqual([2]);
  });

  it('is not ended by a commit marker', () => {
    const log: StoredBatch[] = [data(0, 1), { baseOffset: 1, producerId: 1, marker: 'commit' }, data(2, 1)];
    expect(covered([{ producerId: 1, firstOffset: 0 }], log)).toEqual([0, 2]);
  });
});
