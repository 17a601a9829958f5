import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { Cluster } from '../../../src/cluster/cluster.ts';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  type HeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import { createMetadataResponse, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { apis } from '../../support/all-apis.ts';
import { beat, brokers, closeLater, cluster } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { garbage, hangUp, ScriptedBroker, silence, topicAnswer } from '../../support/scripted-broker.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

describe('Cluster connections', () => {
  it('opens one connection per broker and lane, shared by concurrent callers', async () => {
    const [first] = await brokers(1);
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    await Promise.all(Array.from({ length: 10 }, () => beat(one, 1)));
    expect(first!.accepted).toBe(1);
    await Promise.all(Array.from({ length: 10 }, () => beat(one, 1, { lane: 'produce' })));
    expect(first!.accepted).toBe(2);
    expect(await one.connection(1, 'produce')).toBe(await one.connection(1, 'produce'));
  });

  it('a held request on one lane does not hold up another (trap 33)', async () => {
    const [first] = await brokers(1);
    const answer = deferred<HeartbeatResponse>();
    first!.script(heartbeatApi, ({ groupId }) => (groupId === 'held' ? answer.promise : createHeartbeatResponse()));
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    const held = one.sendTo(1, heartbeatApi, () => createHeartbeatRequest({ groupId: 'held' }), { lane: 'fetch-1' });
    await beat(one, 1);
    answer.resolve(createHeartbeatResponse());
    await held;
  });

  it('opens a new connection after one broke', async () => {
    const [first] = await brokers(1);
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    first!.dropConnections();
    await one.retry('heartbeat', () => beat(one, 1));
    expect(first!.accepted).toBeGreaterThan(1);
  });

  it('does not hammer a broker that refuses: dials keep growing distances (trap 48)', async () => {
    const clock = new VirtualClock();
    const [first] = await brokers(1);
    let dials = 0;
    const one = cluster({
      brokers: [first!.address],
      clock,
      retryBackoffMs: 100,
      retryBackoffMaxMs: 1000,
      dial: async () => {
        dials++;
        if (dials > 1) throw new Error('refused');
        return connect(first!.port, '127.0.0.1');
      },
    });
    await one.start();
    first!.dropConnections();
    await eventually('the connection is lost', () => first!.open === 0);
    let failures = 0;
    const end = clock.monotonic() + 10_000;
    while (clock.monotonic() < end) {
      for (let i = 0; i < 5; i++) beat(one, 1).catch(() => failures++);
      await clock.advance(20);
    }
    expect(failures).toBeGreaterThan(10);
    expect(dials - 1).toBeLessThan(30);
  });

  it('follows a broker to its new address: brokers are known by id (trap 44)', async () => {
    const [old, other] = await brokers(2);
    const one = cluster({ brokers: [other!.address] });
    await one.start();
    await beat(one, 1);
    expect(old!.of(heartbeatApi)).toHaveLength(1);
    const moved = await ScriptedBroker.start(1);
    closeLater(moved);
    moved.script(heartbeatApi, () => createHeartbeatResponse());
    other!.members = [{ nodeId: 1, port: moved.port }, other!.members[1]!];
    await old!.close();
    await one.retry('heartbeat', () => beat(one, 1));
    expect(moved.of(heartbeatApi)).toHaveLength(1);
  });

  it('closes connections to a broker that metadata no longer names (trap 44)', async () => {
    const [gone, other] = await brokers(2);
    const one = cluster({ brokers: [other!.address] });
    await one.start();
    await beat(one, 1);
    gone!.members = other!.members = [other!.members[1]!];
    await one.metadata.refresh();
    await eventually('no connection', () => gone!.open === 0);
    await expect(beat(one, 1)).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
  });

  it('notices that an address now belongs to another broker, and asks where the right one went (KIP-1242)', async () => {
    const [first, second] = await brokers(2);
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    const moved = await ScriptedBroker.start(2);
    closeLater(moved);
    moved.script(heartbeatApi, () => createHeartbeatResponse());
    const versions = createApiVersionsResponse({
      apiKeys: apis.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
    });
    second!.script(apiVersionsApi, ({ clusterId, nodeId }) => {
      first!.members = [first!.members[0]!, { nodeId: 2, port: moved.port }];
      return clusterId === 'scripted' && nodeId === 2 ? createApiVersionsResponse({ errorCode: 129 }) : versions;
    });
    await one.retry('heartbeat', () => beat(one, 2));
    expect(second!.of(heartbeatApi)).toHaveLength(0);
    expect(moved.of(heartbeatApi)).toHaveLength(1);
    expect(moved.of(apiVersionsApi)[0]?.request).toMatchObject({ clusterId: 'scripted', nodeId: 2 });
  });

  it('says that an address came from advertised.listeners when it cannot be reached', async () => {
    const [first, second] = await brokers(2);
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    await second!.close();
    await expect(beat(one, 2)).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringMatching(/broker 2: .*advertised\.listeners/),
    });
  });

  it('one caller’s abort does not cancel the open that others wait for', async () => {
    const [first] = await brokers(1);
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    const controller = new AbortController();
    const givenUp = one.connection(1, 'slow', { signal: controller.signal });
    const other = one.connection(1, 'slow');
    controller.abort();
    await expect(givenUp).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await other).state).toBe('open');
    expect(first!.accepted).toBe(2);
  });

  it('replaces a connection only when it has settled everything, and keeps order', async () => {
    const [first] = await brokers(1);
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    const answer = deferred<HeartbeatResponse>();
    first!.script(heartbeatApi, ({ groupId }) => (groupId === 'old' ? answer.promise : createHeartbeatResponse()));
    const underWay = one.sendTo(1, heartbeatApi, () => createHeartbeatRequest({ groupId: 'old' }), { lane: 'produce' });
    const before = await one.connection(1, 'produce');
    await eventually('the request', () => first!.of(heartbeatApi).length === 1);
    void before.drain();
    const next = one.sendTo(1, heartbeatApi, () => createHeartbeatRequest({ groupId: 'new' }), { lane: 'produce' });
    await beat(one, 1);
    expect(first!.accepted).toBe(2);
    answer.resolve(createHeartbeatResponse());
    await Promise.all([underWay, next]);
    expect(first!.accepted).toBe(3);
    expect(await one.connection(1, 'produce')).not.toBe(before);
  });
});

describe('Cluster connections that do not last', () => {
  it('are dialed at growing distances where they are taken and dropped at once (trap 48)', async () => {
    const clock = new VirtualClock();
    const [first, other] = await brokers(2);
    const one = cluster({ brokers: [other!.address], clock, retryBackoffMs: 100, retryBackoffMaxMs: 1000 });
    await one.start();
    first!.script(heartbeatApi, () => hangUp);
    let failures = 0;
    const end = clock.monotonic() + 10_000;
    while (clock.monotonic() < end) {
      const asked = beat(one, 1, { timeoutMs: 5_000 }).catch(() => failures++);
      for (let turns = 0; turns < 20; turns++) await turn();
      await clock.advance(50);
      void asked;
    }
    expect(failures).toBeGreaterThan(5);
    expect(first!.accepted).toBeLessThan(30);
  });

  it('to a known broker that speaks no Kafka for a while are tried again: it did before', async () => {
    const [first, other] = await brokers(2);
    const one = cluster({ brokers: [other!.address] });
    await one.start();
    first!.script(apiVersionsApi, () => garbage('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    await expect(beat(one, 1)).rejects.toMatchObject({ code: 'PROTOCOL', retriable: true });
    const well = await ScriptedBroker.start(1);
    closeLater(well);
    well.script(heartbeatApi, () => createHeartbeatResponse());
    other!.members = [{ nodeId: 1, port: well.port }, other!.members[1]!];
    await one.metadata.refresh();
    await one.retry('heartbeat', () => beat(one, 1));
    expect(well.of(heartbeatApi)).toHaveLength(1);
  });

  it('of a lane that is drained close when their last request is settled or given up', async () => {
    const [first] = await brokers(1);
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    const answer = deferred<HeartbeatResponse>();
    first!.script(heartbeatApi, () => answer.promise);
    const lane = 'group-g-0';
    const given = new AbortController();
    const held = beat(one, 1, { lane, signal: given.signal }).catch(() => {});
    const wanted = beat(one, 1, { lane });
    await eventually('both are sent', () => first!.of(heartbeatApi).length === 1);
    given.abort();
    await held;
    one.drainLane(lane);
    expect(first!.open).toBe(2);
    answer.resolve(createHeartbeatResponse());
    await wanted;
    await eventually('closed', () => first!.open === 1);
    const forgotten = new AbortController();
    const last = beat(one, 1, { lane, signal: forgotten.signal }).catch(() => {});
    forgotten.abort();
    await last;
    one.drainLane(lane);
    await eventually('closed without an answer', () => first!.open === 1);
  });
});

describe('Cluster.sendToAny', () => {
  it('finds another broker when one is down (trap 45)', async () => {
    const all = await brokers(3);
    const one = cluster({ brokers: [all[0]!.address] });
    await one.start();
    await all[0]!.close();
    for (let i = 0; i < 6; i++) await one.retry('metadata', () => one.metadata.refresh());
    expect(all[1]!.of(metadataApi).length + all[2]!.of(metadataApi).length).toBeGreaterThan(0);
  });

  it('goes back to the first addresses when no known broker answers, and closes what it opened there (trap 45)', async () => {
    const [old, entry] = await brokers(2);
    old!.members = entry!.members = [old!.members[0]!];
    const one = cluster({ brokers: [entry!.address] });
    await one.start();
    await eventually('entry connection closed', () => entry!.open === 0);
    const next = await ScriptedBroker.start(7);
    closeLater(next);
    entry!.members = [{ nodeId: 7, port: next.port }];
    await old!.close();
    await one.retry('metadata', () => one.metadata.refresh());
    expect(one.metadata.brokers().map(({ id }) => id)).toEqual([7]);
    await eventually('entry connection closed', () => entry!.open === 0);
  });

  it('finds a new leader within half a second of the cluster, however long that took, and asks no more often', async () => {
    const clock = new VirtualClock();
    const [first] = await brokers(1);
    first!.topics = [topicAnswer('a', [1], 1)];
    const one = cluster({ brokers: [first!.address], clock, retryBackoffMs: 100, retryBackoffMaxMs: 1_000 });
    await one.start();
    await one.metadata.topic('a');
    const asked = first!.of(metadataApi).length;
    for (let ms = 0; ms < 10_000; ms += 20) {
      one.metadata.refreshSoon();
      await clock.advance(20);
    }
    expect(first!.of(metadataApi).length - asked).toBeLessThanOrEqual(25);
    first!.topics = [topicAnswer('a', [1], 2)];
    const movedAt = clock.monotonic();
    while (one.metadata.leader('a', 0)?.epoch !== 2) {
      one.metadata.refreshSoon();
      await clock.advance(20);
    }
    expect(clock.monotonic() - movedAt).toBeLessThanOrEqual(600);
  });

  it('starts anew from the first addresses when the cluster asks for it (KIP-1102)', async () => {
    const [known, entry] = await brokers(2);
    known!.members = entry!.members = [known!.members[0]!];
    const one = cluster({ brokers: [entry!.address] });
    await one.start();
    known!.script(metadataApi, () => createMetadataResponse({ errorCode: 129 }));
    const asked = entry!.of(metadataApi).length;
    await one.metadata.refresh();
    expect(entry!.of(metadataApi)).toHaveLength(asked + 1);
  });
});

describe('Cluster.retry', () => {
  it('heals without end while every broker is down, and goes on when they are back', async () => {
    const [first] = await brokers(1);
    first!.topics = [topicAnswer('a', [1])];
    const one = cluster({ brokers: [first!.address], retryBackoffMs: 1, retryBackoffMaxMs: 2 });
    await one.start();
    first!.script(heartbeatApi, () => hangUp);
    first!.script(metadataApi, () => hangUp);
    const result = one.retry('heartbeat', () => beat(one, 1));
    await eventually('several attempts', () => first!.of(heartbeatApi).length > 5);
    first!.script(heartbeatApi, () => createHeartbeatResponse());
    await result;
  });
});

describe('Cluster.close', () => {
  it('rejects what is pending with CLOSED and leaves no socket and no timer', async () => {
    const clock = new VirtualClock();
    const [first] = await brokers(1);
    first!.script(heartbeatApi, () => silence);
    const one = cluster({ brokers: [first!.address], clock });
    await one.start();
    const opened = await one.connection(1, 'produce');
    const pending = [
      beat(one, 1),
      beat(one, 1, { lane: 'slow' }),
      one.retry('nothing', () => Promise.reject(new KafkaError('CONNECTION', 'x', { retriable: true }))),
      one.metadata.topic('unknown'),
    ];
    const all = Promise.allSettled(pending);
    await eventually('a request', () => first!.of(heartbeatApi).length > 0);
    await one.close();
    await one.close();
    for (const result of await all) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'CLOSED' } });
    expect(opened.state).toBe('closed');
    expect(clock.timers).toBe(0);
    await eventually('no connection', () => first!.open === 0);
    for (const late of [one.start(), one.connection(1, 'slow'), beat(one, 1), one.coordinator('group', 'g')]) {
      await expect(late).rejects.toMatchObject({ code: 'CLOSED' });
    }
  });

  it('ends a first contact that is under way', async () => {
    const [first] = await brokers(1);
    first!.script(apiVersionsApi, () => silence);
    const one = cluster({ brokers: [first!.address] });
    const starting = one.start();
    await eventually('the request', () => first!.received.length === 1);
    await one.close();
    await expect(starting).rejects.toMatchObject({ code: 'CLOSED' });
    await eventually('no connection', () => first!.open === 0);
  });

  it('ends the search for any broker that is under way', async () => {
    const clock = new VirtualClock();
    const [known, entry] = await brokers(2);
    known!.members = entry!.members = [known!.members[0]!];
    const one = cluster({ brokers: [entry!.address], clock });
    await one.start();
    await known!.close();
    entry!.script(apiVersionsApi, () => silence);
    const asked = entry!.of(apiVersionsApi).length;
    const refreshed = Promise.allSettled([one.metadata.refresh()]);
    await eventually('the request', () => entry!.of(apiVersionsApi).length > asked);
    await one.close();
    expect(await refreshed).toMatchObject([{ status: 'rejected', reason: { code: 'CLOSED' } }]);
    expect(clock.timers).toBe(0);
    await eventually('no connection', () => entry!.open === 0);
  });

  it('leaves nothing of an address that lost the race for first contact', async () => {
    const clock = new VirtualClock();
    const [slow, quick] = await brokers(2);
    slow!.script(metadataApi, () => silence);
    quick!.members = [quick!.members[1]!];
    const one = cluster({ brokers: [slow!.address, quick!.address], clock });
    const started = one.start();
    await eventually('the request', () => slow!.of(metadataApi).length === 1);
    await clock.advance(1000);
    await started;
    await eventually('no connection', () => slow!.open === 0);
    await one.close();
    expect(clock.timers).toBe(0);
  });

  it('returns to the baseline after a hundred rounds', async () => {
    const [first] = await brokers(1);
    for (let i = 0; i < 100; i++) {
      const one = new Cluster({ brokers: [first!.address] });
      await one.start();
      await one.close();
    }
    await eventually('no connection', () => first!.open === 0);
  });
});
