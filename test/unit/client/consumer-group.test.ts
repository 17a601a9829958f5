// A ConsumerGroup against the embedded broker: generations as kafka-go has them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsumerGroup, type ConsumerGroupOptions } from '../../../src/client/consumer-group.ts';
import { Reader } from '../../../src/client/reader.ts';
import { Writer } from '../../../src/client/writer.ts';
import { EmbeddedKafka } from '../../../src/embedded/embedded-kafka.ts';
import { eventually } from '../../support/eventually.ts';

let kafka: EmbeddedKafka;
let groups: ConsumerGroup[];

beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ autoCreateTopics: false, topics: { one: 1, two: 2 } });
  groups = [];
});

afterEach(async () => {
  await Promise.all(groups.map((group) => group.close()));
  await kafka.stop();
});

type Extra = Partial<Extract<ConsumerGroupOptions, { readonly brokers: readonly string[] }>>;

function join(options: Extra = {}): ConsumerGroup {
  const given = { brokers: kafka.bootstrap, groupId: 'g', topics: ['two'], heartbeatIntervalMs: 50, ...options };
  const group = new ConsumerGroup(given as ConsumerGroupOptions);
  groups.push(group);
  return group;
}

async function fill(count: number, partition = 0): Promise<void> {
  const writer = new Writer({ brokers: kafka.bootstrap, topic: 'two' });
  try {
    await writer.writeMessages(Array.from({ length: count }, (_, i) => ({ partition, key: null, value: `${i}` })));
  } finally {
    await writer.close();
  }
}

/** The share of the next generation that has one partition. */
async function nextWith(group: ConsumerGroup): Promise<number[]> {
  for (;;) {
    const partitions = places(await group.next())?.map((each) => (each as { partition: number }).partition) ?? [];
    if (partitions.length === 1) return partitions;
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
const places = (generation: { assignments: Readonly<Record<string, readonly object[]>> }) => generation.assignments.two;

describe('ConsumerGroup', () => {
  it('gives the whole share with the offsets to read on from', async () => {
    await fill(3);
    const first = await join().next();
    expect(first.groupId).toBe('g');
    expect(first.memberId).not.toBe('');
    expect(places(first)).toEqual([
      { partition: 0, offset: 0 },
      { partition: 1, offset: 0 },
    ]);
    await first.commitOffsets([{ topic: 'two', partition: 0, offset: 2 }]);
    await groups[0]?.close();
    const second = await join().next();
    expect(places(second)).toEqual([
      { partition: 0, offset: 2 },
      { partition: 1, offset: 0 },
    ]);
  });

  it('begins at the end where it is told to, and remembers that (trap 81)', async () => {
    await fill(3);
    expect(places(await join({ startOffset: 'last' }).next())).toEqual([
      { partition: 0, offset: 3 },
      { partition: 1, offset: 0 },
    ]);
    await groups[0]?.close();
    await fill(2);
    expect(places(await join({ startOffset: 'last' }).next())).toMatchObject([{ offset: 3 }, { offset: 0 }]);
  });

  it('ends a generation before the next one begins, and functions commit while they end', async () => {
    await fill(3);
    // Everybody gives up everything: both have their share after one rebalance.
    const group = join({ assignors: ['range'] });
    const generation = await group.next();
    const log: string[] = [];
    generation.start(async (signal) => {
      await aborted(signal);
      await generation.commitOffsets([{ topic: 'two', partition: 0, offset: 1 }]);
      log.push('first has ended');
    });
    const other = join({ assignors: ['range'] });
    const [next, others] = await Promise.all([
      group.next().then((each) => {
        log.push('second has begun');
        return each;
      }),
      other.next(),
    ]);
    expect(log).toEqual(['first has ended', 'second has begun']);
    expect(generation.signal.aborted).toBe(true);
    expect(next.id).toBeGreaterThan(generation.id);
    const all = [...(places(next) ?? []), ...(places(others) ?? [])];
    expect(all).toHaveLength(2);
    expect(all).toContainEqual({ partition: 0, offset: 1 });
    await expect(generation.commitOffsets([{ topic: 'two', partition: 7, offset: 1 }])).rejects.toMatchObject({
      code: 'REBALANCE',
    });
  });

  it('takes two generations for what moves where members give up no more than that (KIP-429)', async () => {
    const group = join();
    const generation = await group.next();
    expect(places(generation)).toHaveLength(2);
    const other = join();
    const empty = await other.next();
    expect(empty.assignments).toEqual({});
    const [mine, others] = await Promise.all([nextWith(group), nextWith(other)]);
    expect([...mine, ...others].toSorted()).toEqual([0, 1]);
  });

  it('goes on to another generation when a function ends, and throws what it has thrown', async () => {
    const group = join();
    const first = await group.next();
    let wasTold = false;
    first.start(async (signal) => {
      await aborted(signal);
      wasTold = true;
    });
    first.start(() => Promise.resolve());
    const second = await group.next();
    expect(wasTold).toBe(true);
    second.start(() => Promise.reject(new Error('planted')));
    await expect(group.next()).rejects.toMatchObject({ code: 'HANDLER', message: expect.stringContaining('planted') });
    expect(places(await group.next())).toHaveLength(2);
  });

  it('starts nothing in a generation that is over', async () => {
    const group = join();
    const generation = await group.next();
    await group.close();
    await generation.ended;
    let ran = false;
    generation.start(() => {
      ran = true;
    });
    await Promise.resolve();
    expect(ran).toBe(false);
    await expect(group.next()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('ends the wait for a generation by signal, and by close', async () => {
    const group = join();
    await group.next();
    const stop = new AbortController();
    const aborted = group.next({ signal: stop.signal });
    stop.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(group.next({ timeoutMs: 10 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const waiting = expect(group.next()).rejects.toMatchObject({ code: 'CLOSED' });
    await group.close();
    await waiting;
  });

  it('leaves room to read by hand', async () => {
    await fill(3, 1);
    const group = join();
    const generation = await group.next();
    const values: string[] = [];
    generation.start(async (signal) => {
      const partitions = Object.entries(generation.assignments).flatMap(([topic, list]) =>
        list.map(({ partition, offset }) => ({ topic, partition, startOffset: offset })),
      );
      const reader = new Reader({ brokers: kafka.bootstrap, partitions });
      try {
        while (!signal.aborted) values.push(String((await reader.fetchMessage({ signal })).value));
      } finally {
        await reader.close();
      }
    });
    await eventually('all is read', () => values.length === 3);
    expect(values).toEqual(['0', '1', '2']);
  });

  it.each([
    ['commitIntervalMs', { commitIntervalMs: 5 }],
    ['onAssigned', { onAssigned: () => {} }],
    ['minBytes', { minBytes: 5 }],
    ['topics', { topics: [] }],
    ['partitions', { partitions: [] }],
  ])('refuses %s', (name, options) => {
    expect(() => join(options as Extra)).toThrow(`option ${name}`);
  });
});
