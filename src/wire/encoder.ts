// Writes Kafka's primitives. Owns: a growing buffer and, for large payloads, a list of pieces that are never copied.
// Must not know: message names, sockets. This is a hot path.
//
//     pieces:  [ own bytes | a caller's records | own bytes | ... ]     finish() hands them out for one writev
import { KafkaError } from '../base/errors.ts';

/** Payloads above this size travel as a piece of their own instead of being copied. */
const COPY_LIMIT = 1024;

/** Raw record batches inside a message: one buffer, or several that follow each other on the wire. */
export type RawRecords = Buffer | readonly Buffer[];

/** Total bytes of raw records. */
export function rawRecordsLength(records: RawRecords): number {
  if (Buffer.isBuffer(records)) return records.length;
  let total = 0;
  for (const piece of records) total += piece.length;
  return total;
}

/** Raw records as one buffer: the same one where there is only one, else a copy. */
export function joinRawRecords(records: RawRecords): Buffer {
  if (Buffer.isBuffer(records)) return records;
  return records.length === 1 ? records[0]! : Buffer.concat(records);
}

/** Bytes of a string. Compact strings could say more than an int16, but Java neither writes nor reads longer ones. */
function stringLength(value: string): number {
  const length = Buffer.byteLength(value);
  if (length > 0x7fff) throw new KafkaError('PROTOCOL', `string of ${length} bytes, at most 32767 fit`);
  return length;
}

export class Encoder {
  #buffer: Buffer;
  #pos = 0;
  /** Where the bytes not yet handed to #pieces begin. */
  #start = 0;
  #pieces: Buffer[] = [];
  #piecesLength = 0;

  constructor(initialBytes = 256) {
    this.#buffer = Buffer.allocUnsafe(initialBytes);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#piecesLength + this.#pos - this.#start;
  }

  bool(value: boolean): void {
    this.int8(value ? 1 : 0);
  }

  int8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#pos++] = value;
  }

  int16(value: number): void {
    this.#reserve(2);
    const b = this.#buffer;
    b[this.#pos++] = value >> 8;
    b[this.#pos++] = value;
  }

  uint16(value: number): void {
    this.int16(value);
  }

  int32(value: number): void {
    this.#reserve(4);
    const b = this.#buffer;
    b[this.#pos++] = value >> 24;
    b[this.#pos++] = value >> 16;
    b[this.#pos++] = value >> 8;
    b[this.#pos++] = value;
  }

  uint32(value: number): void {
    this.int32(value | 0);
  }

  int64(value: number): void {
    if (!Number.isSafeInteger(value)) throw new KafkaError('INTERNAL', `int64 ${value} is not a safe integer`);
    this.int32(Math.floor(value / 0x1_0000_0000));
    this.int32(value | 0);
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#pos = this.#buffer.writeDoubleBE(value, this.#pos);
  }

  /** An unsigned varint of at most 32 bits (KIP-482). */
  uvarint(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#buffer[this.#pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#pos++] = rest;
  }

  /** A uuid from Kafka's text form: 22 characters of base64url. */
  uuid(value: string): void {
    this.#reserve(16);
    // The length is checked apart: what does not fit is dropped without a word, and the topic would be another one.
    const written = value.length === 22 ? this.#buffer.write(value, this.#pos, 16, 'base64url') : 0;
    if (written !== 16) throw new KafkaError('INTERNAL', `uuid ${JSON.stringify(value)} is not 16 bytes of base64url`);
    this.#pos += 16;
  }

  string(value: string): void {
    const length = stringLength(value);
    this.int16(length);
    this.#text(value, length);
  }

  nullableString(value: string | null): void {
    if (value === null) this.int16(-1);
    else this.string(value);
  }

  compactString(value: string): void {
    const length = stringLength(value);
    this.uvarint(length + 1);
    this.#text(value, length);
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.uvarint(0);
    else this.compactString(value);
  }

  bytes(value: Uint8Array): void {
    this.int32(value.length);
    this.raw(value);
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.int32(-1);
    else this.bytes(value);
  }

  compactBytes(value: Uint8Array): void {
    this.uvarint(value.length + 1);
    this.raw(value);
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.uvarint(0);
    else this.compactBytes(value);
  }

  records(value: RawRecords | null): void {
    this.int32(value === null ? -1 : rawRecordsLength(value));
    if (value !== null) this.#rawRecords(value);
  }

  compactRecords(value: RawRecords | null): void {
    this.uvarint(value === null ? 0 : rawRecordsLength(value) + 1);
    if (value !== null) this.#rawRecords(value);
  }

  /** -1 for null. */
  arrayLength(length: number): void {
    this.int32(length);
  }

  /** -1 for null. */
  compactArrayLength(length: number): void {
    this.uvarint(length + 1);
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

  /** Overwrites four bytes written before. Only bytes of the first piece can be patched. */
  patchInt32(at: number, value: number): void {
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

  #rawRecords(value: RawRecords): void {
    if (Buffer.isBuffer(value)) this.raw(value);
    else for (const piece of value) this.raw(piece);
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
