// CRC-32C (Castagnoli), the checksum of record batches. Uses @node-rs/crc32 where it is installed (about 10 GB/s),
// else the crc-32 package (about 1.7 GB/s): both are in the default install, the first one optionally.
import { createRequire } from 'node:module';
import crc32cInJavaScript from 'crc-32/crc32c.js';

type Crc32c = (input: Uint8Array, seed: number) => number;

/** Below this many bytes a call into native code costs more than it saves. */
const NATIVE_FROM = 128;

function loadNative(): Crc32c | undefined {
  try {
    const require = createRequire(import.meta.url);
    return (require('@node-rs/crc32') as { crc32c: Crc32c }).crc32c;
  } catch {
    // An optional dependency: where it did not install, the JavaScript one does the same work more slowly.
    return undefined;
  }
}

const native = loadNative();

/** Which implementation computes long checksums. */
export const crc32cImplementation: '@node-rs/crc32' | 'crc-32' = native ? '@node-rs/crc32' : 'crc-32';

/** CRC-32C of `bytes` as an unsigned number, continuing from `seed` (the CRC of what came before). */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  if (native !== undefined && bytes.length >= NATIVE_FROM) return native(bytes, seed) >>> 0;
  return crc32cInJavaScript.buf(bytes, seed | 0) >>> 0;
}
