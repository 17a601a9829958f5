// From a batch in fetched bytes to one whose records can be walked: checks the CRC, decompresses.
import { KafkaError } from '../base/errors.ts';
import { BATCH_OVERHEAD, type BatchHeader, verifyBatchCrc } from './batch-header.ts';
import { codecById } from './compression/codecs.ts';
import { type BatchOrigin, compressionOf, MessageBatch, viewBatch } from './message-batch.ts';

/**
 * Opens the batch at `at`. Synchronous where nothing has to be decompressed off the event loop. Errors are
 * CORRUPT_BATCH (CRC, sizes, a bomb) or UNSUPPORTED (codec), with topic, partition and offset.
 */
export function openBatch(
  origin: BatchOrigin,
  header: BatchHeader,
  bytes: Buffer,
  at: number,
  maxDecompressedBytes: number,
): MessageBatch | Promise<MessageBatch> {
  try {
    verifyBatchCrc(bytes, at, header);
    const codecId = compressionOf(header);
    if (codecId === 0) return viewBatch(origin, header, bytes, at);
    const packed = bytes.subarray(at + BATCH_OVERHEAD, at + header.sizeInBytes);
    const unpacked = codecById(codecId).decompress(packed, maxDecompressedBytes);
    if (Buffer.isBuffer(unpacked)) return new MessageBatch(origin, header, unpacked, 0, unpacked.length);
    return unpacked.then(
      (records) => new MessageBatch(origin, header, records, 0, records.length),
      (error: unknown) => {
        throw placed(error, origin, header);
      },
    );
  } catch (error) {
    throw placed(error, origin, header);
  }
}

function placed(error: unknown, origin: BatchOrigin, header: BatchHeader): unknown {
  if (!KafkaError.is(error)) return error;
  const { topic, partition } = origin;
  const offset = header.baseOffset;
  return new KafkaError(error.code, `read ${topic}[${partition}] at ${offset}: ${error.message}`, {
    topic,
    partition,
    offset,
    lastOffset: lastOffsetOf(header),
    cause: error,
  });
}

/** Damage may be in the header as well: only where two of its fields agree they are believed. */
function lastOffsetOf({ baseOffset, count, lastOffsetDelta }: BatchHeader): number | undefined {
  return count === lastOffsetDelta + 1 ? baseOffset + lastOffsetDelta : undefined;
}
