import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { Connection, type ConnectionSettings, type RequestOptions } from '../../../src/network/connection.ts';
import { streamLink } from '../../../src/network/link.ts';
import { encodeResponseFrame } from '../../../src/protocol/frame.ts';
import {
  createFindCoordinatorRequest,
  createFindCoordinatorResponse,
  findCoordinatorApi,
} from '../../../src/protocol/generated/find-coordinator.ts';
import { createProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import { StallingPeer } from '../../support/stalling-peer.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

function connectTo(peer: StallingPeer, clock: VirtualClock, changes: Partial<ConnectionSettings> = {}): Connection {
  const connection = new Connection(streamLink(peer), {
    address: 'stalled:1',
    clientId: 'test',
    requestTimeoutMs: 1000,
    maxResponseBytes: 1 << 20,
    maxInFlight: 64,
    maxInFlightBytes: 1 << 20,
    clock,
    logger: silentLogger,
    ...changes,
  });
  open.push(connection);
  return connection;
}

const ask = (connection: Connection, key: string, options: RequestOptions = {}) =>
  connection.send(findCoordinatorApi, 2, createFindCoordinatorRequest({ key }), options);

/** Keys of the requests that reached the peer. */
const keysAt = (peer: StallingPeer): string[] =>
  peer.frames().map((frame) => /(key-\w+)/.exec(frame.toString('latin1'))?.[1] ?? '?');

async function takeAll(peer: StallingPeer): Promise<void> {
  for (let before = -1; before !== peer.taken.length; ) {
    before = peer.taken.length;
    peer.resumeTaking();
    await turn();
  }
}

function answerTo(peer: StallingPeer, correlationId: number): void {
  const response = createFindCoordinatorResponse({ host: `host-${correlationId}` });
  for (const piece of encodeResponseFrame(findCoordinatorApi as never, 2, correlationId, response) as Buffer[])
    peer.push(piece);
}

describe('Connection over a peer that does not read', () => {
  it('stops writing until the stream drains, and buffers no more than the stream asks for (trap 26)', async () => {
    const peer = new StallingPeer();
    const connection = connectTo(peer, new VirtualClock());
    const all = Promise.allSettled(Array.from({ length: 20 }, (_, i) => ask(connection, `key-${i}`.padEnd(50, '.'))));
    await turn();
    expect(peer.writableLength).toBeLessThan(64 + 128);
    expect(connection.inFlight).toBe(20);
    peer.resumeTaking();
    await turn();
    expect(peer.taken.length).toBeGreaterThan(1);
    connection.close();
    await all;
  });

  it('sends what waited in the order it was asked, each once, when the stream takes bytes again (trap 26)', async () => {
    const peer = new StallingPeer();
    const connection = connectTo(peer, new VirtualClock());
    const all = Promise.allSettled(Array.from({ length: 20 }, (_, i) => ask(connection, `key-${i}`.padEnd(50, '.'))));
    await turn();
    const early = Promise.allSettled([ask(connection, 'key-last')]);
    await takeAll(peer);
    expect(keysAt(peer)).toEqual([...Array.from({ length: 20 }, (_, i) => `key-${i}`), 'key-last']);
    connection.close();
    await Promise.all([all, early]);
  });

  it('lets requests that wait for the stream go by their deadline and their signal, and never sends them (trap 26)', async () => {
    const peer = new StallingPeer();
    const clock = new VirtualClock();
    const connection = connectTo(peer, clock);
    const written = Promise.allSettled([ask(connection, 'key-written'.padEnd(80, '.'))]);
    await turn();
    const controller = new AbortController();
    const late = expect(ask(connection, 'key-late', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const aborted = expect(ask(connection, 'key-aborted', { signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const wanted = Promise.allSettled([ask(connection, 'key-wanted')]);
    controller.abort();
    await clock.advance(50);
    await Promise.all([late, aborted]);
    await takeAll(peer);
    expect(keysAt(peer)).toEqual(['key-written', 'key-wanted']);
    connection.close();
    await Promise.all([written, wanted]);
  });

  it('writes nothing more while maxInFlightBytes are unanswered, and goes on with the answers (trap 26)', async () => {
    const peer = new StallingPeer(1 << 20);
    const connection = connectTo(peer, new VirtualClock(), { maxInFlightBytes: 1000 });
    const large = 'x'.repeat(590);
    const all = Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => ask(connection, `key-${name} ${large}`)));
    await turn();
    await takeAll(peer);
    // Two make more than the limit; the third waits for an answer, not for the stream.
    expect(keysAt(peer)).toEqual(['key-a', 'key-b']);
    expect(connection.inFlight).toBe(4);
    answerTo(peer, 0);
    await turn();
    await takeAll(peer);
    expect(keysAt(peer)).toEqual(['key-a', 'key-b', 'key-c']);
    for (const id of [1, 2]) answerTo(peer, id);
    await turn();
    await takeAll(peer);
    answerTo(peer, 3);
    expect((await all).map(({ status }) => status)).toEqual(Array(4).fill('fulfilled'));
  });

  it('sends a request larger than maxInFlightBytes, alone', async () => {
    const peer = new StallingPeer(1 << 20);
    const connection = connectTo(peer, new VirtualClock(), { maxInFlightBytes: 100 });
    const all = Promise.allSettled([ask(connection, `key-large ${'x'.repeat(500)}`), ask(connection, 'key-next')]);
    await turn();
    await takeAll(peer);
    expect(keysAt(peer)).toEqual(['key-large']);
    answerTo(peer, 0);
    await turn();
    await takeAll(peer);
    expect(keysAt(peer)).toEqual(['key-large', 'key-next']);
    answerTo(peer, 1);
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  });

  it('counts bytes of requests without answer only until they are taken', async () => {
    const peer = new StallingPeer(1 << 20);
    const connection = connectTo(peer, new VirtualClock(), { maxInFlightBytes: 100 });
    const first = connection.send(produceApi, 9, createProduceRequest({ transactionalId: 'x'.repeat(200) }), {
      expectResponse: false,
    });
    const next = Promise.allSettled([ask(connection, 'key-next')]);
    await turn();
    expect(peer.frames()).toHaveLength(1);
    await takeAll(peer);
    await first;
    expect(peer.frames()).toHaveLength(2);
    connection.close();
    await next;
  });

  it('refuses what would make the queue of waiting requests grow without end', async () => {
    const peer = new StallingPeer();
    const connection = connectTo(peer, new VirtualClock());
    const all: Promise<unknown>[] = [];
    const refused: { code: string; retriable: boolean; message: string }[] = [];
    for (let i = 0; i < 17_000; i++) all.push(ask(connection, 'key').catch((error) => refused.push(error)));
    await turn();
    expect(connection.inFlight).toBeGreaterThanOrEqual(16_384);
    expect(connection.inFlight).toBeLessThan(16_500);
    expect(refused.length).toBe(17_000 - connection.inFlight);
    expect(refused[0]).toMatchObject({ code: 'CONNECTION', retriable: true });
    expect(refused[0]!.message).toContain('16384 requests wait already');
    connection.close();
    await Promise.all(all);
  }, 20_000);

  it('rejects an acks=0 request by its deadline though no answer is expected (trap 35)', async () => {
    const clock = new VirtualClock();
    const connection = connectTo(new StallingPeer(), clock);
    const sent = connection.send(produceApi, 9, createProduceRequest(), { expectResponse: false, timeoutMs: 100 });
    const failed = expect(sent).rejects.toMatchObject({ code: 'TIMEOUT' });
    await clock.advance(100);
    await failed;
  });

  it('never cancels a write that has begun (trap 25)', async () => {
    const peer = new StallingPeer();
    const connection = connectTo(peer, new VirtualClock());
    const controller = new AbortController();
    const begun = ask(connection, 'key-begun'.padEnd(100, '.'), { signal: controller.signal });
    controller.abort();
    await expect(begun).rejects.toMatchObject({ code: 'ABORTED' });
    const next = Promise.allSettled([ask(connection, 'key-next')]);
    await takeAll(peer);
    expect(keysAt(peer)).toEqual(['key-begun', 'key-next']);
    expect(Buffer.concat(peer.taken)).toHaveLength(peer.frames().reduce((sum, frame) => sum + 4 + frame.length, 0));
    connection.close();
    await next;
  });

  it('never stops within a frame of several pieces, however little the stream takes (trap 25)', async () => {
    const peer = new StallingPeer();
    const clock = new VirtualClock();
    const connection = connectTo(peer, clock);
    const records = Array.from({ length: 8 }, (_, i) => Buffer.alloc(5000, i));
    const request = createProduceRequest({
      topicData: [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitionData: [{ index: 0, records }] }],
    });
    const begun = expect(connection.send(produceApi, 9, request, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    await clock.advance(100);
    await begun;
    const next = Promise.allSettled([ask(connection, 'key-next')]);
    await takeAll(peer);
    expect(peer.frames()).toHaveLength(2);
    expect(peer.frames()[0]!.includes(Buffer.concat(records))).toBe(true);
    expect(keysAt(peer)[1]).toBe('key-next');
    connection.close();
    await next;
  });

  it('hands all requests of one turn to the stream as one write', async () => {
    const peer = new StallingPeer(1 << 20);
    const connection = connectTo(peer, new VirtualClock());
    const all = Promise.allSettled(Array.from({ length: 30 }, (_, i) => ask(connection, `key-${i}`)));
    await turn();
    expect(peer.frames()).toHaveLength(30);
    expect(peer.writes).toBe(1);
    connection.close();
    await all;
  });
});
