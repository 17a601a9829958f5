// A transaction that begins while the markers of the one before are still being written (KIP-890).
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';
import { settle } from '../harness.ts';
import { TransactionHarness } from './scripted-cluster.ts';

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
