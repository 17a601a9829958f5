// Transactions as brokers keep them, by single requests: what a producer can rely on, and what it is told when it is wrong.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listOffsets } from '../../../src/fetch/offset-lookup.ts';
import { Client, Reader } from '../../../src/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createInitProducerIdRequest } from '../../../src/protocol/generated/init-producer-id.ts';
import {
  createOffsetCommitRequest,
  createOffsetCommitRequestPartition,
} from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetFetchRequest } from '../../../src/protocol/generated/offset-fetch.ts';
import { createProduceRequest, type PartitionProduceResponse } from '../../../src/protocol/generated/produce.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { batchOf } from '../../support/batches.ts';
import { contract } from '../../support/contract.ts';
import { RawTransactions, type TransactionWay, transactionWays } from '../../support/raw-transactions.ts';
import { numbers, take } from '../../support/reading.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const { NONE, INVALID_TXN_STATE, INVALID_PRODUCER_ID_MAPPING, INVALID_PRODUCER_EPOCH, PRODUCER_FENCED } = ErrorCode;
const PATIENCE = { timeout: 20_000, interval: 10 } as const;

contract('Transactions', (kafka) => {
  let client: Client;
  let ways: readonly TransactionWay[];
  beforeAll(async () => {
    client = new Client({ brokers: kafka.brokers });
    ways = await transactionWays(client);
  });
  afterAll(() => client.close());
  /** Whoever is fenced is told so since 2.7 (KIP-588); before, that its epoch is an old one. */
  const fenced = isAtLeast(kafka.version, 2, 7) ? PRODUCER_FENCED : INVALID_PRODUCER_EPOCH;
  /** Since 2.5 a producer says who it is when it asks for an id, and a member when it commits (KIP-360, KIP-447). */
  const knowsWhoAsks = isAtLeast(kafka.version, 2, 5);

  const endOf = async (topic: string, isolation: 'read_committed' | 'read_uncommitted'): Promise<number> => {
    const place = { topic, partition: 0 };
    const found = (await listOffsets(client._cluster, [place], 'last', isolation, { timeoutMs: 10_000 })).get(place);
    if (found === undefined || found instanceof Error) throw found ?? new Error('no offset');
    return found.offset;
  };

  /** The values up to the end of the log, once every transaction has its marker. */
  const readAll = async (topic: string, isolation: 'read_committed' | 'read_uncommitted', count: number) => {
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0, isolation, maxWaitMs: 50 });
    try {
      return (await take(reader, count)).map(({ offset, value }) => `${offset} ${value}`);
    } finally {
      await reader.close();
    }
  };

  it('hold readers of committed records back while they are open, and show what was committed alone', async () => {
    for (const way of ways) {
      const topic = await kafka.topic();
      const kept = await new RawTransactions(client, way).init();
      const dropped = await new RawTransactions(client, way).init();
      await dropped.write(topic, ['dropped']);
      await kept.write(topic, ['kept 1', 'kept 2']);
      expect(await endOf(topic, 'read_committed')).toBe(0);
      expect(await endOf(topic, 'read_uncommitted')).toBe(3);
      expect(await kept.end('commit')).toBe(NONE);
      // The other one began before it.
      await expect.poll(() => endOf(topic, 'read_uncommitted'), PATIENCE).toBe(4);
      expect(await endOf(topic, 'read_committed')).toBe(0);
      expect(await dropped.end('abort')).toBe(NONE);
      await expect.poll(() => endOf(topic, 'read_committed'), PATIENCE).toBe(5);
      await kept.write(topic, ['kept 3']);
      expect(await kept.end('commit')).toBe(NONE);
      await expect.poll(() => endOf(topic, 'read_committed'), PATIENCE).toBe(7);
      expect(await readAll(topic, 'read_committed', 3)).toEqual(['1 kept 1', '2 kept 2', '5 kept 3']);
      const all = ['0 dropped', '1 kept 1', '2 kept 2', '5 kept 3'];
      expect(await readAll(topic, 'read_uncommitted', 4)).toEqual(all);
    }
  });

  it('give a successor the id, and abort and fence who had it before', async () => {
    for (const way of ways) {
      const topic = await kafka.topic();
      const old = await new RawTransactions(client, way).init();
      await old.write(topic, ['of the old one']);
      const { producerEpoch } = old;
      const successor = await new RawTransactions(client, way, old.transactionalId).init();
      expect(successor.producerId).toBe(old.producerId);
      expect(successor.producerEpoch).toBeGreaterThan(producerEpoch + 1);
      await expect.poll(() => endOf(topic, 'read_committed'), PATIENCE).toBe(2);
      expect((await old.produce(topic, ['late'])).errorCode).toBe(INVALID_PRODUCER_EPOCH);
      expect(await old.add(topic)).toBe(fenced);
      expect(await old.end('commit')).toBe(fenced);
      if (knowsWhoAsks) expect(await old.initOnce({ producerId: old.producerId, producerEpoch })).toBe(fenced);
      await successor.write(topic, ['of the successor']);
      expect(await successor.end('commit')).toBe(NONE);
      await expect.poll(() => endOf(topic, 'read_committed'), PATIENCE).toBe(4);
      expect(await readAll(topic, 'read_committed', 1)).toEqual(['2 of the successor']);
    }
  });

  it('let a producer go on after an error by its id and epoch, also where it asks twice (KIP-360)', async () => {
    const producer = await new RawTransactions(client, 'v1').init();
    const { producerId, producerEpoch } = producer;
    if (!knowsWhoAsks) {
      const asking = producer.initOnce({ producerId, producerEpoch });
      await expect(asking).rejects.toMatchObject({ code: 'UNSUPPORTED', api: 'InitProducerId' });
      return;
    }
    for (const _ of numbers(2)) {
      expect(await producer.initOnce({ producerId, producerEpoch })).toBe(NONE);
      expect([producer.producerId, producer.producerEpoch]).toEqual([producerId, producerEpoch + 1]);
    }
    expect(await producer.initOnce({ producerId, producerEpoch: producerEpoch + 1 })).toBe(NONE);
    expect(producer.producerEpoch).toBe(producerEpoch + 2);
    expect(await producer.initOnce({ producerId, producerEpoch })).toBe(PRODUCER_FENCED);
    expect(await producer.initOnce({ producerId: producerId + 1_000_000, producerEpoch })).toBe(PRODUCER_FENCED);
    expect(await producer.initOnce({ transactionTimeoutMs: 2 ** 31 - 1 })).toBe(ErrorCode.INVALID_TRANSACTION_TIMEOUT);
  });

  it('end once: asked again the answer is the same, asked otherwise it is an error', async () => {
    for (const way of ways) {
      const topic = await kafka.topic();
      const producer = await new RawTransactions(client, way).init();
      for (const result of ['commit', 'abort'] as const) {
        await producer.write(topic, [result]);
        const before = { producerId: producer.producerId, producerEpoch: producer.producerEpoch };
        expect(await producer.end(result)).toBe(NONE);
        const after = { producerId: producer.producerId, producerEpoch: producer.producerEpoch };
        expect(after.producerEpoch - before.producerEpoch).toBe(way === 'v2' ? 1 : 0);
        expect(await producer.end(result, before)).toBe(NONE);
        expect({ producerId: producer.producerId, producerEpoch: producer.producerEpoch }).toEqual(after);
        expect(await producer.end(result === 'commit' ? 'abort' : 'commit', before)).toBe(INVALID_TXN_STATE);
      }
      await expect.poll(() => endOf(topic, 'read_committed'), PATIENCE).toBe(4);
      expect(await readAll(topic, 'read_committed', 1)).toEqual(['0 commit']);
    }
  });

  it('cannot be committed where nothing was begun, or by somebody else', async () => {
    for (const way of ways) {
      const producer = await new RawTransactions(client, way).init();
      expect(await producer.end('commit')).toBe(INVALID_TXN_STATE);
      // Since KIP-890 an abort of nothing fences what may be on its way.
      expect(await producer.end('abort')).toBe(way === 'v2' ? NONE : INVALID_TXN_STATE);
      const { producerId, producerEpoch } = producer;
      expect(await producer.end('abort', { producerId: producerId + 1_000_000 })).toBe(INVALID_PRODUCER_ID_MAPPING);
      // 2.4 looks only at epochs that are older than its own.
      const newer = knowsWhoAsks ? PRODUCER_FENCED : INVALID_TXN_STATE;
      expect(await producer.end('abort', { producerEpoch: producerEpoch + 1 })).toBe(newer);
      const nobody = new RawTransactions(client, way);
      nobody.producerId = producerId;
      nobody.producerEpoch = 0;
      expect(await nobody.add(await kafka.topic())).toBe(INVALID_PRODUCER_ID_MAPPING);
      expect(await nobody.end('abort')).toBe(INVALID_PRODUCER_ID_MAPPING);
    }
  });

  it('take no partition where one of them is not there', async () => {
    const topic = await kafka.topic();
    const producer = await new RawTransactions(client, 'v1').init();
    expect(await producer.add(topic, 7)).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    expect(await producer.end('abort')).toBe(INVALID_TXN_STATE);
  });

  it('keep a producer to its transaction, and its sequences', async () => {
    for (const way of ways) {
      const topic = await kafka.topic();
      const producer = await new RawTransactions(client, way).init();
      await producer.write(topic, ['a', 'b']);
      const again = await producer.produce(topic, ['a', 'b'], { baseSequence: 0 });
      expect([again.errorCode, again.baseOffset]).toEqual([NONE, 0]);
      const gap = await producer.produce(topic, ['d'], { baseSequence: 3 });
      expect(gap.errorCode).toBe(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
      const outside = await producer.produce(topic, ['c'], { baseSequence: 2, attributes: 0 });
      expect(outside.errorCode).toBe(INVALID_TXN_STATE);
      expect((await producer.produce(topic, ['c'])).baseOffset).toBe(2);
      expect(await producer.end('commit')).toBe(NONE);
      // Where an end raises the epoch, sequences begin anew; elsewhere they go on.
      if (way === 'v1') expect(await producer.add(topic)).toBe(NONE);
      const next = await producer.produce(topic, ['e'], { baseSequence: way === 'v2' ? 0 : 3 });
      expect([next.errorCode, next.baseOffset]).toEqual([NONE, 4]);
      expect(await producer.end('abort')).toBe(NONE);
      await expect.poll(() => endOf(topic, 'read_committed'), PATIENCE).toBe(6);
      expect(await readAll(topic, 'read_committed', 3)).toEqual(['0 a', '1 b', '2 c']);
    }
  });

  const committed = async (groupId: string, topic: string, requireStable: boolean): Promise<number | string> => {
    const topics = [{ name: topic, partitionIndexes: [0] }];
    const request = createOffsetFetchRequest({ groupId, topics, requireStable });
    const answer = await client.send('OffsetFetch', request, { to: { group: groupId }, maxVersion: 7 });
    const partition = answer.topics[0]?.partitions[0];
    return partition?.errorCode === ErrorCode.UNSTABLE_OFFSET_COMMIT ? 'unstable' : (partition?.committedOffset ?? -2);
  };

  it('commit offsets with them, which are unstable until then (KIP-447)', async () => {
    for (const way of ways) {
      const topic = await kafka.topic();
      const groupId = kafka.group();
      if (!knowsWhoAsks) {
        const asking = committed(groupId, topic, true);
        await expect(asking).rejects.toMatchObject({ code: 'UNSUPPORTED', api: 'OffsetFetch' });
        return;
      }
      const producer = await new RawTransactions(client, way).init();
      expect(await producer.commitOffset(groupId, topic, 5)).toBe(NONE);
      expect(await committed(groupId, topic, true)).toBe('unstable');
      expect(await committed(groupId, topic, false)).toBe(-1);
      expect(await producer.end('commit')).toBe(NONE);
      await expect.poll(() => committed(groupId, topic, true), PATIENCE).toBe(5);
      expect(await producer.commitOffset(groupId, topic, 9)).toBe(NONE);
      expect(await committed(groupId, topic, false)).toBe(5);
      expect(await producer.end('abort')).toBe(NONE);
      await expect.poll(() => committed(groupId, topic, true), PATIENCE).toBe(5);
    }
  });

  it('do not undo a later commit, and refuse members that are none', async () => {
    for (const way of ways) {
      const topic = await kafka.topic();
      const groupId = kafka.group();
      const producer = await new RawTransactions(client, way).init();
      expect(await producer.commitOffset(groupId, topic, 5)).toBe(NONE);
      const partitions = [createOffsetCommitRequestPartition({ committedOffset: 8, committedMetadata: '' })];
      const topics = [{ name: topic, topicId: ZERO_UUID, partitions }];
      const outside = createOffsetCommitRequest({ groupId, topics });
      await client.send('OffsetCommit', outside, { to: { group: groupId }, maxVersion: 8 });
      const stranger = { memberId: 'stranger', generationIdOrMemberEpoch: 3 };
      if (knowsWhoAsks) {
        expect(await producer.commitOffset(groupId, topic, 6, stranger)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
      }
      expect(await producer.end('commit')).toBe(NONE);
      await expect.poll(() => committed(groupId, topic, knowsWhoAsks), PATIENCE).toBe(8);
    }
  });
});

contract('Idempotent producers', (kafka) => {
  let client: Client;
  beforeAll(() => {
    client = new Client({ brokers: kafka.brokers });
  });
  afterAll(() => client.close());

  it('are answered a repeat of their last five batches, and an error for older ones and for gaps', async () => {
    const topic = await kafka.topic(1, { 'message.timestamp.type': 'LogAppendTime' });
    const { producerId, producerEpoch } = await client.send(
      'InitProducerId',
      createInitProducerIdRequest({ transactionalId: null }),
      { to: 'any' },
    );
    const send = async (baseSequence: number, epoch = producerEpoch): Promise<PartitionProduceResponse> => {
      const records = batchOf({ values: ['a', 'b'], producerId, producerEpoch: epoch, baseSequence });
      const topicData = [{ name: topic, topicId: ZERO_UUID, partitionData: [{ index: 0, records }] }];
      const request = createProduceRequest({ acks: -1, timeoutMs: 10_000, topicData });
      const answer = await client.send('Produce', request, { to: { topic, partition: 0 }, maxVersion: 8 });
      return answer.responses[0]?.partitionResponses[0] as PartitionProduceResponse;
    };
    const first = await send(0);
    expect(first.errorCode).toBe(NONE);
    expect(Math.abs(first.logAppendTimeMs - Date.now())).toBeLessThan(600_000);
    for (const at of numbers(5)) expect((await send(2 + 2 * at)).baseOffset).toBe(2 + 2 * at);
    expect([(await send(2)).baseOffset, (await send(10)).baseOffset]).toEqual([2, 10]);
    const codes = [await send(0), await send(14), await send(11), await send(0, 1), await send(2, 0)];
    expect(codes.map(({ errorCode }) => errorCode)).toEqual([
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
      NONE,
      INVALID_PRODUCER_EPOCH,
    ]);
  });
});
