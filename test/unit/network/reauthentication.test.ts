import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Deferred, deferred } from '../../../src/base/deferred.ts';
import type { KafkaError } from '../../../src/base/errors.ts';
import type { Connection } from '../../../src/network/connection.ts';
import { type ConnectionOptions, openConnection } from '../../../src/network/open-connection.ts';
import { type SaslOptions, saslSettings } from '../../../src/network/sasl/settings.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  type HeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import { saslAuthenticateApi } from '../../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeResponse, saslHandshakeApi } from '../../../src/protocol/generated/sasl-handshake.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { saslBroker } from '../../support/sasl-script.ts';
import { hangUp, type ScriptedBroker, silence } from '../../support/scripted-broker.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const one of open.splice(0).reverse()) await one.close();
});

const LIFE_MS = 10_000;
/** After this no renewal has begun, after the second every one has. */
const BEFORE_MS = 4_900;
const REST_MS = 1_200;

interface Stage {
  readonly clock: VirtualClock;
  readonly broker: ScriptedBroker;
  readonly connection: Connection;
  /** What was received after the connection was made, by name. */
  names(): string[];
}

async function stage(
  changes: Partial<ConnectionOptions> = {},
  script: { answer?: () => string | Promise<string>; lifeMs?: number; sasl?: SaslOptions } = {},
): Promise<Stage> {
  const { answer = () => 'ok', lifeMs = LIFE_MS } = script;
  const sasl = saslSettings('sasl', script.sasl ?? { mechanism: 'PLAIN', username: 'alice', password: 'secret' });
  const clock = new VirtualClock();
  const broker = await saslBroker(answer, () => lifeMs);
  open.push(broker);
  const connection = await openConnection(connectionOptions(broker.port, { clock, sasl, ...changes }));
  open.push(connection);
  const names = () =>
    broker.received.slice(3).map(({ api, request }) => {
      return api === heartbeatApi.name ? (request as { groupId: string }).groupId : api;
    });
  return { clock, broker, connection, names };
}

const beat = (connection: Connection, groupId: string, options: { timeoutMs?: number } = {}) =>
  connection.send(heartbeatApi, 4, createHeartbeatRequest({ groupId }), options);

/** Heartbeats of `group` wait until the gate opens. */
function hold(broker: ScriptedBroker, group: string): Deferred<HeartbeatResponse> {
  const gate = deferred<HeartbeatResponse>();
  broker.script(heartbeatApi, ({ groupId }) => (groupId === group ? gate.promise : createHeartbeatResponse()));
  return gate;
}

/** Moves time on until the next renewal has reached the broker; resolves with how long that took. */
async function untilRenewed(clock: VirtualClock, broker: ScriptedBroker, stepMs: number): Promise<number> {
  const begun = clock.monotonic();
  const before = broker.of(saslAuthenticateApi).length;
  while (broker.of(saslAuthenticateApi).length === before) {
    expect(clock.monotonic() - begun).toBeLessThan(120_000);
    await clock.advance(stepMs);
    for (let i = 0; i < 5; i++) await turn();
  }
  return clock.monotonic() - begun;
}

describe('Re-authentication', () => {
  it('renews the session in place after 85 to 95 % of its life, again and again (trap 40)', async () => {
    const lifeMs = 100_000;
    const { clock, broker, connection } = await stage({}, { lifeMs });
    for (let renewals = 1; renewals <= 3; renewals++) {
      const lasted = await untilRenewed(clock, broker, 200);
      // A little more than the timer: the broker hears of it over a real socket.
      expect(lasted).toBeGreaterThanOrEqual(0.84 * lifeMs);
      expect(lasted).toBeLessThan(0.96 * lifeMs);
      await beat(connection, 'after');
    }
    expect(broker.accepted).toBe(1);
    expect(connection.state).toBe('open');
    connection.close();
    expect(clock.timers).toBe(0);
  });

  it.each([
    [3_600_000, 3_060_000, 3_420_000],
    [79_000, 67_100, 75_000],
    [10_000, 5_000, 6_000],
    [6_000, 2_400, 3_000],
  ])('leaves itself 4 s of a short life, or half of a shorter one: of %i ms', async (lifeMs, earliest, latest) => {
    for (const [random, at] of [
      [1, earliest],
      [0, latest],
    ] as const) {
      vi.spyOn(Math, 'random').mockReturnValue(random);
      const { clock, broker } = await stage({}, { lifeMs });
      await clock.advance(at - 1);
      expect(broker.of(saslHandshakeApi)).toHaveLength(1);
      await clock.advance(1);
      await eventually('the renewal', () => broker.of(saslHandshakeApi).length === 2);
    }
  });

  it('has time for a broker that takes 300 ms for each request under way (2.8 over TLS) (trap 40)', async () => {
    const { clock, broker, connection, names } = await stage();
    // It closes the connection for a request that it takes up after the session's end.
    let authenticatedAt = 0;
    const taken: Deferred<void>[] = [];
    const isOver = (): boolean => clock.monotonic() >= authenticatedAt + LIFE_MS;
    broker.script(heartbeatApi, async () => {
      if (isOver()) return hangUp;
      const poll = deferred<void>();
      taken.push(poll);
      await poll.promise;
      return createHeartbeatResponse();
    });
    broker.script(saslHandshakeApi, () => {
      if (isOver()) return hangUp;
      authenticatedAt = clock.monotonic();
      return createSaslHandshakeResponse({ mechanisms: ['PLAIN'] });
    });
    let asking = true;
    let answered = 0;
    const ask = async (): Promise<void> => {
      for (; asking; answered++) await beat(connection, 'busy');
    };
    const loops = Promise.all(Array.from({ length: 8 }, ask));
    loops.catch(() => {});
    let closed: KafkaError | undefined;
    connection.onClose((error) => {
      closed = error;
    });
    /** Takes up what has come, one request per poll. */
    const serveUntil = async (isDone: () => boolean): Promise<void> => {
      for (;;) {
        await eventually('something comes', () => isDone() || closed !== undefined || taken.length > 0);
        if (isDone() || closed !== undefined) return;
        await clock.advance(300);
        taken.shift()?.resolve();
      }
    };
    await serveUntil(() => broker.of(saslHandshakeApi).length === 4);
    asking = false;
    await serveUntil(() => connection.inFlight === 0);
    expect(closed).toBeUndefined();
    await loops;
    expect(answered).toBe(names().filter((name) => name === 'busy').length);
    expect(answered).toBeGreaterThan(3 * 8);
    expect(broker.accepted).toBe(1);
  });

  it('lets what is under way finish, parks what comes, and goes on in order (trap 40)', async () => {
    const { clock, broker, connection, names } = await stage();
    const gate = hold(broker, 'slow');
    const slow = beat(connection, 'slow');
    await eventually('the request', () => names().length === 1);
    await clock.advance(BEFORE_MS + REST_MS);
    const parked = Promise.all(['a', 'b', 'c'].map((group) => beat(connection, group)));
    await clock.advance(0);
    expect(names()).toEqual(['slow']);
    expect(connection.inFlight).toBe(4);
    gate.resolve(createHeartbeatResponse());
    await Promise.all([slow, parked]);
    expect(names()).toEqual(['slow', 'SaslHandshake', 'SaslAuthenticate', 'a', 'b', 'c']);
    expect(broker.accepted).toBe(1);
  });

  it('writes nothing after the session’s end where a busy event loop was late with its timers (trap 40)', async () => {
    const { clock, broker, connection, names } = await stage();
    const gate = hold(broker, 'slow');
    // The next request is made by the answer to the last: it comes before any timer that is due.
    const chain = beat(connection, 'slow').then(() => beat(connection, 'next'));
    await eventually('the request', () => names().length === 1);
    clock.stall(LIFE_MS + 500);
    gate.resolve(createHeartbeatResponse());
    await eventually('the next is asked for', () => connection.inFlight === 1);
    for (let i = 0; i < 10; i++) await turn();
    expect(names()).toEqual(['slow']);
    await clock.advance(0);
    await chain;
    expect(names()).toEqual(['slow', 'SaslHandshake', 'SaslAuthenticate', 'next']);
    expect(broker.accepted).toBe(1);
  });

  it('counts the session from the question, where its answer was read late', async () => {
    const clock = new VirtualClock();
    const answer = (): string => {
      clock.stall(1_500);
      return 'ok';
    };
    const { broker, connection } = await stage({ clock }, { answer });
    await clock.advance(BEFORE_MS - 1_500);
    expect(broker.of(saslHandshakeApi)).toHaveLength(1);
    await clock.advance(REST_MS);
    await eventually('the renewal', () => broker.of(saslHandshakeApi).length === 2);
    connection.close();
  });

  it('does not count against itself how long others take at the broker (a held JoinGroup)', async () => {
    const { clock, broker, connection, names } = await stage({ requestTimeoutMs: 120_000, connectTimeoutMs: 5_000 });
    const gate = hold(broker, 'slow');
    const slow = beat(connection, 'slow');
    await clock.advance(60_000);
    expect(connection.state).toBe('open');
    gate.resolve(createHeartbeatResponse());
    await slow;
    await beat(connection, 'after');
    expect(names()).toEqual(['slow', 'SaslHandshake', 'SaslAuthenticate', 'after']);
  });

  it('serves requests while new credentials are fetched, also those that the fetching needs (trap 40)', async () => {
    const gate = deferred<void>();
    let calls = 0;
    const { clock, broker, connection, names } = await stage(
      {},
      {
        sasl: {
          mechanism: 'OAUTHBEARER',
          token: async () => {
            if (++calls === 1) return 'first';
            await beat(connection, 'by the token function');
            await gate.promise;
            return 'second';
          },
        },
        answer: () => '',
      },
    );
    await clock.advance(7_500);
    await eventually('the token asked for', () => names().length === 1);
    await beat(connection, 'meanwhile');
    gate.resolve();
    await eventually('the renewal', () => broker.of(saslAuthenticateApi).length === 2);
    await beat(connection, 'after');
    expect(names()).toEqual(['by the token function', 'meanwhile', 'SaslHandshake', 'SaslAuthenticate', 'after']);
    const tokens = broker
      .of(saslAuthenticateApi)
      .map(({ request }) => String((request as { authBytes: Buffer }).authBytes));
    expect(tokens).toEqual(['n,,\x01auth=Bearer first\x01\x01', 'n,,\x01auth=Bearer second\x01\x01']);
  });

  it('writes nothing shortly before the end of the session and after it, however long the credentials take', async () => {
    const gate = deferred<string>();
    let calls = 0;
    const sasl: SaslOptions = { mechanism: 'OAUTHBEARER', token: () => (++calls === 1 ? 'first' : gate.promise) };
    const { clock, connection, names } = await stage({ connectTimeoutMs: 8_000 }, { sasl, answer: () => '' });
    // With half of the reserve left: what is written now would be taken up in time only by a quick broker.
    await clock.advance(8_000);
    expect(calls).toBe(2);
    const late = beat(connection, 'late');
    await clock.advance(3_000);
    expect(names()).toEqual([]);
    gate.resolve('second');
    await late;
    expect(names()).toEqual(['SaslHandshake', 'SaslAuthenticate', 'late']);
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['is refused', () => 'refuse:password changed', 'AUTHENTICATION'],
    ['cannot be checked', () => 'e=other', 'AUTHENTICATION'],
  ])(
    'that %s closes the connection with the true cause, and nothing waits for ever (trap 40)',
    async (_, second, code) => {
      let calls = 0;
      const mechanism: SaslOptions = {
        name: 'TEST',
        async authenticate(session) {
          const text = String(await session.exchange(Buffer.from('hello')));
          if (text !== 'ok') throw new Error(`unexpected: ${text}`);
        },
      };
      const answer = () => (++calls === 1 ? 'ok' : second());
      const { clock, broker, connection } = await stage({}, { sasl: mechanism, answer });
      const gate = hold(broker, 'slow');
      const slow = beat(connection, 'slow');
      await eventually('the request', () => broker.of(heartbeatApi).length === 1);
      await clock.advance(BEFORE_MS + REST_MS);
      const reasons: string[] = [];
      connection.onClose((error) => reasons.push(`${error.code} ${error.message}`));
      const parked = expect(beat(connection, 'parked')).rejects.toMatchObject({
        code,
        retriable: false,
        message: expect.stringMatching(
          /could not be renewed: TEST authentication at .* failed: (password changed|unexpected)/,
        ),
      });
      gate.resolve(createHeartbeatResponse());
      await Promise.all([slow, parked]);
      expect(reasons).toEqual([expect.stringContaining(code)]);
      expect(connection.state).toBe('closed');
      expect(clock.timers).toBe(0);
    },
  );

  it('that ends in a closed connection may be tried again on a new one', async () => {
    const { clock, broker, connection } = await stage();
    broker.script(saslAuthenticateApi, () => hangUp);
    const failed = deferred<{ code: string; retriable: boolean }>();
    connection.onClose((error) => failed.resolve(error));
    await clock.advance(BEFORE_MS + REST_MS);
    expect(await failed.promise).toMatchObject({ code: 'CONNECTION', retriable: true });
  });

  it('that gets no answer is given up after its limit', async () => {
    const { clock, broker, connection } = await stage({ connectTimeoutMs: 2_000 });
    broker.script(saslHandshakeApi, () => silence);
    await clock.advance(BEFORE_MS + REST_MS);
    const parked = expect(beat(connection, 'parked')).rejects.toMatchObject({ code: 'TIMEOUT', retriable: true });
    await clock.advance(2_000);
    await parked;
    expect(connection.state).toBe('closed');
    expect(clock.timers).toBe(0);
  });

  it('does not blame the peer for requests that run out of time while credentials are fetched', async () => {
    const gate = deferred<string>();
    let calls = 0;
    const sasl: SaslOptions = { mechanism: 'OAUTHBEARER', token: () => (++calls === 1 ? 'first' : gate.promise) };
    const { clock, connection } = await stage({ connectTimeoutMs: 8_000 }, { sasl, answer: () => '' });
    await clock.advance(10_000);
    const late = [1, 2, 3, 4].map((i) =>
      expect(beat(connection, `late ${i}`, { timeoutMs: 1_000 })).rejects.toMatchObject({ code: 'TIMEOUT' }),
    );
    await clock.advance(1_000);
    await Promise.all(late);
    expect(connection.state).toBe('open');
    gate.resolve('second');
    await beat(connection, 'after');
  });

  it('keeps a second between two renewals, as brokers demand, and parks in between', async () => {
    const { clock, broker, connection, names } = await stage({}, { lifeMs: 500 });
    await clock.advance(490);
    const parked = beat(connection, 'parked');
    await clock.advance(600);
    expect(names()).toEqual([]);
    await clock.advance(50);
    await parked;
    expect(names()).toEqual(['SaslHandshake', 'SaslAuthenticate', 'parked']);
    await clock.advance(1_050);
    expect(broker.of(saslHandshakeApi)).toHaveLength(2);
    await clock.advance(100);
    await eventually('the renewal', () => broker.of(saslHandshakeApi).length === 3);
  });

  it('holds nothing for a mechanism that goes on after its end', async () => {
    let late: Promise<unknown> | undefined;
    const sasl: SaslOptions = {
      name: 'TALK',
      async authenticate(session) {
        const first = await session.exchange(Buffer.from('one'));
        late = turn().then(() => session.exchange(first));
        late.catch(() => {});
      },
    };
    const { clock, broker, connection } = await stage({}, { sasl });
    await clock.advance(BEFORE_MS + REST_MS);
    await eventually('the renewal', () => broker.of(saslAuthenticateApi).length === 2);
    await expect(late).rejects.toMatchObject({ code: 'AUTHENTICATION' });
    await beat(connection, 'after');
    expect(broker.of(saslAuthenticateApi)).toHaveLength(2);
  });

  it('does not keep an idle connection in use', async () => {
    const { clock, connection } = await stage();
    const before = connection.lastUsedAt;
    await clock.advance(35_000);
    expect(connection.lastUsedAt).toBe(before);
  });

  it('lets a connection drain', async () => {
    const { clock, broker, connection, names } = await stage();
    const gate = hold(broker, 'slow');
    const slow = beat(connection, 'slow');
    await eventually('the request', () => names().length === 1);
    await clock.advance(BEFORE_MS + REST_MS);
    const parked = beat(connection, 'parked');
    const drained = connection.drain();
    gate.resolve(createHeartbeatResponse());
    await Promise.all([slow, parked, drained]);
    expect(names()).toEqual(['slow', 'SaslHandshake', 'SaslAuthenticate', 'parked']);
    expect(clock.timers).toBe(0);
  });
});
