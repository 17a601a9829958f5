import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { turn } from '../../support/virtual-clock.ts';
import { drain, engine } from './engine.ts';
import { corrupted, notGzip, storedBatch, withCodec } from './record-batches.ts';
import { asked, epochEnd, fetched, idOf } from './scripted-cluster.ts';

describe('Fetcher and errors', () => {
  it('reports a corrupt batch once, keeps what came before it, and stands still until seek (trap 20)', async () => {
    const { cluster, fetcher, problems } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    const good = storedBatch({ baseOffset: 0 });
    const bad = corrupted(storedBatch({ baseOffset: 1 }));
    await cluster.fetch().respond(fetched([{ records: Buffer.concat([good, bad, storedBatch({ baseOffset: 2 })]) }]));
    expect(problems).toMatchObject([
      { topic: 'orders', partition: 0, error: { code: 'CORRUPT_BATCH', topic: 'orders', partition: 0, offset: 1 } },
    ]);
    expect(drain(fetcher)).toEqual(['0: v0']);
    expect(fetcher.position('orders', 0)).toBe(1);
    // What was asked for behind it meanwhile is dropped, and nothing more is asked for.
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 3 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(cluster.fetches).toEqual([]);
    fetcher.seek('orders', 0, 2);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@2']);
    expect(problems).toHaveLength(1);
  });

  it.each([
    ['rubbish instead of gzip (trap 20)', (batch: Buffer) => notGzip(batch), 'CORRUPT_BATCH', /orders\[0\] at 1/],
    ['a codec that nobody knows (trap 22)', (batch: Buffer) => withCodec(batch, 7), 'UNSUPPORTED', /at 1: .*codec 7/],
  ])('reports %s', async (_, spoil, code, message) => {
    const { cluster, fetcher, problems } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    const records = Buffer.concat([
      storedBatch({ baseOffset: 0, isGzip: true }),
      spoil(storedBatch({ baseOffset: 1, isGzip: true })),
      storedBatch({ baseOffset: 2 }),
    ]);
    await cluster.fetch().respond(fetched([{ records }]));
    expect(problems).toMatchObject([{ topic: 'orders', partition: 0, error: { code, retriable: false, offset: 1 } }]);
    expect(problems[0]?.error.message).toMatch(message);
    expect(drain(fetcher)).toEqual(['0: v0']);
    expect(fetcher.position('orders', 0)).toBe(1);
    // It is not asked for again, however long it takes; the other partition is.
    await cluster.fetch().respond(fetched([]));
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ partitions: [0] }]);
    await cluster.clock.advance(60_000);
    await cluster.fetch().respond(fetched([{ partitionIndex: 1, records: storedBatch({ baseOffset: 0 }) }]));
    expect(asked(cluster.fetch())).toEqual(['1@1']);
    expect(drain(fetcher)).toEqual(['1: v0']);
    expect(problems).toHaveLength(1);
  });

  it('looks up another offset by policy when the one wanted is gone (trap 53)', async () => {
    const { cluster, fetcher, problems, moves } = engine();
    fetcher.assign('orders', 0, 5);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]));
    expect(fetcher.position('orders', 0)).toBeUndefined();
    expect(cluster.lookups[0]?.request.topics).toMatchObject([
      { name: 'orders', partitions: [{ partitionIndex: 0, currentLeaderEpoch: 5, timestamp: -2 }] },
    ]);
    const answer = { partitionIndex: 0, errorCode: 0, timestamp: -1, offset: 40, leaderEpoch: 5 };
    await cluster.lookups[0]?.respond({ throttleTimeMs: 0, topics: [{ name: 'orders', partitions: [answer] }] });
    expect(asked(cluster.fetch())).toEqual(['0@40']);
    expect(fetcher.position('orders', 0)).toBe(40);
    expect(moves).toEqual([{ topic: 'orders', partition: 0, offset: 40 }]);
    expect(problems).toEqual([]);
  });

  it('tries the look-up again while it fails for passing reasons (trap 53)', async () => {
    const { cluster, fetcher } = engine({ outOfRange: 'last' });
    fetcher.assign('orders', 0, 5);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]));
    await cluster.lookups[0]?.fail(new KafkaError('TIMEOUT', 'late', { retriable: true }));
    expect(cluster.lookups).toEqual([]);
    await cluster.clock.advance(200);
    expect(cluster.lookups[0]?.request.topics[0]?.partitions[0]?.timestamp).toBe(-1);
    expect(cluster.metadata.refreshes).toBe(1);
  });

  it('goes on where the policy says by time, and by age as of then (trap 53)', async () => {
    for (const [outOfRange, ask] of [
      [{ time: 777 }, () => 777],
      [{ ago: 1_000 }, (now: number) => now - 1_000],
    ] as const) {
      const { cluster, fetcher } = engine({ outOfRange });
      fetcher.assign('orders', 0, 5);
      await turn();
      await cluster.clock.advance(250);
      await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]));
      await turn();
      const [lookup] = cluster.lookups;
      expect(lookup?.request.topics[0]?.partitions[0]?.timestamp).toBe(ask(cluster.clock.now()));
    }
  });

  it("reports an offset out of range under the policy 'error' (trap 53)", async () => {
    const { cluster, fetcher, problems } = engine({ outOfRange: 'error' });
    fetcher.assign('orders', 0, 5);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]));
    expect(problems).toMatchObject([{ error: { code: 'OFFSET_OUT_OF_RANGE', offset: 5 } }]);
    expect(cluster.lookups).toEqual([]);
    expect(cluster.fetches).toEqual([]);
  });

  it('leaves a partition alone after NOT_LEADER until the leader changes, without spinning', async () => {
    const { cluster, fetcher, problems } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }]));
    expect(cluster.fetches).toEqual([]);
    expect(cluster.metadata.refreshes).toBe(1);
    cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    expect(asked(cluster.fetch(2))).toEqual(['0@0']);
    expect(problems).toEqual([]);
  });

  it('follows the hint of a broker that names the new leader', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    const currentLeader = { leaderId: 2, leaderEpoch: 6 };
    await cluster.fetch().respond(
      fetched([{ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, currentLeader }], {
        nodeEndpoints: [{ nodeId: 2, host: 'b', port: 9092, rack: null }],
      }),
    );
    expect(cluster.metadata.hints).toEqual([2]);
    expect(asked(cluster.fetch(2))).toEqual(['0@0']);
    expect(cluster.metadata.refreshes).toBe(0);
  });

  it('does not send again an epoch that the broker found outdated', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.FENCED_LEADER_EPOCH }]));
    await cluster.clock.advance(200);
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.currentLeaderEpoch).toBe(-1);
  });

  it('reports a refusal that does not heal, and goes on with the other partitions', async () => {
    const { cluster, fetcher, problems } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED }]));
    expect(problems).toMatchObject([{ partition: 0, error: { code: 'TOPIC_AUTHORIZATION_FAILED' } }]);
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ partitions: [0] }]);
  });

  it('begins the session anew when the broker has lost it (trap 55)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([]));
    expect(cluster.fetch().request).toMatchObject({ sessionId: 7, sessionEpoch: 1, topics: [] });
    await cluster.fetch().respond(fetched([], { errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND, sessionId: 0 }));
    expect(cluster.fetch().request).toMatchObject({ sessionId: 0, sessionEpoch: 0 });
    expect(asked(cluster.fetch())).toEqual(['0@0']);
  });

  it('goes on after a broken connection with a full request on a new one', async () => {
    const { cluster, fetcher, problems } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([]));
    cluster.connections[0]?.close();
    await cluster.fetch().fail(new KafkaError('CONNECTION', 'gone', { retriable: true }));
    expect(cluster.fetches).toEqual([]);
    await cluster.clock.advance(200);
    expect(cluster.connections).toHaveLength(2);
    expect(cluster.fetch().request).toMatchObject({ sessionId: 7, sessionEpoch: 0 });
    expect(asked(cluster.fetch())).toEqual(['0@0']);
    expect(problems).toEqual([]);
  });

  it('reads from one broker while another cannot be reached (trap 59)', async () => {
    const { cluster, fetcher, problems } = engine();
    cluster.metadata.set('orders', [
      { id: 1, epoch: 1 },
      { id: 2, epoch: 1 },
    ]);
    cluster.unreachable.add(2);
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster.fetch(1).respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(drain(fetcher)).toEqual(['0: v0']);
    await cluster.clock.advance(5_000);
    expect(problems).toEqual([]);
    cluster.unreachable.clear();
    await cluster.clock.advance(2_000);
    expect(asked(cluster.fetch(2))).toEqual(['1@0']);
  });

  it('reports what keeps every connection to a broker from being made', async () => {
    const { cluster, fetcher, problems } = engine();
    cluster.connection = () => Promise.reject(new KafkaError('AUTHENTICATION', 'wrong password'));
    fetcher.assign('orders', 0, 0);
    await turn();
    expect(problems).toMatchObject([{ partition: 0, error: { code: 'AUTHENTICATION' } }]);
  });
});

describe('Fetcher and topics', () => {
  it('waits for a leader without asking more than once a second', async () => {
    const { cluster, fetcher } = engine();
    cluster.metadata.set('orders', [{ id: -1, epoch: -1 }]);
    fetcher.assign('orders', 0, 0);
    await cluster.clock.advance(10_000);
    expect(cluster.fetches).toEqual([]);
    expect(cluster.metadata.refreshes).toBeGreaterThan(5);
    expect(cluster.metadata.refreshes).toBeLessThan(20);
    cluster.metadata.set('orders', [{ id: 1, epoch: 1 }]);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@0']);
  });

  it('learns a topic that it does not know', async () => {
    const { cluster, fetcher } = engine();
    cluster.metadata.onUnknown = async (name) => cluster.metadata.set(name, [{ id: 3, epoch: 1 }]);
    fetcher.assign('clicks', 0, 0);
    await cluster.clock.advance(0);
    await turn();
    expect(asked(cluster.fetch(3))).toEqual(['0@0']);
  });

  it('speaks of names where a topic has no id (trap 31)', async () => {
    const { cluster, fetcher } = engine();
    cluster.metadata.set('old', [{ id: 1, epoch: 1 }], 'AAAAAAAAAAAAAAAAAAAAAA');
    fetcher.assign('orders', 0, 0);
    fetcher.assign('old', 0, 0);
    await turn();
    expect(cluster.fetch().version).toBe(12);
    expect(cluster.fetch().request.topics.map(({ topic }) => topic)).toEqual(['orders', 'old']);
    fetcher.unassign('old', 0);
    await cluster.fetch().respond(fetched([]));
    // From names to ids a new session is needed.
    expect(cluster.fetch()).toMatchObject({ version: 18, request: { sessionEpoch: 0 } });
  });

  it('sends no last epoch in versions that have no place for it', async () => {
    const { cluster, fetcher } = engine();
    cluster.maxFetchVersion = 11;
    fetcher.assign('orders', 0, 5, 3);
    await turn();
    await cluster.epochChecks[0]?.respond(epochEnd(3, 5));
    expect(cluster.fetch().version).toBe(11);
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.lastFetchedEpoch).toBe(-1);
  });

  it('reads a topic that was made anew from its beginning', async () => {
    const { cluster, fetcher, moves } = engine();
    fetcher.assign('orders', 0, 500);
    await turn();
    cluster.metadata.set('orders', [{ id: 1, epoch: 0 }], 'another-id------------');
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 500 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(asked(cluster.fetch())).toEqual(['0@0']);
    expect(moves).toEqual([{ topic: 'orders', partition: 0, offset: 0 }]);
    expect(cluster.fetch().request.topics[0]?.topicId).toBe('another-id------------');
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ topicId: idOf('orders'), partitions: [0] }]);
  });
});
