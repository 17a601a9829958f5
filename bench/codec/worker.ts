// Measures one shape of one client in a process of its own and prints one line of JSON. Started by run.ts.
import type { CodecAdapter, CodecMeasured, Operation, ShapeName } from './contract.ts';
import { buildShape } from './shapes.ts';

/** What a worker is told. */
export interface CodecOrder {
  readonly adapter: string;
  readonly shape: ShapeName;
  /** Time for a pass that is not counted, so that every client is measured with its code compiled. */
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** Operations are counted in groups that take about this long: looking at the clock must cost nothing. */
const GROUP_MS = 20;

/** Runs for `ms` milliseconds at least, by groups of `group` operations; each must return `expected`. */
async function repeat(operation: Operation, expected: number, group: number, ms: number): Promise<number> {
  const end = performance.now() + ms;
  let done = 0;
  while (performance.now() < end) {
    for (let i = 0; i < group; i++) {
      const pending = operation.once();
      // Who answers at once is not made to wait for a turn.
      const found = typeof pending === 'number' ? pending : await pending;
      if (found !== expected) throw new Error(`an operation came to ${found}, ${expected} is right`);
    }
    done += group;
  }
  return done;
}

async function main(): Promise<void> {
  const { adapter: url, shape: name, warmUpMs, measureMs } = JSON.parse(process.argv[2] ?? '') as CodecOrder;
  const { adapter } = (await import(url)) as { adapter: CodecAdapter };
  const shape = buildShape(name);
  const operation = adapter[name]?.(shape.input);
  if (operation === undefined) throw new Error(`this client has no ${name}`);
  shape.check(await operation.result());
  const begun = performance.now();
  const warm = await repeat(operation, shape.expected, 1, warmUpMs);
  const group = Math.max(1, Math.round((warm * GROUP_MS) / (performance.now() - begun)));
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const operations = await repeat(operation, shape.expected, group, measureMs);
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  shape.check(await operation.result());
  const measured: CodecMeasured = {
    operations,
    seconds,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    bytes: shape.input.frame.length,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    node: process.version,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
