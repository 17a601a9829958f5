// The scenarios that need a broker: every client in its own process, in interleaved rounds, each result checked.
import type { SingleBar } from 'cli-progress';
import type { Job, Measured } from './adapter.ts';
import type { Contestant } from './clients.ts';
import { GO_PROGRAM } from './install.ts';
import type { Row } from './report.ts';
import { runProgram, runWorker } from './run-worker.ts';
import { type Scenario, type Variant, variantsOf, warmUpOf } from './scenarios.ts';
import { createTopic } from './topics.ts';
import type { Order } from './worker.ts';

export interface BrokerPlan {
  readonly base: Pick<Job, 'brokers' | 'partitions' | 'records' | 'perCall' | 'callsInFlight'>;
  readonly sizes: readonly number[];
  readonly compressions: readonly Job['compression'][];
  readonly rounds: number;
  readonly clients: readonly Contestant[];
}

const OUTSTANDING = 1000;

function takesPart({ lacks = [] }: Contestant, scenario: Scenario, variant: Variant): boolean {
  return !lacks.includes(scenario.name) && !lacks.includes(variant.compression);
}

/** Measurements that a plan comes to. */
export function countBrokerMeasurements(plan: BrokerPlan, picked: readonly Scenario[]): number {
  const pairs = picked.flatMap((scenario) =>
    variantsOf(scenario, plan.sizes, plan.compressions).flatMap((variant) =>
      plan.clients.filter((client) => takesPart(client, scenario, variant)),
    ),
  );
  return pairs.length * plan.rounds;
}

/** Measures one scenario with every client, size by size and codec by codec. */
export async function measure(plan: BrokerPlan, scenario: Scenario, bar: SingleBar): Promise<Row[]> {
  const rows: Row[] = [];
  for (const variant of variantsOf(scenario, plan.sizes, plan.compressions)) {
    rows.push(...(await measureVariant(plan, scenario, variant, bar)));
  }
  return rows;
}

async function measureVariant(plan: BrokerPlan, scenario: Scenario, variant: Variant, bar: SingleBar): Promise<Row[]> {
  const clients = plan.clients.filter((client) => takesPart(client, scenario, variant));
  const measured = new Map<string, Measured[]>(clients.map(({ name }) => [name, []]));
  const failed = new Map<string, string>();
  const { title, valueBytes, compression } = variant;
  const records = Math.max(1, Math.floor(plan.base.records * scenario.share));
  const topic = `bench-${scenario.name}-${title.replaceAll(/\W+/g, '-')}-${process.pid}`;
  const { isHurried } = scenario;
  const shared: Job = { ...plan.base, topic, records, valueBytes, compression, isHurried };
  if (scenario.topicPer === 'run') {
    await createTopic(shared);
    await scenario.fill(shared);
  }
  for (let round = 0; round < plan.rounds; round++) {
    // Another order each round: nobody always runs after the same neighbour.
    const order = clients.map((_, index) => clients[(index + round) % clients.length]!);
    for (const client of order) {
      bar.update({ doing: `${scenario.name} ${title} ${client.name}` });
      const own = scenario.topicPer === 'measurement';
      const job = own ? { ...shared, topic: `${shared.topic}-${client.name}-${round}` } : shared;
      try {
        if (failed.has(client.name)) continue;
        if (own) await createTopic(job);
        const result = await runClient(client, scenario, job);
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
    const what = { client, scenario: scenario.name, variant: title, records, rounds };
    return { ...what, ...(why === undefined ? {} : { failed: why }) };
  });
}

function runClient(client: Contestant, scenario: Scenario, job: Job): Promise<Measured> {
  const what = `${client.name} ${scenario.name}`;
  const common = { scenario: scenario.name, job, warmUp: warmUpOf(scenario, job), outstanding: OUTSTANDING };
  if (client.goClient !== undefined) {
    return runProgram(GO_PROGRAM, [JSON.stringify({ client: client.goClient, ...common })], what);
  }
  const order: Order = { adapter: client.url as string, ...common };
  return runWorker('worker.ts', order, what);
}
