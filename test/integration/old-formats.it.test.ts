// Logs of before Kafka 0.11 on the last broker that keeps them: topics whose message format is 0.10.2 (magic 1) or 0.9.0
// (magic 0), filled by other clients. What the broker stores is looked at first: nothing here passes on magic 2.
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { Client, type CompressionName, dialLeader, type Message, Reader, Writer } from '../../src/index.ts';
import { createFetchPartition, createFetchRequest, fetchApi } from '../../src/protocol/generated/fetch.ts';
import { incrementalAlterConfigsApi } from '../../src/protocol/generated/incremental-alter-configs.ts';
import { compressionOf } from '../../src/record/batch-header.ts';
import { walkBatches } from '../../src/record/read-batches.ts';
import { joinRawRecords } from '../../src/wire/encoder.ts';
import { uniqueName } from '../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../support/java-tools.ts';
import { kcat } from '../support/kcat.ts';
import { take } from '../support/reading.ts';
import type { RealKafka } from '../support/real-kafka/real-kafka.ts';
import { startRealKafka } from '../support/real-kafka/start-real-kafka.ts';

/** From 3.0 on brokers store magic 2 alone (KIP-724). */
const VERSION = '2.8.2';
const JAVA_MS = 120_000;
const FORMATS = [
  ['0.9.0', 0],
  ['0.10.2', 1],
] as const;
/** Worth compressing: a Writer sends what is no smaller compressed as it is. */
const LONG = 'long '.repeat(400);
const CODECS = ['none', 'gzip', 'snappy', 'lz4'] as const;
/** In each compressed set; several sets per topic. */
const PER_SET = 60;
const SETS = 3;

const isPossible = inject('realKafkas').length > 0;

describe.skipIf(!isPossible)(`message formats of before 0.11 on Kafka ${VERSION}${inject('noRealKafka')}`, () => {
  let kafka: RealKafka;
  let client: Client;
  let brokers: string;

  beforeAll(async () => {
    // Whatever brokers the environment gives are of another version.
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '');
    kafka = await startRealKafka({ version: VERSION });
    client = new Client({ brokers: kafka.bootstrap });
    brokers = kafka.bootstrap.join(',');
  }, 180_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await client?.close();
    await kafka?.stop();
  });

  const newTopic = async (format: string, configs: Readonly<Record<string, string>> = {}): Promise<string> => {
    const topic = uniqueName(`format-${format}`);
    const all = { 'message.format.version': format, ...configs };
    const [result] = await client.createTopics([{ topic, partitions: 1, replicationFactor: 1, configs: all }]);
    if (result?.error !== undefined) throw result.error;
    await client.topic(topic);
    return topic;
  };

  /** Messages `from` and on, by librdkafka: every tenth has no value, the seventh of ten no key. */
  const fill = async (topic: string, from: number, codec: CompressionName): Promise<void> => {
    const lines = Array.from({ length: PER_SET }, (_, index) => {
      const i = from + index;
      return `${i % 10 === 7 ? '' : `key ${i}`}|${i % 10 === 0 ? '' : `value ${i} ${'x'.repeat(i)}`}\n`;
    });
    // The whole input in one set.
    const args = ['-P', '-b', brokers, '-t', topic, '-p', '0', '-K', '|', '-Z', '-z', codec, '-X', 'linger.ms=500'];
    await kcat(args, { input: lines.join('') });
  };

  /** Magic and codec of what the broker stores, in order, equal neighbours once. */
  const stored = async (topic: string): Promise<string[]> => {
    const conn = await dialLeader(kafka.bootstrap[0] as string, { topic, partition: 0 });
    try {
      const partitions = [createFetchPartition({ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 24 })];
      const request = createFetchRequest({ maxBytes: 1 << 24, topics: [{ topic, topicId: '', partitions }] });
      const response = await conn.send(fetchApi, request, { version: 11 });
      const bytes = joinRawRecords(response.responses[0]!.partitions[0]!.records ?? Buffer.alloc(0));
      // Not our reader but the byte itself.
      const seen = [...walkBatches(bytes)].map((raw) => `magic ${raw.bytes[16]}, codec ${compressionOf(raw.header)}`);
      return seen.filter((kind, index) => kind !== seen[index - 1]);
    } finally {
      await conn.close();
    }
  };

  /** A message as kcat prints it by FORMAT: lengths tell null (-1) from empty. */
  const FORMAT = '%o|%T|%K|%k|%S|%s\n';
  const asKcat = ({ offset, timestamp, key, value }: Message): string =>
    `${offset}|${timestamp}|${key?.length ?? -1}|${key ?? ''}|${value?.length ?? -1}|${value ?? ''}`;
  const byKcat = async (topic: string): Promise<string[]> => {
    const read = await kcat(['-C', '-b', brokers, '-t', topic, '-p', '0', '-o', 'beginning', '-e', '-q', '-f', FORMAT]);
    const lines = read.toString().split('\n').slice(0, -1);
    // librdkafka shows 0 where a message has no time.
    return lines.map((line) => line.replace(/^(\d+)\|0\|/, '$1|-1|'));
  };

  const byReader = async (topic: string, from: number, count: number): Promise<string[]> => {
    const reader = new Reader({ client, topic, partition: 0, startOffset: from });
    try {
      return (await take(reader, count)).map(asKcat);
    } finally {
      await reader.close();
    }
  };

  const byConn = async (topic: string, from: number): Promise<string[]> => {
    const conn = await dialLeader(kafka.bootstrap[0] as string, { topic, partition: 0 });
    try {
      await conn.seek(from);
      const batch = await conn.readBatch({ maxBytes: 1 << 24 });
      const read: string[] = [];
      for await (const message of batch) read.push(asKcat(message));
      return read;
    } finally {
      await conn.close();
    }
  };

  describe.each(FORMATS)('message format %s', (format, magic) => {
    it.each(CODECS)('%s: every key, value and time is read, from the start and from inside of a set', async (codec) => {
      const topic = await newTopic(format);
      const began = Date.now();
      for (let set = 0; set < SETS; set++) await fill(topic, set * PER_SET, codec);
      expect(await stored(topic)).toEqual([`magic ${magic}, codec ${CODECS.indexOf(codec)}`]);
      const written = await byKcat(topic);
      expect(written).toHaveLength(SETS * PER_SET);
      expect(await byReader(topic, 0, written.length)).toEqual(written);
      expect(await byConn(topic, 0)).toEqual(written);
      // kcat is a reader like ours: what it wrote is looked at as well.
      for (const [i, line] of written.entries()) {
        const [offset, time, keyLength, key, valueLength, value] = line.split('|');
        expect([offset, key, value]).toEqual([
          `${i}`,
          i % 10 === 7 ? '' : `key ${i}`,
          i % 10 === 0 ? '' : `value ${i} ${'x'.repeat(i)}`,
        ]);
        expect([keyLength === '-1', valueLength === '-1']).toEqual([i % 10 === 7, i % 10 === 0]);
        if (magic === 0) expect(time).toBe('-1');
        else expect(Number(time)).toBeGreaterThanOrEqual(began - 1);
      }
      for (const from of [1, PER_SET - 1, PER_SET + 13, written.length - 1]) {
        expect(await byReader(topic, from, written.length - from), `from ${from}`).toEqual(written.slice(from));
        expect(await byConn(topic, from), `from ${from}`).toEqual(written.slice(from));
      }
    });

    it("what Kafka's console producer wrote is read", {
      timeout: JAVA_MS,
    }, async () => {
      const topic = await newTopic(format);
      const input = Array.from({ length: 40 }, (_, i) => `k${i}|v${i}\n`).join('');
      await javaTool(
        VERSION,
        toolNames(VERSION).consoleProducer,
        [
          ...['--bootstrap-server', brokers, '--topic', topic, '--compression-codec', 'lz4'],
          ...['--property', 'parse.key=true', '--property', 'key.separator=|'],
        ],
        { input },
      );
      expect(await stored(topic)).toEqual([`magic ${magic}, codec 3`]);
      const read = await byReader(topic, 0, 40);
      expect(
        read
          .map((line) => line.split('|'))
          .map((part) => `${part[3]}|${part[5]}\n`)
          .join(''),
      ).toBe(input);
      expect(read).toEqual(await byKcat(topic));
    });

    it('refuses an idempotent Writer by name, and takes what one without idempotence writes', async () => {
      const topic = await newTopic(format);
      const idempotent = new Writer({ client, topic });
      const error = await idempotent.writeMessages({ value: 'v' }).then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error).toMatchObject({ errors: [{ code: 'UNSUPPORTED_FOR_MESSAGE_FORMAT', retriable: false, topic }] });
      expect((error as unknown as { errors: Error[] }).errors[0]?.message).toMatch(/set idempotent: false/);
      await idempotent.close();
      const timestamp = 1_700_000_000_000;
      const messages = [
        { key: 'k', value: LONG, timestamp },
        { key: null, value: '', timestamp },
        { value: null, timestamp },
      ];
      for (const compression of CODECS) {
        const writer = new Writer({ client, topic, idempotent: false, compression });
        await writer.writeMessages(messages);
        await writer.close();
      }
      expect(await stored(topic)).toEqual(CODECS.map((_, id) => `magic ${magic}, codec ${id}`));
      const time = magic === 0 ? -1 : timestamp;
      const expected = CODECS.flatMap((_, i) => [
        `${i * 3}|${time}|1|k|${LONG.length}|${LONG}`,
        `${i * 3 + 1}|${time}|-1||0|`,
        `${i * 3 + 2}|${time}|-1||-1|`,
      ]);
      expect(await byReader(topic, 0, expected.length)).toEqual(expected);
      expect(await byKcat(topic)).toEqual(expected);
    });
  });

  it.each(CODECS)('the time of the log append is that of every message (%s) (trap 14)', async (codec) => {
    const topic = await newTopic('0.10.2', { 'message.timestamp.type': 'LogAppendTime' });
    const writer = new Writer({ client, topic, idempotent: false, compression: codec });
    await writer.writeMessages([
      { value: LONG, timestamp: 1_700_000_000_000 },
      { value: LONG, timestamp: 1_600_000_000_000 },
    ]);
    await writer.close();
    const written = await byKcat(topic);
    expect(await stored(topic)).toEqual([`magic 1, codec ${CODECS.indexOf(codec)}`]);
    expect(await byReader(topic, 0, 2)).toEqual(written);
    const [first, second] = written.map((line) => Number(line.split('|')[1]));
    expect(first).toBe(second);
    expect(first).toBeGreaterThan(1_700_000_000_000);
  });

  /** Changes the topic's format and writes single messages until the log has taken that up. */
  const upgrade = async (topic: string, format: string, magic: number): Promise<void> => {
    const conn = await dialLeader(kafka.bootstrap[0] as string, { topic, partition: 0 });
    try {
      const configs = [{ name: 'message.format.version', configOperation: 0, value: format }];
      const resources = [{ resourceType: 2, resourceName: topic, configs }];
      const response = await conn.send(incrementalAlterConfigsApi, { resources, validateOnly: false });
      expect(response.responses).toMatchObject([{ errorCode: 0 }]);
      const taken = async (): Promise<void> => {
        await conn.writeMessages({ key: 'probe', value: format });
        expect((await stored(topic)).at(-1)).toMatch(`magic ${magic}`);
      };
      await vi.waitFor(taken, { timeout: 10_000, interval: 50 });
    } finally {
      await conn.close();
    }
  };

  it('a topic that was upgraded in place is read through all three formats in one go (trap 1)', async () => {
    const topic = await newTopic('0.9.0');
    for (const [magic, format] of ['0.9.0', '0.10.2', '2.8'].entries()) {
      await upgrade(topic, format, magic);
      await fill(topic, 0, 'none');
      await fill(topic, PER_SET, 'gzip');
    }
    const kinds = [0, 1, 2].flatMap((magic) => [`magic ${magic}, codec 0`, `magic ${magic}, codec 1`]);
    const seen = await stored(topic);
    // A message of an upgrade that was not taken up yet stands behind those before it.
    expect([...new Set(seen)]).toEqual(kinds);
    expect(seen.map((kind) => kind[6])).toEqual(seen.map((kind) => kind[6]).toSorted());
    const written = await byKcat(topic);
    expect(written.length).toBeGreaterThan(6 * PER_SET);
    expect(await byReader(topic, 0, written.length)).toEqual(written);
    expect(await byConn(topic, 0)).toEqual(written);
    const middle = 3 * PER_SET + 20;
    expect(await byReader(topic, middle, written.length - middle)).toEqual(written.slice(middle));
  });
});
