// Where one record stands in bytes, whatever its format. Must not know how it got there.
import type { Views } from '../wire/views.ts';

/** A record as positions in `bytes`; starts are -1 where key or value is null. */
export interface RecordView {
  readonly bytes: Buffer;
  /** Makes views of `bytes`. */
  readonly views: Views;
  readonly offset: number;
  readonly timestamp: number;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly headerCount: number;
  /** Where the first header stands. */
  readonly headersStart: number;
  /** Where the record ends. */
  readonly recordEnd: number;
}

/** Walks the records of a batch: it shows one, and goes to the next. */
export interface BatchCursor extends RecordView {
  /** Goes to the next record; false after the last one. */
  next(): boolean;
}
