// What becomes of a transaction when its messages fail: the producer's numbers, the epoch, the end.
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';
import { connectionLost } from '../fake-cluster.ts';
import { settle } from '../harness.ts';
import { TransactionHarness } from './scripted-cluster.ts';

const ends = (it: TransactionHarness): string[] => it.log.filter((line) => line.startsWith('EndTxn'));

describe.each([1, 2] as const)('a message that fails, by protocol %d,', (level) => {
  it('lets the transaction be aborted only, though nobody waited for it (trap 96)', async () => {
    const it = new TransactionHarness(level);
    const turn = await it.begin();
    await it.within(it.write(turn, 'written'));
    it.cluster.produceCode = ErrorCode.INVALID_RECORD;
    void it.write(turn, { value: 'refused', partition: 2 });
    await expect(it.commit(turn)).rejects.toMatchObject({
      name: 'TransactionError',
      severity: 'abortable',
      code: 'INVALID_RECORD',
      retriable: false,
    });
    expect(ends(it)).toEqual([expect.stringContaining('EndTxn abort')]);
    // The next one may begin.
    it.cluster.produceCode = 0;
    await it.transact('next');
    expect(ends(it).length).toBe(2);
    expect(ends(it)[1]).toContain('EndTxn commit');
  });

  it('by running out of time does so, too (trap 96)', async () => {
    const it = new TransactionHarness(level, { deliveryTimeoutMs: 1_000, requestTimeoutMs: 500 });
    const turn = await it.begin();
    it.cluster.produceCode = ErrorCode.NOT_ENOUGH_REPLICAS;
    void it.write(turn, 'expires');
    await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable', code: 'TIMEOUT', retriable: true });
    expect(ends(it)).toEqual([expect.stringContaining('EndTxn abort')]);
  });

  it('before it is in a batch does so, too (trap 96)', async () => {
    for (const message of [{ value: 'x'.repeat(5_000) }, { value: 'a', partition: 99 }, { value: 5 as never }]) {
      const it = new TransactionHarness(level, { batchBytes: 2_000 });
      const turn = await it.begin();
      await it.within(it.write(turn, 'written'));
      await expect(it.write(turn, message)).rejects.toMatchObject({ code: 'WRITE' });
      await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable' });
      expect(ends(it)).toEqual([expect.stringContaining('EndTxn abort')]);
    }
  });

  it('to be waited for does so, too: nobody knows what its caller takes for written (trap 96)', async () => {
    const it = new TransactionHarness(level);
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    const written = it.writeIn(turn, [{ value: 'a', topic: 't' }], { timeoutMs: 50 });
    await expect(it.within(written)).rejects.toMatchObject({ code: 'TIMEOUT' });
    const committing = it.producer.commit(turn);
    await settle();
    // What is under way is awaited first.
    expect(ends(it)).toEqual([]);
    it.cluster.waiting[0]?.answer();
    await expect(it.within(committing)).rejects.toMatchObject({ severity: 'abortable', code: 'TIMEOUT' });
    expect(ends(it)).toEqual([expect.stringContaining('EndTxn abort')]);
  });

  it('ends what waits to be sent, and refuses what comes', async () => {
    const it = new TransactionHarness(level);
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    const sent = it.write(turn, 'sent');
    await settle();
    const waits = it.write(turn, 'waits');
    await settle();
    it.cluster.waiting[0]?.answer(ErrorCode.INVALID_RECORD);
    await expect(sent).rejects.toMatchObject({ code: 'WRITE' });
    await expect(waits).rejects.toMatchObject({ code: 'WRITE', errors: [{ name: 'TransactionError' }] });
    await expect(it.write(turn, 'late')).rejects.toMatchObject({ name: 'TransactionError', severity: 'abortable' });
    await it.abort(turn);
    expect(it.cluster.seen.length).toBe(1);
  });

  it('keeps the others of its batch from being sent again without it (KIP-467)', async () => {
    const it = new TransactionHarness(level);
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    const written = it.write(turn, 'bad', 'good');
    await settle();
    const recordErrors = [{ batchIndex: 0, batchIndexErrorMessage: 'bad' }];
    it.cluster.waiting[0]?.answer(() => ({ errorCode: ErrorCode.INVALID_RECORD, recordErrors }));
    await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable', code: 'INVALID_RECORD' });
    await expect(written).rejects.toMatchObject({ count: 2 });
    expect(it.cluster.seen.length).toBe(1);
    expect(ends(it)).toEqual([expect.stringContaining('EndTxn abort')]);
    it.cluster.produceCode = 0;
    await it.transact('next');
    // Numbers that were given up are never followed by others of their epoch.
    expect(it.log.some((line) => line.includes('Produce t:0 e1 s0'))).toBe(true);
  });

  it('ends the writer where its code says so', async () => {
    const it = new TransactionHarness(level);
    const turn = await it.begin();
    it.cluster.produceCode = ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    void it.write(turn, 'refused');
    const fatal = { severity: 'fatal', code: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' };
    await expect(it.commit(turn)).rejects.toMatchObject(fatal);
    await expect(it.begin()).rejects.toMatchObject(fatal);
    await expect(it.producer.abort(turn)).rejects.toMatchObject(fatal);
    await expect(it.write(turn, 'late')).rejects.toMatchObject(fatal);
    expect(ends(it)).toEqual([]);
    await it.within(it.producer.close());
  });
});

describe('numbers that are out of order', () => {
  it('abort the transaction; only then the epoch moves on (trap 99)', async () => {
    const it = new TransactionHarness(1);
    await it.transact('before');
    const turn = await it.begin();
    it.cluster.produceCode = ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    void it.write(turn, 'lost');
    await settle();
    expect(it.cluster.requests('InitProducerId').length).toBe(1);
    await expect(it.commit(turn)).rejects.toMatchObject({
      severity: 'abortable',
      code: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
      retriable: true,
    });
    it.cluster.produceCode = 0;
    await it.transact('after');
    expect(it.log.slice(4)).toEqual([
      'AddPartitionsToTxn t:0 v3',
      'Produce t:0 e0 s1 v11',
      'EndTxn abort e0 v4',
      'InitProducerId after e0 v5',
      'AddPartitionsToTxn t:0 v3',
      'Produce t:0 e1 s0 v11',
      'EndTxn commit e1 v4',
    ]);
  });

  it('of a topic that was made anew go on; where it refuses them the epoch moves on as ever (trap 99)', async () => {
    const it = new TransactionHarness(1);
    await it.transact('before');
    it.cluster.topic('t', [1, 1, 2], 'made-anew'.padEnd(22, '-'));
    it.cluster.produceCode = ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    await expect(it.transact('refused')).rejects.toMatchObject({ severity: 'abortable', retriable: true });
    it.cluster.produceCode = 0;
    await it.transact('after');
    expect(it.log.filter((line) => !line.startsWith('Add')).slice(2)).toEqual([
      'EndTxn commit e0 v4',
      'Produce t:0 e0 s1 v11',
      'EndTxn abort e0 v4',
      'InitProducerId after e0 v5',
      'Produce t:0 e1 s0 v11',
      'EndTxn commit e1 v4',
    ]);
  });

  it('need no request by the second protocol, where every end moves the epoch on (trap 99)', async () => {
    const it = new TransactionHarness(2);
    const turn = await it.begin();
    it.cluster.produceCode = ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    void it.write(turn, 'lost');
    await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable' });
    it.cluster.produceCode = 0;
    await it.transact('after');
    expect(it.log).toEqual([
      'InitProducerId v5',
      'Produce t:0 e0 s0 v13',
      'EndTxn abort e0 v5',
      'Produce t:0 e1 s0 v13',
      'EndTxn commit e1 v5',
    ]);
  });

  it('end a writer whose coordinator cannot move epochs on (before Kafka 2.5)', async () => {
    const it = new TransactionHarness(1);
    it.cluster.beOld();
    it.cluster.offers.InitProducerId = 2;
    const turn = await it.begin();
    it.cluster.produceCode = ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    void it.write(turn, 'lost');
    await expect(it.commit(turn)).rejects.toMatchObject({ severity: 'abortable' });
    await expect(it.begin()).rejects.toMatchObject({ severity: 'fatal', code: 'UNSUPPORTED_VERSION' });
  });

  it('of a transaction that was aborted by hand in the middle are never used again', async () => {
    const it = new TransactionHarness(1, { deliveryTimeoutMs: 1_000, requestTimeoutMs: 500 });
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    void it.write(turn, 'sent');
    await settle();
    void it.write(turn, 'not sent');
    await settle();
    const aborting = it.producer.abort(turn);
    // It is retried until somebody says what became of it: it must not arrive after the end.
    it.cluster.waiting[0]?.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
    await it.cluster.clock.advance(400);
    expect(it.cluster.waiting.length).toBe(1);
    expect(ends(it)).toEqual([]);
    it.cluster.waiting[0]?.answer(0);
    await it.within(aborting);
    it.cluster.produceCode = 0;
    await it.transact('next');
    expect(it.log.slice(-3)).toEqual(['AddPartitionsToTxn t:0 v3', 'Produce t:0 e0 s1 v11', 'EndTxn commit e0 v4']);
  });

  it('of a batch that expired while it was under way: its request is awaited, then the epoch moves on', async () => {
    const it = new TransactionHarness(1, { deliveryTimeoutMs: 1_000, requestTimeoutMs: 5_000 });
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    void it.write(turn, 'sent');
    await settle();
    const committing = it.producer.commit(turn);
    committing.catch(() => {});
    await it.cluster.clock.advance(1_500);
    expect(ends(it)).toEqual([]);
    it.cluster.waiting[0]?.fail(connectionLost());
    await expect(it.within(committing)).rejects.toMatchObject({ severity: 'abortable', code: 'TIMEOUT' });
    await it.begin();
    expect(it.log.slice(-2)).toEqual(['EndTxn abort e0 v4', 'InitProducerId after e0 v5']);
  });
});

describe('Produce by the second protocol', () => {
  /** Milliseconds until the batch that waits is sent again after this code. */
  const pauseAfter = async (it: TransactionHarness, code: number): Promise<number> => {
    it.cluster.waiting[0]?.answer(code);
    const from = it.cluster.clock.monotonic();
    await settle();
    while (it.cluster.waiting.length === 0) await it.cluster.clock.advance(2);
    return it.cluster.clock.monotonic() - from;
  };

  it('is sent again soon when it meets the end of the transaction before, and later each time (trap 97)', async () => {
    const it = new TransactionHarness(2);
    await it.transact('one');
    for (let round = 0; round < 2; round++) {
      it.cluster.produceCode = undefined;
      const turn = await it.begin();
      const written = it.write(turn, 'two');
      await settle();
      const pauses: number[] = [];
      for (let i = 0; i < 6; i++) pauses.push(await pauseAfter(it, ErrorCode.CONCURRENT_TRANSACTIONS));
      expect(pauses[0]).toBeGreaterThanOrEqual(16);
      expect(pauses[0]).toBeLessThanOrEqual(26);
      expect(pauses[5]).toBeGreaterThanOrEqual(150);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(202);
      // What does not pass within milliseconds is waited for longer.
      expect(await pauseAfter(it, ErrorCode.NOT_ENOUGH_REPLICAS)).toBeGreaterThanOrEqual(80);
      it.cluster.waiting[0]?.answer();
      await written;
      it.cluster.produceCode = 0;
      await it.commit(turn);
    }
  });
});
