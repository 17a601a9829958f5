import { describe, expect, it } from 'vitest';
import { registerCodec } from '../../../../src/index.ts';
import { codecById, codecOf } from '../../../../src/record/compression/codecs.ts';
import type { CompressionCodec } from '../../../../src/record/compression/compression-codec.ts';

/** Turns every bit around. */
const inverted = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));

const inverting: CompressionCodec = {
  id: 5,
  name: 'inverting',
  compress: (pieces) => inverted(Buffer.concat(pieces)),
  decompress: async (bytes) => inverted(bytes),
};

const withDecompress = (decompress: () => unknown): CompressionCodec =>
  codecOf({ ...inverting, decompress: decompress as CompressionCodec['decompress'] })!;

const withCompress = (compress: () => unknown): CompressionCodec =>
  codecOf({ ...inverting, compress: compress as CompressionCodec['compress'] })!;

const outcome = async (run: () => Buffer | Promise<Buffer>): Promise<unknown> => {
  try {
    return await run();
  } catch (error) {
    return error;
  }
};

describe('registerCodec', () => {
  it('makes batches of a new number readable', async () => {
    registerCodec(inverting);
    const data = Buffer.from('some records');
    expect(await codecById(5).decompress(inverted(data), 100)).toEqual(data);
  });

  it('takes the place of a built-in codec for reading, not for writing', async () => {
    registerCodec({ ...inverting, id: 3, name: 'my lz4' });
    expect(codecById(3).name).toBe('my lz4');
    expect(codecOf('lz4')?.name).toBe('lz4');
  });

  it('names what is wrong with a codec', () => {
    expect(() => registerCodec({ ...inverting, id: 0 })).toThrowError(
      expect.objectContaining({
        code: 'CONFIG',
        message: 'option codec.id is 0; it accepts a whole number from 1 to 7',
      }),
    );
    expect(() => registerCodec(undefined as never)).toThrowError(expect.objectContaining({ code: 'CONFIG' }));
  });
});

describe('a codec of a user', () => {
  it('keeps its this', async () => {
    class Counting {
      readonly id = 6;
      readonly name = 'counting';
      calls = 0;
      compress(pieces: readonly Buffer[]): Buffer {
        this.calls++;
        return Buffer.concat(pieces);
      }
      decompress(bytes: Buffer): Buffer {
        this.calls++;
        return bytes;
      }
    }
    const counting = new Counting();
    const codec = codecOf(counting)!;
    await codec.decompress(await codec.compress([Buffer.from('x')]), 1);
    expect(counting.calls).toBe(2);
  });

  it('may return bytes of any kind, now or later', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    for (const codec of [withDecompress(() => bytes), withDecompress(async () => bytes)]) {
      expect(await outcome(() => codec.decompress(Buffer.alloc(1), 3))).toEqual(Buffer.from(bytes));
    }
  });

  it.each([
    [
      'throws',
      () =>
        withDecompress(() => {
          throw new Error('no such window');
        }),
      'no such window',
    ],
    ['rejects', () => withDecompress(() => Promise.reject(new Error('no such window'))), 'no such window'],
    ['returns too much', () => withDecompress(() => Buffer.alloc(11)), 'it grows beyond 10 bytes'],
    ['returns too much later', () => withDecompress(async () => Buffer.alloc(11)), 'it grows beyond 10 bytes'],
    ['returns text', () => withDecompress(() => 'text'), 'it returned string instead of bytes'],
    ['returns nothing', () => withDecompress(async () => null), 'it returned null instead of bytes'],
  ])('that %s while decompressing is CORRUPT_BATCH', async (_, make, why) => {
    expect(await outcome(() => make().decompress(Buffer.alloc(1), 10))).toMatchObject({
      code: 'CORRUPT_BATCH',
      message: expect.stringContaining(why),
    });
  });

  it.each([
    [
      'throws',
      () =>
        withCompress(() => {
          throw new Error('full');
        }),
      'full',
    ],
    ['rejects', () => withCompress(() => Promise.reject(new Error('full'))), 'full'],
    ['returns nothing', () => withCompress(() => undefined), 'undefined instead of bytes'],
  ])('that %s while compressing is HANDLER', async (_, make, why) => {
    expect(await outcome(() => make().compress([Buffer.alloc(1)]))).toMatchObject({
      code: 'HANDLER',
      message: expect.stringContaining(why),
    });
  });
});
