// What is printed at the end.
import Table from 'cli-table3';
import type { DeadLetter } from './dead-letters.ts';
import type { Latencies, Ledger } from './ledger.ts';

const SHOWN = 5;
const PLAIN = { style: { head: [], border: [] } };

export interface Outcome {
  readonly orders: number;
  readonly seconds: number;
  readonly totals: ReturnType<Ledger['totals']>;
  readonly direct: Latencies;
  readonly afterRetry: Latencies;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US').replaceAll(',', ' ');

export function printTable({ orders, seconds, totals, direct, afterRetry }: Outcome): void {
  const table = new Table({ ...PLAIN, colAligns: ['left', 'right'] });
  table.push(
    ['written', whole(orders)],
    ['handled', whole(totals.handled)],
    ['  of them after a retry', whole(totals.retried)],
    ['  of them more than once', whole(totals.twice)],
    ['dead-lettered', whole(totals.deadLettered)],
    ['missing', whole(totals.missing)],
    ['seconds', seconds.toFixed(2)],
    ['records/s, written and settled', whole(orders / seconds)],
    ['p99 from write to handled', `${whole(direct.quantile(0.99))} ms`],
    ['p99 where retried', `${whole(afterRetry.quantile(0.99))} ms`],
  );
  console.log(table.toString());
}

export function printDeadLetters(letters: readonly DeadLetter[]): void {
  if (letters.length === 0) return;
  const table = new Table({
    ...PLAIN,
    head: ['order', 'origin', 'attempts', 'reason'],
    colAligns: ['right', 'left', 'right', 'left'],
  });
  for (const { id, origin, attempts, reason } of letters.slice(0, SHOWN)) {
    table.push([id, origin, attempts, reason.length > 60 ? `${reason.slice(0, 59)}…` : reason]);
  }
  console.log(`the first ${Math.min(SHOWN, letters.length)} of ${letters.length} dead letters`);
  console.log(table.toString());
}
