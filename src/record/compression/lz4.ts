// lz4. The frame is ours (lz4-frame.ts), the package lz4-napi does the blocks: its own frames take no limit.

import { blocksOf, joined } from './blocks.ts';
import type { CompressionCodec } from './compression-codec.ts';
import { corrupt, reasonOf, tooLarge } from './corrupt.ts';
import { loadPackage } from './load-package.ts';
import { BLOCK_BYTES, type Lz4Block, type Lz4Frame, readFrames, writeFrame } from './lz4-frame.ts';
import { xxh32 } from './xxh32.ts';

/** Its blocks begin with their uncompressed size, u32; reading takes it for the most that may come out. */
interface Lz4Package {
  compress(block: Uint8Array): Promise<Buffer>;
  compressSync(block: Uint8Array): Buffer;
  uncompress(block: Uint8Array): Promise<Buffer>;
  uncompressSync(block: Uint8Array, dictionary?: Buffer): Buffer;
}

// A trip took 15 to 30 µs of the event loop, a block of 64 KiB 160 to 300 µs to compress and 30 to 60 µs to decompress.
const COMPRESS_ASYNC_FROM = 64 * 1024;
const DECOMPRESS_ASYNC_FROM = 256 * 1024;
/** How far back a dependent block may copy from. */
const WINDOW_BYTES = 64 * 1024;
/** No byte of a block makes more than this many. */
const MAX_RATIO = 255;

/** lz4. Loads its package. */
export function lz4Codec(): CompressionCodec {
  const lz4 = loadPackage<Lz4Package>({ codec: 'lz4', specifier: 'lz4-napi' });
  return {
    id: 3,
    name: 'lz4',
    compress: (pieces) => compress(lz4, joined(pieces)),
    decompress: (bytes, maxBytes, legacy) => new Decompression(lz4, bytes, maxBytes).run(legacy === true),
  };
}

function compress(lz4: Lz4Package, whole: Buffer): Buffer | Promise<Buffer> {
  const blocks = blocksOf(whole, BLOCK_BYTES);
  if (whole.length < COMPRESS_ASYNC_FROM)
    return writeFrame(
      blocks,
      blocks.map((block) => lz4.compressSync(block)),
    );
  return Promise.all(blocks.map((block) => lz4.compress(block))).then((packed) => writeFrame(blocks, packed));
}

/** Frames on their way back to what they hold, within a limit. */
class Decompression {
  readonly #lz4: Lz4Package;
  readonly #bytes: Buffer;
  readonly #maxBytes: number;
  /** A copy of the bytes whose block sizes are overwritten with what may come out of each block. */
  readonly #sized: Buffer;
  /** Bytes that may still come out. */
  #room: number;

  constructor(lz4: Lz4Package, bytes: Buffer, maxBytes: number) {
    this.#lz4 = lz4;
    this.#bytes = bytes;
    this.#maxBytes = maxBytes;
    this.#sized = Buffer.from(bytes);
    this.#room = maxBytes;
  }

  run(legacy: boolean): Buffer | Promise<Buffer> {
    const frames = readFrames(this.#bytes, legacy);
    let claimed = 0;
    let most = 0;
    for (const frame of frames) {
      claimed += frame.contentBytes ?? 0;
      if (claimed > this.#maxBytes) throw corrupt('lz4', tooLarge(this.#maxBytes), frame.start);
      for (const block of frame.blocks) most += mostOf(frame, block);
    }
    // Off the event loop only what fits for certain: everything is on its way before the first block is back.
    const isLarge = most >= DECOMPRESS_ASYNC_FROM && most <= this.#maxBytes;
    if (isLarge && frames.every(({ isIndependent }) => isIndependent)) return this.#later(frames);
    return whole(frames.map((frame) => checked(frame, this.#frame(frame))));
  }

  #frame(frame: Lz4Frame): Buffer[] {
    const parts: Buffer[] = [];
    let window: Buffer | undefined;
    for (const block of frame.blocks) {
      const part = this.#block(frame, block, window);
      this.#room -= part.length;
      if (this.#room < 0) throw corrupt('lz4', tooLarge(this.#maxBytes), block.start);
      parts.push(part);
      if (!frame.isIndependent) window = windowOf(window, part);
    }
    return parts;
  }

  #block(frame: Lz4Frame, block: Lz4Block, window: Buffer | undefined): Buffer {
    if (block.isRaw) return this.#bytes.subarray(block.start, block.end);
    const most = mostOf(frame, block);
    try {
      const sized = this.#sizedBlock(block, Math.min(most, this.#room));
      return window === undefined ? this.#lz4.uncompressSync(sized) : this.#lz4.uncompressSync(sized, window);
    } catch (cause) {
      throw corrupt('lz4', most > this.#room ? tooLarge(this.#maxBytes) : reasonOf(cause), block.start, cause);
    }
  }

  async #later(frames: readonly Lz4Frame[]): Promise<Buffer> {
    const all = frames.map((frame) => Promise.all(frame.blocks.map((block) => this.#blockLater(frame, block))));
    const parts = await Promise.all(all);
    return whole(parts.map((blocks, i) => checked(frames[i]!, blocks)));
  }

  async #blockLater(frame: Lz4Frame, block: Lz4Block): Promise<Buffer> {
    if (block.isRaw) return this.#bytes.subarray(block.start, block.end);
    try {
      return await this.#lz4.uncompress(this.#sizedBlock(block, mostOf(frame, block)));
    } catch (cause) {
      throw corrupt('lz4', reasonOf(cause), block.start, cause);
    }
  }

  #sizedBlock({ start, end }: Lz4Block, most: number): Buffer {
    this.#sized.writeUInt32LE(most, start - 4);
    return this.#sized.subarray(start - 4, end);
  }
}

/** Most bytes that can come out of a block. */
function mostOf({ maxBlockBytes }: Lz4Frame, { start, end, isRaw }: Lz4Block): number {
  return isRaw ? end - start : Math.min(maxBlockBytes, (end - start) * MAX_RATIO);
}

/** The last 64 KiB of a frame so far. */
function windowOf(window: Buffer | undefined, part: Buffer): Buffer {
  if (window === undefined || part.length >= WINDOW_BYTES) return part.subarray(-WINDOW_BYTES);
  return Buffer.concat([window, part]).subarray(-WINDOW_BYTES);
}

/** A frame's blocks, if they are what its header and its end say. */
function checked(frame: Lz4Frame, blocks: Buffer[]): Buffer[] {
  const { start, contentBytes, contentChecksum } = frame;
  if (contentBytes !== undefined) {
    const size = blocks.reduce((sum, block) => sum + block.length, 0);
    if (size !== contentBytes) throw corrupt('lz4', `${size} bytes came out, its header says ${contentBytes}`, start);
  }
  if (contentChecksum === undefined) return blocks;
  const whole = joined(blocks);
  if (xxh32(whole, 0, whole.length) !== contentChecksum) {
    throw corrupt('lz4', 'what came out does not match its checksum', start);
  }
  return [whole];
}

/**
 * All blocks as one buffer with bytes of its own: one block alone may look into the compressed bytes, or be the small
 * part that was used of what the library allocated for it.
 */
function whole(frames: readonly (readonly Buffer[])[]): Buffer {
  return Buffer.concat(frames.flat());
}
