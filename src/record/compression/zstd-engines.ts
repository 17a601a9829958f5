// Who does the work of zstd: node:zlib from 22.15 on, else the package zstd-napi. Must not know batches.
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { loadPackage } from './load-package.ts';

/** Compresses to one frame, and decompresses one frame that can hold at most `most` bytes. */
export interface ZstdEngine {
  compress(whole: Buffer, level: number): Buffer | Promise<Buffer>;
  decompress(frame: Buffer, most: number): Buffer | Promise<Buffer>;
}

/** What node:zlib has from 22.15 on. */
interface ZstdOptions {
  readonly chunkSize: number;
  readonly params?: Record<number, number>;
  readonly pledgedSrcSize?: number;
  readonly maxOutputLength?: number;
}
type Sync = (input: Buffer, options: ZstdOptions) => Buffer;
type Async = (input: Buffer, options: ZstdOptions, done: (error: Error | null, result: Buffer) => void) => void;
interface ZlibWithZstd {
  readonly zstdCompress: Async;
  readonly zstdCompressSync: Sync;
  readonly zstdDecompress: Async;
  readonly zstdDecompressSync: Sync;
  readonly constants: { readonly ZSTD_c_compressionLevel: number };
}

// A trip took 40 to 100 µs of the event loop; 16 KiB compress in 60 µs, and 128 KiB decompress in 110 µs.
const COMPRESS_ASYNC_FROM = 16 * 1024;
const DECOMPRESS_ASYNC_FROM = 128 * 1024;
/** zlib's least chunk. */
const MIN_CHUNK = 64;

/** node:zlib's; undefined where this Node has none. */
export function nodeZstd(from: object = zlib): ZstdEngine | undefined {
  if (!('zstdCompress' in from)) return undefined;
  const { zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync, constants } = from as ZlibWithZstd;
  const compressAsync = promisify(zstdCompress);
  const decompressAsync = promisify(zstdDecompress);
  return {
    compress(whole, level) {
      const params = { [constants.ZSTD_c_compressionLevel]: level };
      // One chunk for all: else the thread pool is gone to once for each. Off the event loop zlib would not know the
      // size, which makes headers that do not tell it, and tables larger than the data.
      const options = { params, chunkSize: compressBound(whole.length), pledgedSrcSize: whole.length };
      return whole.length < COMPRESS_ASYNC_FROM ? zstdCompressSync(whole, options) : compressAsync(whole, options);
    },
    decompress(frame, most) {
      const options = { chunkSize: Math.max(MIN_CHUNK, most + 1), maxOutputLength: Math.max(1, most) };
      return most < DECOMPRESS_ASYNC_FROM ? zstdDecompressSync(frame, options) : decompressAsync(frame, options);
    },
  };
}

/** The package's own thin layer, `zstd-napi/binding`: what it returns is the number of bytes written. */
interface ZstdBinding {
  readonly CCtx: new () => { compress(into: Buffer, from: Buffer, level: number): number };
  readonly DCtx: new () => { decompress(into: Buffer, from: Buffer): number };
}

/** The one of zstd-napi, which does everything at once. UNSUPPORTED where the package is missing. */
export function packageZstd(): ZstdEngine {
  const { CCtx, DCtx } = loadPackage<ZstdBinding>({
    codec: 'zstd',
    specifier: 'zstd-napi/binding',
    where: ' on Node before 22.15',
  });
  const compression = new CCtx();
  const decompression = new DCtx();
  return {
    compress(whole, level) {
      const into = Buffer.allocUnsafe(compressBound(whole.length));
      return into.subarray(0, compression.compress(into, whole, level));
    },
    decompress(frame, most) {
      const into = Buffer.allocUnsafe(most);
      return into.subarray(0, decompression.decompress(into, frame));
    },
  };
}

/** At least what zstd needs for data that it cannot make smaller. */
function compressBound(size: number): number {
  return size + (size >> 8) + 1024;
}
