// Reads and writes the committed vectors. Owns: their text form.
//
//     # comment
//     FetchRequest 4-6 full        message, versions with these very bytes, variant
//     65c7ac05...                  the bytes, in hex; - for none
//     {"replicaId":17, ...}        what Java says they mean
//     FetchRequest 4 newest        the full message of the newest version, written in this one
//     unsupported                  or its bytes
//     -
//     header Fetch 4-11 1 0        API, versions, version of the request header and of the response header
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const VECTORS_DIR: string = join(import.meta.dirname, 'vectors');

/** One message as Java's classes write it. */
export interface Vector {
  readonly message: string;
  readonly version: number;
  readonly variant: string;
  readonly hex: string;
  readonly json: string;
}

/** Header versions of one API version. */
export interface HeaderVersions {
  readonly api: string;
  readonly version: number;
  readonly request: number;
  readonly response: number;
}

export interface VectorFile {
  readonly vectors: readonly Vector[];
  readonly headers: readonly HeaderVersions[];
}

/** Vectors of one file of the folder. */
export function readVectors(name: string): VectorFile {
  return parseVectors(readFileSync(join(VECTORS_DIR, name), 'utf8'));
}

/** Reads the text form; Java prints the same, with one version per entry. */
export function parseVectors(text: string): VectorFile {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const vectors: Vector[] = [];
  const headers: HeaderVersions[] = [];
  for (let at = 0; at < lines.length; ) {
    const words = lines[at++]!.split(' ');
    if (words[0] === 'header') {
      const [, api, range, request, response] = words as [string, string, string, string, string];
      for (const version of versionsIn(range)) {
        headers.push({ api, version, request: Number(request), response: Number(response) });
      }
      continue;
    }
    const [message, range, variant] = words as [string, string, string];
    const bytes = lines[at++]!;
    const hex = bytes === '-' ? '' : bytes;
    const json = lines[at++]!;
    for (const version of versionsIn(range)) vectors.push({ message, version, variant, hex, json });
  }
  return { vectors, headers };
}

/** Writes the text form; consecutive versions with the same bytes and meaning share an entry. */
export function formatVectors(file: VectorFile): string {
  const headers = merge(file.headers, ({ api, request, response }) => [`header ${api}`, `${request} ${response}`]);
  const vectors = merge(file.vectors, ({ message, variant, hex, json }) => [
    message,
    `${variant}\n${hex || '-'}\n${json}`,
  ]);
  return [...headers, ...vectors].map((entry) => `${entry}\n`).join('');
}

function merge<T extends { readonly version: number }>(
  items: readonly T[],
  partsOf: (item: T) => readonly [string, string],
): string[] {
  const entries = new Map<string, { head: string; tail: string; first: number; last: number }>();
  const order: { head: string; tail: string; first: number; last: number }[] = [];
  for (const item of items) {
    const [head, tail] = partsOf(item);
    const known = entries.get(`${head} ${tail}`);
    if (known !== undefined && known.last === item.version - 1) {
      known.last = item.version;
      continue;
    }
    const entry = { head, tail, first: item.version, last: item.version };
    entries.set(`${head} ${tail}`, entry);
    order.push(entry);
  }
  return order.map(({ head, tail, first, last }) => `${head} ${first === last ? first : `${first}-${last}`} ${tail}`);
}

function versionsIn(range: string): number[] {
  const [first, last] = range.split('-').map(Number) as [number, number | undefined];
  return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index);
}
