import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, ChunkPool } from '../../../src/record/chunk-pool.ts';

const { first, next, large } = CHUNK_BYTES;

describe('ChunkPool', () => {
  it('gives a batch larger chunks as it grows, never larger than what it holds by then', () => {
    const pool = new ChunkPool();
    const sizes: number[] = [];
    for (let bytes = 0; bytes < 1_000_000; bytes += sizes.at(-1)!) sizes.push(pool.take(bytes).length);
    expect(sizes).toEqual([first, next, next, next, next, large, large, large]);
  });

  it('gives a record that no chunk holds one of its own size', () => {
    const pool = new ChunkPool();
    expect(pool.take(0, first + 1)).toHaveLength(next);
    expect(pool.take(1, next)).toHaveLength(next);
    expect(pool.take(1, next + 1)).toHaveLength(next + 1);
    expect(pool.take(large, large + 1)).toHaveLength(large + 1);
  });

  it('hands out again what came back, by size', () => {
    const pool = new ChunkPool();
    const [small, middle, big] = [pool.take(), pool.take(1), pool.take(large)];
    for (const chunk of [small, middle, big]) pool.give(chunk);
    expect(pool.take(large)).toBe(big);
    expect(pool.take(1)).toBe(middle);
    expect(pool.take()).toBe(small);
    expect(pool.take()).not.toBe(small);
  });

  it('keeps no more bytes than it may, and counts what it hands out again as gone', () => {
    const pool = new ChunkPool(next + first);
    const chunks = [pool.take(1), pool.take(1), pool.take()] as const;
    for (const chunk of chunks) pool.give(chunk);
    expect(pool.take()).toBe(chunks[2]);
    expect(pool.take(1)).toBe(chunks[0]);
    expect(pool.take(1)).not.toBe(chunks[1]);
    pool.give(chunks[1]);
    expect(pool.take(1)).toBe(chunks[1]);
  });

  it('keeps nothing of another size', () => {
    const pool = new ChunkPool();
    const odd = Buffer.allocUnsafeSlow(100_000);
    pool.give(odd);
    expect(pool.take(1, 100_000)).not.toBe(odd);
  });
});
