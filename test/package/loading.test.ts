// Can what we publish be loaded, by import and by require?
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { mustRun } from '../support/run-command.ts';
import { entryPoints, manifest } from './entry-points.ts';
import { codecsModule, roundTripCommonJs, roundTripModule } from './round-trip.ts';

/** Names that a fresh Node sees in an entry point. */
async function exportedNames(folder: string, kind: 'module' | 'commonjs', specifier: string): Promise<string[]> {
  const load = kind === 'module' ? `await import('${specifier}')` : `require('${specifier}')`;
  const script = `console.log(JSON.stringify(Object.keys(${load})))`;
  const said = await mustRun(process.execPath, [`--input-type=${kind}`, '--eval', script], { cwd: folder });
  // A CommonJS view of an ES module may carry a marker of its own.
  return (JSON.parse(said) as string[]).filter((name) => name !== '__esModule' && name !== 'module.exports').sort();
}

it('package.json lists entry points', () => {
  expect(entryPoints.map((entry) => entry.path)).toContain('.');
});

describe.each(entryPoints)('$specifier', ({ specifier }) => {
  it('is imported, with names and without a default', async () => {
    const names = await exportedNames(inject('project'), 'module', specifier);
    expect(names).not.toEqual([]);
    expect(names).not.toContain('default');
  });

  it('is required, with the same names', async () => {
    const required = await exportedNames(inject('project'), 'commonjs', specifier);
    expect(required).toEqual(await exportedNames(inject('project'), 'module', specifier));
  });

  it('needs no optional dependency', async () => {
    for (const name of Object.keys(manifest.optionalDependencies ?? {})) {
      expect(existsSync(join(inject('project'), 'node_modules', name)), `${name} with optional`).toBe(true);
      expect(existsSync(join(inject('bareProject'), 'node_modules', name)), `${name} without optional`).toBe(false);
    }
    expect(await exportedNames(inject('bareProject'), 'module', specifier)).not.toEqual([]);
  });
});

describe('a program', () => {
  const run = (folder: string, kind: 'module' | 'commonjs', script: string): Promise<string> =>
    mustRun(process.execPath, [`--input-type=${kind}`, '--eval', script], { cwd: folder });

  it('writes and reads with what import gave it', async () => {
    expect(await run(inject('project'), 'module', roundTripModule)).toBe('alice one abc\n');
  });

  it('writes and reads with what require gave it', async () => {
    expect(await run(inject('project'), 'commonjs', roundTripCommonJs)).toBe('alice one abc\n');
  });

  it('writes and reads without the optional dependencies', async () => {
    expect(await run(inject('bareProject'), 'module', roundTripModule)).toBe('alice one abc\n');
  });

  it('that chooses a codec hears which package is missing, when it makes its Writer', async () => {
    const lines = (await run(inject('bareProject'), 'module', codecsModule)).trimEnd().split('\n');
    const missing = (codec: string, name: string): string =>
      `UNSUPPORTED ${codec} needs the package ${name}, which is not installed: npm install ${name.split(' ')[0]}`;
    const hasZstd = 'zstdCompress' in zlib;
    expect(lines).toEqual([
      'none is there',
      'gzip is there',
      missing('snappy', 'snappy'),
      missing('lz4', 'lz4-napi'),
      hasZstd ? 'zstd is there' : missing('zstd', 'zstd-napi on Node before 22.15'),
    ]);
  });

  it('has snappy and lz4 after a plain install', async () => {
    const lines = (await run(inject('project'), 'module', codecsModule)).split('\n');
    expect(lines.slice(0, 4)).toEqual(['none is there', 'gzip is there', 'snappy is there', 'lz4 is there']);
  });
});
