import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/network/connection.ts';
import { openConnection } from '../../../src/network/open-connection.ts';
import {
  createFindCoordinatorRequest,
  createFindCoordinatorResponse,
  findCoordinatorApi,
} from '../../../src/protocol/generated/find-coordinator.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import {
  blackHole,
  cutAfter,
  cutInside,
  delay,
  drip,
  duplicate,
  type Fault,
  garbage,
  halfClose,
  reset,
  swap,
} from '../../support/fault-proxy/fault.ts';
import { FaultNetwork } from '../../support/fault-proxy/fault-network.ts';
import { FaultProxy } from '../../support/fault-proxy/fault-proxy.ts';
import { settledHandles } from '../../support/handles.ts';
import { seeded } from '../../support/numbered-log.ts';
import { ScriptedBroker } from '../../support/scripted-broker.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const answerTo = (key: string) => createFindCoordinatorResponse({ nodeId: 1, host: key, port: 1 });

async function setUp(): Promise<{ broker: ScriptedBroker; proxy: FaultProxy }> {
  const broker = await ScriptedBroker.start();
  broker.script(findCoordinatorApi, ({ key }) => answerTo(key));
  const proxy = await FaultProxy.start('127.0.0.1', broker.port);
  open.push(broker, proxy);
  return { broker, proxy };
}

async function connected(proxy: FaultProxy): Promise<Connection> {
  const connection = await openConnection(connectionOptions(proxy.port));
  open.push(connection);
  return connection;
}

const ask = async (connection: Connection, key = 'k'): Promise<string> =>
  (await connection.send(findCoordinatorApi, 2, createFindCoordinatorRequest({ key }), { timeoutMs: 2_000 })).host;

// ApiVersions v0 with correlation id 7 and no client id.
const REQUEST = Buffer.from('0000000a0012000000000007ffff', 'hex');

/** What a plain socket gets for one request, until the connection ends or `bytes` have come: by default one answer. */
async function raw(proxy: FaultProxy, bytes?: number): Promise<{ got: Buffer; error?: NodeJS.ErrnoException }> {
  const socket = connect(proxy.port, '127.0.0.1');
  open.push({ close: () => socket.destroy() });
  let got = Buffer.alloc(0);
  return new Promise((resolve) => {
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (got.length >= (bytes ?? 4 + got.readInt32BE(0))) resolve({ got });
    });
    socket.on('error', (error) => resolve({ got, error })).on('end', () => resolve({ got }));
    socket.write(REQUEST);
  });
}

describe('FaultProxy', () => {
  it('passes every byte while nothing is wrong', async () => {
    const { broker, proxy } = await setUp();
    const connection = await connected(proxy);
    const keys = Array.from({ length: 40 }, (_, i) => `${i}`.repeat(1 + i * 50));
    expect(await Promise.all(keys.map((key) => ask(connection, key)))).toEqual(keys);
    expect(proxy).toMatchObject({ accepted: 1, open: 1 });
    connection.close();
    await eventually('the broker sees the end', () => broker.open === 0);
  });

  it('cuts at every byte of an answer, and not one before or after', async () => {
    const { proxy } = await setUp();
    const { got: whole } = await raw(proxy);
    expect(whole.readInt32BE(4)).toBe(7);
    for (let bytes = 0; bytes < whole.length; bytes += bytes < 64 ? 1 : 61) {
      proxy.inject({ toClient: cutAfter(bytes) });
      const { got } = await raw(proxy, whole.length);
      expect(got.equals(whole.subarray(0, bytes)), `${bytes} bytes`).toBe(true);
    }
  });

  it('cuts inside a frame at the byte that a seed picks', async () => {
    const { proxy } = await setUp();
    const cuts = async (): Promise<number[]> => {
      proxy.inject({ toClient: cutInside(seeded(7)) });
      const lengths: number[] = [];
      for (let i = 0; i < 4; i++) lengths.push((await raw(proxy, 10_000)).got.length);
      return lengths;
    };
    const first = await cuts();
    expect(new Set(first).size).toBeGreaterThan(2);
    expect(await cuts()).toEqual(first);
  });

  it.each<[string, Fault]>([
    ['delay', delay(100)],
    ['drip', drip(4, 20)],
  ])('%s takes its time and changes nothing', async (_, fault) => {
    const { proxy } = await setUp();
    const connection = await connected(proxy);
    proxy.inject({ toClient: fault });
    const begun = performance.now();
    expect(await ask(connection)).toBe('k');
    expect(performance.now() - begun).toBeGreaterThan(90);
  });

  it('sends every answer twice', async () => {
    const { proxy } = await setUp();
    const { got: once } = await raw(proxy);
    proxy.inject({ toClient: duplicate() });
    const { got: twice } = await raw(proxy, 2 * once.length);
    expect(twice.equals(Buffer.concat([once, once]))).toBe(true);
  });

  it('swaps answers in pairs, and lets a lone one go', async () => {
    const { proxy } = await setUp();
    const connection = await connected(proxy);
    proxy.inject({ toClient: swap() });
    const order: string[] = [];
    await Promise.all(['a', 'b', 'c'].map(async (key) => order.push(await ask(connection, key))));
    expect(order).toEqual(['b', 'a', 'c']);
  });

  it('puts garbage before the first answer', async () => {
    const { proxy } = await setUp();
    proxy.inject({ toClient: garbage(Buffer.from('HTTP/1.1')) });
    const { got } = await raw(proxy, 16);
    expect(got.subarray(0, 8).toString()).toBe('HTTP/1.1');
    expect(got.readInt32BE(12)).toBe(7);
  });

  it('half-closes: the client sees the end, its own bytes still pass', async () => {
    const { broker, proxy } = await setUp();
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    open.push({ close: () => socket.destroy() });
    proxy.inject({ toClient: halfClose() });
    const ended = new Promise((resolve) => socket.once('end', resolve));
    socket.resume().write(REQUEST);
    await ended;
    socket.write(REQUEST);
    await eventually('the second request arrives', () => broker.received.length === 2);
  });

  it('holds everything in a black hole, and delivers it late once lifted', async () => {
    const { broker, proxy } = await setUp();
    const connection = await connected(proxy);
    proxy.inject({ toBroker: blackHole() });
    const asked = ask(connection);
    // A second way to the broker shows that the first request has had its time.
    proxy.inject({ toBroker: blackHole() }, (number) => number === 0);
    const other = await connected(proxy);
    expect(await ask(other, 'other')).toBe('other');
    expect(broker.of(findCoordinatorApi)).toHaveLength(1);
    await proxy.lift();
    expect(await asked).toBe('k');
  });

  it('refuses new connections and resets those that are open; lifted, it listens on the same port', async () => {
    const { proxy } = await setUp();
    const connection = await connected(proxy);
    const { port } = proxy;
    await proxy.refuse();
    await eventually('the connection is lost', () => connection.state === 'closed');
    await expect(openConnection(connectionOptions(port))).rejects.toThrow('nothing listens there');
    await proxy.lift();
    expect(proxy.port).toBe(port);
    expect(await ask(await connected(proxy))).toBe('k');
  });

  it('resets a connection at its first byte', async () => {
    const { proxy } = await setUp();
    proxy.inject({ toClient: reset() });
    expect((await raw(proxy)).error?.code).toBe('ECONNRESET');
  });

  it('leaves nothing open, whatever was going on', async () => {
    const before = await settledHandles();
    const { broker, proxy } = await setUp();
    for (const fault of [blackHole(), drip(1, 1_000), delay(60_000), swap(60_000)]) {
      proxy.inject({ toClient: fault });
      const socket = connect(proxy.port, '127.0.0.1');
      socket.on('error', () => {}).write(REQUEST);
    }
    await eventually('all are through', () => broker.received.length === 4);
    await proxy.close();
    await broker.close();
    expect(await settledHandles()).toEqual(before);
  });
});

describe('FaultNetwork', () => {
  it('goes through one proxy for each address, and what is wrong holds for later ones, too', async () => {
    const network = new FaultNetwork();
    open.push(network);
    const [one, two] = [await ScriptedBroker.start(1), await ScriptedBroker.start(2)];
    open.push(one, two);
    const dial = (broker: ScriptedBroker) => openConnection(connectionOptions(broker.port, { dial: network.dial }));
    (await dial(one)).close();
    await network.refuse();
    await expect(dial(one)).rejects.toThrow('nothing listens there');
    await expect(dial(two)).rejects.toThrow('nothing listens there');
    await network.lift();
    for (const broker of [one, two]) (await dial(broker)).close();
    expect((await network.proxy(two.address)).accepted).toBe(1);
  });
});
