// One message of magic 0 or 1, as brokers before 0.11 stored them. Owns: the layout, and what makes a message sound.
// Must not know sets, codecs or topics.
//
//     0  offset i64   8  size i32   12 crc u32   16 magic i8   17 attributes i8   18 [magic 1: timestamp i64]
//     then key length i32, key, value length i32, value; a length below 0 is null
//
// `size` counts what follows it; the CRC-32 (IEEE, not Castagnoli) covers everything from the magic on.
import { crc32 } from '../wire/crc32.ts';
import { BatchAttribute, LENGTH_AT, LOG_OVERHEAD, MAGIC_AT, readInt64, saturate } from './batch-layout.ts';

export const MAGIC_V0 = 0;
export const MAGIC_V1 = 1;
/** Where a message's CRC stands. */
export const MESSAGE_CRC_AT = 12;
export const MESSAGE_ATTRIBUTES_AT = 17;
export const MESSAGE_TIMESTAMP_AT = 18;

/** Where the length of its key stands, by magic: the first byte that the two differ in. */
export function keyLengthAt(magic: number): number {
  return magic === MAGIC_V0 ? MESSAGE_TIMESTAMP_AT : MESSAGE_TIMESTAMP_AT + 8;
}

/** The smallest message, offset and size included: key and value are null. */
export function messageOverhead(magic: number): number {
  return keyLengthAt(magic) + 8;
}

/** Bytes of the message at `at`, offset and size included, as it says itself. */
export function messageSize(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at + LENGTH_AT) + LOG_OVERHEAD;
}

export function messageMagic(bytes: Buffer, at: number): number {
  return bytes.readInt8(at + MAGIC_AT);
}

/** The bits that mean something: magic 0 has a codec only, magic 1 the kind of its time as well. */
export function messageAttributes(bytes: Buffer, at: number): number {
  const mask =
    BatchAttribute.compressionMask | (messageMagic(bytes, at) === MAGIC_V0 ? 0 : BatchAttribute.logAppendTime);
  return bytes[at + MESSAGE_ATTRIBUTES_AT]! & mask;
}

/** Milliseconds since 1970; -1 in magic 0. */
export function messageTimestamp(bytes: Buffer, at: number): number {
  return messageMagic(bytes, at) === MAGIC_V0 ? -1 : saturate(readInt64(bytes, at + MESSAGE_TIMESTAMP_AT));
}

/** Where the value of a sound message begins and ends; starts at -1 where it is null. */
export function messageValue(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const keyLength = bytes.readInt32BE(at + keyLengthAt(messageMagic(bytes, at)));
  const valueAt = at + keyLengthAt(messageMagic(bytes, at)) + 4 + Math.max(keyLength, 0);
  const valueLength = bytes.readInt32BE(valueAt);
  return { start: valueLength < 0 ? -1 : valueAt + 4, end: valueAt + 4 + Math.max(valueLength, 0) };
}

/** Why a message cannot be read, and at which of its bytes. */
export interface MessageFault {
  readonly why: string;
  readonly position: number;
}

/**
 * What is wrong with the message at `at`, of which all bytes are there; undefined: nothing, and everything in it lies
 * within it. Bytes behind its value are passed over, as Java does.
 */
export function messageFault(bytes: Buffer, at: number, checkCrc: boolean): MessageFault | undefined {
  const magic = messageMagic(bytes, at);
  if (magic !== MAGIC_V0 && magic !== MAGIC_V1) {
    return { why: `magic ${magic} in a set of messages`, position: MAGIC_AT };
  }
  const size = messageSize(bytes, at);
  if (size < messageOverhead(magic)) return { why: `a message of ${size} bytes cannot be`, position: LENGTH_AT };
  if (checkCrc) {
    const computed = crc32(bytes.subarray(at + MAGIC_AT, at + size));
    const stored = bytes.readUInt32BE(at + MESSAGE_CRC_AT);
    if (computed !== stored) {
      return { why: `CRC-32 is ${computed}, its header says ${stored}`, position: MESSAGE_CRC_AT };
    }
  }
  const keyAt = keyLengthAt(magic);
  const keyLength = bytes.readInt32BE(at + keyAt);
  const valueAt = keyAt + 4 + Math.max(keyLength, 0);
  if (valueAt + 4 > size) return { why: `a key of ${keyLength} bytes in a message of ${size}`, position: keyAt };
  const valueLength = bytes.readInt32BE(at + valueAt);
  if (valueAt + 4 + valueLength > size) {
    return { why: `a value of ${valueLength} bytes in a message of ${size}`, position: valueAt };
  }
  return undefined;
}
