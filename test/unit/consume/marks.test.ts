import { describe, expect, it } from 'vitest';
import { Marks } from '../../../src/consume/marks.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const place = { topic: 'orders', partition: 0 };

function setUp(commit: (marks: Marks) => Promise<void> | void = () => {}) {
  const clock = new VirtualClock();
  const seen: number[][] = [];
  const marks: Marks = new Marks(clock, 1_000, async () => {
    seen.push(marks.snapshot().map(({ offset }) => offset));
    await commit(marks);
  });
  return { clock, marks, seen };
}

describe('Marks', () => {
  it('are committed once an interval, the highest of each partition, until they are done', async () => {
    const { clock, marks, seen } = setUp((each) => {
      for (const mark of each.snapshot()) each.done(mark);
    });
    for (const offset of [3, 5, 4]) marks.add([{ ...place, offset }]);
    await clock.advance(999);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toEqual([[5]]);
    await clock.advance(10_000);
    expect(seen).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });

  it('stay while the commit fails', async () => {
    const { clock, marks, seen } = setUp();
    marks.add([{ ...place, offset: 3 }]);
    await clock.advance(3_000);
    expect(seen).toEqual([[3], [3], [3]]);
    marks.close();
  });

  it('that move on during a commit are committed again', async () => {
    const { clock, marks, seen } = setUp((each) => {
      const [mark] = each.snapshot();
      if (mark?.offset === 3) each.add([{ ...place, offset: 4 }]);
      if (mark !== undefined) each.done(mark);
    });
    marks.add([{ ...place, offset: 3 }]);
    await clock.advance(5_000);
    expect(seen).toEqual([[3], [4]]);
  });

  it('of partitions given up are dropped, and the others stay (trap 68)', async () => {
    const { marks } = setUp();
    marks.add([
      { ...place, offset: 3 },
      { topic: 'orders', partition: 1, offset: 9 },
    ]);
    marks.drop([place]);
    expect(marks.snapshot()).toEqual([{ topic: 'orders', partition: 1, offset: 9 }]);
    marks.close();
  });

  it('leave no timer behind when closed', () => {
    const { clock, marks } = setUp();
    marks.add([{ ...place, offset: 3 }]);
    marks.close();
    marks.add([{ ...place, offset: 4 }]);
    expect(clock.timers).toBe(0);
  });
});
