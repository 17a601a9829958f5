// Java's way from a key to a partition. Owns: the hash, byte for byte that of Java's client.
import type { BalancerFactory } from '../../produce/balancer.ts';
import { type KeylessOptions, type KeyRule, keyedFactory } from './keyed-balancer.ts';

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** 32-bit murmur2 with Kafka's seed, as a signed int32. */
export function murmur2Hash(bytes: Uint8Array, length: number = bytes.length): number {
  let hash = SEED ^ length;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    word = Math.imul(word, MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = length - whole;
  if (rest > 2) hash ^= bytes[whole + 2]! << 16;
  if (rest > 1) hash ^= bytes[whole + 1]! << 8;
  if (rest > 0) hash = Math.imul(hash ^ bytes[whole]!, MULTIPLIER);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}

const RULE: KeyRule = {
  hash: murmur2Hash,
  // Java's toPositive: the sign bit is cut off. Not Math.abs and not >>> 0, which send keys elsewhere.
  partition: (hash, partitions) => (hash & 0x7fffffff) % partitions,
};

/**
 * The balancer of Java's client: murmur2 of the key. An empty key is a key; messages without one are spread. The same as
 * librdkafka's `murmur2_random`, and with `consistent: true` as its `murmur2`.
 */
export function murmur2(options: KeylessOptions = {}): BalancerFactory {
  return keyedFactory('murmur2', RULE, options);
}
