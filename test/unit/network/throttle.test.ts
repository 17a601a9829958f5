import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { Connection } from '../../../src/network/connection.ts';
import { streamLink } from '../../../src/network/link.ts';
import { Throttle, throttleMsOf } from '../../../src/network/throttle.ts';
import type { Api } from '../../../src/protocol/api.ts';
import { encodeResponseFrame } from '../../../src/protocol/frame.ts';
import { createFetchRequest, createFetchResponse, fetchApi } from '../../../src/protocol/generated/fetch.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import { Decoder } from '../../../src/wire/decoder.ts';
import { Encoder } from '../../../src/wire/encoder.ts';
import { apis } from '../../support/all-apis.ts';
import { StallingPeer } from '../../support/stalling-peer.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A connection whose peer takes everything at once, and answers when told to. */
class Talk {
  readonly clock = new VirtualClock();
  readonly peer = new StallingPeer(1 << 20);
  readonly connection: Connection;

  constructor() {
    this.connection = new Connection(streamLink(this.peer), {
      address: 'throttling:1',
      clientId: 'test',
      requestTimeoutMs: 1000,
      maxResponseBytes: 1 << 20,
      maxInFlight: 64,
      maxInFlightBytes: 1 << 20,
      clock: this.clock,
      logger: silentLogger,
    });
    open.push(this.connection);
  }

  async arrived(): Promise<number> {
    for (let before = -1; before !== this.peer.taken.length; ) {
      before = this.peer.taken.length;
      this.peer.resumeTaking();
      await turn();
    }
    return this.peer.frames().length;
  }

  answer<Request, Response>(api: Api<Request, Response>, version: number, id: number, response: Response): void {
    for (const piece of encodeResponseFrame(api as never, version, id, response) as Buffer[]) this.peer.push(piece);
  }

  beat = (timeoutMs?: number, version = 4) =>
    this.connection.send(heartbeatApi, version, createHeartbeatRequest(), { timeoutMs });
}

/** Asked by brokers and controllers, of each other. */
const talkAmongServers = new Set(
  'LeaderAndIsr StopReplica UpdateMetadata ControlledShutdown WriteTxnMarkers Vote BeginQuorumEpoch EndQuorumEpoch Envelope InitializeShareGroupState ReadShareGroupState WriteShareGroupState DeleteShareGroupState ReadShareGroupStateSummary'.split(
    ' ',
  ),
);

describe('Throttling', () => {
  it('holds later requests as long as the broker says (KIP-219) (trap 39)', async () => {
    const talk = new Talk();
    const first = talk.beat();
    await talk.arrived();
    talk.answer(heartbeatApi, 4, 0, createHeartbeatResponse({ throttleTimeMs: 500 }));
    await first;
    const held = Promise.allSettled([talk.beat(), talk.beat()]);
    await talk.clock.advance(499);
    expect(await talk.arrived()).toBe(1);
    await talk.clock.advance(1);
    expect(await talk.arrived()).toBe(3);
    talk.connection.close();
    await held;
    expect(talk.clock.timers).toBe(0);
  });

  it('does not end early because a later answer asks for less (trap 39)', async () => {
    const talk = new Talk();
    const both = Promise.all([talk.beat(), talk.beat()]);
    await talk.arrived();
    talk.answer(heartbeatApi, 4, 0, createHeartbeatResponse({ throttleTimeMs: 500 }));
    talk.answer(heartbeatApi, 4, 1, createHeartbeatResponse({ throttleTimeMs: 100 }));
    await both;
    const held = Promise.allSettled([talk.beat()]);
    await talk.clock.advance(499);
    expect(await talk.arrived()).toBe(2);
    await talk.clock.advance(1);
    expect(await talk.arrived()).toBe(3);
    talk.connection.close();
    await held;
  });

  it('lets a loop of fetches go on by itself after each brief throttle (trap 39)', async () => {
    const talk = new Talk();
    let rounds = 0;
    const loop = (async () => {
      for (; rounds < 20; rounds++) await talk.connection.send(fetchApi, 12, createFetchRequest({ maxWaitMs: 1 }));
    })();
    for (let id = 0; id < 20; id++) {
      expect(await talk.arrived()).toBe(id + 1);
      talk.answer(fetchApi, 12, id, createFetchResponse({ throttleTimeMs: 1 + (id % 3) }));
      await talk.clock.advance(3);
    }
    await loop;
    expect(rounds).toBe(20);
  });

  it('is no longer than a request timeout, whatever a broker says, and takes no request past its deadline (trap 39)', async () => {
    const talk = new Talk();
    const first = talk.beat();
    await talk.arrived();
    talk.answer(heartbeatApi, 4, 0, createHeartbeatResponse({ throttleTimeMs: 2 ** 31 - 1 }));
    await first;
    const late = expect(talk.beat(200)).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('the broker throttles this client'),
    });
    const patient = Promise.allSettled([talk.beat(5000)]);
    await talk.clock.advance(200);
    await late;
    await talk.clock.advance(799);
    expect(await talk.arrived()).toBe(1);
    await talk.clock.advance(1);
    expect(await talk.arrived()).toBe(2);
    expect(talk.connection.state).toBe('open');
    talk.connection.close();
    await patient;
  });

  it('is honoured for every API whose answers can tell a throttle time (trap 39)', async () => {
    const silent: string[] = [];
    let honoured = 0;
    for (const api of apis) {
      const file = api.name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
      const generated = await import(`../../../src/protocol/generated/${file}.ts`);
      const response = generated[`create${api.name}Response`]({ throttleTimeMs: 7 });
      const e = new Encoder();
      api.encodeResponse(e, response as never, api.maxVersion);
      const decoded = api.decodeResponse(new Decoder(Buffer.concat(e.finish())), api.maxVersion);
      if (throttleMsOf(api, api.maxVersion, decoded) === 7) honoured++;
      else silent.push(api.name);
    }
    // Java's AbstractResponse.shouldClientThrottle says no to these in every version.
    expect(silent.filter((name) => !talkAmongServers.has(name))).toEqual([
      'SaslHandshake',
      'SaslAuthenticate',
      'DescribeQuorum',
    ]);
    expect(honoured).toBeGreaterThan(70);
  });

  it('is left to the broker where the broker itself has held the answer back: before KIP-219', () => {
    const firstVersions = {
      0: 6,
      1: 8,
      2: 3,
      3: 6,
      8: 4,
      9: 4,
      10: 2,
      11: 3,
      12: 2,
      18: 2,
      19: 3,
      22: 1,
      32: 2,
      42: 1,
    };
    for (const [key, first] of Object.entries(firstVersions)) {
      const api = { key: Number(key) };
      expect(throttleMsOf(api, first - 1, { throttleTimeMs: 7 })).toBe(0);
      expect(throttleMsOf(api, first, { throttleTimeMs: 7 })).toBe(7);
    }
  });

  it('is nothing where the answer tells no time, or 0', () => {
    expect(throttleMsOf({ key: 3 }, 13, {})).toBe(0);
    expect(throttleMsOf({ key: 3 }, 13, { throttleTimeMs: 0 })).toBe(0);
    expect(throttleMsOf({ key: 3 }, 13, { throttleTimeMs: -1 })).toBe(0);
  });

  it('ends at once when the connection ends', async () => {
    const clock = new VirtualClock();
    let ended = 0;
    const throttle = new Throttle(clock, () => ended++);
    throttle.hold(100);
    throttle.cancel();
    await clock.advance(200);
    expect([ended, throttle.isActive, clock.timers]).toEqual([0, false, 0]);
    throttle.hold(10);
    await clock.advance(10);
    expect([ended, throttle.isActive]).toEqual([1, false]);
  });
});
