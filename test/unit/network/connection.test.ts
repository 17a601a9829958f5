import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import type { KafkaError } from '../../../src/base/errors.ts';
import { Connection } from '../../../src/network/connection.ts';
import { streamLink } from '../../../src/network/link.ts';
import { type ConnectionOptions, openConnection } from '../../../src/network/open-connection.ts';
import { encodeResponseFrame } from '../../../src/protocol/frame.ts';
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
import { createProduceRequest, createProduceResponse, produceApi } from '../../../src/protocol/generated/produce.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { cutAt, garbage, hangUp, ScriptedBroker, Trick } from '../../support/scripted-broker.ts';

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

describe('Connection', () => {
  it('pipelines requests and gives each its own answer', async () => {
    const { broker, connection } = await setUp();
    broker.script(findCoordinatorApi, (request) => createFindCoordinatorResponse({ host: `for-${request.key}` }));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(connection, `k${i}`)));
    expect(answers.map(({ host }) => host)).toEqual(Array.from({ length: 50 }, (_, i) => `for-k${i}`));
    expect(connection.inFlight).toBe(0);
  });

  it('keeps at most maxInFlight requests on the wire, the rest in order (trap 26)', async () => {
    const { broker, connection } = await setUp({ maxInFlight: 2 });
    const answer = deferred();
    broker.script(findCoordinatorApi, async () => {
      await answer.promise;
      return createFindCoordinatorResponse();
    });
    const all = Promise.all(['a', 'b', 'c', 'd'].map((key) => ask(connection, key)));
    await eventually('the first request', () => broker.of(findCoordinatorApi).length === 1);
    expect(connection.inFlight).toBe(4);
    answer.resolve();
    await all;
    expect(broker.of(findCoordinatorApi).map(({ request }) => (request as { key: string }).key)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('drops a request that is aborted before it is written', async () => {
    const { broker, connection } = await setUp({ maxInFlight: 1 });
    const answer = deferred();
    broker.script(findCoordinatorApi, async () => {
      await answer.promise;
      return createFindCoordinatorResponse();
    });
    const first = ask(connection, 'first');
    const controller = new AbortController();
    const second = ask(connection, 'second', { signal: controller.signal });
    const third = ask(connection, 'third');
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
    answer.resolve();
    await Promise.all([first, third]);
    expect(broker.of(findCoordinatorApi).map(({ request }) => (request as { key: string }).key)).toEqual([
      'first',
      'third',
    ]);
  });

  it('drops the answer of a request that is aborted after it was written (trap 24)', async () => {
    const { broker, connection } = await setUp();
    const answer = deferred();
    broker.script(findCoordinatorApi, async ({ key }) => {
      if (key === 'given up') await answer.promise;
      return createFindCoordinatorResponse({ host: key });
    });
    const controller = new AbortController();
    const givenUp = ask(connection, 'given up', { signal: controller.signal });
    await eventually('the request', () => broker.of(findCoordinatorApi).length === 1);
    controller.abort(new Error('enough'));
    await expect(givenUp).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
    answer.resolve();
    expect((await ask(connection, 'next')).host).toBe('next');
  });

  it('sends nothing for a signal that has fired already', async () => {
    const { broker, connection } = await setUp();
    await expect(beat(connection, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(connection.inFlight).toBe(0);
    expect(broker.of(heartbeatApi)).toEqual([]);
  });

  it('closes on an answer that was not asked for (trap 24)', async () => {
    const { broker, connection } = await setUp();
    const unasked = Buffer.concat(
      encodeResponseFrame(heartbeatApi as never, 4, 4711, createHeartbeatResponse()) as Buffer[],
    );
    broker.script(heartbeatApi, () => garbage(unasked));
    await expect(beat(connection)).rejects.toMatchObject({
      code: 'PROTOCOL',
      retriable: true,
      message: expect.stringContaining('4711'),
    });
    expect(connection.state).toBe('closed');
  });

  it('closes on a second answer to the same request (trap 24)', async () => {
    const { broker, connection } = await setUp();
    const twice = new Trick((socket, answer) => {
      const bytes = answer(createHeartbeatResponse());
      socket.write(Buffer.concat([bytes, bytes]));
    });
    broker.script(heartbeatApi, () => twice);
    const closed = new Promise<KafkaError>((resolve) => connection.onClose(resolve));
    await expect(beat(connection)).resolves.toMatchObject({ errorCode: 0 });
    expect(await closed).toMatchObject({ code: 'PROTOCOL', message: expect.stringContaining('was not asked') });
  });

  it('begins anew at 0 after the largest correlation id, and goes on answering (trap 24)', async () => {
    const broker = await ScriptedBroker.start();
    open.push(broker);
    broker.script(findCoordinatorApi, ({ key }) => createFindCoordinatorResponse({ host: key }));
    const socket = connect(broker.port, '127.0.0.1');
    const { host: _, port: __, connectTimeoutMs: ___, ...options } = connectionOptions(broker.port);
    const settings = { ...options, address: broker.address, maxInFlightBytes: 1 << 20, firstId: 2 ** 31 - 3 };
    const connection = new Connection(streamLink(socket), settings);
    open.push(connection);
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => ask(connection, key)));
    expect(answers.map(({ host }) => host)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(broker.received.map(({ correlationId }) => correlationId)).toEqual([
      2147483645, 2147483646, 2147483647, 0, 1,
    ]);
    expect(connection.inFlight).toBe(0);
  });

  it('remembers no more than the window of requests that were given up (trap 24)', async () => {
    const { broker, connection } = await setUp({ maxInFlight: 4 });
    const answer = deferred();
    broker.script(findCoordinatorApi, async ({ key }) => {
      await answer.promise;
      return createFindCoordinatorResponse({ host: key });
    });
    for (let i = 0; i < 100; i++) {
      const controller = new AbortController();
      const givenUp = ask(connection, `given up ${i}`, { signal: controller.signal });
      controller.abort();
      await expect(givenUp).rejects.toMatchObject({ code: 'ABORTED' });
    }
    const wanted = ask(connection, 'wanted');
    answer.resolve();
    expect((await wanted).host).toBe('wanted');
    expect(broker.of(findCoordinatorApi).length).toBeLessThanOrEqual(5);
    expect(connection.inFlight).toBe(0);
  });

  it('fails everything with CONNECTION when the peer goes away in the middle of a frame', async () => {
    const { broker, connection } = await setUp();
    broker.script(findCoordinatorApi, () => cutAt(createFindCoordinatorResponse({ host: 'long enough' }), 9));
    const both = await Promise.allSettled([ask(connection, 'a'), beat(connection)]);
    for (const one of both) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'CONNECTION', retriable: true } });
    }
    await expect(beat(connection)).rejects.toMatchObject({ code: 'CONNECTION' });
  });

  it('refuses a frame larger than maxResponseBytes without allocating it', async () => {
    const { broker, connection } = await setUp();
    broker.script(heartbeatApi, () => garbage(Buffer.from([0x00, 0x20, 0x00, 0x00])));
    await expect(beat(connection)).rejects.toMatchObject({
      code: 'PROTOCOL',
      message: expect.stringMatching(/2097152 bytes.* 1048576 /),
    });
    expect(connection.state).toBe('closed');
  });

  it('rejects only the one request whose answer cannot be decoded', async () => {
    const { broker, connection } = await setUp();
    broker.script(heartbeatApi, ({ groupId }, { correlationId }) => {
      if (groupId === 'good') return createHeartbeatResponse();
      const frame = Buffer.alloc(4 + 4 + 2);
      frame.writeInt32BE(6, 0);
      frame.writeInt32BE(correlationId, 4);
      return garbage(frame);
    });
    const bad = connection.send(heartbeatApi, 3, createHeartbeatRequest());
    const good = connection.send(heartbeatApi, 3, createHeartbeatRequest({ groupId: 'good' }));
    await expect(bad).rejects.toMatchObject({ code: 'PROTOCOL', retriable: false });
    expect((await good).errorCode).toBe(0);
  });

  it('rejects only the one request that cannot be encoded', async () => {
    const { broker, connection } = await setUp();
    broker.script(findCoordinatorApi, () => createFindCoordinatorResponse());
    const impossible = connection.send(
      findCoordinatorApi,
      2,
      createFindCoordinatorRequest({ coordinatorKeys: ['only in version 4'] }),
    );
    await expect(impossible).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(ask(connection, 'fine')).resolves.toBeDefined();
  });

  it('resolves a request without answer once it is written, and swallows an answer that comes all the same (trap 43)', async () => {
    const { broker, connection } = await setUp();
    broker.script(produceApi, () => createProduceResponse());
    broker.script(heartbeatApi, () => createHeartbeatResponse());
    const request = createProduceRequest({ acks: 0, timeoutMs: 1000 });
    await connection.send(produceApi, 9, request, { expectResponse: false });
    await expect(beat(connection)).resolves.toBeDefined();
    expect(broker.of(produceApi)).toHaveLength(1);
  });

  it('drains: answers what is under way, refuses what is new, closes at the end', async () => {
    const { broker, connection } = await setUp();
    const answer = deferred();
    broker.script(heartbeatApi, async () => {
      await answer.promise;
      return createHeartbeatResponse();
    });
    const underWay = beat(connection);
    const drained = connection.drain();
    await expect(beat(connection)).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
    expect(connection.state).toBe('draining');
    answer.resolve();
    await underWay;
    await drained;
    expect(connection.state).toBe('closed');
  });

  it('tells its listeners once, and closes once', async () => {
    const { broker, connection } = await setUp();
    broker.script(heartbeatApi, () => hangUp);
    const codes: string[] = [];
    connection.onClose((error) => codes.push(error.code));
    const stop = connection.onClose(() => codes.push('stopped listening'));
    stop();
    await expect(beat(connection)).rejects.toMatchObject({ code: 'CONNECTION' });
    connection.close();
    connection.close();
    expect(codes).toEqual(['CONNECTION']);
    await eventually('no connection', () => broker.open === 0);
  });

  it('leaves no listener on a signal that many requests shared', async () => {
    const { broker, connection } = await setUp();
    broker.script(heartbeatApi, () => createHeartbeatResponse());
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    await Promise.all(Array.from({ length: 5 }, () => beat(connection, { signal })));
    expect(listeners).toBe(0);
  });
});
