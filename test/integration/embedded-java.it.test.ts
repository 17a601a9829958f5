// Java's own clients on the embedded broker. Transactions, in both ways: what its producers were told must be what its
// consumer, kcat and we read. Groups: consumers of both protocols (KIP-848) share one.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { Writer } from '../../src/index.ts';
import { javaTool } from '../support/java-tools.ts';
import { kcat } from '../support/kcat.ts';
import { runSeed } from '../support/numbered-log.ts';
import { numbers } from '../support/reading.ts';

const TOOLS = '4.4.0';
const JAVA_MS = 120_000;
const STEPS = '60';
const PROGRAM = join(import.meta.dirname, 'transactions/InterleavedTransactions.java');
const GROUPS = join(import.meta.dirname, 'groups/BothProtocols.java');
const RECORDS = 60;

describe('Java on EmbeddedKafka', () => {
  it.concurrent.each([
    [2, 'gzip'],
    [1, 'none'],
  ])('interleaves transactions of transaction.version %i', { timeout: JAVA_MS }, async (transactionVersion, codec) => {
    const kafka = await EmbeddedKafka.start({ brokers: 3, transactionVersion, topics: { t: 1 } });
    const brokers = kafka.bootstrap.join(',');
    try {
      const seed = runSeed(`transactions of version ${transactionVersion}`);
      const said = `${await javaTool(TOOLS, PROGRAM, [brokers, 't', codec, String(seed), STEPS], { timeoutMs: JAVA_MS })}`;
      const lines = (word: string): string[] =>
        said.split('\n').flatMap((one) => (one.startsWith(`${word} `) ? [one.slice(word.length + 1)] : []));
      const written = lines('written').toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
      const visible = written.filter((one) => !one.endsWith('-aborted'));
      expect(written.length - visible.length, 'aborted records').toBeGreaterThan(0);
      expect(visible.length, 'visible records').toBeGreaterThan(5);
      expect(lines('committed')).toEqual(visible);
      expect(lines('uncommitted')).toEqual(written);
      const partition = kafka.topic('t').partition(0);
      expect(partition.lastStableOffset).toBe(partition.endOffset);
      const seen = await partition.committedMessages();
      expect(seen.map(({ offset, value }) => `${offset} ${value}`)).toEqual(visible);
      const committed = ['-X', 'isolation.level=read_committed', '-f', '%o %s\n'];
      const read = await kcat(['-b', brokers, '-C', '-t', 't', '-e', '-q', ...committed]);
      expect(read.toString().trimEnd().split('\n')).toEqual(visible);
    } finally {
      await kafka.stop();
    }
  });

  it.concurrent('shares a group among consumers of both protocols', { timeout: JAVA_MS }, async () => {
    const kafka = await EmbeddedKafka.start({
      brokers: 3,
      topics: { orders: 6 },
      consumerGroups: { heartbeatIntervalMs: 200, assignmentIntervalMs: 0 },
    });
    const brokers = kafka.bootstrap.join(',');
    const writer = new Writer({ brokers: kafka.bootstrap, topic: 'orders' });
    try {
      await writer.writeMessages(numbers(RECORDS).map((i) => ({ key: `k${i}`, value: `${i}` })));
      const said = await javaTool(TOOLS, GROUPS, [brokers, 'orders', '6', `${RECORDS}`], { timeoutMs: JAVA_MS });
      // Each line: what has happened, and how many partitions every member has then.
      expect(said.toString().trim().split('\n')).toEqual([
        'alone [6]',
        'two [3, 3]',
        'three [2, 2, 2]',
        'left [3, 3]',
        'back [3, 3]',
        'classic [6]',
        'read [6]',
      ]);
    } finally {
      await writer.close();
      await kafka.stop();
    }
  });
});
