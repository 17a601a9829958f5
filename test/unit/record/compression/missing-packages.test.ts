// What happens where an optional package did not install. A file of its own: codecs that have loaded stay loaded.
import Module from 'node:module';
import * as zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Writer } from '../../../../src/index.ts';
import { codecById, codecOf } from '../../../../src/record/compression/codecs.ts';
import { packageZstd } from '../../../../src/record/compression/zstd-engines.ts';

const PACKAGES = ['snappy', 'lz4-napi', 'zstd-napi/binding'];
const loader = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
const asked: string[] = [];
let failure: (request: string) => Error;

beforeEach(() => {
  asked.length = 0;
  failure = (request) => new Error(`Cannot find module '${request}'\nRequire stack:\n- /app/snappy/index.js`);
  const resolve = loader._resolveFilename;
  vi.spyOn(loader, '_resolveFilename').mockImplementation((request, ...rest) => {
    if (!PACKAGES.includes(request)) return resolve.call(loader, request, ...rest);
    asked.push(request);
    throw failure(request);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const missing = (text: string): unknown =>
  expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining(text) });

/** Where this Node has zstd of its own, nothing is missing. */
const needsPackage = !('zstdCompress' in zlib);

describe('a missing package', () => {
  it.each([
    ['snappy', 'snappy needs the package snappy, which is not installed: npm install snappy'],
    ['lz4', 'lz4 needs the package lz4-napi, which is not installed: npm install lz4-napi'],
  ] as const)('is named with the command to install it when a Writer chooses %s (trap 22)', (compression, message) => {
    const brokers = ['localhost:9092'];
    expect(() => new Writer({ brokers, compression })).toThrowError(missing(message));
    expect(() => new Writer({ brokers, compression: { type: compression } })).toThrowError(missing(message));
  });

  it('is named when a batch needs it to be read', () => {
    expect(() => codecById(2)).toThrowError(missing('npm install snappy'));
    expect(() => codecById(3)).toThrowError(missing('npm install lz4-napi'));
  });

  it('is named for zstd where Node has none of its own', () => {
    expect(() => packageZstd()).toThrowError(
      missing('zstd needs the package zstd-napi on Node before 22.15, which is not installed: npm install zstd-napi'),
    );
    if (needsPackage) expect(() => codecOf('zstd')).toThrowError(missing('npm install zstd-napi'));
    else expect(codecOf('zstd')?.id).toBe(4);
  });

  it('that is there but does not load is told apart', () => {
    const said = "Cannot find module './build/Release/binding.node'";
    failure = () => new Error(`${said}\nRequire stack:\n- /app/node_modules/zstd-napi/binding.js`);
    expect(() => packageZstd()).toThrowError(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        message: `zstd needs the package zstd-napi on Node before 22.15, which does not load here (${said}): npm install zstd-napi, its install script included`,
        cause: expect.objectContaining({ message: expect.stringContaining('Require stack') }),
      }),
    );
  });

  it('is looked for only where it is needed', async () => {
    expect(codecOf('none')).toBeUndefined();
    expect(await codecById(1).decompress(zlib.gzipSync('x'), 10)).toEqual(Buffer.from('x'));
    const writer = new Writer({ brokers: ['localhost:9092'], compression: 'gzip' });
    await writer.close();
    expect(asked).toEqual([]);
  });

  it('is found once it is there', () => {
    expect(() => codecById(2)).toThrowError(missing('npm install snappy'));
    vi.restoreAllMocks();
    expect(codecById(2).name).toBe('snappy');
  });
});
