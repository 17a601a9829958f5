// The connection scenario: every shape, every client, each in its own process, in interleaved rounds, on one broker.
import type { Contestant } from '../clients.ts';
import { runWorker } from '../run-worker.ts';
import { createTopic } from '../topics.ts';
import { type ConnectionJob, type ConnectionMeasured, connectionShapes, type Shape } from './contract.ts';
import type { ConnectionOrder } from './worker.ts';

/** All measurements of one client with one shape. */
export interface ConnectionRow {
  readonly client: string;
  readonly shape: Shape;
  readonly rounds: readonly ConnectionMeasured[];
  /** Why there are none. */
  readonly failed?: string;
}

export interface ConnectionPlan {
  /** Addresses of the broker; the first is dialed. */
  readonly brokers: readonly string[];
  readonly partitions: number;
  readonly clients: readonly Contestant[];
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** Measurements that a plan comes to. */
export function countConnectionMeasurements({ clients, rounds }: ConnectionPlan): number {
  return connectionShapes.length * clients.length * rounds;
}

/** Measures everything; `onStep` is told what comes next. */
export async function runConnection(plan: ConnectionPlan, onStep: (doing: string) => void): Promise<ConnectionRow[]> {
  const { brokers, partitions, clients, warmUpMs, measureMs } = plan;
  const topic = `bench-connection-${process.pid}`;
  await createTopic({ brokers, topic, partitions });
  const rows: ConnectionRow[] = [];
  for (const shape of connectionShapes) {
    const { connections, inFlight } = shape;
    const job: ConnectionJob = { broker: brokers[0]!, topic, partitions, connections, inFlight };
    const measured = new Map<string, ConnectionMeasured[]>(clients.map(({ name }) => [name, []]));
    const failed = new Map<string, string>();
    for (let round = 0; round < plan.rounds; round++) {
      // Another order each round: nobody always runs after the same neighbour.
      const order = clients.map((_, index) => clients[(index + round) % clients.length]!);
      for (const client of order) {
        const doing = `${shape.name} ${client.name}`;
        onStep(doing);
        if (failed.has(client.name)) continue;
        const task: ConnectionOrder = { adapter: client.connectionUrl as string, job, warmUpMs, measureMs };
        try {
          const result = await runWorker<ConnectionMeasured>('connection/worker.ts', task, doing);
          measured.get(client.name)?.push(result);
        } catch (error) {
          failed.set(client.name, error instanceof Error ? error.message : String(error));
          measured.set(client.name, []);
        }
      }
    }
    for (const [client, rounds] of measured) {
      const why = failed.get(client);
      rows.push({ client, shape, rounds, ...(why === undefined ? {} : { failed: why }) });
    }
  }
  return rows;
}
