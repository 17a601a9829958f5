// Transactions as users hold them, over scripted coordinators.
import { describe, expect, it } from 'vitest';
import { runTransaction, Transaction } from '../../../src/client/transaction.ts';
import {
  Client,
  KafkaError,
  type OutgoingMessage,
  Reader,
  TransactSession,
  Writer,
  type WriterOptions,
} from '../../../src/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { settle } from '../produce/harness.ts';
import { TransactionHarness } from '../produce/transactions/scripted-cluster.ts';

const GROUP = { groupId: 'g', generationId: 7, memberId: 'm', groupInstanceId: null };
const brokers = ['localhost:1'];

/** A harness with the calls that a Writer has. */
class Scripted extends TransactionHarness {
  readonly #begin = async (call: object): Promise<Transaction> => {
    const turn = await this.producer.begin(call);
    return new Transaction(this.producer, turn, (messages, options) => {
      const list: readonly OutgoingMessage[] = Array.isArray(messages) ? messages : [messages];
      return this.writeIn(
        turn,
        list.map((message) => ({ topic: 't', ...message })),
        options,
      );
    });
  };

  open(): Promise<Transaction> {
    return this.within(this.#begin({}));
  }

  run<T>(write: (tx: Transaction) => T | PromiseLike<T>, call: object = {}): Promise<T> {
    return this.within(runTransaction(this.#begin, write, this.cluster.clock, call));
  }

  get ends(): string[] {
    return this.log.filter((line) => line.startsWith('EndTxn'));
  }
}

describe('writer.transaction', () => {
  it('commits when the function returns, and resolves with its value', async () => {
    const it = new Scripted();
    expect(await it.run(async (tx) => (await tx.writeMessages({ value: 'a' })).at(0)?.partition)).toBe(0);
    expect(await it.run((tx) => void tx.writeMessages([{ value: 'b' }, { value: 'c', partition: 2 }]))).toBeUndefined();
    expect(it.ends).toEqual(['EndTxn commit e0 v4', 'EndTxn commit e0 v4']);
  });

  it('aborts when it throws, and throws that', async () => {
    const it = new Scripted();
    const why = new Error('planted');
    await expect(
      it.run(async (tx) => {
        await tx.writeMessages({ value: 'a' });
        throw why;
      }),
    ).rejects.toBe(why);
    expect(it.ends).toEqual(['EndTxn abort e0 v4']);
  });

  it('rejects where a message was not written that nobody waited for, without an unhandled rejection (trap 96)', async () => {
    const it = new Scripted();
    it.cluster.produceCode = ErrorCode.INVALID_RECORD;
    await expect(it.run((tx) => void tx.writeMessages({ value: 'a' }))).rejects.toMatchObject({
      name: 'TransactionError',
      severity: 'abortable',
    });
    await expect(
      it.run((tx) => void tx.commitOffsets({ ...GROUP, groupId: '' }, []).catch(() => {})),
    ).resolves.toBeUndefined();
  });

  it('leaves it to the function to end the transaction by hand', async () => {
    const it = new Scripted();
    await it.run(async (tx) => {
      await tx.writeMessages({ value: 'a' });
      void tx.commit();
    });
    await it.run(async (tx) => {
      await tx.writeMessages({ value: 'b' });
      await tx.abort();
    });
    expect(it.ends).toEqual(['EndTxn commit e0 v4', 'EndTxn abort e0 v4']);
  });

  it('aborts when its time is up or its signal fires while the function runs', async () => {
    const it = new Scripted();
    const forever = async (tx: Transaction): Promise<void> => {
      await tx.writeMessages({ value: 'a' });
      await new Promise(() => {});
    };
    await expect(it.run(forever, { timeoutMs: 500 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const stop = new AbortController();
    const running = it.run(forever, { signal: stop.signal });
    await it.cluster.clock.advance(100);
    await settle();
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
    // The aborts go on; the next transaction waits for them.
    await it.run((tx) => void tx.writeMessages({ value: 'next' }));
    expect(it.ends).toEqual(['EndTxn abort e0 v4', 'EndTxn abort e0 v4', 'EndTxn commit e0 v4']);
  });

  it('does not commit what was aborted by signal in the last moment', async () => {
    const it = new Scripted();
    const stop = new AbortController();
    const running = it.run(
      async (tx) => {
        await tx.writeMessages({ value: 'a' });
        stop.abort();
      },
      { signal: stop.signal },
    );
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
    await it.run(() => {});
    expect(it.ends).toEqual(['EndTxn abort e0 v4']);
  });
});

describe('tx.commitOffsets', () => {
  it('refuses what is no group and what is no offset', async () => {
    const it = new Scripted();
    const tx = await it.open();
    const offset = { topic: 'in', partition: 0, offset: 1 };
    for (const group of [
      undefined,
      { ...GROUP, groupId: '' },
      { ...GROUP, memberId: undefined },
      { ...GROUP, generationId: 1.5 },
    ]) {
      await expect(tx.commitOffsets(group as never, [offset])).rejects.toMatchObject({ code: 'CONFIG' });
    }
    for (const wrong of [
      { ...offset, offset: -1 },
      { ...offset, partition: undefined },
      { ...offset, topic: '' },
      null,
    ]) {
      await expect(tx.commitOffsets(GROUP, [wrong as never])).rejects.toMatchObject({ code: 'CONFIG' });
    }
    await expect(tx.commitOffsets(GROUP, offset as never)).rejects.toMatchObject({ code: 'CONFIG' });
    expect(it.log).toEqual(['InitProducerId v5']);
  });
});

describe('a Writer', () => {
  it('with a transactional id writes in transactions only, and says how', async () => {
    const writer = new Writer({ brokers, transactionalId: 'id', topic: 't' });
    await expect(writer.writeMessages({ value: 'a' })).rejects.toThrow('writer.transaction');
    await writer.close();
    await expect(writer.beginTransaction()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('without one has no transactions, and says what is missing', async () => {
    const writer = new Writer({ brokers, topic: 't' });
    await expect(writer.transaction(() => {})).rejects.toThrow('transactionalId');
    await expect(writer.beginTransaction()).rejects.toMatchObject({ code: 'CONFIG' });
    await writer.close();
  });

  const wrong: readonly [string, object, RegExp][] = [
    ['an empty name', { transactionalId: '' }, /transactionalId/],
    ['a timeout without a name', { transactionTimeoutMs: 5 }, /transactionTimeoutMs.*transactionalId/],
    ['a timeout of no time', { transactionalId: 'id', transactionTimeoutMs: 0 }, /transactionTimeoutMs/],
    ['idempotence given up', { transactionalId: 'id', idempotent: false }, /transactionalId.*idempotent/],
    ['fewer acknowledgements', { transactionalId: 'id', requiredAcks: 'one' }, /requiredAcks/],
  ];
  it.each(wrong)('refuses %s', (_, options, message) => {
    const make = () => new Writer({ brokers, ...options } as WriterOptions);
    expect(make).toThrow(message);
    expect(make).toThrow(KafkaError);
  });
});

describe('reader.groupMetadata', () => {
  it('is nothing outside a group, and nothing outside a generation', async () => {
    const alone = new Reader({ brokers, topic: 't', partition: 0 });
    expect(() => alone.groupMetadata()).toThrow('groupMetadata()');
    await alone.close();
    const member = new Reader({ brokers, groupId: 'g', topics: ['t'] });
    expect(() => member.groupMetadata()).toThrow(expect.objectContaining({ code: 'REBALANCE', retriable: true }));
    await member.close();
  });
});

describe('a TransactSession', () => {
  const reader = { groupId: 'g', topics: ['in'] };
  const writer = { transactionalId: 'id' };

  const wrong: readonly [string, object, RegExp][] = [
    ['no reader', { writer }, /reader/],
    ['no writer', { reader }, /writer/],
    ['no group', { reader: { topic: 'in', partition: 0 }, writer }, /reader\.groupId/],
    ['no name', { reader, writer: {} }, /writer\.transactionalId/],
    [
      'commits beside the transactions',
      { reader: { ...reader, commitIntervalMs: 5 }, writer },
      /reader\.commitIntervalMs/,
    ],
    ['records that are not committed', { reader: { ...reader, isolation: 'read_uncommitted' }, writer }, /isolation/],
    ['transactions of no message', { reader, writer, maxMessages: 0 }, /maxMessages/],
    ['waiting for less than no time', { reader, writer, lingerMs: -1 }, /lingerMs/],
  ];
  it.each(wrong)('refuses %s', (_, options, message) => {
    expect(() => new TransactSession({ brokers, ...options } as never)).toThrow(message);
  });

  it('runs once at a time, and not when it is closed', async () => {
    const session = new TransactSession({ brokers, reader: { ...reader, waitForBrokers: true }, writer });
    const running = session.run(() => {});
    await expect(session.run(() => {})).rejects.toMatchObject({ code: 'INVALID_TXN_STATE' });
    expect(() => session.run('no function' as never)).toThrow('handle');
    await session.close();
    await running;
    await expect(session.run(() => {})).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('leaves a client that it shares open', async () => {
    const client = new Client({ brokers });
    const session = new TransactSession({ client, reader, writer });
    await session.close();
    await session.close();
    const other = new Writer({ client, topic: 't' });
    await other.close();
    await client.close();
    expect(() => new TransactSession({ client, brokers, reader, writer } as never)).toThrow('brokers');
  });

  it('tells why no broker can be reached', async () => {
    const session = new TransactSession({ brokers, startTimeoutMs: 100, reader, writer });
    await expect(session.run(() => {})).rejects.toMatchObject({ retriable: true });
    await session.close();
  });
});
