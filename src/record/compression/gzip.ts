// gzip, by node:zlib. Small inputs are done at once: a trip to the thread pool costs more than they do.
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { KafkaError } from '../../base/errors.ts';
import type { CompressionCodec } from './compression-codec.ts';

const ASYNC_FROM_BYTES = 16 * 1024;

const compressAsync = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gzip);
const decompressAsync = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip);

export const gzip: CompressionCodec = {
  id: 1,
  name: 'gzip',
  compress(pieces) {
    const whole = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    return whole.length < ASYNC_FROM_BYTES ? zlib.gzipSync(whole) : compressAsync(whole, {});
  },
  decompress(bytes, maxBytes) {
    const options = { maxOutputLength: maxBytes };
    if (bytes.length >= ASYNC_FROM_BYTES) {
      return decompressAsync(bytes, options).catch((cause: unknown) => {
        throw unreadable(cause, maxBytes);
      });
    }
    try {
      return zlib.gunzipSync(bytes, options);
    } catch (cause) {
      throw unreadable(cause, maxBytes);
    }
  },
};

function unreadable(cause: unknown, maxBytes: number): KafkaError {
  const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
  const why = tooLarge ? `it grows beyond ${maxBytes} bytes` : String(cause instanceof Error ? cause.message : cause);
  return new KafkaError('CORRUPT_BATCH', `gzip data cannot be decompressed: ${why}`, { cause });
}
