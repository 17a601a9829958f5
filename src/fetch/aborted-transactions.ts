// Which batches of a response belong to aborted transactions (KIP-98). Owns: the walk along the broker's list. Pure.
//
// The list says: producer P had a transaction aborted whose first offset is F. Its records in this response are those
// from F on until P's abort marker. So batches must be shown in offset order, each once.
import { BATCH_OVERHEAD, type BatchHeader, isControlBatch, isTransactionalBatch } from '../record/batch-header.ts';
import { RecordCursor } from '../record/record-cursor.ts';

export interface AbortedTransactionRange {
  readonly producerId: number;
  readonly firstOffset: number;
}

const ABORT_MARKER = 0;

export class AbortedTransactions {
  readonly #byFirstOffset: readonly AbortedTransactionRange[];
  #next = 0;
  /** Producers inside an aborted transaction at the place reached. */
  readonly #producers = new Set<number>();

  constructor(list: readonly AbortedTransactionRange[]) {
    // Kafka sends the list sorted, other brokers do not.
    this.#byFirstOffset = [...list].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** True when the batch at `at` holds records of an aborted transaction. Control batches are never "aborted". */
  covers(header: BatchHeader, bytes: Buffer, at: number): boolean {
    if (header.producerId < 0) return false;
    const lastOffset = header.baseOffset + header.lastOffsetDelta;
    for (; this.#next < this.#byFirstOffset.length; this.#next++) {
      const range = this.#byFirstOffset[this.#next]!;
      if (range.firstOffset > lastOffset) break;
      this.#producers.add(range.producerId);
    }
    if (isControlBatch(header)) {
      if (isAbortMarker(header, bytes, at)) this.#producers.delete(header.producerId);
      return false;
    }
    return isTransactionalBatch(header) && this.#producers.has(header.producerId);
  }
}

/** A control record's key is its version and its type, two int16. */
function isAbortMarker(header: BatchHeader, bytes: Buffer, at: number): boolean {
  const cursor = new RecordCursor(bytes, at + BATCH_OVERHEAD, at + header.sizeInBytes, {
    topic: '',
    partition: -1,
    count: header.count,
    baseOffset: header.baseOffset,
    baseTimestamp: header.baseTimestamp,
    appendTime: undefined,
  });
  return (
    cursor.next() &&
    cursor.keyStart >= 0 &&
    cursor.keyEnd - cursor.keyStart >= 4 &&
    bytes.readInt16BE(cursor.keyStart + 2) === ABORT_MARKER
  );
}
