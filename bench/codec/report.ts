// The table and the plot of the codec scenario, and how this client stands against the others. Pure.
import Table from 'cli-table3';
import type { Panel } from '../plot.ts';
import { median, whole } from '../report.ts';
import type { CodecMeasured } from './contract.ts';
import type { CodecRow } from './run.ts';

const megabytes = ({ operations, bytes, seconds }: CodecMeasured): number => (operations * bytes) / seconds / 1e6;
const cpuMicros = ({ operations, cpuSeconds }: CodecMeasured): number => (cpuSeconds / operations) * 1e6;
const middle = (row: CodecRow, of: (round: CodecMeasured) => number): number => median(row.rounds.map(of));

interface Standing {
  readonly title: string;
  /** How many times as fast, and as sparing of CPU, as the other. */
  readonly speed: number;
  readonly cpu: number;
}

function against(own: CodecRow, other: CodecRow): Standing {
  return {
    title: own.title,
    speed: middle(own, megabytes) / middle(other, megabytes),
    cpu: middle(other, cpuMicros) / middle(own, cpuMicros),
  };
}

function byShape(rows: readonly CodecRow[]): CodecRow[][] {
  return [...new Set(rows.map(({ shape }) => shape))].map((shape) => rows.filter((row) => row.shape === shape));
}

/** One table, fastest client first within each shape, each against `base`. */
export function codecTable(rows: readonly CodecRow[], base: string): string {
  const table = new Table({
    head: ['', 'MB/s', 'lowest', 'highest', 'operations/s', 'CPU us', 'max RSS MB', `speed x ${base}`, 'CPU x'],
    colAligns: ['left', ...Array<'right'>(8).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  for (const group of byShape(rows)) {
    const own = group.find(({ client, rounds }) => client === base && rounds.length > 0);
    table.push([{ colSpan: 9, content: group[0]!.title }]);
    const measured = group.filter(({ rounds }) => rounds.length > 0);
    for (const row of measured.sort((a, b) => middle(b, megabytes) - middle(a, megabytes))) {
      const rates = row.rounds.map(megabytes);
      const standing = own === undefined ? undefined : against(row, own);
      table.push([
        `  ${row.client}`,
        whole(median(rates)),
        whole(Math.min(...rates)),
        whole(Math.max(...rates)),
        whole(middle(row, ({ operations, seconds }) => operations / seconds)),
        middle(row, cpuMicros).toFixed(1),
        whole(middle(row, ({ maxRssMb }) => maxRssMb)),
        standing === undefined ? '-' : standing.speed.toFixed(3),
        standing === undefined ? '-' : (1 / standing.cpu).toFixed(2),
      ]);
    }
    for (const row of group.filter(({ rounds }) => rounds.length === 0)) {
      const why = (row.failed ?? 'no measurement').split('\n').slice(0, 2).join(' ');
      table.push([`  ${row.client}`, { colSpan: 8, content: why }]);
    }
  }
  return table.toString();
}

/** How `base` stands: against the faster peer of each shape, and against the floor where there is one. */
export function codecStanding(rows: readonly CodecRow[], base: string): string[] {
  const lines: string[] = [];
  const line = (other: string, { title, speed, cpu }: Standing): void => {
    lines.push(`${title}: ${speed.toFixed(2)}x ${other}, by CPU ${cpu.toFixed(2)}x`);
  };
  for (const group of byShape(rows)) {
    const measured = group.filter(({ rounds }) => rounds.length > 0);
    const own = measured.find(({ client }) => client === base);
    if (own === undefined) continue;
    const peers = measured.filter(({ client }) => client !== base && client !== 'floor');
    const best = peers.sort((a, b) => middle(b, megabytes) - middle(a, megabytes))[0];
    if (best !== undefined) line(best.client, against(own, best));
    const floor = measured.find(({ client }) => client === 'floor');
    if (floor !== undefined) line('floor', against(own, floor));
  }
  return lines;
}

export function codecPanels(rows: readonly CodecRow[]): Panel[] {
  return byShape(rows).map((group) => ({
    title: group[0]!.title,
    unit: 'MB/s',
    bars: group.map(({ client, rounds }) => ({ client, rates: rounds.map(megabytes) })),
  }));
}
