import { expect, it } from 'vitest';
import { App, type AppOptions, type AppRecord, RetryableError } from '../../../src/binding/index.ts';
import { Reader, type TopicPartition, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { GroupReader } from '../../support/group-reader.ts';
import { numbers, take } from '../../support/reading.ts';

contract('App', (kafka) => {
  const topics = async () => ({
    orders: await kafka.topic(3),
    retry: await kafka.topic(3),
    deadLetter: await kafka.topic(1),
  });

  const write = async (topic: string, values: readonly string[]): Promise<void> => {
    const writer = new Writer({ brokers: kafka.brokers, topic });
    try {
      await writer.writeMessages(
        values.map((value) => ({
          key: `key-${value}`,
          value,
          headers: [
            ['kept', value],
            ['kept', null],
          ],
        })),
      );
    } finally {
      await writer.close();
    }
  };

  const options = (more: Partial<AppOptions> = {}): AppOptions =>
    ({
      brokers: kafka.brokers,
      groupId: kafka.group(),
      onError: (error: Error) => {
        throw error;
      },
      ...more,
    }) as AppOptions;

  it('retries what may succeed later and dead-letters the rest, bytes and headers kept', async () => {
    const { orders, retry, deadLetter } = await topics();
    const app = new App(options({ retry: { topic: retry, delayMs: 200 }, deadLetter: { topic: deadLetter } }));
    const handled = new Map<string, number>();
    const waits: number[] = [];
    app.bind(orders, { maxRetries: 2, afterRetry: 'unordered' }, (record: AppRecord) => {
      const value = `${record.value}`;
      if (value === 'poison') throw new Error('cannot be read');
      if (value === 'never') throw new RetryableError('still busy');
      if (value === 'flaky' && record.attempt < 3) throw new RetryableError('busy');
      if (record.attempt > 1) waits.push(Date.now() - record.origin.timestamp);
      expect(record.headers.filter(([name]) => name === 'kept').map(([, bytes]) => bytes?.toString() ?? null)).toEqual([
        value,
        null,
      ]);
      expect(`${record.key}`).toBe(`key-${value}`);
      handled.set(value, (handled.get(value) ?? 0) + 1);
    });
    const letters = new Reader({ brokers: kafka.brokers, topic: deadLetter, partition: 0 });
    try {
      await app.start();
      await write(orders, ['plain', 'flaky', 'poison', 'never']);
      const dead = await take(letters, 2);
      const text = (name: string) => dead.map((message) => `${message.header(name)}`);
      expect(dead.map((message) => `${message.key} ${message.value}`)).toEqual([
        'key-poison poison',
        'key-never never',
      ]);
      expect(text('__dlq.errors.topic')).toEqual([orders, orders]);
      expect(text('__dlq.errors.message')).toEqual(['cannot be read', 'still busy']);
      expect(text('__dlq.errors.delivery.count')).toEqual(['1', '3']);
      await expect.poll(() => Object.fromEntries(handled)).toEqual({ plain: 1, flaky: 1 });
      // Two delays of 200 ms lie between the write and the third attempt.
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(400);
    } finally {
      await app.stop();
      await letters.close();
    }
  });

  it('goes on behind what it has finished, and handles again what it has not', async () => {
    const { orders } = await topics();
    const groupId = kafka.group();
    const seen: string[] = [];
    await write(orders, numbers(50).map(String));
    const first = new App(options({ groupId }));
    first.bind(orders, (record: AppRecord) => {
      seen.push(`${record.value}`);
    });
    await first.start();
    await expect.poll(() => seen.length).toBe(50);
    await first.stop();
    await write(orders, ['after']);
    const again: string[] = [];
    const second = new App(options({ groupId }));
    second.bind(orders, (record: AppRecord) => {
      again.push(`${record.value}`);
    });
    await second.start();
    try {
      await expect.poll(() => again).toEqual(['after']);
    } finally {
      await second.stop();
    }
  });

  it('stops with its cause, the offset unmoved, when a failure has nowhere to go', async () => {
    const { orders } = await topics();
    const groupId = kafka.group();
    await write(orders, ['bad']);
    const app = new App(options({ groupId, onError: () => 'stop' }));
    app.bind(orders, () => {
      throw new Error('no way');
    });
    // `done` is watched before the start: the one record may fail before start has returned.
    const done = expect(app.done).rejects.toThrow('no way');
    await app.start().catch(() => {});
    await done;
    const again = new App(options({ groupId, onError: () => 'skip' }));
    const outcomes: string[] = [];
    again.bind(orders, (record: AppRecord) => {
      outcomes.push(`${record.value}`);
    });
    await again.start();
    try {
      await expect.poll(() => outcomes).toEqual(['bad']);
    } finally {
      await again.stop();
    }
  });

  it('lets two apps share one retry topic, each retrying its own records', async () => {
    const { orders, retry, deadLetter } = await topics();
    const attempts = { one: [] as number[], two: [] as number[] };
    const apps = (['one', 'two'] as const).map((name) => {
      const app = new App(options({ retry: { topic: retry, delayMs: 50 }, deadLetter: { topic: deadLetter } }));
      app.bind(orders, { maxRetries: 3, afterRetry: 'unordered' }, (record: AppRecord) => {
        attempts[name].push(record.attempt);
        if (record.attempt < (name === 'one' ? 2 : 3)) throw new RetryableError('again');
      });
      return app;
    });
    try {
      await Promise.all(apps.map((app) => app.start()));
      await write(orders, ['x']);
      await expect.poll(() => attempts).toEqual({ one: [1, 2], two: [1, 2, 3] });
    } finally {
      await Promise.all(apps.map((app) => app.stop()));
    }
  });

  it('whose partitions stay is not disturbed by the death of another member (trap 73)', async () => {
    const topic = await kafka.topic(6);
    const groupId = kafka.group();
    const handled = new Map<string, string[]>();
    const owned = ['one', 'two'].map(() => new Set<number>());
    const revoked: number[] = [];
    const apps = owned.map((partitions, index) => {
      const hooks = {
        onAssigned: (added: readonly TopicPartition[]) => {
          for (const { partition } of added) partitions.add(partition);
        },
        onRevoked: (removed: readonly TopicPartition[]) => {
          for (const { partition } of removed) partitions.delete(partition);
          revoked.push(...removed.map(({ partition }) => partition));
        },
      };
      const app = new App(options({ groupId, sessionTimeoutMs: 6_000, ...hooks }));
      app.bind(topic, (record: AppRecord) => {
        const value = `${record.value}`;
        handled.set(value, [...(handled.get(value) ?? []), `app ${index}`]);
      });
      return app;
    });
    const third = new GroupReader({ brokers: kafka.brokers, groupId, topics: [topic], sessionTimeoutMs: 6_000 });
    const shares = (): number[] => [...owned.map(({ size }) => size), third.partitions.length];
    try {
      await Promise.all(apps.map((app) => app.start()));
      await expect.poll(shares, { timeout: 20_000 }).toEqual([2, 2, 2]);
      const before = owned.map((partitions) => [...partitions]);
      revoked.length = 0;
      // To the group it is dead: it beats no more, and nobody was told.
      await third.close({ leaveGroup: false });
      const values = numbers(60).map((i) => `v${i}`);
      await write(topic, values);
      await expect.poll(() => owned.map(({ size }) => size), { timeout: 30_000 }).toEqual([3, 3]);
      await expect.poll(() => handled.size, { timeout: 20_000 }).toBe(60);
      expect(revoked).toEqual([]);
      for (const [index, partitions] of before.entries()) {
        for (const partition of partitions) expect(owned[index]?.has(partition)).toBe(true);
      }
      // Nothing was handled twice: nobody had to begin anew.
      expect([...handled.values()].filter((by) => by.length > 1)).toEqual([]);
    } finally {
      await Promise.all(apps.map((app) => app.stop()));
      await third.close();
    }
  }, 90_000);
});
