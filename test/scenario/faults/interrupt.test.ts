// Ctrl-C on the main job: the first ends it in good order, with everything finished and committed; the second at once.
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Reader } from '../../../src/index.ts';
import { numbers } from '../../support/reading.ts';

const PARTITIONS = 6;

let kafka: EmbeddedKafka;
const children: ChildProcess[] = [];
beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ brokers: 3 });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await kafka.stop();
});

interface Job {
  readonly child: ChildProcess;
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  out(): string;
  err(): string;
}

function startJob(): Job {
  const args = ['--import', 'tsx', 'examples/main-job/main.ts', '--orders', '2000000', '--keep'];
  const env = { ...process.env, KAFKA_BROKERS: kafka.bootstrap.join(',') };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return {
    child,
    exit: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal }))),
    out: () => out,
    err: () => err,
  };
}

/** The number behind a label of the table at the end. */
const figure = (out: string, label: string): number => {
  const found = new RegExp(`${label}\\D*([\\d ]+\\d|\\d)`).exec(out);
  return Number(found?.[1]?.replaceAll(' ', ''));
};

/** The topic of the run, once the job is at work in it. */
async function orders(atLeast: number): Promise<string> {
  const client = new Client({ brokers: kafka.bootstrap });
  try {
    let name: string | undefined;
    await expect
      .poll(
        async () => {
          const topics = (await client.topics()).map((topic) => topic.name);
          name = topics.find((topic) => /^kafka-wire-demo-[a-z0-9]+$/.test(topic));
          return name === undefined ? 0 : kafka.topic(name).size;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(atLeast);
    return name as string;
  } finally {
    await client.close();
  }
}

const ids = async (topic: string): Promise<Set<string>> => {
  const all = await Promise.all(kafka.topic(topic).partitions.map((partition) => partition.messages()));
  return new Set(all.flat().map((message) => `${message.header('order-id')}`));
};

it('the first finishes and commits what is under way, and reports it', { timeout: 60_000 }, async () => {
  const job = startJob();
  const topic = await orders(20_000);
  job.child.kill('SIGINT');
  const begun = performance.now();
  // The run is not complete, which its exit code says.
  expect(await job.exit).toEqual({ code: 1, signal: null });
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(job.err()).toContain('stopping gracefully; Ctrl-C again stops at once');
  expect(job.err()).not.toContain('stopping at once\n');

  expect(figure(job.out(), 'written')).toBe(kafka.topic(topic).size);
  // Every order with an outcome is committed, and no other one is.
  const direct = figure(job.out(), 'handled') - figure(job.out(), 'after a retry');
  const routed = (await ids(`${topic}.retry`)).size + (await ids(`${topic}.dlq`)).size;
  const reader = new Reader({ brokers: kafka.bootstrap, groupId: topic, topics: [topic] });
  const reading = reader.fetchMessage().catch(() => {});
  const places = numbers(PARTITIONS).map((partition) => ({ topic, partition }));
  await reading;
  // The reader has handed out one record, which moved it on by one.
  await expect.poll(() => places.map((place) => reader.offset(place))).not.toContain(undefined);
  const committed = places.reduce((sum, place) => sum + (reader.offset(place) as number), 0) - 1;
  await reader.close();
  expect(direct).toBeGreaterThan(0);
  expect(committed).toBe(direct + routed);
});

it('the second ends it at once, also where brokers do not answer', { timeout: 60_000 }, async () => {
  const job = startJob();
  await orders(20_000);
  await Promise.all(kafka.brokers.map((broker) => broker.kill()));
  job.child.kill('SIGINT');
  await expect.poll(job.err, { timeout: 10_000 }).toContain('stopping gracefully');
  job.child.kill('SIGINT');
  const begun = performance.now();
  const { code, signal } = await job.exit;
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(job.err()).toContain('stopping at once');
  expect({ code, signal }).toEqual({ code: 1, signal: null });
});
