import { describe, expect, it } from 'vitest';
import { PartitionLog } from '../../../../src/embedded/log/partition-log.ts';
import { readBatchHeader } from '../../../../src/record/batch-header.ts';
import { batchOf } from '../../../support/batches.ts';

/** Appends one batch per entry: that many records. Answers the size of each batch. */
function fill(log: PartitionLog, counts: readonly number[], timestamps: readonly number[] = [1000]): number[] {
  return counts.map((count, at) => {
    const timestamp = timestamps[Math.min(at, timestamps.length - 1)] as number;
    const bytes = batchOf({ values: new Array(count).fill('v'), timestamps: [timestamp] });
    const header = readBatchHeader(bytes, 0);
    if (header === undefined) throw new Error('a whole batch has a header');
    log.append(header, bytes, 0);
    return bytes.length;
  });
}

function lengths(log: PartitionLog, offset: number, maxBytes: number, wholeFirst: boolean): number[] {
  const { pieces, bytes } = log.read(offset, maxBytes, { wholeFirst });
  expect(bytes).toBe(pieces.reduce((sum, { length }) => sum + length, 0));
  return pieces.map(({ length }) => length);
}

describe('PartitionLog', () => {
  it('gives batches consecutive offsets and writes them into their bytes', () => {
    const log = new PartitionLog();
    fill(log, [3, 1, 2]);
    expect([log.startOffset, log.endOffset]).toEqual([0, 6]);
    const headers = [...log.batches()].map(({ bytes }) => readBatchHeader(bytes, 0));
    expect(headers.map((header) => header?.baseOffset)).toEqual([0, 3, 4]);
  });

  it('reads from the batch that holds the offset and cuts the last one at the limit', () => {
    const log = new PartitionLog();
    const [a = 0, b = 0, c = 0] = fill(log, [3, 1, 2]);
    expect(lengths(log, 2, 10_000, false)).toEqual([a, b, c]);
    expect(lengths(log, 3, b + 7, false)).toEqual([b, 7]);
    expect(lengths(log, 5, c, false)).toEqual([c]);
    expect(lengths(log, 6, 10_000, true)).toEqual([]);
  });

  it('reads up to an offset where a batch begins, and nothing behind it', () => {
    const log = new PartitionLog();
    const [a = 0, b = 0] = fill(log, [3, 1, 2]);
    const read = (offset: number, endOffset: number): number =>
      log.read(offset, 10_000, { wholeFirst: true, endOffset }).bytes;
    expect([read(0, 6), read(0, 4), read(0, 3), read(3, 4)]).toEqual([log.sizeInBytes, a + b, a, b]);
    expect([read(0, 0), read(4, 4), read(4, 3)]).toEqual([0, 0, 0]);
    expect([log.bytesBetween(0, 4), log.bytesBetween(4, 3)]).toEqual([a + b, 0]);
  });

  it('tells an offset behind what was read, at least 4 KiB further on', () => {
    const log = new PartitionLog();
    const sizes = fill(log, new Array(100).fill(1));
    const [size = 0] = sizes;
    const after = log.offsetAfter(10, size);
    expect(after).toBe(11 + Math.ceil(4096 / size));
    expect(log.offsetAfter(90, size)).toBe(100);
  });

  it('gives a first batch that does not fit whole or not at all', () => {
    const log = new PartitionLog();
    const [a = 0] = fill(log, [3, 1]);
    expect(lengths(log, 0, a - 1, true)).toEqual([a]);
    expect(lengths(log, 0, a - 1, false)).toEqual([]);
    expect(lengths(log, 0, 0, true)).toEqual([a]);
  });

  it('knows how many bytes there are from an offset on', () => {
    const log = new PartitionLog();
    const [a = 0, b = 0, c = 0] = fill(log, [3, 1, 2]);
    expect([0, 2, 3, 4, 5, 6].map((offset) => log.bytesBetween(offset, log.endOffset))).toEqual([
      a + b + c,
      a + b + c,
      b + c,
      c,
      c,
      0,
    ]);
  });

  it('drops the oldest batches beyond a size, and all that are too old', () => {
    const log = new PartitionLog();
    const [a = 0, b = 0, c = 0] = fill(log, [3, 1, 2], [1000, 2000, 3000]);
    log.retain({ bytes: b + c + 1 }, 0);
    expect([log.startOffset, log.sizeInBytes]).toEqual([0, a + b + c]);
    log.retain({ bytes: b + c }, 0);
    expect([log.startOffset, log.sizeInBytes]).toEqual([3, b + c]);
    log.retain({ ms: 500 }, 2501);
    expect([log.startOffset, log.endOffset, log.sizeInBytes]).toEqual([4, 6, c]);
    expect(lengths(log, 4, 10_000, false)).toEqual([c]);
    log.retain({ ms: 500 }, 9999);
    expect([log.startOffset, log.endOffset, log.sizeInBytes]).toEqual([6, 6, 0]);
    fill(log, [1]);
    expect([log.startOffset, log.endOffset, log.bytesBetween(6, log.endOffset)]).toEqual([6, 7, log.sizeInBytes]);
  });

  it('stays right over many dropped batches', () => {
    const log = new PartitionLog();
    const [size = 0] = fill(log, [1]);
    for (let i = 0; i < 5000; i++) {
      fill(log, [1]);
      log.retain({ bytes: size * 3 }, 0);
    }
    expect([log.startOffset, log.endOffset, log.sizeInBytes]).toEqual([4998, 5001, size * 3]);
    expect(lengths(log, 4999, 10_000, false)).toEqual([size, size]);
  });

  it('knows where each leader epoch ended', () => {
    const log = new PartitionLog();
    log.beginEpoch(0);
    fill(log, [3]);
    log.beginEpoch(1);
    log.beginEpoch(4);
    fill(log, [2]);
    expect(log.endOfEpoch(0)).toEqual({ epoch: 0, endOffset: 3 });
    // Epoch 1 left no record, so it is as if it had not been.
    expect(log.endOfEpoch(1)).toEqual({ epoch: 0, endOffset: 3 });
    expect(log.endOfEpoch(4)).toEqual({ epoch: 4, endOffset: 5 });
    expect(log.endOfEpoch(5)).toBeUndefined();
    expect([0, 2, 3].map((offset) => log.epochAt(offset))).toEqual([0, 0, 4]);
  });
});
