// npm as a stranger would run it. Owns: keeping the settings of our own `npm run` out of it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { mustRun } from './run-command.ts';

const INSTALL_MS = 300_000;

/** Runs npm in a folder and answers its stdout. */
export function npm(folder: string, args: readonly string[]): Promise<string> {
  // `npm run` exports its own prefix, which would send a nested install into this project.
  const inherited = Object.keys(process.env).filter((name) => name.startsWith('npm_'));
  const env = Object.fromEntries(inherited.map((name) => [name, undefined]));
  return mustRun('npm', [...args], { cwd: folder, env, timeoutMs: INSTALL_MS });
}

/** Makes a folder a project of its own with these packages and no other. */
export async function npmInstall(
  folder: string,
  packages: readonly string[],
  flags: readonly string[] = [],
): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await npm(folder, ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...flags, ...packages]);
}

/** The `node_modules` folder of one package of the registry, fetched once. `name` may carry a range: `typescript@5.9`. */
export async function cachedPackage(name: string): Promise<string> {
  const folder = await cached(name.replaceAll(/[^\w.@-]/g, '-'), name, (partial) => npmInstall(partial, [name]));
  return join(folder, 'node_modules');
}
