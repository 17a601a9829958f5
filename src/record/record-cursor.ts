// Walks the records of one decompressed batch without allocating. Owns: the decoding of a record (KIP-98).
// Hot path. Invariant: every position it shows lies within [start, end); anything else is CORRUPT_BATCH.
import { KafkaError } from '../base/errors.ts';
import { Views } from '../wire/views.ts';
import { BATCH_OVERHEAD } from './batch-header.ts';
import { readError, saturate } from './batch-layout.ts';
import type { BatchCursor } from './record-view.ts';

/** Where one header stands in the bytes; -1 for a null value. */
export interface HeaderSpan {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** What the cursor has to know of the batch that it walks. */
export interface CursorBatch {
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: number;
  readonly baseTimestamp: number;
  /** The time of every record where the broker stamped the batch (LogAppendTime); else undefined. */
  readonly appendTime: number | undefined;
  /** Records that the header announces. */
  readonly count: number;
}

export class RecordCursor implements BatchCursor {
  readonly bytes: Buffer;
  readonly views: Views;
  readonly #end: number;
  readonly #baseOffset: number;
  readonly #baseTimestamp: number;
  /** Set where the broker stamped the whole batch (LogAppendTime): then every record has this time. */
  readonly #appendTime: number | undefined;
  readonly #batch: CursorBatch;
  readonly #start: number;
  #pos: number;
  #left: number;
  /** Set once something cannot be read: whoever goes on hears of it again instead of getting what is no record. */
  #fault: KafkaError | undefined;

  /** The record that `next` arrived at. Starts are -1 where key or value is null. */
  offset = -1;
  timestamp = -1;
  keyStart = -1;
  keyEnd = -1;
  valueStart = -1;
  valueEnd = -1;
  headerCount = 0;
  /** Where the first header stands. */
  headersStart = 0;
  /** Where the record ends. */
  recordEnd = 0;

  constructor(bytes: Buffer, start: number, end: number, batch: CursorBatch) {
    this.bytes = bytes;
    this.views = new Views(bytes);
    this.#start = start;
    this.#pos = start;
    this.#end = end;
    this.#baseOffset = batch.baseOffset;
    this.#baseTimestamp = batch.baseTimestamp;
    this.#appendTime = batch.appendTime;
    this.#batch = batch;
    this.#left = batch.count;
  }

  /** Goes to the next record; false after the last one. */
  next(): boolean {
    if (this.#left === 0 || this.#pos >= this.#end) return this.#ended();
    this.#left--;
    const size = this.#varint();
    const recordEnd = this.#pos + size;
    if (size < 0 || recordEnd > this.#end)
      throw this.#corrupt(`a record of ${size} bytes, ${this.#end - this.#pos} left`);
    this.#pos++; // attributes, unused
    const timestampDelta = this.#varlong();
    this.timestamp = this.#appendTime ?? saturate(this.#baseTimestamp + timestampDelta);
    this.offset = this.#baseOffset + this.#varint();
    const keyLength = this.#varint();
    let pos = this.#pos;
    this.keyStart = keyLength < 0 ? -1 : pos;
    if (keyLength > 0) pos += keyLength;
    this.keyEnd = this.#pos = pos;
    if (pos > recordEnd) throw this.#corrupt(`a key of ${keyLength} bytes in a record of ${size}`);
    const valueLength = this.#varint();
    pos = this.#pos;
    this.valueStart = valueLength < 0 ? -1 : pos;
    if (valueLength > 0) pos += valueLength;
    this.valueEnd = this.#pos = pos;
    if (pos > recordEnd) throw this.#corrupt(`a value of ${valueLength} bytes in a record of ${size}`);
    this.headerCount = this.#varint();
    this.headersStart = this.#pos;
    // Each header takes two bytes at least, and behind the last one there is nothing.
    if (this.headerCount === 0 ? this.#pos !== recordEnd : this.#cannotHold(recordEnd)) {
      throw this.#corrupt(`${this.headerCount} headers in the ${recordEnd - this.#pos} bytes left of a record`);
    }
    this.recordEnd = recordEnd;
    this.#pos = recordEnd;
    return true;
  }

  #cannotHold(recordEnd: number): boolean {
    return this.headerCount < 0 || this.headerCount * 2 > recordEnd - this.#pos;
  }

  /** The header's count and the bytes must end together: anything else means lost or invented records. */
  #ended(): false {
    if (this.#left === 0 && this.#pos === this.#end) return false;
    if (this.#fault !== undefined) throw this.#fault;
    const { count } = this.#batch;
    if (this.#left > 0) throw this.#corrupt(`its header counts ${count} records, ${count - this.#left} are there`);
    throw this.#corrupt(`${this.#end - this.#pos} bytes are left after its ${count} records`);
  }

  /** A zigzag varint of at most 32 bits. Nearly all are of one byte or two. */
  #varint(): number {
    const bytes = this.bytes;
    const at = this.#pos;
    const first = bytes[at]!;
    if (first < 0x80) {
      this.#pos = at + 1;
      return (first >>> 1) ^ -(first & 1);
    }
    const second = bytes[at + 1]!;
    if (second >= 0x80 || at + 1 >= this.#end) return this.#longVarint();
    this.#pos = at + 2;
    return ((second << 6) | ((first & 0x7f) >>> 1)) ^ -(first & 1);
  }

  #longVarint(): number {
    const bytes = this.bytes;
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (this.#pos >= this.#end) throw this.#corrupt('a varint runs past the end');
      const byte = bytes[this.#pos++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    return this.#fifthByte(value);
  }

  /** The rest of a long varint, apart to keep the usual way short: four bits are left to give. */
  #fifthByte(low: number): number {
    const byte = this.#pos < this.#end ? this.bytes[this.#pos++]! : 0xff;
    if (byte > 0x0f) throw this.#corrupt('a varint is longer than 32 bits');
    const value = low | (byte << 28);
    return (value >>> 1) ^ -(value & 1);
  }

  /** A zigzag varint of at most 64 bits: deltas of timestamps can exceed 32 bits. */
  #varlong(): number {
    const bytes = this.bytes;
    const at = this.#pos;
    const first = bytes[at]!;
    if (first >= 0x80 || at >= this.#end) return this.#longVarlong();
    this.#pos = at + 1;
    return (first >>> 1) ^ -(first & 1);
  }

  /** By number arithmetic. */
  #longVarlong(): number {
    const bytes = this.bytes;
    if (this.#pos >= this.#end) throw this.#corrupt('a varint runs past the end');
    let byte = bytes[this.#pos++]!;
    // The lowest bit is the sign. It is taken off first: further up a number no longer holds it.
    const negative = (byte & 1) !== 0;
    let half = (byte & 0x7f) >>> 1;
    if (byte < 0x80) return negative ? -half - 1 : half;
    let unit = 64;
    for (let length = 1; length < 9; length++) {
      if (this.#pos >= this.#end) throw this.#corrupt('a varint runs past the end');
      byte = bytes[this.#pos++]!;
      half += (byte & 0x7f) * unit;
      if (byte < 0x80) return negative ? -half - 1 : half;
      unit *= 128;
    }
    // Of the tenth byte one bit is left to give.
    byte = this.#pos < this.#end ? bytes[this.#pos++]! : 0xff;
    if (byte > 1) throw this.#corrupt('a varint is longer than 64 bits');
    half += byte * unit;
    return negative ? -half - 1 : half;
  }

  /** The error, which stays: nothing is left to read. */
  #corrupt(why: string): KafkaError {
    // Of a compressed batch it is where the byte would stand had it not been compressed.
    const position = BATCH_OVERHEAD + this.#pos - this.#start;
    const batch = this.#batch;
    const fault = readError('CORRUPT_BATCH', batch, batch.baseOffset, `the batch is corrupt: ${why}`, { position });
    this.#fault = fault;
    this.#left = 0;
    this.#pos = -1;
    return fault;
  }
}

/** Reads the `count` headers from `start`, which must end by `end`; for the few records whose headers are asked for. */
export function readHeaderSpans(bytes: Buffer, start: number, end: number, count: number): HeaderSpan[] {
  const spans: HeaderSpan[] = [];
  let pos = start;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35 && pos < end; shift += 7) {
      const byte = bytes[pos++]!;
      if (shift === 28 && byte > 0x0f) throw corruptHeader('a varint is longer than 32 bits');
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw corruptHeader('a varint does not end');
  };
  for (let i = 0; i < count; i++) {
    const nameLength = varint();
    const nameStart = pos;
    if (nameLength < 0) throw corruptHeader('it has no name');
    pos += nameLength;
    const nameEnd = pos;
    const valueLength = varint();
    const valueStart = valueLength < 0 ? -1 : pos;
    if (valueLength > 0) pos += valueLength;
    if (pos > end) throw corruptHeader('it runs past the end of its record');
    spans.push({ nameStart, nameEnd, valueStart, valueEnd: pos });
  }
  if (pos !== end) throw corruptHeader(`${end - pos} bytes are left behind the last one`);
  return spans;
}

function corruptHeader(why: string): KafkaError {
  return new KafkaError('CORRUPT_BATCH', `a header of the record is corrupt: ${why}`);
}
