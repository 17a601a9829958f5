// From a batch in fetched bytes, of any format, to one whose records can be walked: checks the CRC, decompresses.
import { KafkaError } from '../base/errors.ts';
import { BATCH_OVERHEAD, type BatchHeader, compressionOf, MAGIC_V2, verifyBatchCrc } from './batch-header.ts';
import { corruptBatch, readError } from './batch-layout.ts';
import { codecById } from './compression/codecs.ts';
import { NO_FRAME } from './legacy-cursor.ts';
import { MAGIC_V0, messageFault, messageSize } from './legacy-message.ts';
import { compressedSet, inspectSet } from './legacy-set.ts';
import { type BatchOrigin, MessageBatch, viewBatch } from './message-batch.ts';

/** How a batch is opened. */
export interface OpenOptions {
  /** False: a batch whose checksum is wrong is read as it stands. @default true */
  readonly checkCrcs?: boolean | undefined;
}

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
  options: OpenOptions = {},
): MessageBatch | Promise<MessageBatch> {
  const checkCrcs = options.checkCrcs ?? true;
  try {
    if (header.magic < MAGIC_V2) verifyMessages(bytes, at, header, checkCrcs);
    else if (checkCrcs) verifyBatchCrc(bytes, at, header);
    const codecId = compressionOf(header);
    if (codecId === 0) return viewPlain(origin, header, bytes, at);
    const packed =
      header.magic < MAGIC_V2
        ? compressedSet(bytes, at, header)
        : bytes.subarray(at + BATCH_OVERHEAD, at + header.sizeInBytes);
    // What compaction leaves of a batch without records says its codec, but has nothing to decompress.
    if (packed.length === 0 && header.count === 0) return viewBatch(origin, header, bytes, at);
    const unpacked = decompress(packed, packed.byteOffset - bytes.byteOffset - at, header, maxDecompressedBytes);
    if (Buffer.isBuffer(unpacked)) return wrapUnpacked(origin, header, unpacked, checkCrcs);
    return unpacked
      .then((records) => wrapUnpacked(origin, header, records, checkCrcs))
      .catch((error: unknown) => {
        throw placed(error, origin, header);
      });
  } catch (error) {
    throw placed(error, origin, header);
  }
}

/** `at`: where the packed bytes stand in the batch, so that errors tell the byte of the batch. */
function decompress(packed: Buffer, at: number, header: BatchHeader, maxBytes: number): Buffer | Promise<Buffer> {
  const shifted = (error: unknown): unknown => {
    if (!KafkaError.is(error) || error.position === undefined) return error;
    return new KafkaError(error.code, error.message, { position: at + error.position, cause: error });
  };
  try {
    const unpacked = codecById(compressionOf(header)).decompress(packed, maxBytes, header.magic === MAGIC_V0);
    if (Buffer.isBuffer(unpacked)) return unpacked;
    return unpacked.catch((error: unknown) => {
      throw shifted(error);
    });
  } catch (error) {
    throw shifted(error);
  }
}

function viewPlain(origin: BatchOrigin, header: BatchHeader, bytes: Buffer, at: number): MessageBatch {
  if (header.magic === MAGIC_V2) return viewBatch(origin, header, bytes, at);
  return new MessageBatch(origin, header, bytes, at, at + header.sizeInBytes, NO_FRAME);
}

function wrapUnpacked(origin: BatchOrigin, header: BatchHeader, records: Buffer, checkCrcs: boolean): MessageBatch {
  if (header.magic === MAGIC_V2) return new MessageBatch(origin, header, records, 0, records.length);
  const set = inspectSet(header, records, checkCrcs);
  return new MessageBatch(origin, set.header, records, 0, set.end, set.frame);
}

/** Checks every message of a batch before magic 2; what they hold lies within them afterwards. */
function verifyMessages(bytes: Buffer, at: number, header: BatchHeader, checkCrcs: boolean): void {
  const end = at + header.sizeInBytes;
  for (let next = at; next < end; next += messageSize(bytes, next)) {
    const fault = messageFault(bytes, next, checkCrcs);
    if (fault !== undefined) throw corruptBatch(fault.why, header.baseOffset, next - at + fault.position);
  }
}

function placed(error: unknown, origin: BatchOrigin, header: BatchHeader): unknown {
  if (!KafkaError.is(error)) return error;
  const details = { lastOffset: lastOffsetOf(header), position: error.position, cause: error };
  return readError(error.code, origin, header.baseOffset, error.message, details);
}

/**
 * Damage may be in the header as well: only where two of its fields agree they are believed. Before magic 2 it is the
 * offset itself that stands there, believed like a base offset.
 */
function lastOffsetOf({ magic, baseOffset, count, lastOffsetDelta }: BatchHeader): number | undefined {
  return magic < MAGIC_V2 || count === lastOffsetDelta + 1 ? baseOffset + lastOffsetDelta : undefined;
}
