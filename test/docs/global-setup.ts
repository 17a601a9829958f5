// A project beside the docs' programs, as if the package were installed there: `import 'kafka-wire'` means this build of
// it. Owns: that folder. Apart from dist/, so that nothing else that builds at the same time gets in the way.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { mustRun } from '../support/run-command.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of a project that has this package among its dependencies. */
    readonly docsProject: string;
  }
}

const root = join(import.meta.dirname, '..', '..');

export default async function setup(vitest: TestProject): Promise<() => Promise<void>> {
  const project = join(import.meta.dirname, '.project');
  const installed = join(project, 'node_modules', 'kafka-wire');
  await rm(project, { recursive: true, force: true });
  await mkdir(installed, { recursive: true });
  // A package.json without a name: otherwise 'kafka-wire' would mean the package around it, and its dist/.
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  await cp(join(root, 'package.json'), join(installed, 'package.json'));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await mustRun(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(installed, 'dist')]);
  vitest.provide('docsProject', project);
  return () => rm(project, { recursive: true, force: true });
}
