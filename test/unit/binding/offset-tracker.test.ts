import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OffsetTracker } from '../../../src/binding/offset-tracker.ts';

describe('OffsetTracker', () => {
  it('has no position before anything is finished', () => {
    const tracker = new OffsetTracker();
    tracker.begin(5);
    expect(tracker.position).toBe(-1);
    expect(tracker.oldest).toBe(5);
  });

  it('moves over holes, because delivery order counts and not arithmetic (trap 7)', () => {
    const tracker = new OffsetTracker();
    const [first, second] = [tracker.begin(10), tracker.begin(14)];
    expect(tracker.finish(first)).toBe(true);
    expect(tracker.position).toBe(11);
    expect(tracker.finish(second)).toBe(true);
    expect(tracker.position).toBe(15);
  });

  it('waits for the oldest, whatever else is finished', () => {
    const tracker = new OffsetTracker();
    const [first, second, third] = [tracker.begin(1), tracker.begin(2), tracker.begin(3)];
    expect(tracker.finish(third)).toBe(false);
    expect(tracker.finish(second)).toBe(false);
    expect([tracker.position, tracker.span, tracker.unfinished]).toEqual([-1, 3, 1]);
    expect(tracker.finish(first)).toBe(true);
    expect([tracker.position, tracker.span, tracker.unfinished]).toEqual([4, 0, 0]);
  });

  it('stands behind the last offset of a batch when the last records of it do not exist (trap 4)', () => {
    const tracker = new OffsetTracker();
    const only = tracker.begin(20);
    expect(tracker.mark(29)).toBe(false);
    expect(tracker.position).toBe(-1);
    tracker.finish(only);
    expect(tracker.position).toBe(30);
  });

  it('is not moved by finishing twice', () => {
    const tracker = new OffsetTracker();
    const [first] = [tracker.begin(1), tracker.begin(2)];
    tracker.finish(first);
    expect(tracker.finish(first)).toBe(false);
    expect([tracker.position, tracker.unfinished]).toEqual([2, 1]);
  });

  it('goes back where the log was cut, and waits for nothing behind the cut (trap 52)', () => {
    const tracker = new OffsetTracker();
    for (const offset of [40, 41, 42]) tracker.finish(tracker.begin(offset));
    const late = tracker.begin(43);
    expect(tracker.position).toBe(43);
    expect(tracker.goBack(41)).toBe(true);
    expect([tracker.position, tracker.unfinished, tracker.span]).toEqual([41, 0, 0]);
    // Its record is not in the log any more.
    expect(tracker.finish(late)).toBe(false);
    expect(tracker.position).toBe(41);
    const next = tracker.begin(41);
    expect(tracker.finish(next)).toBe(true);
    expect(tracker.position).toBe(42);
  });

  it('waits on for what is before the cut (trap 52)', () => {
    const tracker = new OffsetTracker();
    const [first, second, third] = [tracker.begin(10), tracker.begin(11), tracker.begin(12)];
    tracker.finish(first);
    expect(tracker.goBack(12)).toBe(false);
    expect([tracker.position, tracker.unfinished, tracker.oldest]).toEqual([11, 1, 11]);
    const again = tracker.begin(12);
    expect(tracker.finish(again)).toBe(false);
    expect(tracker.finish(third)).toBe(false);
    expect(tracker.finish(second)).toBe(true);
    expect(tracker.position).toBe(13);
  });

  it('never passes an unfinished record and never goes back, in whatever order work finishes', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 300 });
    const steps = fc.array(fc.nat(), { minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(gaps, steps, (deltas, choices) => {
        const tracker = new OffsetTracker();
        const offsets: number[] = [];
        let next = 0;
        for (const delta of deltas) {
          next += delta;
          offsets.push(next);
        }
        // The slow and obvious way, to compare with.
        const open: { offset: number; ticket: number }[] = [];
        const unfinished = new Set<number>();
        let begun = 0;
        let last = -1;
        for (const choice of choices) {
          if (begun < offsets.length && (choice % 2 === 0 || open.length === 0)) {
            const offset = offsets[begun++] as number;
            open.push({ offset, ticket: tracker.begin(offset) });
            unfinished.add(offset);
          } else if (open.length > 0) {
            const [one] = open.splice(choice % open.length, 1);
            unfinished.delete(one!.offset);
            tracker.finish(one!.ticket);
          }
          const oldest = Math.min(...unfinished);
          const finished = offsets.slice(0, begun).filter((offset) => offset < oldest);
          expect(tracker.position).toBe(finished.length === 0 ? -1 : finished.at(-1)! + 1);
          expect(tracker.position).toBeGreaterThanOrEqual(last);
          expect(tracker.unfinished).toBe(unfinished.size);
          last = tracker.position;
        }
      }),
      { numRuns: 300 },
    );
  });
});
