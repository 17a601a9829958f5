// `npm run traps`: runs the tests that are named for a trap, and says for each trap what proves it. Ends with 1 where an
// ordered row has no test, or where one of the tests did not pass. Real brokers take part where this machine can have them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFiles } from '../tidy/project-files.ts';
import { format, judge, type RunReport } from './report.ts';
import { trapSections } from './rows.ts';
import { findStrangers, findTitles } from './titles.ts';

const ROOT = join(import.meta.dirname, '../..');
/** In the title of a test, or of a block around it; the other tests of the same files are left out. */
const NAMED = '\\(trap [0-9, ]+\\)';

const found = findTitles(projectFiles(ROOT));
const strangers = findStrangers(trapSections, found);
const verdicts = judge(trapSections, found.titles, run([...new Set(found.titles.map(({ file }) => file))]), ROOT);
console.log(`\n${format(verdicts)}`);
for (const one of strangers) console.log(one);
process.exitCode = strangers.length > 0 || verdicts.some(({ isGood }) => !isGood) ? 1 : 0;

/** What vitest reports of these files. Its own output goes to the terminal, for it may take minutes. */
function run(files: readonly string[]): RunReport {
  if (files.length === 0) return { testResults: [] };
  const folder = mkdtempSync(join(tmpdir(), 'traps-'));
  try {
    const file = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
    spawnSync(process.execPath, [vitest, 'run', ...reporters, '-t', NAMED, ...files], { cwd: ROOT, stdio: 'inherit' });
    return JSON.parse(readFileSync(file, 'utf8')) as RunReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
