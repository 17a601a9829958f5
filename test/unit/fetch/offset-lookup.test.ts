import { describe, expect, it } from 'vitest';
import type { CallOptions } from '../../../src/base/abort.ts';
import { listOffsets, lookupOffsets, type RetryingCluster } from '../../../src/fetch/offset-lookup.ts';
import { BrokerError } from '../../../src/protocol/broker-error.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import type { ListOffsetsResponse } from '../../../src/protocol/generated/list-offsets.ts';
import { turn } from '../../support/virtual-clock.ts';
import { ScriptedCluster } from './scripted-cluster.ts';

/** Answers `offset` for each partition: a negative one is an error code. */
function answer(topic: string, offsets: Readonly<Record<number, number>>, noRecord = false): ListOffsetsResponse {
  const partitions = Object.entries(offsets).map(([partition, offset]) => ({
    partitionIndex: Number(partition),
    errorCode: offset < 0 && !noRecord ? -offset : 0,
    timestamp: -1,
    offset,
    leaderEpoch: 2,
  }));
  return { throttleTimeMs: 0, topics: [{ name: topic, partitions }] };
}

function clusterOf(leaders: readonly { id: number; epoch: number }[]): ScriptedCluster & RetryingCluster {
  const cluster = new ScriptedCluster();
  cluster.metadata.set('orders', leaders);
  const retry = async <T>(_: string, attempt: () => Promise<T>, _options?: CallOptions): Promise<T> => {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
      }
    }
  };
  return Object.assign(cluster, { retry });
}

const p = [0, 1, 2].map((partition) => ({ topic: 'orders', partition }));

describe('lookupOffsets', () => {
  it('asks each leader once, for all of its partitions', async () => {
    const cluster = clusterOf([
      { id: 1, epoch: 7 },
      { id: 2, epoch: 8 },
      { id: 1, epoch: 9 },
    ]);
    const found = lookupOffsets(cluster, p, 'first', 'read_committed');
    await turn();
    expect(cluster.lookups.map(({ nodeId }) => nodeId)).toEqual([1, 2]);
    expect(cluster.lookups[0]?.request).toMatchObject({
      replicaId: -1,
      isolationLevel: 1,
      topics: [
        {
          name: 'orders',
          partitions: [
            { partitionIndex: 0, currentLeaderEpoch: 7, timestamp: -2 },
            { partitionIndex: 2, currentLeaderEpoch: 9, timestamp: -2 },
          ],
        },
      ],
    });
    await cluster.lookups[0]?.respond(answer('orders', { 0: 10, 2: 30 }));
    await cluster.lookups[0]?.respond(answer('orders', { 1: 20 }));
    expect([...(await found).values()].map((one) => 'offset' in one && one.offset)).toEqual([10, 30, 20]);
  });

  it('has an error for each partition that has no answer, and offsets for the rest', async () => {
    const cluster = clusterOf([
      { id: 1, epoch: 7 },
      { id: -1, epoch: -1 },
      { id: 1, epoch: 7 },
    ]);
    const found = lookupOffsets(cluster, p, 'last', 'read_uncommitted');
    await turn();
    await cluster.lookups[0]?.respond(answer('orders', { 0: 10 }));
    const results = await found;
    expect(results.get(p[0]!)).toEqual({ offset: 10, leaderEpoch: 2 });
    expect(results.get(p[1]!)).toMatchObject({ code: 'LEADER_NOT_AVAILABLE', partition: 1 });
    expect(results.get(p[2]!)).toMatchObject({ code: 'PROTOCOL', partition: 2 });
  });

  it('takes the end for a time after the last record', async () => {
    const cluster = clusterOf([{ id: 1, epoch: 7 }]);
    const found = lookupOffsets(cluster, [p[0]!], { time: 5_000 }, 'read_committed');
    await turn();
    expect(cluster.lookups[0]?.request.topics[0]?.partitions[0]?.timestamp).toBe(5_000);
    await cluster.lookups[0]?.respond(answer('orders', { 0: -1 }, true));
    expect(cluster.lookups[0]?.request.topics[0]?.partitions[0]?.timestamp).toBe(-1);
    await cluster.lookups[0]?.respond(answer('orders', { 0: 77 }));
    expect((await found).get(p[0]!)).toMatchObject({ offset: 77 });
  });
});

describe('a place so many milliseconds ago', () => {
  it('is looked up by the time that it is then (KIP-1106)', async () => {
    const cluster = clusterOf([{ id: 1, epoch: 7 }]);
    const now = cluster.clock.now();
    void lookupOffsets(cluster, [p[0]!], { ago: 60_000 }, 'read_committed');
    await turn();
    await cluster.clock.advance(500);
    void lookupOffsets(cluster, [p[0]!], { ago: 60_000 }, 'read_committed');
    await turn();
    const times = cluster.lookups.map(({ request }) => request.topics[0]?.partitions[0]?.timestamp);
    expect(times).toEqual([now - 60_000, now - 59_500]);
  });

  it('is not before there was time', async () => {
    const cluster = clusterOf([{ id: 1, epoch: 7 }]);
    void lookupOffsets(cluster, [p[0]!], { ago: Number.MAX_SAFE_INTEGER }, 'read_committed');
    await turn();
    expect(cluster.lookups[0]?.request.topics[0]?.partitions[0]?.timestamp).toBe(0);
  });
});

describe('listOffsets', () => {
  it('asks again only for partitions whose error passes, and keeps errors that do not as values', async () => {
    const cluster = clusterOf([
      { id: 1, epoch: 7 },
      { id: 1, epoch: 7 },
      { id: 1, epoch: 7 },
    ]);
    const found = listOffsets(cluster, p, 'first', 'read_committed');
    await turn();
    const { NOT_LEADER_OR_FOLLOWER, TOPIC_AUTHORIZATION_FAILED } = ErrorCode;
    const first = { 0: 10, 1: -NOT_LEADER_OR_FOLLOWER, 2: -TOPIC_AUTHORIZATION_FAILED };
    await cluster.lookups[0]?.respond(answer('orders', first));
    expect(cluster.lookups[0]?.request.topics[0]?.partitions).toMatchObject([{ partitionIndex: 1 }]);
    await cluster.lookups[0]?.respond(answer('orders', { 1: 20 }));
    const results = await found;
    expect(results.get(p[0]!)).toMatchObject({ offset: 10 });
    expect(results.get(p[1]!)).toMatchObject({ offset: 20 });
    expect(results.get(p[2]!)).toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED' });
  });

  it('asks nobody for nothing', async () => {
    const cluster = clusterOf([]);
    expect((await listOffsets(cluster, [], 'first', 'read_committed')).size).toBe(0);
    expect(cluster.lookups).toEqual([]);
  });
});
