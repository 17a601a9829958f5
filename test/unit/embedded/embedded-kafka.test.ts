import { afterEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka, type EmbeddedKafkaOptions } from '../../../src/embedded/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createFetchPartition, createFetchRequest, fetchApi } from '../../../src/protocol/generated/fetch.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createHeartbeatRequest, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { createProduceRequest, type ProduceResponse, produceApi } from '../../../src/protocol/generated/produce.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { batchOf } from '../../support/batches.ts';
import { eventually } from '../../support/eventually.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { WireClient } from '../../support/wire-client.ts';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function start(options?: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
  const kafka = await EmbeddedKafka.start(options);
  opened.push(kafka);
  return kafka;
}

async function connect(address: string | undefined): Promise<WireClient> {
  const client = await WireClient.open(address as string);
  opened.push(client);
  return client;
}

function produce(client: WireClient, topic: string, index = 0, values = ['v']): Promise<ProduceResponse> {
  const partitionData = [{ index, records: batchOf({ values }) }];
  const topicData = [{ name: topic, topicId: ZERO_UUID, partitionData }];
  return client.send(produceApi, 10, createProduceRequest({ acks: -1, timeoutMs: 1000, topicData }));
}

function fetch(
  client: WireClient,
  topic: string,
  init: Parameters<typeof createFetchRequest>[0] = {},
  fetchOffset = 0,
) {
  const partitions = [createFetchPartition({ fetchOffset, partitionMaxBytes: 1 << 20 })];
  const topics = [{ topic, topicId: ZERO_UUID, partitions }];
  const request = createFetchRequest({ maxWaitMs: 60_000, minBytes: 1, maxBytes: 1 << 20, topics, ...init });
  return client.send(fetchApi, 12, request);
}

function metadata(client: WireClient, topic: string) {
  const topics = [{ name: topic, topicId: ZERO_UUID }];
  return client.send(metadataApi, 12, createMetadataRequest({ topics, allowAutoTopicCreation: false }));
}

describe('EmbeddedKafka', () => {
  it('spreads leaders and replicas over its brokers', async () => {
    const kafka = await start({ brokers: 3, topics: { spread: 6, one: { partitions: 1, replicationFactor: 1 } } });
    const client = await connect(kafka.bootstrap[0]);
    const { brokers, topics } = await metadata(client, 'spread');
    expect(brokers.map(({ nodeId, host, port }) => [nodeId, `${host}:${port}`])).toEqual(
      kafka.bootstrap.map((address, at) => [at + 1, address]),
    );
    const leaders = topics[0]?.partitions.map(({ leaderId }) => leaderId).sort();
    expect(leaders).toEqual([1, 1, 2, 2, 3, 3]);
    expect(topics[0]?.partitions.every(({ replicaNodes }) => new Set(replicaNodes).size === 3)).toBe(true);
    expect(kafka.topic('one').partition(0).replicas).toHaveLength(1);
  });

  it.each([
    ['brokers', { brokers: 0 }],
    ['ports', { brokers: 2, ports: [0] }],
    ['ports[0]', { ports: [70_000] }],
    ['defaultPartitions', { defaultPartitions: 0 }],
    ['minSessionTimeoutMs', { minSessionTimeoutMs: 0 }],
    ['name', { topics: { 'a b': 1 } }],
  ])('names a wrong option: %s', async (name, options) => {
    await expect(EmbeddedKafka.start(options)).rejects.toThrow(`option ${name} is`);
  });

  it("says in Kafka's words why a topic cannot be", async () => {
    const kafka = await start({ topics: { there: 1 } });
    expect(() => kafka.createTopic('there')).toThrow('TOPIC_ALREADY_EXISTS');
    expect(() => kafka.createTopic('wide', { replicationFactor: 2 })).toThrow('INVALID_REPLICATION_FACTOR');
    expect(() => kafka.createTopic('odd', { configs: { nope: 1 } })).toThrow('Unknown topic config name: nope');
    expect(() => kafka.topic('missing')).toThrow('no topic "missing"');
  });

  it('cannot start on a port that is taken, and leaves nothing behind', async () => {
    const kafka = await start();
    const port = kafka.brokers[0]?.port as number;
    await expect(EmbeddedKafka.start({ brokers: 2, ports: [0, port] })).rejects.toThrow(`127.0.0.1:${port}`);
  });

  it('shows what its topics hold', async () => {
    const kafka = await start({ topics: { t: 2 } });
    const client = await connect(kafka.bootstrap[0]);
    await produce(client, 't', 1, ['a', 'b']);
    await produce(client, 't', 1, ['c']);
    const topic = kafka.topic('t');
    expect([topic.size, topic.partition(0).endOffset, topic.partition(1).endOffset]).toEqual([3, 0, 3]);
    const messages = await topic.partition(1).messages();
    expect(messages.map(({ offset, value }) => [offset, value?.toString()])).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
    expect(() => topic.partition(2)).toThrow('UNKNOWN_TOPIC_OR_PARTITION');
    kafka.deleteTopic('t');
    expect((await produce(client, 't')).responses[0]?.partitionResponses[0]?.errorCode).toBe(
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    );
  });

  it('moves a leader, and says to those who ask the old one who leads now', async () => {
    const kafka = await start({ brokers: 2, topics: { t: 1 } });
    const before = kafka.topic('t').partition(0).leaderId;
    const client = await connect(kafka.broker(before).address);
    await produce(client, 't');
    const place = createFetchPartition({ fetchOffset: 1, partitionMaxBytes: 1 << 20, currentLeaderEpoch: 0 });
    const waiting = fetch(client, 't', { topics: [{ topic: 't', topicId: ZERO_UUID, partitions: [place] }] });
    const other = before === 1 ? 2 : 1;
    kafka.moveLeader('t', 0, other);
    expect((await waiting).responses[0]?.partitions[0]?.errorCode).toBe(ErrorCode.FENCED_LEADER_EPOCH);
    const { responses, nodeEndpoints } = await produce(client, 't');
    expect(responses[0]?.partitionResponses[0]).toMatchObject({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: other, leaderEpoch: 1 },
    });
    expect(nodeEndpoints).toMatchObject([{ nodeId: other, port: kafka.broker(other).port }]);
    const moved = await connect(kafka.broker(other).address);
    expect((await produce(moved, 't')).responses[0]?.partitionResponses[0]?.baseOffset).toBe(1);
    expect(() => kafka.moveLeader('t', 0, 9)).toThrow('option brokerId is 9');
  });

  it('loses a broker and has it again on the same port, with all records', async () => {
    const kafka = await start({ brokers: 3, topics: { t: 1 } });
    const partition = kafka.topic('t').partition(0);
    const dying = kafka.broker(partition.leaderId);
    const client = await connect(dying.address);
    await produce(client, 't');
    const waiting = fetch(client, 't', {}, 1);
    const { address } = dying;
    await dying.kill();
    await expect(waiting).rejects.toThrow('closed the connection');
    await expect(WireClient.open(address)).rejects.toThrow('ECONNREFUSED');
    expect([partition.leaderId === dying.id, partition.leaderEpoch, partition.isr.length]).toEqual([false, 1, 2]);
    const other = await connect(kafka.broker(partition.leaderId).address);
    expect((await metadata(other, 't')).brokers).toHaveLength(2);
    expect((await metadata(other, 't')).topics[0]?.partitions[0]?.offlineReplicas).toEqual([dying.id]);
    expect((await produce(other, 't')).responses[0]?.partitionResponses[0]?.baseOffset).toBe(1);
    await Promise.all([dying.start(), dying.start()]);
    expect([dying.address, dying.isRunning, partition.isr.length]).toEqual([address, true, 3]);
    kafka.moveLeader('t', 0, dying.id);
    const { responses } = await fetch(await connect(address), 't');
    expect(responses[0]?.partitions[0]?.highWatermark).toBe(2);
  });

  it('gives a group another coordinator when its broker dies', async () => {
    const kafka = await start({ brokers: 2 });
    const first = kafka.coordinatorOf('g');
    await kafka.broker(first).kill();
    const second = kafka.coordinatorOf('g');
    expect(second).not.toBe(first);
    await kafka.broker(first).start();
    const client = await connect(kafka.broker(first).address);
    const { nodeId } = await client.send(findCoordinatorApi, 3, createFindCoordinatorRequest({ key: 'g' }));
    expect(nodeId).toBe(second);
    const heartbeat = createHeartbeatRequest({ groupId: 'g', memberId: 'm' });
    expect((await client.send(heartbeatApi, 3, heartbeat)).errorCode).toBe(ErrorCode.NOT_COORDINATOR);
  });

  it('fails the next request of an API as ordered, once each', async () => {
    const kafka = await start({ topics: { t: 1 } });
    const client = await connect(kafka.bootstrap[0]);
    kafka.failNext('Produce', ErrorCode.NOT_ENOUGH_REPLICAS);
    kafka.failNext(0, 'no-answer');
    kafka.failNext('Produce', 'disconnect');
    const codeOf = async (): Promise<number | undefined> =>
      (await produce(client, 't')).responses[0]?.partitionResponses[0]?.errorCode;
    expect(await codeOf()).toBe(ErrorCode.NOT_ENOUGH_REPLICAS);
    const unanswered = produce(client, 't');
    const refused = produce(client, 't');
    await expect(refused).rejects.toThrow('closed the connection');
    await expect(unanswered).rejects.toThrow('closed the connection');
    expect(kafka.topic('t').size).toBe(0);
    expect(() => kafka.failNext('Nope', 'disconnect')).toThrow('option api is "Nope"');
  });

  it('expires what a topic no longer keeps, when the topic is used', async () => {
    const clock = new VirtualClock();
    const configs = { 'retention.ms': 1000, 'message.timestamp.type': 'LogAppendTime' };
    const kafka = await start({ clock, topics: { short: { partitions: 1, configs }, long: 1 } });
    const client = await connect(kafka.bootstrap[0]);
    for (const topic of ['short', 'long']) await produce(client, topic, 0, ['a', 'b']);
    await clock.advance(1001);
    for (const topic of ['short', 'long']) await produce(client, topic, 0, ['c']);
    expect(['short', 'long'].map((topic) => kafka.topic(topic).partition(0).startOffset)).toEqual([2, 0]);
  });

  it('answers a waiting fetch as soon as there are enough bytes, and at the latest after its wait', async () => {
    const clock = new VirtualClock();
    const kafka = await start({ clock, topics: { t: 1 } });
    const reader = await connect(kafka.bootstrap[0]);
    const writer = await connect(kafka.bootstrap[0]);
    const size = batchOf({ values: ['v'] }).length;
    const enough = fetch(reader, 't', { minBytes: size * 2 });
    await eventually('the fetch waits', () => clock.timers === 1);
    await produce(writer, 't');
    expect(clock.timers).toBe(1);
    await produce(writer, 't');
    expect((await enough).responses[0]?.partitions[0]?.highWatermark).toBe(2);
    expect(clock.timers).toBe(0);
    const late = fetch(reader, 't', { minBytes: 1, maxWaitMs: 500 }, 2);
    await eventually('the fetch waits', () => clock.timers === 1);
    await clock.advance(500);
    expect((await late).responses[0]?.partitions[0]?.errorCode).toBe(ErrorCode.NONE);
    const abandoned = fetch(reader, 't', {}, 2);
    await eventually('the fetch waits', () => clock.timers === 1);
    await reader.close();
    await expect(abandoned).rejects.toThrow('closed the connection');
    await eventually('the timer of the closed connection is gone', () => clock.timers === 0);
  });

  it('stops more than once, while clients wait, and does not start again', async () => {
    const clock = new VirtualClock();
    const kafka = await start({ brokers: 2, clock, topics: { t: 2 } });
    const clients = await Promise.all(kafka.bootstrap.map(connect));
    const waiting = clients.map((client) => fetch(client, 't').catch((error: Error) => error.message));
    await eventually('a fetch waits', () => clock.timers >= 1);
    await Promise.all([kafka.stop(), kafka.stop()]);
    await kafka[Symbol.asyncDispose]();
    await Promise.all(waiting);
    expect(clock.timers).toBe(0);
    expect(kafka.brokers.map(({ isRunning, connectionCount }) => [isRunning, connectionCount])).toEqual([
      [false, 0],
      [false, 0],
    ]);
    await expect(kafka.brokers[0]?.start()).rejects.toThrow('the cluster was stopped');
  });
});
