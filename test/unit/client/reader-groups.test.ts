// A Reader in a group: what must hold around pauses, marks, starts and close. Against the embedded broker.
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { ReaderBench } from '../../support/reader-bench.ts';
import { take } from '../../support/reading.ts';

const place = { topic: 'one', partition: 0 };
const fast = { heartbeatIntervalMs: 50 };

describe('a Reader in a group', () => {
  const bench = new ReaderBench();
  const inGroup = (options: object = {}) => bench.reader({ groupId: 'g', topics: ['one'], ...fast, ...options });
  const nextValue = async () => {
    const reader = inGroup();
    const message = await reader.fetchMessage();
    await reader.close();
    return Number(message.value);
  };

  it('goes on at the place sought, whatever was read ahead or is under way (trap 78)', async () => {
    await bench.fill(0, 50);
    const reader = inGroup({ maxPartitionBytes: 200 });
    for (const to of [40, 3, 49, 0, 25]) {
      const before = reader.fetchMessage().catch(() => undefined);
      await eventually('it is assigned', () => reader.offset(place) !== undefined);
      await reader.seek(place, to);
      await before;
      await reader.seek(place, to);
      expect((await reader.fetchMessage()).offset).toBe(to);
    }
  });

  it('takes a resume of what is not paused, and a pause of what is not its own, for nothing (trap 78)', async () => {
    await bench.fill(0, 3);
    const reader = inGroup();
    reader.resume([place]);
    reader.pause([{ topic: 'none', partition: 4 }, place]);
    await take(reader, 1);
    reader.resume([place]);
    reader.pause([{ topic: 'none', partition: 4 }]);
    expect((await take(reader, 2)).map(({ offset }) => offset)).toEqual([1, 2]);
    reader.pause([place]);
    reader.pause([place]);
    reader.resume([place]);
    await bench.fill(3, 4);
    expect((await reader.fetchMessage()).offset).toBe(3);
  });

  it('commits by itself what was marked, and nothing that was only handed out (trap 80)', async () => {
    await bench.fill(0, 10);
    const reader = inGroup({ commitIntervalMs: 20 });
    const messages = await take(reader, 8);
    reader.markMessages(messages.slice(0, 3));
    await eventually('the mark is committed', () => reader.stats().commits > 0);
    reader.markMessages(messages.slice(0, 5));
    await reader.close();
    expect(await nextValue()).toBe(5);
  });

  it('commits what onRevoked has marked before another member begins there (trap 80)', async () => {
    await bench.fill(0, 4, 'two', 0);
    await bench.fill(0, 4, 'two', 1);
    const options = { topics: ['two'], commitIntervalMs: 600_000 };
    const handled: number[] = [];
    const reader = inGroup({
      ...options,
      onRevoked: (partitions: readonly { topic: string; partition: number }[]) => {
        // Finished while the partition is being given up.
        for (const { partition } of partitions) handled.push(partition);
        return reader.commitOffsets(partitions.map((each) => ({ ...each, offset: 4 })));
      },
    });
    await take(reader, 8);
    const other = inGroup(options);
    void other.fetchMessage().catch(() => {});
    await eventually('they share', () => other.assignment().length === 1 && reader.assignment().length === 1, 20_000);
    const [taken] = other.assignment();
    await eventually('it is known where to begin', () => other.offset(taken) !== undefined);
    expect(other.offset(taken)).toBe(4);
    expect(handled).toContain(taken?.partition);
  });

  it('remembers a start at the end, so that a restart loses nothing (trap 81)', async () => {
    await bench.fill(0, 5);
    const reader = inGroup({ startOffset: 'last' });
    void reader.fetchMessage().catch(() => {});
    await eventually('it has begun', () => reader.offset(place) === 5);
    await reader.close();
    await bench.fill(5, 7);
    const again = inGroup({ startOffset: 'last' });
    expect((await again.fetchMessage()).offset).toBe(5);
  });

  it('has no lag before it is known, and none of partitions that are not its own (trap 82)', async () => {
    await bench.fill(0, 3);
    const reader = inGroup();
    expect(reader.lag(place)).toBeUndefined();
    expect(reader.stats().partitions).toEqual([]);
    await take(reader, 1);
    expect(reader.lag(place)).toBe(2);
    expect(reader.lag({ topic: 'two', partition: 0 })).toBeUndefined();
  });

  it('ends by close while it joins, in a rebalance, and without a coordinator (trap 79)', async () => {
    await bench.fill(0, 1);
    const eager = { assignors: ['range'] };
    const never = inGroup();
    await never.close();
    // The first member of a rebalance that waits for another one, which does not come back.
    const slow = inGroup({ ...eager, onRevoked: () => new Promise(() => {}), rebalanceTimeoutMs: 60_000 });
    await slow.fetchMessage();
    const joining = inGroup(eager);
    const waiting = joining.fetchMessage().catch((error: unknown) => error);
    await eventually('a rebalance is under way', () => slow.assignment().length === 0);
    const startedAt = performance.now();
    await joining.close();
    expect(await waiting).toMatchObject({ code: 'CLOSED' });
    await slow.close({ timeoutMs: 100 });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    const orphan = inGroup({ groupId: 'other', requestTimeoutMs: 1_000 });
    await orphan.fetchMessage();
    await bench.kafka.broker(1).kill();
    await orphan.close();
  }, 40_000);
});
