import { describe, expect, it } from 'vitest';
import { lastSequence, ProducerStates } from '../../../../src/embedded/log/producer-states.ts';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';
import { type BatchHeader, readBatchHeader } from '../../../../src/record/batch-header.ts';
import { batchOf } from '../../../support/batches.ts';

const LAST = 2 ** 31 - 1;

function header(baseSequence: number, count = 1, producerEpoch = 0, producerId = 7): BatchHeader {
  const bytes = batchOf({ values: new Array(count).fill('v'), producerId, producerEpoch, baseSequence });
  const read = readBatchHeader(bytes, 0);
  if (read === undefined) throw new Error('a whole batch has a header');
  return read;
}

/** Judges each batch and remembers what was to be appended, at offsets from 100 on. */
function send(states: ProducerStates, batches: readonly BatchHeader[]): (string | number)[] {
  let offset = 100;
  return batches.map((batch) => {
    const verdict = states.judge(batch);
    if (verdict.kind === 'duplicate') return verdict.batch.baseOffset;
    if (verdict.kind === 'refuse') return verdict.errorCode;
    states.appended(batch, offset);
    offset += batch.count;
    return 'append';
  });
}

const { OUT_OF_ORDER_SEQUENCE_NUMBER, INVALID_PRODUCER_EPOCH } = ErrorCode;

describe('ProducerStates', () => {
  it('takes sequences in order and refuses gaps', () => {
    const verdicts = send(new ProducerStates(), [header(0, 3), header(3), header(5), header(4)]);
    expect(verdicts).toEqual(['append', 'append', OUT_OF_ORDER_SEQUENCE_NUMBER, 'append']);
  });

  it('answers a repeat of the last five batches with its first offset, an older one with an error', () => {
    const states = new ProducerStates();
    send(
      states,
      [0, 2, 4, 6, 8, 10].map((sequence) => header(sequence, 2)),
    );
    expect(send(states, [header(10, 2), header(2, 2), header(0, 2)])).toEqual([110, 102, OUT_OF_ORDER_SEQUENCE_NUMBER]);
  });

  it('does not take another batch at a known sequence for a repeat', () => {
    const states = new ProducerStates();
    send(states, [header(0, 2)]);
    expect(send(states, [header(0, 1)])).toEqual([OUT_OF_ORDER_SEQUENCE_NUMBER]);
  });

  it('starts a new epoch at zero and fences the old one', () => {
    const states = new ProducerStates();
    const verdicts = send(states, [header(0), header(1, 1, 1), header(0, 1, 1), header(1, 1, 0), header(0, 1, 0)]);
    const append = 'append';
    expect(verdicts).toEqual([
      append,
      OUT_OF_ORDER_SEQUENCE_NUMBER,
      append,
      INVALID_PRODUCER_EPOCH,
      INVALID_PRODUCER_EPOCH,
    ]);
  });

  it('wraps to zero after 2^31-1', () => {
    const states = new ProducerStates();
    const verdicts = send(states, [header(LAST - 2, 2), header(LAST, 2), header(LAST, 2), header(1)]);
    expect(verdicts).toEqual(['append', 'append', 102, 'append']);
    expect([lastSequence(LAST, 1), lastSequence(LAST, 2)]).toEqual([LAST, 0]);
  });

  it('keeps producers apart and takes batches without a producer as they come', () => {
    const states = new ProducerStates();
    const plain = header(-1, 1, -1, -1);
    expect(send(states, [header(0), header(9, 1, 0, 8), plain, plain])).toEqual(new Array(4).fill('append'));
  });

  it('forgets the longest silent producer when there are too many', () => {
    const states = new ProducerStates();
    for (let id = 0; id < 10_000; id++) states.appended(header(0, 1, 0, id), id);
    states.appended(header(1, 1, 0, 0), 10_000);
    states.appended(header(0, 1, 0, 10_000), 10_001);
    // Producer 1 is forgotten and may begin anywhere; producer 0 wrote again and is not.
    expect(states.judge(header(5, 1, 0, 1)).kind).toBe('append');
    expect(states.judge(header(5, 1, 0, 0)).kind).toBe('refuse');
  });

  it('keeps a producer to its transaction until that has ended', () => {
    const states = new ProducerStates();
    const inside = { ...header(0), attributes: 0x10 };
    expect(send(states, [inside, header(1)])).toEqual(['append', ErrorCode.INVALID_TXN_STATE]);
    expect([states.hasOpen(7, 0), states.hasOpen(7, 1), states.firstOpenOffset]).toEqual([true, false, 100]);
    const marker = { producerId: 7, coordinatorEpoch: 0, type: 'abort', transactionVersion: 2 } as const;
    // Where every end raises the epoch, one of the epoch that writes now is a stale one.
    expect(states.markerFault({ ...marker, producerEpoch: 0 })).toBe(INVALID_PRODUCER_EPOCH);
    expect(states.markerFault({ ...marker, producerEpoch: 0, transactionVersion: 0 })).toBe(ErrorCode.NONE);
    expect(states.markerFault({ ...marker, producerEpoch: 1 })).toBe(ErrorCode.NONE);
    expect(states.ended({ ...marker, producerEpoch: 1 }, 5)).toBe(100);
    expect([states.firstOpenOffset, states.epochFault(7, 0)]).toEqual([undefined, INVALID_PRODUCER_EPOCH]);
    // Written twice, because the answer to the first one got lost.
    expect(states.markerFault({ ...marker, producerEpoch: 1 })).toBe(ErrorCode.NONE);
    expect(send(states, [header(1, 1, 1), header(0, 1, 1)])).toEqual([OUT_OF_ORDER_SEQUENCE_NUMBER, 'append']);
  });
});
