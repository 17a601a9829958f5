import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import type { Connection } from '../../../src/network/connection.ts';
import { type ConnectionOptions, openConnection } from '../../../src/network/open-connection.ts';
import {
  createFindCoordinatorRequest,
  createFindCoordinatorResponse,
  findCoordinatorApi,
} from '../../../src/protocol/generated/find-coordinator.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { ScriptedBroker, silence } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function setUp(
  changes: Partial<ConnectionOptions> = {},
): Promise<{ broker: ScriptedBroker; connection: Connection }> {
  const broker = await ScriptedBroker.start();
  open.push(broker);
  const connection = await openConnection(connectionOptions(broker.port, changes));
  open.push(connection);
  return { broker, connection };
}

const ask = (connection: Connection, key: string, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  connection.send(findCoordinatorApi, 2, createFindCoordinatorRequest({ key }), options);
const beat = (connection: Connection, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  connection.send(heartbeatApi, 4, createHeartbeatRequest(), options);

describe('Request deadlines', () => {
  it('rejects a late request with TIMEOUT, drops its late answer, and stays usable (trap 24, 35)', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock });
    const answer = deferred();
    broker.script(findCoordinatorApi, async ({ key }) => {
      if (key === 'slow') await answer.promise;
      return createFindCoordinatorResponse({ host: key });
    });
    const slow = ask(connection, 'slow', { timeoutMs: 100 });
    const failed = expect(slow).rejects.toMatchObject({ code: 'TIMEOUT', retriable: true, api: 'FindCoordinator' });
    await eventually('the request', () => broker.of(findCoordinatorApi).length === 1);
    await clock.advance(99);
    expect(connection.inFlight).toBe(1);
    await clock.advance(1);
    await failed;
    expect(connection.state).toBe('open');
    answer.resolve();
    expect((await ask(connection, 'next')).host).toBe('next');
    expect(connection.inFlight).toBe(0);
  });

  it('uses one timer for all deadlines, and none after close', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock });
    broker.script(heartbeatApi, () => silence);
    const before = clock.timers;
    const all = Promise.allSettled(Array.from({ length: 8 }, (_, i) => beat(connection, { timeoutMs: 1000 + i })));
    expect(clock.timers).toBeLessThanOrEqual(before + 1);
    expect(clock.timers).toBe(1);
    connection.close();
    expect(clock.timers).toBe(0);
    for (const one of await all) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'CLOSED' } });
  });

  it('closes after a whole request timeout of silence: a dead peer does not hold the lane (trap 35)', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock, requestTimeoutMs: 1000 });
    broker.script(heartbeatApi, () => silence);
    const reasons: string[] = [];
    connection.onClose((error) => reasons.push(error.code));
    const failed = expect(beat(connection)).rejects.toMatchObject({ code: 'TIMEOUT' });
    const patient = expect(beat(connection, { timeoutMs: 5000 })).rejects.toMatchObject({ code: 'CONNECTION' });
    await clock.advance(1000);
    await Promise.all([failed, patient]);
    expect(connection.state).toBe('closed');
    expect(reasons).toEqual(['CONNECTION']);
    expect(clock.timers).toBe(0);
  });

  it('closes after three timeouts in a row, also when the window is full of late requests (trap 35)', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock, maxInFlight: 1 });
    broker.script(heartbeatApi, () => silence);
    for (let i = 0; i < 3; i++) {
      const failed = expect(beat(connection, { timeoutMs: 10 })).rejects.toMatchObject({ code: 'TIMEOUT' });
      expect(connection.state).toBe('open');
      await clock.advance(10);
      await failed;
    }
    expect(connection.state).toBe('closed');
  });

  it('counts timeouts in a row only: an answer between them shows that the peer lives', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock });
    broker.script(heartbeatApi, () => silence);
    broker.script(findCoordinatorApi, () => createFindCoordinatorResponse());
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 2; i++) {
        const failed = expect(beat(connection, { timeoutMs: 10 })).rejects.toMatchObject({ code: 'TIMEOUT' });
        await clock.advance(10);
        await failed;
      }
      await ask(connection, 'alive');
    }
    expect(connection.state).toBe('open');
  });

  it('does not blame the peer for requests that wait behind a longer one (JoinGroup)', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock, requestTimeoutMs: 1000 });
    const answer = deferred();
    broker.script(findCoordinatorApi, async () => {
      await answer.promise;
      return createFindCoordinatorResponse({ host: 'at last' });
    });
    broker.script(heartbeatApi, () => createHeartbeatResponse());
    const long = ask(connection, 'join', { timeoutMs: 60_000 });
    await eventually('the request', () => broker.of(findCoordinatorApi).length === 1);
    for (let i = 0; i < 4; i++) {
      const failed = expect(beat(connection)).rejects.toMatchObject({ code: 'TIMEOUT' });
      await clock.advance(1000);
      await failed;
    }
    answer.resolve();
    expect((await long).host).toBe('at last');
  });

  it('fire at their own time each, in the order of time, for requests on the wire and waiting alike (trap 35)', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock, requestTimeoutMs: 60_000 });
    const answer = deferred();
    broker.script(findCoordinatorApi, async () => {
      await answer.promise;
      return createFindCoordinatorResponse();
    });
    // The oldest has the longest time, so that the peer is not to blame for those behind it.
    const patient = ask(connection, 'patient', { timeoutMs: 50_000 });
    const begun = clock.monotonic();
    const lateBy: number[] = [];
    const order: number[] = [];
    let mostTimers = 0;
    const all = Array.from({ length: 200 }, (_, i) => {
      // 7 and 200 share no factor: every time from 100 to 299 once, in no order.
      const timeoutMs = 100 + ((i * 7) % 200);
      return ask(connection, `k${i}`, { timeoutMs }).catch((error: { code: string }) => {
        expect(error.code).toBe('TIMEOUT');
        lateBy.push(clock.monotonic() - begun - timeoutMs);
        order.push(timeoutMs);
        mostTimers = Math.max(mostTimers, clock.timers);
      });
    });
    await clock.advance(300);
    await Promise.all(all);
    expect(Math.max(...lateBy)).toBeLessThanOrEqual(1);
    expect(Math.min(...lateBy)).toBeGreaterThanOrEqual(0);
    expect(order).toEqual(Array.from({ length: 200 }, (_, i) => 100 + i));
    expect(mostTimers).toBe(1);
    answer.resolve();
    await patient;
  });

  it('cost no timer each: two thousand answered requests set a handful', async () => {
    let timersSet = 0;
    const clock = new (class extends VirtualClock {
      override after(ms: number, run: () => void) {
        timersSet++;
        return super.after(ms, run);
      }
    })();
    const { broker, connection } = await setUp({ clock, maxInFlight: 64 });
    broker.script(heartbeatApi, () => createHeartbeatResponse());
    const before = timersSet;
    for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 100 }, () => beat(connection)));
    expect(timersSet - before).toBeLessThanOrEqual(1);
    expect(clock.timers).toBeLessThanOrEqual(1);
  });

  it('say that a request was never sent, and what it waited for', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock, maxInFlight: 1 });
    broker.script(findCoordinatorApi, () => silence);
    const first = Promise.allSettled([ask(connection, 'first')]);
    const waiting = ask(connection, 'waiting', { timeoutMs: 100 });
    const failed = expect(waiting).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(/no answer within 100 ms; it was not sent, because 1 /),
    });
    await clock.advance(100);
    await failed;
    connection.close();
    await first;
  });
});
