// Which Node runs the tests. Owns: fetching other releases as npm packages, which need no installer.
import { join } from 'node:path';
import { cachedPackage } from '../support/npm.ts';
import { mustRun } from '../support/run-command.ts';

export interface Runtime {
  /** As `24.21.0`. */
  readonly version: string;
  readonly program: string;
}

/** The newest release of a major line, fetched once for this platform. */
export async function fetchRuntime(major: number): Promise<Runtime> {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const bin = join(await cachedPackage(`${name}@${major}`), name, 'bin');
  return runtimeAt(join(bin, process.platform === 'win32' ? 'node.exe' : 'node'));
}

/** The Node that runs this. */
export function ownRuntime(): Promise<Runtime> {
  return runtimeAt(process.execPath);
}

async function runtimeAt(program: string): Promise<Runtime> {
  const version = (await mustRun(program, ['--version'])).trim().replace(/^v/, '');
  return { version, program };
}
