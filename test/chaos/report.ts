// The table at the end of a run.
import Table from 'cli-table3';
import type { Outcome } from './run.ts';

const whole = (value: number | string): string =>
  typeof value === 'string' ? value : value.toLocaleString('en-US').replaceAll(',', ' ');

/** What was done and found, one line each. */
export function formatOutcome({ rows }: Outcome): string {
  const table = new Table({ colAligns: ['left', 'right'], style: { head: [], border: [], compact: true } });
  for (const [what, value] of rows) table.push([what, whole(value)]);
  return table.toString();
}
