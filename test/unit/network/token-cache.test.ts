import { describe, expect, it } from 'vitest';
import { type Deferred, deferred } from '../../../src/base/deferred.ts';
import { type CheckedToken, checkToken } from '../../../src/network/sasl/oauth-token.ts';
import { TokenCache } from '../../../src/network/sasl/token-cache.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const LIFE_MS = 100_000;
const never = new AbortController().signal;

/** A source of numbered tokens that live for `lifeMs`, null for nobody knows how long. */
function source(clock: VirtualClock, lifeMs: number | null = LIFE_MS) {
  const asked: Deferred<void>[] = [];
  const signals: AbortSignal[] = [];
  const cache = new TokenCache(async (_, signal) => {
    const gate = deferred();
    const number = asked.push(gate);
    signals.push(signal);
    await gate.promise;
    return checkToken('t', {
      value: `token-${number}`,
      expiresAtMs: lifeMs === null ? undefined : clock.now() + lifeMs,
    });
  });
  const get = (signal = never): Promise<CheckedToken> => cache.get(clock, signal);
  return { cache, asked, signals, get };
}

describe('TokenCache', () => {
  it('asks once for all who wait, and keeps the token for those who come later', async () => {
    const clock = new VirtualClock();
    const { asked, get } = source(clock);
    const all = [get(), get(), get()];
    asked[0]!.resolve();
    const tokens = await Promise.all([...all, get()]);
    expect(tokens.map(({ value }) => value)).toEqual(['token-1', 'token-1', 'token-1', 'token-1']);
    expect(asked).toHaveLength(1);
  });

  it('replaces a token before it ends, so that none is presented at its end', async () => {
    const clock = new VirtualClock();
    const { asked, get } = source(clock);
    const first = get();
    asked[0]!.resolve();
    await first;
    await clock.advance(LIFE_MS * 0.79);
    expect((await get()).value).toBe('token-1');
    await clock.advance(LIFE_MS * 0.07);
    const second = get();
    asked[1]!.resolve();
    expect((await second).value).toBe('token-2');
  });

  it('makes do with the old token while it lives if there is no new one', async () => {
    const clock = new VirtualClock();
    const { asked, get } = source(clock);
    const first = get();
    asked[0]!.resolve();
    await first;
    await clock.advance(LIFE_MS * 0.9);
    const second = get();
    asked[1]!.reject(new Error('down'));
    expect((await second).value).toBe('token-1');
    await clock.advance(LIFE_MS * 0.2);
    const third = get();
    asked[2]!.reject(new Error('down'));
    await expect(third).rejects.toThrow('down');
  });

  it('asks every time where nobody knows how long a token lives, and for one that has ended', async () => {
    for (const lifeMs of [null, -1]) {
      const clock = new VirtualClock();
      const { asked, get } = source(clock, lifeMs);
      for (let i = 0; i < 2; i++) {
        const token = get();
        asked[i]?.resolve();
        await token;
      }
      expect(asked).toHaveLength(2);
    }
  });

  it('forgets a token that was refused, unless a newer one is there', async () => {
    const clock = new VirtualClock();
    const { cache, asked, get } = source(clock);
    const first = get();
    asked[0]!.resolve();
    const refused = await first;
    cache.forget(refused);
    const second = get();
    asked[1]!.resolve();
    await second;
    cache.forget(refused);
    expect((await get()).value).toBe('token-2');
  });

  it('one who gives up disturbs nobody; when all have, the work is told, and the next one starts anew', async () => {
    const clock = new VirtualClock();
    const { asked, signals, get } = source(clock);
    const [one, other] = [new AbortController(), new AbortController()];
    const waits = [get(one.signal), get(other.signal)].map((wait) => wait.catch((error: unknown) => error));
    one.abort(new Error('first'));
    expect(await waits[0]).toMatchObject({ message: 'first' });
    expect(signals[0]?.aborted).toBe(false);
    other.abort(new Error('second'));
    expect(await waits[1]).toMatchObject({ message: 'second' });
    expect(signals[0]?.aborted).toBe(true);
    const next = get();
    asked[1]!.resolve();
    expect((await next).value).toBe('token-2');
    asked[0]!.resolve();
    expect((await get()).value).toBe('token-2');
  });
});

describe('checkToken', () => {
  const jwt = (claims: object): string =>
    ['{}', JSON.stringify(claims), 's'].map((part) => Buffer.from(part).toString('base64url')).join('.');

  it('reads the end and the subject of a JWT', () => {
    const token = checkToken('t', jwt({ exp: 1_700_000_000, sub: 'alice' }));
    expect(token).toMatchObject({ expiresAtMs: 1_700_000_000_000, subject: 'alice' });
  });

  it('believes what it is told rather than the JWT', () => {
    expect(checkToken('t', { value: jwt({ exp: 1 }), expiresAtMs: 5 }).expiresAtMs).toBe(5);
  });

  it.each(['opaque', 'a.b.c', jwt([]), jwt({ exp: 'soon', sub: 7 }), 'a.!!.c'])('takes %s as it is', (value) => {
    expect(checkToken('t', value)).toMatchObject({ value, expiresAtMs: undefined, subject: undefined });
  });
});
