// Reads Kafka's primitives from one buffer. Owns: the position. Must not know: message names, sockets.
// Invariant: 0 <= pos <= end <= buffer.length. Whatever the bytes say, nothing outside [pos, end) is read and nothing
// larger than what is left is allocated: every fault is a KafkaError PROTOCOL. This is a hot path.
import { KafkaError } from '../base/errors.ts';

/** A cursor over the bytes of one message. Byte fields are views of `buffer`: valid as long as it is. */
export class Decoder {
  readonly buffer: Buffer;
  pos: number;
  readonly end: number;

  constructor(buffer: Buffer, pos = 0, end: number = buffer.length) {
    this.buffer = buffer;
    this.pos = pos;
    this.end = end;
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
    const high = this.int32();
    const value = high * 0x1_0000_0000 + this.uint32();
    if (!Number.isSafeInteger(value)) throw protocolError(`int64 outside +-(2^53-1) at byte ${this.pos - 8}`);
    return value;
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.#take(8));
  }

  /** An unsigned varint of at most 32 bits (KIP-482). */
  uvarint(): number {
    const b = this.buffer;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = b[this.#take(1)]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    throw protocolError(`varint longer than 32 bits before byte ${this.pos}`);
  }

  /** A uuid in Kafka's text form: 22 characters of base64url. */
  uuid(): string {
    const at = this.#take(16);
    return this.buffer.toString('base64url', at, at + 16);
  }

  string(): string {
    return this.nullableString() ?? refuseNull('string', this.pos);
  }

  nullableString(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.#text(length);
  }

  compactString(): string {
    return this.compactNullableString() ?? refuseNull('string', this.pos);
  }

  compactNullableString(): string | null {
    const length = this.uvarint() - 1;
    return length < 0 ? null : this.#text(length);
  }

  bytes(): Buffer {
    return this.nullableBytes() ?? refuseNull('bytes', this.pos);
  }

  nullableBytes(): Buffer | null {
    const length = this.int32();
    return length < 0 ? null : this.raw(length);
  }

  compactBytes(): Buffer {
    return this.compactNullableBytes() ?? refuseNull('bytes', this.pos);
  }

  compactNullableBytes(): Buffer | null {
    const length = this.uvarint() - 1;
    return length < 0 ? null : this.raw(length);
  }

  /** The next `length` bytes as a view. */
  raw(length: number): Buffer {
    const at = this.#take(length);
    return this.buffer.subarray(at, at + length);
  }

  /** Length of an array that may not be null. No element is smaller than a byte, so a longer one is a PROTOCOL error. */
  arrayLength(): number {
    const length = this.nullableArrayLength();
    return length < 0 ? refuseNull('array', this.pos) : length;
  }

  /** Length of an array, -1 for null. */
  nullableArrayLength(): number {
    return this.#checkArray(this.int32());
  }

  compactArrayLength(): number {
    const length = this.nullableCompactArrayLength();
    return length < 0 ? refuseNull('array', this.pos) : length;
  }

  nullableCompactArrayLength(): number {
    return this.#checkArray(this.uvarint() - 1);
  }

  /** Passes over a section of tagged fields, none of which is known. */
  skipTaggedFields(): void {
    for (let count = this.uvarint(); count > 0; count--) {
      this.uvarint();
      this.#take(this.uvarint());
    }
  }

  /** A message must end where its bytes end: anything left over means that reader and writer disagree. */
  expectEnd(what: string): void {
    if (this.pos !== this.end) throw protocolError(`${what}: ${this.end - this.pos} bytes left over`);
  }

  #text(length: number): string {
    const at = this.#take(length);
    return this.buffer.toString('utf8', at, at + length);
  }

  #checkArray(length: number): number {
    if (length > this.end - this.pos) {
      throw protocolError(`array of ${length} elements in the ${this.end - this.pos} bytes left`);
    }
    return length < 0 ? -1 : length;
  }

  #take(length: number): number {
    const at = this.pos;
    if (length > this.end - at) {
      throw protocolError(`${length} bytes wanted at byte ${at}, ${this.end - at} left`);
    }
    this.pos = at + length;
    return at;
  }
}

function refuseNull(type: string, pos: number): never {
  throw protocolError(`null ${type} before byte ${pos} where the protocol allows none`);
}

function protocolError(message: string): KafkaError {
  return new KafkaError('PROTOCOL', `malformed message: ${message}`);
}
