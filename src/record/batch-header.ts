// The 61 bytes before the records of a batch, magic 2 (KIP-98), and which format a batch has. Owns: the layout.
// Must not know topics or sockets.
//
//     0  baseOffset i64     8  length i32        12 leaderEpoch i32   16 magic i8      17 crc u32
//     21 attributes i16     23 lastOffsetDelta   27 baseTimestamp i64 35 maxTimestamp  43 producerId i64
//     51 producerEpoch i16  53 baseSequence i32  57 count i32         61 records
//
// `length` counts what follows it; the CRC-32C covers everything from `attributes` on, so broker and client may change
// base offset and leader epoch without touching it.
import { crc32c } from '../wire/crc32c.ts';
import {
  BatchAttribute,
  type BatchHeader,
  corruptBatch,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  readInt64,
  saturate,
  writeInt64,
} from './batch-layout.ts';
import { readLegacyHeader } from './legacy-header.ts';
import { MAGIC_V0, messageOverhead } from './legacy-message.ts';

export {
  BatchAttribute,
  type BatchHeader,
  compressionOf,
  deleteHorizonOf,
  isControlBatch,
  isLogAppendTime,
  isTransactionalBatch,
  LOG_OVERHEAD,
  MAGIC_V2,
} from './batch-layout.ts';

/** Bytes of a batch before its records. */
export const BATCH_OVERHEAD = 61;

const LEADER_EPOCH_AT = 12;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
const LAST_OFFSET_DELTA_AT = 23;
const BASE_TIMESTAMP_AT = 27;
const MAX_TIMESTAMP_AT = 35;
const PRODUCER_ID_AT = 43;
const PRODUCER_EPOCH_AT = 51;
const BASE_SEQUENCE_AT = 53;
const COUNT_AT = 57;

/**
 * Reads the header of the batch at `at`, of any format. Undefined when the batch is not whole: a broker may cut the last
 * one of a response short (KIP-74), which is no fault. Throws CORRUPT_BATCH for sizes, counts and formats that cannot be.
 */
export function readBatchHeader(bytes: Buffer, at: number): BatchHeader | undefined {
  const left = bytes.length - at;
  if (left < LOG_OVERHEAD) return undefined;
  if (left > MAGIC_AT) {
    const magic = bytes.readInt8(at + MAGIC_AT);
    if (magic === 0 || magic === 1) return readLegacyHeader(bytes, at);
    if (magic !== MAGIC_V2) throw corruptBatch(`magic ${magic} is not known`, readInt64(bytes, at), MAGIC_AT);
  }
  const baseOffset = readInt64(bytes, at);
  const sizeInBytes = bytes.readInt32BE(at + LENGTH_AT) + LOG_OVERHEAD;
  if (sizeInBytes < leastBytes(left)) {
    throw corruptBatch(`a batch of ${sizeInBytes} bytes cannot be`, baseOffset, LENGTH_AT);
  }
  if (left < sizeInBytes) return undefined;
  const count = bytes.readInt32BE(at + COUNT_AT);
  const lastOffsetDelta = bytes.readInt32BE(at + LAST_OFFSET_DELTA_AT);
  if (baseOffset < 0 || !Number.isSafeInteger(baseOffset + lastOffsetDelta)) {
    throw corruptBatch('its base offset is out of range', baseOffset, 0);
  }
  // Every record takes at least seven bytes; compression makes the bytes fewer, so only the sign can be judged here.
  if (count < 0) throw corruptBatch(`${count} records`, baseOffset, COUNT_AT);
  if (lastOffsetDelta < 0) {
    throw corruptBatch(`last offset delta ${lastOffsetDelta}`, baseOffset, LAST_OFFSET_DELTA_AT);
  }
  return {
    baseOffset,
    sizeInBytes,
    leaderEpoch: bytes.readInt32BE(at + LEADER_EPOCH_AT),
    magic: MAGIC_V2,
    crc: bytes.readUInt32BE(at + CRC_AT),
    attributes: bytes.readInt16BE(at + ATTRIBUTES_AT),
    lastOffsetDelta,
    baseTimestamp: saturate(readInt64(bytes, at + BASE_TIMESTAMP_AT)),
    maxTimestamp: saturate(readInt64(bytes, at + MAX_TIMESTAMP_AT)),
    producerId: readInt64(bytes, at + PRODUCER_ID_AT),
    producerEpoch: bytes.readInt16BE(at + PRODUCER_EPOCH_AT),
    baseSequence: bytes.readInt32BE(at + BASE_SEQUENCE_AT),
    count,
  };
}

/** Where the magic is not there yet, the batch may still be one of the smaller formats. */
function leastBytes(left: number): number {
  return left > MAGIC_AT ? BATCH_OVERHEAD : messageOverhead(MAGIC_V0);
}

/** Computes the CRC-32C of the batch of magic 2 at `at` and throws CORRUPT_BATCH when it is not the one in its header. */
export function verifyBatchCrc(bytes: Buffer, at: number, header: BatchHeader): void {
  const computed = crc32c(bytes.subarray(at + ATTRIBUTES_AT, at + header.sizeInBytes));
  if (computed !== header.crc)
    throw corruptBatch(`CRC-32C is ${computed}, its header says ${header.crc}`, header.baseOffset, CRC_AT);
}

/** What a producer writes into the header of a batch. Leader epoch and CRC follow from the rest. */
export interface BatchHeaderFields {
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly count: number;
}

/** Writes the header of a new batch (base offset 0, as producers do) into `into`, CRC of header and `records` included. */
export function writeBatchHeader(into: Buffer, fields: BatchHeaderFields, records: readonly Buffer[]): void {
  let recordBytes = 0;
  for (const piece of records) recordBytes += piece.length;
  writeInt64(into, 0, 0);
  into.writeInt32BE(recordBytes + BATCH_OVERHEAD - LOG_OVERHEAD, LENGTH_AT);
  into.writeInt32BE(-1, LEADER_EPOCH_AT);
  into[MAGIC_AT] = MAGIC_V2;
  into.writeInt16BE(fields.attributes, ATTRIBUTES_AT);
  into.writeInt32BE(fields.lastOffsetDelta, LAST_OFFSET_DELTA_AT);
  writeInt64(into, BASE_TIMESTAMP_AT, fields.baseTimestamp);
  writeInt64(into, MAX_TIMESTAMP_AT, fields.maxTimestamp);
  writeInt64(into, PRODUCER_ID_AT, fields.producerId);
  into.writeInt16BE(fields.producerEpoch, PRODUCER_EPOCH_AT);
  into.writeInt32BE(fields.baseSequence, BASE_SEQUENCE_AT);
  into.writeInt32BE(fields.count, COUNT_AT);
  let crc = crc32c(into.subarray(ATTRIBUTES_AT, BATCH_OVERHEAD));
  for (const piece of records) crc = crc32c(piece, crc);
  into.writeUInt32BE(crc, CRC_AT);
}

/** Gives a stored batch its place in a log, as a broker does: neither field is covered by the CRC. */
export function placeBatch(batch: Buffer, baseOffset: number, leaderEpoch: number): void {
  writeInt64(batch, 0, baseOffset);
  batch.writeInt32BE(leaderEpoch, LEADER_EPOCH_AT);
}

/** Marks a stored batch as appended at `timestamp` (LogAppendTime), as a broker does, and renews its CRC. */
export function stampBatch(batch: Buffer, timestamp: number): void {
  batch.writeInt16BE(batch.readInt16BE(ATTRIBUTES_AT) | BatchAttribute.logAppendTime, ATTRIBUTES_AT);
  writeInt64(batch, MAX_TIMESTAMP_AT, timestamp);
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CRC_AT);
}
