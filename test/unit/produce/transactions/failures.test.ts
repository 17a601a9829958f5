// What becomes of a transaction when a request of its coordinator, or to it, fails.
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../../src/base/errors.ts';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';
import { settle } from '../harness.ts';
import { type Asked, type Said, TransactionHarness } from './scripted-cluster.ts';

const GROUP = { groupId: 'g', generationId: 7, memberId: 'm', groupInstanceId: null };
const OFFSET = { topic: 'in', partition: 0, offset: 5 };

const ends = (it: TransactionHarness): string[] => it.log.filter((line) => line.startsWith('EndTxn'));

/** Each request with a transaction that makes it, by the first protocol. */
const requests: readonly { readonly api: Asked; run(it: TransactionHarness): Promise<unknown> }[] = [
  { api: 'InitProducerId', run: (it) => it.begin() },
  { api: 'AddPartitionsToTxn', run: (it) => it.transact('one') },
  {
    api: 'AddOffsetsToTxn',
    run: async (it) => {
      const turn = await it.begin();
      void it.producer.commitOffsets(turn, GROUP, [OFFSET]).catch(() => {});
      await it.commit(turn);
    },
  },
  {
    api: 'TxnOffsetCommit',
    run: async (it) => {
      const turn = await it.begin();
      void it.producer.commitOffsets(turn, GROUP, [OFFSET]).catch(() => {});
      await it.commit(turn);
    },
  },
  { api: 'EndTxn', run: (it) => it.transact('one') },
];

describe.each(requests)('$api', ({ api, run }) => {
  const passing: readonly [string, Said][] = [
    ['a transaction before that is still being ended (trap 97)', ErrorCode.CONCURRENT_TRANSACTIONS],
    ['a coordinator that is loading', ErrorCode.COORDINATOR_LOAD_IN_PROGRESS],
    ['a coordinator that has moved', ErrorCode.NOT_COORDINATOR],
    ['a coordinator that is not there yet', ErrorCode.COORDINATOR_NOT_AVAILABLE],
    ['an answer that is lost (trap 98)', 'lost'],
    ['an answer that comes too late (trap 98)', new KafkaError('TIMEOUT', 'no answer', { retriable: true })],
    ['a connection that is replaced', new KafkaError('CLOSED', 'the connection was closed')],
  ];
  it.each(passing)('is sent again after %s', async (_, said) => {
    const it = new TransactionHarness(1);
    it.cluster.say(api, said, said, said);
    await run(it);
    expect(it.cluster.requests(api).length).toBe(4);
    const [first, second] = it.cluster.requests(api);
    expect(second?.request).toEqual(first?.request);
    const kind = api === 'TxnOffsetCommit' ? 'group:g' : 'transaction:id';
    const isMove = said === ErrorCode.NOT_COORDINATOR || said === ErrorCode.COORDINATOR_NOT_AVAILABLE;
    expect(it.cluster.forgotten).toEqual(isMove ? [kind, kind, kind] : []);
  });

  it('is sent again soon after CONCURRENT_TRANSACTIONS, and later each time (trap 97)', async () => {
    const it = new TransactionHarness(1);
    it.cluster.say(api, ...Array.from({ length: 8 }, () => ErrorCode.CONCURRENT_TRANSACTIONS));
    await run(it);
    const at = it.cluster.requests(api).map((one) => one.at);
    const pauses = at.slice(1).map((time, index) => time - (at[index] as number));
    // Time passes in steps of 20 ms here.
    expect(pauses[0]).toBeLessThanOrEqual(44);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(220);
    expect(Math.max(...pauses)).toBeGreaterThanOrEqual(150);
  });

  it.each([ErrorCode.PRODUCER_FENCED, ErrorCode.INVALID_PRODUCER_EPOCH])(
    'answered with %d ends the writer at once, as fenced (trap 97)',
    async (code) => {
      const it = new TransactionHarness(1);
      it.cluster.say(api, code);
      const fatal = { name: 'TransactionError', severity: 'fatal', code: 'PRODUCER_FENCED' };
      await expect(run(it)).rejects.toMatchObject(fatal);
      expect(it.cluster.requests(api).length).toBe(1);
      await expect(it.begin()).rejects.toMatchObject(fatal);
    },
  );

  it('does not swallow an error that it does not know (trap 97)', async () => {
    const it = new TransactionHarness(1);
    it.cluster.say(api, 12_345 as Said, ...Array.from({ length: 20 }, () => 12_345));
    await expect(run(it)).rejects.toMatchObject({ severity: 'fatal' });
  });

  it('ends the writer where the connection can never be made', async () => {
    const it = new TransactionHarness(1);
    it.cluster.say(api, new KafkaError('AUTHENTICATION', 'the password is wrong'));
    await expect(run(it)).rejects.toMatchObject({ severity: 'fatal', code: 'AUTHENTICATION' });
  });

  it('gives up when the client is closed under it', async () => {
    const it = new TransactionHarness(1);
    it.cluster.say(api, ...Array.from({ length: 20 }, () => new KafkaError('CLOSED', 'the client is closed')));
    await expect(run(it)).rejects.toMatchObject({ severity: 'fatal', code: 'CLOSED' });
    expect(it.cluster.requests(api).length).toBeLessThan(10);
  });
});

describe('InitProducerId', () => {
  it('that is refused for want of rights is asked again by the next transaction', async () => {
    const it = new TransactionHarness();
    it.cluster.say('InitProducerId', ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    await expect(it.begin()).rejects.toMatchObject({
      severity: 'abortable',
      code: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
    });
    await it.transact('after the ACL was mended');
    expect(it.cluster.requests('InitProducerId').length).toBe(2);
  });

  it('says which option is wrong', async () => {
    const it = new TransactionHarness();
    it.cluster.say('InitProducerId', ErrorCode.INVALID_TRANSACTION_TIMEOUT);
    await expect(it.begin()).rejects.toThrow('transactionTimeoutMs');
  });

  it('takes no longer than the delivery timeout, and says what kept it; the next transaction waits for it again', async () => {
    const it = new TransactionHarness(1, { deliveryTimeoutMs: 5_000 });
    it.cluster.say('InitProducerId', ...Array.from({ length: 10 }, () => ErrorCode.COORDINATOR_NOT_AVAILABLE));
    await expect(it.begin()).rejects.toThrow(/COORDINATOR_NOT_AVAILABLE/);
    await it.transact('later');
    expect(it.log.filter((line) => line === 'InitProducerId v5').length).toBe(11);
  });

  it('is not sent where no broker can be reached; that is told, and may be tried again', async () => {
    const it = new TransactionHarness();
    it.cluster.startError = new KafkaError('CONNECTION', 'no broker can be reached', { retriable: true });
    await expect(it.begin()).rejects.toMatchObject({ code: 'CONNECTION' });
    it.cluster.startError = undefined;
    await it.transact('later');
  });
});

describe('AddPartitionsToTxn', () => {
  it('that is refused is asked again by the next transaction, which is as good as new (trap 98)', async () => {
    const it = new TransactionHarness();
    it.cluster.say('AddPartitionsToTxn', ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    const turn = await it.begin();
    void it.write(turn, 'refused');
    await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable', code: 'TOPIC_AUTHORIZATION_FAILED' });
    // Nothing was added, so there is nothing to end.
    expect(it.log).toEqual(['InitProducerId v5', 'AddPartitionsToTxn t:0 v3']);
    await it.transact('written');
    expect(it.log.slice(2)).toEqual(['AddPartitionsToTxn t:0 v3', 'Produce t:0 e0 s0 v11', 'EndTxn commit e0 v4']);
  });

  it('stops being asked when the transaction is aborted, once it was answered', async () => {
    const it = new TransactionHarness();
    it.cluster.say('AddPartitionsToTxn', ...Array.from({ length: 100 }, () => ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    const turn = await it.begin();
    void it.write(turn, 'waits');
    await it.cluster.clock.advance(500);
    await it.abort(turn);
    expect(it.cluster.requests('AddPartitionsToTxn').length).toBeLessThan(10);
    expect(ends(it)).toEqual([]);
  });

  it('without an answer is asked again also then: it may have been served', async () => {
    const it = new TransactionHarness();
    it.cluster.say('AddPartitionsToTxn', 'lost', 'lost');
    const turn = await it.begin();
    void it.write(turn, 'waits');
    await settle();
    await it.abort(turn);
    expect(it.log.slice(1)).toEqual([
      'AddPartitionsToTxn t:0 v3',
      'AddPartitionsToTxn t:0 v3',
      'AddPartitionsToTxn t:0 v3',
      'EndTxn abort e0 v4',
    ]);
  });
});

describe('TxnOffsetCommit', () => {
  it.each([
    ErrorCode.ILLEGAL_GENERATION,
    ErrorCode.UNKNOWN_MEMBER_ID,
    ErrorCode.FENCED_INSTANCE_ID,
    ErrorCode.STALE_MEMBER_EPOCH,
  ])('of one who is no member any more (%d) aborts the transaction (trap 100)', async (code) => {
    for (const level of [1, 2] as const) {
      const it = new TransactionHarness(level);
      it.cluster.say('TxnOffsetCommit', code);
      const turn = await it.begin();
      await it.within(it.write(turn, 'made of what others read now'));
      await expect(it.within(it.producer.commitOffsets(turn, GROUP, [OFFSET]))).rejects.toMatchObject({
        errorCode: code,
      });
      await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable' });
      expect(ends(it)).toEqual([expect.stringContaining('EndTxn abort')]);
      await it.transact('next');
    }
  });

  it('is not sent to coordinators that cannot tell members from others (before Kafka 2.5, trap 100)', async () => {
    const it = new TransactionHarness();
    it.cluster.beOld();
    it.cluster.offers.TxnOffsetCommit = 2;
    const turn = await it.begin();
    await expect(it.within(it.producer.commitOffsets(turn, GROUP, [OFFSET]))).rejects.toMatchObject({
      code: 'UNSUPPORTED_VERSION',
    });
    expect(it.log).toEqual(['InitProducerId v4', 'AddOffsetsToTxn v3']);
  });

  it('of one who is no member and does not claim to be one goes to any coordinator', async () => {
    const it = new TransactionHarness();
    it.cluster.beOld();
    it.cluster.offers.TxnOffsetCommit = 2;
    const turn = await it.begin();
    const nobody = { groupId: 'g', memberId: '', generationId: -1, groupInstanceId: null };
    await it.within(it.producer.commitOffsets(turn, nobody, [OFFSET]));
    await it.commit(turn);
    expect(ends(it)).toEqual(['EndTxn commit e0 v3']);
  });

  it('that its caller gives up on aborts the transaction (trap 96)', async () => {
    const it = new TransactionHarness(2);
    it.cluster.say('TxnOffsetCommit', ...Array.from({ length: 50 }, () => 'lost' as const));
    const turn = await it.begin();
    const offsets = it.producer.commitOffsets(turn, GROUP, [OFFSET], { timeoutMs: 300 });
    await expect(it.within(offsets)).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable', code: 'TIMEOUT' });
    expect(ends(it)).toEqual(['EndTxn abort e0 v5']);
  });
});

describe('EndTxn', () => {
  it('answered with UNKNOWN_SERVER_ERROR is sent again, and is no success (trap 98)', async () => {
    const it = new TransactionHarness();
    it.cluster.say('EndTxn', ...Array.from({ length: 5 }, () => ErrorCode.UNKNOWN_SERVER_ERROR));
    await it.transact('one');
    expect(ends(it).length).toBe(6);
  });

  it('answered so for ever ends the writer (trap 98)', async () => {
    const it = new TransactionHarness();
    it.cluster.say('EndTxn', ...Array.from({ length: 50 }, () => ErrorCode.UNKNOWN_SERVER_ERROR));
    await expect(it.transact('one')).rejects.toMatchObject({ severity: 'fatal', code: 'UNKNOWN_SERVER_ERROR' });
    expect(ends(it).length).toBe(11);
  });

  it('that cannot commit a transaction aborts it', async () => {
    for (const code of [ErrorCode.TRANSACTION_ABORTABLE, ErrorCode.INVALID_TXN_STATE]) {
      const it = new TransactionHarness(2);
      it.cluster.say('EndTxn', code);
      await expect(it.transact('one')).rejects.toMatchObject({ severity: 'abortable' });
      await it.transact('two');
      expect(ends(it)).toEqual(['EndTxn commit e0 v5', 'EndTxn abort e0 v5', 'EndTxn commit e1 v5']);
    }
  });

  it('that cannot abort it ends the writer', async () => {
    const it = new TransactionHarness(2);
    it.cluster.say('EndTxn', ErrorCode.TRANSACTION_ABORTABLE);
    const turn = await it.begin();
    await it.within(it.write(turn, 'one'));
    await expect(it.abort(turn)).rejects.toMatchObject({ severity: 'fatal' });
  });

  it('of a producer that the coordinator has forgotten aborts, and the epoch moves on', async () => {
    const it = new TransactionHarness(1);
    it.cluster.say('EndTxn', ErrorCode.UNKNOWN_PRODUCER_ID);
    await expect(it.transact('one')).rejects.toMatchObject({ severity: 'abortable' });
    await it.transact('two');
    expect(it.log.filter((line) => /^(EndTxn|InitProducerId)/.test(line)).slice(1)).toEqual([
      'EndTxn commit e0 v4',
      'EndTxn abort e0 v4',
      'InitProducerId after e0 v5',
      'EndTxn commit e1 v4',
    ]);
  });
});
