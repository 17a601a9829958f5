// What is opened is closed again: fifty rounds of every kind, failing ones too, leave no socket, timer or listener, and
// the memory does not grow with them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { App } from '../../../src/binding/index.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, dialLeader, Reader, Writer } from '../../../src/index.ts';
import { settledHandles } from '../../support/handles.ts';
import { deadAddress } from '../../support/odd-servers.ts';

const ROUNDS = 50;
/** Of rounds that are far apart, on a heap that was just collected: noise stays below, one lost buffer per round does not. */
const GROWTH_BYTES = 4 * 1024 * 1024;

let kafka: EmbeddedKafka;
let shared: Client;
let dead: string;
const warnings: string[] = [];
const onWarning = (warning: Error): void => void warnings.push(`${warning.name}: ${warning.message}`);

beforeAll(async () => {
  kafka = await EmbeddedKafka.start({ brokers: 3, topics: { orders: 3 } });
  dead = await deadAddress();
  shared = new Client({ brokers: kafka.bootstrap });
  const writer = new Writer({ client: shared, topic: 'orders' });
  await writer.writeMessages({ value: 'one', partition: 0 });
  await writer.close();
  process.on('warning', onWarning);
});
afterAll(async () => {
  process.off('warning', onWarning);
  await shared.close();
  await kafka.stop();
});

const signal = new AbortController().signal;
const failing = { startTimeoutMs: 20, retryBackoffMs: 5, retryBackoffMaxMs: 5 };
const onError = (): 'stop' => 'stop';
const rejects = async (call: Promise<unknown>): Promise<void> => {
  await expect(call).rejects.toBeInstanceOf(Error);
};

const rounds: Readonly<Record<string, () => Promise<void>>> = {
  'a Client': async () => {
    const client = new Client({ brokers: kafka.bootstrap });
    await client.topics({ signal });
    await client.close();
  },
  'a Client that reaches nobody': async () => {
    const client = new Client({ brokers: [dead], ...failing });
    await rejects(client.connect({ signal }));
    await client.close();
  },
  'a Writer': async () => {
    const writer = new Writer({ brokers: kafka.bootstrap, topic: 'orders' });
    await writer.writeMessages({ value: 'x', partition: 1 }, { signal });
    await writer.close();
  },
  'a Writer that reaches nobody': async () => {
    const writer = new Writer({ brokers: [dead], topic: 'orders', ...failing });
    await rejects(writer.writeMessages({ value: 'x' }, { signal }));
    await writer.close();
  },
  'a Writer of a shared client': async () => {
    const writer = new Writer({ client: shared, topic: 'orders' });
    await writer.writeMessages({ value: 'x', partition: 1 }, { signal });
    await writer.close();
  },
  'a Reader of a partition': async () => {
    const reader = new Reader({ brokers: kafka.bootstrap, topic: 'orders', partition: 0 });
    await reader.fetchMessage({ signal });
    await reader.close();
  },
  'a Reader of a partition, with a shared client': async () => {
    const reader = new Reader({ client: shared, topic: 'orders', partition: 0 });
    await reader.fetchMessage({ signal });
    await reader.close();
  },
  'a Reader in a group': async () => {
    const reader = new Reader({ brokers: kafka.bootstrap, groupId: 'readers', topics: ['orders'] });
    // What is there was committed in an earlier round, or is read in this one: either way it was assigned.
    const reading = reader.readMessage({ signal }).catch(() => {});
    await expect.poll(() => reader.assignment().length, { interval: 2 }).toBe(3);
    await reader.close();
    await reading;
  },
  'a Reader closed while it waits for first contact': async () => {
    const reader = new Reader({ brokers: [dead], groupId: 'g', topics: ['orders'], waitForBrokers: true });
    const reading = rejects(reader.fetchMessage({ signal }));
    await reader.close();
    await reading;
  },
  'a Reader that reaches nobody': async () => {
    const reader = new Reader({ brokers: [dead], groupId: 'g', topics: ['orders'], ...failing });
    await rejects(reader.fetchMessage({ signal }));
    await reader.close();
  },
  'an App': async () => {
    const app = new App({ brokers: kafka.bootstrap, groupId: 'apps', onError, signal });
    app.bind('orders', () => {});
    await app.start({ signal });
    await app.stop();
    await app.done;
  },
  'an App that reaches nobody': async () => {
    const app = new App({ brokers: [dead], groupId: 'apps', onError, signal, ...failing });
    app.bind('orders', () => {});
    await rejects(app.start({ signal }));
  },
  'an App whose topic is missing': async () => {
    const app = new App({ client: shared, groupId: 'apps', onError, signal, deadLetter: { topic: 'missing' } });
    app.bind('orders', () => {});
    await rejects(app.start({ signal }));
  },
  'a Conn': async () => {
    const conn = await dialLeader(kafka.bootstrap[0] as string, { topic: 'orders', partition: 0, signal });
    const batch = await conn.readBatch({ minBytes: 1, maxBytes: 1000 });
    await batch.close();
    await conn.close();
  },
};

const connections = (): number => kafka.brokers.reduce((sum, { connectionCount }) => sum + connectionCount, 0);

/** Collected heap: the runner is started with --expose-gc, so that the figure means something. */
function heap(): number {
  (globalThis as unknown as { gc(): void }).gc();
  return process.memoryUsage().heapUsed;
}

describe.each(Object.entries(rounds))('%s', (_, round) => {
  it('opened and closed fifty times leaves nothing behind (trap 105)', async () => {
    // The first rounds fill caches and, where a client is shared, its connections.
    for (let i = 0; i < 5; i++) await round();
    const before = { handles: await settledHandles(), connections: connections(), heap: heap() };
    for (let i = 0; i < ROUNDS; i++) await round();
    const { Timeout: timers = 0, ...sockets } = await settledHandles();
    const { Timeout: timersBefore = 0, ...socketsBefore } = before.handles;
    expect(sockets).toEqual(socketsBefore);
    // Each connection of the shared client has one timer for deadlines, armed since its last request or not.
    expect(timers).toBeLessThanOrEqual(timersBefore + kafka.brokers.length);
    await expect.poll(connections).toBe(before.connections);
    expect(heap() - before.heap).toBeLessThan(GROWTH_BYTES);
    // MaxListenersExceededWarning comes for more than ten listeners on one signal or emitter.
    expect(warnings).toEqual([]);
  });
});
