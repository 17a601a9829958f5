import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';

const fires = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve));

describe('systemClock', () => {
  it('tells wall-clock and monotonic time', async () => {
    const [now, monotonic] = [systemClock.now(), systemClock.monotonic()];
    expect(now).toBeGreaterThan(1_700_000_000_000);
    await fires(1);
    expect(systemClock.monotonic()).toBeGreaterThan(monotonic);
  });

  it.each([Number.NaN, -5, Number.NEGATIVE_INFINITY, 0])('fires soon for %s (trap 105)', async (ms) => {
    await fires(ms);
  });

  it.each([2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])(
    'does not fire at once for %s, as setTimeout would (trap 105)',
    async (ms) => {
      let fired = false;
      const timer = systemClock.after(ms, () => {
        fired = true;
      });
      // Node runs timers of one millisecond in the order they were set.
      await fires(1);
      await fires(1);
      timer.cancel();
      expect(fired).toBe(false);
    },
  );

  it('does not fire when cancelled, however often', async () => {
    let fired = false;
    const timer = systemClock.after(1, () => {
      fired = true;
    });
    timer.cancel();
    timer.cancel();
    await fires(1);
    await fires(1);
    expect(fired).toBe(false);
  });
});

describe('systemClock and long delays', () => {
  const LONGEST = 2 ** 31 - 1;
  afterEach(() => void vi.useRealTimers());

  it('keeps delays that setTimeout cannot (trap 105)', () => {
    vi.useFakeTimers();
    const fired: number[] = [];
    const start = Date.now();
    const delays = [LONGEST, LONGEST + 1, 3 * LONGEST + 7, Number.POSITIVE_INFINITY];
    for (const ms of delays) systemClock.after(ms, () => fired.push(Date.now() - start));
    vi.advanceTimersByTime(4 * LONGEST);
    expect(fired).toEqual(delays.slice(0, 3));
  });

  it('cancels them in any stage (trap 105)', () => {
    vi.useFakeTimers();
    let fired = 0;
    const early = systemClock.after(2 * LONGEST, () => fired++);
    const late = systemClock.after(2 * LONGEST, () => fired++);
    early.cancel();
    vi.advanceTimersByTime(LONGEST + 5);
    late.cancel();
    vi.advanceTimersByTime(3 * LONGEST);
    expect([fired, vi.getTimerCount()]).toEqual([0, 0]);
  });
});
