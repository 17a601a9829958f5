// Gets the peers' packages, each into a folder of its own, once: they are never part of this package's dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from './clients.ts';

const PEERS = join(import.meta.dirname, 'peers');

/** The program of the Go clients, once it is built. */
export const GO_PROGRAM: string = join(PEERS, 'go/bin', process.platform === 'win32' ? 'peers.exe' : 'peers');

/** Installs what a contestant needs. Answers why it has to be left out; undefined when it can take part. */
export function install(contestant: Contestant): string | undefined {
  const { name, peer } = contestant;
  if (peer === undefined) return undefined;
  if (contestant.goClient !== undefined) return buildGo();
  const folder = join(PEERS, peer);
  if (isInstalled(folder)) return undefined;
  console.log(`installing ${name} into bench/peers/${peer}`);
  const npm = run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], folder);
  if (npm === undefined) return undefined;
  const build = join(folder, 'build.mjs');
  if (!existsSync(build)) return `npm install failed: ${npm}`;
  console.log(`npm install failed; building ${name} from its source, which takes minutes`);
  const built = run(process.execPath, [build], folder);
  return built === undefined ? undefined : `it can neither be installed (${npm}) nor built (${built})`;
}

/** Whether the folder has its packages, in the versions that it asks for. */
function isInstalled(folder: string): boolean {
  const { dependencies } = readJson(join(folder, 'package.json')) as { dependencies: Record<string, string> };
  return Object.entries(dependencies).every(([name, version]) => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) && (readJson(file) as { version: string }).version === version;
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Built anew each time, which takes a moment when nothing has changed. */
function buildGo(): string | undefined {
  if (spawnSync('go', ['version']).status !== 0) return 'go is not installed';
  const failed = run('go', ['build', '-o', GO_PROGRAM, '.'], join(PEERS, 'go'));
  return failed === undefined ? undefined : `go build failed: ${failed}`;
}

/** The last line of what a failed program said. */
function run(command: string, args: readonly string[], cwd: string): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status === 0) return undefined;
  const said = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').at(-1);
  return said || (error?.message ?? `${command} ended with ${status}`);
}
