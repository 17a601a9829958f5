import { describe, expect, it } from 'vitest';
import { codecById, codecOf } from '../../../src/record/compression/codecs.ts';
import { type CompressedVector, readCompressed, sha256 } from './compressed-vectors.ts';

const IDS = { gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
const vectors = readCompressed('vectors.txt');
const others = readCompressed('others.txt');

const read = async ({ codec, magic, bytes, length }: CompressedVector, maxBytes = length): Promise<Buffer> =>
  codecById(IDS[codec]).decompress(bytes, maxBytes, magic === 0);

const failure = (reading: Promise<Buffer>): Promise<unknown> =>
  reading.then(
    (data) => `${data.length} bytes were read`,
    (error: unknown) => error,
  );

/** Lengths at which a framing may end, so that nothing tells that the rest is missing. */
function mayEnd({ codec, bytes, name }: CompressedVector, length: number): boolean {
  if (name === 'frame-to-skip') return length === 11;
  if (name === 'two-members') return length === bytes.length / 2;
  if (codec === 'lz4' || codec === 'zstd') return name === 'two-frames' && length === bytes.length / 2;
  if (codec !== 'snappy' || name === 'raw') return false;
  let at = 16;
  while (at < length) at += 4 + bytes.readInt32BE(at);
  return at === length;
}

describe('the vectors', () => {
  it('are there for each codec', () => {
    for (const codec of Object.keys(IDS)) {
      expect(vectors.filter((vector) => vector.codec === codec).length, codec).toBeGreaterThan(8);
    }
  });
});

describe.each([...vectors, ...others])('$codec $name', (vector) => {
  const { bytes, length } = vector;

  it('is read as it was written (trap 21)', async () => {
    const data = await read(vector);
    expect([data.length, sha256(data)]).toEqual([length, vector.sha256]);
    expect(data.buffer, 'a view of the compressed bytes').not.toBe(bytes.buffer);
  });

  it('is refused wherever it is cut short', async () => {
    const step = Math.max(1, Math.floor(bytes.length / 150));
    for (let end = 0; end < bytes.length; end += step) {
      if (mayEnd(vector, end)) continue;
      const cut = { ...vector, bytes: bytes.subarray(0, end) };
      expect(await failure(read(cut)), `${end} of ${bytes.length} bytes`).toMatchObject({ code: 'CORRUPT_BATCH' });
    }
  });
});

describe.each([...vectors, ...others].filter(({ length }) => length > 1))('$codec $name', (vector) => {
  it('is refused where it grows beyond what is allowed (trap 19)', async () => {
    for (const maxBytes of new Set([vector.length - 1, Math.ceil(vector.length / 2), 1])) {
      expect(await failure(read(vector, maxBytes)), `${maxBytes} bytes`).toMatchObject({
        code: 'CORRUPT_BATCH',
        message: expect.stringContaining('it grows beyond'),
      });
    }
  });
});

describe('the broken header checksum of lz4 before 0.10', () => {
  const broken = vectors.find(({ name }) => name === 'broken-header-checksum')!;

  it('is accepted in message sets of magic 0 only (trap 21)', async () => {
    expect(sha256(await read(broken))).toBe(broken.sha256);
    expect(await failure(read({ ...broken, magic: 1 }))).toMatchObject({
      code: 'CORRUPT_BATCH',
      position: 6,
      message: expect.stringContaining('header checksum'),
    });
  });
});

/** What has to be equal to Java's: everything but the inside of blocks, where libraries differ. */
const shapes: Partial<Record<CompressedVector['codec'], (bytes: Buffer) => unknown>> = {
  snappy(bytes) {
    const chunks: number[] = [];
    for (let at = 16; at < bytes.length; at += 4 + bytes.readInt32BE(at)) {
      let size = 0;
      for (let i = at + 4, shift = 0; ; i++, shift += 7) {
        size |= (bytes[i]! & 0x7f) << shift;
        if (bytes[i]! < 0x80) break;
      }
      chunks.push(size);
    }
    return { header: bytes.toString('hex', 0, 16), chunks };
  },
  lz4(bytes) {
    let blocks = 0;
    let at = 7;
    let raw = '';
    for (; bytes.readUInt32LE(at) !== 0; blocks++) {
      const size = bytes.readUInt32LE(at);
      if (size >= 0x8000_0000) raw += bytes.toString('hex', at, at + 4 + size - 0x8000_0000);
      at += 4 + (size & 0x7fff_ffff);
    }
    return { header: bytes.toString('hex', 0, 7), blocks, raw, rest: bytes.toString('hex', at) };
  },
};

describe('what we write', () => {
  const made = vectors.filter(({ name }) => !/^(level|broken|magic|raw|content|all|blocks)/.test(name));

  it.each(made)('is framed as Java frames it: $codec $name (trap 21)', async (vector) => {
    const data = await read(vector);
    const ours = await codecOf(vector.codec)!.compress([data]);
    expect(sha256(await codecById(IDS[vector.codec]).decompress(ours, data.length))).toBe(vector.sha256);
    const shape = shapes[vector.codec];
    if (shape !== undefined) expect(shape(ours)).toEqual(shape(vector.bytes));
    expect(ours.length).toBeLessThan(vector.bytes.length * 1.35 + 20);
  });
});
