// The judge of the transactional pipeline, judged: what it is there to find is planted.
import { describe, expect, it } from 'vitest';
import { END_KEY, torn, unfinished } from '../../chaos/transactions/read-committed.ts';
import { expectedOutputs } from '../../chaos/transactions/transaction-work.ts';
import { broke, judge, type LogRecord, verdictRows } from '../../chaos/write/judge.ts';
import { Ledger } from '../../chaos/write/ledger.ts';
import { keyOf } from '../../chaos/write/numbered-record.ts';

const log = (...numbers: number[]): LogRecord[] => numbers.map((number, offset) => ({ offset, key: keyOf(0, number) }));
const asLog = (...partitions: LogRecord[][]) => ({ partitions, damaged: 0 });

/** Four inputs of one partition: the second was not acknowledged but is there, the third neither. */
function inputs(): Ledger {
  const ledger = new Ledger(0, 0);
  ledger.take(4);
  for (const number of [0, 3]) ledger.acknowledge(number, number);
  return ledger;
}

describe('the judge of a pipeline', () => {
  const expected = expectedOutputs([inputs()], asLog(log(0, 1, 3)));

  it('wants one output of each input that is in the log, in order, wherever it stands', () => {
    const gaps = [2, 5, 9].map((offset, index) => ({ offset, key: keyOf(0, [0, 1, 3][index] as number) }));
    expect(broke('a reader', judge(expected, [gaps]))).toEqual([]);
  });

  it('counts outputs that are missing, double, or in another order', () => {
    expect(judge(expected, [log(0, 3)])).toMatchObject({ lost: 1 });
    expect(judge(expected, [log(0, 1, 1, 3)])).toMatchObject({ duplicates: 1 });
    expect(judge(expected, [log(1, 0, 3)])).toMatchObject({ outOfOrder: 1 });
    expect(broke('a reader', judge(expected, [log(0, 3)]))).toEqual([
      '1 records lost though acknowledged, says a reader',
    ]);
  });

  it('names readers that do not agree', () => {
    const verdicts = [log(0, 1, 3), log(0, 3)].map((records) => judge(expected, [records]));
    const rows = Object.fromEntries(verdictRows(verdicts, ['one', 'other']));
    expect(rows).toMatchObject({ 'lost though acknowledged': 'one: 0, other: 1', duplicates: 0 });
  });

  it('knows a reader that did not come to the end', () => {
    const ended = [...log(0), { offset: 7, key: END_KEY }];
    expect(unfinished(asLog(ended, log(0), []))).toEqual([1, 2]);
  });

  it('knows a transaction of which only a part is visible', () => {
    expect(
      torn(
        new Map([
          ['a 17 1 3', 3],
          ['a 17 2 20', 20],
        ]),
      ),
    ).toBe(0);
    expect(
      torn(
        new Map([
          ['a 17 1 3', 2],
          ['a 17 2 20', 20],
        ]),
      ),
    ).toBe(1);
  });
});
