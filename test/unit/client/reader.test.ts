// A Reader against the embedded broker: real sockets, real protocol. Owns: what is promised in the Reader's own words.

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client } from '../../../src/client/client.ts';
import { Reader } from '../../../src/client/reader.ts';
import type { ReaderOptions } from '../../../src/client/reader-options.ts';
import { Writer } from '../../../src/client/writer.ts';
import { EmbeddedKafka } from '../../../src/embedded/embedded-kafka.ts';
import type { Message } from '../../../src/record/message.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers, take } from '../../support/reading.ts';

let kafka: EmbeddedKafka;
let readers: Reader[];

beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ autoCreateTopics: false, topics: { one: 1, two: 2 } });
  readers = [];
});

afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.close()));
  await kafka.stop();
});

function keep(reader: Reader): Reader {
  readers.push(reader);
  return reader;
}

type GroupOptions = Partial<Extract<ReaderOptions, { readonly groupId: string }>>;

function inGroup(options: GroupOptions = {}): Reader {
  return keep(new Reader({ brokers: kafka.bootstrap, groupId: 'g', topics: ['one'], ...options } as ReaderOptions));
}

function onPartition(startOffset: number | 'first' | 'last' = 'first', partition = 0): Reader {
  return keep(new Reader({ brokers: kafka.bootstrap, topic: 'one', partition, startOffset }));
}

async function fill(from: number, to: number, topic = 'one', partition = 0): Promise<void> {
  const writer = new Writer({ brokers: kafka.bootstrap, topic });
  try {
    const values = numbers(to).slice(from);
    await writer.writeMessages(values.map((value) => ({ partition, key: null, value: String(value) })));
  } finally {
    await writer.close();
  }
}

const value = (message: Message): number => Number(message.value);

/** What a new member of the group reads first. */
async function committedNext(options: GroupOptions = {}): Promise<number> {
  const reader = inGroup(options);
  const message = await reader.fetchMessage();
  await reader.close();
  return value(message);
}

describe('readMessage', () => {
  it('commits what it handed out before when it is called again, and the last one on close (trap 60, 80)', async () => {
    await fill(0, 10);
    const reader = inGroup();
    await take(
      { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: await reader.readMessage() }) }) },
      3,
    );
    expect(reader.stats().commits).toBe(2);
    await reader.close();
    expect(await committedNext()).toBe(3);
  });

  it('commits by mark and interval where one is given (trap 80)', async () => {
    await fill(0, 10);
    const reader = inGroup({ commitIntervalMs: 600_000 });
    for (let i = 0; i < 3; i++) await reader.readMessage();
    expect(reader.stats().commits).toBe(0);
    await reader.close();
    expect(await committedNext()).toBe(3);
  });
});

describe('commits', () => {
  it('of readMessage follow a seek back', async () => {
    await fill(0, 10);
    const reader = inGroup();
    for (let i = 0; i < 8; i++) await reader.readMessage();
    await reader.seek({ topic: 'one', partition: 0 }, 2);
    for (let i = 0; i < 2; i++) await reader.readMessage();
    await reader.close();
    expect(await committedNext()).toBe(4);
  });

  it('by interval come by themselves', async () => {
    await fill(0, 10);
    const reader = inGroup({ commitIntervalMs: 20 });
    const [, second] = await take(reader, 2);
    await reader.commitMessages(second as Message);
    await eventually('the mark is committed', () => reader.stats().commits === 1);
  });

  it('never go backwards (trap 61)', async () => {
    await fill(0, 10);
    const reader = inGroup();
    const messages = await take(reader, 5);
    await reader.commitMessages(messages);
    await reader.commitMessages(messages[1] as Message);
    await reader.close();
    expect(await committedNext()).toBe(5);
  });

  it.each([undefined, 600_000])('follow a seek back (commitIntervalMs %s)', async (commitIntervalMs) => {
    await fill(0, 10);
    const reader = inGroup(commitIntervalMs === undefined ? {} : { commitIntervalMs });
    await reader.commitMessages(await take(reader, 8));
    await reader.seek({ topic: 'one', partition: 0 }, 2);
    await reader.commitMessages(await take(reader, 1));
    await reader.close();
    expect(await committedNext()).toBe(3);
  });

  it('of records of a log that is no more stand in the way of nothing (trap 52, 56)', async () => {
    await fill(0, 10);
    const reader = inGroup();
    const old: Message[] = [];
    for (let i = 0; i < 10; i++) old.push(await reader.fetchMessage());
    await reader.commitMessages(old.slice(0, 8));
    kafka.deleteTopic('one');
    kafka.createTopic('one', { partitions: 1 });
    await fill(0, 3);
    const anew = await reader.fetchMessage({ timeoutMs: 10_000 });
    expect(anew.offset).toBe(0);
    // Handled late: its offset means another record by now, that nobody has read.
    await reader.commitMessages(old[9] as Message);
    await reader.commitMessages(anew);
    await reader.close();
    expect(await committedNext()).toBe(1);
  });

  it('of a partition that went to another member are no error by message, and one by offset (trap 68)', async () => {
    await fill(0, 5, 'two', 0);
    await fill(0, 5, 'two', 1);
    const first = inGroup({ topics: ['two'], heartbeatIntervalMs: 50 });
    const messages = await take(first, 10);
    const second = inGroup({ topics: ['two'], heartbeatIntervalMs: 50 });
    void second.fetchMessage().catch(() => {});
    await eventually('they share', () => first.assignment().length === 1 && second.assignment().length === 1, 20_000);
    await first.commitMessages(messages);
    const [{ partition } = { partition: -1 }] = second.assignment();
    await expect(first.commitOffsets([{ topic: 'two', partition, offset: 5 }])).rejects.toMatchObject({
      code: 'REBALANCE',
    });
  });

  it('need a group', async () => {
    await expect(onPartition().commitOffsets([])).rejects.toThrow('no group to commit to');
  });
});

describe('a blocked event loop', () => {
  it('is named by health and figures when it lasts longer than the session (trap 110)', async () => {
    await kafka.stop();
    kafka = await EmbeddedKafka.start({ topics: { one: 1 }, minSessionTimeoutMs: 100 });
    await fill(0, 3);
    const reader = inGroup({ sessionTimeoutMs: 1_000, heartbeatIntervalMs: 100 });
    await reader.fetchMessage();
    const end = performance.now() + 1_500;
    while (performance.now() < end);
    await eventually('it is noticed', () => reader.health().reasons.join().includes('the event loop was blocked for'));
    expect(reader.health().reasons.join()).toMatch(
      /sessionTimeoutMs 1000\).*another member; compute in a worker thread/,
    );
    expect(reader.stats().longestLoopBlockMs).toBeGreaterThan(1_000);
    await reader.close();
  });
});

describe('start offset', () => {
  it("'last' is remembered from the first moment (trap 81)", async () => {
    await fill(0, 5);
    const reader = inGroup({ startOffset: 'last' });
    const nothing = reader.fetchMessage().catch(() => {});
    await eventually('it reads', () => reader.offset({ topic: 'one', partition: 0 }) === 5);
    await reader.close();
    await nothing;
    await fill(5, 8);
    expect(await committedNext({ startOffset: 'last' })).toBe(5);
  });

  it("'last' is the beginning for topics that are to start first", async () => {
    kafka.createTopic('retries', { partitions: 1 });
    await fill(0, 3);
    await fill(7, 8, 'retries');
    const reader = inGroup({ startOffset: 'last', topics: ['one', 'retries'], startFirst: ['retries'] });
    const message = await reader.fetchMessage();
    expect([message.topic, value(message)]).toEqual(['retries', 7]);
    expect(reader.offset({ topic: 'one', partition: 0 })).toBe(3);
  });

  it("'last' is the beginning for a topic that appears later (trap 57)", async () => {
    const reader = inGroup({ startOffset: 'last', topics: ['one', 'later'] });
    const message = reader.fetchMessage();
    await eventually('it reads', () => reader.assignment().length === 1);
    expect(reader.health().reasons.join()).toContain('topic later does not exist');
    kafka.createTopic('later', { partitions: 1 });
    await fill(0, 3, 'later');
    expect((await message).topic).toBe('later');
    expect(value(await message)).toBe(0);
  }, 20_000);

  it("'last' is the beginning for partitions that are added later, and they are found (trap 57)", async () => {
    await fill(0, 3);
    const reader = inGroup({ startOffset: 'last', metadataMaxAgeMs: 300 } as GroupOptions);
    const message = reader.fetchMessage();
    await eventually('it reads', () => reader.offset({ topic: 'one', partition: 0 }) === 3);
    const client = new Client({ brokers: kafka.bootstrap });
    await client.admin.createPartitions([{ topic: 'one', count: 2 }]);
    await client.close();
    // Written before the reader knows of the partition.
    await fill(0, 3, 'one', 1);
    expect([(await message).partition, (await message).offset]).toEqual([1, 0]);
  }, 20_000);

  it('is an offset, an end or a beginning on one partition', async () => {
    await fill(0, 10);
    expect(value(await onPartition(4).fetchMessage())).toBe(4);
    expect(value(await onPartition('first').fetchMessage())).toBe(0);
    const last = onPartition('last');
    const message = last.fetchMessage();
    await eventually('it reads', () => last.offset() === 10);
    await fill(10, 11);
    expect(value(await message)).toBe(10);
  });

  it('on a partition that does not exist is an error that says how many there are', async () => {
    await expect(onPartition('first', 7).fetchMessage()).rejects.toThrow(
      'one[7] does not exist: the topic has 1 partitions',
    );
  });
});

describe('reading', () => {
  it('hands out one queue by record and by batch, in any mixture', async () => {
    for (let i = 0; i < 4; i++) await fill(i * 10, i * 10 + 10);
    const reader = onPartition();
    const seen = (await take(reader, 3)).map(value);
    const batches = reader.batches()[Symbol.asyncIterator]();
    for (let i = 0; i < 2; i++) {
      const { value: batch } = await batches.next();
      for (const message of batch ?? []) seen.push(value(message));
    }
    seen.push(value(await reader.fetchMessage()));
    expect(seen).toEqual(numbers(21));
  });

  it('tells offset, lag and figures', async () => {
    await fill(0, 10);
    const reader = onPartition();
    await take(reader, 4);
    expect(reader.offset()).toBe(4);
    expect(reader.lag()).toBe(6);
    expect(reader.stats()).toMatchObject({
      messages: 4,
      batches: 1,
      partitions: [{ topic: 'one', partition: 0, offset: 4, lag: 6, isPaused: false }],
    });
    await take(reader, 6);
    expect(reader.lag()).toBe(0);
  });

  it('goes on where seek and setOffset say, with nothing left from before (trap 78)', async () => {
    await fill(0, 20);
    const reader = onPartition();
    await take(reader, 3);
    await reader.setOffset(15);
    expect((await take(reader, 2)).map(value)).toEqual([15, 16]);
    await reader.seek({ topic: 'one', partition: 0 }, 'first');
    expect(value(await reader.fetchMessage())).toBe(0);
  });

  it('hands out nothing of a paused partition, not even of the batch under way, and all of it afterwards (trap 78)', async () => {
    await fill(0, 10, 'two', 0);
    await fill(100, 110, 'two', 1);
    const reader = inGroup({ topics: ['two'] });
    const first = await reader.fetchMessage();
    const paused = { topic: 'two', partition: first.partition };
    reader.pause([paused]);
    const others = await take(reader, 10);
    expect(new Set(others.map(({ partition }) => partition))).toEqual(new Set([1 - first.partition]));
    await expect(reader.fetchMessage({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    reader.resume([paused]);
    const rest = await take(reader, 9);
    expect(rest.map(({ offset }) => offset)).toEqual(numbers(10).slice(1));
  });

  it('keeps a pause over a rebalance (trap 78)', async () => {
    await fill(0, 10, 'two', 0);
    await fill(0, 10, 'two', 1);
    const reader = inGroup({ topics: ['two'], heartbeatIntervalMs: 50 });
    await reader.fetchMessage();
    reader.pause(reader.assignment());
    const second = inGroup({ topics: ['two'], heartbeatIntervalMs: 50 });
    void second.fetchMessage().catch(() => {});
    await eventually('they share', () => reader.assignment().length === 1, 10_000);
    expect(reader.stats().partitions[0]?.isPaused).toBe(true);
    await expect(reader.fetchMessage({ timeoutMs: 100 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    reader.resume(reader.assignment());
    expect((await reader.fetchMessage()).partition).toBe(reader.assignment()[0]?.partition);
  });

  it('lets timers in while a full queue is read', async () => {
    await fill(0, 2_000);
    const reader = onPartition();
    await reader.fetchMessage();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const until = performance.now();
    const messages = await take(
      {
        async *[Symbol.asyncIterator]() {
          for await (const message of reader) {
            const busyUntil = performance.now() + 0.1;
            while (performance.now() < busyUntil);
            yield message;
          }
        },
      },
      1_500,
    );
    clearInterval(timer);
    expect(messages).toHaveLength(1_500);
    // 150 ms of work at least, in turns of about 10.
    expect(performance.now() - until).toBeGreaterThan(140);
    expect(ticks).toBeGreaterThan(5);
  });

  it('can be given up by signal and by time, and goes on afterwards', async () => {
    const reader = onPartition();
    await expect(reader.fetchMessage({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const controller = new AbortController();
    const given = reader.fetchMessage({ signal: controller.signal });
    const batches = reader.batches({ signal: controller.signal })[Symbol.asyncIterator]().next();
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(batches).rejects.toMatchObject({ code: 'ABORTED' });
    await fill(0, 1);
    expect(value(await reader.fetchMessage())).toBe(0);
  });

  it('leaves the Reader open when a loop is left', async () => {
    await fill(0, 4);
    const reader = onPartition();
    for await (const message of reader) if (value(message) === 1) break;
    expect(value(await reader.fetchMessage())).toBe(2);
  });
});

describe('close', () => {
  it('ends loops and waiting calls', async () => {
    const reader = inGroup();
    const messages = take(reader, 1);
    const batches = reader.batches()[Symbol.asyncIterator]().next();
    const waiting = reader.fetchMessage().catch((error: unknown) => error);
    await eventually('it reads', () => reader.assignment().length === 1);
    await reader.close();
    expect(await messages).toEqual([]);
    expect(await batches).toEqual({ done: true, value: undefined });
    expect(await waiting).toMatchObject({ code: 'CLOSED' });
    await expect(reader.commitOffsets([])).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('ends while the first contact is being made (trap 79)', async () => {
    await kafka.broker(1).kill();
    const reader = inGroup();
    const waiting = reader.fetchMessage().catch((error: unknown) => error);
    await reader.close();
    expect(await waiting).toMatchObject({ code: 'CLOSED' });
  });
});

describe('callbacks', () => {
  it('are told of partitions before the first record and before they go', async () => {
    await fill(0, 3);
    const events: string[] = [];
    const reader = inGroup({
      onAssigned: (partitions) => void events.push(`assigned ${partitions.length}`),
      onRevoked: async (partitions) => {
        events.push(`revoked ${partitions.length}`);
        await reader.commitOffsets([{ topic: 'one', partition: 0, offset: 2 }]);
      },
    });
    events.push(`read ${value(await reader.fetchMessage())}`);
    await reader.close();
    expect(events).toEqual(['assigned 1', 'read 0', 'revoked 1']);
    expect(await committedNext()).toBe(2);
  });

  it('that throw end the Reader with their reason', async () => {
    const reader = inGroup({ onAssigned: () => Promise.reject(new Error('no database')) });
    await expect(reader.fetchMessage()).rejects.toThrow('onAssigned has thrown: no database');
    await expect(reader.fetchMessage()).rejects.toThrow('no database');
    expect(reader.health().healthy).toBe(false);
  });
});

describe('without a broker', () => {
  async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  it('the first call says which address cannot be reached, and a later one tries again', async () => {
    const port = await freePort();
    const reader = keep(
      new Reader({ brokers: [`127.0.0.1:${port}`], startTimeoutMs: 100, topic: 'one', partition: 0 }),
    );
    await expect(reader.fetchMessage()).rejects.toThrow(`127.0.0.1:${port}`);
    expect(reader.health().reasons.join()).toContain(`127.0.0.1:${port}`);
    const late = await EmbeddedKafka.start({ ports: [port], topics: { one: 1 } });
    try {
      const message = reader.fetchMessage({ timeoutMs: 5_000 });
      const writer = new Writer({ brokers: late.bootstrap, topic: 'one' });
      await writer.writeMessages([{ value: '7' }]);
      await writer.close();
      expect(value(await message)).toBe(7);
    } finally {
      await reader.close();
      await late.stop();
    }
  });

  it('waitForBrokers waits as long as it takes', async () => {
    const port = await freePort();
    const reader = keep(
      new Reader({
        brokers: [`127.0.0.1:${port}`],
        startTimeoutMs: 100,
        waitForBrokers: true,
        groupId: 'g',
        topics: ['one'],
      }),
    );
    const message = reader.fetchMessage();
    await eventually('the first attempt has failed', () =>
      reader.health().reasons.join().includes('no broker was reached yet'),
    );
    const late = await EmbeddedKafka.start({ ports: [port], topics: { one: 1 } });
    try {
      const writer = new Writer({ brokers: late.bootstrap, topic: 'one' });
      await writer.writeMessages([{ value: '7' }]);
      await writer.close();
      expect(value(await message)).toBe(7);
    } finally {
      await reader.close();
      await late.stop();
    }
  });

  it('it goes on by itself when the broker is back, and is not healthy meanwhile', async () => {
    await fill(0, 3);
    const reader = inGroup({ sessionTimeoutMs: 6_000, heartbeatIntervalMs: 50 });
    await reader.commitMessages(await take(reader, 3));
    const next = reader.fetchMessage();
    await kafka.broker(1).kill();
    await eventually('it knows', () => reader.health().reasons.join().includes('no coordinator'));
    await kafka.broker(1).start();
    await fill(3, 4);
    expect(value(await next)).toBe(3);
    await eventually('it is well', () => reader.health().healthy);
  }, 20_000);
});
