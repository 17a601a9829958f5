// Builds and packs once, and installs what came out into empty projects, as a stranger would.
// Owns: those folders. Invariant: nothing under test is read from the source tree.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { npm, npmInstall } from '../support/npm.ts';
import { manifest, root } from './entry-points.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly tarball: string;
    /** A project with the package, its optional dependencies and @types/node. */
    readonly project: string;
    /** A project with the package and without its optional dependencies. */
    readonly bareProject: string;
  }
}

export default async function setup(vitest: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-wire-package-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await npm(root, ['run', 'build']);
    const said = await npm(root, ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
    const [packed] = JSON.parse(said) as { readonly filename: string }[];
    const tarball = join(folder, packed?.filename ?? '');
    const project = join(folder, 'project');
    const bareProject = join(folder, 'bare-project');
    await Promise.all([mkdir(project), mkdir(bareProject)]);
    // (Both installs leave scripts out: the package must need none.)
    await npmInstall(project, [tarball, `@types/node@${manifest.devDependencies['@types/node']}`]);
    await npmInstall(bareProject, [tarball], ['--omit=optional']);
    vitest.provide('tarball', tarball);
    vitest.provide('project', project);
    vitest.provide('bareProject', bareProject);
    return remove;
  } catch (error) {
    await remove();
    throw error;
  }
}
