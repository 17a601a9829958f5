// What we write, others read, and the other way round: keys, headers with duplicates, null and empty values, codecs.
import { expect, it } from 'vitest';
import { Client, type CompressionName, Reader, Writer } from '../../src/index.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../support/java-tools.ts';
import { kcat } from '../support/kcat.ts';
import { plain, take } from '../support/reading.ts';

const TOOLS = '4.4.0';
const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;
const JAVA_MS = 120_000;

describeEachKafka('interoperation', (kafka) => {
  const brokers = kafka.bootstrap.join(',');

  const topicOf = async (prefix: string): Promise<string> => {
    const client = new Client({ brokers: kafka.bootstrap });
    try {
      const topic = uniqueName(prefix);
      const [result] = await client.createTopics([{ topic, partitions: 1, replicationFactor: 1 }]);
      if (result?.error !== undefined) throw result.error;
      await client.topic(topic);
      return topic;
    } finally {
      await client.close();
    }
  };

  const write = async (topic: string, compression: CompressionName): Promise<void> => {
    const writer = new Writer({ brokers: kafka.bootstrap, topic, compression });
    try {
      await writer.writeMessages([
        {
          key: 'k1',
          value: 'v1',
          headers: [
            ['h', 'a'],
            ['h', 'b'],
            ['n', null],
            ['e', ''],
          ],
        },
        { key: null, value: 'no key' },
        { key: 'tombstone', value: null },
        { key: '', value: '' },
        { key: 'long', value: 'x'.repeat(5_000) },
      ]);
    } finally {
      await writer.close();
    }
  };

  for (const compression of ['none', ...CODECS] as const) {
    it(`kcat reads what Writer wrote (${compression})`, async () => {
      const topic = await topicOf('to-kcat');
      await write(topic, compression);
      // %K and %S are lengths, -1 for null: the text alone cannot tell null from empty.
      const read = await kcat(['-C', '-b', brokers, '-t', topic, '-e', '-q', '-f', '%o|%K|%k|%S|%h\n']);
      expect(read.toString().split('\n').slice(0, 5)).toEqual([
        '0|2|k1|2|h=a,h=b,n=NULL,e=',
        '1|-1||6|',
        '2|9|tombstone|-1|',
        '3|0||0|',
        '4|4|long|5000|',
      ]);
    });
  }

  it("Kafka's console consumer reads what Writer wrote, with every codec", { timeout: JAVA_MS }, async () => {
    const topic = await topicOf('to-java');
    const codecs = ['none', ...CODECS] as const;
    for (const compression of codecs) await write(topic, compression);
    const read = await javaTool(TOOLS, toolNames(TOOLS).consoleConsumer, [
      ...[
        '--bootstrap-server',
        brokers,
        '--topic',
        topic,
        '--from-beginning',
        '--max-messages',
        `${5 * codecs.length}`,
      ],
      ...['--formatter-property', 'print.key=true', '--formatter-property', 'print.headers=true'],
      ...['--formatter-property', 'key.separator=|', '--formatter-property', 'headers.separator=,'],
      ...['--formatter-property', 'null.literal=NULL'],
    ]);
    const lines = [
      'h:a,h:b,n:NULL,e:|k1|v1',
      'NO_HEADERS|NULL|no key',
      'NO_HEADERS|tombstone|NULL',
      'NO_HEADERS||',
      `NO_HEADERS|long|${'x'.repeat(5_000)}`,
    ];
    expect(read.toString().trimEnd().split('\n')).toEqual(codecs.flatMap(() => lines));
  });

  it.each(CODECS)('Reader reads what kcat wrote (%s, headers, null values)', async (codec) => {
    const topic = await topicOf('from-kcat');
    const args = ['-P', '-b', brokers, '-t', topic, '-K', ':', '-Z', '-z', codec, '-H', 'h=a', '-H', 'h=b'];
    await kcat(args, { input: `k1:v1\nk2:\nk3:${'y'.repeat(3_000)}\n` });
    const reader = new Reader({ brokers: kafka.bootstrap, topic, partition: 0 });
    try {
      const headers = [
        ['h', 'a'],
        ['h', 'b'],
      ];
      expect((await take(reader, 3)).map(plain)).toEqual([
        { key: 'k1', value: 'v1', headers },
        { key: 'k2', value: null, headers },
        { key: 'k3', value: 'y'.repeat(3_000), headers },
      ]);
    } finally {
      await reader.close();
    }
  });

  it.each(CODECS)(
    "Reader reads what Kafka's console producer wrote (%s, headers, null values)",
    {
      timeout: JAVA_MS,
    },
    async (codec) => {
      const topic = await topicOf('from-java');
      await javaTool(
        TOOLS,
        toolNames(TOOLS).consoleProducer,
        [
          ...['--bootstrap-server', brokers, '--topic', topic, '--compression-codec', codec],
          ...['--reader-property', 'parse.key=true', '--reader-property', 'key.separator=|'],
          ...['--reader-property', 'parse.headers=true', '--reader-property', 'headers.delimiter=;'],
          ...['--reader-property', 'null.marker=NULL'],
        ],
        { input: 'h:a,h:b;k1|v1\nh:c;k2|NULL\nh:d;NULL|v3\n' },
      );
      const reader = new Reader({ brokers: kafka.bootstrap, topic, partition: 0 });
      try {
        expect((await take(reader, 3)).map(plain)).toEqual([
          {
            key: 'k1',
            value: 'v1',
            headers: [
              ['h', 'a'],
              ['h', 'b'],
            ],
          },
          { key: 'k2', value: null, headers: [['h', 'c']] },
          { key: null, value: 'v3', headers: [['h', 'd']] },
        ]);
      } finally {
        await reader.close();
      }
    },
  );
});
