// Where messages of magic 0 and 1 begin and end in fetched bytes. Owns: which of them make one batch. Must not know codecs.
//
//     [ m0 m1 m2 ][ wrapper: compressed set ][ m8 | damaged m9 | m10 m11 ]      one batch per bracket or bar
//
// Invariant: a batch is one compressed set, or plain messages of one magic and kind of time with rising offsets, all of
// them sound unless it is one alone: so a damaged message costs no other, and nothing is read twice as often as it is long.
import { BatchAttribute, type BatchHeader, corruptBatch, LENGTH_AT, LOG_OVERHEAD, readInt64 } from './batch-layout.ts';
import {
  MESSAGE_CRC_AT,
  messageAttributes,
  messageFault,
  messageMagic,
  messageOverhead,
  messageSize,
  messageTimestamp,
} from './legacy-message.ts';

/**
 * Reads what begins at `at`, a message of magic 0 or 1 whose magic byte is there. Undefined where that message is not
 * whole; one that is cut short behind others is left for the next call. Throws CORRUPT_BATCH for impossible sizes.
 */
export function readLegacyHeader(bytes: Buffer, at: number): BatchHeader | undefined {
  const offset = readInt64(bytes, at);
  const size = messageSize(bytes, at);
  const magic = messageMagic(bytes, at);
  if (size < messageOverhead(magic)) throw corruptBatch(`a message of ${size} bytes cannot be`, offset, LENGTH_AT);
  if (bytes.length - at < size) return undefined;
  if (!Number.isSafeInteger(offset) || offset < 0) throw corruptBatch('its offset is out of range', offset, 0);
  const attributes = messageAttributes(bytes, at);
  const timestamp = messageTimestamp(bytes, at);
  const isSet = (attributes & BatchAttribute.compressionMask) !== 0;
  const run = { end: at + size, lastOffset: offset, maxTimestamp: timestamp, count: isSet ? -1 : 1 };
  if (!isSet && messageFault(bytes, at, true) === undefined) {
    while (continues(bytes, run.end, magic, attributes, run.lastOffset)) {
      run.lastOffset = readInt64(bytes, run.end);
      run.maxTimestamp = Math.max(run.maxTimestamp, messageTimestamp(bytes, run.end));
      run.end += messageSize(bytes, run.end);
      run.count++;
    }
  }
  return {
    baseOffset: offset,
    sizeInBytes: run.end - at,
    leaderEpoch: -1,
    magic,
    crc: bytes.readUInt32BE(at + MESSAGE_CRC_AT),
    attributes,
    lastOffsetDelta: run.lastOffset - offset,
    baseTimestamp: timestamp,
    maxTimestamp: run.maxTimestamp,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    count: run.count,
  };
}

/** True when the message at `at` is whole, sound and of the same kind as the ones before it. */
function continues(bytes: Buffer, at: number, magic: number, attributes: number, lastOffset: number): boolean {
  const left = bytes.length - at;
  if (left < messageOverhead(magic)) return false;
  const size = messageSize(bytes, at);
  if (size < LOG_OVERHEAD || size > left || messageMagic(bytes, at) !== magic) return false;
  if (messageAttributes(bytes, at) !== attributes) return false;
  const offset = readInt64(bytes, at);
  return offset > lastOffset && Number.isSafeInteger(offset) && messageFault(bytes, at, true) === undefined;
}
