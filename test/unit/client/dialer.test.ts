import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Dialer, type DialerOptions, type DialFunction, dial } from '../../../src/index.ts';
import { brokers } from '../../support/clusters.ts';
import { type ScriptedBroker, topicAnswer } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A dial function that never connects, and what it was asked for. */
function noting(): { dialed: [string, number][]; dial: DialFunction } {
  const dialed: [string, number][] = [];
  return {
    dialed,
    dial: async (host, port) => {
      dialed.push([host, port]);
      throw new Error('not today');
    },
  };
}

describe('an address', () => {
  it.each([
    ['kafka.test', ['kafka.test', 9092]],
    ['kafka.test:1234', ['kafka.test', 1234]],
    ['10.0.0.1', ['10.0.0.1', 9092]],
    ['[::1]', ['::1', 9092]],
    ['[::1]:1234', ['::1', 1234]],
  ])('%s', async (address, expected) => {
    const { dialed, dial: hook } = noting();
    await expect(dial(address, { dial: hook })).rejects.toThrow('not today');
    expect(dialed).toEqual([expected]);
  });

  it.each(['', '::1', 'a:b', 'a:', 'a:0', 'http://a', '[::1]x', 7, null])('is refused: %s', async (address) => {
    const { dialed, dial: hook } = noting();
    await expect(dial(address as string, { dial: hook })).rejects.toMatchObject({ code: 'CONFIG' });
    expect(dialed).toEqual([]);
  });
});

describe('a Dialer', () => {
  it('resolves what it dials, the leaders that it finds as well', async () => {
    const [broker] = (await brokers(1)) as [ScriptedBroker];
    broker.topics = [topicAnswer('orders', [1])];
    const asked: string[] = [];
    const dialer = new Dialer({
      resolve: async (host, port) => {
        asked.push(`${host}:${port}`);
        return [broker.address];
      },
    });
    const conn = await dialer.dialLeader('seed.test', { topic: 'orders', partition: 0 });
    expect(asked).toEqual(['seed.test:9092', broker.address]);
    expect(conn.broker).toMatchObject({ id: 1 });
    await conn.close();
    const plain = await dialer.dial('seed.test:7');
    expect([plain.remoteAddress, plain.broker]).toEqual(['seed.test:7', undefined]);
    await plain.close();
  });

  it('fails when its deadline has passed, whatever time a call has', async () => {
    const clock = new VirtualClock();
    const held: Duplex[] = [];
    const hanging: DialFunction = (_, __, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const dialer = new Dialer({ clock, dial: hanging, timeoutMs: 60_000, deadline: new Date(clock.now() + 1_000) });
    const first = expect(dialer.dial('kafka.test')).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringContaining('within 1000 ms'),
    });
    await clock.advance(1_000);
    await first;
    const late = { code: 'TIMEOUT', message: "dial: the Dialer's deadline has passed", retriable: false };
    await expect(dialer.dial('kafka.test', { timeoutMs: 9_000 })).rejects.toMatchObject(late);
    await expect(dialer.lookupPartitions('kafka.test', 'orders')).rejects.toMatchObject(late);
    await expect(dialer.lookupLeader('kafka.test', { topic: 'orders', partition: 0 })).rejects.toMatchObject(late);
    expect([held, clock.timers]).toEqual([[], 0]);
  });

  it('has no deadline without one, and with 0 as in Go', async () => {
    for (const deadline of [undefined, 0]) {
      const { dialed, dial: hook } = noting();
      await expect(new Dialer({ dial: hook, deadline }).dial('a')).rejects.toThrow('not today');
      expect(dialed).toHaveLength(1);
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['deadline', { deadline: Number.NaN }],
    ['deadline', { deadline: 'soon' }],
    ['deadline', { deadline: null }],
    ['resolve', { resolve: 'dns' }],
    ['resolve', { resolve: null }],
    ['socket', { socket: null }],
    ['socket', { socket: 'fast' }],
    ['socket', { socket: {}, dial: noting().dial }],
    ['socket.localAddress', { socket: { localAddress: 'eth0' } }],
    ['socket.localAddress', { socket: { localAddress: null } }],
    ['socket.family', { socket: { family: 5 } }],
    ['socket.family', { socket: { family: 6, localAddress: '127.0.0.1' } }],
    ['socket.fallbackDelayMs', { socket: { fallbackDelayMs: -1 } }],
    ['socket.keepAliveMs', { socket: { keepAliveMs: 999 } }],
    ['socket.keepAliveMs', { socket: { keepAliveMs: true } }],
  ])('refuses a wrong %s: %j', (name, options) => {
    expect(() => new Dialer(options as DialerOptions)).toThrow(`option ${name} is`);
  });
});
