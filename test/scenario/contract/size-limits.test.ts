import { expect, it } from 'vitest';
import { dialLeader, Reader, WriteErrors, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { numbers, take } from '../../support/reading.ts';

contract('limits of bytes', (kafka) => {
  it('of a Reader never keep a larger batch from coming, whole and in its place (trap 3)', async () => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0, maxBytes: 1_000, maxPartitionBytes: 500 });
    try {
      for (const call of numbers(3)) {
        await writer.writeMessages(numbers(30).map((i) => ({ value: `${call} ${i} `.padEnd(10_000, '.') })));
      }
      const read = await take(reader, 90);
      expect(read.map(({ offset }) => offset)).toEqual(numbers(90));
      expect(read.every(({ value }) => value?.length === 10_000)).toBe(true);
      expect(reader.lag()).toBe(0);
    } finally {
      await reader.close();
      await writer.close();
    }
  });

  it('of a Conn neither: one batch comes at a time (trap 3)', async () => {
    const topic = await kafka.topic();
    const conn = await dialLeader(kafka.brokers[0] as string, { topic, partition: 0 });
    try {
      for (const value of ['a', 'b']) await conn.writeMessages({ value: value.repeat(300_000) });
      const batch = await conn.readBatch({ minBytes: 1, maxBytes: 1_000 });
      const lengths: number[] = [];
      for await (const message of batch) lengths.push(message.value?.length ?? -1);
      await batch.close();
      expect(lengths).toEqual([300_000]);
      expect((await conn.readMessage({ maxBytes: 1 })).value?.toString()).toBe('b'.repeat(300_000));
    } finally {
      await conn.close();
    }
  });

  it('of a Writer are what brokers take, to the byte; one more is an error that names both sizes (trap 23)', async () => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
    try {
      // A record without key and headers takes 11 bytes beside such a value, its batch 61 more: 1_000_000 together.
      const largest = 1_000_000 - 61 - 11;
      const error: unknown = await writer
        .writeMessages([{ value: 'x'.repeat(largest) }, { value: 'x'.repeat(largest + 1) }])
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WriteErrors);
      const { errors } = error as WriteErrors;
      expect(errors.map((one) => one?.code)).toEqual([undefined, 'MESSAGE_TOO_LARGE']);
      expect(errors[1]?.message).toMatch(new RegExp(`more than ${1_000_000 - 61} bytes.* are ${largest + 1}$`));
      const [message] = await take(reader, 1);
      expect(message?.value?.length).toBe(largest);
      expect(reader.lag()).toBe(0);
    } finally {
      await reader.close();
      await writer.close();
    }
  });
});
