import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, ChunkPool, LARGE_CHUNK_BYTES } from '../../../src/record/chunk-pool.ts';

describe('ChunkPool', () => {
  it('hands out again what came back, by size', () => {
    const pool = new ChunkPool();
    const [small, large] = [pool.take(), pool.takeLarge()];
    expect([small.length, large.length]).toEqual([CHUNK_BYTES, LARGE_CHUNK_BYTES]);
    pool.give(small);
    pool.give(large);
    expect(pool.takeLarge()).toBe(large);
    expect(pool.take()).toBe(small);
    expect(pool.take()).not.toBe(small);
  });

  it('keeps no more bytes than it may, and counts what it hands out again as gone', () => {
    const pool = new ChunkPool(LARGE_CHUNK_BYTES + CHUNK_BYTES);
    const chunks = [pool.takeLarge(), pool.takeLarge(), pool.take()] as const;
    for (const chunk of chunks) pool.give(chunk);
    expect(pool.take()).toBe(chunks[2]);
    expect(pool.takeLarge()).toBe(chunks[0]);
    expect(pool.takeLarge()).not.toBe(chunks[1]);
    pool.give(chunks[1]);
    expect(pool.takeLarge()).toBe(chunks[1]);
  });

  it('keeps nothing of another size', () => {
    const pool = new ChunkPool();
    const odd = Buffer.allocUnsafeSlow(100_000);
    pool.give(odd);
    expect(pool.takeLarge()).not.toBe(odd);
  });
});
