// The table and the plot of the connection scenario, and how this client stands against the peers. Pure.
import Table from 'cli-table3';
import type { Panel } from '../plot.ts';
import { median, whole } from '../report.ts';
import type { ConnectionMeasured } from './contract.ts';
import type { ConnectionRow } from './run.ts';

const perSecond = ({ requests, seconds }: ConnectionMeasured): number => requests / seconds;
const cpuMicros = ({ requests, cpuSeconds }: ConnectionMeasured): number => (cpuSeconds / requests) * 1e6;
const middle = (row: ConnectionRow, of: (round: ConnectionMeasured) => number): number => median(row.rounds.map(of));

function byShape(rows: readonly ConnectionRow[]): ConnectionRow[][] {
  return [...new Set(rows.map(({ shape }) => shape))].map((shape) => rows.filter((row) => row.shape === shape));
}

/** One table, fastest client first within each shape, each against `base`. */
export function connectionTable(rows: readonly ConnectionRow[], base: string): string {
  const table = new Table({
    head: ['', 'requests/s', 'lowest', 'highest', 'CPU us', 'max RSS MB', `x ${base}`],
    colAligns: ['left', ...Array<'right'>(6).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  for (const group of byShape(rows)) {
    table.push([{ colSpan: 7, content: group[0]!.shape.title }]);
    const measured = group.filter(({ rounds }) => rounds.length > 0);
    const own = measured.find(({ client }) => client === base);
    for (const row of measured.sort((a, b) => middle(b, perSecond) - middle(a, perSecond))) {
      const rates = row.rounds.map(perSecond);
      table.push([
        `  ${row.client}`,
        whole(median(rates)),
        whole(Math.min(...rates)),
        whole(Math.max(...rates)),
        middle(row, cpuMicros).toFixed(1),
        whole(middle(row, ({ maxRssMb }) => maxRssMb)),
        own === undefined ? '-' : (median(rates) / middle(own, perSecond)).toFixed(2),
      ]);
    }
    for (const row of group.filter(({ rounds }) => rounds.length === 0)) {
      const why = (row.failed ?? 'no measurement').split('\n').slice(0, 2).join(' ');
      table.push([`  ${row.client}`, { colSpan: 6, content: why }]);
    }
  }
  return table.toString();
}

/** How `base` stands against every other client: by rate, and by CPU per request. */
export function connectionStanding(rows: readonly ConnectionRow[], base: string): string[] {
  return byShape(rows).flatMap((group) => {
    const measured = group.filter(({ rounds }) => rounds.length > 0);
    const own = measured.find(({ client }) => client === base);
    if (own === undefined) return [];
    return measured
      .filter((row) => row !== own)
      .map((row) => {
        const rate = middle(own, perSecond) / middle(row, perSecond);
        const cpu = middle(row, cpuMicros) / middle(own, cpuMicros);
        return `${own.shape.title}: ${rate.toFixed(2)}x ${row.client}, by CPU ${cpu.toFixed(2)}x`;
      });
  });
}

export function connectionPanels(rows: readonly ConnectionRow[]): Panel[] {
  return byShape(rows).map((group) => ({
    title: `connection: ${group[0]!.shape.title}`,
    unit: 'requests/s',
    bars: group.map(({ client, rounds }) => ({ client, rates: rounds.map(perSecond) })),
  }));
}
