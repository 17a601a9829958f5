// Begin, commit, abort and close, as calls: who waits for what, and what is refused.
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';
import { settle } from '../harness.ts';
import { TransactionHarness } from './scripted-cluster.ts';

const invalid = { code: 'INVALID_TXN_STATE' };
const many = (count: number, code: number): number[] => Array.from({ length: count }, () => code);

describe('a transaction', () => {
  it('is one at a time', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    await expect(it.producer.begin()).rejects.toMatchObject(invalid);
    await it.commit(turn);
    const beginning = it.begin();
    await expect(it.producer.begin()).rejects.toMatchObject(invalid);
    await it.abort(await beginning);
  });

  it('takes nothing once it is being ended', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    void it.write(turn, 'one');
    const committing = it.producer.commit(turn);
    await expect(it.write(turn, 'late')).rejects.toMatchObject(invalid);
    const group = { groupId: 'g', memberId: 'm', generationId: 1, groupInstanceId: null };
    const offsets = [{ topic: 'in', partition: 0, offset: 1 }];
    await expect(it.producer.commitOffsets(turn, group, offsets)).rejects.toMatchObject(invalid);
    // What was refused is no part of it.
    await it.within(committing);
    const next = await it.begin();
    await expect(it.write(turn, 'of the one before')).rejects.toMatchObject(invalid);
    await it.commit(next);
    expect(it.cluster.seen.flatMap(({ batches }) => batches.flatMap(({ values }) => values))).toEqual(['one']);
  });

  it('is ended once: what comes later joins in, or says how it ended', async () => {
    const it = new TransactionHarness();
    const committed = await it.begin();
    void it.write(committed, 'one');
    await it.within(Promise.all([it.producer.commit(committed), it.producer.commit(committed)]));
    await it.producer.commit(committed);
    await expect(it.producer.abort(committed)).rejects.toMatchObject(invalid);

    const aborted = await it.begin();
    await it.within(Promise.all([it.producer.abort(aborted), it.producer.abort(aborted)]));
    await expect(it.producer.commit(aborted)).rejects.toMatchObject(invalid);

    const failed = await it.begin();
    it.cluster.produceCode = ErrorCode.INVALID_RECORD;
    void it.write(failed, 'one');
    await expect(it.commit(failed)).rejects.toMatchObject({ severity: 'abortable' });
    // As in try { commit } catch { abort }.
    await it.producer.abort(failed);
    expect(it.log.filter((line) => line.startsWith('EndTxn')).length).toBe(2);
  });

  it('whose commit takes too long for its caller goes on; the next one waits for it', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    void it.write(turn, 'one');
    it.cluster.say('EndTxn', ...many(10, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    const late = it.within(it.producer.commit(turn, { timeoutMs: 500 }));
    await expect(late).rejects.toThrow(/may still succeed.*COORDINATOR_LOAD_IN_PROGRESS/);
    const beginning = it.begin();
    await it.commit(turn);
    await it.commit(await beginning);
    expect(it.log.filter((line) => line.startsWith('EndTxn')).length).toBe(11);
  });

  it('whose commit its caller’s signal ends goes on, too', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    void it.write(turn, 'one');
    it.cluster.say('EndTxn', ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    const stop = new AbortController();
    const committing = it.producer.commit(turn, { signal: stop.signal });
    await settle();
    stop.abort();
    await expect(committing).rejects.toMatchObject({ code: 'ABORTED' });
    await it.commit(turn);
  });

  it('that is aborted drops what was not sent (KIP-654)', async () => {
    const it = new TransactionHarness(2);
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    const sent = it.write(turn, 'sent');
    await settle();
    const unsent = it.write(turn, 'not sent');
    const aborting = it.producer.abort(turn);
    await expect(unsent).rejects.toMatchObject({ code: 'WRITE', errors: [{ code: 'TRANSACTION_ABORTED' }] });
    it.cluster.waiting[0]?.answer();
    await sent;
    await it.within(aborting);
    expect(it.cluster.seen.length).toBe(1);
    expect(it.log.at(-1)).toBe('EndTxn abort e0 v5');
  });

  it('that is aborted drops what waits for a topic or for room', async () => {
    const it = new TransactionHarness(1, { batchBytes: 1_024, maxBufferedBytes: 1_100 });
    it.cluster.produceCode = undefined;
    const turn = await it.begin();
    const topic = it.write(turn, { value: 'x', topic: 'unknown' });
    await settle();
    await it.abort(turn);
    await expect(topic).rejects.toMatchObject({ errors: [{ code: 'TRANSACTION_ABORTED' }] });
    expect(it.log).toEqual(['InitProducerId v5']);

    const full = await it.begin();
    it.cluster.say('AddPartitionsToTxn', 'held');
    const first = it.write(full, 'x'.repeat(900));
    const second = it.write(full, 'x'.repeat(900), 'x'.repeat(900));
    await settle();
    const aborting = it.producer.abort(full);
    it.cluster.release();
    await it.within(aborting);
    await expect(first).rejects.toMatchObject({ code: 'WRITE' });
    await expect(second).rejects.toMatchObject({ code: 'WRITE' });
    it.cluster.produceCode = 0;
    await it.transact('next');
    expect(it.producer.producer.stats().bufferedBytes).toBe(0);
  });
});

describe('close', () => {
  it('aborts what is open', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    await it.within(it.write(turn, 'one'));
    await it.within(it.producer.close());
    expect(it.log.at(-1)).toBe('EndTxn abort e0 v4');
    await expect(it.producer.begin()).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(it.write(turn, 'late')).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('waits for a commit that is under way', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    void it.write(turn, 'one');
    const committing = it.producer.commit(turn);
    await it.within(it.producer.close());
    await committing;
    expect(it.log.at(-1)).toBe('EndTxn commit e0 v4');
  });

  it('takes no longer than told, and leaves no timer behind', async () => {
    const it = new TransactionHarness();
    const turn = await it.begin();
    await it.within(it.write(turn, 'one'));
    it.cluster.say('EndTxn', ...many(1_000, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    const begun = it.cluster.clock.monotonic();
    await it.within(it.producer.close({ timeoutMs: 2_000 }));
    expect(it.cluster.clock.monotonic() - begun).toBeLessThan(2_500);
    await expect(it.producer.commit(turn)).rejects.toMatchObject(invalid);
    await settle();
    expect(it.cluster.clock.timers).toBe(0);
    expect(it.cluster.listeners).toBe(0);
  });

  it('without a transaction sends nothing', async () => {
    const it = new TransactionHarness();
    await it.within(it.producer.close());
    expect(it.log).toEqual([]);
  });
});
