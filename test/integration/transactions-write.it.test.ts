// Our own transactions, against real brokers: by the second protocol where the cluster has finalized it (KIP-890), by the
// first one elsewhere. Read back by our Reader, by kcat and by Java. What needs no other client is a contract scenario.
import { expect, it, vi } from 'vitest';
import { Client, type Message, Reader, Writer, type WriterOptions } from '../../src/index.ts';
import { expectTooOld } from '../support/admin.ts';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../support/java-tools.ts';
import { kcat } from '../support/kcat.ts';
import { take } from '../support/reading.ts';
import { isAtLeast } from '../support/real-kafka/real-kafka.ts';

const TOOLS = '4.4.0';
const JAVA_MS = 120_000;
const PATIENCE = { timeout: 30_000, interval: 20 } as const;

describeEachKafka('transactions of ours', (kafka) => {
  const brokers = kafka.bootstrap;
  const isSecond = isAtLeast(kafka.version, 4, 0);

  const ask = async <T>(question: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ brokers });
    try {
      return await question(client);
    } finally {
      await client.close();
    }
  };

  const topicOf = (prefix: string, partitions = 1): Promise<string> =>
    ask(async (client) => {
      const topic = uniqueName(prefix);
      const [result] = await client.createTopics([{ topic, partitions, replicationFactor: 1 }]);
      if (result?.error !== undefined) throw result.error;
      await client.topic(topic);
      return topic;
    });

  const using = async <T extends { close(): Promise<void> }, R>(thing: T, use: (it: T) => Promise<R>): Promise<R> => {
    try {
      return await use(thing);
    } finally {
      await thing.close();
    }
  };

  const open = (options: Partial<WriterOptions> = {}): Writer =>
    new Writer({ brokers, transactionalId: uniqueName('txn'), ...options } as WriterOptions);

  /** A commit is answered before its markers stand in every partition, and kcat stops at the first that has none. */
  const untilMarked = (topic: string): Promise<void> =>
    ask(async (client) => {
      const { partitions } = await client.topic(topic);
      const ends = async (isolation: 'read_committed' | 'read_uncommitted') => {
        const queries = partitions.map(({ partition }) => ({ topic, partition, spec: 'last' }) as const);
        return (await client.admin.listOffsets(queries, { isolation })).map(({ offset }) => offset);
      };
      await vi.waitUntil(
        async () => `${await ends('read_committed')}` === `${await ends('read_uncommitted')}`,
        PATIENCE,
      );
    });

  const kcatReads = async (topic: string, isolation: 'read_committed' | 'read_uncommitted'): Promise<string[]> => {
    await untilMarked(topic);
    const args = ['-C', '-b', brokers.join(','), '-t', topic, '-e', '-q', '-X', `isolation.level=${isolation}`];
    return (await kcat(args)).toString().split('\n').filter(Boolean).toSorted();
  };

  it('are seen whole when committed, and not at all when aborted, by us, kcat and Java (trap 98)', {
    timeout: JAVA_MS,
  }, async () => {
    const topic = await topicOf('commit-abort', 2);
    await using(open({ topic }), async (writer) => {
      const value = await writer.transaction(async (tx) => {
        void tx.writeMessages({ value: 'a', partition: 0 });
        await tx.writeMessages([{ value: 'b', partition: 1 }]);
        return 'the value';
      });
      expect(value).toBe('the value');
      const why = new Error('planted');
      const failing = writer.transaction(async (tx) => {
        const places = await tx.writeMessages([
          { value: 'not 1', partition: 0 },
          { value: 'not 2', partition: 1 },
        ]);
        // The marker of the transaction before stands before it.
        expect(places.at(0)?.offset).toBe(2);
        throw why;
      });
      await expect(failing).rejects.toBe(why);
      await writer.transaction(() => {});
      const tx = await writer.beginTransaction();
      await tx.writeMessages({ value: 'c', partition: 0 });
      await tx.commit();
      await expect(tx.writeMessages({ value: 'late', partition: 0 })).rejects.toMatchObject({
        code: 'INVALID_TXN_STATE',
      });
      // Closing aborts.
      const last = await writer.beginTransaction();
      await last.writeMessages({ value: 'not 3', partition: 0 });
    });
    expect(await kcatReads(topic, 'read_committed')).toEqual(['a', 'b', 'c']);
    expect(await kcatReads(topic, 'read_uncommitted')).toEqual(['a', 'b', 'c', 'not 1', 'not 2', 'not 3']);
    await using(new Reader({ brokers, groupId: uniqueName('group'), topics: [topic] }), async (reader) => {
      expect((await take(reader, 3)).map(text).toSorted()).toEqual(['a', 'b', 'c']);
    });
    const java = await javaTool(TOOLS, toolNames(TOOLS).consoleConsumer, [
      ...['--bootstrap-server', brokers.join(','), '--topic', topic, '--from-beginning', '--max-messages', '3'],
      ...['--timeout-ms', '20000', '--command-property', 'isolation.level=read_committed'],
    ]);
    expect(java.toString().split('\n').filter(Boolean).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('are seen whole with many partitions, codecs and batches, one after the other', async () => {
    const topic = await topicOf('many', 6);
    await using(open({ topic, compression: 'gzip', batchBytes: 2_000 }), async (writer) => {
      for (let round = 0; round < 10; round++) {
        const isKept = round % 3 !== 1;
        const tx = await writer.beginTransaction();
        for (let call = 0; call < 5; call++) {
          const messages = Array.from({ length: 60 }, (_, i) => ({
            value: `${isKept ? 'kept' : 'not'} ${round} ${call} ${i} ${'x'.repeat(50)}`,
            partition: i % 6,
          }));
          void tx.writeMessages(messages);
        }
        if (isKept) await tx.commit();
        else await tx.abort();
      }
    });
    const read = await kcatReads(topic, 'read_committed');
    // By the second protocol the end of every transaction raises the epoch (trap 32).
    const [partition] = await ask((client) => client.admin.describeProducers([{ topic, partition: 0 }]));
    if (!isAtLeast(kafka.version, 2, 8)) expectTooOld(partition?.error, 'DescribeProducers');
    else expect(partition?.producers.map(({ producerEpoch }) => producerEpoch)).toEqual([isSecond ? 10 : 0]);
    expect(read.length).toBe(7 * 300);
    expect(read.every((one) => one.startsWith('kept'))).toBe(true);
  });

  it('that are open for too long are aborted by the broker; the next ones are written', async () => {
    const topic = await topicOf('slow');
    const transactionalId = uniqueName('txn');
    const options = { topic, transactionalId, transactionTimeoutMs: 300 };
    await using(open(options), async (writer) => {
      const tx = await writer.beginTransaction();
      await tx.writeMessages({ value: 'not: too slow' });
      // The broker's marker stands behind it.
      const end = () =>
        ask(async (client) => (await client.admin.listOffsets([{ topic, partition: 0, spec: 'last' }]))[0]?.offset);
      await expect.poll(end, PATIENCE).toBe(2);
      const severity = isSecond ? 'abortable' : 'fatal';
      await expect(tx.commit()).rejects.toMatchObject({ name: 'TransactionError', severity });
      const next = writer.transaction((its) => its.writeMessages({ value: 'next' }));
      if (isSecond) await next;
      // By the first protocol a coordinator does not say whether it was time or another writer (KIP-588): as for Java.
      else await expect(next).rejects.toMatchObject({ severity, code: 'PRODUCER_FENCED' });
    });
    await using(open(options), (writer) => writer.transaction((tx) => tx.writeMessages({ value: 'after' })));
    expect(await kcatReads(topic, 'read_committed')).toEqual(isSecond ? ['after', 'next'] : ['after']);
  });
});

function text({ value }: Message): string {
  return `${value}`;
}
