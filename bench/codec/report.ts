// The table and the plot of the codec scenario, and how this client stands against the others. Pure.
import Table from 'cli-table3';
import type { Panel } from '../plot.ts';
import { median, whole } from '../report.ts';
import type { CodecMeasured } from './contract.ts';
import type { CodecRow } from './run.ts';

const megabytes = ({ operations, bytes, seconds }: CodecMeasured): number => (operations * bytes) / seconds / 1e6;
/** What is compared: the clock also counts what others do on the machine, and a codec waits for nothing. */
const perCpuSecond = ({ operations, bytes, cpuSeconds }: CodecMeasured): number =>
  (operations * bytes) / cpuSeconds / 1e6;
const cpuMicros = ({ operations, cpuSeconds }: CodecMeasured): number => (cpuSeconds / operations) * 1e6;
const middle = (row: CodecRow, of: (round: CodecMeasured) => number): number => median(row.rounds.map(of));

/** How many times as fast `own` is, by CPU time and by the clock. */
function against(own: CodecRow, other: CodecRow): { readonly cpu: number; readonly clock: number } {
  return {
    cpu: middle(own, perCpuSecond) / middle(other, perCpuSecond),
    clock: middle(own, megabytes) / middle(other, megabytes),
  };
}

function byShape(rows: readonly CodecRow[]): CodecRow[][] {
  return [...new Set(rows.map(({ shape }) => shape))].map((shape) => rows.filter((row) => row.shape === shape));
}

const COLUMNS = ['MB/CPU s', 'lowest', 'highest', 'CPU us', 'MB/s', 'operations/s', 'max RSS MB'] as const;

/** One table, fastest client first within each shape, each against `base` by CPU time and by the clock. */
export function codecTable(rows: readonly CodecRow[], base: string): string {
  const head = ['', ...COLUMNS, `CPU x ${base}`, 'clock x'];
  const table = new Table({
    head,
    colAligns: ['left', ...COLUMNS.map(() => 'right' as const), 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const group of byShape(rows)) {
    const own = group.find(({ client, rounds }) => client === base && rounds.length > 0);
    table.push([{ colSpan: head.length, content: group[0]!.title }]);
    for (const row of fastestFirst(group)) {
      const rates = row.rounds.map(perCpuSecond);
      const standing = own === undefined ? undefined : against(row, own);
      table.push([
        `  ${row.client}`,
        whole(median(rates)),
        whole(Math.min(...rates)),
        whole(Math.max(...rates)),
        middle(row, cpuMicros).toFixed(1),
        whole(middle(row, megabytes)),
        whole(middle(row, ({ operations, seconds }) => operations / seconds)),
        whole(middle(row, ({ maxRssMb }) => maxRssMb)),
        standing === undefined ? '-' : standing.cpu.toFixed(3),
        standing === undefined ? '-' : standing.clock.toFixed(3),
      ]);
    }
    for (const row of group.filter(({ rounds }) => rounds.length === 0)) {
      const why = (row.failed ?? 'no measurement').split('\n').slice(0, 2).join(' ');
      table.push([`  ${row.client}`, { colSpan: head.length - 1, content: why }]);
    }
  }
  return table.toString();
}

/** How `base` stands: against the faster peer of each shape, and against the floor where there is one. */
export function codecStanding(rows: readonly CodecRow[], base: string): string[] {
  return byShape(rows).flatMap((group) => {
    const measured = fastestFirst(group);
    const own = measured.find(({ client }) => client === base);
    const peer = measured.find(({ client }) => client !== base && client !== 'floor');
    const floor = measured.find(({ client }) => client === 'floor');
    if (own === undefined) return [];
    return [peer, floor].flatMap((other) => {
      if (other === undefined) return [];
      const { cpu, clock } = against(own, other);
      return [`${own.title}: ${cpu.toFixed(2)}x ${other.client} by CPU time, ${clock.toFixed(2)}x by the clock`];
    });
  });
}

/** Those that were measured. */
function fastestFirst(rows: readonly CodecRow[]): CodecRow[] {
  const measured = rows.filter(({ rounds }) => rounds.length > 0);
  return measured.sort((a, b) => middle(b, perCpuSecond) - middle(a, perCpuSecond));
}

export function codecPanels(rows: readonly CodecRow[]): Panel[] {
  return byShape(rows).map((group) => ({
    title: group[0]!.title,
    unit: 'MB/CPU s',
    bars: group.map(({ client, rounds }) => ({ client, rates: rounds.map(perCpuSecond) })),
  }));
}
