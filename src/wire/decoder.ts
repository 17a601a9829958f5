// Reads Kafka's primitives from one buffer. Owns: the position. Must not know: message names, sockets.
// Invariant: 0 <= start <= pos <= end <= buffer.length. Whatever the bytes say, nothing outside [start, end) is read and
// nothing larger than what is left is allocated: every fault is a KafkaError PROTOCOL with the byte where the value
// begins that could not be read, counted from start. This is a hot path.
//
// A decoded message holds at most 64 bytes of heap per byte of it: no array is longer than the bytes that are left, every
// element takes one at least, and the smallest structs of Kafka's messages (two or three bytes, made of nothing but empty
// fields) make objects of some hundred bytes. `test/scenario/faults/hostile-messages.test.ts` measures the worst.
import { isUtf8 } from 'node:buffer';
import { KafkaError } from '../base/errors.ts';
import { invariant } from '../base/invariant.ts';

/** The longest string of the protocol, compact ones included: Java neither writes nor reads longer ones. */
const MAX_STRING_BYTES = 0x7fff;

/** What stands in a decoded text for bytes that are no UTF-8, and for itself. */
const REPLACEMENT = '\ufffd';

const NO_BYTES: Buffer = Buffer.alloc(0);

/** A cursor over the bytes of one message. Byte fields are views of `buffer`: valid as long as it is. */
export class Decoder {
  readonly buffer: Buffer;
  pos: number;
  readonly end: number;
  /** Positions in errors are counted from here. */
  readonly #start: number;

  constructor(buffer: Buffer, pos = 0, end: number = buffer.length) {
    invariant(pos >= 0 && pos <= end && end <= buffer.length, 'a message lies within its buffer');
    this.buffer = buffer;
    this.pos = pos;
    this.end = end;
    this.#start = pos;
  }

  get remaining(): number {
    return this.end - this.pos;
  }

  bool(): boolean {
    return this.int8() !== 0;
  }

  int8(): number {
    const at = this.#take(1);
    return (this.buffer[at]! << 24) >> 24;
  }

  int16(): number {
    const at = this.#take(2);
    const b = this.buffer;
    return ((b[at]! << 24) >> 16) | b[at + 1]!;
  }

  uint16(): number {
    const at = this.#take(2);
    return (this.buffer[at]! << 8) | this.buffer[at + 1]!;
  }

  int32(): number {
    const at = this.#take(4);
    const b = this.buffer;
    return (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  /** An int64 as a number; one outside +-(2^53-1) is a PROTOCOL error. */
  int64(): number {
    const at = this.#take(8);
    const b = this.buffer;
    const high = (b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!;
    const low = (b[at + 4]! << 24) | (b[at + 5]! << 16) | (b[at + 6]! << 8) | b[at + 7]!;
    const value = high * 0x1_0000_0000 + (low >>> 0);
    if (!Number.isSafeInteger(value)) throw this.#fault(at, `int64 outside +-(2^53-1) at byte ${at - this.#start}`);
    return value;
  }

  /** An int64 of which the largest one means that there is no limit: the largest safe integer stands for it. */
  int64OrMax(): number {
    const at = this.pos;
    if (this.int32() === 0x7fff_ffff && this.int32() === -1) return Number.MAX_SAFE_INTEGER;
    this.pos = at;
    return this.int64();
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.#take(8));
  }

  /** An unsigned varint of at most 32 bits (KIP-482). Like Java's reader this one takes longer forms of a small value. */
  uvarint(): number {
    const at = this.pos;
    const b = this.buffer;
    const first = at < this.end ? b[at]! : 0x80;
    if (first < 0x80) {
      this.pos = at + 1;
      return first;
    }
    return this.#longVarint(at);
  }

  /** A uuid in Kafka's text form: 22 characters of base64url. */
  uuid(): string {
    const at = this.#take(16);
    return this.buffer.toString('base64url', at, at + 16);
  }

  string(): string {
    const at = this.pos;
    return this.nullableString() ?? this.#refuseNull(at, 'string');
  }

  nullableString(): string | null {
    const at = this.pos;
    return this.#text(at, this.int16());
  }

  compactString(): string {
    const at = this.pos;
    return this.compactNullableString() ?? this.#refuseNull(at, 'string');
  }

  compactNullableString(): string | null {
    const at = this.pos;
    return this.#text(at, this.uvarint() - 1);
  }

  bytes(): Buffer {
    const at = this.pos;
    return this.nullableBytes() ?? this.#refuseNull(at, 'bytes');
  }

  nullableBytes(): Buffer | null {
    const at = this.pos;
    return this.#bytes(at, this.int32());
  }

  compactBytes(): Buffer {
    const at = this.pos;
    return this.compactNullableBytes() ?? this.#refuseNull(at, 'bytes');
  }

  compactNullableBytes(): Buffer | null {
    const at = this.pos;
    return this.#bytes(at, this.uvarint() - 1);
  }

  /** The next `length` bytes as a view. */
  raw(length: number): Buffer {
    const at = this.pos;
    return (Number.isInteger(length) && this.#bytes(at, length)) || this.#refuseLength(at, length);
  }

  /** Length of an array that may not be null. No element is smaller than a byte, so a longer one is a PROTOCOL error. */
  arrayLength(): number {
    const at = this.pos;
    const length = this.nullableArrayLength();
    return length < 0 ? this.#refuseNull(at, 'array') : length;
  }

  /** Length of an array, -1 for null. */
  nullableArrayLength(): number {
    const at = this.pos;
    return this.#checkArray(at, this.int32());
  }

  compactArrayLength(): number {
    const at = this.pos;
    const length = this.nullableCompactArrayLength();
    return length < 0 ? this.#refuseNull(at, 'array') : length;
  }

  nullableCompactArrayLength(): number {
    const at = this.pos;
    return this.#checkArray(at, this.uvarint() - 1);
  }

  /** Passes over a section of tagged fields, none of which is known. Like Java it takes them in any order. */
  skipTaggedFields(): void {
    for (let count = this.uvarint(); count > 0; count--) {
      this.uvarint();
      this.#take(this.uvarint());
    }
  }

  /** A tagged field whose content is known must end where its announced size says. */
  expectTagEnd(end: number, struct: string, tag: number): void {
    if (this.pos === end) return;
    const [is, was] = [this.pos - this.#start, end - this.#start];
    throw this.#fault(this.pos, `tag ${tag} of ${struct} ends at byte ${is}, announced was byte ${was}`);
  }

  /** For a tagged field in a version that does not have it: like Java's reader this one refuses it. */
  refuseTag(struct: string, tag: number, version: number): never {
    throw this.#fault(this.pos, `version ${version} of ${struct} has no tag ${tag}`);
  }

  /** A message must end where its bytes end: anything left over means that reader and writer disagree. */
  expectEnd(what: string): void {
    if (this.pos !== this.end) throw this.#fault(this.pos, `${what}: ${this.end - this.pos} bytes left over`);
  }

  #longVarint(at: number): number {
    const b = this.buffer;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = b[this.#take(1)]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte >= 0x80) continue;
      if (value <= 0xffff_ffff) return value;
      break;
    }
    throw this.#fault(at, `varint longer than 32 bits at byte ${at - this.#start}`);
  }

  #text(at: number, length: number): string | null {
    if (length <= 0) return length === 0 ? '' : length === -1 ? null : this.#refuseLength(at, length);
    if (length > MAX_STRING_BYTES) this.#refuseLength(at, length);
    const from = this.#take(length);
    const text = this.buffer.toString('utf8', from, this.pos);
    if (text.includes(REPLACEMENT) && !isUtf8(this.buffer.subarray(from, this.pos))) {
      throw this.#fault(from, `string at byte ${from - this.#start} is no UTF-8`);
    }
    return text;
  }

  #bytes(at: number, length: number): Buffer | null {
    if (length <= 0) return length === 0 ? NO_BYTES : length === -1 ? null : this.#refuseLength(at, length);
    const from = this.#take(length);
    return this.buffer.subarray(from, this.pos);
  }

  #checkArray(at: number, length: number): number {
    if (length < -1) this.#refuseLength(at, length);
    if (length > this.end - this.pos) {
      throw this.#fault(at, `array of ${length} elements in the ${this.end - this.pos} bytes left`);
    }
    return length;
  }

  #take(length: number): number {
    const at = this.pos;
    if (length > this.end - at) {
      throw this.#fault(at, `${length} bytes wanted at byte ${at - this.#start}, ${this.end - at} left`);
    }
    this.pos = at + length;
    return at;
  }

  #refuseNull(at: number, type: string): never {
    throw this.#fault(at, `null ${type} at byte ${at - this.#start} where the protocol allows none`);
  }

  #refuseLength(at: number, length: number): never {
    throw this.#fault(at, `length ${length} at byte ${at - this.#start}`);
  }

  #fault(at: number, what: string): KafkaError {
    return new KafkaError('PROTOCOL', `malformed message: ${what}`, { position: at - this.#start });
  }
}
