// Stored batches as log cleaners leave them behind, and records as bad disks and networks do. Pure: bytes in, bytes out,
// never the same ones. Must not know logs.
import { configError } from '../../base/errors.ts';
import {
  BATCH_OVERHEAD,
  type BatchHeader,
  compressionOf,
  MAGIC_V2,
  placeBatch,
  readBatchHeader,
  writeBatchHeader,
} from '../../record/batch-header.ts';

/**
 * The batch with those records only that are kept, as the log cleaner writes it: offsets stay, and so does the last offset
 * of the batch, also where nothing is left in it.
 */
export function withoutRecords(batch: Buffer, isKept: (offset: number) => boolean): Buffer {
  const header = headerOf(batch);
  const kept = recordsOf(batch, header).filter(({ offset }) => isKept(offset));
  const records = kept.map(({ bytes }) => bytes);
  const into = Buffer.alloc(BATCH_OVERHEAD);
  writeBatchHeader(into, { ...header, count: kept.length }, records);
  placeBatch(into, header.baseOffset, header.leaderEpoch);
  return Buffer.concat([into, ...records]);
}

/** The last byte of the first batch is another one; its CRC is not. */
export function withWrongCrc(records: Buffer): Buffer {
  const header = readBatchHeader(records, 0);
  if (header === undefined) return records;
  const damaged = Buffer.from(records);
  const last = header.sizeInBytes - 1;
  damaged[last] = (damaged[last] ?? 0) ^ 0xff;
  return damaged;
}

/** Half of the last batch is missing. */
export function truncated(records: Buffer): Buffer {
  let lastAt = 0;
  for (let at = 0; at < records.length; ) {
    const header = readBatchHeader(records, at);
    if (header === undefined) return records;
    lastAt = at;
    at += header.sizeInBytes;
  }
  return records.subarray(0, lastAt + Math.floor((records.length - lastAt) / 2));
}

function headerOf(batch: Buffer): BatchHeader {
  const header = readBatchHeader(batch, 0);
  if (header === undefined || header.magic !== MAGIC_V2 || compressionOf(header) !== 0) {
    const found = header === undefined ? 'cut short' : 'compressed or old';
    throw configError('batch', found, 'an uncompressed one of magic 2');
  }
  return header;
}

/** The records of an uncompressed batch, as they stand there. */
function recordsOf(batch: Buffer, header: BatchHeader): { readonly offset: number; readonly bytes: Buffer }[] {
  let at = BATCH_OVERHEAD;
  return Array.from({ length: header.count }, () => {
    const length = zigzag(batch, at);
    // Behind the length: a byte of attributes, the time, the offset.
    const time = zigzag(batch, length.end + 1);
    const offset = header.baseOffset + zigzag(batch, time.end).value;
    const end = length.end + length.value;
    const bytes = batch.subarray(at, end);
    at = end;
    return { offset, bytes };
  });
}

function zigzag(bytes: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let end = at;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[end++] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 128) return { value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, end };
  }
}
