// A message of magic 0 or 1 that holds a compressed set. Owns: what is inside, and which offsets and times it has.
// Must not know topics or which codecs there are.
//
//     magic 0: inner offsets are the log's. Magic 1: they count from the set's first message, and the message around them
//     has the offset of the last one; some old producers wrote the log's offsets there too, for which the same sum holds.
import {
  type BatchHeader,
  compressionOf,
  corruptBatch,
  isLogAppendTime,
  LENGTH_AT,
  LOG_OVERHEAD,
  readInt64,
} from './batch-layout.ts';
import type { SetFrame } from './legacy-cursor.ts';
import {
  MAGIC_V0,
  MAGIC_V1,
  MESSAGE_ATTRIBUTES_AT,
  messageAttributes,
  messageFault,
  messageOverhead,
  messageSize,
  messageValue,
} from './legacy-message.ts';

const ZSTD = 4;

/** Where the compressed bytes of a sound message stand; throws CORRUPT_BATCH where it can hold none. */
export function compressedSet(bytes: Buffer, at: number, header: BatchHeader): Buffer {
  // zstd came with magic 2 (KIP-110): where its number stands before, it means nothing.
  if (compressionOf(header) === ZSTD) {
    throw corruptBatch(`zstd in magic ${header.magic}, which has none`, header.baseOffset, MESSAGE_ATTRIBUTES_AT);
  }
  const { start, end } = messageValue(bytes, at);
  if (start < 0) throw corruptBatch('a compressed set without bytes', header.baseOffset);
  return bytes.subarray(start, end);
}

/** What a decompressed set turned out to hold. */
export interface OpenedSet {
  /** The header of the message around it, with what only the inside tells: base offset and count. */
  readonly header: BatchHeader;
  readonly frame: SetFrame;
  /** Where the last whole message ends. */
  readonly end: number;
}

/** Looks through the decompressed messages of the set with that header; throws CORRUPT_BATCH where one is not sound. */
export function inspectSet(header: BatchHeader, inner: Buffer, checkCrc: boolean): OpenedSet {
  // Where reading began only bounds the first offset; the message around the set has the last one.
  const lastOffset = header.baseOffset + header.lastOffsetDelta;
  let count = 0;
  let end = 0;
  let first = 0;
  let last = 0;
  // A last message that is not whole is passed over, as Java does.
  while (inner.length - end >= LOG_OVERHEAD) {
    const size = messageSize(inner, end);
    if (size < messageOverhead(MAGIC_V0))
      throw corruptBatch(`a message of ${size} bytes in it`, lastOffset, end + LENGTH_AT);
    if (size > inner.length - end) break;
    const fault = messageFault(inner, end, checkCrc);
    if (fault !== undefined) throw corruptBatch(`a message in it: ${fault.why}`, lastOffset, end + fault.position);
    if ((messageAttributes(inner, end) & 0x07) !== 0) {
      throw corruptBatch('a compressed set in a compressed set', lastOffset, end + MESSAGE_ATTRIBUTES_AT);
    }
    last = readInt64(inner, end);
    if (!Number.isSafeInteger(last))
      throw corruptBatch('the offset of a message in it is out of range', lastOffset, end);
    if (count++ === 0) first = last;
    end += size;
  }
  if (count === 0) throw corruptBatch('a compressed set with no message in it', lastOffset);
  const baseOffset = header.magic === MAGIC_V1 ? baseOfRelative(lastOffset, last) : 0;
  const opened = {
    ...header,
    baseOffset: baseOffset + first,
    lastOffsetDelta: Math.max(lastOffset, baseOffset + last) - baseOffset - first,
    count,
  };
  return {
    header: opened,
    frame: { baseOffset, appendTime: isLogAppendTime(header) ? header.maxTimestamp : undefined },
    end,
  };
}

/** What inner offsets count from. */
function baseOfRelative(lastOffset: number, lastInner: number): number {
  // What a producer sends has not got its place yet; some give the message around the set 0 then.
  if (lastOffset === 0) return 0;
  if (lastInner > lastOffset) {
    throw corruptBatch(`a message in it has offset ${lastInner}, after that of the set`, lastOffset, 0);
  }
  return lastOffset - lastInner;
}
