// What the embedded broker adds to consumer groups as Kafka has them: time of its own, moves of coordinators, options.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka, type EmbeddedKafkaOptions } from '../../../src/embedded/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import {
  createIncrementalAlterConfigsRequest,
  incrementalAlterConfigsApi,
} from '../../../src/protocol/generated/incremental-alter-configs.ts';
import { createJoinGroupRequest, joinGroupApi } from '../../../src/protocol/generated/join-group.ts';
import { heartbeatsOver, RawConsumerMember, type RawMemberOptions } from '../../support/raw-consumer-group.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { WireClient } from '../../support/wire-client.ts';

const { FENCED_MEMBER_EPOCH, NONE, UNKNOWN_MEMBER_ID } = ErrorCode;

/** The kind of resource, and what to do with a config. */
const GROUP = 32;
const SET = 0;

const opened: { close(): Promise<void> }[] = [];
let clock: VirtualClock;

beforeEach(() => {
  clock = new VirtualClock();
});

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function start(options: EmbeddedKafkaOptions = {}): Promise<EmbeddedKafka> {
  const consumerGroups = { assignmentIntervalMs: 0, ...options.consumerGroups };
  const kafka = await EmbeddedKafka.start({ topics: { t: 6 }, clock, ...options, consumerGroups });
  opened.push(kafka);
  return kafka;
}

async function wireTo(kafka: EmbeddedKafka, broker = 1): Promise<WireClient> {
  const wire = await WireClient.open(kafka.broker(broker).address);
  opened.push(wire);
  return wire;
}

async function membersOf(kafka: EmbeddedKafka) {
  const wire = await wireTo(kafka);
  return (id: string, options: RawMemberOptions = { topics: ['t'] }) =>
    new RawConsumerMember(heartbeatsOver(wire), 'g', id, options);
}

describe('a member of a consumer group', () => {
  it('gives up first, then the other one gets', async () => {
    const member = await membersOf(await start());
    const [a, b] = [member('a'), member('b')];
    await a.join();
    expect(a.partitions).toEqual([0, 1, 2, 3, 4, 5]);
    await b.join();
    expect(b.partitions).toEqual([]);
    await a.beat();
    expect([a.epoch, a.partitions.length]).toEqual([2, 3]);
    await b.beat();
    expect(b.partitions).toEqual([]);
    await a.beat();
    expect(a.epoch).toBe(3);
    await b.beat();
    expect([...a.partitions, ...b.partitions].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(b.epoch).toBe(3);
  });

  it('is out when nothing was heard of it for the session timeout', async () => {
    const member = await membersOf(await start({ consumerGroups: { sessionTimeoutMs: 10_000 } }));
    const [a, b] = [member('a'), member('b')];
    await a.join();
    await clock.advance(6000);
    await b.join();
    await clock.advance(4001);
    expect((await a.beat()).errorCode).toBe(UNKNOWN_MEMBER_ID);
    await b.beat();
    expect(b.partitions).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is out when it does not give up within its rebalance timeout', async () => {
    const member = await membersOf(await start());
    const [a, b] = [member('a', { topics: ['t'], rebalanceTimeoutMs: 20_000 }), member('b')];
    await a.join();
    await b.join();
    const owned = [...a.assigned].map(([topicId, partitions]) => ({ topicId, partitions }));
    await a.beat({ topicPartitions: owned });
    await clock.advance(19_000);
    expect((await a.beat({ topicPartitions: owned })).errorCode).toBe(NONE);
    await clock.advance(1001);
    expect((await a.beat()).errorCode).toBe(UNKNOWN_MEMBER_ID);
    await b.beat();
    expect(b.partitions).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('is fenced with an epoch that it does not have', async () => {
    const member = await membersOf(await start());
    const a = member('a');
    await a.join();
    expect((await a.beat({ memberEpoch: 7 })).errorCode).toBe(FENCED_MEMBER_EPOCH);
  });

  it('leaves, and the others get what it had', async () => {
    const member = await membersOf(await start());
    const [a, b] = [member('a'), member('b')];
    await a.join();
    await b.join();
    await a.leave();
    await b.beat();
    expect(b.partitions).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('a consumer group', () => {
  it('goes on with another coordinator, whose sessions begin anew', async () => {
    const kafka = await start({ brokers: 2, offsetsTopicPartitions: 1, consumerGroups: { sessionTimeoutMs: 10_000 } });
    kafka.coordinatorOf('g');
    kafka.moveLeader('__consumer_offsets', 0, 1);
    const a = (await membersOf(kafka))('a');
    await a.join();
    await clock.advance(6000);
    kafka.moveLeader('__consumer_offsets', 0, 2);
    expect((await a.beat()).errorCode).toBe(ErrorCode.NOT_COORDINATOR);
    const moved = new RawConsumerMember(heartbeatsOver(await wireTo(kafka, 2)), 'g', 'a', { topics: ['t'] });
    moved.epoch = a.epoch;
    await clock.advance(6000);
    expect((await moved.beat()).errorCode).toBe(NONE);
    await clock.advance(10_001);
    expect((await moved.beat()).errorCode).toBe(UNKNOWN_MEMBER_ID);
  });
});

describe('what holds for consumer groups', () => {
  it('is the least time between two assignments', async () => {
    const member = await membersOf(await start({ consumerGroups: { assignmentIntervalMs: 3000 } }));
    const [a, b] = [member('a'), member('b')];
    await a.join();
    await b.join();
    await a.beat();
    expect([a.epoch, b.epoch, a.partitions.length]).toEqual([2, 2, 6]);
    await clock.advance(3000);
    await b.beat();
    await a.beat();
    expect(a.partitions).toHaveLength(3);
  });

  it('is how many members there may be', async () => {
    const member = await membersOf(await start({ consumerGroups: { maxSize: 1 } }));
    const a = member('a');
    await a.join();
    expect((await member('b').join()).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED);
    expect((await a.join()).errorCode).toBe(NONE);
  });

  it('is how often members shall be heard of, and can be said for a single group', async () => {
    const kafka = await start({ consumerGroups: { heartbeatIntervalMs: 700 } });
    const member = await membersOf(kafka);
    const a = member('a');
    expect((await a.join()).heartbeatIntervalMs).toBe(700);
    const configs = [{ name: 'consumer.heartbeat.interval.ms', value: '9000', configOperation: SET }];
    const resources = [{ resourceType: GROUP, resourceName: 'g', configs }];
    const request = createIncrementalAlterConfigsRequest({ resources });
    const { responses } = await (await wireTo(kafka)).send(incrementalAlterConfigsApi, 1, request);
    expect(responses[0]?.errorCode).toBe(NONE);
    expect((await a.beat()).heartbeatIntervalMs).toBe(9000);
  });

  it('is checked', async () => {
    for (const consumerGroups of [{ maxSize: 0 }, { migrationPolicy: 'up' as never }, { other: 1 } as never]) {
      await expect(EmbeddedKafka.start({ consumerGroups })).rejects.toThrow('consumerGroups');
    }
  });
});

describe('an expression', () => {
  it('finds topics that are created later, but looks no more often than every ten seconds', async () => {
    const kafka = await start({ topics: { 'in-1': 1 } });
    const member = await membersOf(kafka);
    const a = member('a', { regex: 'in-.*' });
    await a.join();
    await a.beat();
    expect(a.assigned.size).toBe(1);
    kafka.createTopic('in-2', { partitions: 2 });
    await a.beat();
    await a.beat();
    expect(a.assigned.size).toBe(1);
    await clock.advance(10_001);
    await a.beat();
    await a.beat();
    expect(a.assigned.size).toBe(2);
    kafka.deleteTopic('in-1');
    await a.beat();
    await a.beat();
    expect([...a.assigned.keys()]).toEqual([kafka.topic('in-2').id]);
  });
});

describe('a static member that is away', () => {
  it('is out when its session is over', async () => {
    const member = await membersOf(await start({ consumerGroups: { sessionTimeoutMs: 10_000 } }));
    const [a, b] = [member('a', { topics: ['t'], instanceId: 'i' }), member('b')];
    await a.join();
    await a.leave(-2);
    await b.join();
    expect(b.partitions).toHaveLength(0);
    await clock.advance(9000);
    await b.beat();
    await clock.advance(1001);
    await b.beat();
    expect(b.partitions).toHaveLength(6);
  });
});

describe('members of the classic protocol', () => {
  const subscription = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0, 1, 0, 1]),
    Buffer.from('t'),
    Buffer.from([255, 255, 255, 255]),
  ]);
  const join = async (kafka: EmbeddedKafka, memberId = '') =>
    (await wireTo(kafka)).send(
      joinGroupApi,
      3,
      createJoinGroupRequest({
        groupId: 'g',
        memberId,
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 5000,
        protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: subscription }],
      }),
    );

  it.each([
    ['bidirectional', NONE, NONE],
    ['upgrade', NONE, NONE],
    ['downgrade', ErrorCode.GROUP_ID_NOT_FOUND, NONE],
    ['disabled', ErrorCode.GROUP_ID_NOT_FOUND, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
  ] as const)('and the policy %s', async (migrationPolicy, upgraded, joined) => {
    const kafka = await start({ consumerGroups: { migrationPolicy } });
    const member = await membersOf(kafka);
    expect((await join(kafka)).errorCode).toBe(NONE);
    expect((await member('a').join()).errorCode).toBe(upgraded);
    const other = await start({ consumerGroups: { migrationPolicy } });
    await (await membersOf(other))('a').join();
    expect((await join(other)).errorCode).toBe(joined);
  });

  it('are out when they do not sync in time', async () => {
    const kafka = await start();
    const a = (await membersOf(kafka))('a');
    await a.join();
    await join(kafka);
    await a.beat();
    await a.beat();
    expect(a.partitions).toHaveLength(3);
    await clock.advance(5001);
    await a.beat();
    expect(a.partitions).toHaveLength(6);
  });
});

describe('group.version 0', () => {
  it('has no consumer groups', async () => {
    const a = (await membersOf(await start({ groupVersion: 0 })))('a');
    expect((await a.join()).errorCode).toBe(ErrorCode.UNSUPPORTED_VERSION);
  });
});
