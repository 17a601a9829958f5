import { describe, expect, it } from 'vitest';
import { staggered } from '../../../src/base/staggered.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

describe('staggered', () => {
  const never = () => new Promise<never>(() => {});

  it('goes on to the next way after the pause, and discards what comes too late', async () => {
    const clock = new VirtualClock();
    const discarded: string[] = [];
    let late: (value: string) => void = () => {};
    const slow = () =>
      new Promise<string>((resolve) => {
        late = resolve;
      });
    const result = staggered(clock, 1000, [slow, async () => 'second'], (value) => discarded.push(value));
    await clock.advance(999);
    expect(clock.timers).toBe(1);
    await clock.advance(1);
    expect(await result).toBe('second');
    late('first');
    await turn();
    expect(discarded).toEqual(['first']);
    expect(clock.timers).toBe(0);
  });

  it('goes on at once when a way fails, and aborts the losers', async () => {
    const clock = new VirtualClock();
    const aborted: boolean[] = [];
    const result = await staggered(
      clock,
      1000,
      [
        (signal) => {
          signal.addEventListener('abort', () => aborted.push(true));
          return Promise.reject(new Error('no'));
        },
        async () => 'yes',
        never,
      ],
      () => {},
    );
    expect(result).toBe('yes');
    expect(aborted).toEqual([true]);
    expect(clock.timers).toBe(0);
  });

  it('rejects with all reasons in order when every way fails', async () => {
    const ways = ['a', 'b', 'c'].map((reason) => () => Promise.reject(new Error(reason)));
    const error = await staggered(new VirtualClock(), 1000, ways, () => {}).catch((thrown: AggregateError) => thrown);
    expect((error as AggregateError).errors.map(({ message }: Error) => message)).toEqual(['a', 'b', 'c']);
  });
});
