// What the embedded broker adds to transactions as Kafka has them: time of its own, deaths, and tests that look inside.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka, type EmbeddedKafkaOptions } from '../../../src/embedded/index.ts';
import { Client } from '../../../src/index.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../../../src/protocol/generated/api-versions.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import {
  createFetchPartition,
  createFetchRequest,
  type FetchResponse,
  fetchApi,
} from '../../../src/protocol/generated/fetch.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { eventually } from '../../support/eventually.ts';
import { RawTransactions, type TransactionWay, transactionWays } from '../../support/raw-transactions.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';
import { WireClient } from '../../support/wire-client.ts';

const { CONCURRENT_TRANSACTIONS, INVALID_PRODUCER_EPOCH, NONE, OUT_OF_ORDER_SEQUENCE_NUMBER, PRODUCER_FENCED } =
  ErrorCode;
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function start(options: EmbeddedKafkaOptions = {}): Promise<[EmbeddedKafka, Client]> {
  const kafka = await EmbeddedKafka.start({ topics: { t: 1 }, ...options });
  const client = new Client({ brokers: kafka.bootstrap });
  opened.push(kafka, client);
  return [kafka, client];
}

const values = async (kafka: EmbeddedKafka): Promise<string[]> =>
  (await kafka.topic('t').partition(0).committedMessages()).map(({ value }) => `${value}`);

describe('transaction.version', () => {
  it.each([
    [undefined, ['v1', 'v2'], 2],
    [2, ['v1', 'v2'], 2],
    [1, ['v1'], 1],
    [0, ['v1'], undefined],
  ])('%s is told to clients', async (transactionVersion, ways, level) => {
    const [kafka, client] = await start(transactionVersion === undefined ? {} : { transactionVersion });
    expect(await transactionWays(client)).toEqual(ways);
    const wire = await WireClient.open(kafka.bootstrap[0] as string);
    opened.push(wire);
    const request = createApiVersionsRequest({ clientSoftwareName: 'a', clientSoftwareVersion: '1' });
    const { finalizedFeatures } = await wire.send(apiVersionsApi, 4, request);
    expect(finalizedFeatures.find(({ name }) => name === 'transaction.version')?.maxVersionLevel).toBe(level);
  });

  it('is 0, 1 or 2', async () => {
    await expect(EmbeddedKafka.start({ transactionVersion: 3 })).rejects.toThrow('option transactionVersion is');
  });
});

describe('a transaction that is open for too long', () => {
  const clock = new VirtualClock();

  it.each<[TransactionWay, number]>([
    ['v1', 1],
    ['v2', 2],
  ])('is aborted and its producer fenced (%s)', async (way, transactionVersion) => {
    const [kafka, client] = await start({ clock, transactionVersion });
    const producer = new RawTransactions(client, way);
    producer.now = () => clock.now();
    expect(await producer.initOnce({ transactionTimeoutMs: 5000 })).toBe(NONE);
    await producer.write('t', ['late']);
    await clock.advance(4999);
    await producer.write('t', ['in time']);
    expect(kafka.transaction(producer.transactionalId)?.state).toBe('Ongoing');
    await clock.advance(1);
    expect(kafka.transaction(producer.transactionalId)).toMatchObject({ state: 'CompleteAbort', producerEpoch: 1 });
    expect(kafka.topic('t').partition(0).lastStableOffset).toBe(3);
    expect(await values(kafka)).toEqual([]);
    expect((await producer.produce('t', ['later'])).errorCode).toBe(INVALID_PRODUCER_EPOCH);
    expect(await producer.end('commit')).toBe(way === 'v1' ? PRODUCER_FENCED : ErrorCode.INVALID_TXN_STATE);
    expect(clock.timers).toBe(0);
  });

  it('is aborted when there is a coordinator again, where there was none in time', async () => {
    const topics = { t: { partitions: 1, replicationFactor: 1 } };
    const [kafka, client] = await start({ clock, brokers: 2, topics });
    const producer = await new RawTransactions(client, 'v1').init();
    producer.now = () => clock.now();
    await producer.write('t', ['late']);
    for (const broker of kafka.brokers) await broker.kill();
    await clock.advance(60_000);
    expect(kafka.transaction(producer.transactionalId)?.state).toBe('Ongoing');
    for (const broker of kafka.brokers) await broker.start();
    expect(kafka.transaction(producer.transactionalId)?.state).toBe('CompleteAbort');
  });
});

describe('the end of a transaction', () => {
  let kafka: EmbeddedKafka;
  let client: Client;
  let producer: RawTransactions;
  beforeEach(async () => {
    [kafka, client] = await start({ brokers: 3, topics: { t: { partitions: 1, replicationFactor: 1 } } });
    producer = await new RawTransactions(client, 'v2').init();
  });

  it('waits for a partition that has no leader', async () => {
    await producer.write('t', ['a']);
    const { leaderId } = kafka.topic('t').partition(0);
    const { transactionalId } = producer;
    if (kafka.transactionCoordinatorOf(transactionalId) === leaderId) {
      // Somewhere else, or nobody could be asked to end it.
      const other = (leaderId % 3) + 1;
      for (let at = 0; at < 50; at++) kafka.moveLeader('__transaction_state', at, other);
    }
    await kafka.broker(leaderId).kill();
    await expect.poll(() => producer.end('commit').catch(() => 'moving'), { timeout: 5000 }).toBe(NONE);
    expect(kafka.transaction(transactionalId)).toMatchObject({ state: 'PrepareCommit', partitions: [{ topic: 't' }] });
    await kafka.broker(leaderId).start();
    expect(kafka.transaction(transactionalId)).toMatchObject({ state: 'CompleteCommit', partitions: [] });
    expect(await values(kafka)).toEqual(['a']);
  });

  it('does not wait for a partition that was deleted', async () => {
    await producer.write('t', ['a']);
    const release = kafka.holdMarkers();
    expect(await producer.end('commit')).toBe(NONE);
    kafka.deleteTopic('t');
    release();
    expect(kafka.transaction(producer.transactionalId)?.state).toBe('CompleteCommit');
  });

  it('can be held up: producers are answered CONCURRENT_TRANSACTIONS, and readers wait', async () => {
    await producer.write('t', ['a']);
    const release = kafka.holdMarkers();
    expect(await producer.end('commit')).toBe(NONE);
    expect(kafka.transaction(producer.transactionalId)?.state).toBe('PrepareCommit');
    expect(await new RawTransactions(client, 'v2', producer.transactionalId).initOnce({})).toBe(
      CONCURRENT_TRANSACTIONS,
    );
    expect(kafka.topic('t').partition(0).lastStableOffset).toBe(0);
    expect(await values(kafka)).toEqual([]);
    release();
    release();
    expect(kafka.transaction(producer.transactionalId)?.state).toBe('CompleteCommit');
    expect(await values(kafka)).toEqual(['a']);
  });

  it('is the same when another broker coordinates', async () => {
    await producer.write('t', ['a']);
    const before = kafka.transactionCoordinatorOf(producer.transactionalId);
    await kafka.broker(before).kill();
    expect(kafka.transactionCoordinatorOf(producer.transactionalId)).not.toBe(before);
    await kafka.broker(before).start();
    await expect.poll(() => producer.end('commit').catch(() => 'moving'), { timeout: 5000 }).toBe(NONE);
    expect(await values(kafka)).toEqual(['a']);
  });

  it('wakes a reader of committed records that waits, and records do not', async () => {
    const wire = await WireClient.open(kafka.broker(kafka.topic('t').partition(0).leaderId).address);
    opened.push(wire);
    const wanted = createFetchPartition({ partitionMaxBytes: 1 << 20 });
    const request = createFetchRequest({
      maxWaitMs: 20_000,
      minBytes: 1,
      maxBytes: 1 << 20,
      isolationLevel: 1,
      topics: [{ topic: 't', topicId: ZERO_UUID, partitions: [wanted] }],
    });
    let answer: FetchResponse | undefined;
    const fetching = wire.send(fetchApi, 12, request).then((response) => {
      answer = response;
    });
    await producer.write('t', ['a']);
    for (let i = 0; i < 20; i++) await turn();
    expect(answer).toBeUndefined();
    await producer.end('abort');
    await fetching;
    expect(answer?.responses[0]?.partitions[0]).toMatchObject({
      highWatermark: 2,
      lastStableOffset: 2,
      abortedTransactions: [{ producerId: producer.producerId, firstOffset: 0 }],
    });
  });
});

describe('a partition that forgot its producers', () => {
  it.each<[TransactionWay, number]>([
    ['v1', NONE],
    ['v2', OUT_OF_ORDER_SEQUENCE_NUMBER],
  ])('takes a sequence that is not the first as %s has it', async (way, expected) => {
    const [kafka, client] = await start();
    const producer = await new RawTransactions(client, way).init();
    await producer.write('t', ['a']);
    kafka.forgetProducers('t', 0);
    // What is open is not forgotten.
    expect((await producer.produce('t', ['b'])).errorCode).toBe(NONE);
    expect(await producer.end('commit')).toBe(NONE);
    await eventually('the marker is there', () => kafka.topic('t').partition(0).lastStableOffset === 3);
    kafka.forgetProducers('t', 0);
    if (way === 'v1') expect(await producer.add('t')).toBe(NONE);
    expect((await producer.produce('t', ['c'], { baseSequence: 7 })).errorCode).toBe(expected);
  });
});
