// Formats generated code as the rest of the project is: lines are printed as they come and laid out here.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CONFIGURATION = join(import.meta.dirname, '../biome.json');
const FORMATTER = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** Files by path, laid out and with their imports in order. */
export function formatAll(files: ReadonlyMap<string, string>): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-wire-codegen-'));
  try {
    const { formatter, javascript, assist } = JSON.parse(readFileSync(CONFIGURATION, 'utf8'));
    const configuration = { root: true, formatter, javascript, assist, linter: { enabled: false } };
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(configuration));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // The working directory decides which configuration holds.
    execFileSync(process.execPath, [FORMATTER, 'check', '--write', '--log-level=error', '.'], {
      cwd: folder,
      stdio: 'pipe',
    });
    return new Map([...files.keys()].map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
