// The scenarios that need a broker: every client in its own process, in interleaved rounds, each result checked.
import type { SingleBar } from 'cli-progress';
import type { Job, Measured } from './adapter.ts';
import type { Contestant } from './clients.ts';
import type { Row } from './report.ts';
import { runWorker } from './run-worker.ts';
import type { Scenario } from './scenarios.ts';
import { createTopic } from './topics.ts';

export interface BrokerPlan {
  readonly base: Omit<Job, 'topic'>;
  readonly rounds: number;
  readonly clients: readonly Contestant[];
}

/** Measures one scenario with every client. */
export async function measure(plan: BrokerPlan, scenario: Scenario, bar: SingleBar): Promise<Row[]> {
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
        const result = await runWorker<Measured>(
          'worker.ts',
          { adapter: client.url, scenario: scenario.name, job },
          `${client.name} ${scenario.name}`,
        );
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
