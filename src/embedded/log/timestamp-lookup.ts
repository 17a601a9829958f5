// Finds offsets by the time of records (ListOffsets). Batches are skipped by their largest timestamp; only the one
// batch that answers is opened.
import { readBatchHeader } from '../../record/batch-header.ts';
import type { MessageBatch } from '../../record/message-batch.ts';
import { openBatch } from '../../record/open-batch.ts';
import type { PartitionLog, StoredBatch } from './partition-log.ts';

/** Where a record with the wanted time stands. */
export interface FoundOffset {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

const MAX_DECOMPRESSED_BYTES = 2 ** 30;

/** The first record whose timestamp is at least `timestamp`. Rejects with UNSUPPORTED where its codec is not built in. */
export async function findFromTimestamp(log: PartitionLog, timestamp: number): Promise<FoundOffset | undefined> {
  for (const stored of log.batches()) {
    if (stored.maxTimestamp < timestamp) continue;
    const found = await firstRecord(stored, log.startOffset, (at) => at >= timestamp);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first record with the largest timestamp of the log (KIP-734). */
export async function findMaxTimestamp(log: PartitionLog): Promise<FoundOffset | undefined> {
  let newest: StoredBatch | undefined;
  for (const stored of log.batches()) {
    if (newest === undefined || stored.maxTimestamp > newest.maxTimestamp) newest = stored;
  }
  if (newest === undefined) return undefined;
  const wanted = newest.maxTimestamp;
  return firstRecord(newest, log.startOffset, (at) => at === wanted);
}

async function firstRecord(
  stored: StoredBatch,
  startOffset: number,
  matches: (timestamp: number) => boolean,
): Promise<FoundOffset | undefined> {
  const header = readBatchHeader(stored.bytes, 0);
  if (header === undefined) return undefined;
  const origin = { topic: '', partition: 0, from: 0, highWatermark: -1 };
  const batch: MessageBatch = await openBatch(origin, header, stored.bytes, 0, MAX_DECOMPRESSED_BYTES);
  const cursor = batch.cursor();
  while (cursor.next()) {
    // The first batch may begin with records that were deleted.
    if (cursor.offset < startOffset || !matches(cursor.timestamp)) continue;
    return { offset: cursor.offset, timestamp: cursor.timestamp, leaderEpoch: stored.leaderEpoch };
  }
  return undefined;
}
