// Every example runs as its first lines say, on the embedded broker, ends by itself, and says what it did.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const root = join(import.meta.dirname, '..', '..');
const MAX_LINES = 60;
const LIMIT_MS = 20_000;

/** Part of what each prints. */
const SAYS: Readonly<Record<string, string>> = {
  'connection-by-hand.ts': 'the last message: three',
  'consumer-group.ts': '60 orders read by two members with 3 partitions each',
  'embedded-in-a-test.ts': 'pass 3',
  'exactly-once.ts': '30 bills, each once',
  'generations.ts': '40 orders read in generations',
  'middleware.ts': 'bad: dropped',
  'order-by-key.ts': "each customer's orders in order: true",
  'partition-streams.ts': 'the slow partition was done last: true',
  'printing-proxy.ts': 'Metadata v9 of watched, for any',
  'reading-by-hand.ts': '25 records read by hand, up to offset 10',
  'retry-and-dead-letter.ts': 'attempt 3 of flaky: ack',
  'settle-later.ts': 'committed 25 of 25',
  'through-a-resolver.ts': 'the client sees 2 partitions',
  'whats-in-this-cluster.ts': '6 records behind',
  'write-and-read.ts': 'read 2: alice = (none)',
  'write-async.ts': '1000 written, 1 failed, over',
};

const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));

async function run(path: string, ...args: readonly string[]): Promise<string> {
  const file = join(root, 'examples', path);
  const program = ['--import', 'tsx', file, ...args];
  const { code, stdout, stderr } = await runProgram(program, { cwd: root, limitMs: LIMIT_MS });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('examples', () => {
  it.each(examples)('%s', async (name) => {
    expect(await run(name)).toContain(SAYS[name] as string);
  });

  it.each(examples)('%s is short', (name) => {
    const lines = readFileSync(join(root, 'examples', name), 'utf8').split('\n');
    expect(lines.length).toBeLessThanOrEqual(MAX_LINES);
  });

  it('all have words to look for', () => {
    expect(examples.toSorted()).toEqual(Object.keys(SAYS));
  });

  it('the main job accounts for every order', async () => {
    const said = await run(join('main-job', 'main.ts'), '--orders', '3000');
    expect(said).toContain('100 % settled: 3000 of 3000');
    expect(said).toMatch(/missing\D+ 0\b/);
  });
});
