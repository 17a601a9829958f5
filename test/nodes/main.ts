// `npm run test:nodes`: the unit tests on every Node we promise to run on. Exits 1 unless all pass on all.
import { join } from 'node:path';
import Table from 'cli-table3';
import { type RunResult, runCommand } from '../support/run-command.ts';
import { fetchRuntime, ownRuntime, type Runtime } from './runtimes.ts';

const MAJORS = [22, 24, 26];
const LIMIT_MS = 600_000;
const root = join(import.meta.dirname, '..', '..');

interface Outcome {
  readonly runtime: Runtime;
  readonly ok: boolean;
  /** passed, failed, skipped; dashes when the run did not get as far as its summary. */
  readonly counts: readonly string[];
  readonly seconds: string;
}

async function runUnitTests(runtime: Runtime): Promise<Outcome> {
  const started = performance.now();
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['default', './test/support/plain-summary.ts'].map((reporter) => `--reporter=${reporter}`);
  const result = await runCommand(runtime.program, [vitest, 'run', '--project', 'unit', ...reporters], {
    cwd: root,
    timeoutMs: LIMIT_MS,
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  const summary = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(result.stdout.toString());
  const ok = result.code === 0 && summary !== null && Number(summary[1]) > 0;
  if (!ok) showFailure(runtime, result);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  return { runtime, ok, counts: summary?.slice(1) ?? ['-', '-', '-'], seconds };
}

function showFailure(runtime: Runtime, result: RunResult): void {
  console.log(`\nNode ${runtime.version}:\n${result.stdout}${result.stderr}`);
}

const runtimes = [await ownRuntime()];
for (const major of MAJORS) runtimes.push(await fetchRuntime(major));
const table = new Table({
  head: ['Node', 'passed', 'failed', 'skipped', 'seconds', 'result'],
  colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
  style: { head: [], border: [] },
});
let failures = 0;
for (const runtime of runtimes) {
  console.log(`unit tests on Node ${runtime.version} ...`);
  const { ok, counts, seconds } = await runUnitTests(runtime);
  if (!ok) failures++;
  table.push([runtime.version, ...counts, seconds, ok ? 'ok' : 'FAILED']);
}
console.log(table.toString());
process.exitCode = failures === 0 ? 0 : 1;
