// What package.json promises. Owns: reading it. Everything in this folder follows the promise, nothing repeats it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's folder. */
export const root: string = join(import.meta.dirname, '..', '..');

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
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

export const entryPoints: readonly EntryPoint[] = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string' ? [] : [{ path, specifier: manifest.name + path.slice(1), types: target.types }],
);
