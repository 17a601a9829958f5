// Where one record stands in bytes, whatever its format. Must not know how it got there.

/** A record as positions in `bytes`; starts are -1 where key or value is null. */
export interface RecordView {
  readonly bytes: Buffer;
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
