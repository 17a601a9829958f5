// What the embedded broker adds to consumer groups as Kafka has them: time of its own, moves of coordinators, options.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka, type EmbeddedKafkaOptions } from '../../../src/embedded/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { heartbeatsOver, RawConsumerMember, type RawMemberOptions } from '../../support/raw-consumer-group.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { WireClient } from '../../support/wire-client.ts';

const { FENCED_MEMBER_EPOCH, NONE, UNKNOWN_MEMBER_ID } = ErrorCode;

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

describe('group.version 0', () => {
  it('has no consumer groups', async () => {
    const a = (await membersOf(await start({ groupVersion: 0 })))('a');
    expect((await a.join()).errorCode).toBe(ErrorCode.UNSUPPORTED_VERSION);
  });
});
