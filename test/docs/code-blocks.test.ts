// What README.md and docs/ show as JavaScript runs as it stands there, against the embedded broker.
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { EmbeddedKafka } from '../../src/embedded/index.ts';
import { javaScriptBlocks, runsUntilStopped } from './code-blocks.ts';
import { ordersCommitted, startWithOrders } from './embedded-orders.ts';
import { runProgram } from './run-program.ts';

const root = join(import.meta.dirname, '..', '..');
const files = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
const blocks = files
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) => javaScriptBlocks(file, readFileSync(join(root, file), 'utf8')));

const LIMIT_MS = 20_000;

describe('JavaScript in the docs', () => {
  let kafka: EmbeddedKafka;
  beforeEach(async () => {
    kafka = await startWithOrders();
  });
  afterEach(() => kafka.stop());

  it.each(blocks.map((block) => ({ ...block, place: `${block.file}:${block.line}`, block })))(
    '$place, $heading',
    async ({ file, line, code, block }) => {
      const program = join(inject('docsProject'), `${file.replaceAll('/', '-')}-${line}.mjs`);
      await writeFile(program, code);
      const { code: exitCode, stderr } = await runProgram([program], {
        cwd: inject('docsProject'),
        env: { KAFKA_BROKERS: kafka.bootstrap.join(',') },
        limitMs: LIMIT_MS,
        ...(runsUntilStopped(block) && { isDone: () => ordersCommitted(kafka) }),
      });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    },
  );

  it('is there', () => {
    expect(new Set(blocks.map(({ file }) => file)).size).toBeGreaterThan(1);
  });
});

describe('the search for blocks', () => {
  const text =
    '# A\n\n```js\none();\n```\n\n## B\n\n```ts\nno();\n```\n\n````md\n```js\nno();\n```\n````\n\n```js\ntwo();\n```\n';

  it('finds JavaScript with its heading and line, and nothing else', () => {
    expect(javaScriptBlocks('a.md', text)).toEqual([
      { file: 'a.md', line: 3, heading: 'A', code: 'one();\n' },
      { file: 'a.md', line: 19, heading: 'B', code: 'two();\n' },
    ]);
  });

  it('refuses a block without an end', () => {
    expect(() => javaScriptBlocks('a.md', '\n```js\none();\n')).toThrow('a.md:2: the block is not closed');
  });
});

describe('running a program', () => {
  const options = { cwd: root, limitMs: LIMIT_MS };

  it('sees a failure', async () => {
    const { code, stderr } = await runProgram(['--eval', 'throw new Error("planted")'], options);
    expect(code).toBe(1);
    expect(stderr).toContain('planted');
  });

  it('sees one that does not end', async () => {
    const forever = ['--eval', 'setInterval(() => {}, 1000)'];
    await expect(runProgram(forever, { ...options, limitMs: 300 })).rejects.toThrow('took longer than 300 ms');
  });

  it('sees one that takes no notice of SIGTERM', async () => {
    const stubborn = ['--eval', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("ready")'];
    const isDone = async (stdout: string) => stdout.includes('ready');
    await expect(runProgram(stubborn, { ...options, limitMs: 2_000, isDone })).rejects.toThrow('took longer than');
  });

  it('sees one that dies of SIGTERM', async () => {
    const deaf = ['--eval', 'setInterval(() => {}, 1000); console.log("ready")'];
    const isDone = async (stdout: string) => stdout.includes('ready');
    expect((await runProgram(deaf, { ...options, isDone })).code).toBeNull();
  });
});
