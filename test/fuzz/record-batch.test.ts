import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { BatchBuilder } from '../../src/record/batch-builder.ts';
import { BATCH_OVERHEAD, readBatchHeader, writeBatchHeader } from '../../src/record/batch-header.ts';
import { ChunkPool } from '../../src/record/chunk-pool.ts';
import { openBatch } from '../../src/record/open-batch.ts';
import { crc32c } from '../../src/wire/crc32c.ts';
import { readable } from '../golden/java-json.ts';
import { readVectors } from '../golden/vectors.ts';
import { arbitraryDamage } from './damage.ts';

const origin = { topic: 't', partition: 0, from: 0, highWatermark: 0 };
const { vectors } = readVectors('record-batches.txt');
const batches = vectors.map(({ hex }) => Buffer.from(hex, 'hex')).filter(({ length }) => length < 5_000);
const CRC_AT = 17;

/** Reads everything there is to read, headers too. */
async function readAll(bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const header = readBatchHeader(bytes, at);
    if (header === undefined) return;
    for (const message of await openBatch(origin, header, bytes, at, 1 << 16)) {
      expect([message.key, message.value, message.headers, message.copy().headers]).toHaveLength(4);
    }
    at += header.sizeInBytes;
  }
}

async function survives(bytes: Buffer): Promise<void> {
  try {
    await readAll(bytes);
  } catch (error) {
    if (!KafkaError.is(error) || !['CORRUPT_BATCH', 'UNSUPPORTED'].includes(error.code)) throw error;
  }
}

/** Makes size and checksum right again, so that the damage reaches what is behind them. */
function seal(bytes: Buffer): Buffer {
  if (bytes.length < BATCH_OVERHEAD) return bytes;
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes[16] = 2;
  bytes.writeUInt32BE(crc32c(bytes.subarray(CRC_AT + 4)), CRC_AT);
  return bytes;
}

interface Written {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [string, Buffer | null])[];
  readonly timestamp: number;
}

/** Writes one batch and reads it. */
async function roundTrip(records: readonly Written[]): Promise<Written[]> {
  const builder = new BatchBuilder(new ChunkPool());
  for (const { key, value, headers, timestamp } of records) {
    expect(builder.append(key, value, headers, timestamp, 1 << 24)).toBeGreaterThan(0);
  }
  const { count, baseTimestamp, maxTimestamp, bytes } = builder;
  expect(maxTimestamp).toBe(Math.max(...records.map(({ timestamp }) => timestamp)));
  const pieces = builder.finish();
  const head = Buffer.alloc(BATCH_OVERHEAD);
  const none = { attributes: 0, producerId: -1, producerEpoch: -1, baseSequence: -1 };
  writeBatchHeader(head, { ...none, lastOffsetDelta: count - 1, baseTimestamp, maxTimestamp, count }, pieces);
  const whole = Buffer.concat([head, ...pieces]);
  expect(whole).toHaveLength(BATCH_OVERHEAD + bytes);
  const batch = await openBatch(origin, readBatchHeader(whole, 0)!, whole, 0, 1 << 24);
  return [...batch].map(({ key, value, headers, timestamp }) => ({ key, value, headers, timestamp }));
}

const bytesOrNull = fc.option(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  { nil: null },
);
const arbitraryRecord = fc.record({
  key: bytesOrNull,
  // Sizes on both sides of a chunk's, so that records meet its end.
  valueBytes: fc.option(fc.oneof(fc.nat(300), fc.integer({ min: 16_000, max: 17_000 }), fc.constant(40_000)), {
    nil: null,
  }),
  headers: fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 40 }), bytesOrNull), { maxLength: 4 }),
  timestamp: fc.oneof(fc.integer({ min: 0 }), fc.integer({ min: -(2 ** 52), max: 2 ** 52 })),
});

describe('record batches', () => {
  it('are read from damaged bytes of Java as records, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...batches), arbitraryDamage, (bytes, hurt) => survives(hurt(bytes))),
      { numRuns: 2_000 },
    );
  });

  it('are read as records, or refused, when the damage has a valid checksum', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...batches), arbitraryDamage, (bytes, hurt) => survives(seal(hurt(bytes)))),
      { numRuns: 5_000 },
    );
  });

  it('keep time and sign of a timestamp that is far from the first', async () => {
    const timestamps = [0, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 52 + 1, -(2 ** 52) - 1, 5];
    const read = await roundTrip(timestamps.map((timestamp) => ({ key: null, value: null, headers: [], timestamp })));
    expect(read.map(({ timestamp }) => timestamp)).toEqual(timestamps);
  });

  it('give back every record that was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRecord, { minLength: 1, maxLength: 30 }), async (drawn) => {
        const records = drawn.map(({ valueBytes, ...rest }) => ({
          ...rest,
          value: valueBytes === null ? null : Buffer.alloc(valueBytes, 7),
        }));
        const read = await roundTrip(records);
        // As hex: comparing large Buffers byte by byte takes seconds.
        expect(readable(read)).toEqual(readable(records));
      }),
      { numRuns: 150 },
    );
  });
});
