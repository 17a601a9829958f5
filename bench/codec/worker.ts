// Measures one shape of one client in a process of its own and prints one line of JSON. Started by run.ts.
import type { CodecAdapter, CodecMeasured, Operation, ShapeName } from './contract.ts';
import { buildShape } from './shapes.ts';

/** What a worker is told. */
export interface CodecOrder {
  readonly adapter: string;
  readonly shape: ShapeName;
  /** For a pass that is not counted, so that every client is measured with its code compiled. */
  readonly warmUpMs: number;
  /** Milliseconds of CPU time, like the other: on a busy machine the clock would stop before anything is compiled. */
  readonly measureMs: number;
}

/** Operations are counted in groups that take about this long: asking for the time must cost nothing. */
const GROUP_MS = 20;

/** CPU time of this process in milliseconds, the compiler's and the garbage collector's threads included. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs for `ms` milliseconds of CPU at least, by groups of `group` operations; each must return `expected`. */
async function repeat(operation: Operation, expected: number, group: number, ms: number): Promise<number> {
  const end = cpuMs() + ms;
  let done = 0;
  while (cpuMs() < end) {
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
  const begun = cpuMs();
  const warm = await repeat(operation, shape.expected, 1, warmUpMs);
  const cpuBefore = cpuMs();
  const group = Math.max(1, Math.round((warm * GROUP_MS) / (cpuBefore - begun)));
  const start = performance.now();
  const operations = await repeat(operation, shape.expected, group, measureMs);
  const seconds = (performance.now() - start) / 1000;
  const cpuSeconds = (cpuMs() - cpuBefore) / 1000;
  shape.check(await operation.result());
  const measured: CodecMeasured = {
    operations,
    seconds,
    cpuSeconds,
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
