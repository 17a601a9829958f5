// Where work leaves the event loop. What comes out must not depend on it.
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codecById, codecOf } from '../../../../src/record/compression/codecs.ts';

const require = createRequire(import.meta.url);
const lz4 = require('lz4-napi') as { compressSync(block: Buffer): Buffer };
const snappy = require('snappy') as { compressSync(block: Buffer): Buffer };

const text = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `{"order":${(i * 7919) % 100_003}}`).join());

/** As the builder hands them over: chunks that end where a record ends. */
function pieces(size: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < size; at += 16_301) chunks.push(text.subarray(at, Math.min(size, at + 16_301)));
  return chunks;
}

const uint32 = (value: number, order: 'LE' | 'BE'): Buffer => {
  const bytes = Buffer.alloc(4);
  if (order === 'LE') bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return bytes;
};

/** What each codec makes of data when every step is done at once. */
const atOnce = {
  gzip: (data: Buffer) => gzipSync(data),
  snappy(data: Buffer) {
    const parts: Buffer[] = [Buffer.from('82534e41505059000000000100000001', 'hex')];
    for (let at = 0; at < data.length; at += 32_768) {
      const block = snappy.compressSync(data.subarray(at, at + 32_768));
      parts.push(uint32(block.length, 'BE'), block);
    }
    return Buffer.concat(parts);
  },
  lz4(data: Buffer) {
    const parts: Buffer[] = [Buffer.from('04224d18604082', 'hex')];
    for (let at = 0; at < data.length; at += 65_536) {
      const block = lz4.compressSync(data.subarray(at, at + 65_536)).subarray(4);
      parts.push(uint32(block.length, 'LE'), block);
    }
    return Buffer.concat([...parts, Buffer.alloc(4)]);
  },
} as const;

describe.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('%s', (name) => {
  const codec = codecOf(name)!;
  const sizes = [1, 1_000, 8_191, 8_192, 16_384, 32_768, 65_535, 65_536, 131_071, 131_072, 262_145, 1_000_000];

  it.each(sizes)('gives back %d bytes, which came in pieces', async (size) => {
    const packed = await codec.compress(pieces(size));
    const data = await codecById(codec.id).decompress(packed, size);
    expect(data.equals(text.subarray(0, size))).toBe(true);
  });

  it('is done at once where the data is small', () => {
    const packed = codec.compress(pieces(4_000));
    expect(Buffer.isBuffer(packed)).toBe(true);
    expect(Buffer.isBuffer(codec.decompress(packed as Buffer, 4_000))).toBe(true);
  });

  it('keeps no more memory than it gives back', async () => {
    // What is small may lie in Node's pool, with others.
    const pool = Buffer.poolSize + 1024;
    for (const size of [40_000, 1_000_000]) {
      const data = Buffer.alloc(size, 'same');
      const packed = await codec.compress([data]);
      expect(packed.buffer.byteLength).toBeLessThanOrEqual(Math.max(pool, packed.length * 1.3));
      const read = await codec.decompress(packed, 64 * 1024 * 1024);
      expect(read.buffer.byteLength).toBeLessThanOrEqual(Math.max(pool, read.length * 1.3));
    }
  });
});

describe.each(['gzip', 'snappy', 'lz4'] as const)('%s on the thread pool', (name) => {
  it.each([1_000, 65_535, 65_536, 131_071, 131_072, 1_000_000])(
    'writes the bytes that it writes at once: %d',
    async (size) => {
      const data = text.subarray(0, size);
      const packed = codecOf(name)!.compress(pieces(size));
      if (size >= 131_072) expect(packed).toBeInstanceOf(Promise);
      expect((await packed).equals(atOnce[name](data))).toBe(true);
    },
  );

  it('reads large data off the event loop', async () => {
    const codec = codecOf(name)!;
    const packed = name === 'snappy' ? snappy.compressSync(text) : await codec.compress([text]);
    const data = codec.decompress(packed, 2 * text.length);
    expect(data).toBeInstanceOf(Promise);
    expect((await data).equals(text)).toBe(true);
  });
});
