// The record floor: what plain JavaScript does to encode a batch of records and to walk it, CRC-32C both ways.
import { crc32c } from '@node-rs/crc32';

const HEADER_BYTES = 61;
/** No record's own fields take more: three varints of five bytes, two single bytes, and what is left of the varints. */
const MOST_OVERHEAD = 32;

export interface FloorRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

/** A buffer to encode batches of up to `bytes` bytes into, one after another. */
export function newBatchBuffer(bytes: number): Buffer {
  return Buffer.allocUnsafeSlow(bytes);
}

/**
 * Encodes records from `from` on, as many as the buffer holds, as one batch; the batch is a view of the buffer. The
 * first record has `timestamp`, each further one `stepMs` more.
 */
export function encodeRecords(
  buffer: Buffer,
  records: readonly FloorRecord[],
  from: number,
  timestamp: number,
  stepMs: number,
): { batch: Buffer; count: number } {
  let pos = HEADER_BYTES;
  let count = 0;
  const varint = (signed: number): void => {
    let rest = ((signed << 1) ^ (signed >> 31)) >>> 0;
    while (rest > 0x7f) {
      buffer[pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buffer[pos++] = rest;
  };
  const size = (value: number): number => (value < 64 ? 1 : value < 8192 ? 2 : 3);
  for (let i = from; i < records.length; i++) {
    const { key, value } = records[i]!;
    if (pos + key.length + value.length + MOST_OVERHEAD > buffer.length) break;
    const delta = count * stepMs;
    const bytes = size(delta) + size(count) + size(key.length) + key.length + size(value.length) + value.length;
    varint(bytes + 2);
    buffer[pos++] = 0;
    varint(delta);
    varint(count);
    varint(key.length);
    // Ten bytes: a loop is faster than a call into native code.
    for (let at = 0; at < key.length; at++) buffer[pos++] = key[at]!;
    varint(value.length);
    buffer.set(value, pos);
    pos += value.length;
    buffer[pos++] = 0;
    count++;
  }
  const last = timestamp + (count - 1) * stepMs;
  buffer.writeBigInt64BE(0n, 0);
  buffer.writeInt32BE(pos - 12, 8);
  buffer.writeInt32BE(-1, 12);
  buffer[16] = 2;
  buffer.writeInt16BE(0, 21);
  buffer.writeInt32BE(count - 1, 23);
  buffer.writeBigInt64BE(BigInt(timestamp), 27);
  buffer.writeBigInt64BE(BigInt(last), 35);
  buffer.writeBigInt64BE(-1n, 43);
  buffer.writeInt16BE(-1, 51);
  buffer.writeInt32BE(-1, 53);
  buffer.writeInt32BE(count, 57);
  buffer.writeUInt32BE(crc32c(buffer.subarray(21, pos)), 17);
  return { batch: buffer.subarray(0, pos), count };
}

/** Walks the batches between `start` and `end`, slicing every key and value; neither is null here. */
export function walkRecords(
  frame: Buffer,
  start: number,
  end: number,
  each: (offset: number, timestamp: number, key: Buffer, value: Buffer) => void,
): void {
  let at = start;
  while (end - at >= HEADER_BYTES) {
    const batchEnd = at + 12 + frame.readInt32BE(at + 8);
    if (batchEnd > end) break;
    if (crc32c(frame.subarray(at + 21, batchEnd)) !== frame.readUInt32BE(at + 17)) throw new Error('CRC differs');
    const baseOffset = frame.readInt32BE(at) * 0x1_0000_0000 + frame.readUInt32BE(at + 4);
    const baseTimestamp = frame.readInt32BE(at + 27) * 0x1_0000_0000 + frame.readUInt32BE(at + 31);
    let pos = at + HEADER_BYTES;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = frame[pos++]!;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
      }
    };
    for (let count = frame.readInt32BE(at + 57); count > 0; count--) {
      const recordEnd = varint() + pos;
      pos++;
      const timestamp = baseTimestamp + varint();
      const offset = baseOffset + varint();
      const keyLength = varint();
      const key = frame.subarray(pos, pos + keyLength);
      pos += keyLength;
      const valueLength = varint();
      each(offset, timestamp, key, frame.subarray(pos, pos + valueLength));
      pos = recordEnd;
    }
    at = batchEnd;
  }
}
