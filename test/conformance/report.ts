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
export function formatMismatches(tallies: readonly Tally[], { seed, per }: Again): string[] {
  const all = tallies.flatMap(({ title, mismatches }) => mismatches.map((mismatch) => ({ title, ...mismatch })));
  const lines = all.slice(0, SHOWN).map(({ title, what, only, instance, fault }) => {
    const again = `npm run conformance -- --seed ${seed} --per ${per} --only ${only}`;
    return `${title}: ${what}, instance ${instance} of seed ${seed}: ${fault}\n  again: ${again}`;
  });
  if (all.length > SHOWN) lines.push(`... and ${all.length - SHOWN} more`);
  return lines;
}

/** What a run has to be given to be the same again. */
export interface Again {
  readonly seed: number;
  readonly per: number;
}
