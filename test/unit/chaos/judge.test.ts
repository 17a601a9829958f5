// The judge of chaos runs, judged: what it is there to find is planted.
import { describe, expect, it } from 'vitest';
import { judge, type LogRecord } from '../../chaos/write/judge.ts';
import { Ledger } from '../../chaos/write/ledger.ts';
import { isWhole, keyOf, MAX_VALUE, pickSize, readKey, valueFor } from '../../chaos/write/numbered-record.ts';
import { seeded } from '../../support/numbered-log.ts';

const NOTHING = { lost: 0, duplicates: 0, outOfOrder: 0, elsewhere: 0, strange: 0 };

/** Four records of one writer in one partition, the third of them not acknowledged. */
function ledger(writer = 0, partition = 0): Ledger {
  const one = new Ledger(writer, partition);
  one.take(4);
  for (const number of [0, 1, 3]) one.acknowledge(number, number);
  return one;
}

const log = (...numbers: number[]): LogRecord[] => numbers.map((number, offset) => ({ offset, key: keyOf(0, number) }));

describe('the judge of a log', () => {
  it('has nothing to say about a log that holds what was acknowledged, and the rest once or not at all', () => {
    expect(judge([ledger()], [log(0, 1, 2, 3)])).toEqual(NOTHING);
    const without = [0, 1, 3].map((number) => ({ offset: number, key: keyOf(0, number) }));
    expect(judge([ledger()], [without])).toEqual(NOTHING);
  });

  it('counts what was acknowledged and is not there, in its own partition', () => {
    expect(judge([ledger()], [log(0, 1)])).toMatchObject({ lost: 1 });
    expect(judge([ledger(0, 0), ledger(0, 1)], [log(0, 1, 2, 3), []])).toMatchObject({ lost: 3 });
  });

  it('counts what is there twice, acknowledged or not', () => {
    expect(judge([ledger()], [log(0, 1, 2, 3, 3)])).toEqual({ ...NOTHING, duplicates: 1 });
    expect(judge([ledger()], [[...log(0, 1, 2, 3), { offset: 4, key: keyOf(0, 2) }]])).toMatchObject({ duplicates: 1 });
  });

  it('counts what stands behind a later record of the same writer', () => {
    expect(judge([ledger()], [log(0, 2, 1, 3)])).toMatchObject({ outOfOrder: 1, lost: 0, duplicates: 0 });
    const mixed = [0, 1].flatMap((number) => [0, 1].map((writer) => keyOf(writer, number)));
    const both = [ledger(0), ledger(1)];
    for (const one of both) one.offsets.length = 2;
    for (const one of both) one.offsets.fill(-1);
    expect(judge(both, [mixed.map((key, offset) => ({ offset, key }))])).toEqual(NOTHING);
  });

  it('counts what is at another offset than its writer was told', () => {
    expect(
      judge(
        [ledger()],
        [[{ offset: 7, key: 'probe' }, ...log(0, 1, 2, 3).slice(0, 2), { offset: 9, key: '0:3' }]],
        new Set(['probe']),
      ),
    ).toEqual({
      ...NOTHING,
      elsewhere: 1,
    });
  });

  it('counts what nobody has written', () => {
    expect(judge([ledger()], [log(0, 1, 2, 3, 4)])).toMatchObject({ strange: 1 });
    expect(judge([ledger()], [[...log(0, 1, 2, 3), { offset: 4, key: 'x' }]])).toMatchObject({ strange: 1 });
  });
});

describe('a numbered record', () => {
  it('says who wrote it, and its value follows from its key and size', () => {
    expect(readKey(keyOf(3, 12))).toEqual({ writer: 3, number: 12 });
    expect(readKey('probe')).toBeUndefined();
    const value = Buffer.from(valueFor(1, 7, 5_000));
    expect([value.length, isWhole(1, 7, value), isWhole(1, 8, value)]).toEqual([5_000, true, false]);
    value[4_999] = (value[4_999] as number) ^ 1;
    expect(isWhole(1, 7, value)).toBe(false);
  });

  it('has 100 B to 1 MB, the same for the same seed', () => {
    const sizes = (): number[] => {
      const pick = seeded(5);
      return Array.from({ length: 2_000 }, () => pickSize(pick));
    };
    const all = sizes();
    expect(sizes()).toEqual(all);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...all)).toBeGreaterThan(200_000);
    expect(Math.max(...all)).toBeLessThanOrEqual(MAX_VALUE);
  });
});
