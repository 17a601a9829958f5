// Transactions and producers on a real broker: an open transaction is found, described, aborted, fenced.
import { expect, it } from 'vitest';
import { adminBench, expectTooOld, since } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { kcat } from '../../support/kcat.ts';
import { openTransaction } from '../../support/raw-members.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const POLLED = { timeout: 15_000 };

describeEachKafka('admin: transactions', (kafka) => {
  const bench = adminBench(() => kafka.bootstrap);
  const id = (): string => uniqueName('txn');
  const lastStable = async (topic: string): Promise<number | undefined> => {
    const query = [{ topic, partition: 0, spec: 'last' }] as const;
    return (await bench.admin.listOffsets(query, { isolation: 'read_committed' }))[0]?.offset;
  };
  const readCommitted = async (topic: string): Promise<string> => {
    const args = [
      '-C',
      '-b',
      kafka.bootstrap.join(','),
      '-t',
      topic,
      '-e',
      '-q',
      '-X',
      'isolation.level=read_committed',
    ];
    return (await kcat(args)).toString();
  };

  it('lists transactions, filtered by state, producer, age and pattern', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('open');
    const { transactionalId, producerId } = await openTransaction(bench.client, id(), topic);
    const list = (options?: Parameters<typeof admin.listTransactions>[0]) => admin.listTransactions(options);
    if (!isAtLeast(kafka.version, 3, 0)) {
      expectTooOld((await list()).errors[0]?.error, 'ListTransactions');
      return;
    }
    const { transactions, errors } = await list();
    expect(errors).toEqual([]);
    const mine = { transactionalId, producerId, state: 'ongoing', coordinatorId: 1 };
    expect(transactions).toContainEqual(mine);
    expect((await list({ states: ['ongoing'], producerIds: [producerId] })).transactions).toEqual([mine]);
    expect((await list({ states: ['complete-abort', 'empty'] })).transactions).not.toContainEqual(mine);
    await expect(list({ states: ['no-such-state'] })).rejects.toMatchObject({ code: 'CONFIG' });
    if (isAtLeast(kafka.version, 3, 8)) {
      expect((await list({ longerThanMs: 3_600_000 })).transactions).not.toContainEqual(mine);
      expect((await list({ longerThanMs: 0, producerIds: [producerId] })).transactions).toEqual([mine]);
    }
    if (isAtLeast(kafka.version, 4, 1)) {
      expect((await list({ transactionalIdPattern: `${transactionalId}.*` })).transactions).toEqual([mine]);
    }
    await admin.forceTerminateTransaction(transactionalId);
  });

  it('describes a transaction and the producers of its partition', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('open');
    const { transactionalId, producerId, producerEpoch } = await openTransaction(bench.client, id(), topic);
    const [producers] = await admin.describeProducers([{ topic, partition: 0 }]);
    if (!isAtLeast(kafka.version, 2, 8)) {
      expectTooOld(producers?.error, 'DescribeProducers');
      expectTooOld((await admin.describeTransactions([transactionalId]))[0]?.error, 'DescribeTransactions');
      return;
    }
    expect(producers?.producers).toMatchObject([
      { producerId, producerEpoch, lastSequence: 0, transactionStartOffset: 0 },
    ]);
    expect(await admin.describeProducers([{ topic, partition: 0 }], { brokerId: 1 })).toEqual([producers]);
    const missing = id();
    const [found, absent] = await admin.describeTransactions([transactionalId, missing]);
    if (!isAtLeast(kafka.version, 3, 0)) expectTooOld(found?.error, 'DescribeTransactions');
    else {
      expect(found?.transaction).toMatchObject({
        state: 'ongoing',
        producerId,
        producerEpoch,
        timeoutMs: 60_000,
        partitions: [{ topic, partition: 0 }],
      });
      expect(Math.abs(Date.now() - (found?.transaction?.startedAt ?? 0))).toBeLessThan(60_000);
      expect(absent).toMatchObject({ transactionalId: missing, error: { code: 'TRANSACTIONAL_ID_NOT_FOUND' } });
    }
    await admin.forceTerminateTransaction(transactionalId);
  });

  it('aborts a transaction by a marker in its partition', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('hanging');
    const { transactionalId, producerId, producerEpoch } = await openTransaction(bench.client, id(), topic);
    await bench.write(topic, ['after']);
    expect(await lastStable(topic)).toBe(0);
    expect(await readCommitted(topic)).toBe('');
    if (!isAtLeast(kafka.version, 2, 8)) {
      const marker = { topic, partition: 0, producerId, producerEpoch, coordinatorEpoch: 0 };
      expectTooOld(await admin.abortTransaction(marker).catch((error: unknown) => error), 'WriteTxnMarkers');
      return admin.forceTerminateTransaction(transactionalId);
    }
    const [found] = await admin.describeProducers([{ topic, partition: 0 }]);
    const hanging = found?.producers.find(({ transactionStartOffset }) => transactionStartOffset === 0);
    if (hanging === undefined) throw new Error('no open transaction in the partition');
    await admin.abortTransaction({ topic, partition: 0, ...hanging });
    await expect.poll(() => lastStable(topic), POLLED).toBe(3);
    expect(await readCommitted(topic)).toBe('after\n');
    const [now] = await admin.describeProducers([{ topic, partition: 0 }]);
    expect(now?.producers.every(({ transactionStartOffset }) => transactionStartOffset === undefined)).toBe(true);
    await admin.fenceProducers([transactionalId]);
  });

  it('fences producers, which aborts what they have open', async () => {
    const { admin } = bench;
    const topic = await bench.newTopic('fenced');
    const { transactionalId, producerId, producerEpoch } = await openTransaction(bench.client, id(), topic);
    const unknown = id();
    const results = await admin.fenceProducers([unknown, transactionalId]);
    expect(results).toMatchObject([
      { transactionalId: unknown, producerEpoch: 0, error: undefined },
      { transactionalId, producerId, error: undefined },
    ]);
    expect(results[1]?.producerEpoch).toBeGreaterThan(producerEpoch);
    await expect.poll(() => lastStable(topic), POLLED).toBe(2);
    const found = await since(kafka, [3, 0], 'DescribeTransactions', async () => {
      const [result] = await admin.describeTransactions([transactionalId]);
      if (result?.error !== undefined) throw result.error;
      return result?.transaction;
    });
    if (found !== undefined)
      expect(found).toMatchObject({ state: expect.stringMatching(/empty|complete-abort/), partitions: [] });
  });

  it('terminates a transaction by its id', async () => {
    const topic = await bench.newTopic('ended');
    const { transactionalId } = await openTransaction(bench.client, id(), topic);
    expect(await lastStable(topic)).toBe(0);
    await bench.admin.forceTerminateTransaction(transactionalId);
    await expect.poll(() => lastStable(topic), POLLED).toBe(2);
  });
});
