import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EncodedRecords, splitRecords } from '../../../src/produce/split.ts';
import { BatchBuilder } from '../../../src/record/batch-builder.ts';
import { ChunkPool } from '../../../src/record/chunk-pool.ts';
import { RecordCursor } from '../../../src/record/record-cursor.ts';

interface Plain {
  readonly value: string | null;
  readonly timestamp: number;
}

function encode(records: readonly Plain[]): EncodedRecords {
  const builder = new BatchBuilder(new ChunkPool());
  for (const { value, timestamp } of records) {
    builder.append('key', value, [['h', value]], timestamp, Number.MAX_SAFE_INTEGER);
  }
  const { count, bytes, baseTimestamp, maxTimestamp } = builder;
  return { pieces: builder.finish(), count, bytes, baseTimestamp, maxTimestamp };
}

function decode(records: EncodedRecords): Plain[] {
  const bytes = Buffer.concat(records.pieces);
  expect(bytes.length).toBe(records.bytes);
  const origin = {
    baseOffset: 0,
    baseTimestamp: records.baseTimestamp,
    appendTime: undefined,
    topic: 't',
    partition: 0,
    count: records.count,
  };
  const cursor = new RecordCursor(bytes, 0, bytes.length, origin);
  const plain: Plain[] = [];
  while (cursor.next()) {
    expect(cursor.offset).toBe(plain.length);
    const { valueStart, valueEnd, timestamp, headerCount } = cursor;
    expect(headerCount).toBe(1);
    plain.push({ value: valueStart < 0 ? null : bytes.toString('utf8', valueStart, valueEnd), timestamp });
  }
  expect(plain.length).toBe(records.count);
  expect(Math.max(...plain.map(({ timestamp }) => timestamp))).toBe(records.maxTimestamp);
  return plain;
}

const records = fc.array(
  fc.record({
    value: fc.option(fc.string({ maxLength: 400 })),
    timestamp: fc.oneof(fc.integer({ min: 1_000_000, max: 1_000_100 }), fc.integer({ min: 0, max: 2 ** 45 })),
  }),
  { minLength: 2, maxLength: 300 },
);

describe('splitRecords', () => {
  it('gives two parts that together are the same records', () => {
    fc.assert(
      fc.property(records, (plain) => {
        const [first, second] = splitRecords(encode(plain));
        expect([...decode(first), ...decode(second)]).toEqual(plain);
      }),
    );
  });

  it('comes down to single records', () => {
    const plain = Array.from({ length: 700 }, (_, i) => ({ value: `${i}`.repeat((i % 9) + 1), timestamp: 1000 + i }));
    const take = (part: EncodedRecords): Plain[] =>
      part.count === 1 ? decode(part) : splitRecords(part).flatMap((half) => take(half));
    expect(take(encode(plain))).toEqual(plain);
  });

  it('divides by bytes, not by count, over several chunks', () => {
    const plain = Array.from({ length: 100 }, (_, i) => ({ value: 'x'.repeat(i < 10 ? 9000 : 10), timestamp: 5 }));
    const [first, second] = splitRecords(encode(plain));
    expect(first.count).toBeLessThan(10);
    expect(Math.abs(first.bytes - second.bytes)).toBeLessThan(40_000);
    expect([...decode(first), ...decode(second)]).toEqual(plain);
  });

  it('leaves one record on either side of one that is most of the batch', () => {
    const large = { value: 'x'.repeat(50_000), timestamp: 5 };
    const small = { value: 'y', timestamp: 6 };
    expect(splitRecords(encode([large, small])).map(({ count }) => count)).toEqual([1, 1]);
    expect(splitRecords(encode([small, large])).map(({ count }) => count)).toEqual([1, 1]);
  });
});
