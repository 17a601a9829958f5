// A log that a real cleaner has been through: batches without their last records, batches without any, holes. The log is
// looked at through bare requests first, so that it is certain that there is something to trip over.
import { expect, it, vi } from 'vitest';
import { splitRecords } from '../../src/fetch/split-records.ts';
import { Client, Reader, Writer } from '../../src/index.ts';
import {
  createFetchPartition,
  createFetchRequest,
  createFetchTopic,
  fetchApi,
} from '../../src/protocol/generated/fetch.ts';
import { joinRawRecords } from '../../src/wire/encoder.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { numbers } from '../support/reading.ts';
import { WireClient } from '../support/wire-client.ts';

/** The cleaner of a broker sleeps for 15 s where nobody has told it otherwise. */
const CLEANED_MS = 90_000;
const PER_BATCH = 10;

interface StoredBatch {
  readonly base: number;
  readonly last: number;
  readonly count: number;
}

describeEachKafka('a compacted topic', (kafka) => {
  /** The batches of partition 0 as they stand in the log; a fetch gives those of one segment. */
  const batchesOf = async (topic: string): Promise<StoredBatch[]> => {
    const client = await WireClient.open(kafka.bootstrap[0] as string);
    const found: StoredBatch[] = [];
    for (let fetchOffset = 0, end = 1; fetchOffset < end; ) {
      const partitions = [createFetchPartition({ fetchOffset, partitionMaxBytes: 10_000_000 })];
      const topics = [createFetchTopic({ topic, partitions })];
      const request = createFetchRequest({ maxWaitMs: 100, maxBytes: 10_000_000, sessionEpoch: -1, topics });
      const { records, highWatermark } = (await client.send(fetchApi, 11, request)).responses[0]!.partitions[0]!;
      const { batches, nextOffset } = splitRecords(joinRawRecords(records ?? []), fetchOffset);
      for (const { header } of batches) {
        const { baseOffset, lastOffsetDelta, count } = header;
        found.push({ base: baseOffset, last: baseOffset + lastOffsetDelta, count });
      }
      fetchOffset = nextOffset;
      end = highWatermark;
    }
    await client.close();
    return found;
  };

  it('is read to its end, whatever is gone from it (trap 4, 5, 7)', { timeout: CLEANED_MS + 30_000 }, async () => {
    const client = new Client({ brokers: kafka.bootstrap });
    const topic = uniqueName('compacted');
    const configs = {
      'cleanup.policy': 'compact',
      'min.cleanable.dirty.ratio': '0.01',
      'segment.ms': '100',
      'delete.retention.ms': '0',
    };
    const [created] = await client.createTopics([{ topic, partitions: 1, replicationFactor: 1, configs }]);
    if (created?.error !== undefined) throw created.error;
    await client.topic(topic);
    /** One batch of a producer of its own: a producer's last batch is kept by the cleaner, even when it is empty. */
    const write = async (first: number, count: number): Promise<void> => {
      const writer = new Writer({ client, topic });
      await writer.writeMessages(
        numbers(count).map((i) => ({ key: `${first + i}`, value: `${first + i}`, partition: 0 })),
      );
      await writer.close();
    };
    // Offsets 0-9: all written again below. 10-19: the last five. 20-29: every one. 30-34, 35-39: the newest ones.
    await write(0, PER_BATCH);
    await write(10, PER_BATCH);
    await write(20, PER_BATCH);
    await write(15, 5);
    await write(20, PER_BATCH);
    await write(0, PER_BATCH);
    let last = 100;
    const gone = (batches: readonly StoredBatch[]): boolean =>
      batches.some(({ count }) => count === 0) &&
      batches.some(({ base, last: end, count }) => base === 10 && end === 19 && count === 5);
    // What is written last is never cleaned, and only a write begins a new segment.
    await vi.waitUntil(
      async () => {
        await write(last++, 1);
        return gone(await batchesOf(topic));
      },
      { timeout: CLEANED_MS, interval: 500 },
    );
    const batches = await batchesOf(topic);
    const end = batches.at(-1)!.last + 1;
    console.log(
      `${batches.length} batches up to ${end}: ${batches.filter(({ count }) => count === 0).length} without records, ` +
        `${batches.filter(({ base, last: to, count }) => count > 0 && count < to - base + 1).length} without some of them`,
    );

    for (const from of [0, 5, 16, 19, 24]) {
      const reader = new Reader({ client, topic, partition: 0, startOffset: from });
      const offsets: number[] = [];
      const values = new Map<string, string>();
      const stop = new AbortController();
      const reading = (async () => {
        for (;;) {
          const { offset, key, value } = await reader.fetchMessage({ signal: stop.signal });
          offsets.push(offset);
          values.set(`${key}`, `${value}`);
        }
      })().catch(() => {});
      await vi.waitUntil(() => (reader.offset() ?? -1) >= end, { timeout: 20_000, interval: 5 });
      stop.abort();
      await reading;
      expect(reader.offset()).toBe(end);
      expect(reader.lag()).toBe(0);
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
      expect(offsets.every((offset) => offset >= from)).toBe(true);
      if (from === 0) {
        const keys = [...numbers(30), ...numbers(last - 100).map((i) => 100 + i)];
        expect([...values.keys()].map(Number).toSorted((a, b) => a - b)).toEqual(keys);
        expect(batches.reduce((sum, { count }) => sum + count, 0)).toBe(offsets.length);
      }
      await reader.close();
    }
    await client.close();
  });
});
