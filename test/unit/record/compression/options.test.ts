import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Writer } from '../../../../src/index.ts';
import { type Compression, codecById, codecOf, compressionOption } from '../../../../src/record/compression/codecs.ts';

// Digits without a period: data that repeats itself is as small at every level.
const text = Buffer.from(Array.from({ length: 3_000 }, (_, i) => `{"order":${(i * i * 7919) % 99_991}}`).join());

const sizeWith = async (compression: Compression): Promise<number> =>
  (await codecOf(compression)!.compress([text])).length;

describe('the option compression', () => {
  it('is none where nothing is asked for', () => {
    for (const none of ['none', { type: 'none' }, undefined] as const) {
      expect(compressionOption('compression', none)).toBeUndefined();
    }
  });

  it.each([
    ['gzip', 1],
    ['snappy', 2],
    ['lz4', 3],
    ['zstd', 4],
  ] as const)('takes %s by name and as an object', (type, id) => {
    expect(codecOf(type)).toMatchObject({ id, name: type });
    expect(codecOf({ type })).toMatchObject({ id, name: type });
  });

  it('hands levels on to the codecs that have them', async () => {
    expect(await sizeWith({ type: 'gzip', level: 1 })).toBeGreaterThan(await sizeWith({ type: 'gzip', level: 9 }));
    expect(await sizeWith({ type: 'gzip', level: 6 })).toBe(await sizeWith('gzip'));
    expect(await sizeWith({ type: 'zstd', level: 1 })).toBeGreaterThan(await sizeWith({ type: 'zstd', level: 22 }));
    expect(await sizeWith({ type: 'zstd', level: 3 })).toBe(await sizeWith('zstd'));
    expect(gunzipSync(await codecOf({ type: 'gzip', level: 9 })!.compress([text])).equals(text)).toBe(true);
  });

  it.each([
    ['zip', `option compression is "zip"; it accepts 'none', 'gzip', 'snappy', 'lz4', 'zstd'`],
    [7, /^option compression is 7; it accepts/],
    [null, /^option compression is null; it accepts/],
    [{ type: 'zip' }, /^option compression\.type is "zip"; it accepts 'none', 'gzip'/],
    [{ type: undefined, level: 3 }, /^option compression\.type is null; it accepts/],
    [{ type: 'gzip', level: 0 }, 'option compression.level is 0; it accepts a whole number from 1 to 9'],
    [{ type: 'gzip', level: 10 }, 'option compression.level is 10; it accepts a whole number from 1 to 9'],
    [{ type: 'gzip', level: '9' }, 'option compression.level is "9"; it accepts a whole number from 1 to 9'],
    [{ type: 'zstd', level: 23 }, 'option compression.level is 23; it accepts a whole number from 1 to 22'],
    [{ type: 'zstd', level: 1.5 }, 'option compression.level is 1.5; it accepts a whole number from 1 to 22'],
    [{ type: 'lz4', level: 3 }, 'option compression.level is 3; it accepts nothing: lz4 has no levels'],
    [{ type: 'none', level: 3 }, 'option compression.level is 3; it accepts nothing: none has no levels'],
    [{}, /^option compression\.id is undefined; it accepts a whole number from 1 to 7$/],
    [{ id: 8, name: 'x', compress() {}, decompress() {} }, /^option compression\.id is 8/],
    [{ id: 5, name: '', compress() {}, decompress() {} }, /^option compression\.name is ""/],
    [{ id: 5, name: 'x', compress() {} }, /^option compression\.decompress is undefined; it accepts a function$/],
  ] as const)('refuses %j at construction, by name', (value, message) => {
    const given = value as unknown as Compression;
    expect(() => new Writer({ brokers: ['localhost:9092'], compression: given })).toThrowError(
      expect.objectContaining({
        code: 'CONFIG',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    );
  });
});

describe('a codec that nobody knows', () => {
  it.each([0, 5, 6, 7])('%d is UNSUPPORTED, and says so (trap 22)', (id) => {
    expect(() => codecById(id)).toThrowError(
      expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining(`codec ${id}`) }),
    );
  });
});
