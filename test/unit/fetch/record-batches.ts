// Stored batches for tests of the reading side, as brokers hold them.
import { gzipSync } from 'node:zlib';
import { BatchBuilder } from '../../../src/record/batch-builder.ts';
import { BATCH_OVERHEAD, BatchAttribute, placeBatch, writeBatchHeader } from '../../../src/record/batch-header.ts';
import { ChunkPool } from '../../../src/record/chunk-pool.ts';
import { crc32c } from '../../../src/wire/crc32c.ts';

export interface StoredBatch {
  readonly baseOffset: number;
  /** Values of the records; by default one that tells its offset. */
  readonly values?: readonly string[];
  /** Larger than the records where compaction has removed the last ones. */
  readonly lastOffset?: number;
  readonly leaderEpoch?: number;
  readonly producerId?: number;
  readonly isTransactional?: boolean;
  /** Makes it the marker that ends a transaction. */
  readonly marker?: 'abort' | 'commit';
  readonly isGzip?: boolean;
}

const NEVER_FULL = 2 ** 30;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;

/** The bytes of one batch. */
export function storedBatch(batch: StoredBatch): Buffer {
  const { baseOffset, marker, leaderEpoch = 0, producerId = -1 } = batch;
  const builder = new BatchBuilder(new ChunkPool());
  const values = marker === undefined ? (batch.values ?? [`v${baseOffset}`]) : [];
  for (const value of values) builder.append(null, value, undefined, 1_000, NEVER_FULL);
  // Key of a control record: version 0, type 0 abort or 1 commit.
  if (marker !== undefined) {
    builder.append(Buffer.from([0, 0, 0, marker === 'abort' ? 0 : 1]), Buffer.alloc(6), undefined, 1_000, NEVER_FULL);
  }
  const { count } = builder;
  const raw = Buffer.concat(builder.finish());
  const records = batch.isGzip === true ? gzipSync(raw) : raw;
  const header = Buffer.alloc(BATCH_OVERHEAD);
  const attributes =
    (batch.isGzip === true ? 1 : 0) |
    (batch.isTransactional === true || marker !== undefined ? BatchAttribute.transactional : 0) |
    (marker === undefined ? 0 : BatchAttribute.control);
  const fields = {
    attributes,
    lastOffsetDelta: (batch.lastOffset ?? baseOffset + Math.max(count, 1) - 1) - baseOffset,
    baseTimestamp: 1_000,
    maxTimestamp: 1_000,
    producerId,
    producerEpoch: 0,
    baseSequence: 0,
    count,
  };
  writeBatchHeader(header, fields, [records]);
  const stored = Buffer.concat([header, records]);
  placeBatch(stored, baseOffset, leaderEpoch);
  return stored;
}

/** Several batches as they stand in a response. */
export function storedBatches(...batches: readonly StoredBatch[]): Buffer {
  return Buffer.concat(batches.map(storedBatch));
}

/** A copy whose compressed records are rubbish, under a checksum that is right. */
export function notGzip(batch: Buffer): Buffer {
  const copy = Buffer.from(batch);
  copy.fill(0x55, BATCH_OVERHEAD);
  return withChecksum(copy);
}

/** A copy compressed, as it says, by another codec, under a checksum that is right. */
export function withCodec(batch: Buffer, codec: number): Buffer {
  const copy = Buffer.from(batch);
  copy.writeInt16BE((copy.readInt16BE(ATTRIBUTES_AT) & ~BatchAttribute.compressionMask) | codec, ATTRIBUTES_AT);
  return withChecksum(copy);
}

function withChecksum(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CRC_AT);
  return batch;
}

/** A copy with one bit flipped inside the last batch's records. */
export function corrupted(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 1]! ^= 1;
  return copy;
}
