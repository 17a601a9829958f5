// Is what we publish put together as it should be? publint and arethetypeswrong know the rules.
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, inject, it } from 'vitest';
import { mustRun, runCommand } from '../support/run-command.ts';
import { entryPoints, exportTargets, manifest, root } from './entry-points.ts';

it('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: join(inject('project'), 'node_modules', manifest.name), strict: true });
  expect(messages.map((message) => formatMessage(message, { ...manifest }, { color: false }))).toEqual([]);
});

it('arethetypeswrong finds nothing but the one exception: node16 CommonJS cannot require an ES module', async () => {
  const attw = join(root, 'node_modules', '.bin', 'attw');
  // Patterns are passed over unless some of what they stand for is named.
  const named = entryPoints.map(({ path }) => path.replace(/^\.\//, '')).filter((path) => path !== '.');
  // Judged by the exit code: it ends before a long report has gone through a pipe.
  const args = [
    inject('tarball'),
    '--ignore-rules',
    'cjs-resolves-to-esm',
    '--quiet',
    '--include-entrypoints',
    ...named,
  ];
  const { code, stderr } = await runCommand(attw, args, { timeoutMs: 240_000 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('typesVersions names every entry point below the main one, for resolution that does not read exports', () => {
  const below = exportTargets.filter(([path]) => path !== '.');
  const wanted = Object.fromEntries(below.map(([path, target]) => [path.slice(2), [target.types]]));
  expect(manifest.typesVersions?.['*'] ?? {}).toEqual(wanted);
});

it('holds no tests, no sources and no specs', async () => {
  const listed = (await mustRun('tar', ['-tzf', inject('tarball')])).trim().split('\n');
  const strange = listed.filter((name) => !/^package\/(dist\/|package\.json$|[A-Z]+(\.md)?$)/.test(name));
  expect(strange).toEqual([]);
  expect(listed.filter((name) => /\.test\.|tsbuildinfo/.test(name))).toEqual([]);
});
