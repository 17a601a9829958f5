// Our own transactions, by whatever protocol the cluster has finalized: a Writer, the offsets of a Reader, and a session.
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  Client,
  type DialFunction,
  type Message,
  Reader,
  TransactSession,
  type TransactSessionOptions,
  Writer,
} from '../../../src/index.ts';
import { expectTooOld } from '../../support/admin.ts';
import { contract } from '../../support/contract.ts';
import { uniqueName } from '../../support/describe-each-kafka.ts';
import { numbers, take } from '../../support/reading.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const PATIENCE = { timeout: 30_000, interval: 10 } as const;
const TOO_OLD = 'brokers before 2.5 cannot check who commits in a transaction (KIP-447)';

contract('Writer in transactions', (kafka) => {
  let client: Client;
  beforeAll(() => {
    client = new Client({ brokers: kafka.brokers });
  });
  afterAll(() => client.close());

  const using = async <T extends { close(): Promise<void> }, R>(thing: T, use: (it: T) => Promise<R>): Promise<R> => {
    try {
      return await use(thing);
    } finally {
      await thing.close();
    }
  };

  /** Since 2.5 a producer can go on with another epoch (KIP-360), and its offsets name the member (KIP-447). */
  const isCurrent = isAtLeast(kafka.version, 2, 5);
  const thrownBy = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'nothing',
      (error: unknown) => error,
    );

  const open = (topic: string, transactionalId = uniqueName('txn')): Writer =>
    new Writer({ brokers: kafka.brokers, topic, transactionalId });

  const memberOf = (groupId: string, topic: string): Reader =>
    new Reader({ brokers: kafka.brokers, groupId, topics: [topic], heartbeatIntervalMs: 100, maxWaitMs: 50 });

  const fill = (topic: string, values: readonly string[], partitions = 1): Promise<unknown> =>
    using(new Writer({ brokers: kafka.brokers, topic }), (writer) =>
      writer.writeMessages(values.map((value, i) => ({ value, partition: i % partitions }))),
    );

  /** What a group has committed, by partition, once no transaction is about to change it. */
  const committed = async (groupId: string, topic: string): Promise<(number | undefined)[]> => {
    // Named, because offsets that were never committed are not listed, not even while they are about to be.
    const partitions = (await client.topic(topic)).partitions.map(({ partition }) => ({ topic, partition }));
    const [group] = await client.admin.listGroupOffsets([{ groupId, partitions }], { requireStable: isCurrent });
    if (group?.error !== undefined) throw group.error;
    return (group?.offsets ?? []).toSorted((a, b) => a.partition - b.partition).map(({ offset }) => offset);
  };

  /** Everything that is committed, in no order: up to the end, which is stable once the last marker is written. */
  const readAll = async (topic: string, isolation: 'read_committed' | 'read_uncommitted' = 'read_committed') => {
    const { partitions } = await client.topic(topic);
    const values: string[] = [];
    for (const { partition } of partitions) {
      const place = { topic, partition };
      const endOf = async (level: 'read_committed' | 'read_uncommitted') =>
        (await client.admin.listOffsets([{ ...place, spec: 'last' }], { isolation: level }))[0]?.offset ?? -1;
      let end = -1;
      await vi.waitUntil(async () => {
        end = await endOf('read_committed');
        return isolation === 'read_uncommitted' || end === (await endOf('read_uncommitted'));
      }, PATIENCE);
      if (isolation === 'read_uncommitted') end = await endOf('read_uncommitted');
      await using(new Reader({ brokers: kafka.brokers, ...place, isolation, maxWaitMs: 50 }), async (reader) => {
        const giveUp = new AbortController();
        const reading = (async () => {
          for (;;) values.push(text(await reader.fetchMessage({ signal: giveUp.signal })));
        })().catch(() => {});
        await vi.waitUntil(() => end === 0 || (reader.offset() ?? -1) >= end, PATIENCE);
        giveUp.abort();
        await reading;
      });
    }
    return values.toSorted();
  };

  it('shows all of a transaction or nothing', async () => {
    const topic = await kafka.topic(2);
    await using(open(topic), async (writer) => {
      const value = await writer.transaction(async (tx) => {
        void tx.writeMessages({ value: 'a', partition: 0 });
        await tx.writeMessages([{ value: 'b', partition: 1 }]);
        return 'the value';
      });
      expect(value).toBe('the value');
      const why = new Error('planted');
      const failing = writer.transaction(async (tx) => {
        await tx.writeMessages(numbers(4).map((i) => ({ value: `not ${i}`, partition: i % 2 })));
        throw why;
      });
      await expect(failing).rejects.toBe(why);
      await writer.transaction(() => {});
      const tx = await writer.beginTransaction();
      await tx.writeMessages({ value: 'c', partition: 0 });
      await tx.commit();
      // Closing aborts.
      await (await writer.beginTransaction()).writeMessages({ value: 'not 4', partition: 0 });
    });
    expect(await readAll(topic)).toEqual(['a', 'b', 'c']);
    expect((await readAll(topic, 'read_uncommitted')).length).toBe(8);
  });

  it('does not commit without a message that was not written (trap 96)', async () => {
    const topic = await kafka.topic(1, { 'max.message.bytes': '2000' });
    await using(open(topic), async (writer) => {
      const failing = writer.transaction(async (tx) => {
        await tx.writeMessages({ value: 'not: the other one is missing' });
        await tx.writeMessages({ value: 'x'.repeat(10_000) }).catch(() => {});
      });
      await expect(failing).rejects.toMatchObject({
        name: 'TransactionError',
        severity: 'abortable',
        code: 'MESSAGE_TOO_LARGE',
        retriable: false,
      });
      const next = writer.transaction((tx) => void tx.writeMessages({ value: 'next' }));
      if (isCurrent) await next;
      else expectTooOld(await thrownBy(next), 'InitProducerId');
    });
    expect(await readAll(topic)).toEqual(isCurrent ? ['next'] : []);
  });

  if (!isCurrent) {
    it('carries no offsets of a member where the broker cannot check it', async () => {
      const [from, to] = [await kafka.topic(), await kafka.topic()];
      const groupId = kafka.group();
      await fill(from, ['1']);
      await using(memberOf(groupId, from), async (reader) => {
        await take(reader, 1);
        await using(open(to), async (writer) => {
          const carrying = writer.transaction(async (tx) => {
            void tx.writeMessages({ value: 'not made' });
            await tx.commitOffsets(reader.groupMetadata(), [{ topic: from, partition: 0, offset: 1 }]);
          });
          expectTooOld(await thrownBy(carrying), 'TxnOffsetCommit');
        });
      });
      await using(
        new TransactSession({
          brokers: kafka.brokers,
          reader: { groupId, topics: [from], maxWaitMs: 50 },
          writer: { transactionalId: groupId, topic: to },
        }),
        async (session) => {
          const running = session.run(([first], tx) => void tx.writeMessages({ value: `${first?.value} not made` }));
          expectTooOld(await thrownBy(running), 'TxnOffsetCommit');
        },
      );
      expect(await committed(groupId, from)).toEqual([undefined]);
      expect(await readAll(to)).toEqual([]);
    });
  }

  it('carries the offsets of a group: they count when the transaction does', async ({ skip }) => {
    skip(!isCurrent, TOO_OLD);
    const [from, to] = [await kafka.topic(), await kafka.topic()];
    const groupId = kafka.group();
    await fill(from, ['1', '2']);
    await using(memberOf(groupId, from), async (reader) => {
      const [first, second] = (await take(reader, 2)) as [Message, Message];
      await using(open(to), async (writer) => {
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
    expect(await readAll(to)).toEqual(['1 made']);
  });

  it('is fenced for good when another one has taken its name (trap 97)', async () => {
    const topic = await kafka.topic();
    const transactionalId = uniqueName('txn');
    await using(open(topic, transactionalId), async (old) => {
      const tx = await old.beginTransaction();
      await tx.writeMessages({ value: 'not: its writer was replaced' });
      await using(open(topic, transactionalId), async (heir) => {
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
    expect(await readAll(topic)).toEqual(['heir', 'heir again']);
  });

  it('aborts what a member wants to commit that was expelled, and goes on (trap 100)', async ({ skip }) => {
    skip(!isCurrent, TOO_OLD);
    const from = await kafka.topic(2);
    const groupId = kafka.group();
    await fill(from, ['1']);
    await using(memberOf(groupId, from), async (reader) => {
      await take(reader, 1);
      const before = reader.groupMetadata();
      await using(memberOf(groupId, from), async (other) => {
        const reading = other.fetchMessage().catch(() => {});
        await expect.poll(() => other.assignment().length, PATIENCE).toBe(1);
        await expect.poll(() => reader.groupMetadata().generationId, PATIENCE).toBeGreaterThan(before.generationId);
        await using(open(from), async (writer) => {
          const place = { topic: from, partition: 0 };
          const late = writer.transaction(async (tx) => {
            await tx.writeMessages({ value: 'not: read by nobody', partition: 1 });
            await tx.commitOffsets(before, [{ ...place, offset: 1 }]);
          });
          await expect(late).rejects.toMatchObject({ code: 'ILLEGAL_GENERATION' });
          expect(await committed(groupId, from)).toEqual([undefined, undefined]);
          await writer.transaction((tx) => tx.commitOffsets(reader.groupMetadata(), [{ ...place, offset: 1 }]));
          expect(await committed(groupId, from)).toEqual([1, undefined]);
        });
        await other.close();
        await reading;
      });
    });
    expect(await readAll(from)).toEqual(['1']);
  });

  it('of a session has effect exactly once, also when it dies in the middle (trap 100)', async ({ skip }) => {
    skip(!isCurrent, TOO_OLD);
    const [from, to] = [await kafka.topic(2), await kafka.topic(2)];
    const groupId = kafka.group();
    const count = 60;
    await fill(from, numbers(count).map(String), 2);
    const network = new Network();
    const options = (dial?: DialFunction): TransactSessionOptions => ({
      brokers: kafka.brokers,
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
    expect((await readAll(to, 'read_uncommitted')).length).toBeGreaterThanOrEqual(handled);

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
      await using(memberOf(kafka.group(), to), async (reader) => {
        out.push(...(await take(reader, count)).map(text));
        stop.abort();
        await again;
      });
    });
    await victim.close({ timeoutMs: 1 });
    const expected = Array.from({ length: count }, (_, i) => `out ${i}`).toSorted();
    expect(out.toSorted()).toEqual(expected);
    expect(await readAll(to)).toEqual(expected);
    expect(await committed(groupId, from)).toEqual([count / 2, count / 2]);
  });

  it('of sessions that share a group has effect exactly once over rebalances (trap 100)', async ({ skip }) => {
    skip(!isCurrent, TOO_OLD);
    const [from, to] = [await kafka.topic(4), await kafka.topic()];
    const groupId = kafka.group();
    const count = 120;
    await fill(from, numbers(count).map(String), 4);
    const sessions: TransactSession[] = [];
    const join = (): void => {
      const session = new TransactSession({
        brokers: kafka.brokers,
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
    await using(memberOf(kafka.group(), to), async (reader) => {
      const out = (await take(reader, 20)).map(text);
      join();
      out.push(...(await take(reader, 40)).map(text));
      await sessions[0]?.close();
      join();
      out.push(...(await take(reader, count - out.length)).map(text));
      expect(new Set(out).size).toBe(count);
    });
    for (const session of sessions) await session.close();
    expect((await readAll(to)).length).toBe(count);
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
