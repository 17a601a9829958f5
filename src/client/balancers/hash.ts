// The two ways of Sarama and kafka-go from a key to a partition. Owns: what a hash below zero means.
import { configError } from '../../base/errors.ts';
import type { OptionNames } from '../../base/options.ts';
import type { BalancerFactory } from '../../produce/balancer.ts';
import type { KeyHash } from './key-hash.ts';
import { KEYLESS_NAMES, type KeylessOptions, type KeyRule, keyedFactory } from './keyed-balancer.ts';

/** A 32-bit hash of all the bytes, signed or not. Read them at once: they are overwritten for the next message. */
export type Hasher = (bytes: Uint8Array) => number;

/** Options of {@link hash} and {@link referenceHash}. */
export type HashOptions = KeylessOptions & {
  /** Another 32-bit hash in place of FNV-1a. @default FNV-1a */
  readonly hasher?: Hasher | undefined;
};

const NAMES: OptionNames<HashOptions> = { ...KEYLESS_NAMES, hasher: true };

/** 32-bit FNV-1a, as a signed int32. */
export function fnv1aHash(bytes: Uint8Array, length: number = bytes.length): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash;
}

/** The remainder first and its sign then: the two orders differ for every hash below zero but multiples. */
const signOfRemainder: KeyRule['partition'] = (hash, partitions) => Math.abs(hash % partitions);
const signCutOff: KeyRule['partition'] = (hash, partitions) => (hash & 0x7fffffff) % partitions;

/**
 * The balancer of Sarama's `NewHashPartitioner` and kafka-go's `Hash`: FNV-1a of the key, the remainder made positive.
 * librdkafka's `fnv1a_random` too, and with `consistent: true` its `fnv1a`. An empty key is a key.
 */
export function hash(options: HashOptions = {}): BalancerFactory {
  return keyedFactory('hash', { hash: keyHash(options), partition: signOfRemainder }, options, NAMES);
}

/**
 * The balancer of Sarama's `NewReferenceHashPartitioner` and kafka-go's `ReferenceHash`: FNV-1a of the key, the sign bit
 * cut off. Half of all keys go elsewhere than with {@link hash}. An empty key is a key.
 */
export function referenceHash(options: HashOptions = {}): BalancerFactory {
  return keyedFactory('referenceHash', { hash: keyHash(options), partition: signCutOff }, options, NAMES);
}

function keyHash(options: HashOptions): KeyHash {
  const hasher = options?.hasher;
  if (hasher === undefined) return fnv1aHash;
  if (typeof hasher !== 'function') throw configError('hasher', hasher, 'a function from bytes to a 32-bit number');
  return (bytes, length) => hasher(length === bytes.length ? bytes : bytes.subarray(0, length)) | 0;
}
