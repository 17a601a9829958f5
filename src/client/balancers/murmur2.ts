// Java's way from a key to a partition. Owns: the hash, byte for byte that of Java's client.
import type { Balancer, PartitionLoad } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';
import { StickyBalancer } from './sticky.ts';

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

/** Text keys are hashed as UTF-8; a place to write them to, so that none is allocated per message. */
const scratch = Buffer.allocUnsafeSlow(1024);

function hashText(key: string): number {
  // Three bytes of UTF-8 at most per UTF-16 unit.
  if (key.length * 3 > scratch.length) return murmur2Hash(Buffer.from(key));
  return murmur2Hash(scratch, scratch.write(key, 0));
}

/**
 * Messages with a key go where Java's client sends them: murmur2 of the key over all partitions, whether they have a
 * leader or not. An empty key is a key. Messages without a key stick to one partition for a while.
 */
export class Murmur2Balancer implements Balancer {
  readonly #sticky = new StickyBalancer();

  pick(message: OutgoingMessage, partitions: number, load: PartitionLoad): number {
    const { key } = message;
    if (key === null || key === undefined) return this.#sticky.pick(message, partitions, load);
    const hash = typeof key === 'string' ? hashText(key) : murmur2Hash(key);
    // Java's toPositive: the sign bit is cut off. Not Math.abs and not >>> 0, which send keys elsewhere.
    return (hash & 0x7fffffff) % partitions;
  }

  appended(partition: number, bytes: number): void {
    this.#sticky.appended(partition, bytes);
  }
}

/** The balancer of Java's client: murmur2 of the key, sticky for messages without one. */
export function murmur2(): () => Balancer {
  return () => new Murmur2Balancer();
}
