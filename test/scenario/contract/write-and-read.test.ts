import { expect, it } from 'vitest';
import { Reader, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { numbers, plain, take } from '../../support/reading.ts';

contract('Writer and Reader', (kafka) => {
  for (const compression of ['none', 'gzip'] as const) {
    it(`keep null apart from empty, and headers in order with duplicates: ${compression} (trap 17, 18)`, async () => {
      const topic = await kafka.topic();
      const writer = new Writer({ brokers: kafka.brokers, topic, compression });
      const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
      try {
        const messages = [
          {
            key: 'k',
            value: 'v',
            headers: [
              ['a', '1'],
              ['a', '2'],
              ['b', null],
              ['c', ''],
            ] as const,
          },
          { key: null, value: null },
          { key: '', value: '' },
          { value: Buffer.from([0, 255, 128]) },
          { key: 'ключ', value: '值'.repeat(20_000), timestamp: 1_600_000_000_000 },
        ];
        await writer.writeMessages(messages);
        const read = await take(reader, messages.length);
        expect(read.slice(0, 3).map(plain)).toEqual([
          {
            key: 'k',
            value: 'v',
            headers: [
              ['a', '1'],
              ['a', '2'],
              ['b', null],
              ['c', ''],
            ],
          },
          { key: null, value: null, headers: [] },
          { key: '', value: '', headers: [] },
        ]);
        expect(read[3]?.value).toEqual(Buffer.from([0, 255, 128]));
        expect(read[4]?.timestamp).toBe(1_600_000_000_000);
        expect(read[4]?.value?.toString()).toBe('值'.repeat(20_000));
        expect(read.map((message) => message.offset)).toEqual([0, 1, 2, 3, 4]);
      } finally {
        await reader.close();
        await writer.close();
      }
    });
  }

  it('keep the order of each key over many partitions and calls', async () => {
    const topic = await kafka.topic(6);
    const writer = new Writer({ brokers: kafka.brokers, topic, batchBytes: 20_000 });
    const reader = new Reader({ brokers: kafka.brokers, topics: [topic], groupId: kafka.group() });
    try {
      const calls = numbers(40).map((call) =>
        writer.writeMessages(numbers(250).map((i) => ({ key: `key-${i % 17}`, value: String(call * 250 + i) }))),
      );
      await Promise.all(calls);
      const last = new Map<string, number>();
      for (const message of await take(reader, 10_000)) {
        const key = `${message.key}`;
        const value = Number(message.value);
        expect(value).toBeGreaterThan(last.get(key) ?? -1);
        last.set(key, value);
      }
      expect(last.size).toBe(17);
    } finally {
      await reader.close();
      await writer.close();
    }
  });

  it('write records of many sizes up to the limit, and refuse a larger one alone', async () => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
    try {
      const sizes = [0, 1, 100, 16_384, 70_000, 900_000];
      const messages = [
        ...sizes.map((size) => ({ value: Buffer.alloc(size, 'z') })),
        { value: Buffer.alloc(2_000_000) },
      ];
      const error = await writer.writeMessages(messages).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: 'WRITE' });
      const slots = (error as { errors: readonly ({ code: string } | undefined)[] }).errors;
      expect(slots.map((slot) => slot?.code)).toEqual([...sizes.map(() => undefined), 'MESSAGE_TOO_LARGE']);
      const read = await take(reader, sizes.length);
      expect(read.map((message) => message.value?.length).sort((a, b) => a! - b!)).toEqual(sizes);
    } finally {
      await reader.close();
      await writer.close();
    }
  });

  it('say which topic is unknown instead of waiting forever', async () => {
    const writer = new Writer({ brokers: kafka.brokers, topic: 'no-such-topic-here', deliveryTimeoutMs: 8_000 });
    try {
      await expect(writer.writeMessages([{ value: 'x' }])).rejects.toThrow(/no-such-topic-here/);
    } finally {
      await writer.close();
    }
  }, 30_000);
});
