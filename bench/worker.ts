// Runs one job of one client in a process of its own and prints one line of JSON. Started by main.ts.
import type { Adapter, Job, Measured, Seen } from './adapter.ts';

interface Order {
  readonly adapter: string;
  readonly scenario: 'produce' | 'consume';
  readonly job: Job;
}

/** Records of a first pass that is not timed, so that every client is measured with its code compiled. */
const WARM_UP_SHARE = 0.1;

async function main(): Promise<void> {
  const { adapter: url, scenario, job } = JSON.parse(process.argv[2] ?? '') as Order;
  const { adapter } = (await import(url)) as { adapter: Adapter };
  let timed: () => Promise<Seen>;
  let close: () => Promise<void>;
  if (scenario === 'produce') {
    const run = await adapter.prepareProduce?.(job);
    if (run === undefined) throw new Error('this client has no produce scenario');
    await run.run(Math.floor(job.records * WARM_UP_SHARE));
    timed = async () => {
      await run.run(job.records);
      return { records: job.records, bytes: job.records * job.valueBytes };
    };
    close = () => run.close();
  } else {
    const run = await adapter.prepareConsume?.(job);
    if (run === undefined) throw new Error('this client has no consume scenario');
    timed = () => run.run(job.records);
    close = () => run.close();
  }
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const seen = await timed();
  const seconds = (performance.now() - (seen.firstAt ?? begun)) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const measured: Measured = {
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    seen,
    node: process.version,
    notes: '',
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
  await close();
  // Some clients keep handles of their own; the result is out, so the process may go.
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
