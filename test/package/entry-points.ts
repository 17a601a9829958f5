// What package.json promises. Owns: reading it. Everything in this folder follows the promise, nothing repeats it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's folder. */
export const root: string = join(import.meta.dirname, '..', '..');

interface ExportTarget {
  readonly types: string;
  readonly default: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | null | ExportTarget>>;
  readonly typesVersions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** One entry point that holds code. */
export interface EntryPoint {
  /** As in exports: `.` or `./binding`. */
  readonly path: string;
  /** As in an import: `kafka-wire/binding`. */
  readonly specifier: string;
  readonly types: string;
}

/** Subpaths of every pattern in exports that stand for all of them in tests: there is one for each API. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = { './protocol/*': ['fetch', 'describe-configs'] };

/** Paths in exports that hold code, patterns as they are, with what they lead to. */
export const exportTargets: readonly (readonly [path: string, target: ExportTarget])[] = Object.entries(
  manifest.exports,
).flatMap(([path, target]) => (typeof target === 'string' || target === null ? [] : [[path, target] as const]));

/** Subpaths that a pattern would let through, and that nobody may import. */
export const closedPaths: readonly string[] = Object.keys(manifest.exports).filter(
  (path) => manifest.exports[path] === null,
);

/** Every entry point; of a pattern its samples. */
export const entryPoints: readonly EntryPoint[] = exportTargets.flatMap(([path, target]) => {
  const names = path.includes('*') ? (SAMPLES[path] ?? []) : [''];
  return names.map((name) => {
    const full = path.replace('*', name);
    return { path: full, specifier: manifest.name + full.slice(1), types: target.types.replace('*', name) };
  });
});
