import { expect, it } from 'vitest';
import { Reader, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { numbers, take } from '../../support/reading.ts';

contract('Reader of one partition', (kafka) => {
  it('starts at the first offset, at an offset, at a time and at the end', async () => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const from = async (
      startOffset: 'first' | 'last' | number | { time: number },
      count: number,
    ): Promise<string[]> => {
      const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0, startOffset });
      try {
        const reading = take(reader, count);
        if (startOffset === 'last') {
          // Where the end is must be known before more is written.
          await expect.poll(() => reader.offset()).toBe(20);
          await writer.writeMessages([{ value: 'late', timestamp: 9_000 }]);
        }
        return (await reading).map((message) => `${message.value}`);
      } finally {
        await reader.close();
      }
    };
    try {
      await writer.writeMessages(numbers(10).map((i) => ({ value: `a${i}`, timestamp: 1_000 + i })));
      await writer.writeMessages(numbers(10).map((i) => ({ value: `b${i}`, timestamp: 2_000 + i })));
      expect(await from('first', 2)).toEqual(['a0', 'a1']);
      expect(await from(15, 2)).toEqual(['b5', 'b6']);
      expect(await from({ time: 1_990 }, 1)).toEqual(['b0']);
      expect(await from('last', 1)).toEqual(['late']);
    } finally {
      await writer.close();
    }
  });

  it('moves by setOffset and tells its offset and lag', async () => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
    try {
      await writer.writeMessages(numbers(10).map((i) => ({ value: `${i}` })));
      expect(`${(await reader.fetchMessage()).value}`).toBe('0');
      await reader.setOffset(7);
      expect(`${(await reader.fetchMessage()).value}`).toBe('7');
      expect(reader.offset()).toBe(8);
      expect(reader.lag()).toBe(2);
    } finally {
      await reader.close();
      await writer.close();
    }
  });

  it('waits for records that come later, and gives the wait up when its signal fires', async () => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
    try {
      const abort = new AbortController();
      const waiting = reader.fetchMessage({ signal: abort.signal });
      abort.abort(new Error('enough'));
      await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
      const later = reader.fetchMessage();
      await writer.writeMessages([{ value: 'here' }]);
      expect(`${(await later).value}`).toBe('here');
    } finally {
      await reader.close();
      await writer.close();
    }
  });
});
