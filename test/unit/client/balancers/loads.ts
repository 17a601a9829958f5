// Loads to show to balancers, and random numbers that are the same each time.
import type { PartitionLoad } from '../../../../src/produce/balancer.ts';

/** Everything led, empty and swift, but for what is given. */
export function loadOf(parts: Partial<PartitionLoad> = {}): PartitionLoad {
  return { queuedBytes: () => 0, room: () => 0, hasLeader: () => true, stalledMs: () => 0, ...parts };
}

/** Numbers from 0 to less than 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
