import { describe, expect, it } from 'vitest';
import { splitRecords } from '../../../src/fetch/split-records.ts';
import { storedBatch, storedBatches } from './record-batches.ts';

describe('splitRecords', () => {
  const bytes = storedBatches(
    { baseOffset: 5, values: ['a', 'b'], leaderEpoch: 3 },
    { baseOffset: 10, leaderEpoch: 4 },
  );

  it('finds every batch and where to go on (trap 1)', () => {
    const split = splitRecords(bytes, 5);
    expect(split.batches.map(({ header, at }) => [header.baseOffset, at])).toEqual([
      [5, 0],
      [10, storedBatch({ baseOffset: 5, values: ['a', 'b'] }).length],
    ]);
    expect(split).toMatchObject({ nextOffset: 11, lastEpoch: 4, error: undefined, firstBatchBytes: undefined });
  });

  it('passes over batches that end before the offset wanted (trap 8)', () => {
    expect(splitRecords(bytes, 7).batches.map(({ header }) => header.baseOffset)).toEqual([10]);
    expect(splitRecords(bytes, 6).batches).toHaveLength(2);
    expect(splitRecords(bytes, 11)).toMatchObject({ batches: [], nextOffset: 11, lastEpoch: undefined });
  });

  it('takes any cut for a cut, and nothing for nothing (trap 2)', () => {
    const whole = storedBatch({ baseOffset: 5, values: ['a', 'b'] }).length;
    for (let length = 0; length <= bytes.length; length++) {
      const split = splitRecords(bytes.subarray(0, length), 5);
      expect(split.error).toBeUndefined();
      expect(split.batches).toHaveLength(length === bytes.length ? 2 : length >= whole ? 1 : 0);
      expect(split.firstBatchBytes).toBe(length >= 12 && length < whole ? whole : undefined);
    }
  });

  it('keeps what comes before a batch that cannot be', () => {
    const broken = Buffer.from(bytes);
    const second = storedBatch({ baseOffset: 5, values: ['a', 'b'] }).length;
    broken.writeInt32BE(3, second + 8);
    expect(splitRecords(broken, 5)).toMatchObject({ nextOffset: 7, error: { code: 'CORRUPT_BATCH', offset: 10 } });
    broken[second + 16] = 1;
    expect(splitRecords(broken, 5)).toMatchObject({ nextOffset: 7, error: { code: 'CORRUPT_BATCH', position: 8 } });
    broken[second + 16] = 3;
    expect(splitRecords(broken, 5)).toMatchObject({ nextOffset: 7, error: { code: 'CORRUPT_BATCH', position: 16 } });
  });
});
