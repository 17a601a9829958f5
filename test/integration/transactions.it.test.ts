// Transactions of others, read by us: Java's producers in random order against Java's consumer, and markers put where
// they hurt. The log is a real one, because its list of aborted transactions is the broker's own work.
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { App } from '../../src/binding/index.ts';
import { listOffsets } from '../../src/fetch/offset-lookup.ts';
import { Client, type Message, Reader } from '../../src/index.ts';
import { createOffsetFetchRequest, offsetFetchApi } from '../../src/protocol/generated/offset-fetch.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { javaTool } from '../support/java-tools.ts';
import { runSeed } from '../support/numbered-log.ts';
import { take } from '../support/reading.ts';
import { WireClient } from '../support/wire-client.ts';
import { WireTransactions } from './transactions/wire-transactions.ts';

const TOOLS = '4.4.0';
const JAVA_MS = 120_000;
const PROGRAM = join(import.meta.dirname, 'transactions/InterleavedTransactions.java');

describeEachKafka('transactions', (kafka) => {
  const address = kafka.bootstrap[0] as string;

  /** A client for one question. */
  const ask = async <T>(question: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ brokers: kafka.bootstrap });
    try {
      return await question(client);
    } finally {
      await client.close();
    }
  };

  /** The offset after the last record: of all there are, or of those that readers of committed ones may see. */
  const endOf = (topic: string, isolation: 'read_committed' | 'read_uncommitted'): Promise<number> =>
    ask(async (client) => {
      const place = { topic, partition: 0 };
      await client.topic(topic);
      const found = (await listOffsets(client._cluster, [place], 'last', isolation)).get(place);
      if (found === undefined || found instanceof Error) throw found;
      return found.offset;
    });

  /** A topic of one partition, whose leader leads. */
  const topicOf = async (prefix: string): Promise<string> => {
    const topic = uniqueName(prefix);
    const [result] = await ask((client) => client.createTopics([{ topic, partitions: 1, replicationFactor: 1 }]));
    if (result?.error !== undefined) throw result.error;
    expect(await endOf(topic, 'read_committed')).toBe(0);
    return topic;
  };

  /** Everything up to the stable end, as `offset value`. */
  const readAll = async (topic: string, isolation: 'read_committed' | 'read_uncommitted'): Promise<string[]> => {
    const end = await endOf(topic, 'read_committed');
    const reader = new Reader({ brokers: kafka.bootstrap, topic, partition: 0, isolation });
    const lines: string[] = [];
    const giveUp = new AbortController();
    const reading = (async () => {
      for (;;) lines.push(line(await reader.fetchMessage({ signal: giveUp.signal })));
    })().catch(() => {});
    // What is filtered out moves the offset without a record.
    await vi.waitUntil(() => (reader.offset() ?? -1) >= end, { timeout: 20_000, interval: 5 });
    expect(reader.lag()).toBe(0);
    giveUp.abort();
    await reading;
    await reader.close();
    return lines;
  };

  const open = async (topic: string, count: number): Promise<WireTransactions[]> =>
    Promise.all(Array.from({ length: count }, () => WireTransactions.open(address, topic)));
  const closeAll = (producers: readonly WireTransactions[]): Promise<unknown> =>
    Promise.all(producers.map((producer) => producer.close()));
  /** Ends a transaction and waits until its marker stands in the log. */
  const end = async (producer: WireTransactions, outcome: 'commit' | 'abort', topic: string): Promise<void> => {
    const before = await endOf(topic, 'read_uncommitted');
    await producer.end(outcome);
    await vi.waitUntil(async () => (await endOf(topic, 'read_uncommitted')) > before, {
      timeout: 20_000,
      interval: 20,
    });
  };
  for (const codec of ['none', 'gzip']) {
    it(`of Java, interleaved (${codec}), are read as Java reads them (trap 9, 10, 12, 13)`, {
      timeout: JAVA_MS,
    }, async () => {
      const topic = await topicOf('interleaved');
      const seed = runSeed('interleaved transactions');
      const said = `${await javaTool(TOOLS, PROGRAM, [kafka.bootstrap.join(','), topic, codec, String(seed)], { timeoutMs: JAVA_MS })}`;
      const lines = (word: string): string[] =>
        said.split('\n').flatMap((one) => (one.startsWith(`${word} `) ? [one.slice(word.length + 1)] : []));
      const written = lines('written').toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
      const visible = written.filter((one) => !one.endsWith('-aborted'));
      expect(written.length - visible.length, 'aborted records').toBeGreaterThan(5);
      expect(visible.length, 'visible records').toBeGreaterThan(20);
      expect(lines('committed'), 'what Java reads').toEqual(visible);
      expect(await readAll(topic, 'read_committed')).toEqual(visible);
      expect(await readAll(topic, 'read_uncommitted')).toEqual(lines('uncommitted'));
      expect(lines('uncommitted')).toEqual(written);
    });
  }

  it('that are aborted without a record leave the records of others as they are (trap 11)', async () => {
    const topic = await topicOf('empty-abort');
    const producers = await open(topic, 3);
    const [keeps, drops, empty] = producers as [WireTransactions, WireTransactions, WireTransactions];
    await keeps.begin();
    await drops.begin();
    await keeps.write(['kept 1']);
    await drops.write(['dropped 1']);
    await empty.begin();
    await end(empty, 'abort', topic);
    await keeps.write(['kept 2']);
    await drops.write(['dropped 2']);
    await end(drops, 'abort', topic);
    await empty.begin();
    await end(empty, 'abort', topic);
    await drops.begin();
    await drops.write(['kept 3']);
    await end(keeps, 'commit', topic);
    await end(drops, 'commit', topic);
    // Now with records, right behind a marker without any.
    await empty.begin();
    await empty.write(['kept 4']);
    await end(empty, 'commit', topic);
    await closeAll(producers);
    expect((await readAll(topic, 'read_committed')).map(withoutOffset)).toEqual([
      ...['kept 1', 'kept 2', 'kept 3', 'kept 4'],
    ]);
    expect((await readAll(topic, 'read_uncommitted')).map(withoutOffset)).toEqual([
      ...['kept 1', 'dropped 1', 'kept 2', 'dropped 2', 'kept 3', 'kept 4'],
    ]);
  });

  it('that are open hold readers back, and move no position before they end (trap 6)', async () => {
    const topic = await topicOf('open');
    const [producer] = (await open(topic, 1)) as [WireTransactions];
    const reader = new Reader({ brokers: kafka.bootstrap, topic, partition: 0, maxWaitMs: 50 });
    try {
      await producer.begin();
      await producer.write(['one', 'two']);
      // Several fetches come back without a record, each with a high watermark that is further on.
      await expect(reader.fetchMessage({ timeoutMs: 500 })).rejects.toMatchObject({ code: 'TIMEOUT' });
      expect(await endOf(topic, 'read_uncommitted')).toBe(2);
      expect(reader.offset()).toBe(0);
      expect(reader.lag()).toBe(0);
      await producer.end('commit');
      expect((await take(reader, 2)).map(line)).toEqual(['0 one', '1 two']);
    } finally {
      await reader.close();
      await producer.close();
    }
  });

  it('whose marker is the last of the log can be committed past by a Reader, and are by an App (trap 9)', async () => {
    const topic = await topicOf('marker-last');
    const place = { topic, partition: 0 };
    const [producer] = (await open(topic, 1)) as [WireTransactions];
    await producer.begin();
    await producer.write(['one', 'two'], true);
    await end(producer, 'commit', topic);

    const groupId = uniqueName('group');
    const reader = new Reader({ brokers: kafka.bootstrap, groupId, topics: [topic] });
    expect((await take(reader, 2)).map(line)).toEqual(['0 one', '1 two']);
    await expect(reader.fetchMessage({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(reader.offset(place)).toBe(3);
    expect(reader.lag(place)).toBe(0);
    await reader.commitOffsets([{ ...place, offset: reader.offset(place) as number }]);
    await reader.close();
    expect(await committed(address, groupId, topic)).toBe(3);

    const appGroup = uniqueName('group');
    const handled: string[] = [];
    const app = new App({ brokers: kafka.bootstrap, groupId: appGroup, commitIntervalMs: 50, onError: () => 'stop' });
    app.bind(topic, (record) => void handled.push(`${record.value}`));
    await app.start();
    await expect.poll(() => handled, { timeout: 20_000 }).toEqual(['one', 'two']);
    await expect.poll(() => committed(address, appGroup, topic), { timeout: 20_000 }).toBe(3);
    // Also where the marker comes later than the records, and where nothing else comes.
    await producer.begin();
    await end(producer, 'abort', topic);
    await expect.poll(() => committed(address, appGroup, topic), { timeout: 20_000 }).toBe(4);
    await app.stop();
    await producer.close();
  });
});

function line({ offset, value }: Message): string {
  return `${offset} ${value}`;
}

function withoutOffset(one: string): string {
  return one.slice(one.indexOf(' ') + 1);
}

/** What a group has committed of partition 0. */
async function committed(address: string, groupId: string, topic: string): Promise<number | undefined> {
  const client = await WireClient.open(address);
  try {
    const request = createOffsetFetchRequest({ groupId, topics: [{ name: topic, partitionIndexes: [0] }] });
    const answer = await client.send(offsetFetchApi, 5, request);
    return answer.topics[0]?.partitions[0]?.committedOffset;
  } finally {
    await client.close();
  }
}
