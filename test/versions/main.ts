// `npm run test:versions`: the integration tests on every Kafka we promise to work with, one version after the other.
// `-- 2.4.1 3.9.2` chooses versions, `--files PATH` (again and again) files. Ends with 1 unless all pass on all.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import type { VersionOutcome } from './outcome-reporter.ts';

const VERSIONS = ['2.4.1', '2.8.2', '3.9.2', '4.1.0', '4.3.1', '4.4.0'];
/** These ask no broker of the version in turn: they compare with Java's classes, or with one release alone. */
const SAME_FOR_ALL = ['conformance', 'compressed-by-us', 'embedded-*', 'old-formats'];
const ROOT = join(import.meta.dirname, '..', '..');

/** Runs one version, its progress going to the terminal; undefined where it did not get as far as its end. */
async function run(
  version: string,
  files: readonly string[],
  outcomeFile: string,
): Promise<VersionOutcome | undefined> {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['default', './test/versions/outcome-reporter.ts'].map((reporter) => `--reporter=${reporter}`);
  const excluded = SAME_FOR_ALL.map((name) => `--exclude=test/integration/${name}.it.test.ts`);
  const args = [vitest, 'run', '--project', 'integration', ...reporters, ...excluded, ...files];
  // Where CI is set, a broker that cannot be had is a failure.
  const env = { ...process.env, CI: 'true', KAFKA_WIRE_TEST_VERSIONS: version, KAFKA_WIRE_OUTCOME: outcomeFile };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
  await new Promise((resolve) => child.once('close', resolve));
  try {
    return JSON.parse(await readFile(outcomeFile, 'utf8')) as VersionOutcome;
  } catch {
    return undefined;
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string', multiple: true, default: [] } },
});
const versions = positionals.length > 0 ? positionals : VERSIONS;
const table = new Table({
  head: ['Kafka', 'passed', 'failed', 'skipped', 'minutes', 'result'],
  colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
  style: { head: [], border: [] },
});
const remarks: string[] = [];
const folder = await mkdtemp(join(tmpdir(), 'kafka-wire-versions-'));
try {
  for (const [index, version] of versions.entries()) {
    console.log(`\n=== Kafka ${version} (${index + 1} of ${versions.length})`);
    const started = performance.now();
    const outcome = await run(version, values.files, join(folder, `${version}.json`));
    const { passed = 0, failed = ['the run did not end'], skipped = [] } = outcome ?? {};
    if (failed.length > 0 || passed === 0) process.exitCode = 1;
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    const result = failed.length === 0 && passed > 0 ? 'ok' : 'FAILED';
    table.push([version, passed, failed.length, skipped.length, minutes, result]);
    remarks.push(...failed.map((what) => `${version} failed: ${what}`));
    for (const why of new Set(skipped)) {
      remarks.push(`${version} skipped ${skipped.filter((other) => other === why).length}: ${why}`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`\n${table}`);
for (const remark of remarks) console.log(remark);
