// Partitions as streams of their own, against the embedded broker.
import { describe, expect, it } from 'vitest';
import type { KafkaError, PartitionStream, Reader } from '../../../src/index.ts';
import { eventually } from '../../support/eventually.ts';
import { label, ReaderBench } from '../../support/reader-bench.ts';
import { take } from '../../support/reading.ts';

const first = { topic: 'two', partition: 0 };

describe('partitions()', () => {
  const bench = new ReaderBench();
  const inGroup = (options: object = {}) =>
    bench.reader({ groupId: 'g', topics: ['two'], heartbeatIntervalMs: 50, ...options });

  async function streams(reader: Reader, count: number): Promise<PartitionStream[]> {
    const found: PartitionStream[] = [];
    for await (const stream of reader.partitions()) {
      found.push(stream);
      if (found.length === count) break;
    }
    return found.sort((a, b) => a.partition - b.partition);
  }

  it('gives each partition a stream, which waits for no other', async () => {
    await bench.fill(0, 300, 'two', 0);
    await bench.fill(0, 300, 'two', 1);
    const [zero, one] = (await streams(inGroup(), 2)) as [PartitionStream, PartitionStream];
    expect([zero.partition, one.partition, zero.initialOffset]).toEqual([0, 1, 0]);
    // Nobody reads partition 0.
    const all = await take(one, 300);
    expect(all.map(({ offset }) => offset)).toEqual(Array.from({ length: 300 }, (_, i) => i));
    expect((await take(zero, 300)).every(({ partition }) => partition === 0)).toBe(true);
  });

  it('is bounded for a stream that nobody reads, while the other one goes on', async () => {
    await bench.fill(0, 2_000, 'two', 0);
    const reader = inGroup({ maxBytes: 20_000, maxPartitionBytes: 2_000 });
    const [, one] = (await streams(reader, 2)) as [PartitionStream, PartitionStream];
    const reading = take(one, 2_000);
    for (let from = 0; from < 2_000; from += 500) await bench.fill(from, from + 500, 'two', 1);
    expect(await reading).toHaveLength(2_000);
    // One batch of partition 0 comes whole, however large it is.
    expect(reader.stats().queuedBytes).toBeLessThan(60_000);
  });

  it('hands out batches, the rest of one that was begun included', async () => {
    await bench.fill(0, 10);
    const [stream] = (await streams(bench.reader({ topic: 'one', partition: 0 }), 1)) as [PartitionStream];
    await take(stream, 3);
    const offsets: number[] = [];
    for await (const batch of stream.batches()) {
      for (const { offset } of batch) offsets.push(offset);
      if (offsets.length >= 7) break;
    }
    expect(offsets).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  it('commits what a stream marks, and begins there again', async () => {
    await bench.fill(0, 5, 'two', 0);
    const reader = inGroup();
    const [zero] = (await streams(reader, 2)) as [PartitionStream];
    for (const { offset } of await take(zero, 3)) zero.markOffset(offset);
    await reader.close();
    expect(zero.isOver || (await take(zero, 1)).length === 0).toBe(true);
    zero.markOffset(4);
    const [again] = (await streams(inGroup(), 2)) as [PartitionStream];
    expect(again.initialOffset).toBe(3);
  });

  it('ends the stream of a partition that goes to another member, after what was handed out, and gives new ones', async () => {
    await bench.fill(0, 50, 'two', 0);
    await bench.fill(0, 50, 'two', 1);
    const reader = inGroup();
    const seen: string[] = [];
    let isEnded = false;
    const all: PartitionStream[] = [];
    const reading = (async () => {
      for await (const stream of reader.partitions()) {
        all.push(stream);
        void (async () => {
          for await (const message of stream) seen.push(label(message));
          isEnded = true;
        })();
      }
    })();
    await eventually('all is read', () => seen.length === 100);
    const other = inGroup();
    void other.fetchMessage().catch(() => {});
    await eventually('they share', () => reader.assignment().length === 1 && other.assignment().length === 1, 20_000);
    await eventually('a stream has ended', () => isEnded);
    const { partition } = reader.assignment()[0] as { partition: number };
    await eventually('there is a live one', () =>
      all.some((stream) => stream.partition === partition && !stream.isOver),
    );
    await bench.fill(50, 51, 'two', partition);
    await eventually('it is read', () => seen.includes(`${partition}:50`));
    await reader.close();
    await reading;
  });

  it('hands out nothing while paused, and goes on where it is sought (trap 78)', async () => {
    await bench.fill(0, 10);
    const place = { topic: 'one', partition: 0 };
    const reader = bench.reader({ ...place });
    const [stream] = (await streams(reader, 1)) as [PartitionStream];
    const iterator = stream[Symbol.asyncIterator]();
    const next = async () => (await iterator.next()).value?.offset;
    expect([await next(), await next()]).toEqual([0, 1]);
    reader.pause([place]);
    let got: number | undefined;
    const waiting = next().then((offset) => {
      got = offset;
    });
    await bench.fill(10, 11);
    expect(got).toBeUndefined();
    reader.resume([place]);
    await waiting;
    expect(got).toBe(2);
    expect(reader.offset()).toBe(3);
    await reader.seek(place, 8);
    expect([await next(), await next(), await next()]).toEqual([8, 9, 10]);
  });

  it('throws an error of a partition in its stream alone', async () => {
    await bench.fill(0, 5, 'two', 0);
    await bench.fill(0, 5, 'two', 1);
    const reader = bench.reader({
      partitions: [
        { ...first, startOffset: 99 },
        { topic: 'two', partition: 1 },
      ],
      outOfRange: 'error',
    });
    const [zero, one] = (await streams(reader, 2)) as [PartitionStream, PartitionStream];
    const failed = (await take(zero, 1).catch((error: unknown) => error)) as KafkaError;
    expect(failed).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE', partition: 0 });
    expect(await take(one, 5)).toHaveLength(5);
    await reader.seek(first, 4);
    expect((await take(zero, 1)).map(label)).toEqual(['0:4']);
  });

  it('ends by close: of a stream, for good; of the reader, for all', async () => {
    await bench.fill(0, 5, 'two', 0);
    await bench.fill(0, 5, 'two', 1);
    const reader = inGroup();
    const loop = reader.partitions()[Symbol.asyncIterator]();
    const all = [(await loop.next()).value, (await loop.next()).value] as PartitionStream[];
    const [zero, one] = all.sort((a, b) => a.partition - b.partition) as [PartitionStream, PartitionStream];
    await take(zero, 2);
    await zero.close();
    expect(await take(zero, 1)).toEqual([]);
    expect(reader.offset(first)).toBe(2);
    await take(one, 5);
    const waiting = take(one, 1);
    const more = loop.next();
    await reader.close();
    expect(await waiting).toEqual([]);
    expect(await more).toEqual({ done: true, value: undefined });
  });

  it('is one way of reading, and there is one at a time', async () => {
    const reader = bench.reader({ topic: 'one', partition: 0 });
    const streaming = bench.reader({ topic: 'one', partition: 0 });
    reader.batches();
    streaming.partitions();
    expect(() => reader.partitions()).toThrow('by batches already');
    expect(() => streaming.batches()).toThrow('through partitions() already');
    await expect(streaming.readMessage()).rejects.toMatchObject({ code: 'CONFIG' });
  });
});
