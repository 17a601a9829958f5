// Writes Kafka's primitives. Owns: a growing buffer and, for large payloads, a list of pieces that are never copied.
// Must not know: message names, sockets. This is a hot path.
//
//     pieces:  [ own bytes | a caller's records | own bytes | ... ]     finish() hands them out for one writev
//
// Whatever a caller gives, no wrong byte is written: a value that its field cannot hold is a KafkaError PROTOCOL with
// type, value and what fits. The encoder is of no use after that.
import { isUint8Array } from 'node:util/types';
import { KafkaError } from '../base/errors.ts';
import { invariant } from '../base/invariant.ts';

/** Payloads above this size travel as a piece of their own instead of being copied. */
const COPY_LIMIT = 1024;

/** Raw record batches inside a message: one buffer, or several that follow each other on the wire. */
export type RawRecords = Buffer | readonly Buffer[];

/** Total bytes of raw records. */
export function rawRecordsLength(records: RawRecords): number {
  if (isUint8Array(records)) return records.length;
  let total = 0;
  for (const piece of records) total += piece.length;
  return total;
}

/** Raw records as one buffer: the same one where there is only one, else a copy. */
export function joinRawRecords(records: RawRecords): Buffer {
  if (isUint8Array(records)) return records;
  return records.length === 1 ? records[0]! : Buffer.concat(records);
}

/** Java neither writes nor reads a longer one, though a compact string could say more than an int16. */
const MAX_STRING_BYTES = 0x7fff;

/** Up to this many characters of ASCII are written in a loop of our own. */
const SHORT_STRING = 24;

/** A uuid as Kafka prints it. The last character has four bits to spare, which have to be zero. */
const UUID = /^[A-Za-z0-9_-]{21}[AQgw]$/;

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Writes values one after the other. A value that its field cannot hold throws PROTOCOL with type, value and what fits.
 * `finish()` gives what was written as pieces, `toBuffer()` as one buffer; the encoder is spent then.
 */
export class Encoder {
  #buffer: Buffer;
  #pos = 0;
  /** Where the bytes not yet handed to #pieces begin. */
  #start = 0;
  #pieces: Buffer[] = [];
  #piecesLength = 0;
  /** Bytes of our own before the first piece of somebody else's. */
  #headLength = 0;

  constructor(initialBytes = 256) {
    this.#buffer = Buffer.allocUnsafe(initialBytes);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#piecesLength + this.#pos - this.#start;
  }

  bool(value: boolean): void {
    if (typeof value !== 'boolean') throw refused('bool', value, 'true or false');
    this.#reserve(1);
    this.#buffer[this.#pos++] = value ? 1 : 0;
  }

  int8(value: number): void {
    if (typeof value !== 'number' || (value << 24) >> 24 !== value) throw refused('int8', value, '-128 to 127');
    this.#reserve(1);
    this.#buffer[this.#pos++] = value;
  }

  int16(value: number): void {
    if (typeof value !== 'number' || (value << 16) >> 16 !== value) throw refused('int16', value, '-32768 to 32767');
    this.#int16(value);
  }

  uint16(value: number): void {
    if (typeof value !== 'number' || (value & 0xffff) !== value) throw refused('uint16', value, '0 to 65535');
    this.#int16(value);
  }

  int32(value: number): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw refused('int32', value, '-2147483648 to 2147483647');
    this.#int32(value);
  }

  uint32(value: number): void {
    if (typeof value !== 'number' || value >>> 0 !== value) throw refused('uint32', value, '0 to 4294967295');
    this.#int32(value);
  }

  int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw refused('int64', value, '-(2^53-1) to 2^53-1');
    this.#reserve(8);
    const b = this.#buffer;
    const at = this.#pos;
    const high = Math.floor(value / 0x1_0000_0000);
    b[at] = high >> 24;
    b[at + 1] = high >> 16;
    b[at + 2] = high >> 8;
    b[at + 3] = high;
    const low = value | 0;
    b[at + 4] = low >> 24;
    b[at + 5] = low >> 16;
    b[at + 6] = low >> 8;
    b[at + 7] = low;
    this.#pos = at + 8;
  }

  float64(value: number): void {
    if (typeof value !== 'number') throw refused('float64', value, 'any number');
    this.#reserve(8);
    this.#pos = this.#buffer.writeDoubleBE(value, this.#pos);
  }

  /** An unsigned varint of at most 32 bits (KIP-482). */
  uvarint(value: number): void {
    if (typeof value !== 'number' || value >>> 0 !== value) throw refused('uvarint', value, '0 to 4294967295');
    this.#reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#pos++] = rest;
  }

  /** A uuid from Kafka's text form: 22 characters of base64url. */
  uuid(value: string): void {
    // What is no base64url would be dropped without a word, and the topic would be another one.
    if (typeof value !== 'string' || !UUID.test(value)) throw refused('uuid', value, '16 bytes as base64url');
    this.#reserve(16);
    this.#pos += this.#buffer.write(value, this.#pos, 16, 'base64url');
  }

  string(value: string): void {
    if (this.#shortAscii(value, 2)) return;
    const length = stringLength(value);
    this.#int16(length);
    this.#text(value, length);
  }

  nullableString(value: string | null): void {
    if (value === null) this.int16(-1);
    else this.string(value);
  }

  compactString(value: string): void {
    if (this.#shortAscii(value, 1)) return;
    const length = stringLength(value);
    this.uvarint(length + 1);
    this.#text(value, length);
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.uvarint(0);
    else this.compactString(value);
  }

  bytes(value: Uint8Array): void {
    if (!isUint8Array(value)) throw refused('bytes', value, 'a Uint8Array');
    this.int32(value.length);
    this.raw(value);
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.int32(-1);
    else this.bytes(value);
  }

  compactBytes(value: Uint8Array): void {
    if (!isUint8Array(value)) throw refused('bytes', value, 'a Uint8Array');
    this.uvarint(value.length + 1);
    this.raw(value);
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.uvarint(0);
    else this.compactBytes(value);
  }

  records(value: RawRecords | null): void {
    if (value === null) return this.int32(-1);
    checkRecords(value);
    this.int32(rawRecordsLength(value));
    this.#rawRecords(value);
  }

  compactRecords(value: RawRecords | null): void {
    if (value === null) return this.uvarint(0);
    checkRecords(value);
    this.uvarint(rawRecordsLength(value) + 1);
    this.#rawRecords(value);
  }

  /** The number of an array's elements, which follow. */
  arrayLength(items: readonly unknown[] | null): void {
    if (items === null) return this.int32(-1);
    if (!Array.isArray(items)) throw refused('array', items, 'an array');
    this.int32(items.length);
  }

  compactArrayLength(items: readonly unknown[] | null): void {
    if (items === null) return this.uvarint(0);
    if (!Array.isArray(items)) throw refused('array', items, 'an array');
    this.uvarint(items.length + 1);
  }

  /** Bytes as they are; large ones are kept by reference, so they must not change until the message is sent. */
  raw(value: Uint8Array): void {
    if (value.length > COPY_LIMIT) return this.#piece(value);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#pos);
    this.#pos += value.length;
  }

  /** One tagged field (KIP-482): tag, size, content. */
  taggedField(tag: number, content: Encoder): void {
    this.uvarint(tag);
    this.uvarint(content.length);
    for (const piece of content.finish()) this.raw(piece);
  }

  /** Overwrites four bytes that were written before the first large payload: the size of a frame. */
  patchInt32(at: number, value: number): void {
    if ((value | 0) !== value) throw refused('int32', value, '-2147483648 to 2147483647');
    const own = this.#pieces.length === 0 ? this.#pos : this.#headLength;
    invariant(at >= 0 && at + 4 <= own, 'only bytes of our own are patched, and only before the first large payload');
    (this.#pieces[0] ?? this.#buffer).writeInt32BE(value, at);
  }

  /** The message as pieces to be written one after another. The encoder is spent afterwards. */
  finish(): Buffer[] {
    this.#cut();
    return this.#pieces;
  }

  /** The message as one buffer. */
  toBuffer(): Buffer {
    return joinRawRecords(this.finish());
  }

  #int16(value: number): void {
    this.#reserve(2);
    const b = this.#buffer;
    b[this.#pos++] = value >> 8;
    b[this.#pos++] = value;
  }

  #int32(value: number): void {
    this.#reserve(4);
    const b = this.#buffer;
    b[this.#pos++] = value >> 24;
    b[this.#pos++] = value >> 16;
    b[this.#pos++] = value >> 8;
    b[this.#pos++] = value;
  }

  #rawRecords(value: RawRecords): void {
    if (isUint8Array(value)) this.raw(value);
    else for (const piece of value) this.raw(piece);
  }

  /**
   * Writes a short string of ASCII with its length (two bytes, or one of a compact string) and says true. Most names are
   * such, and two calls into native code take longer. Of any other value nothing is written.
   */
  #shortAscii(value: string, lengthBytes: 1 | 2): boolean {
    if (typeof value !== 'string' || value.length > SHORT_STRING) return false;
    const { length } = value;
    this.#reserve(lengthBytes + length);
    const b = this.#buffer;
    const at = this.#pos + lengthBytes;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      b[at + i] = code;
    }
    if (lengthBytes === 2) b[at - 2] = 0;
    b[at - 1] = lengthBytes === 2 ? length : length + 1;
    this.#pos = at + length;
    return true;
  }

  #text(value: string, length: number): void {
    this.#reserve(length);
    this.#buffer.write(value, this.#pos, length, 'utf8');
    this.#pos += length;
  }

  #piece(value: Uint8Array): void {
    this.#cut();
    this.#pieces.push(Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    this.#piecesLength += value.length;
  }

  /** Moves our own bytes since the last cut to the list of pieces. */
  #cut(): void {
    if (this.#pos === this.#start) return;
    const own = this.#buffer.subarray(this.#start, this.#pos);
    if (this.#pieces.length === 0) this.#headLength = own.length;
    this.#pieces.push(own);
    this.#piecesLength += own.length;
    this.#start = this.#pos;
  }

  #reserve(bytes: number): void {
    if (this.#pos + bytes <= this.#buffer.length) return;
    const pending = this.#pos - this.#start;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, pending + bytes));
    this.#buffer.copy(grown, 0, this.#start, this.#pos);
    this.#buffer = grown;
    this.#start = 0;
    this.#pos = pending;
  }
}

/** Bytes of a string in UTF-8. */
function stringLength(value: string): number {
  if (typeof value !== 'string') throw refused('string', value, 'a string');
  const length = Buffer.byteLength(value);
  if (length > MAX_STRING_BYTES) {
    throw new KafkaError('PROTOCOL', `string of ${length} bytes cannot be written, at most ${MAX_STRING_BYTES} fit`);
  }
  // Java would write a question mark, and another name would arrive than the one that was meant.
  if (length !== value.length && LONE_SURROGATE.test(value)) throw refused('string', value, 'well-formed text');
  return length;
}

function checkRecords(value: RawRecords): void {
  if (isUint8Array(value) || (Array.isArray(value) && value.every(isUint8Array))) return;
  throw refused('records', value, 'a Buffer or several');
}

function refused(type: string, value: unknown, fits: string): KafkaError {
  return new KafkaError('PROTOCOL', `${type} ${shown(value)} cannot be written, it takes ${fits}`);
}

/** A short text of anything. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  if (typeof value === 'object' && value !== null) return Object.prototype.toString.call(value);
  return typeof value === 'function' ? 'function' : String(value);
}
