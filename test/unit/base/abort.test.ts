import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onAbort, sleep, throwIfAborted, waitFor } from '../../../src/base/abort.ts';
import { deferred } from '../../../src/base/deferred.ts';
import { ManualClock } from './manual-clock.ts';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('sleep', () => {
  it('ends after its time and leaves nothing behind', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const slept = sleep(clock, 50, signal);
    expect([clock.pending, listeners(signal)]).toEqual([1, 1]);
    clock.advance(50);
    await slept;
    expect([clock.pending, listeners(signal)]).toEqual([0, 0]);
  });

  it('rejects with the reason of its signal, and cancels its timer', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const slept = sleep(clock, 50, controller.signal);
    controller.abort('tired');
    await expect(slept).rejects.toMatchObject({ code: 'ABORTED', cause: 'tired', retriable: false });
    expect(clock.pending).toBe(0);
  });

  it('does not begin when its signal has fired', async () => {
    const clock = new ManualClock();
    await expect(sleep(clock, 50, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    expect(clock.pending).toBe(0);
  });

  it('passes on whether it keeps the process alive', () => {
    const clock = new ManualClock();
    void sleep(clock, 5, undefined, { keepAlive: false });
    expect(clock.options).toEqual([{ keepAlive: false }]);
  });
});

describe('waitFor', () => {
  it('is the promise itself where nothing limits it', () => {
    const promise = Promise.resolve(1);
    expect(waitFor(promise, new ManualClock(), 'x')).toBe(promise);
  });

  it('gives what the promise gives, and clears up', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    await expect(waitFor(Promise.resolve(7), clock, 'x', { signal, timeoutMs: 9 })).resolves.toBe(7);
    const failing = waitFor(Promise.reject(new Error('no')), clock, 'x', { signal, timeoutMs: 9 });
    await expect(failing).rejects.toThrow('no');
    expect([clock.pending, listeners(signal)]).toEqual([0, 0]);
  });

  it('gives up after its time, and says what it waited for', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const waited = waitFor(deferred().promise, clock, 'fetch orders[3]', { signal, timeoutMs: 9 });
    clock.advance(9);
    await expect(waited).rejects.toMatchObject({
      code: 'TIMEOUT',
      retriable: true,
      message: 'fetch orders[3]: no answer within 9 ms',
    });
    expect(listeners(signal)).toBe(0);
  });

  it('lets the work of others go on when one caller gives up', async () => {
    const clock = new ManualClock();
    const shared = deferred<string>();
    const controller = new AbortController();
    const first = waitFor(shared.promise, clock, 'x', { signal: controller.signal, timeoutMs: 9 });
    const second = waitFor(shared.promise, clock, 'x', { timeoutMs: 9 });
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
    shared.resolve('done');
    await expect(second).resolves.toBe('done');
    expect(clock.pending).toBe(0);
  });

  it('does not leave a rejection unhandled when it never began to wait', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    try {
      const failing = Promise.reject(new Error('later'));
      await expect(waitFor(failing, new ManualClock(), 'x', { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'ABORTED',
      });
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(unhandled).toEqual([]);
  });
});

describe('onAbort', () => {
  it('runs at once where the signal has fired, and never without a signal', () => {
    let runs = 0;
    const run = (): void => void runs++;
    onAbort(AbortSignal.abort(), run)();
    onAbort(undefined, run)();
    expect(runs).toBe(1);
  });

  it('needs one listener however many calls share a signal, and none after them (trap 106)', () => {
    const { signal } = new AbortController();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const stops = Array.from({ length: 1000 }, () => onAbort(signal, () => {}));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    for (const stop of stops) stop();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    onAbort(signal, () => {});
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  });

  it('runs all who share a signal, but for those who stopped, even while it fires', () => {
    const controller = new AbortController();
    const ran: number[] = [];
    const stops: (() => void)[] = [];
    for (let i = 0; i < 4; i++) {
      stops.push(
        onAbort(controller.signal, () => {
          ran.push(i);
          if (i === 0) stops[2]?.();
        }),
      );
    }
    stops[1]?.();
    controller.abort();
    expect(ran).toEqual([0, 3]);
    for (const stop of stops) stop();
  });

  it('stops listening when told so', () => {
    const controller = new AbortController();
    let runs = 0;
    onAbort(controller.signal, () => void runs++)();
    controller.abort();
    expect(runs).toBe(0);
  });

  it('has a check for the beginning of a call', () => {
    throwIfAborted(undefined, 'x');
    throwIfAborted(new AbortController().signal, 'x');
    expect(() => throwIfAborted(AbortSignal.abort(), 'close')).toThrow('close: aborted by the caller');
  });
});
