// The table of a run, and its mismatches in words.
import Table from 'cli-table3';
import type { Tally } from './tally.ts';

/** More of them say nothing new. */
const SHOWN = 20;

const whole = (value: number): string => value.toLocaleString('en-US').replaceAll(',', ' ');

/** What was compared, a row for each tally. */
export function formatTable(tallies: readonly Tally[]): string {
  const table = new Table({
    head: ['', 'names', 'versions', 'instances', 'bytes', 'mismatches'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { title, names, versions, instances, bytes, mismatches } of tallies) {
    table.push([title, ...[names.size, versions.size, instances, bytes, mismatches.length].map(whole)]);
  }
  return table.toString();
}

/** The mismatches, each with what makes it again. */
export function formatMismatches(tallies: readonly Tally[], seed: number): string[] {
  const all = tallies.flatMap(({ title, mismatches }) => mismatches.map((mismatch) => ({ title, ...mismatch })));
  const lines = all
    .slice(0, SHOWN)
    .map(({ title, what, instance, fault }) => `${title}: ${what}, instance ${instance} of seed ${seed}: ${fault}`);
  if (all.length > SHOWN) lines.push(`... and ${all.length - SHOWN} more`);
  return lines;
}
