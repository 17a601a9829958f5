// Reading by hand, by streams and by generations: the same on the embedded broker and on real Kafka.
import { expect, it } from 'vitest';
import { ConsumerGroup, type PartitionStream, Reader, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { numbers, take } from '../../support/reading.ts';

contract('Reading otherwise', (kafka) => {
  const fill = async (topic: string, count: number, partitions: number): Promise<void> => {
    const writer = new Writer({ brokers: kafka.brokers, topic });
    try {
      await writer.writeMessages(numbers(count).map((i) => ({ partition: i % partitions, key: null, value: `${i}` })));
    } finally {
      await writer.close();
    }
  };

  it('by hand commits to a group without members, and begins there again', async () => {
    const topic = await kafka.topic(2);
    await fill(topic, 20, 2);
    const [zero, one] = [0, 1].map((partition) => ({ topic, partition })) as [object, object];
    const options = { brokers: kafka.brokers, groupId: kafka.group(), partitions: [zero, one] as never[] };
    const first = new Reader(options);
    const read = await take(first, 20);
    await first.commitMessages(read.filter(({ offset }) => offset < 4));
    await first.close();
    const second = new Reader(options);
    try {
      expect((await take(second, 12)).every(({ offset }) => offset >= 4)).toBe(true);
      await second.assign([{ topic, partition: 1, startOffset: 'last' }]);
      expect(await second.readLag({ topic, partition: 1 })).toBe(0);
    } finally {
      await second.close();
    }
  });

  it('by hand is refused where the group has members', async () => {
    const topic = await kafka.topic();
    await fill(topic, 3, 1);
    const groupId = kafka.group();
    const member = new Reader({ brokers: kafka.brokers, groupId, topics: [topic] });
    const reader = new Reader({ brokers: kafka.brokers, groupId, partitions: [{ topic, partition: 0 }] });
    try {
      await member.fetchMessage();
      const message = await reader.fetchMessage();
      await expect(reader.commitMessages(message)).rejects.toThrow('has members, and only they may commit');
    } finally {
      await reader.close();
      await member.close();
    }
  });

  it('begins so many milliseconds ago', async () => {
    const topic = await kafka.topic();
    await fill(topic, 3, 1);
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0, startOffset: { ago: 600_000 } });
    try {
      expect((await reader.fetchMessage()).offset).toBe(0);
      await reader.setOffset({ ago: 0 });
      expect(reader.offset()).toBe(3);
    } finally {
      await reader.close();
    }
  });

  it('by streams gives each partition its own, and commits what they mark', async () => {
    const topic = await kafka.topic(3);
    await fill(topic, 30, 3);
    const options = { brokers: kafka.brokers, groupId: kafka.group(), topics: [topic] };
    const reader = new Reader(options);
    const handle = async (stream: PartitionStream): Promise<void> => {
      for (const { offset } of await take(stream, 10)) stream.markOffset(offset);
    };
    const handlers: Promise<void>[] = [];
    for await (const stream of reader.partitions()) if (handlers.push(handle(stream)) === 3) break;
    await Promise.all(handlers);
    await reader.close();
    await fill(topic, 3, 3);
    const again = new Reader(options);
    try {
      expect((await take(again, 3)).map(({ offset }) => offset)).toEqual([10, 10, 10]);
    } finally {
      await again.close();
    }
  });

  it('by generations gives a share with offsets, and another one after a member has come', async () => {
    const topic = await kafka.topic(4);
    await fill(topic, 8, 4);
    const options = {
      brokers: kafka.brokers,
      groupId: kafka.group(),
      topics: [topic],
      heartbeatIntervalMs: 300,
      assignors: ['range' as const],
    };
    const first = new ConsumerGroup(options);
    const second = new ConsumerGroup(options);
    try {
      const one = await first.next();
      expect(one.assignments[topic]?.map(({ offset }) => offset)).toEqual([0, 0, 0, 0]);
      await one.commitOffsets(numbers(4).map((partition) => ({ topic, partition, offset: 1 })));
      let isTold = false;
      one.start(async (signal) => {
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        isTold = true;
      });
      const [next, other] = await Promise.all([first.next(), second.next()]);
      expect(isTold).toBe(true);
      const offsets = [next, other].flatMap(({ assignments }) => assignments[topic]?.map(({ offset }) => offset) ?? []);
      expect(offsets).toEqual([1, 1, 1, 1]);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });
});
