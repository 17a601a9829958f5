// Encodes records into the batch they will travel in, once. Owns: the encoding of a record (KIP-98) and its chunks.
// Must not know producers, topics or sockets. Hot path: nothing is allocated per record.
//
//     chunks:  [ r0 r1 r2 .. | unused ][ r8 r9 .. | unused ][ one record larger than a chunk ][ .. open ]
//
// No record crosses a chunk's end, so a chunk can be walked, sent and returned to the pool on its own.
import { KafkaError } from '../base/errors.ts';
import type { ChunkPool } from './chunk-pool.ts';

/** Bytes of a key, a value or a header's value: text is written as UTF-8, null is not the same as empty. */
export type RecordBytes = Buffer | Uint8Array | string | null;

/** Headers in order; a name may come more than once. */
export type RecordHeaders = readonly (readonly [name: string, value: RecordBytes])[];

/** Up to this many bytes a loop beats a call into native code. */
const LOOP_LIMIT = 32;

export class BatchBuilder {
  readonly #pool: ChunkPool;
  /** Chunks that are full, each with the bytes used of it. */
  readonly #full: Buffer[] = [];
  #chunks: Buffer[] = [];
  #chunk: Buffer;
  #pos = 0;
  #count = 0;
  #bytes = 0;
  #baseTimestamp = 0;
  #maxTimestamp = 0;

  constructor(pool: ChunkPool) {
    this.#pool = pool;
    this.#chunk = pool.take();
  }

  /** Records appended so far. */
  get count(): number {
    return this.#count;
  }

  /** Encoded bytes of all records, without the batch header. */
  get bytes(): number {
    return this.#bytes;
  }

  get baseTimestamp(): number {
    return this.#baseTimestamp;
  }

  get maxTimestamp(): number {
    return this.#maxTimestamp;
  }

  /**
   * Appends one record and returns the bytes it took; -1, with nothing written, when the records would be more than
   * `maxBytes` together. `timestamp` is in milliseconds since 1970.
   */
  append(
    key: RecordBytes | undefined,
    value: RecordBytes | undefined,
    headers: RecordHeaders | undefined,
    timestamp: number,
    maxBytes: number,
  ): number {
    const keyLength = byteLength(key);
    const valueLength = byteLength(value);
    const headerCount = headers?.length ?? 0;
    const timestampDelta = this.#count === 0 ? 0 : timestamp - this.#baseTimestamp;
    let size = 1 + varlongSize(timestampDelta) + lengthSize(this.#count);
    size += keyLength > 0 ? lengthSize(keyLength) + keyLength : 1;
    size += valueLength > 0 ? lengthSize(valueLength) + valueLength : 1;
    size += headerCount > 0 ? lengthSize(headerCount) + headersSize(headers as RecordHeaders) : 1;
    const total = lengthSize(size) + size;
    if (this.#bytes + total > maxBytes) return -1;
    this.#reserve(total);
    // The position is a local on the way: as a field it would be stored after every byte.
    const chunk = this.#chunk;
    let pos = writeLength(chunk, this.#pos, size);
    chunk[pos++] = 0;
    pos = writeVarlong(chunk, pos, timestampDelta);
    pos = writeLength(chunk, pos, this.#count);
    pos = writeField(chunk, pos, key, keyLength);
    pos = writeField(chunk, pos, value, valueLength);
    pos = writeLength(chunk, pos, headerCount);
    this.#pos = headerCount > 0 ? writeHeaders(chunk, pos, headers as RecordHeaders) : pos;
    if (this.#count === 0) this.#baseTimestamp = this.#maxTimestamp = timestamp;
    else if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    this.#count++;
    this.#bytes += total;
    return total;
  }

  /** The encoded records as pieces in order. Nothing may be appended afterwards. */
  finish(): readonly Buffer[] {
    this.#cut();
    return this.#full;
  }

  /** Gives the chunks back to the pool. Only when nothing reads the pieces any more. */
  recycle(): void {
    for (const chunk of this.#chunks) this.#pool.give(chunk);
    this.#chunks = [];
  }

  #reserve(total: number): void {
    if (this.#pos + total <= this.#chunk.length) return;
    this.#cut();
    this.#chunk = this.#pool.take(this.#bytes, total);
    this.#pos = 0;
  }

  #cut(): void {
    if (this.#pos > 0) {
      this.#full.push(this.#pos === this.#chunk.length ? this.#chunk : this.#chunk.subarray(0, this.#pos));
    }
    this.#chunks.push(this.#chunk);
    this.#pos = 0;
    this.#chunk = EMPTY;
  }
}

const EMPTY = Buffer.alloc(0);

/** A zigzag varint of -1. */
const NULL_LENGTH = 1;

/**
 * Writes a zigzag varint of a length or a count, which is never negative, at `pos`; like the others below it returns where
 * it ended.
 */
function writeLength(chunk: Buffer, pos: number, length: number): number {
  if (length < 0x40) {
    chunk[pos] = length << 1;
    return pos + 1;
  }
  if (length >= 0x2000) return writeVarint(chunk, pos, length);
  // What is stored is the low byte alone.
  chunk[pos] = (length << 1) | 0x80;
  chunk[pos + 1] = length >>> 6;
  return pos + 2;
}

/** Writes a zigzag varint of an int32. */
function writeVarint(chunk: Buffer, pos: number, value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let at = pos;
  while (rest > 0x7f) {
    chunk[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  chunk[at++] = rest;
  return at;
}

/** Writes a zigzag varint of a safe integer. */
function writeVarlong(chunk: Buffer, pos: number, value: number): number {
  if (value >= -0x4000_0000 && value < 0x4000_0000) return writeVarint(chunk, pos, value);
  let rest = zigzag(value);
  let at = pos;
  while (rest > 0x7fn) {
    chunk[at++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  chunk[at++] = Number(rest);
  return at;
}

/** Writes a length, -1 for null, and that many bytes. */
function writeField(chunk: Buffer, pos: number, value: RecordBytes | undefined, length: number): number {
  if (length <= 0) {
    chunk[pos] = length === 0 ? 0 : NULL_LENGTH;
    return pos + 1;
  }
  let at = writeLength(chunk, pos, length);
  if (typeof value === 'string') {
    if (length !== value.length || length > LOOP_LIMIT) chunk.write(value, at, length, 'utf8');
    else for (let i = 0; i < length; i++) chunk[at + i] = value.charCodeAt(i);
  } else if (length <= LOOP_LIMIT) {
    for (let i = 0; i < length; i++) chunk[at + i] = (value as Uint8Array)[i]!;
  } else chunk.set(value as Uint8Array, at);
  at += length;
  return at;
}

function writeHeaders(chunk: Buffer, pos: number, headers: RecordHeaders): number {
  let at = pos;
  for (const [name, value] of headers) {
    at = writeField(chunk, at, name, byteLength(name));
    at = writeField(chunk, at, value, byteLength(value));
  }
  return at;
}

/** Only for deltas above 12 days, so a BigInt does no harm. */
function zigzag(value: number): bigint {
  const wide = BigInt(value);
  return wide >= 0n ? wide << 1n : (-wide << 1n) - 1n;
}

/** -1 for null and undefined. */
function byteLength(value: RecordBytes | undefined): number {
  if (value === null || value === undefined) return -1;
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length;
}

function headersSize(headers: RecordHeaders): number {
  let size = 0;
  for (const [name, value] of headers) {
    if (typeof name !== 'string')
      throw new KafkaError('CONFIG', `a header's name is ${String(name)}; it accepts a string`);
    const nameLength = byteLength(name);
    const valueBytes = Math.max(byteLength(value), 0);
    size += lengthSize(nameLength) + nameLength + lengthSize(valueBytes) + valueBytes;
  }
  return size;
}

/** Bytes of a zigzag varint of a length or a count, which is never negative. */
function lengthSize(length: number): number {
  if (length < 0x40) return 1;
  return length < 0x2000 ? 2 : varintSize(length);
}

function varintSize(value: number): number {
  const rest = ((value << 1) ^ (value >> 31)) >>> 0;
  if (rest < 0x80) return 1;
  if (rest < 0x4000) return 2;
  if (rest < 0x20_0000) return 3;
  return rest < 0x1000_0000 ? 4 : 5;
}

function varlongSize(value: number): number {
  if (value >= -0x4000_0000 && value < 0x4000_0000) return varintSize(value);
  let size = 1;
  for (let rest = zigzag(value); rest > 0x7fn; rest >>= 7n) size++;
  return size;
}
