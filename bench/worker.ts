// Runs one job of one client in a process of its own and prints one line of JSON. Started by broker-run.ts.
import type { Adapter, Job, Measured, ProduceRun, Seen } from './adapter.ts';
import { callsInFlight } from './calls.ts';
import type { Scenario } from './scenarios.ts';

/** What a worker is told. The program of the Go clients gets the same, with `client` in place of `adapter`. */
export interface Order {
  readonly adapter: string;
  readonly scenario: Scenario['name'];
  readonly job: Job;
  /** Records of a first pass that is not timed, so that every client is measured with its code compiled. */
  readonly warmUp: number;
  /** Calls under way where each record has its own. */
  readonly outstanding: number;
}

interface Work {
  run(records: number): Promise<Seen>;
  latencyMs?(): Measured['latencyMs'];
  close(): Promise<void>;
}

function oneOf(run: ProduceRun): () => Promise<unknown> {
  if (run.one === undefined) throw new Error('this client has no call for one record');
  return () => run.one?.() as Promise<unknown>;
}

function producing({ scenario, job, outstanding }: Order, run: ProduceRun): Work {
  const seen = (records: number): Seen => ({ records, bytes: records * job.valueBytes });
  const close = (): Promise<void> => run.close();
  if (scenario === 'produce') return { run: (records) => run.run(records).then(() => seen(records)), close };
  const one = oneOf(run);
  if (scenario === 'produce-each') {
    return { run: (records) => callsInFlight(records, outstanding, one).then(() => seen(records)), close };
  }
  let took = new Float64Array(0);
  return {
    async run(records) {
      took = new Float64Array(records);
      for (let i = 0; i < records; i++) {
        const begun = performance.now();
        await one();
        took[i] = performance.now() - begun;
      }
      return seen(records);
    },
    latencyMs() {
      const sorted = took.toSorted();
      const quantile = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
      return { p50: quantile(0.5), p99: quantile(0.99) };
    },
    close,
  };
}

async function workOf(order: Order, adapter: Adapter): Promise<Work> {
  if (order.scenario !== 'consume') {
    const run = await adapter.prepareProduce?.(order.job);
    if (run === undefined) throw new Error('this client has no produce scenario');
    return producing(order, run);
  }
  const run = await adapter.prepareConsume?.(order.job);
  if (run === undefined) throw new Error('this client has no consume scenario');
  return { run: (records) => run.run(records), close: () => run.close() };
}

async function main(): Promise<void> {
  const order = JSON.parse(process.argv[2] ?? '') as Order;
  const { adapter } = (await import(order.adapter)) as { adapter: Adapter };
  const work = await workOf(order, adapter);
  if (order.warmUp > 0) await work.run(order.warmUp);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const seen = await work.run(order.job.records);
  const seconds = (performance.now() - (seen.firstAt ?? begun)) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const latencyMs = work.latencyMs?.();
  const measured: Measured = {
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    seen,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    node: process.version,
    notes: '',
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
  await work.close();
  // Some clients keep handles of their own; the result is out, so the process may go.
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
