import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type Compression, dialLeader, Reader, Writer } from '../../../src/index.ts';
import { contract } from '../../support/contract.ts';
import { numbers, take } from '../../support/reading.ts';

const everyWay: readonly (readonly [string, Compression])[] = [
  ['none', 'none'],
  ['gzip', 'gzip'],
  ['gzip, level 9', { type: 'gzip', level: 9 }],
  ['snappy', 'snappy'],
  ['lz4', 'lz4'],
  ['zstd', 'zstd'],
  ['zstd, level 19', { type: 'zstd', level: 19 }],
  [
    'a codec of the user',
    {
      id: 1,
      name: 'own gzip',
      compress: async (pieces) => gzipSync(Buffer.concat(pieces)),
      decompress: (bytes, maxBytes) => gunzipSync(bytes, { maxOutputLength: maxBytes }),
    },
  ],
];

/** Some small, some larger than any block of any codec, some that nothing makes smaller. */
const values = [
  ...numbers(300).map((i) => `{"order":${i},"state":"paid"}`),
  'large '.repeat(30_000),
  ...numbers(3_000).map((i) => `${i} ${(i * i * 7_919) % 99_991}`.repeat(3)),
];

contract('Compression', (kafka) => {
  it.each(everyWay)('%s: what a Writer writes, Reader and Conn read, in order', async (_, compression) => {
    const topic = await kafka.topic();
    const writer = new Writer({ brokers: kafka.brokers, topic, compression, batchBytes: 250_000 });
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
    const conn = await dialLeader(kafka.brokers[0]!, { topic, partition: 0 });
    try {
      // Several calls at once, so that batches are compressed while others are under way.
      const calls = numbers(4).map((call) => writer.writeMessages(values.map((value) => ({ key: `${call}`, value }))));
      await Promise.all(calls);
      const total = 4 * values.length;
      const read = await take(reader, total);
      expect(read.map(({ offset }) => offset)).toEqual(numbers(total));
      for (const call of numbers(4)) {
        const own = read.filter(({ key }) => `${key}` === `${call}`).map(({ value }) => `${value}`);
        expect(own).toEqual(values);
      }
      const again: string[] = [];
      while (again.length < total) for await (const { value } of await conn.readBatch()) again.push(`${value}`);
      expect(again).toEqual(read.map(({ value }) => `${value}`));
    } finally {
      await conn.close();
      await reader.close();
      await writer.close();
    }
  });

  it.each(everyWay)('%s: what a Conn writes, a Reader reads', async (_, compression) => {
    const topic = await kafka.topic();
    const conn = await dialLeader(kafka.brokers[0]!, { topic, partition: 0 });
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
    try {
      const { bytes } = await conn.writeBatch(
        values.map((value) => ({ value })),
        { compression },
      );
      const plain = values.reduce((sum, value) => sum + value.length, 0);
      if (compression !== 'none') expect(bytes).toBeLessThan(plain / 2);
      expect((await take(reader, values.length)).map(({ value }) => `${value}`)).toEqual(values);
    } finally {
      await reader.close();
      await conn.close();
    }
  });

  it('batches of every codec stand in one partition', async () => {
    const topic = await kafka.topic();
    const reader = new Reader({ brokers: kafka.brokers, topic, partition: 0 });
    try {
      for (const [name, compression] of everyWay) {
        const writer = new Writer({ brokers: kafka.brokers, topic, compression });
        await writer.writeMessages(numbers(50).map((i) => ({ key: name, value: `value ${i}` })));
        await writer.close();
      }
      const read = await take(reader, 50 * everyWay.length);
      expect(read.map(({ key, value }) => `${key}: ${value}`)).toEqual(
        everyWay.flatMap(([name]) => numbers(50).map((i) => `${name}: value ${i}`)),
      );
    } finally {
      await reader.close();
    }
  });
});
