// The layer gate: which folder of src/ may know which. Pure: a map of file to text in, violations out.
// It reads imports by pattern, not by a compiler, so that it needs nothing and no configuration can switch it off.
import { posix } from 'node:path';

/** Folders by rank; a file may import its own folder and lower ranks, never a folder of its own rank. */
const RANKS: readonly (readonly string[])[] = [
  ['base'],
  ['wire'],
  ['protocol', 'record'],
  ['network'],
  ['cluster'],
  ['produce', 'fetch', 'group', 'admin'],
  ['consume'],
  ['client'],
  ['registry', 'otel', 'binding'],
  ['cli'],
];

/** The in-process broker shares codecs with the client, but none of its logic. */
const EMBEDDED: readonly string[] = ['base', 'wire', 'protocol', 'record'];

const SOCKET_MODULES = /^(node:)?(net|tls)$/;
const SOCKET_FOLDERS: readonly string[] = ['network', 'embedded'];

/** Time is injected: base/clock owns the calls, so that tests own time. */
const TIME = /\b(setTimeout|setInterval|scheduler\.wait|Date\.now|performance\.now|process\.hrtime)\b|\bnew Date\(\)/g;
const TIME_FILE = 'src/base/clock.ts';

export interface LayerReport {
  readonly violations: readonly string[];
  /** Imports that went from one folder to another: none means that the gate saw nothing. */
  readonly edges: number;
}

/** Judges every file below src/. Paths are relative to the project, with slashes. */
export function checkLayers(files: ReadonlyMap<string, string>): LayerReport {
  const violations: string[] = [];
  let edges = 0;
  for (const [file, text] of files) {
    if (!file.startsWith('src/') || !/\.[cm]?[jt]sx?$/.test(file)) continue;
    const from = folderOf(file);
    if (from !== '' && !isKnown(from)) violations.push(`${file}: ${from} is not a layer`);
    for (const specifier of importsOf(text)) {
      const fault = specifier.startsWith('.') ? judge(file, from, specifier) : judgeModule(from, specifier);
      if (fault !== undefined) violations.push(`${file} -> ${specifier}: ${fault}`);
      if (specifier.startsWith('.') && target(file, specifier) !== from) edges++;
    }
    if (file === TIME_FILE) continue;
    for (const [word] of withoutComments(text).matchAll(TIME))
      violations.push(`${file}: ${word} belongs to base/clock`);
  }
  return { violations, edges };
}

/** Specifiers of all imports: static, type-only, side-effect, re-export, dynamic, require. A computed one is `(computed)`. */
export function importsOf(text: string): string[] {
  const found: string[] = [];
  const code = withoutComments(text);
  for (const [, specifier] of code.matchAll(/^\s*(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"]+)['"]/gm)) {
    found.push(specifier!);
  }
  for (const [, specifier] of code.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm)) found.push(specifier!);
  for (const [, specifier] of code.matchAll(/(?<!\.)\bimport\s*\(\s*(?:['"`]([^'"`$]+)['"`])?/g)) {
    found.push(specifier ?? '(computed)');
  }
  for (const [, specifier] of code.matchAll(/(?<!\.)\brequire\s*\(\s*['"`]([^'"`]+)['"`]/g)) found.push(specifier!);
  return found;
}

function judge(file: string, from: string, specifier: string): string | undefined {
  const to = target(file, specifier);
  if (to === undefined) return 'leaves src';
  if (to === from || from === '') return undefined;
  if (to === '') return 'an entry file is for users, not for layers';
  if (from === 'embedded') return EMBEDDED.includes(to) ? undefined : 'the embedded broker shares codecs only';
  if (to === 'embedded') return 'the embedded broker is not part of the client';
  if (!isKnown(to) || !isKnown(from)) return 'not a layer';
  return rankOf(to) < rankOf(from) ? undefined : `${from} may not know ${to}`;
}

function judgeModule(from: string, specifier: string): string | undefined {
  if (specifier === '(computed)') return 'the gate cannot see where a computed import goes';
  if (SOCKET_MODULES.test(specifier) && !SOCKET_FOLDERS.includes(from)) return 'sockets belong to network';
  return undefined;
}

/** The folder below src/ that a relative import goes to: '' for a file directly in src/, undefined outside of it. */
function target(file: string, specifier: string): string | undefined {
  const path = posix.join(posix.dirname(file), specifier);
  return path.startsWith('src/') ? folderOf(path) : undefined;
}

function folderOf(file: string): string {
  const parts = file.split('/');
  return parts.length > 2 ? parts[1]! : '';
}

function rankOf(folder: string): number {
  return RANKS.findIndex((row) => row.includes(folder));
}

function isKnown(folder: string): boolean {
  return folder === 'embedded' || rankOf(folder) >= 0;
}

/** Only what surely is a comment: at the start of a line or after a space. The rest is taken for code, which is the strict side. */
function withoutComments(text: string): string {
  return text.replace(/(^|\s)\/\*[\s\S]*?\*\//g, '$1').replace(/(^|\s)\/\/[^\n]*/g, '$1');
}
