// Can what we publish be loaded, by import and by require?
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { mustRun } from '../support/run-command.ts';
import { closedPaths, entryPoints, exportTargets, manifest } from './entry-points.ts';
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

it('every pattern of package.json has entry points that stand for it', () => {
  for (const [path] of exportTargets) {
    const [before = ''] = path.split('*');
    expect(
      entryPoints.filter((entry) => entry.path === path || (path.includes('*') && entry.path.startsWith(before))),
    ).not.toEqual([]);
  }
});

it.each(closedPaths)('%s is not to be imported', async (path) => {
  const load = `import('${manifest.name}${path.slice(1)}').catch((error) => console.log(error.code))`;
  const said = await mustRun(process.execPath, ['--input-type=module', '--eval', load], { cwd: inject('project') });
  expect(said).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
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

describe('codecs that are loaded', () => {
  /** Names of the generated modules, and the number of all, that a fresh Node has loaded after the import. */
  async function loadedBy(specifier: string): Promise<{ readonly generated: string[]; readonly all: number }> {
    const script = `
      import { Session } from 'node:inspector';
      const urls = new Set();
      const session = new Session();
      session.connect();
      session.on('Debugger.scriptParsed', ({ params }) => urls.add(params.url));
      session.post('Debugger.enable');
      await import('${specifier}');
      console.log(JSON.stringify([...urls]));`;
    const args = ['--input-type=module', '--eval', script];
    const urls = JSON.parse(await mustRun(process.execPath, args, { cwd: inject('project') })) as string[];
    const own = urls.filter((url) => url.includes(`/node_modules/${manifest.name}/dist/`));
    const generated = own.flatMap((url) => /\/protocol\/generated\/(.+)\.js$/.exec(url)?.[1] ?? []);
    return { generated: generated.sort(), all: own.length };
  }
  /** Frames need these whatever is in them. */
  const frames = ['api-versions', 'error-codes', 'request-header', 'response-header'];

  it('are that of the one API that is imported, and no other', async () => {
    for (const name of ['fetch', 'describe-configs']) {
      const { generated, all } = await loadedBy(`${manifest.name}/protocol/${name}`);
      expect(generated).toEqual([name]);
      expect(all).toBeLessThan(10);
    }
  });

  it('are none of the messages, where only the protocol is imported', async () => {
    const { generated } = await loadedBy(`${manifest.name}/protocol`);
    expect(generated).toEqual(['api-index', ...frames].sort());
  });

  it('are those that a client reads and writes with: administration loads when it is called', async () => {
    const { generated } = await loadedBy(manifest.name);
    expect(generated).toEqual(
      [
        ...['api-index', ...frames, 'metadata', 'find-coordinator', 'sasl-handshake', 'sasl-authenticate'],
        ...['produce', 'init-producer-id', 'fetch', 'list-offsets', 'create-topics', 'delete-topics'],
        ...[
          'join-group',
          'sync-group',
          'heartbeat',
          'consumer-group-heartbeat',
          'leave-group',
          'offset-commit',
          'offset-fetch',
        ],
        ...['consumer-protocol-assignment', 'consumer-protocol-subscription', 'offset-for-leader-epoch'],
        ...['add-partitions-to-txn', 'add-offsets-to-txn', 'txn-offset-commit', 'end-txn'],
      ].sort(),
    );
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
