import { describe, expect, it } from 'vitest';
import { BatchBuilder, type RecordHeaders } from '../../../src/record/batch-builder.ts';
import { BATCH_OVERHEAD, readBatchHeader, writeBatchHeader } from '../../../src/record/batch-header.ts';
import { ChunkPool } from '../../../src/record/chunk-pool.ts';
import type { MessageBatch } from '../../../src/record/message-batch.ts';
import { openBatch } from '../../../src/record/open-batch.ts';

const TIME = 1_700_000_000_000;

/** A whole batch; `count` may lie about how many records are in it. */
function batchBytes(values: readonly string[], headers: RecordHeaders = [], count: number = values.length): Buffer {
  const builder = new BatchBuilder(new ChunkPool());
  for (const value of values) builder.append('k', value, headers, TIME, 1_000_000);
  const pieces = builder.finish();
  const header = Buffer.alloc(BATCH_OVERHEAD);
  const { baseTimestamp, maxTimestamp } = builder;
  const idempotence = { producerId: -1, producerEpoch: -1, baseSequence: -1 };
  writeBatchHeader(
    header,
    { attributes: 0, lastOffsetDelta: count - 1, baseTimestamp, maxTimestamp, count, ...idempotence },
    pieces,
  );
  return Buffer.concat([header, ...pieces]);
}

function open(bytes: Buffer, from = 0): MessageBatch {
  const origin = { topic: 'orders', partition: 3, from, highWatermark: 100 };
  return openBatch(origin, readBatchHeader(bytes, 0)!, bytes, 0, 1_000_000) as MessageBatch;
}

describe('MessageBatch', () => {
  it('passes over records before the offset that was asked for', () => {
    expect([...open(batchBytes(['a', 'b', 'c']), 1)].map((message) => `${message.value}`)).toEqual(['b', 'c']);
  });

  it('is corrupt where its header counts more records than it has', () => {
    expect(() => [...open(batchBytes(['a', 'b'], [], 3))]).toThrow(
      'orders[3] at 0: the batch is corrupt: its header counts 3',
    );
  });

  it('is corrupt where its header counts fewer records than it has', () => {
    expect(() => [...open(batchBytes(['a', 'b'], [], 1))]).toThrow(
      /orders\[3\] at 0: .* bytes are left after its 1 records/,
    );
  });

  it('gives messages whose copies stand alone', () => {
    const bytes = batchBytes(
      ['a', 'b'],
      [
        ['h', '1'],
        ['h', null],
        ['e', ''],
      ],
    );
    const copies = [...open(bytes)].map((message) => message.copy());
    bytes.fill(0xff);
    expect(copies.map((copy) => copy.toJSON())).toMatchObject([
      {
        offset: 0,
        key: 'k',
        value: 'a',
        headers: [
          ['h', '1'],
          ['h', null],
          ['e', ''],
        ],
      },
      { offset: 1, key: 'k', value: 'b' },
    ]);
    // Not even a slab that small buffers share.
    expect(copies[0]!.value!.buffer.byteLength).toBeLessThan(100);
  });

  it('never shows header bytes of the next record', () => {
    const bytes = batchBytes(['a', 'b'], [['h', '1']]);
    const first = [...open(bytes)][0]!;
    // The value of its only header is made to run into the next record.
    bytes[first._headersStart + 2] = 40;
    expect(() => first.headers).toThrow(/orders\[3\] at 0: a header of the record is corrupt/);
  });
});
