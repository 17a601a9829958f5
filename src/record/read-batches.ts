// Raw records bytes, of a Fetch or Produce message or a log segment, as batches: for tools, tests and proxies.
// Owns: the walk from batch to batch. Must not know where the bytes come from.
import { integerOption } from '../base/options.ts';
import { type BatchHeader, readBatchHeader } from './batch-header.ts';
import type { MessageBatch } from './message-batch.ts';
import { openBatch } from './open-batch.ts';

/** A batch as it stands in bytes, unopened. */
export interface RawBatch {
  readonly header: BatchHeader;
  /** Where it begins in the bytes that were walked. */
  readonly position: number;
  /** Its own bytes, header included: a view. */
  readonly bytes: Buffer;
}

/** A batch with its records. */
export interface ReadBatch extends RawBatch {
  /** Iterate it to get the records; of a control batch they are control records, see {@link readControlRecord}. */
  readonly messages: MessageBatch;
}

/** How {@link readBatches} reads. */
export interface ReadBatchesOptions {
  /** Most that one batch may decompress to. @default 64 MiB */
  readonly maxDecompressedBytes?: number | undefined;
  /** False: batches whose checksum is wrong are read as they stand. @default true */
  readonly checkCrcs?: boolean | undefined;
  /** What messages and errors say they were read from. @default '' */
  readonly topic?: string | undefined;
  /** @default 0 */
  readonly partition?: number | undefined;
}

const MAX_INT32 = 2 ** 31 - 1;

/**
 * The batches in `bytes`, by their headers alone: nothing is checked, decompressed or copied. A last one that is cut short
 * ends the walk (KIP-74). Before magic 2, where there are messages only, plain messages that follow each other make one
 * batch, and a compressed set makes another. Throws CORRUPT_BATCH where no batch can begin.
 */
export function* walkBatches(bytes: Buffer): Generator<RawBatch, void, undefined> {
  for (let position = 0; ; ) {
    const header = readBatchHeader(bytes, position);
    if (header === undefined) return;
    const end = position + header.sizeInBytes;
    yield { header, position, bytes: bytes.subarray(position, end) };
    position = end;
  }
}

/**
 * Opens the batches in `bytes` one after the other, of any format: magic 0, 1 and 2, also mixed. Nothing is left out:
 * control batches and records of aborted transactions come too. A batch that cannot be read rejects with CORRUPT_BATCH or
 * UNSUPPORTED (its codec), with its offset and the byte of the batch (`position`) where known; walk on behind it with
 * {@link walkBatches}.
 */
export async function* readBatches(
  bytes: Buffer,
  options: ReadBatchesOptions = {},
): AsyncGenerator<ReadBatch, void, undefined> {
  for (const raw of walkBatches(bytes)) yield { ...raw, messages: await openRawBatch(raw, options) };
}

/** Opens one batch of {@link walkBatches}. */
export async function openRawBatch(raw: RawBatch, options: ReadBatchesOptions = {}): Promise<MessageBatch> {
  const { topic = '', partition = 0, maxDecompressedBytes: most, checkCrcs } = options;
  const maxBytes = integerOption('maxDecompressedBytes', most, 64 * 1024 * 1024, 1, MAX_INT32);
  const origin = { topic, partition, from: 0, highWatermark: -1 };
  return await openBatch(origin, raw.header, raw.bytes, 0, maxBytes, { checkCrcs });
}
