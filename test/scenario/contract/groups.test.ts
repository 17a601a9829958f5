import { expect, it } from 'vitest';
import { type Message, Reader, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { numbers, take } from '../../support/reading.ts';

contract('Reader in a group', (kafka) => {
  const fill = async (topic: string, count: number): Promise<void> => {
    const writer = new Writer({ brokers: kafka.brokers, topic });
    try {
      await writer.writeMessages(numbers(count).map((i) => ({ key: `k${i}`, value: `${i}` })));
    } finally {
      await writer.close();
    }
  };
  const value = (message: Message): number => Number(message.value);

  it('goes on where the group has committed', async () => {
    const topic = await kafka.topic();
    const groupId = kafka.group();
    await fill(topic, 10);
    const first = new Reader({ brokers: kafka.brokers, topics: [topic], groupId });
    const read = await take(first, 5);
    await first.commitMessages(read);
    await first.close();
    const second = new Reader({ brokers: kafka.brokers, topics: [topic], groupId });
    try {
      expect((await take(second, 5)).map(value)).toEqual([5, 6, 7, 8, 9]);
    } finally {
      await second.close();
    }
  });

  it('commits nothing by fetchMessage, and by readMessage what came before', async () => {
    const topic = await kafka.topic();
    const groupId = kafka.group();
    await fill(topic, 10);
    const fetching = new Reader({ brokers: kafka.brokers, topics: [topic], groupId });
    await fetching.fetchMessage();
    await fetching.fetchMessage();
    await fetching.close();
    const reading = new Reader({ brokers: kafka.brokers, topics: [topic], groupId });
    expect(value(await reading.readMessage())).toBe(0);
    expect(value(await reading.readMessage())).toBe(1);
    await reading.close();
    const after = new Reader({ brokers: kafka.brokers, topics: [topic], groupId });
    try {
      expect(value(await after.fetchMessage())).toBe(2);
    } finally {
      await after.close();
    }
  });

  it('shares partitions, and takes over those of a member that leaves', async () => {
    const topic = await kafka.topic(6);
    const groupId = kafka.group();
    const open = (): Reader => new Reader({ brokers: kafka.brokers, topics: [topic], groupId });
    const first = open();
    const second = open();
    const seen = new Set<number>();
    const pump = async (reader: Reader): Promise<void> => {
      for await (const message of reader) {
        seen.add(value(message));
        await reader.commitMessages(message);
      }
    };
    const pumps = [pump(first), pump(second)];
    try {
      await expect
        .poll(() => [first.assignment().length, second.assignment().length], { timeout: 20_000 })
        .toEqual([3, 3]);
      await fill(topic, 200);
      await expect.poll(() => seen.size, { timeout: 20_000 }).toBe(200);
      await second.close();
      await expect.poll(() => first.assignment().length, { timeout: 20_000 }).toBe(6);
      seen.clear();
      await fill(topic, 100);
      await expect.poll(() => seen.size, { timeout: 20_000 }).toBe(100);
    } finally {
      await first.close();
      await second.close();
      await Promise.all(pumps);
    }
  }, 60_000);

  it('reads several topics in one stream', async () => {
    const topics = [await kafka.topic(2), await kafka.topic(1)];
    for (const topic of topics) await fill(topic, 20);
    const reader = new Reader({ brokers: kafka.brokers, topics, groupId: kafka.group() });
    try {
      const read = await take(reader, 40);
      expect(new Set(read.map((message) => message.topic))).toEqual(new Set(topics));
    } finally {
      await reader.close();
    }
  });

  it('reads nothing of a paused partition until it is resumed', async () => {
    const topic = await kafka.topic(2);
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const reader = new Reader({ brokers: kafka.brokers, topics: [topic], groupId: kafka.group() });
    try {
      await writer.writeMessages(numbers(2).map((partition) => ({ partition, value: 'first' })));
      await take(reader, 2);
      reader.pause([{ topic, partition: 0 }]);
      await writer.writeMessages(numbers(2).map((partition) => ({ partition, value: 'second' })));
      expect((await reader.fetchMessage()).partition).toBe(1);
      reader.resume([{ topic, partition: 0 }]);
      expect((await reader.fetchMessage()).partition).toBe(0);
    } finally {
      await reader.close();
      await writer.close();
    }
  });
});
