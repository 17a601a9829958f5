// Asks over and over on the connections of one client, in a process of its own, and prints one line of JSON. Started by
// run.ts. Every answer is checked, and every request must be answered before the count is taken.
import type { ConnectionAdapter, ConnectionJob, ConnectionMeasured, OpenConnections } from './contract.ts';

/** What a worker is told. */
export interface ConnectionOrder {
  readonly adapter: string;
  readonly job: ConnectionJob;
  /** Time that is not counted, so that every client, and the broker, is measured with its code compiled. */
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** Keeps as many requests under way as the job says for `ms` milliseconds, and waits for the last answer. */
async function repeat(open: OpenConnections, job: ConnectionJob, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let asked = 0;
  let answered = 0;
  const lane = async (connection: number): Promise<void> => {
    while (performance.now() < end) {
      asked++;
      const { topic, partitions } = await open.ask(connection);
      if (topic !== job.topic || partitions !== job.partitions) {
        throw new Error(
          `${topic} with ${partitions} partitions came, ${job.topic} with ${job.partitions} was asked for`,
        );
      }
      answered++;
    }
  };
  const lanes = job.connections * job.inFlight;
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index % job.connections)));
  if (answered !== asked) throw new Error(`${asked} requests, ${answered} answers`);
  return answered;
}

async function main(): Promise<void> {
  const { adapter: url, job, warmUpMs, measureMs } = JSON.parse(process.argv[2] ?? '') as ConnectionOrder;
  const { adapter } = (await import(url)) as { adapter: ConnectionAdapter };
  const open = await adapter.open(job);
  await repeat(open, job, warmUpMs);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const requests = await repeat(open, job, measureMs);
  const seconds = (performance.now() - begun) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const measured: ConnectionMeasured = {
    requests,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    node: process.version,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
  await open.close();
  // Some clients keep handles of their own; the result is out, so the process may go.
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
