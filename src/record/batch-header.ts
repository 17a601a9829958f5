// The 61 bytes before the records of a batch, magic 2 (KIP-98). Owns: the layout. Must not know topics or sockets.
//
//     0  baseOffset i64     8  length i32        12 leaderEpoch i32   16 magic i8      17 crc u32
//     21 attributes i16     23 lastOffsetDelta   27 baseTimestamp i64 35 maxTimestamp  43 producerId i64
//     51 producerEpoch i16  53 baseSequence i32  57 count i32         61 records
//
// `length` counts what follows it; the CRC-32C covers everything from `attributes` on, so broker and client may change
// base offset and leader epoch without touching it.
import { KafkaError } from '../base/errors.ts';
import { crc32c } from '../wire/crc32c.ts';

/** Bytes of a batch before its records. */
export const BATCH_OVERHEAD = 61;
/** Bytes of a batch that its `length` field does not count. */
export const LOG_OVERHEAD = 12;
export const MAGIC_V2 = 2;

const LENGTH_AT = 8;
const LEADER_EPOCH_AT = 12;
const MAGIC_AT = 16;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
const LAST_OFFSET_DELTA_AT = 23;
const BASE_TIMESTAMP_AT = 27;
const MAX_TIMESTAMP_AT = 35;
const PRODUCER_ID_AT = 43;
const PRODUCER_EPOCH_AT = 51;
const BASE_SEQUENCE_AT = 53;
const COUNT_AT = 57;

/** Bits of a batch's attributes. */
export const BatchAttribute = {
  compressionMask: 0x07,
  logAppendTime: 0x08,
  transactional: 0x10,
  control: 0x20,
} as const;

/** A batch's header as numbers. Times are milliseconds since 1970, saturated at +-(2^53-1). */
export interface BatchHeader {
  readonly baseOffset: number;
  /** The whole batch, `baseOffset` and `length` included. */
  readonly sizeInBytes: number;
  /** -1 where unknown. */
  readonly leaderEpoch: number;
  readonly magic: number;
  readonly crc: number;
  readonly attributes: number;
  /** The last offset is `baseOffset + lastOffsetDelta`, also where compaction has removed that record. */
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  /** -1 where the producer is not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly count: number;
}

function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}

function writeInt64(bytes: Buffer, at: number, value: number): void {
  bytes.writeInt32BE(Math.floor(value / 0x1_0000_0000), at);
  bytes.writeInt32BE(value | 0, at + 4);
}

/** A timestamp beyond what a number holds exactly counts as the largest one. */
export function saturate(value: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
}

/**
 * Reads the header of the batch at `at`. Undefined when the batch is not whole: a broker may cut the last one of a
 * response short (KIP-74), which is no fault. Throws CORRUPT_BATCH for sizes and counts that cannot be, UNSUPPORTED
 * for the message sets that were before magic 2.
 */
export function readBatchHeader(bytes: Buffer, at: number): BatchHeader | undefined {
  if (bytes.length - at < LOG_OVERHEAD) return undefined;
  const baseOffset = readInt64(bytes, at);
  const sizeInBytes = bytes.readInt32BE(at + LENGTH_AT) + LOG_OVERHEAD;
  if (bytes.length - at > MAGIC_AT) checkMagic(bytes[at + MAGIC_AT]!, baseOffset);
  if (sizeInBytes < BATCH_OVERHEAD) throw corrupt(`a batch of ${sizeInBytes} bytes cannot be`, baseOffset);
  if (bytes.length - at < sizeInBytes) return undefined;
  const count = bytes.readInt32BE(at + COUNT_AT);
  const lastOffsetDelta = bytes.readInt32BE(at + LAST_OFFSET_DELTA_AT);
  if (!Number.isSafeInteger(baseOffset) || baseOffset < 0) throw corrupt('its base offset is out of range', baseOffset);
  // Every record takes at least seven bytes; compression makes the bytes fewer, so only the sign can be judged here.
  if (count < 0 || lastOffsetDelta < 0)
    throw corrupt(`${count} records, last offset delta ${lastOffsetDelta}`, baseOffset);
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

function checkMagic(magic: number, baseOffset: number): void {
  if (magic === MAGIC_V2) return;
  if (magic === 0 || magic === 1) {
    throw new KafkaError(
      'UNSUPPORTED',
      `the batch at offset ${baseOffset} is a message set of magic ${magic}; only record batches (magic 2) are read`,
      { offset: baseOffset },
    );
  }
  throw corrupt(`magic ${magic} is not known`, baseOffset);
}

function corrupt(why: string, offset: number): KafkaError {
  return new KafkaError('CORRUPT_BATCH', `the batch at offset ${offset} is corrupt: ${why}`, { offset });
}

/** Computes the CRC-32C of the batch at `at` and throws CORRUPT_BATCH when it is not the one in its header. */
export function verifyBatchCrc(bytes: Buffer, at: number, header: BatchHeader): void {
  const computed = crc32c(bytes.subarray(at + ATTRIBUTES_AT, at + header.sizeInBytes));
  if (computed !== header.crc)
    throw corrupt(`CRC-32C is ${computed}, its header says ${header.crc}`, header.baseOffset);
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
