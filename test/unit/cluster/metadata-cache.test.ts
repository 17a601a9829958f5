import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { Lifetime } from '../../../src/cluster/lifetime.ts';
import { MetadataCache, type MetadataQuery } from '../../../src/cluster/metadata-cache.ts';
import { retryLoop } from '../../../src/cluster/retry.ts';
import {
  createMetadataResponse,
  createMetadataResponseBroker,
  createMetadataResponsePartition,
  createMetadataResponseTopic,
  type MetadataResponse,
  type MetadataResponseTopic,
} from '../../../src/protocol/generated/metadata.ts';
import { topicAnswer } from '../../support/scripted-broker.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

const brokers = [1, 2, 3].map((nodeId) => createMetadataResponseBroker({ nodeId, host: `b${nodeId}`, port: 9092 }));
const answer = (...topics: MetadataResponseTopic[]) =>
  createMetadataResponse({ clusterId: 'c', controllerId: 1, brokers, topics });

function setUp() {
  const clock = new VirtualClock();
  const lifetime = new Lifetime();
  const queries: MetadataQuery[] = [];
  const state = {
    clock,
    lifetime,
    queries,
    /** What the cluster would answer; may wait, or throw. */
    reply: (_: MetadataQuery): MetadataResponse | Promise<MetadataResponse> => answer(),
  };
  const cache = new MetadataCache({
    clock,
    lifetime,
    logger: silentLogger,
    maxAgeMs: 300_000,
    minIntervalMs: 100,
    maxIntervalMs: 1000,
    fetch: async (query) => {
      queries.push(query);
      return state.reply(query);
    },
    retry: (what, attempt, call) => {
      const backoff = { minMs: 100, maxMs: 1000 };
      return retryLoop({ clock, lifetime, logger: silentLogger, backoff, remedy: () => {} }, what, attempt, call);
    },
  });
  return { ...state, state, cache };
}

describe('MetadataCache', () => {
  it('fetches a topic once and then answers from memory', async () => {
    const { cache, queries, state } = setUp();
    state.reply = () => answer(topicAnswer('orders', [1, 2]));
    const topic = await cache.topic('orders');
    expect(topic.partitions.map(({ leaderId }) => leaderId)).toEqual([1, 2]);
    expect(await cache.topic('orders')).toBe(topic);
    expect(cache.get('orders')).toBe(topic);
    expect(cache.byId(topic.topicId)).toBe(topic);
    expect(cache.leader('orders', 1)).toEqual({ id: 2, epoch: 1 });
    expect(cache.leader('orders', 2)).toBeUndefined();
    expect(cache.leader('other', 0)).toBeUndefined();
    expect(queries).toEqual([{ topics: ['orders'], allowAutoTopicCreation: false }]);
    expect(cache.brokers().map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(cache.clusterId).toBe('c');
  });

  it('asks once for concurrent misses, and one caller’s abort does not cancel it for the others (trap 49)', async () => {
    const { cache, queries, state } = setUp();
    let respond = (_: MetadataResponse) => {};
    state.reply = () =>
      new Promise((resolve) => {
        respond = resolve;
      });
    const controller = new AbortController();
    const first = cache.topic('a', { signal: controller.signal });
    const second = cache.topic('a');
    const third = cache.topic('b');
    await turn();
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
    respond(answer(topicAnswer('a', [1]), topicAnswer('b', [2])));
    expect((await second).name).toBe('a');
    expect((await third).name).toBe('b');
    expect(queries.map(({ topics }) => topics)).toEqual([['a', 'b']]);
  });

  it('forgives an unknown topic for some seconds: a new one takes a moment to be known everywhere', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () =>
      clock.monotonic() < 2000
        ? answer(createMetadataResponseTopic({ name: 'new', errorCode: 3 }))
        : answer(topicAnswer('new', [1]));
    const topic = cache.topic('new');
    await clock.advance(4000);
    expect((await topic).name).toBe('new');
    expect(clock.timers).toBe(0);
  });

  it('then says UNKNOWN_TOPIC_OR_PARTITION, with the topic', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(createMetadataResponseTopic({ name: 'none', errorCode: 3 }));
    const failed = expect(cache.topic('none')).rejects.toMatchObject({
      code: 'UNKNOWN_TOPIC_OR_PARTITION',
      topic: 'none',
    });
    await clock.advance(7000);
    await failed;
    expect(clock.timers).toBe(0);
  });

  it('counts those seconds from the first answer, not through an outage before it', async () => {
    const { cache, clock, state } = setUp();
    const down = new KafkaError('CONNECTION', 'no broker can be reached', { retriable: true });
    state.reply = () => {
      if (clock.monotonic() < 20_000) throw down;
      // A broker that has just come back answers before it has learned the topics.
      return answer(
        clock.monotonic() < 22_000 ? createMetadataResponseTopic({ name: 't', errorCode: 3 }) : topicAnswer('t', [1]),
      );
    };
    const topic = cache.topic('t');
    topic.catch(() => {});
    for (let i = 0; i < 250; i++) await clock.advance(100);
    expect((await topic).name).toBe('t');
  });

  it('tells a caller in a hurry what the broker said rather than that time ran out', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(createMetadataResponseTopic({ name: 'none', errorCode: 3 }));
    const failed = expect(cache.topic('none', { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'UNKNOWN_TOPIC_OR_PARTITION',
    });
    await clock.advance(500);
    await failed;
  });

  it.each([
    [29, 'TOPIC_AUTHORIZATION_FAILED'],
    [17, 'INVALID_TOPIC_EXCEPTION'],
  ])('reports error %i of a topic at once', async (errorCode, code) => {
    const { cache, state } = setUp();
    state.reply = () => answer(createMetadataResponseTopic({ name: 't', errorCode }), topicAnswer('good', [1]));
    const [bad, good] = await Promise.allSettled([cache.topic('t'), cache.topic('good')]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code } });
    expect(good).toMatchObject({ status: 'fulfilled' });
  });

  it('goes on while no broker can be reached', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => {
      if (clock.monotonic() < 60_000) throw new KafkaError('CONNECTION', 'down', { retriable: true });
      return answer(topicAnswer('a', [1]));
    };
    const topic = cache.topic('a');
    await clock.advance(62_000);
    expect((await topic).name).toBe('a');
  });

  it('hands out a topic whose partition has no leader: the other partitions are usable (trap 46)', async () => {
    const { cache, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1, -1, 3]));
    const topic = await cache.topic('a');
    expect(topic.partitions[1]).toMatchObject({ leaderId: -1, errorCode: 5 });
    expect([0, 1, 2].map((partition) => cache.leader('a', partition)?.id)).toEqual([1, undefined, 3]);
  });

  it('keeps a topic that is missing or unknown in one answer, and drops it when that lasts (trap 47)', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1]));
    await cache.topic('a');
    for (const reply of [answer(), answer(createMetadataResponseTopic({ name: 'a', errorCode: 3 }))]) {
      state.reply = () => reply;
      const refreshed = cache.refresh();
      await clock.advance(1000);
      await refreshed;
      expect(cache.leader('a', 0)?.id).toBe(1);
    }
    await clock.advance(30_000);
    const refreshed = cache.refresh();
    await clock.advance(1000);
    await refreshed;
    expect(cache.get('a')).toBeUndefined();
    expect(cache.leader('a', 0)).toBeUndefined();
  });

  it('never goes back to an older leader epoch of the same topic (trap 50)', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1, 1], 7));
    await cache.topic('a');
    state.reply = () => answer(topicAnswer('a', [2, 2], 6));
    const refreshed = cache.refresh();
    await clock.advance(1000);
    await refreshed;
    expect(cache.leader('a', 0)).toEqual({ id: 1, epoch: 7 });
  });

  it('takes the same epoch and the unknown epoch -1 (trap 50)', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [-1], 7));
    await cache.topic('a');
    for (const [leader, epoch] of [
      [2, 7],
      [3, -1],
    ] as const) {
      state.reply = () => answer(topicAnswer('a', [leader], epoch));
      const refreshed = cache.refresh();
      await clock.advance(2000);
      await refreshed;
      expect(cache.leader('a', 0)).toEqual({ id: leader, epoch });
    }
  });

  it('takes everything from a topic that was made anew, whatever its epochs (trap 56)', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1, 1], 7));
    const before = await cache.topic('a');
    const topicId = Buffer.alloc(16, 9).toString('base64url');
    state.reply = () => answer({ ...topicAnswer('a', [2], 0), topicId });
    const refreshed = cache.refresh();
    await clock.advance(1000);
    await refreshed;
    expect(cache.leader('a', 0)).toEqual({ id: 2, epoch: 0 });
    expect(cache.get('a')?.partitions).toHaveLength(1);
    expect(cache.byId(before.topicId)).toBeUndefined();
    expect(cache.byId(topicId)?.name).toBe('a');
  });

  it('gives in when brokers insist on an older epoch: a wrong hint must not last for ever', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1], 3));
    await cache.topic('a');
    cache.applyLeaderHint('a', 0, 2, 2_000_000_000);
    for (let i = 0; i < 4; i++) {
      const refreshed = cache.refresh();
      await clock.advance(15_000);
      await refreshed;
    }
    expect(cache.leader('a', 0)).toEqual({ id: 1, epoch: 3 });
  });

  it('forgets an epoch that a leader refused: the next answer counts, older or not (trap 51)', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1, 1], 7));
    await cache.topic('a');
    cache.forgetEpoch('a', 0, 6);
    expect(cache.leader('a', 0)).toEqual({ id: 1, epoch: 7 });
    cache.forgetEpoch('a', 0, 7);
    expect(cache.leader('a', 0)).toEqual({ id: 1, epoch: -1 });
    state.reply = () => answer(topicAnswer('a', [2, 2], 6));
    const refreshed = cache.refresh();
    await clock.advance(1000);
    await refreshed;
    expect(cache.leader('a', 0)).toEqual({ id: 2, epoch: 6 });
    expect(cache.leader('a', 1)).toEqual({ id: 1, epoch: 7 });
  });

  it('keeps topics whose names mean something to JavaScript apart from everything else (trap 108)', async () => {
    const { cache, state } = setUp();
    const names = ['constructor', '__proto__', 'toString'];
    expect(names.map((name) => cache.get(name))).toEqual([undefined, undefined, undefined]);
    state.reply = ({ topics }) => answer(...(topics ?? []).map((name, i) => topicAnswer(name, [i + 1])));
    await Promise.all(names.map((name) => cache.topic(name)));
    expect(names.map((name) => cache.leader(name, 0)?.id)).toEqual([1, 2, 3]);
  });

  it('takes leader hints of newer epochs only, with the node they name (KIP-951) (trap 50)', async () => {
    const { cache, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1], 5));
    await cache.topic('a');
    cache.applyLeaderHint('a', 0, 2, 4);
    expect(cache.leader('a', 0)).toEqual({ id: 1, epoch: 5 });
    cache.applyLeaderHint('a', 0, 9, 6);
    expect(cache.leader('a', 0)).toEqual({ id: 1, epoch: 5 });
    cache.applyLeaderHint('a', 0, 9, 6, { id: 9, host: 'b9', port: 1, rack: null });
    expect(cache.leader('a', 0)).toEqual({ id: 9, epoch: 6 });
    expect(cache.broker(9)).toMatchObject({ host: 'b9' });
    cache.applyLeaderHint('a', 7, 2, 9);
    cache.applyLeaderHint('unknown', 0, 2, 9);
  });

  it('refreshes once for concurrent calls, with a distance that grows while nothing changes (trap 48)', async () => {
    const { cache, clock, queries, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1]));
    await cache.topic('a');
    queries.length = 0;
    const end = clock.monotonic() + 10_000;
    let rounds = 0;
    while (clock.monotonic() < end) {
      for (let i = 0; i < 5; i++) cache.refreshSoon();
      await clock.advance(10);
      rounds++;
    }
    expect(rounds).toBe(1000);
    // 0, 0.1, 0.3, 0.7, 1.5, then every second.
    expect(queries.length).toBeLessThanOrEqual(14);
    expect(queries.length).toBeGreaterThanOrEqual(10);
  });

  it('is quick again once something has changed', async () => {
    const { cache, clock, queries, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1], 1));
    await cache.topic('a');
    for (let i = 0; i < 8; i++) {
      cache.refreshSoon();
      await clock.advance(1000);
    }
    state.reply = () => answer(topicAnswer('a', [2], 2));
    cache.refreshSoon();
    await clock.advance(1000);
    queries.length = 0;
    cache.refreshSoon();
    await turn();
    cache.refreshSoon();
    await clock.advance(100);
    expect(queries).toHaveLength(2);
  });

  it('asks for topics in use only, and forgets those that nobody asked for in ten minutes', async () => {
    const { cache, clock, queries, state } = setUp();
    state.reply = () => answer(topicAnswer('used', [1]), topicAnswer('left', [1]));
    await Promise.all([cache.topic('used'), cache.topic('left')]);
    for (let minute = 0; minute < 12; minute++) {
      cache.leader('used', 0);
      cache.refreshSoon();
      await clock.advance(60_000);
    }
    expect(queries.at(1)?.topics).toEqual(['used', 'left']);
    expect(queries.at(-1)?.topics).toEqual(['used']);
    expect(cache.get('left')).toBeUndefined();
  });

  it('refreshes by age, and tries again soon when that fails', async () => {
    const { cache, clock, queries, state } = setUp();
    cache.start();
    await clock.advance(300_000);
    expect(queries).toHaveLength(1);
    state.reply = () => {
      throw new KafkaError('CONNECTION', 'down', { retriable: true });
    };
    await clock.advance(300_000);
    expect(queries).toHaveLength(2);
    state.reply = () => answer();
    await clock.advance(5_000);
    expect(queries).toHaveLength(3);
    cache.close();
    expect(clock.timers).toBe(0);
  });

  it('tells listeners of changes, and of nothing else', async () => {
    const { cache, clock, state } = setUp();
    let changes = 0;
    cache.onChange(() => changes++);
    state.reply = () => answer(topicAnswer('a', [1], 1));
    await cache.topic('a');
    expect(changes).toBe(1);
    const refreshed = cache.refresh();
    await clock.advance(200);
    await refreshed;
    expect(changes).toBe(1);
    state.reply = () => answer(topicAnswer('a', [2], 2));
    const again = cache.refresh();
    await clock.advance(1000);
    await again;
    expect(changes).toBe(2);
  });

  it('keeps its brokers when a broker that is just starting names none', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1]));
    await cache.topic('a');
    state.reply = () => createMetadataResponse({ topics: [] });
    const refreshed = cache.refresh();
    await clock.advance(200);
    await refreshed;
    expect(cache.brokers()).toHaveLength(3);
  });

  it('lists all topics without keeping them in use', async () => {
    const { cache, clock, queries, state } = setUp();
    state.reply = () => answer(topicAnswer('a', [1]), topicAnswer('b', [1]), topicAnswer('__proto__', [1]));
    expect((await cache.all()).map(({ name }) => name)).toEqual(['a', 'b', '__proto__']);
    expect(queries).toEqual([{ topics: null, allowAutoTopicCreation: false }]);
    expect(cache.get('a')).toBeUndefined();
    const refreshed = cache.refresh();
    await clock.advance(200);
    await refreshed;
    expect(queries.at(-1)?.topics).toEqual([]);
  });

  it('takes a list of all topics for its word on those that it leaves out, as it would one of theirs (trap 47, 82)', async () => {
    const { cache, clock, state } = setUp();
    state.reply = () => answer(topicAnswer('orders', [1]), topicAnswer('b', [1]));
    await cache.topic('orders');
    state.reply = () => answer(topicAnswer('b', [1]));
    await cache.all();
    expect(cache.get('orders')).toBeDefined();
    await clock.advance(30_000);
    await cache.all();
    expect(cache.get('orders')).toBeUndefined();
  });

  it('forgets a topic when told that it was deleted, and keeps up with it no more (trap 82)', async () => {
    const { cache, queries, state } = setUp();
    state.reply = () => answer(topicAnswer('orders', [1]), topicAnswer('b', [1]));
    const { topicId } = await cache.topic('orders');
    await cache.topic('b');
    let changes = 0;
    cache.onChange(() => changes++);
    cache.forget('orders');
    cache.forget('never known');
    expect([cache.get('orders'), cache.byId(topicId), changes]).toEqual([undefined, undefined, 1]);
    await cache.refresh();
    expect(queries.at(-1)?.topics).toEqual(['b']);
    expect((await cache.topic('orders')).name).toBe('orders');
  });

  it('keeps partitions dense, whatever order or holes an answer has', async () => {
    const { cache, state } = setUp();
    const partition = (partitionIndex: number, leaderId: number) =>
      createMetadataResponsePartition({ partitionIndex, leaderId, leaderEpoch: 0 });
    state.reply = () =>
      answer(createMetadataResponseTopic({ name: 'a', partitions: [partition(3, 3), partition(0, 1)] }));
    const topic = await cache.topic('a');
    expect(topic.partitions.map(({ partition: index, leaderId }) => [index, leaderId])).toEqual([
      [0, 1],
      [1, -1],
      [2, -1],
      [3, 3],
    ]);
  });

  it.each([-1, 2_000_000_000])('refuses an answer that names partition %i', async (partitionIndex) => {
    const { cache, state } = setUp();
    const partitions = [createMetadataResponsePartition({ partitionIndex })];
    state.reply = () => answer(createMetadataResponseTopic({ name: 'a', partitions }));
    await expect(cache.topic('a')).rejects.toMatchObject({ code: 'PROTOCOL' });
  });
});
