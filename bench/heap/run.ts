// Ten minutes of steady writing and reading on one real broker: does memory grow? Owns: the process under observation, the
// table and the plot.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Client } from '../../src/index.ts';
import { startRealKafka } from '../../test/support/real-kafka/start-real-kafka.ts';
import { linePlot } from '../line-plot.ts';
import { whole } from '../report.ts';
import type { HeapEnd, HeapOrder, MemorySample } from './contract.ts';
import { judgeMemory, KINDS, type KindTrend, SETTLING_SHARE } from './verdict.ts';

/** What is asked for. */
export interface HeapPlan {
  readonly version: string;
  readonly minutes: number;
  readonly recordsPerSecond: number;
}

/** What came of it. */
export interface HeapResult extends HeapPlan {
  readonly node: string;
  readonly samples: readonly MemorySample[];
  readonly failedCalls: number;
  readonly missed: number;
  readonly trends: readonly KindTrend[];
  /** Why it does not pass. */
  readonly broken: readonly string[];
  /** Why it does not count, though nothing was broken. */
  readonly doubts: readonly string[];
}

const VALUE_BYTES = [100, 1024] as const;
const PARTITIONS = 3;
/** With more left out, it was another load. */
const MOST_MISSED = 0.05;
const MIB = 1024 * 1024;

/** So little of the log is kept that ten minutes fit on any disk. */
const SMALL_LOG = {
  'retention.bytes': String(64 * MIB),
  'segment.bytes': String(16 * MIB),
  'file.delete.delay.ms': '1000',
};
const LOOK_OFTEN = { 'log.retention.check.interval.ms': '2000', 'log.initial.task.delay.ms': '1000' };

/** Runs it; `onSample` is told once a second. */
export async function runHeap(plan: HeapPlan, onSample: (sample: MemorySample) => void): Promise<HeapResult> {
  const kafka = await startRealKafka({ version: plan.version, properties: LOOK_OFTEN });
  try {
    const topic = `heap-${process.pid}`;
    const client = new Client({ brokers: kafka.bootstrap });
    const wanted = { topic, partitions: PARTITIONS, replicationFactor: 1, configs: SMALL_LOG };
    const [created] = await client.createTopics([wanted]).finally(() => client.close());
    if (created?.error !== undefined) throw created.error;
    const { recordsPerSecond, minutes } = plan;
    const seconds = Math.round(minutes * 60);
    const order = { brokers: kafka.bootstrap, topic, seconds, recordsPerSecond, valueBytes: VALUE_BYTES };
    const { samples, end } = await observe(order, onSample);
    return judged(plan, samples, end);
  } finally {
    await kafka.stop();
  }
}

async function observe(
  order: HeapOrder,
  onSample: (sample: MemorySample) => void,
): Promise<{ samples: readonly MemorySample[]; end: HeapEnd }> {
  const samples: MemorySample[] = [];
  let end: HeapEnd | undefined;
  const worker = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(order)], {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  });
  worker.on('message', (said: MemorySample | HeapEnd) => {
    if ('end' in said) end = said;
    else {
      samples.push(said);
      onSample(said);
    }
  });
  const [code, signal] = (await once(worker, 'exit')) as [number | null, string | null];
  if (code !== 0 || end === undefined) throw new Error(`the process under observation ended with ${signal ?? code}`);
  return { samples, end };
}

function judged(plan: HeapPlan, samples: readonly MemorySample[], { failedCalls, missed }: HeapEnd): HeapResult {
  const trends = judgeMemory(samples);
  const broken = trends
    .filter(({ grows }) => grows)
    .map(
      ({ kind, bytesPerMinute, limit }) =>
        `${kind} grows by ${whole(bytesPerMinute)} bytes/minute, more than ${whole(limit)}`,
    );
  if (failedCalls > 0) broken.push(`${failedCalls} calls have failed`);
  const share = missed / (plan.recordsPerSecond * plan.minutes * 60);
  const left = `the pace was not kept: ${(share * 100).toFixed(1)} % of the records were left out`;
  const doubts = share > MOST_MISSED ? [left] : [];
  return { ...plan, node: process.version, samples, failedCalls, missed, trends, broken, doubts };
}

/** For people. */
export function heapTable({ samples, trends, missed }: HeapResult): string {
  const head = ['after a collection', 'mean MiB', 'least', 'most', 'bytes/minute', '+-', 'allowed', ''];
  const table = new Table({
    head,
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  const mib = (bytes: number): string => (bytes / MIB).toFixed(2);
  for (const { kind, mean, least, most, bytesPerMinute, errorPerMinute, limit, grows } of trends) {
    const growth = [whole(bytesPerMinute), whole(errorPerMinute), whole(limit), grows ? 'GROWS' : 'flat'];
    table.push([kind, mib(mean), mib(least), mib(most), ...growth]);
  }
  const last = samples.at(-1);
  return `${whole(last?.written ?? 0)} records written, ${whole(last?.read ?? 0)} read in ${whole(last?.at ?? 0)} s, ${whole(missed)} left out\n${table.toString()}`;
}

/** All kinds over time, with the lines that were judged. */
export function heapPlot({ samples, trends, minutes, recordsPerSecond, node }: HeapResult): string {
  const end = samples.at(-1)?.at ?? 0;
  const load = `${whole(recordsPerSecond)} records/s of ${VALUE_BYTES.join(' to ')} bytes written and read, Node ${node}`;
  const slopes = trends.map(({ kind, bytesPerMinute }) => `${kind} ${whole(bytesPerMinute / 1024)}`).join(', ');
  return linePlot({
    title: `Memory of one process over ${minutes} minutes, after a collection each second`,
    notes: [load, `trends of the last ${(1 - SETTLING_SHARE) * 100} %, KiB/minute: ${slopes}`],
    x: { label: 'time, seconds' },
    y: { label: 'memory, MiB' },
    series: KINDS.map((kind) => {
      const trend = trends.find((one) => one.kind === kind)?.trend;
      return {
        name: kind,
        points: samples.map((sample) => ({ x: sample.at, y: sample[kind] / MIB })),
        ...(trend && {
          trend: { from: end * SETTLING_SHARE, to: end, at: (x: number) => (trend.offset + trend.slope * x) / MIB },
        }),
      };
    }),
  });
}
