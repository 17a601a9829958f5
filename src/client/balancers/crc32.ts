// librdkafka's way from a key to a partition, and with it that of the clients built on it. Owns: the hash.
import type { BalancerFactory } from '../../produce/balancer.ts';
import { type KeylessOptions, type KeyRule, keyedFactory } from './keyed-balancer.ts';

/** The reflected polynomial of zlib's CRC-32. Record batches have another one, CRC-32C. */
const POLYNOMIAL = 0xedb88320;

const TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
  return crc;
});

/** CRC-32 as zlib computes it, as a signed int32. */
export function crc32Hash(bytes: Uint8Array, length: number = bytes.length): number {
  let crc = -1;
  for (let i = 0; i < length; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc;
}

const RULE: KeyRule = {
  hash: crc32Hash,
  partition: (hash, partitions) => (hash >>> 0) % partitions,
  emptyIsNone: true,
};

/**
 * The balancer of librdkafka: CRC-32 of the key. An empty key counts as none, as it does there. Its default,
 * `consistent_random`, and with `consistent: true` its `consistent`, where messages without a key share a partition.
 */
export function crc32(options: KeylessOptions = {}): BalancerFactory {
  return keyedFactory('crc32', RULE, options);
}
