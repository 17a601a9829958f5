import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { type CallLimits, ConnDeadline } from '../../../src/client/conn-deadline.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

function setUp() {
  const clock = new VirtualClock();
  return { clock, deadline: new ConnDeadline(clock), at: (ms: number) => clock.now() + ms };
}

/** Work that ends with what ends it, as a request on a connection does. */
const untilAborted = ({ signal }: CallLimits): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new KafkaError('ABORTED', 'given up')));
  });

const timedOut = (what: string) => ({ code: 'TIMEOUT', message: `${what}: the deadline has passed`, retriable: true });

describe('a deadline', () => {
  it('ends every call under way, each in its own words, and those to come', async () => {
    const { clock, deadline, at } = setUp();
    const calls = ['read', 'seek', 'read'].map((what) => deadline.run(what, {}, untilAborted));
    const limited = deadline.run('limited', { signal: new AbortController().signal, timeoutMs: 9_000 }, untilAborted);
    const all = Promise.allSettled([...calls, limited]);
    deadline.set(at(1_000));
    await clock.advance(999);
    expect(clock.timers).toBe(2);
    await clock.advance(1);
    const reasons = (await all).map((one) => (one as PromiseRejectedResult).reason);
    expect(reasons).toMatchObject(['read', 'seek', 'read', 'limited'].map(timedOut));
    expect(clock.timers).toBe(0);
    await expect(deadline.run('later', {}, async () => 1)).rejects.toMatchObject(timedOut('later'));
  });

  it('can be moved, and taken back: by undefined, and by 0 as in Go', async () => {
    const { clock, deadline, at } = setUp();
    const call = deadline.run('read', {}, untilAborted);
    const failed = expect(call).rejects.toMatchObject(timedOut('read'));
    deadline.set(at(100));
    deadline.set(at(500));
    await clock.advance(400);
    deadline.set(undefined);
    expect([deadline.leftMs, clock.timers]).toEqual([Number.POSITIVE_INFINITY, 0]);
    deadline.set(at(100));
    deadline.set(0);
    expect([deadline.leftMs, clock.timers]).toEqual([Number.POSITIVE_INFINITY, 0]);
    deadline.set(new Date(at(50)));
    expect(deadline.leftMs).toBe(50);
    await clock.advance(50);
    await failed;
    deadline.set(undefined);
    expect(await deadline.run('again', {}, async () => 1)).toBe(1);
  });

  it('that has ended calls is no burden for those after a new one', async () => {
    const { clock, deadline, at } = setUp();
    for (const round of [1, 2, 3]) {
      deadline.set(at(10));
      const failed = expect(deadline.run(`round ${round}`, {}, untilAborted)).rejects.toMatchObject(
        timedOut(`round ${round}`),
      );
      await clock.advance(10);
      await failed;
      deadline.set(undefined);
      expect(await deadline.run('free', {}, async ({ signal }) => signal.aborted)).toBe(false);
    }
  });

  it('leaves no timer when nothing is under way', async () => {
    const { clock, deadline, at } = setUp();
    deadline.set(at(1_000));
    expect(clock.timers).toBe(0);
    let finish = (): void => {};
    const call = deadline.run('read', { timeoutMs: 50 }, () => new Promise<void>((resolve) => (finish = resolve)));
    await turn();
    expect(clock.timers).toBe(2);
    finish();
    await call;
    expect(clock.timers).toBe(0);
  });

  it('keeps an answer that came in time, and an error that is no consequence', async () => {
    const { clock, deadline, at } = setUp();
    deadline.set(at(10));
    const real = new KafkaError('PROTOCOL', 'garbage');
    const failing = deadline.run('read', {}, async () => {
      await clock.advance(20);
      throw real;
    });
    await expect(failing).rejects.toBe(real);
    deadline.set(undefined);
    const late = deadline.run('read', {}, async () => {
      deadline.set(at(1));
      await clock.advance(5);
      return 'done';
    });
    expect(await late).toBe('done');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '1', new Date(Number.NaN), {}])('refuses %s', (value) => {
    expect(() => setUp().deadline.set(value as never)).toThrow('option deadline is');
  });
});

describe('a call', () => {
  it('ends by its own signal and by its own limit, and leaves nothing behind', async () => {
    const { clock, deadline } = setUp();
    const stop = new AbortController();
    const aborted = expect(deadline.run('read', { signal: stop.signal }, untilAborted)).rejects.toMatchObject({
      code: 'ABORTED',
      message: 'read: aborted by the caller',
    });
    stop.abort();
    await aborted;
    const slow = expect(deadline.run('read', { timeoutMs: 100 }, untilAborted)).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'read: not done within 100 ms',
    });
    await clock.advance(100);
    await slow;
    expect(clock.timers).toBe(0);
    await expect(deadline.run('read', { signal: stop.signal }, async () => 1)).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it('ends with the reason of a connection that closed', async () => {
    const { deadline } = setUp();
    const reason = new KafkaError('CONNECTION', 'lost');
    const calls = [deadline.run('a', {}, untilAborted), deadline.run('b', { timeoutMs: 9 }, untilAborted)];
    const all = Promise.allSettled(calls);
    deadline.close(reason);
    expect(await all).toMatchObject([{ reason }, { reason }]);
    await expect(deadline.run('c', {}, async () => 1)).rejects.toBe(reason);
  });
});

describe('what the broker may take', () => {
  const free: CallLimits = { signal: new AbortController().signal, endsAt: undefined };

  it.each([
    [undefined, 30_000, 29_000],
    [10_000, 30_000, 9_000],
    [4_000, 30_000, 3_000],
    [2_000, 30_000, 1_500],
    [100, 30_000, 75],
    [1, 30_000, 1],
    [10_000, 2_000, 1_500],
  ])('is what is left without a second, or a quarter: deadline %s, at most %s', (left, most, expected) => {
    const { deadline, at } = setUp();
    deadline.set(left === undefined ? undefined : at(left));
    expect(deadline.brokerMs(free, most)).toBe(expected);
  });

  it('is bounded by the limit of the call, too', async () => {
    const { deadline, clock } = setUp();
    const given = await deadline.run('read', { timeoutMs: 400 }, async (limits) => deadline.brokerMs(limits, 30_000));
    expect(given).toBe(300);
    expect(deadline.brokerMs(free, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(clock.timers).toBe(0);
  });
});
