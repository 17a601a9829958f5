import { type BatchHeader, isControlBatch, MAGIC_V2, verifyBatchCrc } from '../record/batch-header.ts';
import type { OpenOptions } from '../record/open-batch.ts';
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
  options: OpenOptions = {},
): boolean {
  // Transactions, control records and batches left empty came with magic 2.
  if (header.magic < MAGIC_V2) return false;
  if (!isControlBatch(header) && header.count > 0 && aborted === undefined) return false;
  if (options.checkCrcs !== false) verifyBatchCrc(bytes, at, header);
  const isAborted = aborted?.covers(header, bytes, at) ?? false;
  return isAborted || isControlBatch(header) || header.count === 0;
}
