// What all record formats share: where a batch's size and magic stand, its attributes, its numbers. Must not know one of
// the formats.
//
//     0  offset i64     8  length i32     12 four bytes of the format's own     16 magic i8
import { KafkaError } from '../base/errors.ts';

/** Bytes of a batch (or of a message before magic 2) that its `length` field does not count. */
export const LOG_OVERHEAD = 12;
export const LENGTH_AT = 8;
export const MAGIC_AT = 16;
export const MAGIC_V2 = 2;

/** Bits of a batch's attributes; the first two are those of messages before magic 2 as well. */
export const BatchAttribute = {
  compressionMask: 0x07,
  logAppendTime: 0x08,
  transactional: 0x10,
  control: 0x20,
  /** `baseTimestamp` is the time from which compaction may drop the batch's tombstones or marker (KIP-534). */
  deleteHorizon: 0x40,
} as const;

/**
 * A batch's header as numbers. Times are milliseconds since 1970, saturated at +-(2^53-1).
 *
 * Before magic 2 there are no batches, only messages: here a batch is either a run of plain messages or one message that
 * holds a compressed set.
 */
export interface BatchHeader {
  /** Of a compressed set before magic 2 (`count` -1): the offset of its last message, until it is opened. */
  readonly baseOffset: number;
  /** The whole batch, `baseOffset` and `length` included. */
  readonly sizeInBytes: number;
  /** -1 where unknown. */
  readonly leaderEpoch: number;
  readonly magic: number;
  /** CRC-32C; before magic 2 the CRC-32 of the (first) message. */
  readonly crc: number;
  /** See {@link BatchAttribute}. */
  readonly attributes: number;
  /** The last offset is `baseOffset + lastOffsetDelta`, also where compaction has removed that record. */
  readonly lastOffsetDelta: number;
  /** What the records' times count from. -1 in magic 0, which has no times. */
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  /** -1 where the producer is not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** Records in it; -1 for a compressed set before magic 2, which does not say. */
  readonly count: number;
}

export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}

export function writeInt64(bytes: Buffer, at: number, value: number): void {
  bytes.writeInt32BE(Math.floor(value / 0x1_0000_0000), at);
  bytes.writeInt32BE(value | 0, at + 4);
}

/** A timestamp beyond what a number holds exactly counts as the largest one. */
export function saturate(value: number): number {
  // Compared, not by Math.min and max: those have to think of NaN and -0, and every record passes here.
  if (value > Number.MAX_SAFE_INTEGER) return Number.MAX_SAFE_INTEGER;
  if (value < -Number.MAX_SAFE_INTEGER) return -Number.MAX_SAFE_INTEGER;
  return value;
}

/** The codec's number in a batch's attributes; 0 for none. */
export function compressionOf(header: BatchHeader): number {
  return header.attributes & BatchAttribute.compressionMask;
}

/** True where the broker has set the time of all records (LogAppendTime), which then is `maxTimestamp`. */
export function isLogAppendTime(header: BatchHeader): boolean {
  return (header.attributes & BatchAttribute.logAppendTime) !== 0;
}

/** True where the records are control records, for no application to see: read them with `readControlRecord`. */
export function isControlBatch(header: BatchHeader): boolean {
  return (header.attributes & BatchAttribute.control) !== 0;
}

/** True where the batch is part of a transaction, which may be open, committed or aborted; the batch does not say. */
export function isTransactionalBatch(header: BatchHeader): boolean {
  return (header.attributes & BatchAttribute.transactional) !== 0;
}

/** From when on compaction may drop what is left of the batch (KIP-534); undefined where that is not decided. */
export function deleteHorizonOf(header: BatchHeader): number | undefined {
  return (header.attributes & BatchAttribute.deleteHorizon) !== 0 ? header.baseTimestamp : undefined;
}

/** CORRUPT_BATCH for the batch at `offset`; `position` is the byte of the batch where reading it failed. */
export function corruptBatch(why: string, offset: number, position?: number): KafkaError {
  return new KafkaError('CORRUPT_BATCH', `the batch at offset ${offset} is corrupt: ${why}`, { offset, position });
}

/** Where reading a record or batch failed; a batch that was read from no topic has topic ''. */
export interface ReadPlace {
  readonly topic: string;
  readonly partition: number;
}

/** An error of reading at `offset`: its text begins with the place, and its fields have it. */
export function readError(
  code: string,
  { topic, partition }: ReadPlace,
  offset: number,
  why: string,
  details: {
    readonly lastOffset?: number | undefined;
    readonly position?: number | undefined;
    readonly cause?: unknown;
  },
): KafkaError {
  const place = topic === '' ? { offset } : { topic, partition, offset };
  const where = topic === '' ? `at ${offset}` : `${topic}[${partition}] at ${offset}`;
  return new KafkaError(code, `read ${where}: ${why}`, { ...place, ...details });
}
