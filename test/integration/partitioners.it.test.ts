// The same key, the same partition: librdkafka's partitioners and Java's producer beside our Writer, on a real broker.
import { beforeAll, expect, it } from 'vitest';
import { type BalancerFactory, Client, crc32, hash, murmur2, Writer } from '../../src/index.ts';
import { COUNTS, keys } from '../golden/partitioners/keys.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../support/java-tools.ts';
import { kcat } from '../support/kcat.ts';

const TOOLS = '4.4.0';
/** None of the keys has these in it. */
const [AFTER_KEY, AFTER_MESSAGE] = ['<k|v>', '<end>'];

/** librdkafka's names, ours, and which messages have a place that does not depend on chance. */
const families: readonly (readonly [name: string, factory: BalancerFactory, fixed: 'all' | 'keys' | 'notEmpty'])[] = [
  ['consistent', crc32({ consistent: true }), 'all'],
  ['consistent_random', crc32(), 'notEmpty'],
  ['murmur2', murmur2({ consistent: true }), 'all'],
  ['murmur2_random', murmur2(), 'keys'],
  ['fnv1a', hash({ consistent: true }), 'all'],
  ['fnv1a_random', hash(), 'keys'],
];

interface Message {
  readonly key: Buffer | null;
  readonly value: string;
}

/** A message for each key, and one without; the value tells them apart. */
const messagesOf = (prefix: string): Message[] =>
  [...keys, null].map((key, index) => ({ key, value: `${prefix}-${index}` }));

describeEachKafka('keys go where others put them', (kafka) => {
  const brokers = kafka.bootstrap.join(',');
  const topics = COUNTS.map((count) => ({ topic: `${uniqueName('keys')}-${count}`, count }));

  beforeAll(async () => {
    const client = new Client({ brokers: kafka.bootstrap });
    try {
      const wanted = topics.map(({ topic, count }) => ({ topic, partitions: count, replicationFactor: 1 }));
      for (const { error } of await client.createTopics(wanted)) if (error !== undefined) throw error;
      for (const { topic } of topics) await client.topic(topic);
    } finally {
      await client.close();
    }
  });

  const writeByKcat = async (topic: string, partitioner: string, list: readonly Message[]): Promise<void> => {
    const common = ['-P', '-b', brokers, '-t', topic, '-X', `topic.partitioner=${partitioner}`, '-D', AFTER_MESSAGE];
    const keyed = list.flatMap(({ key, value }) => (key === null ? [] : [{ key, value }]));
    const keyless = list.filter(({ key }) => key === null).map(({ value }) => value);
    const input = keyed.flatMap(({ key, value }) => [key, Buffer.from(`${AFTER_KEY}${value}${AFTER_MESSAGE}`)]);
    await kcat([...common, '-K', AFTER_KEY], { input: Buffer.concat(input) });
    if (keyless.length > 0) await kcat(common, { input: keyless.map((value) => value + AFTER_MESSAGE).join('') });
  };

  /** Partitions by the value of the message. */
  const placesIn = async (topic: string): Promise<ReadonlyMap<string, number>> => {
    const read = await kcat(['-C', '-b', brokers, '-t', topic, '-e', '-q', '-o', 'beginning', '-f', '%s %p\n']);
    const lines = read.toString().trimEnd().split('\n');
    return new Map(lines.map((line) => [line.split(' ')[0] as string, Number(line.split(' ')[1])]));
  };

  /** Where our Writer put the same messages, beside where they were found. */
  const compare = async (
    topic: string,
    balancer: BalancerFactory,
    list: readonly Message[],
    found: ReadonlyMap<string, number>,
  ): Promise<void> => {
    const writer = new Writer({ brokers: kafka.bootstrap, topic, balancer });
    try {
      const result = await writer.writeMessages(list.map(({ key }) => ({ key, value: 'ours' })));
      const ours = list.map(({ value }, index) => [value, result.partition(index)]);
      expect(ours).toEqual(list.map(({ value }) => [value, found.get(value)]));
    } finally {
      await writer.close();
    }
  };

  it('librdkafka, every partitioner that looks at keys', { timeout: 120_000 }, async () => {
    const lists = families.map(([name, balancer, fixed]) => {
      const list = messagesOf(name).filter(
        ({ key }) => fixed === 'all' || (key !== null && (fixed === 'keys' || key.length > 0)),
      );
      return { name, balancer, list };
    });
    for (const { topic, count } of topics) {
      await Promise.all(lists.map(({ name, list }) => writeByKcat(topic, name, list)));
      const found = await placesIn(topic);
      expect(found.size).toBe(lists.reduce((sum, { list }) => sum + list.length, 0));
      for (const { balancer, list } of lists) {
        expect(new Set(list.map(({ value }) => found.get(value))).size).toBeGreaterThan(Math.min(count, 60) - 1);
        await compare(topic, balancer, list, found);
      }
    }
  });

  it("Kafka's console producer", { timeout: 120_000 }, async () => {
    // It reads lines of text, key and value apart by a tab.
    const list = messagesOf('java').filter(
      ({ key }) => key !== null && /^[^\ufffd\p{Cc}]{0,200}$/u.test(key.toString()),
    );
    expect(list.length).toBeGreaterThan(30);
    const topic = topics.find(({ count }) => count === 100)?.topic as string;
    const parse = ['--reader-property', 'parse.key=true', '--reader-property', 'key.separator=\t'];
    await javaTool(
      TOOLS,
      toolNames(TOOLS).consoleProducer,
      ['--bootstrap-server', brokers, '--topic', topic, ...parse],
      { input: list.map(({ key, value }) => `${key}\t${value}\n`).join(''), env: { LC_ALL: 'C.UTF-8' } },
    );
    await compare(topic, murmur2(), list, await placesIn(topic));
  });
});
