// Do our types resolve and hold, for the compilers and settings that people have?
// (Library checking is on: a declaration that only compiles in our own tree must not pass.)
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { cachedPackage } from '../support/npm.ts';
import { type RunResult, runCommand } from '../support/run-command.ts';
import { entryPoints } from './entry-points.ts';

interface Mode {
  readonly module: string;
  readonly moduleResolution: string;
}

const modern: readonly Mode[] = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'node20', moduleResolution: 'node16' },
  { module: 'node16', moduleResolution: 'node16' },
  { module: 'esnext', moduleResolution: 'bundler' },
];
/** TypeScript 7 has no node10 any more. There `exports` is not read: the package answers with typesVersions. */
const node10: Mode = { module: 'esnext', moduleResolution: 'node10' };

const compilers = [
  { version: '5.9', modes: [...modern, node10] },
  { version: '7.0', modes: modern },
];

/** Fails to compile when an entry point is not found, is `any`, or exports nothing. */
const consumer: string = entryPoints
  .map(
    ({ specifier }, index) => `
import * as entry${index} from '${specifier}';
type Is${index} = 0 extends 1 & typeof entry${index} ? 'any' : keyof typeof entry${index} extends never ? 'empty' : 'typed';
export const is${index}: Is${index} = 'typed';
`,
  )
  .join('');

/** What a name or a subpath gives is the same type. */
const typed: string = `
import type { ApiTypes, RequestOf } from 'kafka-wire/protocol';
import { loadApi } from 'kafka-wire/protocol';
import type { FetchRequest } from 'kafka-wire/protocol/fetch';
export const sameType = (request: RequestOf<ApiTypes['Fetch']>): FetchRequest => request;
export const loaded = async (): Promise<ApiTypes['Fetch']> => loadApi('Fetch');
// @ts-expect-error what was loaded by name has the types of that name
export const other = async (): Promise<ApiTypes['Produce']> => loadApi('Fetch');
`;

async function compile(version: string, mode: Mode, file: 'consumer.ts' | 'consumer.cts'): Promise<RunResult> {
  const folder = await mkdtemp(join(inject('project'), 'types-'));
  await writeFile(join(folder, file), file === 'consumer.ts' ? consumer + typed : consumer);
  const compilerOptions = { ...mode, target: 'es2023', strict: true, noEmit: true, types: ['node'] };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  const compiler = join(await cachedPackage(`typescript@${version}`), 'typescript', 'bin', 'tsc');
  return runCommand(process.execPath, [compiler, '-p', folder], { timeoutMs: 240_000 });
}

describe.each(compilers)('TypeScript $version', ({ version, modes }) => {
  it.each(modes)('compiles an ES module under $module, $moduleResolution', async (mode) => {
    const { code, stdout } = await compile(version, mode, 'consumer.ts');
    expect({ code, errors: stdout.toString() }).toEqual({ code: 0, errors: '' });
  });

  it.each(['nodenext', 'node20'])('compiles a CommonJS module under %s, which knows require(esm)', async (module) => {
    const moduleResolution = module === 'nodenext' ? 'nodenext' : 'node16';
    const { code, stdout } = await compile(version, { module, moduleResolution }, 'consumer.cts');
    expect({ code, errors: stdout.toString() }).toEqual({ code: 0, errors: '' });
  });

  it('refuses a CommonJS module under node16, which does not: the one exception', async () => {
    const { code, stdout } = await compile(version, { module: 'node16', moduleResolution: 'node16' }, 'consumer.cts');
    expect(code).not.toBe(0);
    const errors = [...stdout.toString().matchAll(/error (TS\d+)/g)].map(([, error]) => error);
    expect(errors).toEqual(entryPoints.map(() => 'TS1479'));
  });
});
