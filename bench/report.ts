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

/** One table per scenario, fastest client first, each against the first client of the run. */
export function printTable(
  scenario: string,
  question: string,
  rows: readonly Row[],
  records: number,
  base: string,
): void {
  const rate = (row: Row): number =>
    row.rounds.length === 0 ? 0 : records / median(row.rounds.map((round) => round.seconds));
  const own = rows.find((row) => row.client === base);
  const table = new Table({
    head: ['client', 'records/s', 'lowest', 'highest', 'CPU s per M', 'max RSS MB', `x ${base}`],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const row of [...rows].sort((a, b) => rate(b) - rate(a))) {
    if (row.rounds.length === 0) {
      table.push([
        row.client,
        { colSpan: 6, content: (row.failed ?? 'no measurement').split('\n').slice(0, 2).join(' ') },
      ]);
      continue;
    }
    const rates = row.rounds.map((round) => records / round.seconds);
    table.push([
      row.client,
      whole(rate(row)),
      whole(Math.min(...rates)),
      whole(Math.max(...rates)),
      (median(row.rounds.map((round) => round.cpuSeconds)) / (records / 1e6)).toFixed(2),
      whole(median(row.rounds.map((round) => round.maxRssMb))),
      own === undefined || own.rounds.length === 0 ? '-' : (rate(row) / rate(own)).toFixed(2),
    ]);
  }
  console.log(`\n${scenario}: ${question}`);
  console.log(table.toString());
}

/** Writes everything that was measured, with what it was measured on. */
export function writeJson(path: string, measured: object): void {
  mkdirSync(dirname(path), { recursive: true });
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', os: release(), node: process.version };
  writeFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), machine, ...measured }, null, 2)}\n`);
}
