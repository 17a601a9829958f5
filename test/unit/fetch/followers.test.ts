// Reading from a follower that the leader names (KIP-392).
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { turn } from '../../support/virtual-clock.ts';
import { drain, type Engine, engine } from './engine.ts';
import { storedBatch, storedBatches } from './record-batches.ts';
import { asked, epochEnd, fetched, type ScriptedCluster } from './scripted-cluster.ts';

const HOUR = 3_600_000;
const toFollower = fetched([{ preferredReadReplica: 2 }]);
const outOfRange = fetched([{ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }]);

/** An engine whose partition 0, led by broker 1, is read from broker 2; `lastEpoch` -1: nothing to compare. */
async function following(lastEpoch = -1, settings: Parameters<typeof engine>[0] = {}): Promise<Engine> {
  const one = engine({ rack: 'b', ...settings });
  one.fetcher.assign('orders', 0, 10, lastEpoch);
  await turn();
  await one.cluster.fetch(1).respond(toFollower);
  expect(asked(one.cluster.fetch(2))).toEqual(['0@10']);
  return one;
}

/** The leader is asked, for the offset that the follower was asked for, and nobody else. */
async function leaderServes({ cluster, fetcher }: Engine): Promise<void> {
  expect(isAsked(cluster, 2)).toBe(false);
  await cluster.fetch(1).respond(fetched([{ records: storedBatch({ baseOffset: 10 }) }]));
  expect(drain(fetcher)).toEqual(['0: v10']);
}

const isAsked = (cluster: ScriptedCluster, nodeId: number) => cluster.fetches.some((one) => one.nodeId === nodeId);

describe('Fetcher and followers', () => {
  it('tells its rack, and reads on from the follower that the leader names (trap 54)', async () => {
    const { cluster, fetcher, moves, problems } = engine({ rack: 'b' });
    fetcher.assign('orders', 0, 10);
    fetcher.assign('orders', 1, 20);
    await turn();
    expect(cluster.fetch(1).request.rackId).toBe('b');
    await cluster.fetch(1).respond(toFollower);
    // The other partition stays, and the session of the leader lets this one go.
    expect(asked(cluster.fetch(1))).toEqual([]);
    expect(cluster.fetch(1).request.forgottenTopicsData).toMatchObject([{ partitions: [0] }]);
    expect(cluster.fetch(2).request.rackId).toBe('b');
    expect(cluster.fetch(2).request.topics[0]?.partitions[0]).toMatchObject({ fetchOffset: 10, currentLeaderEpoch: 5 });
    await cluster.fetch(2).respond(fetched([{ records: storedBatches({ baseOffset: 10 }, { baseOffset: 11 }) }]));
    expect(drain(fetcher)).toEqual(['0: v10', '0: v11']);
    expect(asked(cluster.fetch(2))).toEqual(['0@12']);
    expect([moves, problems]).toEqual([[], []]);
  });

  it('tells no rack where none is given (trap 54)', async () => {
    const { cluster, fetcher } = engine();
    fetcher.assign('orders', 0, 10);
    await turn();
    expect(cluster.fetch(1).request.rackId).toBe('');
  });

  it('asks the leader again when the metadata would be too old, and never for what it has read (trap 54)', async () => {
    const { cluster, fetcher } = await following();
    await cluster.fetch(2).respond(fetched([{ records: storedBatch({ baseOffset: 10 }) }]));
    await cluster.clock.advance(cluster.metadataMaxAgeMs - 1);
    await cluster.fetch(2).respond(fetched([{ records: storedBatch({ baseOffset: 11 }) }]));
    expect(isAsked(cluster, 1)).toBe(false);
    await cluster.clock.advance(1);
    await cluster.fetch(2).respond(fetched([{ records: storedBatch({ baseOffset: 12 }) }]));
    expect(isAsked(cluster, 2)).toBe(false);
    expect(asked(cluster.fetch(1))).toEqual(['0@13']);
    // Named anew, the follower goes on from there.
    await cluster.fetch(1).respond(toFollower);
    expect(asked(cluster.fetch(2))).toEqual(['0@13']);
    expect(drain(fetcher)).toEqual(['0: v10', '0: v11', '0: v12']);
  });

  it('asks the leader when the follower does not have the offset, and resets only on the leader’s word (trap 54)', async () => {
    const one = await following();
    const { cluster, moves } = one;
    await cluster.fetch(2).respond(outOfRange);
    await cluster.clock.advance(200);
    expect(cluster.lookups).toEqual([]);
    expect(moves).toEqual([]);
    await leaderServes(one);
    await cluster.fetch(1).respond(outOfRange);
    await cluster.clock.advance(200);
    expect([cluster.lookups, cluster.epochChecks].flat()).toHaveLength(1);
  });

  it('does not go to and fro between a leader and a follower that contradict each other (trap 54)', async () => {
    const { cluster, fetcher } = await following();
    let rounds = 0;
    for (let ms = 0; ms < 60_000; ms += 100) {
      if (isAsked(cluster, 2)) {
        rounds++;
        await cluster.fetch(2).respond(outOfRange);
      }
      if (isAsked(cluster, 1)) await cluster.fetch(1).respond(toFollower);
      await cluster.clock.advance(100);
    }
    expect(rounds).toBeGreaterThan(20);
    expect(rounds).toBeLessThan(100);
    expect(fetcher.position('orders', 0)).toBe(10);
    expect(cluster.lookups).toEqual([]);
  });

  it('asks the leader about a log that only a follower calls cut (trap 52, 54)', async () => {
    const { cluster, fetcher, moves } = await following(5);
    await cluster.fetch(2).respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 7 } }]));
    await cluster.clock.advance(200);
    expect(moves).toEqual([]);
    expect(cluster.epochChecks).toMatchObject([{ nodeId: 1 }]);
    await cluster.epochChecks[0]?.respond(epochEnd(5, 90));
    expect(asked(cluster.fetch(1))).toEqual(['0@10']);
    expect([moves, fetcher.position('orders', 0)]).toEqual([[], 10]);
  });

  it('goes back where the leader says so as well (trap 52, 54)', async () => {
    const { cluster, moves } = await following(5);
    await cluster.fetch(2).respond(fetched([{ divergingEpoch: { epoch: 4, endOffset: 7 } }]));
    await cluster.clock.advance(200);
    await cluster.epochChecks[0]?.respond(epochEnd(4, 8));
    expect(moves).toEqual([{ topic: 'orders', partition: 0, offset: 8 }]);
    expect(asked(cluster.fetch(1))).toEqual(['0@8']);
  });

  it.each(['CONNECTION', 'AUTHENTICATION'])(
    'goes back to the leader after %s at the follower (trap 54)',
    async (code) => {
      const one = await following();
      const { cluster, problems } = one;
      await cluster.fetch(2).fail(new KafkaError(code, 'no'));
      await leaderServes(one);
      expect(problems).toEqual([]);
    },
  );

  it.each(['NOT_LEADER_OR_FOLLOWER', 'REPLICA_NOT_AVAILABLE', 'OFFSET_NOT_AVAILABLE', 'UNKNOWN_LEADER_EPOCH'] as const)(
    'goes back to the leader after %s at the follower (trap 54)',
    async (name) => {
      const one = await following();
      const { cluster, problems } = one;
      await cluster.fetch(2).respond(fetched([{ errorCode: ErrorCode[name] }]));
      await cluster.clock.advance(200);
      await leaderServes(one);
      // What a follower does not know yet says nothing about the leader's epoch.
      expect(cluster.metadata.forgotten).toEqual([]);
      expect(problems).toEqual([]);
    },
  );

  it('stays with the leader while it names a broker that is not known (trap 54)', async () => {
    const { cluster, fetcher } = engine({ rack: 'b' });
    cluster.metadata.unknownBrokers.add(2);
    fetcher.assign('orders', 0, 10);
    await turn();
    await cluster.fetch(1).respond(toFollower);
    expect(cluster.fetches).toEqual([]);
    expect(cluster.metadata.refreshes).toBe(1);
    await cluster.clock.advance(200);
    await cluster.fetch(1).respond(fetched([{ records: storedBatch({ baseOffset: 10 }) }]));
    expect(drain(fetcher)).toEqual(['0: v10']);
  });

  it('goes to a new leader, and to the old one in a new term (trap 54)', async () => {
    const { cluster } = await following();
    cluster.metadata.set('orders', [{ id: 1, epoch: 6 }]);
    await turn();
    expect(asked(cluster.fetch(1))).toEqual(['0@10']);
    await cluster.fetch(1).respond(toFollower);
    cluster.metadata.set('orders', [{ id: 3, epoch: 7 }]);
    await turn();
    expect(asked(cluster.fetch(3))).toEqual(['0@10']);
  });

  it('takes no late answer of a broker that it reads from no more (trap 54, 55)', async () => {
    const { cluster, fetcher } = await following();
    const late = cluster.fetch(2);
    cluster.metadata.set('orders', [{ id: 1, epoch: 6 }]);
    await turn();
    await late.respond(outOfRange);
    await cluster.clock.advance(HOUR);
    expect([cluster.lookups, cluster.epochChecks]).toEqual([[], []]);
    await cluster.fetch(1).respond(fetched([{ records: storedBatch({ baseOffset: 10 }) }]));
    expect(drain(fetcher)).toEqual(['0: v10']);
  });

  it('asks nobody for a partition that was given back (trap 54)', async () => {
    const { cluster, fetcher } = await following();
    fetcher.unassign('orders', 0);
    await cluster.fetch(2).respond(fetched([{ records: storedBatch({ baseOffset: 10 }) }]));
    expect(fetcher.take()).toBeUndefined();
    expect(cluster.fetches).toEqual([]);
  });
});
