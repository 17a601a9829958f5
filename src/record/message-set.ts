// Writes messages of magic 0 and 1, the formats before Kafka 0.11: for tools, tests and proxies; nothing of this library
// sends them. Owns: their bytes, plain and in a compressed set. Must not know topics or sockets.
//
// Byte for byte what Java's MemoryRecordsBuilder writes, where nothing is compressed.
import { configError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import { crc32 } from '../wire/crc32.ts';
import type { RecordBytes } from './batch-builder.ts';
import { BatchAttribute, LENGTH_AT, LOG_OVERHEAD, MAGIC_AT, writeInt64 } from './batch-layout.ts';
import { type Compression, codecOf } from './compression/codecs.ts';
import { xxh32 } from './compression/xxh32.ts';
import {
  keyLengthAt,
  MAGIC_V0,
  MAGIC_V1,
  MESSAGE_ATTRIBUTES_AT,
  MESSAGE_CRC_AT,
  MESSAGE_TIMESTAMP_AT,
  messageOverhead,
} from './legacy-message.ts';

const LZ4 = 3;
const ZSTD = 4;

/** A message of a set. There are no headers in these formats. */
export interface SetMessage {
  /** @default null */
  readonly key?: RecordBytes | undefined;
  /** @default null */
  readonly value?: RecordBytes | undefined;
  /** Milliseconds since 1970; magic 0 has none. @default -1, unknown */
  readonly timestamp?: number | undefined;
  /** Above the one before it. @default one more than the one before it */
  readonly offset?: number | undefined;
}

/** How {@link buildMessageSet} writes. */
export interface MessageSetOptions {
  readonly magic: 0 | 1;
  /** zstd came with magic 2. @default 'none' */
  readonly compression?: Exclude<Compression, 'zstd' | { readonly type: 'zstd' }> | undefined;
  /** Offset of the first message, and what relative offsets count from. @default 0 */
  readonly baseOffset?: number | undefined;
  /** The time of every message as a broker stamps it (LogAppendTime), milliseconds since 1970; magic 1 only. */
  readonly appendTime?: number | undefined;
}

/**
 * Builds messages of magic 0 or 1 one after the other; with `compression` they are one message that holds a compressed set,
 * with offsets relative to `baseOffset` in magic 1. No messages give no bytes.
 */
export async function buildMessageSet(messages: readonly SetMessage[], options: MessageSetOptions): Promise<Buffer> {
  const { magic, appendTime } = options;
  if (magic !== MAGIC_V0 && magic !== MAGIC_V1) throw configError('magic', magic, '0 or 1');
  if (magic === MAGIC_V0 && appendTime !== undefined) throw configError('appendTime', appendTime, 'nothing in magic 0');
  const codec = codecOf(options.compression ?? 'none');
  if (codec?.id === ZSTD) throw configError('compression', codec.name, 'what there was before magic 2');
  const baseOffset = integerOption('baseOffset', options.baseOffset, 0, 0, Number.MAX_SAFE_INTEGER);
  if (messages.length === 0) return Buffer.alloc(0);
  const placed = placeMessages(messages, baseOffset, options);
  // A broker that stamps messages stamps those inside of a set too.
  const attributes = appendTime === undefined ? 0 : BatchAttribute.logAppendTime;
  const isRelative = magic === MAGIC_V1 && codec !== undefined;
  const plain = Buffer.concat(
    placed.map((message) =>
      encodeMessage(magic, attributes, { ...message, offset: message.offset - (isRelative ? baseOffset : 0) }),
    ),
  );
  if (codec === undefined) return plain;
  const packed = await codec.compress([plain]);
  const value = magic === MAGIC_V0 && codec.id === LZ4 ? withOldChecksum(packed) : packed;
  const offset = placed.at(-1)!.offset;
  const timestamp = placed.reduce((newest, message) => Math.max(newest, message.timestamp), -1);
  return encodeMessage(magic, attributes | codec.id, { key: null, value, timestamp, offset });
}

/** LZ4's header checksum as it was before 0.10, over four bytes too many: readers of that time take no other (KIP-57). */
function withOldChecksum(frame: Buffer): Buffer {
  const hasContentSize = ((frame[4] ?? 0) & 0x08) !== 0;
  const checksumAt = hasContentSize ? 14 : 6;
  const copy = Buffer.from(frame);
  copy[checksumAt] = xxh32(frame, 0, checksumAt) >>> 8;
  return copy;
}

interface PlacedMessage {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestamp: number;
  readonly offset: number;
}

function placeMessages(
  messages: readonly SetMessage[],
  baseOffset: number,
  { magic, appendTime }: MessageSetOptions,
): PlacedMessage[] {
  let next = baseOffset;
  return messages.map((message, index) => {
    const where = `messages[${index}]`;
    const { key, value, timestamp: given = -1 } = message;
    const offset = integerOption(`${where}.offset`, message.offset, next, next, Number.MAX_SAFE_INTEGER);
    next = offset + 1;
    const time = integerOption(`${where}.timestamp`, given, -1, -1, Number.MAX_SAFE_INTEGER);
    const timestamp = magic === MAGIC_V0 ? -1 : (appendTime ?? time);
    return { key: bytesOf(key), value: bytesOf(value), timestamp, offset };
  });
}

function bytesOf(value: RecordBytes | undefined): Uint8Array | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? Buffer.from(value) : value;
}

function encodeMessage(magic: number, attributes: number, message: PlacedMessage): Buffer {
  const { key, value, timestamp, offset } = message;
  const bytes = Buffer.alloc(messageOverhead(magic) + (key?.length ?? 0) + (value?.length ?? 0));
  writeInt64(bytes, 0, offset);
  bytes.writeInt32BE(bytes.length - LOG_OVERHEAD, LENGTH_AT);
  bytes[MAGIC_AT] = magic;
  bytes[MESSAGE_ATTRIBUTES_AT] = attributes;
  if (magic === MAGIC_V1) writeInt64(bytes, MESSAGE_TIMESTAMP_AT, timestamp);
  const valueAt = writeField(bytes, keyLengthAt(magic), key);
  writeField(bytes, valueAt, value);
  bytes.writeUInt32BE(crc32(bytes.subarray(MAGIC_AT)), MESSAGE_CRC_AT);
  return bytes;
}

/** Returns where the field ends. */
function writeField(into: Buffer, at: number, field: Uint8Array | null): number {
  into.writeInt32BE(field?.length ?? -1, at);
  if (field !== null) into.set(field, at + 4);
  return at + 4 + (field?.length ?? 0);
}
