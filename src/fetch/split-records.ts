// Cuts a partition's bytes of one response into batches, without touching their records. Pure.
import { KafkaError } from '../base/errors.ts';
import { type BatchHeader, compressionOf, LOG_OVERHEAD, MAGIC_V2, readBatchHeader } from '../record/batch-header.ts';

export interface SplitBatch {
  readonly header: BatchHeader;
  /** Where it begins in the bytes. */
  readonly at: number;
}

export interface SplitRecords {
  /** Whole batches with something at or after the offset wanted, in order. */
  readonly batches: readonly SplitBatch[];
  /** Where the next fetch goes on: after the last whole batch, whatever compaction left in it. */
  readonly nextOffset: number;
  /** Leader epoch of that batch; undefined where there is none. */
  readonly lastEpoch: number | undefined;
  /** Set when no batch came whole: bytes that the first one needs. */
  readonly firstBatchBytes: number | undefined;
  /** What made the rest unreadable; the batches before it are good. */
  readonly error: KafkaError | undefined;
}

/** Splits what was fetched at offset `from`. The last batch may be cut short, which is no fault (KIP-74). */
export function splitRecords(bytes: Buffer, from: number): SplitRecords {
  const batches: SplitBatch[] = [];
  let nextOffset = from;
  let lastEpoch: number | undefined;
  let at = 0;
  let error: KafkaError | undefined;
  try {
    for (let read = readBatchHeader(bytes, at); read !== undefined; read = readBatchHeader(bytes, at)) {
      const header = fromOffset(read, nextOffset);
      const after = header.baseOffset + header.lastOffsetDelta + 1;
      // A batch may begin before the offset wanted; one that also ends before it has nothing to give. Behind another one
      // offsets only rise: the base offset is not covered by the CRC, and what it hides would be skipped in silence.
      if (batches.length > 0 && header.baseOffset < nextOffset) throw misplaced(header.baseOffset, nextOffset);
      if (after > nextOffset) {
        batches.push({ header, at });
        nextOffset = after;
        lastEpoch = header.leaderEpoch;
      }
      at += header.sizeInBytes;
    }
  } catch (thrown) {
    if (!KafkaError.is(thrown)) throw thrown;
    error = thrown;
  }
  const cut = at === 0 && error === undefined && bytes.length >= LOG_OVERHEAD;
  const firstBatchBytes = cut ? bytes.readInt32BE(8) + LOG_OVERHEAD : undefined;
  return { batches, nextOffset, lastEpoch, firstBatchBytes, error };
}

/**
 * A compressed set before magic 2 does not say where it begins: for whoever reads that is where the batch before it ended.
 */
function fromOffset(header: BatchHeader, nextOffset: number): BatchHeader {
  const lastOffset = header.baseOffset;
  if (header.magic >= MAGIC_V2 || compressionOf(header) === 0 || lastOffset < nextOffset) return header;
  return { ...header, baseOffset: nextOffset, lastOffsetDelta: lastOffset - nextOffset };
}

function misplaced(offset: number, expected: number): KafkaError {
  const message = `a batch at offset ${offset} stands where ${expected} or later was expected`;
  return new KafkaError('CORRUPT_BATCH', message, { offset });
}
