import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { codecById, codecOf } from '../../src/record/compression/codecs.ts';
import { readCompressed } from '../golden/compression/compressed-vectors.ts';
import { arbitraryDamage } from './damage.ts';

const names = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
const vectors = [...readCompressed('vectors.txt'), ...readCompressed('others.txt')];

const maxBytes = fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 400_000 }));

/** Whatever the bytes are: at most that much comes out, or one kind of error that points into them. */
async function survives(id: number, bytes: Buffer, most: number, legacy: boolean): Promise<void> {
  const before = Buffer.from(bytes);
  try {
    const data = await codecById(id).decompress(bytes, most, legacy);
    expect(data.length).toBeLessThanOrEqual(most);
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'CORRUPT_BATCH') throw error;
    const { position = 0 } = error;
    expect(position >= 0 && position <= bytes.length, `position ${position} of ${bytes.length} bytes`).toBe(true);
  }
  expect(bytes.equals(before), 'the compressed bytes were changed').toBe(true);
}

describe.each(names)('%s', (name) => {
  const { id } = codecOf(name)!;
  const own = vectors.filter(({ codec }) => codec === name).map(({ bytes }) => bytes);
  /** Beginnings that lead past the first checks. */
  const starts = own.map((bytes) => bytes.subarray(0, 16));

  it('survives bytes at random', { timeout: 60_000 }, async () => {
    const start = fc.constantFrom(Buffer.alloc(0), ...starts);
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), maxBytes, fc.boolean(), (head, rest, most, legacy) =>
        survives(id, Buffer.concat([head, rest]), most, legacy),
      ),
      { numRuns: 1_500 },
    );
  });

  it('survives damage', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...own),
        arbitraryDamage,
        maxBytes,
        fc.boolean(),
        (bytes, damage, most, legacy) => survives(id, damage(bytes), most, legacy),
      ),
      { numRuns: 1_500 },
    );
  });

  it('gives back what it was given, in pieces of any size', { timeout: 60_000 }, async () => {
    const codec = codecOf(name)!;
    const piece = fc
      .tuple(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 700 }))
      .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 4 }), async (pieces) => {
        const data = Buffer.concat(pieces);
        fc.pre(data.length > 0);
        expect((await codec.decompress(await codec.compress(pieces), data.length)).equals(data)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
