// Medians, the table, and the file of a run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { dirname } from 'node:path';
import Table from 'cli-table3';
import type { Measured } from './adapter.ts';

/** All measurements of one client in one scenario. */
export interface Row {
  readonly client: string;
  readonly scenario: string;
  /** Size of the values and codec. */
  readonly variant: string;
  /** Records of each round. */
  readonly records: number;
  readonly rounds: readonly Measured[];
  /** Why there are none. */
  readonly failed?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A whole number with spaces between thousands. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US').replaceAll(',', ' ');

/** The rows of a scenario, variant by variant. */
export function tablesOf(rows: readonly Row[], scenario: string): { variant: string; rows: Row[] }[] {
  const own = rows.filter((row) => row.scenario === scenario);
  const variants = [...new Set(own.map(({ variant }) => variant))];
  return variants.map((variant) => ({ variant, rows: own.filter((row) => row.variant === variant) }));
}

const COLUMNS: Readonly<Record<'rate' | 'latency', readonly string[]>> = {
  rate: ['records/s', 'lowest', 'highest', 'CPU s per M', 'max RSS MB'],
  latency: ['p50 ms', 'lowest', 'highest', 'p99 ms', 'max RSS MB'],
};

/** Higher is better: records per second, or of latencies the median's inverse. */
function rateOf({ records, rounds }: Row): number {
  if (rounds.length === 0) return 0;
  return 1 / median(rounds.map(({ seconds, latencyMs }) => latencyMs?.p50 ?? seconds / records));
}

/** One table, the best client first, each against the client `base`. Rows are of one scenario and variant. */
export function printTable(title: string, rows: readonly Row[], base: string): void {
  const isLatency = rows.some(({ rounds }) => rounds.some(({ latencyMs }) => latencyMs !== undefined));
  const own = rows.find((row) => row.client === base);
  const head = ['client', ...COLUMNS[isLatency ? 'latency' : 'rate'], `x ${base}`];
  const table = new Table({
    head,
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const row of [...rows].sort((a, b) => rateOf(b) - rateOf(a))) {
    if (row.rounds.length === 0) {
      const why = (row.failed ?? 'no measurement').split('\n').slice(0, 2).join(' ');
      table.push([row.client, { colSpan: 6, content: why }]);
      continue;
    }
    const compared = own === undefined || own.rounds.length === 0 ? '-' : (rateOf(row) / rateOf(own)).toFixed(2);
    const memory = whole(median(row.rounds.map((round) => round.maxRssMb)));
    table.push([row.client, ...(isLatency ? latencyCells(row) : rateCells(row)), memory, compared]);
  }
  console.log(`\n${title}`);
  console.log(table.toString());
}

function rateCells(row: Row): string[] {
  const { records, rounds } = row;
  const rates = rounds.map((round) => records / round.seconds);
  const cpu = median(rounds.map((round) => round.cpuSeconds)) / (records / 1e6);
  return [whole(rateOf(row)), whole(Math.min(...rates)), whole(Math.max(...rates)), cpu.toFixed(2)];
}

function latencyCells({ rounds }: Row): string[] {
  const p50 = rounds.map(({ latencyMs }) => latencyMs?.p50 ?? 0);
  const p99 = rounds.map(({ latencyMs }) => latencyMs?.p99 ?? 0);
  return [median(p50), Math.min(...p50), Math.max(...p50), median(p99)].map((ms) => ms.toFixed(3));
}

/** Writes everything that was measured, with what it was measured on. */
export function writeJson(path: string, measured: object): void {
  mkdirSync(dirname(path), { recursive: true });
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', os: release(), node: process.version };
  writeFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), machine, ...measured }, null, 2)}\n`);
}
