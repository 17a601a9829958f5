import { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { Connection } from '../../../src/network/connection.ts';
import { type Link, streamLink } from '../../../src/network/link.ts';
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
import { cutAt, garbage, hangUp, ScriptedBroker, silence } from '../../support/scripted-broker.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

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

/** A gate that a script waits at. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  let openGate = () => {};
  const passed = new Promise<void>((resolve) => {
    openGate = resolve;
  });
  return { passed, open: () => openGate() };
}

describe('Connection', () => {
  it('pipelines requests and gives each its own answer', async () => {
    const { broker, connection } = await setUp();
    broker.script(findCoordinatorApi, (request) => createFindCoordinatorResponse({ host: `for-${request.key}` }));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(connection, `k${i}`)));
    expect(answers.map(({ host }) => host)).toEqual(Array.from({ length: 50 }, (_, i) => `for-k${i}`));
    expect(connection.inFlight).toBe(0);
  });

  it('keeps at most maxInFlight requests on the wire, the rest in order', async () => {
    const { broker, connection } = await setUp({ maxInFlight: 2 });
    const answer = gate();
    broker.script(findCoordinatorApi, async () => {
      await answer.passed;
      return createFindCoordinatorResponse();
    });
    const all = Promise.all(['a', 'b', 'c', 'd'].map((key) => ask(connection, key)));
    await eventually('the first request', () => broker.of(findCoordinatorApi).length === 1);
    expect(connection.inFlight).toBe(4);
    answer.open();
    await all;
    expect(broker.of(findCoordinatorApi).map(({ request }) => (request as { key: string }).key)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('rejects a late request with TIMEOUT, drops its late answer, and stays usable', async () => {
    const clock = new VirtualClock();
    const { broker, connection } = await setUp({ clock });
    const answer = gate();
    broker.script(findCoordinatorApi, async ({ key }) => {
      if (key === 'slow') await answer.passed;
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
    answer.open();
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

  it('closes after a whole request timeout of silence: a dead peer does not hold the lane', async () => {
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

  it('closes after three timeouts in a row, also when the window is full of late requests', async () => {
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
    const answer = gate();
    broker.script(findCoordinatorApi, async () => {
      await answer.passed;
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
    answer.open();
    expect((await long).host).toBe('at last');
  });

  it('drops a request that is aborted before it is written', async () => {
    const { broker, connection } = await setUp({ maxInFlight: 1 });
    const answer = gate();
    broker.script(findCoordinatorApi, async () => {
      await answer.passed;
      return createFindCoordinatorResponse();
    });
    const first = ask(connection, 'first');
    const controller = new AbortController();
    const second = ask(connection, 'second', { signal: controller.signal });
    const third = ask(connection, 'third');
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
    answer.open();
    await Promise.all([first, third]);
    expect(broker.of(findCoordinatorApi).map(({ request }) => (request as { key: string }).key)).toEqual([
      'first',
      'third',
    ]);
  });

  it('drops the answer of a request that is aborted after it was written', async () => {
    const { broker, connection } = await setUp();
    const answer = gate();
    broker.script(findCoordinatorApi, async ({ key }) => {
      if (key === 'given up') await answer.passed;
      return createFindCoordinatorResponse({ host: key });
    });
    const controller = new AbortController();
    const givenUp = ask(connection, 'given up', { signal: controller.signal });
    await eventually('the request', () => broker.of(findCoordinatorApi).length === 1);
    controller.abort(new Error('enough'));
    await expect(givenUp).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } });
    answer.open();
    expect((await ask(connection, 'next')).host).toBe('next');
  });

  it('sends nothing for a signal that has fired already', async () => {
    const { broker, connection } = await setUp();
    await expect(beat(connection, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(connection.inFlight).toBe(0);
    expect(broker.of(heartbeatApi)).toEqual([]);
  });

  it('closes on an answer that was not asked for', async () => {
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
    await expect(beat(connection)).rejects.toMatchObject({ code: 'PROTOCOL' });
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

  it('resolves a request without answer once it is written, and swallows an answer that comes all the same', async () => {
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
    const answer = gate();
    broker.script(heartbeatApi, async () => {
      await answer.passed;
      return createHeartbeatResponse();
    });
    const underWay = beat(connection);
    const drained = connection.drain();
    await expect(beat(connection)).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
    expect(connection.state).toBe('draining');
    answer.open();
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

/** A peer that takes bytes only when told to. */
class StallingPeer extends Duplex {
  readonly taken: Buffer[] = [];
  #resume: (() => void) | undefined;

  constructor() {
    super({ writableHighWaterMark: 64 });
  }

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.taken.push(chunk);
    this.#resume = done;
  }

  resumeTaking(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }
}

describe('Connection over a peer that does not read', () => {
  const settings = (clock: VirtualClock) => ({
    address: 'stalled:1',
    clientId: 'test',
    requestTimeoutMs: 1000,
    maxResponseBytes: 1 << 20,
    maxInFlight: 64,
    clock,
    logger: silentLogger,
  });

  it('stops writing until the stream drains, and buffers no more than the stream asks for', async () => {
    const peer = new StallingPeer();
    const link: Link = streamLink(peer);
    const connection = new Connection(link, settings(new VirtualClock()));
    open.push(connection);
    const all = Promise.allSettled(Array.from({ length: 20 }, (_, i) => ask(connection, `key-${i}`.padEnd(50, '.'))));
    await turn();
    const buffered = peer.writableLength;
    expect(buffered).toBeLessThan(64 + 128);
    expect(connection.inFlight).toBe(20);
    peer.resumeTaking();
    await turn();
    expect(peer.taken.length).toBeGreaterThan(1);
    connection.close();
    await all;
  });

  it('rejects an acks=0 request by its deadline though no answer is expected', async () => {
    const clock = new VirtualClock();
    const connection = new Connection(streamLink(new StallingPeer()), settings(clock));
    open.push(connection);
    const sent = connection.send(produceApi, 9, createProduceRequest(), { expectResponse: false, timeoutMs: 100 });
    const failed = expect(sent).rejects.toMatchObject({ code: 'TIMEOUT' });
    await clock.advance(100);
    await failed;
  });

  it('holds later requests as long as the broker says (KIP-219)', async () => {
    const clock = new VirtualClock();
    const peer = new StallingPeer();
    const connection = new Connection(streamLink(peer), settings(clock));
    open.push(connection);
    const first = beat(connection);
    peer.resumeTaking();
    const throttled = createHeartbeatResponse({ throttleTimeMs: 500 });
    for (const piece of encodeResponseFrame(heartbeatApi as never, 4, 0, throttled) as Buffer[]) peer.push(piece);
    await first;
    const taken = peer.taken.length;
    const held = Promise.allSettled([beat(connection), beat(connection)]);
    await clock.advance(499);
    expect(peer.taken).toHaveLength(taken);
    await clock.advance(1);
    expect(peer.taken.length).toBeGreaterThan(taken);
    connection.close();
    await held;
    expect(clock.timers).toBe(0);
  });

  it('never cancels a write that has begun', async () => {
    const peer = new StallingPeer();
    const connection = new Connection(streamLink(peer), settings(new VirtualClock()));
    open.push(connection);
    const controller = new AbortController();
    const begun = ask(connection, 'begun'.padEnd(100, '.'), { signal: controller.signal });
    controller.abort();
    await expect(begun).rejects.toMatchObject({ code: 'ABORTED' });
    const next = Promise.allSettled([ask(connection, 'next')]);
    for (let i = 0; i < 4; i++) {
      peer.resumeTaking();
      await turn();
    }
    const bytes = Buffer.concat(peer.taken);
    const firstSize = bytes.readInt32BE(0);
    const secondSize = bytes.readInt32BE(4 + firstSize);
    expect(bytes.length).toBe(4 + firstSize + 4 + secondSize);
    connection.close();
    await next;
  });
});
