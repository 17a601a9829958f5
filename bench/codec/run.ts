// The codec scenario: every shape, every client, each in its own process, in interleaved rounds. Needs no broker.
import type { Contestant } from '../clients.ts';
import { runWorker } from '../run-worker.ts';
import type { CodecMeasured, ShapeName } from './contract.ts';
import type { CodecOrder } from './worker.ts';

/** All measurements of one client with one shape. */
export interface CodecRow {
  readonly client: string;
  readonly shape: ShapeName;
  readonly title: string;
  readonly rounds: readonly CodecMeasured[];
  /** Why there are none. */
  readonly failed?: string;
}

export interface CodecPlan {
  readonly shapes: readonly { readonly name: ShapeName; readonly title: string }[];
  readonly clients: readonly Contestant[];
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** The floor has records only. */
function takesPart(client: Contestant, shape: ShapeName): boolean {
  return client.name !== 'floor' || /^(fetch-response|produce-request)-/.test(shape);
}

/** Measurements that a plan comes to. */
export function countMeasurements({ shapes, clients, rounds }: CodecPlan): number {
  const pairs = shapes.flatMap(({ name }) => clients.filter((client) => takesPart(client, name)));
  return pairs.length * rounds;
}

/** Measures everything; `onStep` is told what comes next. */
export async function runCodec(plan: CodecPlan, onStep: (doing: string) => void): Promise<CodecRow[]> {
  const rows: CodecRow[] = [];
  for (const shape of plan.shapes) {
    const clients = plan.clients.filter((client) => takesPart(client, shape.name));
    const measured = new Map<string, CodecMeasured[]>(clients.map(({ name }) => [name, []]));
    const failed = new Map<string, string>();
    for (let round = 0; round < plan.rounds; round++) {
      // Another order each round: nobody always runs after the same neighbour.
      const order = clients.map((_, index) => clients[(index + round) % clients.length]!);
      for (const client of order) {
        onStep(`${shape.name} ${client.name}`);
        if (failed.has(client.name)) continue;
        const { warmUpMs, measureMs } = plan;
        const job: CodecOrder = { adapter: client.codecUrl as string, shape: shape.name, warmUpMs, measureMs };
        try {
          const result = await runWorker<CodecMeasured>('codec/worker.ts', job, `${client.name} ${shape.name}`);
          measured.get(client.name)?.push(result);
        } catch (error) {
          failed.set(client.name, error instanceof Error ? error.message : String(error));
          measured.set(client.name, []);
        }
      }
    }
    for (const [client, rounds] of measured) {
      const why = failed.get(client);
      rows.push({
        client,
        shape: shape.name,
        title: shape.title,
        rounds,
        ...(why === undefined ? {} : { failed: why }),
      });
    }
  }
  return rows;
}
