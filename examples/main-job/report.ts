// What is printed at the end.
import Table from 'cli-table3';
import type { DeadLetter } from './dead-letters.ts';
import type { Latencies, Ledger } from './ledger.ts';

const SHOWN = 5;
/** Columns and a line below the head, where there is one; no frame. */
const LIGHT = {
  style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  chars: {
    ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
    ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
    ...{ left: '', 'left-mid': '', mid: '─', 'mid-mid': '──', right: '', 'right-mid': '', middle: '  ' },
  },
};
/** Where nobody knows how wide the output is. */
const USUAL_COLUMNS = 100;
const SHORTEST_REASON = 20;

export interface Outcome {
  readonly written: number;
  readonly seconds: number;
  readonly totals: ReturnType<Ledger['totals']>;
  readonly direct: Latencies;
  readonly afterRetry: Latencies;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US').replaceAll(',', ' ');

export function printTable({ written, seconds, totals, direct, afterRetry }: Outcome): void {
  const table = new Table({ ...LIGHT, colAligns: ['left', 'right'] });
  table.push(
    ['written', whole(written)],
    ['handled', whole(totals.handled)],
    ['  of them after a retry', whole(totals.retried)],
    ['  of them more than once', whole(totals.twice)],
    ['dead-lettered', whole(totals.deadLettered)],
    ['missing', whole(totals.missing)],
    ['seconds', seconds.toFixed(2)],
    ['records/s, written and settled', whole(written / seconds)],
    ['p99 from write to handled', `${whole(direct.quantile(0.99))} ms`],
    ['p99 where retried', `${whole(afterRetry.quantile(0.99))} ms`],
  );
  console.log(`\n${table.toString()}`);
}

export function printDeadLetters(letters: readonly DeadLetter[]): void {
  if (letters.length === 0) return;
  const table = new Table({
    ...LIGHT,
    head: ['order', 'origin', 'attempts', 'reason'],
    colAligns: ['right', 'left', 'right', 'left'],
  });
  const shown = letters.slice(0, SHOWN);
  const others = '10000000  attempts    '.length + Math.max(...shown.map(({ origin }) => origin.length));
  const room = Math.max(SHORTEST_REASON, (process.stdout.columns ?? USUAL_COLUMNS) - others);
  for (const { id, origin, attempts, reason } of shown) {
    table.push([id, origin, attempts, reason.length > room ? `${reason.slice(0, room - 1)}…` : reason]);
  }
  console.log(`\nthe first ${shown.length} of ${letters.length} dead letters`);
  console.log(table.toString());
}
