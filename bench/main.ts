// npm run bench -- [produce] [consume] [--records N] [--bytes N] [--rounds N] [--clients a,b] [--json FILE] [--svg FILE]
// Every client in its own process, on one real broker, in interleaved rounds; each result checked before it counts.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { startRealKafka } from '../test/support/real-kafka/start-real-kafka.ts';
import type { Job, Measured } from './adapter.ts';
import { type Contestant, contestants, install } from './clients.ts';
import { plot } from './plot.ts';
import { printTable, type Row, writeJson } from './report.ts';
import { runWorker } from './run-worker.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { createTopic } from './topics.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string', default: '1000000' },
    bytes: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    partitions: { type: 'string', default: '3' },
    clients: { type: 'string' },
    json: { type: 'string' },
    svg: { type: 'string' },
    version: { type: 'string', default: '4.4.0' },
  },
});

function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  for (const name of names ?? []) {
    if (!all.some((one) => one.name === name)) {
      throw new Error(`${name} is not one of ${all.map((one) => one.name).join(', ')}`);
    }
  }
  return names === undefined || names.length === 0 ? all : all.filter((one) => names.includes(one.name));
}

interface Plan {
  readonly base: Omit<Job, 'topic'>;
  readonly rounds: number;
  readonly clients: readonly Contestant[];
}

async function measure(plan: Plan, scenario: Scenario, bar: SingleBar): Promise<Row[]> {
  const measured = new Map<string, Measured[]>(plan.clients.map(({ name }) => [name, []]));
  const failed = new Map<string, string>();
  const shared: Job = { ...plan.base, topic: `bench-${scenario.name}-${process.pid}` };
  if (scenario.topicPer === 'run') {
    await createTopic(shared);
    await scenario.fill(shared);
  }
  for (let round = 0; round < plan.rounds; round++) {
    // Another order each round: nobody always runs after the same neighbour.
    const order = plan.clients.map((_, index) => plan.clients[(index + round) % plan.clients.length]!);
    for (const client of order) {
      bar.update({ doing: `${scenario.name} ${client.name}` });
      const own = scenario.topicPer === 'measurement';
      const job = own ? { ...shared, topic: `${shared.topic}-${client.name}-${round}` } : shared;
      try {
        if (failed.has(client.name)) continue;
        if (own) await createTopic(job);
        const result = await runWorker(client, scenario, job);
        await scenario.check(job, result);
        measured.get(client.name)?.push(result);
      } catch (error) {
        failed.set(client.name, error instanceof Error ? error.message : String(error));
        measured.set(client.name, []);
      } finally {
        bar.increment();
      }
    }
  }
  return [...measured].map(([client, rounds]) => {
    const why = failed.get(client);
    return { client, scenario: scenario.name, rounds, ...(why === undefined ? {} : { failed: why }) };
  });
}

async function main(): Promise<void> {
  const picked = chosen(scenarios, positionals);
  const clients = chosen(contestants, values.clients?.split(','));
  for (const client of clients) install(client);
  const rounds = Number(values.rounds);
  const records = Number(values.records);
  const kafka = await startRealKafka({ version: values.version });
  const bar = new SingleBar({
    format: '{bar} {value}/{total} {doing}',
    noTTYOutput: false,
    hideCursor: true,
  });
  const rows: Row[] = [];
  try {
    const base = {
      brokers: kafka.bootstrap,
      partitions: Number(values.partitions),
      records,
      valueBytes: Number(values.bytes),
      perCall: 1000,
      callsInFlight: 8,
    };
    console.log(
      `Kafka ${kafka.version} (${kafka.how}), ${whole(records)} records of ${base.valueBytes} B, ${base.partitions} partitions, ${rounds} rounds`,
    );
    bar.start(rounds * clients.length * picked.length, 0, { doing: '' });
    for (const scenario of picked) rows.push(...(await measure({ base, rounds, clients }, scenario, bar)));
    bar.stop();
    for (const scenario of picked) {
      const own = rows.filter((row) => row.scenario === scenario.name);
      printTable(scenario.name, scenario.question, own, records, clients[0]!.name);
    }
    if (values.json !== undefined) {
      const { brokers: _, ...job } = base;
      writeJson(values.json, job, `Kafka ${kafka.version}`, rows);
    }
    if (values.svg !== undefined) writeFileSync(values.svg, plot(picked, rows, records, clients[0]!.name));
    if (rows.some((row) => row.failed !== undefined)) process.exitCode = 1;
  } finally {
    bar.stop();
    await kafka.stop();
  }
}

function whole(value: number): string {
  return value.toLocaleString('en-US').replaceAll(',', ' ');
}

await main();
