import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { BatchBuilder } from '../../src/record/batch-builder.ts';
import {
  BATCH_OVERHEAD,
  compressionOf,
  isControlBatch,
  readBatchHeader,
  writeBatchHeader,
} from '../../src/record/batch-header.ts';
import { ChunkPool } from '../../src/record/chunk-pool.ts';
import { readControlRecord } from '../../src/record/control-record.ts';
import type { Message } from '../../src/record/message.ts';
import { buildMessageSet } from '../../src/record/message-set.ts';
import { openBatch } from '../../src/record/open-batch.ts';
import { openRawBatch, type RawBatch, readBatches, walkBatches } from '../../src/record/read-batches.ts';
import { crc32 } from '../../src/wire/crc32.ts';
import { crc32c } from '../../src/wire/crc32c.ts';
import { readable } from '../golden/java-json.ts';
import { readVectors } from '../golden/vectors.ts';
import { arbitraryDamage } from './damage.ts';

const origin = { topic: 't', partition: 0, from: 0, highWatermark: 0 };
const { vectors } = readVectors('record-batches.txt');
const batches = vectors.map(({ hex }) => Buffer.from(hex, 'hex')).filter(({ length }) => length < 5_000);
const CRC_AT = 17;

const LIMIT = 1 << 16;

/** Reads everything there is to read, headers and control records too; nothing may be longer than what it came from. */
async function readAll(bytes: Buffer, checkCrcs: boolean): Promise<void> {
  let walked = 0;
  for (const raw of walkBatches(bytes)) {
    walked += raw.bytes.length;
    const batch = await openRawBatch(raw, { maxDecompressedBytes: LIMIT, checkCrcs });
    const held = isCompressed(raw) ? LIMIT : raw.bytes.length;
    let shown = 0;
    for (const message of batch) {
      shown += (message.key?.length ?? 0) + (message.value?.length ?? 0);
      for (const [name, value] of message.headers) shown += name.length + (value?.length ?? 0);
      expect(message.copy().toJSON()).toEqual(message.toJSON());
      if (isControlBatch(raw.header)) survivesControl(message);
    }
    if (shown > held) throw new Error(`${shown} bytes shown of ${held}`);
  }
  if (walked > bytes.length) throw new Error(`${walked} bytes walked of ${bytes.length}`);
}

function isCompressed({ header }: RawBatch): boolean {
  return compressionOf(header) !== 0;
}

function survivesControl(message: Message): void {
  try {
    readControlRecord(message);
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'CORRUPT_BATCH') throw error;
  }
}

async function survives(bytes: Buffer, checkCrcs = true): Promise<void> {
  try {
    await readAll(bytes, checkCrcs);
  } catch (error) {
    if (!KafkaError.is(error) || !['CORRUPT_BATCH', 'UNSUPPORTED'].includes(error.code)) throw error;
  }
}

/** Makes size and checksum right again, so that the damage reaches what is behind them. */
function seal(bytes: Buffer): Buffer {
  if (bytes.length < BATCH_OVERHEAD) return bytes;
  bytes.writeInt32BE(bytes.length - 12, 8);
  if (bytes[16]! < 2) {
    bytes.writeUInt32BE(crc32(bytes.subarray(16)), 12);
    return bytes;
  }
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

  it('are read as records, or refused, when nobody checks their checksums', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...batches), arbitraryDamage, (bytes, hurt) => survives(hurt(bytes), false)),
      { numRuns: 3_000 },
    );
  });

  it('are read, or refused, from bytes that anybody made up, of each format', async () => {
    const rubbish = fc.tuple(fc.constantFrom(0, 1, 2, 3), fc.uint8Array({ minLength: 17, maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(rubbish, fc.boolean(), async ([magic, made], isSealed) => {
        const bytes = Buffer.from(made);
        bytes[16] = magic;
        await survives(bytes);
        if (isSealed) await survives(seal(bytes), false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('inside of compressed sets are read, or refused, from damaged messages', async () => {
    const sets = vectors.filter(({ version, variant }) => version < 2 && variant.startsWith('none'));
    const messages = sets.map(({ hex }) => Buffer.from(hex, 'hex')).filter(({ length }) => length < 5_000);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...messages),
        fc.constantFrom(0, 1),
        arbitraryDamage,
        fc.boolean(),
        async (bytes, magic, hurt, checkCrcs) => {
          const [set] = [await buildMessageSet([{ value: gzipSync(hurt(bytes)) }], { magic: magic as 0 | 1 })];
          set[17] = 1;
          await survives(seal(set), checkCrcs);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('of magic 0 and 1 give back every message that was written', async () => {
    const message = fc.record({
      key: bytesOrNull,
      value: bytesOrNull,
      timestamp: fc.integer({ min: -1 }),
      gap: fc.nat(5),
    });
    const compression = fc.constantFrom('none', 'gzip', 'snappy', 'lz4');
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(0, 1),
        compression,
        fc.nat(1_000),
        async (drawn, magic, codec, baseOffset) => {
          let offset = baseOffset - 1;
          const messages = drawn.map(({ gap, ...rest }) => {
            offset += gap + 1;
            return { ...rest, offset };
          });
          const options = { magic: magic as 0 | 1, compression: codec as 'none', baseOffset };
          const read: unknown[] = [];
          for await (const batch of readBatches(await buildMessageSet(messages, options))) {
            for (const { key, value, timestamp, offset: at } of batch.messages)
              read.push({ key, value, timestamp, offset: at });
          }
          const written = magic === 0 ? messages.map((each) => ({ ...each, timestamp: -1 })) : messages;
          expect(readable(read)).toEqual(readable(written));
        },
      ),
      { numRuns: 300 },
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
