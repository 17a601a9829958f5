// gzip, by node:zlib. Small inputs are done at once: a trip to the thread pool costs more than they do.
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { joined, tight } from './blocks.ts';
import type { CompressionCodec } from './compression-codec.ts';
import { corrupt, reasonOf, tooLarge } from './corrupt.ts';

/** Levels that Java's producer accepts besides its default. */
export const GZIP_LEVELS = { min: 1, max: 9 } as const;

// A trip took 40 to 70 µs of the event loop; 8 KiB compress in 150 µs, and 64 KiB decompress in 200 µs.
const COMPRESS_ASYNC_FROM = 8 * 1024;
const DECOMPRESS_ASYNC_FROM = 64 * 1024;
/** Data that decompresses to less than this factor of it: deflate cannot do more. */
const MAX_RATIO = 1032;
/** zlib's least chunk, and the most that is allocated for what a trailer only claims. */
const MIN_CHUNK = 64;
const MAX_CHUNK = 1024 * 1024;

const compressAsync = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip);
const decompressAsync = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip);

/** gzip at a level; undefined: zlib's own, which is 6. */
export function gzipCodec(level?: number): CompressionCodec {
  return { id: 1, name: 'gzip', compress: (pieces) => compress(pieces, level), decompress };
}

function compress(pieces: readonly Buffer[], level: number | undefined): Buffer | Promise<Buffer> {
  const whole = joined(pieces);
  // One chunk for all: zlib would go to the thread pool once for each.
  const chunkSize = Math.min(MAX_CHUNK, whole.length + MIN_CHUNK);
  const options = level === undefined ? { chunkSize } : { chunkSize, level };
  if (whole.length < COMPRESS_ASYNC_FROM) return tight(zlib.gzipSync(whole, options));
  return compressAsync(whole, options).then(tight);
}

function decompress(bytes: Buffer, maxBytes: number): Buffer | Promise<Buffer> {
  const claimed = claimedSize(bytes);
  // One byte more, so that zlib sees the end in the same call.
  const chunkSize = Math.max(MIN_CHUNK, Math.min(claimed, maxBytes, MAX_CHUNK) + 1);
  const options = { maxOutputLength: Math.max(1, maxBytes), chunkSize };
  if (Math.max(claimed, bytes.length) >= DECOMPRESS_ASYNC_FROM) {
    return decompressAsync(bytes, options).then(tight, (cause: unknown) => {
      throw unreadable(cause, maxBytes);
    });
  }
  try {
    return tight(zlib.gunzipSync(bytes, options));
  } catch (cause) {
    throw unreadable(cause, maxBytes);
  }
}

/** What the trailer says of the size: right for data of one member, and in any case no more than can come out. */
function claimedSize(bytes: Buffer): number {
  return bytes.length < 18 ? 0 : Math.min(bytes.readUInt32LE(bytes.length - 4), bytes.length * MAX_RATIO);
}

function unreadable(cause: unknown, maxBytes: number): Error {
  const isTooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
  return corrupt('gzip', isTooLarge ? tooLarge(maxBytes) : reasonOf(cause), undefined, cause);
}
