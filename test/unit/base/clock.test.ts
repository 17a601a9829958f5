import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';

const fires = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve));

describe('systemClock', () => {
  it('tells wall-clock and monotonic time', async () => {
    const [now, monotonic] = [systemClock.now(), systemClock.monotonic()];
    expect(now).toBeGreaterThan(1_700_000_000_000);
    await fires(1);
    expect(systemClock.monotonic()).toBeGreaterThan(monotonic);
  });

  it.each([Number.NaN, -5, 0])('fires soon for %s', async (ms) => {
    await fires(ms);
  });

  it.each([2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])(
    'does not fire at once for %s, as setTimeout would',
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
