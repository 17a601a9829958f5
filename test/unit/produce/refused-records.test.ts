// A broker refuses a batch because of some of its records (KIP-467): those fail, the others are written without them.
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { BrokerLog } from './broker-log.ts';
import type { ArrivedBatch, FakeCluster } from './fake-cluster.ts';
import { failure, harness, numbersOf, settle, warmHarness } from './harness.ts';

/** What a broker says that takes no value beginning with `bad`. */
function judge(log: BrokerLog, batch: ArrivedBatch) {
  const recordErrors = batch.values.flatMap((value, batchIndex) =>
    value.startsWith('bad') ? [{ batchIndex, batchIndexErrorMessage: `${value}: a compacted topic needs keys` }] : [],
  );
  if (recordErrors.length === 0) return log.append(batch);
  return { errorCode: ErrorCode.INVALID_RECORD, baseOffset: -1, recordErrors };
}

function takesNothingBad(cluster: FakeCluster, log: BrokerLog = new BrokerLog()): BrokerLog {
  cluster.respond = (request) => request.answer((batch) => judge(log, batch));
  return log;
}

describe('records that a broker refuses', () => {
  it('fail alone, each with what the broker said; the others are written (trap 92)', async () => {
    const { cluster, write } = await harness();
    const log = takesNothingBad(cluster);
    const one = write('a', 'bad 1', 'b');
    const other = write('c', 'd');
    const { errors, result, count } = await failure(one);
    expect(count).toBe(1);
    expect(errors[0]).toBeUndefined();
    expect(errors[1]).toMatchObject({ code: 'INVALID_RECORD', retriable: false, topic: 't', partition: 0 });
    expect(errors[1]?.message).toContain('bad 1: a compacted topic needs keys');
    // Offsets are those of the batch without the bad one.
    expect([...result].map((place) => place?.offset)).toEqual([0, undefined, 1]);
    expect([...(await other)].map((place) => place?.offset)).toEqual([2, 3]);
    expect(log.values).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leave what was under way behind them in its order', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const calls = [write('a', 'bad'), write('b')];
    await settle();
    calls.push(write('c'));
    await settle();
    calls.push(write('bad too', 'd'));
    await settle();
    const log = new BrokerLog();
    log.append({
      ...cluster.waiting[0]!.batches[0]!,
      values: ['warm'],
      header: { ...cluster.waiting[0]!.batches[0]!.header, baseSequence: 0, count: 1 },
    });
    for (const request of [...cluster.waiting]) request.answer((batch) => judge(log, batch));
    takesNothingBad(cluster, log);
    await cluster.clock.advance(1000);
    await Promise.allSettled(calls);
    expect(log.values).toEqual(['warm', 'a', 'b', 'c', 'd']);
    const last = numbersOf(cluster.seen).slice(-3);
    expect(last.every(([, epoch]) => epoch > 0)).toBe(true);
  });

  it('do not renumber an earlier batch that may have been written', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const log = new BrokerLog();
    const first = write('a');
    await settle();
    const second = write('b', 'bad');
    await settle();
    log.append(cluster.waiting[0]!.batches[0]!);
    cluster.waiting[0]?.answer(ErrorCode.REQUEST_TIMED_OUT);
    cluster.waiting[0]?.answer((batch) => judge(log, batch));
    takesNothingBad(cluster, log);
    await cluster.clock.advance(1000);
    await Promise.allSettled([first, second]);
    expect(log.values).toEqual(['a', 'b']);
    expect((await first).offset(0)).toBe(0);
  });

  it('fail all together where all are bad, or where the broker does not say which', async () => {
    const { cluster, write } = await warmHarness();
    takesNothingBad(cluster);
    const all = await failure(write('bad 1', 'bad 2'));
    expect(all.errors.map((error) => error?.message.includes('needs keys'))).toEqual([true, true]);
    cluster.respond = (request) => request.answer(ErrorCode.INVALID_RECORD);
    const unnamed = await failure(write('a', 'b'));
    expect(unnamed.errors.map((error) => error?.code)).toEqual(['INVALID_RECORD', 'INVALID_RECORD']);
    cluster.respond = (request) =>
      request.answer(() => ({
        errorCode: ErrorCode.INVALID_RECORD,
        recordErrors: [{ batchIndex: 7, batchIndexErrorMessage: 'of another batch' }],
      }));
    expect((await failure(write('a', 'b'))).count).toBe(2);
    cluster.respond = (request) => request.answer();
    await write('c');
  });

  it('are taken out of compressed batches, of parts of batches, and again where more turn up', async () => {
    const { cluster, write } = await warmHarness({ compression: 'gzip', lingerMs: 0 });
    let left = 3;
    cluster.respond = (request) =>
      request.answer(({ header }) => {
        if (header.count > 30) return { errorCode: ErrorCode.MESSAGE_TOO_LARGE, baseOffset: -1 };
        if (left-- > 0) {
          return {
            errorCode: ErrorCode.INVALID_TIMESTAMP,
            recordErrors: [{ batchIndex: 2, batchIndexErrorMessage: null }],
          };
        }
        return { baseOffset: 100 };
      });
    const { errors, result } = await failure(write(...Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(100, '.'))));
    const failed = errors.flatMap((error, at) => (error === undefined ? [] : [at]));
    expect(failed).toHaveLength(3);
    expect([...result].filter((place) => place !== undefined)).toHaveLength(37);
  });
});
