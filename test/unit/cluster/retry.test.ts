import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { Lifetime } from '../../../src/cluster/lifetime.ts';
import { type RetryContext, retryLoop } from '../../../src/cluster/retry.ts';
import { BrokerError } from '../../../src/protocol/broker-error.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

const lost = () => new KafkaError('CONNECTION', 'lost', { retriable: true });

function setUp(remedy: RetryContext['remedy'] = () => {}) {
  const clock = new VirtualClock();
  const lifetime = new Lifetime();
  const context: RetryContext = { clock, lifetime, logger: silentLogger, backoff: { minMs: 100, maxMs: 1000 }, remedy };
  return { clock, lifetime, context };
}

describe('retryLoop', () => {
  it('tries again with growing pauses until it succeeds', async () => {
    const { clock, context } = setUp();
    const at: number[] = [];
    const result = retryLoop(context, 'work', async () => {
      at.push(clock.monotonic());
      if (at.length < 8) throw lost();
      return 'done';
    });
    await clock.advance(20_000);
    expect(await result).toBe('done');
    const pauses = at.slice(1).map((time, i) => time - (at[i] as number));
    for (const [i, pause] of pauses.entries()) {
      const exact = Math.min(1000, 100 * 2 ** i);
      expect(pause).toBeGreaterThanOrEqual(exact * 0.8);
      expect(pause).toBeLessThanOrEqual(exact * 1.2);
    }
    expect(clock.timers).toBe(0);
  });

  it('does not try again what cannot succeed', async () => {
    const { context } = setUp();
    let attempts = 0;
    const denied = new BrokerError(29, 'write');
    const result = retryLoop(context, 'work', async () => {
      attempts++;
      throw denied;
    });
    await expect(result).rejects.toBe(denied);
    expect(attempts).toBe(1);
  });

  it('applies the remedy of each error before the next attempt', async () => {
    const seen: string[] = [];
    const { clock, context } = setUp((remedy) => void seen.push(remedy));
    const errors = [new BrokerError(6, 'x'), new BrokerError(16, 'x'), new BrokerError(14, 'x')];
    const result = retryLoop(context, 'work', async () => {
      const error = errors.shift();
      if (error !== undefined) throw error;
      seen.push('done');
    });
    await clock.advance(5_000);
    await result;
    expect(seen).toEqual(['refresh-metadata', 'find-coordinator', 'retry', 'done']);
  });

  it('goes on when the remedy itself fails', async () => {
    const { clock, context } = setUp(() => Promise.reject(new Error('no metadata')));
    let attempts = 0;
    const result = retryLoop(context, 'work', async () => {
      if (++attempts < 3) throw lost();
      return attempts;
    });
    await clock.advance(5_000);
    expect(await result).toBe(3);
  });

  it('ends at timeoutMs with the last reason, even while an attempt hangs', async () => {
    const { clock, context } = setUp();
    let attempts = 0;
    const result = retryLoop(
      context,
      'work',
      () => (++attempts === 1 ? Promise.reject(lost()) : new Promise<never>(() => {})),
      { timeoutMs: 1000 },
    );
    const failed = expect(result).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(/work: gave up after 1000 ms.*lost/),
    });
    await clock.advance(1000);
    await failed;
    expect(clock.timers).toBe(0);
  });

  it('ends at once when the signal fires during a pause', async () => {
    const { clock, context } = setUp();
    const controller = new AbortController();
    const result = retryLoop(context, 'work', () => Promise.reject(lost()), { signal: controller.signal });
    await turn();
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'ABORTED' });
    expect(clock.timers).toBe(0);
  });

  it.each(['during a pause', 'during an attempt'])('rejects with CLOSED when the cluster closes %s', async (when) => {
    const { clock, lifetime, context } = setUp();
    const attempt = () => (when === 'during a pause' ? Promise.reject(lost()) : new Promise<never>(() => {}));
    const result = retryLoop(context, 'work', attempt);
    await turn();
    lifetime.end();
    await expect(result).rejects.toMatchObject({ code: 'CLOSED' });
    expect(clock.timers).toBe(0);
  });

  it('attempts nothing for a signal that has fired', async () => {
    const { context } = setUp();
    let attempts = 0;
    const attempt = async () => void attempts++;
    await expect(retryLoop(context, 'work', attempt, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect(attempts).toBe(0);
  });
});
