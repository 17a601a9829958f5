// A host with several addresses: which one is used, and within which time.
import { createServer, type Server, type Socket } from 'node:net';
import { type Duplex, PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { type DialSettings, dialLink } from '../../../src/network/dial.ts';
import { openConnection } from '../../../src/network/open-connection.ts';
import { socketSettings } from '../../../src/network/stream-options.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { ScriptedBroker } from '../../support/scripted-broker.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

let server: Server;
let port: number;
const accepted: Socket[] = [];
const open: { destroy(): unknown }[] = [];
beforeEach(async () => {
  server = createServer((socket) => accepted.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const one of [...open.splice(0), ...accepted.splice(0)]) one.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** A port that refuses. */
async function closedPort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port: free } = other.address() as { port: number };
  await new Promise((resolve) => other.close(resolve));
  return free;
}

const { signal } = new AbortController();
const settings = (changes: Partial<DialSettings>): DialSettings => ({
  host: 'kafka.test',
  port,
  clock: systemClock,
  connectTimeoutMs: 10_000,
  ...changes,
});

async function dialed(changes: Partial<DialSettings>) {
  const { stream } = await dialLink(settings(changes), signal);
  open.push(stream);
  return stream as Socket;
}

describe('a host with several addresses', () => {
  it('is reached by the next one when one refuses', async () => {
    const refusing = await closedPort();
    const stream = await dialed({ resolve: () => [`127.0.0.1:${refusing}`, '127.0.0.1'] });
    expect(stream.remotePort).toBe(port);
  });

  it('fails with the reason of each, as what the first one is', async () => {
    const [a, b] = [await closedPort(), await closedPort()];
    const failing = dialLink(settings({ resolve: () => [`127.0.0.1:${a}`, `127.0.0.1:${b}`] }), signal);
    const error = await failing.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ECONNREFUSED', errors: [{ port: a }, { port: b }] });
  });

  it('is named with all reasons where no connection could be made', async () => {
    const [a, b] = [await closedPort(), await closedPort()];
    const options = connectionOptions(1, { host: 'kafka.test', resolve: () => [`127.0.0.1:${a}`, `127.0.0.1:${b}`] });
    await expect(openConnection(options)).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringMatching(
        new RegExp(
          `cannot connect to kafka\\.test:1: connect ECONNREFUSED \\S+:${a}, connect ECONNREFUSED \\S+:${b}; nothing`,
        ),
      ),
    });
  });

  /** Streams that a dial function opens when the test says so. */
  function slowDial() {
    const dials: { host: string; signal: AbortSignal; arrive: (stream: Duplex) => void }[] = [];
    const dial = (host: string, _: number, { signal: given }: { signal: AbortSignal }): Promise<Duplex> =>
      new Promise((resolve) => dials.push({ host, signal: given, arrive: resolve }));
    return { dials, dial, hosts: () => dials.map(({ host }) => host) };
  }

  it('is tried at the next one when one does not answer; who comes late is closed', async () => {
    const clock = new VirtualClock();
    const { dials, dial, hosts } = slowDial();
    const resolve = (): string[] => ['a', 'b', 'c'];
    const linking = dialLink(settings({ clock, dial, resolve }), signal);
    await turn();
    expect(hosts()).toEqual(['a']);
    await clock.advance(299);
    expect(hosts()).toEqual(['a']);
    await clock.advance(1);
    expect(hosts()).toEqual(['a', 'b']);
    const stream = new PassThrough();
    dials[1]!.arrive(stream);
    expect((await linking).stream).toBe(stream);
    expect(dials[0]!.signal.aborted).toBe(true);
    const late = new PassThrough();
    dials[0]!.arrive(late);
    await eventually('the late one is closed', () => late.destroyed);
    expect(clock.timers).toBe(0);
    expect(stream.destroyed).toBe(false);
  });

  it('shares the time: however little there is, each is tried within it', async () => {
    const clock = new VirtualClock();
    const { dial, hosts } = slowDial();
    const stop = new AbortController();
    const linking = dialLink(
      settings({ clock, dial, connectTimeoutMs: 400, resolve: () => ['a', 'b', 'c'] }),
      stop.signal,
    );
    const failed = expect(linking).rejects.toBe('over');
    await clock.advance(200);
    expect(hosts()).toEqual(['a', 'b', 'c']);
    stop.abort('over');
    await failed;
    expect(clock.timers).toBe(0);
  });

  it('leaves nothing behind when it is given up', async () => {
    const { dials, dial } = slowDial();
    const stop = new AbortController();
    const linking = dialLink(settings({ dial, resolve: () => ['a', 'b'] }), stop.signal);
    await turn();
    stop.abort('enough');
    await expect(linking).rejects.toBe('enough');
    expect(dials.map(({ host }) => host)).toEqual(['a']);
    const late = new PassThrough();
    dials[0]!.arrive(late);
    await eventually('the late one is closed', () => late.destroyed);
  });

  it('does not wait for a resolver any longer than the signal allows', async () => {
    const stop = new AbortController();
    const linking = dialLink(settings({ resolve: () => new Promise(() => {}) }), stop.signal);
    stop.abort('enough');
    await expect(linking).rejects.toBe('enough');
  });

  it('is asked of the resolver for every connection, and TLS and errors still speak of the host', async () => {
    const broker = await ScriptedBroker.start();
    let asked = 0;
    const resolve = (): string[] => {
      asked++;
      return [broker.address];
    };
    try {
      for (const count of [1, 2]) {
        const connection = await openConnection(connectionOptions(9, { host: 'kafka.test', resolve }));
        expect([connection.address, asked]).toEqual(['kafka.test:9', count]);
        connection.close();
      }
    } finally {
      await broker.close();
    }
  });
});

describe('TCP options', () => {
  it('come from the local address that was named', async () => {
    const socket = socketSettings('socket', { localAddress: '127.0.0.5' });
    const stream = await dialed({ host: '127.0.0.1', socket });
    expect(stream.localAddress).toBe('127.0.0.5');
    await eventually('the peer sees it', () => accepted.length === 1);
    expect(accepted[0]!.remoteAddress).toBe('127.0.0.5');
  });

  it.each([
    [5_000, [[true, 5]]],
    [undefined, [[true, 30]]],
    [false, []],
  ] as const)('keep alive: %s', async (keepAliveMs, expected) => {
    const probe = await dialed({ host: '127.0.0.1' });
    type Handle = { setKeepAlive(on: boolean, delay: number): number };
    const handle = Object.getPrototypeOf((probe as unknown as { _handle: Handle })._handle) as Handle;
    const { calls } = vi.spyOn(handle, 'setKeepAlive').mock;
    await dialed({ host: '127.0.0.1', socket: socketSettings('socket', { keepAliveMs }) });
    expect(calls.map(([on, delay]) => [on, delay])).toEqual(expected);
  });
});
