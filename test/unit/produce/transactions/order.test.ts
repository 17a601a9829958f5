// What is sent in which order, by both protocols.
import { describe, expect, it } from 'vitest';
import { BatchAttribute } from '../../../../src/record/batch-header.ts';
import { settle } from '../harness.ts';
import { TransactionHarness } from './scripted-cluster.ts';

const GROUP = { groupId: 'g', generationId: 7, memberId: 'm', groupInstanceId: null };
const OFFSET = { topic: 'in', partition: 0, offset: 5 };

describe('by the first protocol', () => {
  it('one transaction follows the other in one epoch, and numbers go on', async () => {
    const it = new TransactionHarness();
    await it.transact('one');
    await it.transact('two');
    expect(it.log).toEqual([
      'InitProducerId v5',
      'AddPartitionsToTxn t:0 v3',
      'Produce t:0 e0 s0 v11',
      'EndTxn commit e0 v4',
      'AddPartitionsToTxn t:0 v3',
      'Produce t:0 e0 s1 v11',
      'EndTxn commit e0 v4',
    ]);
  });

  it('one request adds all partitions that wait, and nothing is sent to them before', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    it.cluster.say('AddPartitionsToTxn', 'held');
    void it.write(turn, { value: 'a', partition: 0 }, { value: 'b', partition: 1 });
    void it.write(turn, { value: 'c', topic: 'u' });
    await settle();
    void it.write(turn, { value: 'd', partition: 2 }, { value: 'more', partition: 0 });
    await settle();
    expect(it.log).toEqual(['InitProducerId v5', 'AddPartitionsToTxn t:0,1,u:0 v3']);
    it.cluster.release();
    await it.commit(turn);
    const added = it.log.filter((line) => line.startsWith('Add'));
    expect(added).toEqual(['AddPartitionsToTxn t:0,1,u:0 v3', 'AddPartitionsToTxn t:2 v3']);
    const firstToTwo = it.log.findIndex((line) => line.startsWith('Produce') && line.includes('t:2'));
    expect(firstToTwo).toBeGreaterThan(it.log.indexOf('AddPartitionsToTxn t:2 v3'));
    expect(it.log.at(-1)).toBe('EndTxn commit e0 v4');
  });

  it('offsets are added to the transaction once for each group, then committed at the group’s coordinator', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    void it.producer.commitOffsets(turn, GROUP, [OFFSET]);
    void it.producer.commitOffsets(turn, GROUP, [{ ...OFFSET, offset: 6, leaderEpoch: 3, metadata: 'x' }]);
    await it.commit(turn);
    expect(it.log).toEqual([
      'InitProducerId v5',
      'AddOffsetsToTxn v4',
      'TxnOffsetCommit v4 @g',
      'TxnOffsetCommit v4 @g',
      'EndTxn commit e0 v4',
    ]);
    const partition = { partitionIndex: 0, committedOffset: 6, committedLeaderEpoch: 3, committedMetadata: 'x' };
    expect(it.cluster.requests('TxnOffsetCommit')[1]?.request).toMatchObject({
      transactionalId: 'id',
      producerId: 1000,
      producerEpoch: 0,
      groupId: 'g',
      memberId: 'm',
      generationIdOrMemberEpoch: 7,
      topics: [{ name: 'in', partitions: [partition] }],
    });
  });

  it('brokers that offer the second one are not enough: it has to be finalized (trap 32)', async () => {
    const it = new TransactionHarness(1);
    await it.transact('one');
    expect(it.log).toContain('AddPartitionsToTxn t:0 v3');
    expect(it.log).toContain('Produce t:0 e0 s0 v11');
  });

  it('is used where maxVersions leaves no other (trap 32)', async () => {
    for (const api of ['Produce', 'TxnOffsetCommit', 'EndTxn']) {
      const it = new TransactionHarness(2);
      it.cluster.pinned = { [api]: 4 };
      await it.transact('one');
      expect(it.log).toContain('AddPartitionsToTxn t:0 v3');
    }
  });

  it('works with brokers that know no later one', async () => {
    const it = new TransactionHarness();
    it.cluster.beOld();
    await it.transact('one');
    expect(it.log).toEqual([
      'InitProducerId v4',
      'AddPartitionsToTxn t:0 v3',
      'Produce t:0 e0 s0 v8',
      'EndTxn commit e0 v3',
    ]);
  });
});

describe('by the second protocol (KIP-890)', () => {
  it('what is written adds itself, and every transaction has an epoch of its own', async () => {
    const it = new TransactionHarness(2);
    await it.transact('one');
    const turn = await it.begin();
    void it.write(turn, 'two');
    void it.producer.commitOffsets(turn, GROUP, [OFFSET]);
    await it.commit(turn);
    const aborted = await it.begin();
    await it.within(it.write(aborted, 'three'));
    await it.abort(aborted);
    await it.transact('four');
    expect(it.log.filter((line) => !line.startsWith('TxnOffset'))).toEqual([
      'InitProducerId v5',
      'Produce t:0 e0 s0 v13',
      'EndTxn commit e0 v5',
      'Produce t:0 e1 s0 v13',
      'EndTxn commit e1 v5',
      'Produce t:0 e2 s0 v13',
      'EndTxn abort e2 v5',
      'Produce t:0 e3 s0 v13',
      'EndTxn commit e3 v5',
    ]);
    // By name, which version 6 cannot.
    expect(it.log).toContain('TxnOffsetCommit v5 @g');
  });

  it('begins with the transaction after the one in which it was finalized, in a new epoch (trap 32)', async () => {
    const it = new TransactionHarness(1);
    const turn = await it.begin();
    void it.write(turn, 'one');
    await settle();
    it.cluster.level = 2;
    void it.write(turn, { value: 'also one', partition: 1 });
    await it.commit(turn);
    await it.transact('two');
    it.cluster.level = 1;
    await it.transact('three');
    await it.transact('four');
    expect(it.log).toEqual([
      'InitProducerId v5',
      'AddPartitionsToTxn t:0 v3',
      'Produce t:0 e0 s0 v11',
      'AddPartitionsToTxn t:1 v3',
      'Produce t:1 e0 s0 v11',
      'EndTxn commit e0 v4',
      'InitProducerId after e0 v5',
      'Produce t:0 e1 s0 v13',
      'EndTxn commit e1 v5',
      // What was begun by the second protocol ends by it, though the cluster has gone back meanwhile.
      'Produce t:0 e2 s0 v13',
      'EndTxn commit e2 v5',
      'AddPartitionsToTxn t:0 v3',
      'Produce t:0 e3 s0 v11',
      'EndTxn commit e3 v4',
    ]);
  });

  it('a leader that cannot add partitions by itself is an error, never a record outside of transactions', async () => {
    const it = new TransactionHarness(2);
    it.cluster.produceVersion = 11;
    const turn = await it.begin();
    void it.write(turn, 'one');
    await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'fatal', code: 'UNSUPPORTED_VERSION' });
    expect(it.log).toEqual(['InitProducerId v5']);
  });
});

describe.each([1, 2] as const)('by protocol %d', (level) => {
  it('batches say that they belong to a transaction, and requests to whose', async () => {
    const it = new TransactionHarness(level);
    await it.transact('one');
    const header = it.cluster.seen[0]?.batches[0]?.header;
    expect(header).toMatchObject({ producerId: 1000, producerEpoch: 0 });
    expect((header?.attributes ?? 0) & BatchAttribute.transactional).toBe(BatchAttribute.transactional);
    expect(it.cluster.transactionalIds).toEqual(['id']);
    expect(it.cluster.requests('InitProducerId')[0]?.request).toMatchObject({
      transactionalId: 'id',
      transactionTimeoutMs: 60_000,
      producerId: -1,
    });
  });

  it('a transaction without messages and offsets is never heard of (trap 98)', async () => {
    const it = new TransactionHarness(level);
    const committed = await it.begin();
    await it.commit(committed);
    const aborted = await it.begin();
    await it.within(it.write(aborted));
    await it.abort(aborted);
    expect(it.log).toEqual(['InitProducerId v5']);
    await it.transact('one');
    expect(it.log.at(-1)).toMatch(/^EndTxn commit e0/);
  });

  it('the end is told when everything is acknowledged, and not before', async () => {
    const it = new TransactionHarness(level);
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    void it.write(turn, 'one');
    void it.write(turn, { value: 'two', partition: 2 });
    await settle();
    const committing = it.producer.commit(turn);
    await settle();
    expect(it.cluster.waiting.length).toBe(2);
    it.cluster.waiting[0]?.answer();
    await it.cluster.clock.advance(100);
    expect(it.log.some((line) => line.startsWith('EndTxn'))).toBe(false);
    it.cluster.waiting[0]?.answer();
    await it.within(committing);
    expect(it.log.at(-1)).toMatch(/^EndTxn commit e0/);
  });

  it('a commit does not wait for company', async () => {
    const it = new TransactionHarness(level, { lingerMs: 10_000 });
    await it.transact('warm');
    const begun = it.cluster.clock.monotonic();
    const turn = await it.begin();
    void it.write(turn, 'one');
    void it.write(turn, { value: 'two', partition: 1 });
    await it.commit(turn);
    expect(it.cluster.clock.monotonic() - begun).toBeLessThan(1_000);
  });
});
