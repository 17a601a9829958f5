import { expect, it } from 'vitest';
import {
  type KafkaError,
  type MessagePlace,
  MessageTooLargeError,
  Reader,
  WriteErrors,
  Writer,
} from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers, take } from '../../support/reading.ts';

contract('a Writer', (kafka) => {
  /** What one partition holds, in order. */
  const valuesOf = async (topic: string, count: number, partition = 0): Promise<string[]> => {
    const reader = new Reader({ brokers: kafka.brokers, topic, partition });
    try {
      return (await take(reader, count)).map(({ value }) => `${value}`);
    } finally {
      await reader.close();
    }
  };

  it('that is async goes on when messages are accepted, and tells of every call once', async () => {
    const topic = await kafka.topic();
    const told: string[] = [];
    const writer = new Writer({
      brokers: kafka.brokers,
      topic,
      async: true,
      completion: (messages, error, result) =>
        void told.push(...messages.map(({ value }, i) => `${value} ${error?.message ?? result?.offset(i)}`)),
    });
    try {
      for (const i of numbers(50)) await writer.writeMessages([{ value: `${i * 2}` }, { value: `${i * 2 + 1}` }]);
      await writer.flush();
      expect(told).toEqual(numbers(100).map((i) => `${i} ${i}`));
      expect(await valuesOf(topic, 100)).toEqual(numbers(100).map(String));
      expect(writer.stats()).toMatchObject({ messages: 100, errors: 0, bufferedBytes: 0, waitingCalls: 0 });
    } finally {
      await writer.close();
    }
  });

  it('tells each message where it stands', async () => {
    const topic = await kafka.topic(3);
    const places = new Map<string, MessagePlace | undefined>();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    try {
      await writer.writeMessages(
        numbers(30).map((i) => ({
          value: `${i}`,
          partition: i % 3,
          onDelivery: (_: KafkaError | undefined, place: MessagePlace | undefined) => void places.set(`${i}`, place),
        })),
      );
    } finally {
      await writer.close();
    }
    expect(places.size).toBe(30);
    for (const partition of numbers(3)) {
      for (const [offset, value] of (await valuesOf(topic, 10, partition)).entries()) {
        expect(places.get(value)).toEqual({ topic, partition, offset });
      }
    }
  });

  it('runs middleware around the write', async () => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic });
    const seen: number[] = [];
    writer
      .use(async (messages, next) => {
        const result = await next(messages.map((message) => ({ ...message, value: `<${message.value}>` })));
        seen.push(result.offset(0));
        return result;
      })
      .use((messages, next) => next([...messages, { value: 'and one more' }]));
    try {
      await writer.writeMessages({ value: 'a' });
      expect(seen).toEqual([0]);
      expect(await valuesOf(topic, 2)).toEqual(['<a>', 'and one more']);
    } finally {
      await writer.close();
    }
  });

  it('names the message that a topic finds too large; the rest of its batch is written', async () => {
    const topic = await kafka.topic(1, { 'max.message.bytes': '2000' });
    const writer = new Writer({ brokers: kafka.brokers, topic });
    try {
      const large = { value: 'x'.repeat(5_000) };
      const error: unknown = await writer
        .writeMessages([{ value: 'a' }, large, { value: 'b' }])
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WriteErrors);
      const { errors } = error as WriteErrors;
      expect(errors.map((one) => one?.code)).toEqual([undefined, 'MESSAGE_TOO_LARGE', undefined]);
      const tooLarge = errors[1] as MessageTooLargeError;
      expect(tooLarge).toBeInstanceOf(MessageTooLargeError);
      expect(tooLarge.outgoing).toBe(large);
      expect(tooLarge.remaining).toEqual([]);
      expect(await valuesOf(topic, 2)).toEqual(['a', 'b']);
    } finally {
      await writer.close();
    }
  });

  it.each(['none', 'gzip', 'lz4'] as const)(
    'keeps its bound, in order, through a small buffer: %s',
    async (compression) => {
      const topic = await kafka.topic();
      const limits = { batchBytes: 4_096, maxBufferedBytes: 16_384 };
      const writer = new Writer({ brokers: kafka.brokers, topic, compression, ...limits });
      let most = 0;
      const watch = () => {
        most = Math.max(most, writer.stats().bufferedBytes);
      };
      try {
        const calls = numbers(20).map((call) => {
          const list = numbers(20).map((i) => ({ value: `${call * 20 + i}`.padEnd(300, '.'), onDelivery: watch }));
          const written = writer.writeMessages(list);
          watch();
          return written;
        });
        await Promise.all(calls);
        expect(most).toBeGreaterThan(10_000);
        expect(most).toBeLessThanOrEqual(16_384);
        expect(writer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0, messages: 400 });
        const read = await valuesOf(topic, 400);
        expect(read.map((value) => Number.parseInt(value, 10))).toEqual(numbers(400));
      } finally {
        await writer.close();
      }
    },
  );

  it('that throws when it is full takes all of a call or nothing', async () => {
    const topic = await kafka.topic();
    const limits = { batchBytes: 4_096, maxBufferedBytes: 8_192, whenFull: 'throw' } as const;
    const writer = new Writer({ brokers: kafka.brokers, topic, ...limits });
    try {
      const calls = numbers(20).map((call) =>
        writer.writeMessages(numbers(4).map((i) => ({ value: `${call} ${i}`.padEnd(300, '.') }))).then(
          () => call,
          (error: KafkaError) => error.code,
        ),
      );
      const ends = await Promise.all(calls);
      const taken = ends.filter((end) => typeof end === 'number');
      expect(new Set(ends.filter((end) => typeof end === 'string'))).toEqual(new Set(['BUFFER_FULL']));
      expect(taken.length).toBeGreaterThan(0);
      await writer.writeMessages({ value: 'there is room again' });
      const read = await valuesOf(topic, taken.length * 4 + 1);
      expect(read.map((value) => value.replaceAll('.', ''))).toEqual([
        ...taken.flatMap((call) => numbers(4).map((i) => `${call} ${i}`)),
        'there is room again',
      ]);
    } finally {
      await writer.close();
    }
  });

  it('drains on close what lingers, and what is still in middleware', async () => {
    const topic = await kafka.topic();
    const told: (Error | undefined)[] = [];
    const completion = (_: unknown, error: Error | undefined) => void told.push(error);
    const writer = new Writer({ brokers: kafka.brokers, topic, lingerMs: 600_000, async: true, completion });
    writer.use(async (messages, next) => {
      await Promise.resolve();
      return next(messages);
    });
    for (const i of numbers(100)) void writer.writeMessages({ value: `${i}` });
    await writer.close();
    expect(told).toEqual(numbers(100).map(() => undefined));
    expect(await valuesOf(topic, 100)).toEqual(numbers(100).map(String));
    await expect(writer.writeMessages({ value: 'late' })).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('is healthy once it is warm, and says why it is not', async () => {
    const topic = await kafka.topic(3);
    const writer = new Writer({ brokers: kafka.brokers, topic });
    try {
      expect(writer.health()).toEqual({
        healthy: false,
        reasons: ['nothing was written yet: the first call that writes makes the contact'],
      });
      await writer.warmUp();
      expect(writer.health()).toEqual({ healthy: true, reasons: [] });
      expect(writer.stats()).toMatchObject({ writes: 0, messages: 0 });
      await expect(writer.warmUp({ topics: ['other'] })).rejects.toMatchObject({ code: 'CONFIG' });
      await writer.writeMessages({ value: 'a' });
      const { writes, batchSize, writeTimeMs } = writer.stats();
      expect({ writes, batchSize }).toEqual({ writes: 1, batchSize: { count: 1, sum: 1, avg: 1, min: 1, max: 1 } });
      expect(writeTimeMs.max).toBeGreaterThan(0);
    } finally {
      await writer.close();
    }
    expect(writer.health()).toEqual({ healthy: false, reasons: ['the writer is closed'] });
  });

  it('ends the wait of an aborted call at once; what was in a batch is written, once', async () => {
    const topic = await kafka.topic();
    const fates = new Map<string, boolean>();
    const writer = new Writer({ brokers: kafka.brokers, topic, batchBytes: 2_048, maxBufferedBytes: 4_096 });
    try {
      const calls = numbers(30).map((call) => {
        const controller = new AbortController();
        const list = numbers(5).map((i) => {
          const value = `${call} ${i}`.padEnd(200, '.');
          return { value, onDelivery: (error: KafkaError | undefined) => void fates.set(value, error === undefined) };
        });
        const ended = writer.writeMessages(list, { signal: controller.signal }).then(
          () => 'written',
          (error: KafkaError) => error.code,
        );
        if (call % 3 === 0) queueMicrotask(() => controller.abort());
        return ended;
      });
      expect(new Set(await Promise.all(calls))).toEqual(new Set(['written', 'ABORTED']));
      await eventually('every message has its fate', () => fates.size === 150);
      const written = [...fates].flatMap(([value, isWritten]) => (isWritten ? [value] : []));
      expect(written.length).toBeGreaterThanOrEqual(100);
      expect((await valuesOf(topic, written.length)).toSorted()).toEqual(written.toSorted());
    } finally {
      await writer.close();
    }
  });
});
