// CRC-32 (IEEE 802.3), the checksum of messages before magic 2. Must not know messages.
import { crc32 as crc32OfZlib } from 'node:zlib';

/** CRC-32 of `bytes` as an unsigned number, continuing from `seed` (the CRC of what came before). */
export function crc32(bytes: Uint8Array, seed = 0): number {
  return crc32OfZlib(bytes, seed);
}
