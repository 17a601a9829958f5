// snappy in Kafka's two forms. Owns: the framing of snappy-java ("xerial"); the package snappy does the blocks.
//
//     xerial:  82 'SNAPPY' 00 | version i32 | oldest compatible version i32 | (length i32, raw block)*
//     raw:     one block, as librdkafka and others write it
//
// Each raw block begins with its uncompressed length, so that everything is known before anything is decompressed.

import { blocksOf, joined } from './blocks.ts';
import type { CompressionCodec } from './compression-codec.ts';
import { corrupt, reasonOf, tooLarge } from './corrupt.ts';
import { loadPackage } from './load-package.ts';

interface SnappyPackage {
  compress(input: Uint8Array, options?: object): Promise<Buffer>;
  compressSync(input: Uint8Array, options?: object): Buffer;
  uncompress(input: Uint8Array, options?: object): Promise<Buffer>;
  uncompressSync(input: Uint8Array, options?: object): Buffer;
}

const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
/** What a chunk's length would be where another stream's header begins instead. */
const MAGIC_AS_LENGTH = MAGIC.readInt32BE(0);
const HEADER = Buffer.concat([MAGIC, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])]);
/** Block size of Java's SnappyOutputStream. */
const BLOCK_BYTES = 32 * 1024;
// A trip took 15 to 25 µs of the event loop, a block of 32 KiB 35 to 60 µs to compress and 25 µs to decompress.
const COMPRESS_ASYNC_FROM = 128 * 1024;
/** Of one block: those of Java's size are done sooner than they travel. */
const DECOMPRESS_ASYNC_FROM = 128 * 1024;
/** The densest element copies 64 bytes and takes 3. */
const MAX_RATIO = 64 / 3;
/** Up to this size copying the output into the heap beats an external buffer, which the collector has to finalize. */
const COPY_UP_TO = 64 * 1024;
const COPIED = { copyOutputData: true };

/** snappy. Loads its package. */
export function snappyCodec(): CompressionCodec {
  const snappy = loadPackage<SnappyPackage>({ codec: 'snappy', specifier: 'snappy' });
  return {
    id: 2,
    name: 'snappy',
    compress: (pieces) => compress(snappy, joined(pieces)),
    decompress: (bytes, maxBytes) => decompress(snappy, bytes, maxBytes),
  };
}

function compress(snappy: SnappyPackage, whole: Buffer): Buffer | Promise<Buffer> {
  const blocks = blocksOf(whole, BLOCK_BYTES);
  if (whole.length < COMPRESS_ASYNC_FROM) return framed(blocks.map((block) => snappy.compressSync(block, COPIED)));
  return Promise.all(blocks.map((block) => snappy.compress(block, COPIED))).then(framed);
}

function framed(blocks: readonly Buffer[]): Buffer {
  let size = HEADER.length;
  for (const block of blocks) size += 4 + block.length;
  const into = Buffer.allocUnsafeSlow(size);
  let at = HEADER.copy(into, 0);
  for (const block of blocks) {
    at = into.writeInt32BE(block.length, at);
    at += block.copy(into, at);
  }
  return into;
}

/** One raw block inside the compressed data. */
interface Block {
  readonly start: number;
  readonly end: number;
  /** Uncompressed. */
  readonly size: number;
}

function decompress(snappy: SnappyPackage, bytes: Buffer, maxBytes: number): Buffer | Promise<Buffer> {
  const blocks = isXerial(bytes, 0) ? readChunks(bytes, maxBytes) : [readBlock(bytes, 0, bytes.length, maxBytes)];
  const parts = blocks.map((block) => decompressBlock(snappy, bytes, block));
  return parts.every((part) => Buffer.isBuffer(part)) ? joined(parts) : Promise.all(parts).then(joined);
}

function decompressBlock(snappy: SnappyPackage, bytes: Buffer, { start, end, size }: Block): Buffer | Promise<Buffer> {
  const block = bytes.subarray(start, end);
  const options = { copyOutputData: size <= COPY_UP_TO };
  const failed = (cause: unknown): never => {
    throw corrupt('snappy', reasonOf(cause), start, cause);
  };
  if (size >= DECOMPRESS_ASYNC_FROM) return snappy.uncompress(block, options).catch(failed);
  try {
    return snappy.uncompressSync(block, options);
  } catch (cause) {
    return failed(cause);
  }
}

function isXerial(bytes: Buffer, at: number): boolean {
  return bytes.length - at >= MAGIC.length && bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) === 0;
}

/** The chunks of one or several xerial streams in a row. */
function readChunks(bytes: Buffer, maxBytes: number): Block[] {
  const blocks: Block[] = [];
  let room = maxBytes;
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < 4) throw corrupt('snappy', 'it ends within the length of a chunk', at);
    const length = bytes.readInt32BE(at);
    if (length === MAGIC_AS_LENGTH) {
      at = skipHeader(bytes, at);
      continue;
    }
    const start = at + 4;
    if (length <= 0) throw corrupt('snappy', `a chunk of ${length} bytes cannot be`, at);
    if (length > bytes.length - start) {
      throw corrupt('snappy', `a chunk of ${length} bytes, with ${bytes.length - start} left`, at);
    }
    const block = readBlock(bytes, start, start + length, room, maxBytes);
    room -= block.size;
    blocks.push(block);
    at = block.end;
  }
  return blocks;
}

function skipHeader(bytes: Buffer, at: number): number {
  if (!isXerial(bytes, at) || bytes.length - at < HEADER.length) throw corrupt('snappy', 'its header is cut short', at);
  const version = bytes.readInt32BE(at + MAGIC.length);
  if (version < 1) throw corrupt('snappy', `version ${version} of its framing is not known`, at + MAGIC.length);
  return at + HEADER.length;
}

/** Reads the uncompressed length that a raw block begins with, and judges it. */
function readBlock(bytes: Buffer, start: number, end: number, room: number, maxBytes = room): Block {
  let size = 0;
  let at = start;
  for (let unit = 1; ; unit *= 128) {
    if (at === end || at - start === 5) throw corrupt('snappy', 'it does not begin with a length', start);
    const byte = bytes[at++]!;
    size += (byte & 0x7f) * unit;
    if (byte < 0x80) break;
  }
  if (size > room) throw corrupt('snappy', tooLarge(maxBytes), start);
  if (size > (end - at) * MAX_RATIO) throw corrupt('snappy', `${end - at} bytes cannot hold ${size}`, start);
  return { start, end, size };
}
