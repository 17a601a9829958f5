// `npm run generate` writes src/protocol/generated; with --check it fails when that folder differs from the specs.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitSpec, entryOf, kebab } from './emit.ts';
import { emitErrorCodes, parseErrorCodes } from './error-codes.ts';
import { loadSpecs, SPECS_DIR } from './load.ts';

const TARGET = join(import.meta.dirname, '../src/protocol/generated');

/** Every generated file by its name. */
export function generateAll(): Map<string, string> {
  const files = new Map<string, string>();
  const specs = loadSpecs();
  for (const spec of specs) files.set(`${kebab(spec.name)}.ts`, emitSpec(spec));
  const apis = specs.filter((spec) => spec.kind === 'api').sort((a, b) => a.key - b.key);
  files.set(
    'registry.ts',
    [
      '// Generated from protocol-specs/ by codegen/generate.ts. Do not edit.',
      "import type { AnyApi } from '../api.ts';",
      ...apis.map(({ name }) => `import { ${entryOf(name)} } from './${kebab(name)}.ts';`),
      '',
      '/** Every API that this library knows, by key. */',
      'export const apis: readonly AnyApi[] = [',
      ...apis.map(({ name }) => `  ${entryOf(name)},`),
      '];',
      '',
    ].join('\n'),
  );
  const codes = join(SPECS_DIR, 'error-codes.spec');
  files.set('error-codes.ts', emitErrorCodes(parseErrorCodes(readFileSync(codes, 'utf8'), 'error-codes.spec')));
  return files;
}

function differences(files: ReadonlyMap<string, string>): string[] {
  const existing = existsSync(TARGET) ? readdirSync(TARGET) : [];
  const stray = existing.filter((name) => !files.has(name)).map((name) => `${name}: no spec makes it`);
  const changed = [...files]
    .filter(([name, text]) => !existing.includes(name) || readFileSync(join(TARGET, name), 'utf8') !== text)
    .map(([name]) => `${name}: differs from its spec`);
  return [...stray, ...changed];
}

const files = generateAll();
if (process.argv.includes('--check')) {
  const faults = differences(files);
  for (const fault of faults) console.error(`src/protocol/generated/${fault}; run: npm run generate`);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`${files.size} generated files match the specs`);
} else {
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(TARGET, name), text);
  console.log(`wrote ${files.size} files to src/protocol/generated`);
}
