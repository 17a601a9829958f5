import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zstdBy } from '../../../../src/record/compression/zstd.ts';
import { nodeZstd, packageZstd, type ZstdEngine } from '../../../../src/record/compression/zstd-engines.ts';
import { readCompressed, sha256 } from '../../../golden/compression/compressed-vectors.ts';

const vectors = [...readCompressed('vectors.txt'), ...readCompressed('others.txt')].filter(
  ({ codec }) => codec === 'zstd',
);

const inNode = nodeZstd();
const engines: [string, ZstdEngine][] = [['zstd-napi', packageZstd()]];
if (inNode !== undefined) engines.push(['node:zlib', inNode]);

describe.each(engines)('zstd by %s', (_, engine) => {
  it.each(vectors)('reads $name', async ({ bytes, length, sha256: expected }) => {
    const data = await zstdBy(engine).decompress(bytes, length);
    expect([data.length, sha256(data)]).toEqual([length, expected]);
  });

  it.each([1, 3, 19, 22])('writes level %d, with its size in the header', async (level) => {
    for (const size of [1, 300, 20_000, 400_000]) {
      const data = Buffer.from(Array.from({ length: size }, (_, i) => (i * i) % 251));
      const packed = await zstdBy(engine, level).compress([data.subarray(0, size >> 1), data.subarray(size >> 1)]);
      expect((await zstdBy(engine).decompress(packed, size)).equals(data)).toBe(true);
      // A frame header that tells the size is either of a single segment or has a size field of two bytes and more.
      expect(packed[4]! & 0xe0).not.toBe(0);
    }
  });

  it('takes data that cannot be made smaller', async () => {
    let state = 42;
    const noise = Buffer.from(
      Array.from({ length: 300_000 }, () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
        return state >>> 16;
      }),
    );
    const packed = await zstdBy(engine, 1).compress([noise]);
    expect((await zstdBy(engine).decompress(packed, noise.length)).equals(noise)).toBe(true);
  });
});

describe('nodeZstd', () => {
  if (inNode !== undefined)
    it('writes the same bytes at once and on the thread pool', async () => {
      const { zstdCompressSync, constants } = zlib as unknown as {
        zstdCompressSync(data: Buffer, options: object): Buffer;
        constants: { ZSTD_c_compressionLevel: number };
      };
      const params = { [constants.ZSTD_c_compressionLevel]: 3 };
      for (const size of [16_383, 16_384, 300_000]) {
        const data = Buffer.from(Array.from({ length: size }, (_, i) => (i * i) % 251));
        const packed = inNode.compress(data, 3);
        expect(packed instanceof Promise).toBe(size >= 16_384);
        expect((await packed).equals(zstdCompressSync(data, { params, pledgedSrcSize: size }))).toBe(true);
      }
    });

  it('is there exactly where node:zlib has zstd', () => {
    const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
    expect(inNode !== undefined).toBe(major > 22 || (major === 22 && minor >= 15));
    expect(nodeZstd({ gzip: zlib.gzip })).toBeUndefined();
  });
});
