// Logs that were cut below what was read (KIP-320), and offsets that are not in the log.
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { turn } from '../../support/virtual-clock.ts';
import { drain, type Engine, engine } from './engine.ts';
import { storedBatches } from './record-batches.ts';
import { asked, epochEnd, fetched } from './scripted-cluster.ts';

/** Fetch says by itself from version 12 on that a log was cut; before, the leader has to be asked. */
const TOLD = 18;
const ASKED = 11;

/** An engine that was handed `orders[0]` 0 and 1 of epoch 5, of two batches that were queued. */
async function readTwo(options: Parameters<typeof engine>[0] = {}, version = TOLD): Promise<Engine> {
  const one = engine(options);
  one.cluster.maxFetchVersion = version;
  one.fetcher.assign('orders', 0, 0);
  await turn();
  const records = storedBatches({ baseOffset: 0, leaderEpoch: 5 }, { baseOffset: 1, leaderEpoch: 5 });
  await one.cluster.fetch().respond(fetched([{ records }]));
  expect(drain(one.fetcher)).toEqual(['0: v0', '0: v1']);
  return one;
}

/** The partition of the fetch on the wire. */
const wanted = ({ cluster }: Engine) => cluster.fetch().request.topics[0]?.partitions[0];

describe('a log that was cut', () => {
  it('is read from where it differs, and that is told (trap 52)', async () => {
    const one = await readTwo();
    expect(wanted(one)).toMatchObject({ fetchOffset: 2, lastFetchedEpoch: 5 });
    await one.cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 1 } }]));
    expect(one.moves).toEqual([{ topic: 'orders', partition: 0, offset: 1 }]);
    expect(one.fetcher.position('orders', 0)).toBe(1);
    expect(wanted(one)).toMatchObject({ fetchOffset: 1, lastFetchedEpoch: 4 });
    // It goes on: the records that took the place of the others come.
    const records = storedBatches({ baseOffset: 1, values: ['another'], leaderEpoch: 6 });
    await one.cluster.fetch().respond(fetched([{ records }]));
    expect(drain(one.fetcher)).toEqual(['0: another']);
    expect(one.problems).toEqual([]);
  });

  it('drops what was queued behind the cut, and moves nobody who had not come there (trap 52)', async () => {
    const { cluster, fetcher, moves } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    const records = storedBatches({ baseOffset: 0, leaderEpoch: 5 }, { baseOffset: 1, leaderEpoch: 5 });
    await cluster.fetch().respond(fetched([{ records }]));
    expect(fetcher.take()?.baseOffset).toBe(0);
    await cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 1 } }]));
    expect(fetcher.take()).toBeUndefined();
    expect(cluster.fetch().request.topics[0]?.partitions[0]).toMatchObject({ fetchOffset: 1, lastFetchedEpoch: 4 });
    expect(moves).toEqual([]);
  });

  it("stands still there under the policy 'error', and says where it differs (trap 52)", async () => {
    const one = await readTwo({ outOfRange: 'error' });
    await one.cluster.fetch().respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 1 } }]));
    expect(one.problems).toMatchObject([{ partition: 0, error: { code: 'OFFSET_OUT_OF_RANGE', offset: 1 } }]);
    expect(one.problems[0]?.error.message).toMatch(/orders\[0\] at 2: .*cut: from 1 on/);
    expect(one.cluster.fetches).toEqual([]);
    one.fetcher.seek('orders', 0, 1);
    await turn();
    expect(asked(one.cluster.fetch())).toEqual(['0@1']);
  });

  it('is found by asking the new leader where Fetch does not say it (trap 52)', async () => {
    const one = await readTwo({}, ASKED);
    const { cluster, fetcher, moves } = one;
    expect(cluster.epochChecks).toEqual([]);
    cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    // Nothing is fetched before the leader has answered.
    expect(cluster.fetches.filter(({ nodeId }) => nodeId === 2)).toEqual([]);
    expect(cluster.epochChecks).toMatchObject([{ nodeId: 2, request: { replicaId: -1 } }]);
    expect(cluster.epochChecks[0]?.request.topics).toEqual([
      { topic: 'orders', partitions: [{ partition: 0, currentLeaderEpoch: 6, leaderEpoch: 5 }] },
    ]);
    await cluster.epochChecks[0]?.respond(epochEnd(4, 1));
    expect(moves).toEqual([{ topic: 'orders', partition: 0, offset: 1 }]);
    expect(fetcher.position('orders', 0)).toBe(1);
    expect(asked(cluster.fetch(2))).toEqual(['0@1']);
  });

  it('that was not cut is asked about once for each leader, a committed epoch before the first fetch (trap 52)', async () => {
    const { cluster, fetcher, moves } = engine();
    cluster.maxFetchVersion = ASKED;
    fetcher.assign('orders', 0, 40, 3);
    await turn();
    expect(cluster.fetches).toEqual([]);
    expect(cluster.epochChecks[0]?.request.topics[0]?.partitions[0]).toMatchObject({ leaderEpoch: 3 });
    await cluster.epochChecks[0]?.respond(epochEnd(3, 40));
    expect(asked(cluster.fetch())).toEqual(['0@40']);
    const records = storedBatches({ baseOffset: 40, leaderEpoch: 5 });
    await cluster.fetch().respond(fetched([{ records }]));
    await cluster.fetch().respond(fetched([]));
    expect(asked(cluster.fetch())).toEqual([]);
    expect(cluster.epochChecks).toEqual([]);
    expect(moves).toEqual([]);
    cluster.metadata.set('orders', [{ id: 1, epoch: 7 }]);
    await cluster.fetch().respond(fetched([]));
    expect(cluster.epochChecks[0]?.request.topics[0]?.partitions[0]).toMatchObject({
      currentLeaderEpoch: 7,
      leaderEpoch: 5,
    });
  });

  it.each([
    ['no offset', 5, -1],
    ['no epoch', -1, 2],
  ])('of which the leader can tell %s goes on by policy, never at -1 (trap 52)', async (_, epoch, endOffset) => {
    const one = await readTwo({ outOfRange: 'last' }, ASKED);
    const { cluster, problems } = one;
    cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    await cluster.epochChecks[0]?.respond(epochEnd(epoch, endOffset));
    expect(cluster.fetches.filter(({ nodeId }) => nodeId === 2)).toEqual([]);
    expect(cluster.lookups[0]?.request.topics[0]?.partitions).toMatchObject([{ partitionIndex: 0, timestamp: -1 }]);
    expect(problems).toEqual([]);
    const strict = await readTwo({ outOfRange: 'error' }, ASKED);
    strict.cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    await strict.cluster.epochChecks[0]?.respond(epochEnd(epoch, endOffset));
    expect(strict.cluster.lookups).toEqual([]);
    expect(strict.problems).toMatchObject([{ error: { code: 'OFFSET_OUT_OF_RANGE', offset: 2 } }]);
  });

  it('is asked about again after errors that pass, under the epoch of the day (trap 52)', async () => {
    const one = await readTwo({}, ASKED);
    const { cluster, fetcher } = one;
    cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    await cluster.epochChecks[0]?.respond(epochEnd(-1, -1, ErrorCode.FENCED_LEADER_EPOCH));
    expect(cluster.metadata.forgotten).toEqual(['0: 6']);
    expect(cluster.epochChecks).toEqual([]);
    cluster.metadata.set('orders', [{ id: 2, epoch: 7 }]);
    await cluster.clock.advance(200);
    expect(cluster.epochChecks[0]?.request.topics[0]?.partitions[0]?.currentLeaderEpoch).toBe(7);
    await cluster.epochChecks[0]?.respond(epochEnd(-1, -1, ErrorCode.UNKNOWN_SERVER_ERROR));
    await cluster.clock.advance(1_000);
    // What was asked of the leader before does not count for this one.
    await cluster.epochChecks[0]?.respond(epochEnd(5, 2));
    expect(cluster.fetches.filter(({ nodeId }) => nodeId === 2)).toEqual([]);
    await cluster.epochChecks[0]?.respond(epochEnd(5, 2));
    expect(asked(cluster.fetch(2))).toEqual(['0@2']);
    expect(fetcher.position('orders', 0)).toBe(2);
  });

  it('cannot be told by a lasting error: it is reported, and resets nothing (trap 52)', async () => {
    const { cluster, fetcher, problems, moves } = await readTwo({}, ASKED);
    cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    await cluster.epochChecks[0]?.respond(epochEnd(-1, -1, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    await cluster.clock.advance(60_000);
    expect(problems).toMatchObject([{ partition: 0, error: { code: 'TOPIC_AUTHORIZATION_FAILED', offset: 2 } }]);
    expect([cluster.lookups, cluster.epochChecks, moves]).toEqual([[], [], []]);
    expect(fetcher.position('orders', 0)).toBe(2);
  });

  it('is not asked about where brokers let no consumer ask (trap 52)', async () => {
    const { cluster, problems } = await readTwo({}, ASKED);
    cluster.maxEpochVersion = 2;
    cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    await turn();
    expect(asked(cluster.fetch(2))).toEqual(['0@2']);
    expect(problems).toEqual([]);
  });

  it('says nothing to a partition that was sought or given back meanwhile (trap 52)', async () => {
    const { cluster, fetcher, moves } = await readTwo({}, ASKED);
    cluster.metadata.set('orders', [{ id: 2, epoch: 6 }]);
    await turn();
    fetcher.seek('orders', 0, 500);
    await cluster.epochChecks[0]?.respond(epochEnd(4, 1));
    expect(moves).toEqual([]);
    expect(asked(cluster.fetch(2))).toEqual(['0@500']);
  });
});

describe('an offset out of range', () => {
  const outOfRange = fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]);

  it('with the last epoch is the leader’s to explain first: a broker may not be able to place the epoch (trap 53)', async () => {
    const { cluster, fetcher, moves } = engine();
    fetcher.assign('orders', 0, 5, 3);
    await turn();
    expect(cluster.fetch().request.topics[0]?.partitions[0]?.lastFetchedEpoch).toBe(3);
    await cluster.fetch().respond(outOfRange);
    expect(cluster.lookups).toEqual([]);
    await cluster.epochChecks[0]?.respond(epochEnd(3, 5));
    expect(cluster.fetch().request.topics[0]?.partitions[0]).toMatchObject({ fetchOffset: 5, lastFetchedEpoch: -1 });
    expect(moves).toEqual([]);
    // The offset alone is out of range as well: now it is true.
    await cluster.fetch().respond(outOfRange);
    expect(cluster.lookups).toHaveLength(1);
  });

  it('is explained by a log that was cut, too (trap 52)', async () => {
    const { cluster, fetcher, moves } = engine();
    fetcher.assign('orders', 0, 5, 3);
    await turn();
    await cluster.fetch().respond(outOfRange);
    await cluster.epochChecks[0]?.respond(epochEnd(2, 4));
    expect(moves).toEqual([{ topic: 'orders', partition: 0, offset: 4 }]);
    expect(cluster.fetch().request.topics[0]?.partitions[0]).toMatchObject({ fetchOffset: 4, lastFetchedEpoch: 2 });
  });

  it.each([
    ['a broken connection', new KafkaError('CONNECTION', 'gone', { retriable: true })],
    ['a timeout', new KafkaError('TIMEOUT', 'late', { retriable: true })],
  ])('is not what %s means: the offset stays (trap 53)', async (_, error) => {
    const { cluster, fetcher, moves, problems } = engine();
    fetcher.assign('orders', 0, 700);
    await turn();
    for (let i = 0; i < 5; i++) {
      await cluster.fetch().fail(error);
      await cluster.clock.advance(2_000);
      expect(asked(cluster.fetch())).toEqual(['0@700']);
    }
    expect([cluster.lookups, moves, problems]).toEqual([[], [], []]);
  });

  it.each([
    'NOT_LEADER_OR_FOLLOWER',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'OFFSET_NOT_AVAILABLE',
    'KAFKA_STORAGE_ERROR',
    'UNKNOWN_SERVER_ERROR',
    'FENCED_LEADER_EPOCH',
  ] as const)('is not what %s means: the offset stays (trap 53)', async (name) => {
    const { cluster, fetcher, moves, problems } = engine();
    fetcher.assign('orders', 0, 700);
    await turn();
    for (let i = 0; i < 5; i++) {
      await cluster.fetch().respond(fetched([{ errorCode: ErrorCode[name] }]));
      await cluster.clock.advance(2_000);
      expect(fetcher.position('orders', 0)).toBe(700);
    }
    await cluster.fetch().respond(fetched([{ records: storedBatches({ baseOffset: 700 }) }]));
    expect(drain(fetcher)).toEqual(['0: v700']);
    expect([cluster.lookups, moves, problems]).toEqual([[], [], []]);
  });

  it('whose reset is refused for good is reported, and moves nothing (trap 53)', async () => {
    const { cluster, fetcher, moves, problems } = engine();
    fetcher.assign('orders', 0, 700);
    await turn();
    await cluster.fetch().respond(outOfRange);
    const answer = { partitionIndex: 0, errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, timestamp: -1 };
    const partitions = [{ ...answer, offset: -1, leaderEpoch: -1 }];
    await cluster.lookups[0]?.respond({ throttleTimeMs: 0, topics: [{ name: 'orders', partitions }] });
    expect(problems).toMatchObject([{ error: { code: 'TOPIC_AUTHORIZATION_FAILED' } }]);
    expect(moves).toEqual([]);
    expect(fetcher.position('orders', 0)).toBe(700);
    expect(cluster.fetches).toEqual([]);
  });

  it('waits for what is queued before it, which is good (trap 53)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 0);
    await turn();
    await cluster.fetch().respond(fetched([{ records: storedBatches({ baseOffset: 0, leaderEpoch: -1 }) }]));
    await cluster.fetch().respond(outOfRange);
    expect(cluster.lookups).toEqual([]);
    expect(drain(fetcher)).toEqual(['0: v0']);
    await cluster.clock.advance(200);
    await cluster.fetch().respond(outOfRange);
    expect(cluster.lookups).toHaveLength(1);
  });
});
