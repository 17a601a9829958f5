// `npm run generate` writes the generated folders of src/; with --check it fails when they differ from the specs.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emitSpec, moduleOf } from './emit.ts';
import { emitApiIndex } from './emit-api-index.ts';
import { emitErrorCodes, parseErrorCodes } from './error-codes.ts';
import { formatAll } from './format.ts';
import { loadSpecs, SPECS_DIR } from './load.ts';
import { hasVersions } from './model.ts';

const SOURCE = join(import.meta.dirname, '../src');
const FOLDERS = ['protocol/generated', 'record/generated'];

/** Every generated file by its path below src/. */
export function generateAll(): Map<string, string> {
  const files = new Map<string, string>();
  const specs = loadSpecs();
  for (const spec of specs) if (hasVersions(spec)) files.set(moduleOf(spec), emitSpec(spec));
  files.set('protocol/generated/api-index.ts', emitApiIndex(specs.filter((spec) => spec.kind === 'api')));
  const codes = join(SPECS_DIR, 'error-codes.spec');
  const parsed = parseErrorCodes(readFileSync(codes, 'utf8'), 'error-codes.spec');
  files.set('protocol/generated/error-codes.ts', emitErrorCodes(parsed));
  return formatAll(files);
}

function differences(files: ReadonlyMap<string, string>): string[] {
  const existing = FOLDERS.filter((folder) => existsSync(join(SOURCE, folder))).flatMap((folder) =>
    readdirSync(join(SOURCE, folder)).map((name) => `${folder}/${name}`),
  );
  const stray = existing.filter((path) => !files.has(path)).map((path) => `${path}: no spec makes it`);
  const changed = [...files]
    .filter(([path, text]) => !existing.includes(path) || readFileSync(join(SOURCE, path), 'utf8') !== text)
    .map(([path]) => `${path}: differs from its spec`);
  return [...stray, ...changed];
}

const files = generateAll();
if (process.argv.includes('--check')) {
  const faults = differences(files);
  for (const fault of faults) console.error(`src/${fault}; run: npm run generate`);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`${files.size} generated files match the specs`);
} else {
  for (const folder of FOLDERS) rmSync(join(SOURCE, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(SOURCE, path)), { recursive: true });
    writeFileSync(join(SOURCE, path), text);
  }
  console.log(`wrote ${files.size} files to ${FOLDERS.map((folder) => `src/${folder}`).join(' and ')}`);
}
