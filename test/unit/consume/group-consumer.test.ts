// A GroupConsumer between a member that the test plays and a cluster without sockets: what partitions that come and go do
// to those that stay, and what is committed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onAbort } from '../../../src/base/abort.ts';
import { type Deferred, deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import { partitionKey } from '../../../src/cluster/partition-key.ts';
import { classify } from '../../../src/cluster/retry-classifier.ts';
import type { TopicPartition, TopicPartitionOffset } from '../../../src/cluster/topic-partition.ts';
import type { GroupConsumerSettings } from '../../../src/consume/consumer-settings.ts';
import { GroupConsumer } from '../../../src/consume/group-consumer.ts';
import { resolveFetchSettings } from '../../../src/fetch/fetch-settings.ts';
import type { GroupHandlers, GroupMember } from '../../../src/group/group-member.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createListOffsetsResponse } from '../../../src/protocol/generated/list-offsets.ts';
import { turn } from '../../support/virtual-clock.ts';
import { storedBatch } from '../fetch/record-batches.ts';
import { asked, fetched, ScriptedCluster } from '../fetch/scripted-cluster.ts';
import { SETTINGS } from '../group/member-bench.ts';

const orders = (...partitions: number[]): TopicPartition[] =>
  partitions.map((partition) => ({ topic: 'orders', partition }));
const FOREVER = new AbortController().signal;

class PlayedMember {
  readonly commits: TopicPartitionOffset[][] = [];
  readonly offsets = new Map<string, TopicPartitionOffset>();
  readonly wentBack: TopicPartitionOffset[] = [];
  /** Answers to committed() wait for it. */
  gate: Deferred<void> | undefined;
  generationId = 1;
  handlers!: GroupHandlers;
  rebalances = 0;

  get generation(): { memberId: string; generationId: number } {
    return { memberId: 'm', generationId: this.generationId };
  }

  commit(offsets: readonly TopicPartitionOffset[]): Promise<unknown> {
    this.commits.push([...offsets]);
    for (const place of offsets) this.offsets.set(partitionKey(place.topic, place.partition), place);
    return Promise.resolve(offsets.map(({ topic, partition }) => ({ topic, partition, error: undefined })));
  }

  goBack(place: TopicPartitionOffset): void {
    this.wentBack.push(place);
  }

  async committed(partitions: readonly TopicPartition[], { signal }: { signal?: AbortSignal } = {}): Promise<unknown> {
    const interrupted = new Promise((_, reject) => onAbort(signal, () => reject(new Error('aborted'))));
    await Promise.race([this.gate?.promise, interrupted]);
    return new Map(
      partitions.map(({ topic, partition }) => {
        const key = partitionKey(topic, partition);
        return [key, this.offsets.get(key)];
      }),
    );
  }

  commitBy(offset: number, ...partitions: number[]): void {
    for (const place of orders(...partitions)) {
      this.offsets.set(partitionKey(place.topic, place.partition), { ...place, offset });
    }
  }

  run = async (): Promise<void> => {};
  close = async (): Promise<void> => {};
}

let cluster: ScriptedCluster;
let member: PlayedMember;
let told: string[];
let consumer: GroupConsumer;

function open(settings: Partial<GroupConsumerSettings> = {}): GroupConsumer {
  const tell = (what: string) => (partitions: readonly TopicPartition[]) =>
    void told.push(`${what} ${partitions.map(({ partition }) => partition).join()}`);
  const all: GroupConsumerSettings = {
    fetch: resolveFetchSettings({}),
    group: SETTINGS,
    startOffset: 'first',
    startFirst: new Set(),
    commitIntervalMs: undefined,
    callbacks: { onAssigned: tell('assigned'), onRevoked: tell('revoked'), onLost: tell('lost') },
    ...settings,
  };
  consumer = new GroupConsumer(cluster as unknown as Cluster, all, (_cluster, _settings, handlers) => {
    member.handlers = handlers;
    return member as unknown as GroupMember;
  });
  return consumer;
}

beforeEach(() => {
  cluster = new ScriptedCluster();
  Object.assign(cluster, {
    retry: async (_what: string, attempt: () => Promise<unknown>, { signal }: { signal?: AbortSignal } = {}) => {
      for (;;) {
        try {
          return await attempt();
        } catch (error) {
          if (signal?.aborted || classify(error) === 'fail') throw error;
          await cluster.clock.advance(0);
        }
      }
    },
  });
  cluster.metadata.set(
    'orders',
    [0, 1, 2].map(() => ({ id: 1, epoch: 5 })),
  );
  member = new PlayedMember();
  told = [];
});

afterEach(() => consumer.close());

/** Answers the fetch that is on the wire with ten records from each of these offsets. */
async function answer(...places: readonly (readonly [partition: number, offset: number])[]): Promise<void> {
  const partitions = places.map(([partitionIndex, baseOffset]) => {
    const values = Array.from({ length: 10 }, (_, i) => `${partitionIndex}:${baseOffset + i}`);
    return { partitionIndex, records: storedBatch({ baseOffset, values, leaderEpoch: 5 }) };
  });
  await cluster.fetch().respond(fetched(partitions));
}

const assign = (...partitions: number[]) => member.handlers.onAssigned(orders(...partitions), FOREVER);
const revoke = (...partitions: number[]) => member.handlers.onRevoked(orders(...partitions), FOREVER);
const next = (): string | undefined => consumer.feed.nextNow()?.value?.toString();

describe('GroupConsumer', () => {
  it('reads on what stays while others come and go, from the middle of a batch (trap 73)', async () => {
    open();
    member.commitBy(100, 0, 1);
    await assign(0);
    await turn();
    await answer([0, 100]);
    expect([next(), next()]).toEqual(['0:100', '0:101']);
    await assign(1);
    await assign();
    expect(next()).toBe('0:102');
    await revoke(1);
    expect([next(), next()]).toEqual(['0:103', '0:104']);
    expect(consumer.feed.position({ topic: 'orders', partition: 0 })).toBe(105);
    expect(told).toEqual(['assigned 0', 'assigned 1', 'assigned ', 'revoked 1']);
    expect(consumer.feed.assignment).toEqual(orders(0));
  });

  it('fetches nothing before the committed offsets are there, and of what was revoked hands out nothing (trap 66)', async () => {
    open();
    member.commitBy(50, 0, 1);
    member.gate = deferred();
    const assigning = assign(0, 1);
    await turn();
    expect([cluster.fetches, told]).toEqual([[], []]);
    member.gate.resolve();
    await assigning;
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@50', '1@50']);
    await answer([0, 50], [1, 50]);
    expect(next()).toBe('0:50');
    await revoke(0);
    const rest = Array.from({ length: 11 }, next);
    expect(rest).toEqual([...Array.from({ length: 10 }, (_, i) => `1:${50 + i}`), undefined]);
  });

  it('that cannot learn what is committed falls back to no start offset (trap 67)', async () => {
    open({ startOffset: 'last' });
    member.gate = deferred();
    const assigning = assign(0);
    member.gate.reject(new KafkaError('TOPIC_AUTHORIZATION_FAILED', 'no'));
    await expect(assigning).rejects.toThrow('no');
    await turn();
    expect([cluster.fetches, cluster.lookups, told]).toEqual([[], [], []]);
  });

  it('does not commit what was marked of a partition before it was lost (trap 68)', async () => {
    open({ commitIntervalMs: 1_000 });
    member.commitBy(10, 0, 1);
    await assign(0, 1);
    await consumer.commit([{ ...(orders(0)[0] as TopicPartition), offset: 20 }], {});
    await consumer.commit([{ ...(orders(1)[0] as TopicPartition), offset: 30 }], {});
    member.handlers.onLost(orders(0));
    await assign(0);
    await cluster.clock.advance(1_500);
    expect(member.commits.flat()).toEqual([{ topic: 'orders', partition: 1, offset: 30 }]);
    // Nor what comes later of the records of before: their reader does not own them.
    member.handlers.onLost(orders(0, 1));
    await consumer.commit([{ ...(orders(0)[0] as TopicPartition), offset: 21 }], {});
    await assign(0, 1);
    await cluster.clock.advance(1_500);
    expect(member.commits.flat()).toHaveLength(1);
    expect(told).toEqual(['assigned 0,1', 'lost 0', 'assigned 0', 'lost 0,1', 'assigned 0,1']);
  });

  it('commits what is marked, and no more than that, before it gives a partition up (trap 80)', async () => {
    open({ commitIntervalMs: 600_000 });
    member.commitBy(100, 0, 1);
    await assign(0, 1);
    await turn();
    await answer([0, 100], [1, 100]);
    for (let i = 0; i < 5; i++) next();
    await consumer.commit([{ ...(orders(0)[0] as TopicPartition), offset: 102 }], {});
    expect(member.commits).toEqual([]);
    await revoke(0);
    expect(member.commits).toEqual([[{ topic: 'orders', partition: 0, offset: 102, leaderEpoch: 5 }]]);
  });

  it('commits the end where it starts there, before anything is read (trap 81)', async () => {
    open({ startOffset: 'last' });
    const assigning = assign(0);
    await turn();
    // A partition that was not there when the consumer started begins with its first record.
    const [lookup] = cluster.lookups;
    expect(lookup?.request.topics[0]?.partitions[0]).toMatchObject({ partitionIndex: 0, timestamp: -2 });
    await lookup?.respond(found([0, 70]));
    await assigning;
    expect(member.commits).toEqual([[{ topic: 'orders', partition: 0, offset: 70 }]]);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@70']);
  });

  it('does not wait with the others for a partition whose start offset cannot be had yet (trap 46)', async () => {
    open();
    const assigning = assign(0, 1);
    await turn();
    await cluster.lookups[0]?.respond(found([0, 0], [1, -1, ErrorCode.LEADER_NOT_AVAILABLE]));
    await turn();
    expect([told, asked(cluster.fetch())]).toEqual([['assigned 0'], ['0@0']]);
    await cluster.lookups[0]?.respond(found([1, 0]));
    await assigning;
    expect(told).toEqual(['assigned 0', 'assigned 1']);
    expect(consumer.feed.state('orders', 1)?.isReading).toBe(true);
  });

  it('goes on with an assignment in which it was interrupted, and tells of every partition once', async () => {
    open();
    member.commitBy(10, 0, 1, 2);
    member.gate = deferred();
    const interrupt = new AbortController();
    const assigning = member.handlers.onAssigned(orders(0, 1), interrupt.signal);
    await turn();
    interrupt.abort();
    await expect(assigning).rejects.toThrow('aborted');
    await revoke(0);
    member.gate = undefined;
    await assign(1, 2);
    await turn();
    expect(told).toEqual(['assigned 1,2']);
    expect(consumer.feed.assignment).toEqual(orders(1, 2));
    expect([...consumer.feed.states].map(({ isReading }) => isReading)).toEqual([true, true]);
  });

  it('takes back what was handed out in a transaction that was aborted, whatever generation it is (trap 100)', async () => {
    open();
    member.commitBy(100, 0, 1);
    await assign(0, 1);
    await turn();
    await answer([0, 100], [1, 100]);
    for (let i = 0; i < 12; i++) next();
    member.gate = deferred();
    const rewinding = consumer.rewind({});
    // A rebalance comes between: the one stays, the other goes and comes back, committed by somebody else.
    member.generationId = 2;
    await revoke(1);
    member.commitBy(107, 1);
    const again = assign(1);
    await turn();
    member.gate.resolve();
    await Promise.all([rewinding, again]);
    const positions = orders(0, 1).map((place) => consumer.feed.position(place));
    expect(positions).toEqual([100, 107]);
  });

  it('keeps the pause of a partition that stays, or goes and comes back in one rebalance, and of no other (trap 78)', async () => {
    open();
    member.commitBy(0, 0, 1, 2);
    await assign(0, 1, 2);
    for (const place of orders(0, 1, 2)) consumer.feed.pause(place);
    await revoke(1, 2);
    await assign(1);
    await assign(2);
    const isPaused = orders(0, 1, 2).map(({ topic, partition }) => consumer.feed.state(topic, partition)?.isPaused);
    expect(isPaused).toEqual([true, true, false]);
  });

  it('keeps the place that the user sought in onAssigned', async () => {
    const callbacks = {
      onAssigned: () => consumer.feed.seek({ topic: 'orders', partition: 0 }, 33),
      onRevoked: () => {},
      onLost: () => {},
    };
    open({ callbacks });
    member.commitBy(10, 0);
    await assign(0);
    await turn();
    expect(asked(cluster.fetch())).toEqual(['0@33']);
  });
});

/** An answer of ListOffsets. */
function found(...places: readonly (readonly [partition: number, offset: number, errorCode?: number])[]) {
  const partitions = places.map(([partitionIndex, offset, errorCode = 0]) => {
    return { partitionIndex, errorCode, oldStyleOffsets: [], timestamp: -1, offset, leaderEpoch: 5 };
  });
  return createListOffsetsResponse({ topics: [{ name: 'orders', partitions }] });
}
