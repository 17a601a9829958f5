// Our own transactions, against real brokers: by the second protocol where the cluster has finalized it (KIP-890), by the
// first one elsewhere. Read back by our Reader, by kcat and by Java.
import { connect, type Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import {
  Client,
  type DialFunction,
  type Message,
  Reader,
  type ReaderOptions,
  TransactSession,
  type TransactSessionOptions,
  Writer,
  type WriterOptions,
} from '../../src/index.ts';
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

  const memberOf = (groupId: string, topic: string, options: Partial<ReaderOptions> = {}): Reader =>
    new Reader({
      brokers,
      groupId,
      topics: [topic],
      heartbeatIntervalMs: 100,
      maxWaitMs: 50,
      ...options,
    } as ReaderOptions);

  const kcatReads = async (topic: string, isolation: 'read_committed' | 'read_uncommitted'): Promise<string[]> => {
    const args = ['-C', '-b', brokers.join(','), '-t', topic, '-e', '-q', '-X', `isolation.level=${isolation}`];
    return (await kcat(args)).toString().split('\n').filter(Boolean).toSorted();
  };

  const committed = (groupId: string, topic: string): Promise<(number | undefined)[]> =>
    ask(async (client) => {
      const [group] = await client.admin.listGroupOffsets([{ groupId }], { requireStable: true });
      if (group?.error !== undefined) throw group.error;
      const places = (group?.offsets ?? []).filter((one) => one.topic === topic);
      return places.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => offset);
    });

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
    await using(memberOf(uniqueName('group'), topic), async (reader) => {
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
    expect(read.length).toBe(7 * 300);
    expect(read.every((one) => one.startsWith('kept'))).toBe(true);
  });

  it('carry the offsets of a group: they count when the transaction does', async () => {
    const [from, to] = [await topicOf('from'), await topicOf('to')];
    const groupId = uniqueName('group');
    await using(new Writer({ brokers, topic: from }), (writer) =>
      writer.writeMessages([{ value: '1' }, { value: '2' }]),
    );
    await using(memberOf(groupId, from), async (reader) => {
      const [first, second] = (await take(reader, 2)) as [Message, Message];
      await using(open({ topic: to }), async (writer) => {
        const place = { topic: from, partition: 0 };
        await writer.transaction(async (tx) => {
          void tx.writeMessages({ value: `${text(first)} made` });
          await tx.commitOffsets(reader.groupMetadata(), [{ ...place, offset: first.offset + 1 }]);
        });
        expect(await committed(groupId, from)).toEqual([1]);
        const tx = await writer.beginTransaction();
        await tx.writeMessages({ value: `${text(second)} not made` });
        await tx.commitOffsets(reader.groupMetadata(), [{ ...place, offset: second.offset + 1, metadata: 'not' }]);
        await tx.abort();
        expect(await committed(groupId, from)).toEqual([1]);
        // Offsets alone make a transaction, too.
        await writer.transaction((its) => its.commitOffsets(reader.groupMetadata(), [{ ...place, offset: 2 }]));
        expect(await committed(groupId, from)).toEqual([2]);
      });
    });
    expect(await kcatReads(to, 'read_committed')).toEqual(['1 made']);
  });

  it('of a writer whose name another one has taken are fenced for good (trap 97)', async () => {
    const topic = await topicOf('fenced');
    const transactionalId = uniqueName('txn');
    await using(open({ topic, transactionalId }), async (old) => {
      const tx = await old.beginTransaction();
      await tx.writeMessages({ value: 'not: its writer was replaced' });
      await using(open({ topic, transactionalId }), async (heir) => {
        await heir.transaction((its) => its.writeMessages({ value: 'heir' }));
        await expect(tx.commit()).rejects.toMatchObject({
          name: 'TransactionError',
          severity: 'fatal',
          code: 'PRODUCER_FENCED',
        });
        await expect(old.beginTransaction()).rejects.toMatchObject({ severity: 'fatal', code: 'PRODUCER_FENCED' });
        await heir.transaction((its) => its.writeMessages({ value: 'heir again' }));
      });
    });
    expect(await kcatReads(topic, 'read_committed')).toEqual(['heir', 'heir again']);
  });

  it('of a member that was expelled are aborted, and its writer goes on (trap 100)', async () => {
    const from = await topicOf('from', 2);
    const groupId = uniqueName('group');
    await using(new Writer({ brokers, topic: from }), (writer) => writer.writeMessages({ value: '1', partition: 0 }));
    await using(memberOf(groupId, from), async (reader) => {
      await take(reader, 1);
      const before = reader.groupMetadata();
      await using(memberOf(groupId, from), async (other) => {
        const reading = other.fetchMessage().catch(() => {});
        await expect.poll(() => other.assignment().length, PATIENCE).toBe(1);
        await expect.poll(() => reader.groupMetadata().generationId, PATIENCE).toBeGreaterThan(before.generationId);
        await using(open({ topic: from }), async (writer) => {
          const place = { topic: from, partition: 0 };
          const late = writer.transaction(async (tx) => {
            await tx.writeMessages({ value: 'not: read by nobody', partition: 1 });
            await tx.commitOffsets(before, [{ ...place, offset: 1 }]);
          });
          await expect(late).rejects.toMatchObject({ code: 'ILLEGAL_GENERATION' });
          expect(await committed(groupId, from)).toEqual([]);
          await writer.transaction((tx) => tx.commitOffsets(reader.groupMetadata(), [{ ...place, offset: 1 }]));
          expect(await committed(groupId, from)).toEqual([1]);
        });
        await other.close();
        await reading;
      });
    });
    expect(await kcatReads(from, 'read_committed')).toEqual(['1']);
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

  it('of a session have effect exactly once, also when it dies in the middle (trap 100)', async () => {
    const [from, to] = [await topicOf('from', 2), await topicOf('to', 2)];
    const groupId = uniqueName('group');
    const count = 60;
    await using(new Writer({ brokers, topic: from }), (writer) =>
      writer.writeMessages(Array.from({ length: count }, (_, i) => ({ value: `${i}`, partition: i % 2 }))),
    );
    const network = new Network();
    const options = (dial?: DialFunction): TransactSessionOptions => ({
      brokers,
      ...(dial && { dial }),
      // A static member, so that its heir need not wait for the end of its session.
      reader: { groupId, topics: [from], groupInstanceId: groupId, heartbeatIntervalMs: 100, maxWaitMs: 50 },
      writer: { transactionalId: groupId, topic: to },
      maxMessages: 10,
    });
    const upper = (messages: readonly Message[]) =>
      messages.map(({ value, partition }) => ({ value: `out ${value}`, partition }));

    const victim = new TransactSession(options(network.dial));
    let handled = 0;
    const dying = victim.run(async (messages, tx) => {
      await tx.writeMessages(upper(messages));
      // Written, and in the log, and not committed.
      if (++handled === 3) network.cut();
    });
    dying.catch(() => {});
    await vi.waitUntil(() => handled === 3, PATIENCE);
    expect((await kcatReads(to, 'read_uncommitted')).length).toBeGreaterThanOrEqual(handled);

    const out: string[] = [];
    await using(new TransactSession(options()), async (heir) => {
      const stop = new AbortController();
      let failures = 0;
      const running = heir.run(
        async (messages, tx) => {
          void tx.writeMessages(upper(messages));
          // Its own fault: aborted, and read again by the next run.
          if (failures++ === 1) throw new Error('planted');
        },
        { signal: stop.signal },
      );
      await expect(running).rejects.toThrow('planted');
      const again = heir.run((messages, tx) => void tx.writeMessages(upper(messages)), { signal: stop.signal });
      await using(memberOf(uniqueName('check'), to), async (reader) => {
        out.push(...(await take(reader, count)).map(text));
        stop.abort();
        await again;
      });
    });
    await victim.close({ timeoutMs: 1 });
    const expected = Array.from({ length: count }, (_, i) => `out ${i}`).toSorted();
    expect(out.toSorted()).toEqual(expected);
    expect(await kcatReads(to, 'read_committed')).toEqual(expected);
    expect(await committed(groupId, from)).toEqual([count / 2, count / 2]);
  });

  it('of sessions that share a group have effect exactly once over rebalances (trap 100)', async () => {
    const [from, to] = [await topicOf('from', 4), await topicOf('to', 1)];
    const groupId = uniqueName('group');
    const count = 200;
    await using(new Writer({ brokers, topic: from }), (writer) =>
      writer.writeMessages(Array.from({ length: count }, (_, i) => ({ value: `${i}`, partition: i % 4 }))),
    );
    const sessions: TransactSession[] = [];
    const join = (): void => {
      const session = new TransactSession({
        brokers,
        reader: { groupId, topics: [from], heartbeatIntervalMs: 100, maxWaitMs: 50 },
        writer: { transactionalId: uniqueName('txn'), topic: to },
        maxMessages: 5,
        lingerMs: 0,
      });
      sessions.push(session);
      void session.run(async (messages, tx) => {
        await tx.writeMessages(messages.map(({ value }) => ({ value })));
      });
    };
    join();
    await using(memberOf(uniqueName('check'), to), async (reader) => {
      const out = (await take(reader, 20)).map(text);
      join();
      out.push(...(await take(reader, 40)).map(text));
      await sessions[0]?.close();
      join();
      out.push(...(await take(reader, count - out.length)).map(text));
      expect(new Set(out).size).toBe(count);
    });
    for (const session of sessions) await session.close();
    expect((await kcatReads(to, 'read_committed')).length).toBe(count);
  });
});

function text({ value }: Message): string {
  return `${value}`;
}

/** A network that can be cut: what is connected breaks, and nothing connects any more. As a process that dies. */
class Network {
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  readonly dial: DialFunction = async (host, port) => {
    if (this.#isCut) throw new Error('cut');
    const socket = connect({ host, port });
    this.#sockets.add(socket);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return socket;
  };

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }
}
