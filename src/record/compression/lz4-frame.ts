// The LZ4 frame format, read and written. Owns: headers, block sizes, checksums of what is stored. Must not know how a
// block is compressed.
//
//     magic 04 22 4d 18 | flags | block size | [content size u64] | header checksum | (size u32, block, [checksum])* |
//     0 u32 | [content checksum u32]
//
// Invariant: a frame that was read lies within its bytes, and no block of it is larger than its header allows.
import { corrupt } from './corrupt.ts';
import { xxh32 } from './xxh32.ts';

const MAGIC = 0x184d2204;
/** 16 magic numbers begin frames that hold no data. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const IS_RAW = 0x8000_0000;

const Flag = { version: 0xc0, independent: 0x20, blockChecksum: 0x10, size: 0x08, contentChecksum: 0x04 } as const;
const VERSION_1 = 0x40;
const RESERVED_FLAG = 0x02;
const DICTIONARY_FLAG = 0x01;

/** What Java's producer writes: version 1, independent blocks of at most 64 KiB, no checksums but the header's. */
const HEADER: Buffer = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
/** Largest block that is written. */
export const BLOCK_BYTES: number = 64 * 1024;

/** A block as it is stored, from `start` to `end`. */
export interface Lz4Block {
  readonly start: number;
  readonly end: number;
  /** Stored as it is: it was no smaller compressed. */
  readonly isRaw: boolean;
}

export interface Lz4Frame {
  readonly start: number;
  readonly blocks: readonly Lz4Block[];
  /** Most bytes that a block decompresses to. */
  readonly maxBlockBytes: number;
  /** False: a block may copy from the 64 KiB before it. */
  readonly isIndependent: boolean;
  /** Undefined where the header does not tell. */
  readonly contentBytes: number | undefined;
  readonly contentChecksum: number | undefined;
}

/** Every frame in `bytes`. `legacy`: header checksums are not looked at, because writers before 0.10 got them wrong. */
export function readFrames(bytes: Buffer, legacy: boolean): Lz4Frame[] {
  const frames: Lz4Frame[] = [];
  const cursor = new FrameCursor(bytes);
  do {
    const frame = cursor.next(legacy);
    if (frame !== undefined) frames.push(frame);
  } while (cursor.at < bytes.length);
  return frames;
}

class FrameCursor {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The frame that begins here; undefined for one to be skipped. */
  next(legacy: boolean): Lz4Frame | undefined {
    const start = this.at;
    const magic = this.#uint32('its magic number');
    if (magic >>> 4 === SKIPPABLE_MAGIC >>> 4) {
      this.#take(this.#uint32('the size of a frame to skip'), 'a frame to skip');
      return undefined;
    }
    if (magic !== MAGIC) throw corrupt('lz4', `${magic.toString(16)} begins no frame`, start);
    return this.#frame(start, legacy);
  }

  #frame(start: number, legacy: boolean): Lz4Frame {
    const flags = this.#uint8('its flags');
    if ((flags & Flag.version) !== VERSION_1 || (flags & RESERVED_FLAG) !== 0) {
      throw corrupt('lz4', `flags ${flags.toString(16)} are not known`, start + 4);
    }
    if ((flags & DICTIONARY_FLAG) !== 0) throw corrupt('lz4', 'it needs a dictionary', start + 4);
    const sizes = this.#uint8('its block size');
    const sizeCode = sizes >> 4;
    if ((sizes & 0x8f) !== 0 || sizeCode < 4) {
      throw corrupt('lz4', `block size ${sizes.toString(16)} is not known`, start + 5);
    }
    const contentBytes = (flags & Flag.size) === 0 ? undefined : this.#uint64('its content size');
    this.#headerChecksum(start, legacy);
    const maxBlockBytes = 1 << (8 + 2 * sizeCode);
    const blocks = this.#blocks(maxBlockBytes, (flags & Flag.blockChecksum) !== 0);
    const contentChecksum = (flags & Flag.contentChecksum) === 0 ? undefined : this.#uint32('its content checksum');
    const isIndependent = (flags & Flag.independent) !== 0;
    return { start, blocks, maxBlockBytes, isIndependent, contentBytes, contentChecksum };
  }

  #headerChecksum(start: number, legacy: boolean): void {
    const end = this.at;
    const checksum = this.#uint8('its header checksum');
    if (legacy) return;
    const computed = (xxh32(this.#bytes, start + 4, end) >>> 8) & 0xff;
    if (computed !== checksum) {
      throw corrupt('lz4', `its header checksum is ${checksum} instead of ${computed}`, end);
    }
  }

  #blocks(maxBlockBytes: number, hasChecksums: boolean): Lz4Block[] {
    const blocks: Lz4Block[] = [];
    for (;;) {
      const at = this.at;
      const field = this.#uint32('the size of a block');
      if (field === 0) return blocks;
      const isRaw = field >= IS_RAW;
      const size = isRaw ? field - IS_RAW : field;
      if (size > maxBlockBytes)
        throw corrupt('lz4', `a block of ${size} bytes, at most ${maxBlockBytes} are allowed`, at);
      const start = this.#take(size, 'a block');
      if (hasChecksums && this.#uint32('the checksum of a block') !== xxh32(this.#bytes, start, start + size)) {
        throw corrupt('lz4', 'a block does not match its checksum', at);
      }
      blocks.push({ start, end: start + size, isRaw });
    }
  }

  #uint8(what: string): number {
    return this.#bytes[this.#take(1, what)]!;
  }

  #uint32(what: string): number {
    return this.#bytes.readUInt32LE(this.#take(4, what));
  }

  /** May be beyond what a number holds exactly: then it is beyond every limit as well. */
  #uint64(what: string): number {
    const at = this.#take(8, what);
    return this.#bytes.readUInt32LE(at + 4) * 0x1_0000_0000 + this.#bytes.readUInt32LE(at);
  }

  /** Passes over `size` bytes and tells where they began. */
  #take(size: number, what: string): number {
    const start = this.at;
    if (size > this.#bytes.length - start) throw corrupt('lz4', `it ends within ${what}`, start);
    this.at += size;
    return start;
  }
}

/**
 * One frame of blocks. Each of `packed` begins with four bytes to spare, which its size is written into; where that
 * is no smaller than the block of the same place in `blocks`, the latter is stored as it is.
 */
export function writeFrame(blocks: readonly Buffer[], packed: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [HEADER];
  for (const [i, block] of blocks.entries()) {
    const small = packed[i]!;
    const size = small.length - 4;
    if (size < block.length) {
      small.writeUInt32LE(size, 0);
      parts.push(small);
    } else {
      const head = Buffer.allocUnsafe(4);
      head.writeUInt32LE(block.length + IS_RAW, 0);
      parts.push(head, block);
    }
  }
  parts.push(END_MARK);
  return Buffer.concat(parts);
}

const END_MARK = Buffer.alloc(4);
