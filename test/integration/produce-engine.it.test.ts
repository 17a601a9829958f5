// What the produce engine relies on, asked of real brokers: which numbers they take, what they say of single records, what
// becomes of a topic that is made anew. The model of test/fuzz/produce answers the same batches, so that it stays true.
import { expect, it } from 'vitest';
import { Client, Reader, WriteErrors, Writer } from '../../src/index.ts';
import { ProduceBatch } from '../../src/produce/produce-batch.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../../src/protocol/generated/init-producer-id.ts';
import {
  createPartitionProduceData,
  createProduceRequest,
  createTopicProduceData,
  produceApi,
} from '../../src/protocol/generated/produce.ts';
import { ChunkPool } from '../../src/record/chunk-pool.ts';
import { ModelPartition } from '../fuzz/produce/model-partition.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { numbers, take } from '../support/reading.ts';
import { WireClient } from '../support/wire-client.ts';

const LAST = 2 ** 31 - 1;

/** Epoch, first number, how many records. */
const script: readonly (readonly [epoch: number, sequence: number, count: number])[] = [
  // Any number is the first of a producer that the broker does not know; numbers wrap within a batch and between two.
  [0, LAST - 2, 5],
  [0, LAST - 2, 5],
  [0, 2, 1],
  [0, 2, 2],
  [0, 4, 1],
  // Another epoch begins at 0, and not before; what is left of the old one is refused.
  [1, 1, 1],
  [1, 0, 2],
  [0, 3, 1],
  [1, 0, 2],
  [1, 0, 1],
  [1, 3, 1],
  // Five batches are known again, in any order; the sixth is not.
  ...numbers(5).map((i) => [1, 2 + i, 1] as const),
  [1, 2, 1],
  [1, 6, 1],
  [1, 0, 2],
  [1, 7, 1],
  [1, 2, 1],
  // Epochs may be skipped.
  [7, 0, 1],
  [7, LAST, 1],
];

describeEachKafka('the produce engine', (kafka) => {
  const withTopic = async (configs: Record<string, string>, use: (client: Client, topic: string) => Promise<void>) => {
    const client = new Client({ brokers: kafka.bootstrap });
    try {
      const topic = uniqueName('engine');
      const [created] = await client.createTopics([{ topic, partitions: 1, replicationFactor: 1, configs }]);
      if (created?.error !== undefined) throw created.error;
      await client.topic(topic);
      await use(client, topic);
    } finally {
      await client.close();
    }
  };

  it('numbers its batches as brokers count them (trap 85, 86, 88)', () =>
    withTopic({}, async (_, topic) => {
      const wire = await WireClient.open(kafka.bootstrap[0] as string);
      const { producerId } = await wire.send(
        initProducerIdApi,
        2,
        createInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 60_000 }),
      );
      const model = new ModelPartition(0);
      const pool = new ChunkPool();
      const said: unknown[] = [];
      const expected: unknown[] = [];
      for (const [epoch, sequence, count] of script) {
        const batch = new ProduceBatch(topic, 0, pool, 0);
        for (let i = 0; i < count; i++) batch.append(undefined, 'x', undefined, Date.now(), 1_000);
        batch.sequence = sequence;
        batch.seal(
          undefined,
          () => {},
          () => {},
        );
        const records = batch.send(producerId, epoch);
        const topicData = [
          createTopicProduceData({ name: topic, partitionData: [createPartitionProduceData({ index: 0, records })] }),
        ];
        const answer = await wire.send(produceApi, 8, createProduceRequest({ acks: -1, timeoutMs: 10_000, topicData }));
        const { errorCode, baseOffset } = answer.responses[0]!.partitionResponses[0]!;
        said.push([epoch, sequence, count, errorCode, baseOffset]);
        const ids = numbers(count).map((i) => (sequence + i) % 2 ** 31);
        const taken = model.append({ producerId, epoch, sequence, ids, invalid: [], bytes: 100 }, 1_000_000);
        expected.push([epoch, sequence, count, taken.errorCode, taken.baseOffset]);
      }
      await wire.close();
      expect(said).toEqual(expected);
    }));

  it('writes the good records of a batch that a broker refuses for the others (trap 92)', () =>
    withTopic({ 'cleanup.policy': 'compact' }, async (client, topic) => {
      const writer = new Writer({ client, topic });
      const other = new Writer({ client, topic, compression: 'gzip', idempotent: false });
      try {
        for (const one of [writer, other]) {
          const calls = [
            one.writeMessages([{ key: 'a', value: '1' }, { value: 'no key' }, { key: 'b', value: '2' }]),
            one.writeMessages({ key: 'c', value: '3' }),
          ];
          const [first, second] = await Promise.allSettled(calls);
          expect(second?.status).toBe('fulfilled');
          const error = (first as PromiseRejectedResult).reason as WriteErrors;
          expect(error).toBeInstanceOf(WriteErrors);
          expect(error.errors.map((each) => each?.code)).toEqual([undefined, 'INVALID_RECORD', undefined]);
        }
        const reader = new Reader({ client, topic, partition: 0 });
        const read = await take(reader, 6);
        expect(read.map(({ key }) => key?.toString())).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
        await reader.close();
      } finally {
        await writer.close();
        await other.close();
      }
    }));

  it('goes on, from 0, in a topic that is deleted and made anew while it writes (trap 56, 89)', () =>
    withTopic({}, async (client, topic) => {
      const writer = new Writer({ client, topic, lingerMs: 0 });
      try {
        for (const i of numbers(3)) await writer.writeMessages({ value: `old ${i}` });
        const [deleted] = await client.deleteTopics([topic]);
        expect(deleted?.error).toBeUndefined();
        const calls = numbers(5).map((i) => writer.writeMessages({ value: `new ${i}` }));
        // Deleting goes on for a moment after the answer.
        await expect
          .poll(async () => (await client.createTopics([{ topic, partitions: 1, replicationFactor: 1 }]))[0]?.error, {
            timeout: 15_000,
          })
          .toBeUndefined();
        await Promise.all(calls);
        await writer.writeMessages({ value: 'new 5' });
        const reader = new Reader({ brokers: kafka.bootstrap, topic, partition: 0 });
        const read: (string | undefined)[] = [];
        for await (const { value } of reader) if (read.push(value?.toString()) > 0 && read.at(-1) === 'new 5') break;
        // The first ones may have gone to the old topic, which lives on for a moment after it was deleted.
        expect(read).toEqual(
          numbers(6)
            .map((i) => `new ${i}`)
            .slice(-read.length),
        );
        await reader.close();
      } finally {
        await writer.close();
      }
    }));
});
