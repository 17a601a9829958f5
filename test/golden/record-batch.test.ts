import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { BatchBuilder } from '../../src/record/batch-builder.ts';
import {
  BATCH_OVERHEAD,
  BatchAttribute,
  type BatchHeader,
  placeBatch,
  readBatchHeader,
  writeBatchHeader,
} from '../../src/record/batch-header.ts';
import { ChunkPool } from '../../src/record/chunk-pool.ts';
import type { Message } from '../../src/record/message.ts';
import { openBatch } from '../../src/record/open-batch.ts';
import { readVectors } from './vectors.ts';

/** What GoldenRecordBatches.java prints of a batch. */
interface JavaBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly sizeInBytes: number;
  readonly leaderEpoch: number;
  readonly magic: number;
  readonly crc: number;
  readonly compression: 'none' | 'gzip';
  readonly logAppendTime: boolean;
  readonly transactional: boolean;
  readonly control: boolean;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly count: number;
  readonly records: readonly JavaRecord[];
}

interface JavaRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
}

const vectors = readVectors('record-batches.txt').vectors.map(({ variant, hex, json }) => ({
  name: variant,
  bytes: Buffer.from(hex, 'hex'),
  batches: JSON.parse(json) as readonly JavaBatch[],
}));

const origin = { topic: 't', partition: 0, from: 0, highWatermark: 0 };
const LIMIT = 1 << 20;

function describeHeader(header: BatchHeader): Omit<JavaBatch, 'records'> {
  const { attributes, lastOffsetDelta, ...same } = header;
  return {
    ...same,
    lastOffset: header.baseOffset + lastOffsetDelta,
    compression: (attributes & BatchAttribute.compressionMask) === 1 ? 'gzip' : 'none',
    logAppendTime: (attributes & BatchAttribute.logAppendTime) !== 0,
    transactional: (attributes & BatchAttribute.transactional) !== 0,
    control: (attributes & BatchAttribute.control) !== 0,
  };
}

function describeMessage({ offset, timestamp, key, value, headers }: Message): JavaRecord {
  const hex = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null;
  return {
    offset,
    timestamp,
    key: hex(key),
    value: hex(value),
    headers: headers.map(([name, inner]) => [name, hex(inner)]),
  };
}

async function readAll(bytes: Buffer): Promise<JavaBatch[]> {
  const found: JavaBatch[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = readBatchHeader(bytes, at);
    if (header === undefined) break;
    const batch = await openBatch(origin, header, bytes, at, LIMIT);
    found.push({ ...describeHeader(header), records: [...batch].map(describeMessage) });
    at += header.sizeInBytes;
  }
  return found;
}

/** The batch as our own writer makes it. */
function write(batch: JavaBatch): Buffer {
  const raw = (hex: string | null): Buffer | null => (hex === null ? null : Buffer.from(hex, 'hex'));
  const builder = new BatchBuilder(new ChunkPool());
  for (const { key, value, headers, timestamp } of batch.records) {
    const list = headers.map(([name, inner]) => [name, raw(inner)] as const);
    builder.append(raw(key), raw(value), list, timestamp, LIMIT);
  }
  const head = Buffer.alloc(BATCH_OVERHEAD);
  const pieces = builder.finish();
  const { baseTimestamp, maxTimestamp, count } = builder;
  const attributes = batch.transactional ? BatchAttribute.transactional : 0;
  const { producerId, producerEpoch, baseSequence } = batch;
  const fields = { attributes, lastOffsetDelta: count - 1, baseTimestamp, maxTimestamp, count };
  writeBatchHeader(head, { ...fields, producerId, producerEpoch, baseSequence }, pieces);
  placeBatch(head, batch.baseOffset, batch.leaderEpoch);
  return Buffer.concat([head, ...pieces]);
}

function isProducers({
  compression,
  control,
  logAppendTime,
  records,
  count,
  lastOffset,
  baseOffset,
}: JavaBatch): boolean {
  return (
    compression === 'none' && !control && !logAppendTime && count > 0 && lastOffset - baseOffset === records.length - 1
  );
}

describe.each(vectors)('the batch $name of Java', ({ bytes, batches }) => {
  it('is read as Java reads it', async () => {
    expect(await readAll(bytes)).toStrictEqual(batches);
  });

  it('ends the walk, without an error, wherever a broker cuts it short (KIP-74)', async () => {
    const last = bytes.length - batches.at(-1)!.sizeInBytes;
    const step = Math.ceil((bytes.length - last) / 200);
    for (let length = last; length < bytes.length; length += step) {
      expect(readBatchHeader(bytes.subarray(0, length), last), `${length} bytes`).toBeUndefined();
    }
    expect(await readAll(bytes.subarray(0, -1))).toStrictEqual(batches.slice(0, -1));
  });
});

describe('our writer', () => {
  const producers = vectors.filter(({ batches }) => batches.length === 1 && batches.every(isProducers));

  it('is compared with Java where a producer could have written the batch', () => {
    expect(producers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['none-null-and-empty', 'none-headers', 'none-many', 'timestamps', 'transactional']),
    );
  });

  it.each(producers)('writes $name as Java does, byte for byte', ({ bytes, batches }) => {
    expect(write(batches[0]!).toString('hex')).toBe(bytes.toString('hex'));
  });
});

describe('a damaged batch', () => {
  it.each(['none-headers', 'gzip-headers'])(
    '%s is refused whichever byte under the checksum is wrong',
    async (name) => {
      const { bytes } = vectors.find((vector) => vector.name === name)!;
      for (let at = 17; at < bytes.length; at++) {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= 0x11;
        const thrown = await readAll(damaged).catch((error: unknown) => error);
        expect(KafkaError.is(thrown) && thrown.code, `byte ${at}`).toBe('CORRUPT_BATCH');
      }
    },
  );
});
