import { afterEach, describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import { type FetchSettings, resolveFetchSettings } from '../../../src/fetch/fetch-settings.ts';
import { Fetcher } from '../../../src/fetch/fetcher.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { turn } from '../../support/virtual-clock.ts';
import { corrupted, storedBatch, storedBatches } from './record-batches.ts';
import { asked, fetched, idOf, ScriptedCluster } from './scripted-cluster.ts';

interface Problem extends TopicPartition {
  readonly error: KafkaError;
}

let open: Fetcher[] = [];
afterEach(async () => {
  for (const fetcher of open) await fetcher.close();
  open = [];
});

/** An engine on one topic, `orders`, whose partitions are led by broker 1. */
function engine(settings: Partial<FetchSettings> = {}, partitions = 2) {
  const cluster = new ScriptedCluster();
  cluster.metadata.set('orders', new Array(partitions).fill({ id: 1, epoch: 5 }));
  const problems: Problem[] = [];
  const fetcher = new Fetcher(cluster, resolveFetchSettings(settings), {
    onError: (error, place) => problems.push({ error, ...place }),
  });
  open.push(fetcher);
  return { cluster, fetcher, problems };
}

/** Everything that can be handed out, as `partition: values`. */
function drain(fetcher: Fetcher): string[] {
  const lines: string[] = [];
  for (let batch = fetcher.take(); batch !== undefined; batch = fetcher.take()) {
    lines.push(`${batch.partition}: ${[...batch].map(({ value }) => String(value)).join(' ')}`);
  }
  return lines;
}

describe('Fetcher', () => {
  it('asks for all partitions assigned in one turn with one request', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    fetcher.assign('orders', 1, 20);
    await turn();
    const fetch = cluster.fetch();
    expect(asked(fetch)).toEqual(['0@10', '1@20']);
    expect(fetch.version).toBe(18);
    expect(fetch.request.topics.map(({ topicId }) => topicId)).toEqual([idOf('orders')]);
    expect(fetch.request.topics[0]?.partitions[0]?.currentLeaderEpoch).toBe(5);
    expect(fetch.request.isolationLevel).toBe(1);
    expect(cluster.connections[0]?.lane).toMatch(/^fetch-\d+$/);
  });

  it('has the next fetch on the wire before anything was handed out', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    await turn();
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 10, values: ['a', 'b'] }) }]));
    expect(asked(cluster.fetch())).toEqual(['0@12']);
    expect(drain(fetcher)).toEqual(['0: a b']);
    expect(fetcher.position('orders', 0)).toBe(12);
    expect(fetcher.highWatermark('orders', 0)).toBe(1_000);
  });

  it('goes on after the last offset of a batch whose last records were compacted away', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    await turn();
    const records = storedBatch({ baseOffset: 10, values: ['a'], lastOffset: 19 });
    await cluster.fetch().respond(fetched([{ records }]));
    expect(asked(cluster.fetch())).toEqual(['0@20']);
    expect(drain(fetcher)).toEqual(['0: a']);
    expect(fetcher.position('orders', 0)).toBe(20);
  });

  it('passes over a batch without records and never jumps to the high watermark', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    await turn();
    await cluster.fetch().respond(fetched([]));
    expect(asked(cluster.fetch())).toEqual([]);
    expect(fetcher.position('orders', 0)).toBe(10);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 10, values: [], lastOffset: 14 }) }]));
    expect(asked(cluster.fetch())).toEqual(['0@15']);
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBe(15);
  });

  it('takes a cut last batch for what it is, and a batch that begins earlier from the offset wanted on', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 11);
    await turn();
    const whole = storedBatch({ baseOffset: 10, values: ['a', 'b', 'c'] });
    const cut = storedBatch({ baseOffset: 13 }).subarray(0, 40);
    await cluster.fetch().respond(fetched([{ records: Buffer.concat([whole, cut]) }]));
    expect(asked(cluster.fetch())).toEqual(['0@13']);
    expect(drain(fetcher)).toEqual(['0: b c']);
  });

  it('asks for more where a broker does not send the first batch whole', async () => {
    const { cluster, fetcher } = engine({ maxPartitionBytes: 50 });
    fetcher.assign('orders', 0, 10);
    await turn();
    const batch = storedBatch({
      baseOffset: 10,
      values: ['a long value, longer than fifty bytes, to be sure of that'],
    });
    await cluster.fetch().respond(fetched([{ records: batch.subarray(0, 50) }]));
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.partitionMaxBytes).toBe(batch.length);
    await cluster.fetch().respond(fetched([{ records: batch }]));
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.partitionMaxBytes).toBe(50);
    expect(drain(fetcher)).toHaveLength(1);
  });

  it('hands out partitions in turn', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster
      .fetch()
      .respond(
        fetched([
          { records: storedBatches({ baseOffset: 0 }, { baseOffset: 1 }, { baseOffset: 2 }) },
          { partitionIndex: 1, records: storedBatches({ baseOffset: 0 }, { baseOffset: 1 }) },
        ]),
      );
    expect(drain(fetcher)).toEqual(['0: v0', '1: v0', '0: v1', '1: v1', '0: v2']);
  });

  it('keeps the order of a partition while its batches are decompressed', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    // Incompressible enough to be decompressed off the event loop, followed by batches that are opened at once.
    const noise = Array.from({ length: 40_000 }, (_, i) => ((i * 2_654_435_761) % 0x7fff_ffff).toString(36)).join('');
    const large = storedBatch({ baseOffset: 0, values: [noise], isGzip: true });
    expect(large.length).toBeGreaterThan(16 * 1024);
    const records = Buffer.concat([large, storedBatches({ baseOffset: 1, isGzip: true }, { baseOffset: 2 })]);
    await cluster.fetch().respond(fetched([{ records }]));
    await fetcher.wait();
    const lines: string[] = [];
    while (lines.length < 3) {
      await fetcher.wait();
      lines.push(...drain(fetcher));
    }
    expect(lines).toEqual([`0: ${noise}`, '0: v1', '0: v2']);
    expect(fetcher.position('orders', 0)).toBe(3);
  });

  it('wakes everyone who waits, and nobody before there is something', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    let woken = 0;
    const waits = [fetcher.wait(), fetcher.wait()].map((wait) => wait.then(() => woken++));
    await turn();
    expect(woken).toBe(0);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    await Promise.all(waits);
    expect(woken).toBe(2);
    await fetcher.wait();
  });

  it('gives a wait up at its limit, at the signal, and at close', async () => {
    const { cluster, fetcher } = engine();
    const late = fetcher.wait({ timeoutMs: 100 });
    const controller = new AbortController();
    const aborted = fetcher.wait({ signal: controller.signal });
    const closed = fetcher.wait();
    const results = Promise.allSettled([late, aborted, closed]);
    await cluster.clock.advance(100);
    controller.abort();
    await fetcher.close();
    const codes = (await results).map((result) => (result.status === 'rejected' ? result.reason.code : 'resolved'));
    expect(codes).toEqual(['TIMEOUT', 'ABORTED', 'CLOSED']);
    await expect(fetcher.wait()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('leaves no timer, listener or connection behind', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('unknown', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }]));
    await fetcher.close();
    await fetcher.close();
    await turn();
    expect(cluster.clock.timers).toBe(0);
    expect(cluster.metadata.listeners).toBe(0);
    expect(cluster.connections.map(({ state }) => state)).toEqual(['closed']);
    expect(fetcher.take()).toBeUndefined();
  });
});

describe('Fetcher under transactions', () => {
  const log = storedBatches(
    { baseOffset: 0, values: ['good'], producerId: 1, isTransactional: true },
    { baseOffset: 1, values: ['bad'], producerId: 2, isTransactional: true },
    { baseOffset: 2, values: ['plain'] },
    { baseOffset: 3, marker: 'abort', producerId: 2 },
    { baseOffset: 4, marker: 'commit', producerId: 1 },
    { baseOffset: 5, values: ['good again'], producerId: 2, isTransactional: true },
    { baseOffset: 6, marker: 'commit', producerId: 2 },
  );
  const abortedTransactions = [{ producerId: 2, firstOffset: 1 }];

  it('drops aborted records and control batches, and moves past them', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: log, abortedTransactions, lastStableOffset: 7 }]));
    expect(drain(fetcher)).toEqual(['0: good', '0: plain', '0: good again']);
    expect(fetcher.position('orders', 0)).toBe(7);
    expect(fetcher.endOffset('orders', 0)).toBe(7);
    expect(asked(cluster.fetch())).toEqual(['0@7']);
  });

  it('shows aborted records under read_uncommitted, whatever the broker lists', async () => {
    const { cluster, fetcher } = engine({ isolation: 'read_uncommitted' });
    fetcher.assign('orders', 0, 0);
    await turn();
    expect(cluster.fetch().request.isolationLevel).toBe(0);
    await cluster.fetch().respond(fetched([{ records: log, abortedTransactions }]));
    expect(drain(fetcher)).toEqual(['0: good', '0: bad', '0: plain', '0: good again']);
    expect(fetcher.endOffset('orders', 0)).toBe(1_000);
  });

  it('moves on where there is nothing but control batches', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 8);
    await turn();
    await cluster
      .fetch()
      .respond(fetched([{ records: storedBatch({ baseOffset: 8, marker: 'commit', producerId: 1 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBe(9);
  });
});

describe('Fetcher and what is no longer wanted', () => {
  it('drops the answer for a partition that was sought meanwhile', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    fetcher.seek('orders', 0, 100);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(asked(cluster.fetch())).toEqual(['0@100']);
  });

  it('drops the answer for the same offset when the partition was given back and taken up again', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    fetcher.unassign('orders', 0);
    fetcher.assign('orders', 0, 0);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(fetcher.take()).toBeUndefined();
    // The broker adds first and forgets then: the partition must not stand in both lists.
    expect(cluster.fetch().request.forgottenTopicsData).toEqual([]);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    expect(drain(fetcher)).toEqual(['0: v0']);
  });

  it('drops what was queued of a partition that is given back, and forgets it at the broker', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 0 }) }]));
    fetcher.unassign('orders', 0);
    expect(fetcher.take()).toBeUndefined();
    expect(fetcher.position('orders', 0)).toBeUndefined();
    await cluster.fetch().respond(fetched([]));
    const { forgottenTopicsData } = cluster.fetch().request;
    expect(forgottenTopicsData).toMatchObject([{ topicId: idOf('orders'), partitions: [0] }]);
  });

  it('holds what is queued of a paused partition, and hands it out on resume', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster
      .fetch()
      .respond(
        fetched([
          { records: storedBatch({ baseOffset: 0 }) },
          { partitionIndex: 1, records: storedBatch({ baseOffset: 0 }) },
        ]),
      );
    fetcher.pause('orders', 0);
    expect(drain(fetcher)).toEqual(['1: v0']);
    await cluster.fetch().respond(fetched([]));
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ partitions: [0] }]);
    const woken = fetcher.wait();
    fetcher.resume('orders', 0);
    await woken;
    expect(drain(fetcher)).toEqual(['0: v0']);
  });

  it('sends nothing while everything is paused', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    fetcher.pause('orders', 0);
    await cluster.fetch().respond(fetched([]));
    await cluster.clock.advance(10_000);
    expect(cluster.fetches).toEqual([]);
    fetcher.resume('orders', 0);
    await turn();
    expect(cluster.fetch().request.sessionId).toBe(7);
  });
});

describe('Fetcher and errors', () => {
  it('reports a corrupt batch once, keeps what came before it, and stands still until seek', async () => {
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

  it('looks up another offset by policy when the one wanted is gone', async () => {
    const { cluster, fetcher, problems } = engine();
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
    expect(problems).toEqual([]);
  });

  it('tries the look-up again while it fails for passing reasons', async () => {
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

  it("reports an offset out of range under the policy 'error'", async () => {
    const { cluster, fetcher, problems } = engine({ outOfRange: 'error' });
    fetcher.assign('orders', 0, 5);
    await turn();
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]));
    expect(problems).toMatchObject([{ error: { code: 'OFFSET_OUT_OF_RANGE', offset: 5 } }]);
    expect(cluster.lookups).toEqual([]);
    expect(cluster.fetches).toEqual([]);
  });

  it('first asks again without the last epoch, which a broker may not be able to place', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 5, 3);
    await turn();
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.lastFetchedEpoch).toBe(3);
    await cluster.fetch().respond(fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]));
    expect(cluster.lookups).toEqual([]);
    expect(cluster.fetch().request.topics[0]?.partitions[0]).toMatchObject({ fetchOffset: 5, lastFetchedEpoch: -1 });
  });

  it('goes back to where a log was cut, and drops what was queued behind it', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    const records = storedBatches({ baseOffset: 0, leaderEpoch: 5 }, { baseOffset: 1, leaderEpoch: 5 });
    await cluster.fetch().respond(fetched([{ records }]));
    expect(fetcher.take()?.baseOffset).toBe(0);
    expect(cluster.fetch().request.topics[0]?.partitions[0]).toMatchObject({ fetchOffset: 2, lastFetchedEpoch: 5 });
    await cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 1 } }]));
    expect(fetcher.take()).toBeUndefined();
    expect(cluster.fetch().request.topics[0]?.partitions[0]).toMatchObject({ fetchOffset: 1, lastFetchedEpoch: 4 });
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

  it('begins the session anew when the broker has lost it', async () => {
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

  it('reads from one broker while another cannot be reached', async () => {
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

  it('speaks of names where a topic has no id', async () => {
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
    expect(cluster.fetch().version).toBe(11);
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.lastFetchedEpoch).toBe(-1);
  });

  it('reads a topic that was made anew from its beginning', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 500);
    await turn();
    cluster.metadata.set('orders', [{ id: 1, epoch: 0 }], 'another-id------------');
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 500 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(asked(cluster.fetch())).toEqual(['0@0']);
    expect(cluster.fetch().request.topics[0]?.topicId).toBe('another-id------------');
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ topicId: idOf('orders'), partitions: [0] }]);
  });
});

describe("Fetcher's budget", () => {
  const value = 'x'.repeat(1_000);
  /** Ten batches of a little over 1 000 bytes, from an offset on. */
  const ten = (from: number) =>
    storedBatches(...Array.from({ length: 10 }, (_, i) => ({ baseOffset: from + i, values: [value] })));

  it('asks for at most half of what is free', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 40_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    await turn();
    expect(cluster.fetch().request.maxBytes).toBe(20_000);
    const records = ten(0);
    await cluster.fetch().respond(fetched([{ records }]));
    expect(cluster.fetch().request.maxBytes).toBe(Math.floor((40_000 - records.length) / 2));
  });

  it('stops fetching when it is used up, and goes on when batches are handed out', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 12_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: ten(0) }]));
    expect(cluster.fetches).toEqual([]);
    expect(drain(fetcher)).toHaveLength(10);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@10']);
    expect(cluster.fetch().request.maxBytes).toBe(6_000);
  });

  it('reads a batch larger than the whole budget', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 500, maxPartitionBytes: 500 });
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: ten(0) }]));
    expect(drain(fetcher)).toHaveLength(10);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@10']);
  });

  it('copies out what one partition still has of a frame, and lets the frame go', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 30_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    fetcher.pause('orders', 1);
    await cluster
      .fetch()
      .respond(
        fetched([
          { records: Buffer.concat([ten(0), ten(10)]) },
          { partitionIndex: 1, records: storedBatch({ baseOffset: 0, values: ['kept'] }) },
        ]),
      );
    expect(cluster.fetches).toEqual([]);
    drain(fetcher);
    await turn();
    // Without the copy, 20 KB of frame would be left for one small batch.
    expect(cluster.fetch().request.maxBytes).toBeGreaterThan(14_000);
    fetcher.resume('orders', 1);
    expect(drain(fetcher)).toEqual(['1: kept']);
  });

  it('gives up what paused partitions hold when nothing else could move, and fetches it again on resume', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 12_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: ten(0) }]));
    expect(cluster.fetches).toEqual([]);
    expect(fetcher.take()?.baseOffset).toBe(0);
    fetcher.pause('orders', 0);
    await turn();
    expect(cluster.fetch().request.forgottenTopicsData).toMatchObject([{ partitions: [0] }]);
    fetcher.resume('orders', 0);
    await cluster.fetch().respond(fetched([]));
    expect(asked(cluster.fetch())).toEqual(['0@1']);
    await cluster.fetch().respond(fetched([{ records: storedBatch({ baseOffset: 1 }) }]));
    expect(drain(fetcher)).toEqual(['0: v1']);
  });

  it('opens compressed batches only while there is room, and all of them in the end', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 20_000, maxPartitionBytes: 100_000 });
    fetcher.assign('orders', 0, 0);
    await turn();
    const packed = Array.from({ length: 20 }, (_, i) => ({ baseOffset: i, values: ['y'.repeat(5_000)], isGzip: true }));
    await cluster.fetch().respond(fetched([{ records: storedBatches(...packed) }]));
    // Small as it came, it was asked for more; opened, it fills the budget.
    await cluster.fetch().respond(fetched([]));
    expect(cluster.fetches).toEqual([]);
    expect(drain(fetcher)).toHaveLength(20);
    expect(fetcher.position('orders', 0)).toBe(20);
    await turn();
    expect(cluster.fetch().request.maxBytes).toBe(10_000);
  });

  it('does not let a fetch that waits at one broker starve another', async () => {
    const { cluster, fetcher } = engine({ maxBytes: 100_000, maxPartitionBytes: 1_000_000 });
    cluster.metadata.set('orders', [
      { id: 1, epoch: 1 },
      { id: 2, epoch: 1 },
    ]);
    fetcher.assign('orders', 0, 0);
    fetcher.assign('orders', 1, 0);
    await turn();
    expect(cluster.fetch(1).request.maxBytes).toBe(50_000);
    expect(cluster.fetch(2).request.maxBytes).toBe(25_000);
  });
});
