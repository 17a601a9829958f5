import { type BatchHeader, verifyBatchCrc } from '../record/batch-header.ts';
import { isControlBatch } from '../record/message-batch.ts';
import type { AbortedTransactions } from './aborted-transactions.ts';

/**
 * True for batches that users never see: control batches, batches of aborted transactions, batches that compaction has
 * emptied. `aborted` is undefined where nothing is. Throws CORRUPT_BATCH: what decides must be sound first, because a
 * flipped bit may not make records vanish.
 */
export function isFiltered(
  header: BatchHeader,
  bytes: Buffer,
  at: number,
  aborted: AbortedTransactions | undefined,
): boolean {
  if (!isControlBatch(header) && header.count > 0 && aborted === undefined) return false;
  verifyBatchCrc(bytes, at, header);
  const isAborted = aborted?.covers(header, bytes, at) ?? false;
  return isAborted || isControlBatch(header) || header.count === 0;
}
