// Transactions together with what else a Writer does: middleware, callers that do not wait, warm-up, health; and by which
// protocol they go.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { type NextWrite, Reader, Writer, type WriterOptions } from '../../../src/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { take } from '../../support/reading.ts';

let kafka: EmbeddedKafka;
beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ topics: { t: 1 } });
});
afterEach(() => kafka.stop());

const open = (options: Partial<WriterOptions> = {}): Writer =>
  new Writer({ brokers: kafka.bootstrap, topic: 't', transactionalId: 'id', ...options } as WriterOptions);

/** The first `count` values that are committed. */
async function committed(count: number): Promise<string[]> {
  const reader = new Reader({ brokers: kafka.bootstrap, topic: 't', partition: 0, maxWaitMs: 20 });
  try {
    return (await take(reader, count)).map(({ value }) => `${value}`);
  } finally {
    await reader.close();
  }
}

/** Holds calls until it is opened. */
function lock(): { readonly isOpen: Promise<void>; open(): void } {
  let open = (): void => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open: () => open() };
}

describe('a transaction', () => {
  it('waits for messages that are on their way through middleware', async () => {
    const writer = open();
    const door = lock();
    writer.use(async (messages, next) => {
      await door.isOpen;
      return next(messages.map((message) => ({ ...message, key: 'changed' })));
    });
    await writer.transaction((tx) => {
      void tx.writeMessages({ value: 'a' });
      setTimeout(() => door.open(), 50);
    });
    expect(await committed(1)).toEqual(['a']);
    await writer.close();
  });

  it('that was aborted gets nothing any more, and neither does the next one, from middleware that is late', async () => {
    const writer = open();
    const door = lock();
    const slow = async (messages: Parameters<NextWrite>[0], next: NextWrite) => {
      if (messages[0]?.key !== 'slow') return next(messages);
      await door.isOpen;
      return next(messages);
    };
    writer.use(slow);
    const tx = await writer.beginTransaction();
    const late = tx.writeMessages({ key: 'slow', value: 'late' });
    await tx.abort();
    const next = await writer.beginTransaction();
    await next.writeMessages({ value: 'of the next' });
    door.open();
    await expect(late).rejects.toMatchObject({ code: 'INVALID_TXN_STATE' });
    await next.commit();
    await writer.transaction((its) => its.writeMessages({ value: 'last' }));
    expect(await committed(2)).toEqual(['of the next', 'last']);
    await writer.close();
  });

  it('is not committed without a message that a middleware has thrown away (trap 96)', async () => {
    const writer = open();
    writer.use(async (messages, next) => {
      if (messages[0]?.key === 'bad') throw new Error('planted');
      return next(messages);
    });
    const transaction = writer.transaction((tx) => {
      void tx.writeMessages({ value: 'not' });
      void tx.writeMessages({ key: 'bad', value: 'not' });
    });
    await expect(transaction).rejects.toMatchObject({ severity: 'abortable' });
    await writer.transaction((tx) => tx.writeMessages({ value: 'next' }));
    expect(await committed(1)).toEqual(['next']);
    await writer.close();
  });

  it('of a writer whose callers do not wait is committed with all its messages, or not at all (trap 96)', async () => {
    const told: (string | undefined)[] = [];
    const writer = open({ async: true, completion: (_, error) => void told.push((error as { code?: string })?.code) });
    await writer.transaction((tx) => {
      for (const value of ['a', 'b', 'c']) void tx.writeMessages({ value });
    });
    kafka.failNext('Produce', ErrorCode.INVALID_RECORD);
    const failing = writer.transaction(async (tx) => {
      // Accepted; only completion and the commit hear of the rest.
      await tx.writeMessages({ value: 'not' });
    });
    await expect(failing).rejects.toMatchObject({ severity: 'abortable', code: 'INVALID_RECORD' });
    expect(told).toEqual([undefined, undefined, undefined, 'WRITE']);
    expect(await committed(3)).toEqual(['a', 'b', 'c']);
    await writer.close();
  });

  it('that is refused tells completion, too', async () => {
    const told: (string | undefined)[] = [];
    const writer = open({ completion: (_, error) => void told.push((error as { code?: string })?.code) });
    await expect(writer.writeMessages({ value: 'outside' })).rejects.toMatchObject({ code: 'INVALID_TXN_STATE' });
    const tx = await writer.beginTransaction();
    await tx.commit();
    await expect(tx.writeMessages({ value: 'late' })).rejects.toMatchObject({ code: 'INVALID_TXN_STATE' });
    expect(told).toEqual(['INVALID_TXN_STATE', 'INVALID_TXN_STATE']);
    await writer.close();
  });
});

describe('a transactional writer', () => {
  it('gets its producer id when it warms up: the first transaction need not', async () => {
    const writer = open();
    await writer.warmUp();
    expect(writer.health().reasons).toEqual([]);
    kafka.failNext('InitProducerId', ErrorCode.PRODUCER_FENCED);
    await writer.transaction((tx) => tx.writeMessages({ value: 'a' }));
    await writer.close();
  });

  it('that has failed for good says so', async () => {
    const writer = open();
    kafka.failNext('InitProducerId', ErrorCode.PRODUCER_FENCED);
    await expect(writer.warmUp()).rejects.toMatchObject({ severity: 'fatal' });
    expect(writer.health()).toMatchObject({ healthy: false, reasons: [expect.stringContaining('failed for good')] });
    await expect(writer.transaction(() => {})).rejects.toMatchObject({ severity: 'fatal', code: 'PRODUCER_FENCED' });
    await writer.close();
  });

  it.each([1, 2] as const)('goes by the protocol that is finalized: %d (trap 32)', async (transactionVersion) => {
    const other = await EmbeddedKafka.start({ topics: { t: 1 }, transactionVersion });
    const writer = new Writer({ brokers: other.bootstrap, topic: 't', transactionalId: 'id' });
    try {
      // Only the first protocol ever asks.
      other.failNext('AddPartitionsToTxn', ErrorCode.TOPIC_AUTHORIZATION_FAILED);
      const transaction = writer.transaction((tx) => void tx.writeMessages({ value: 'a' }));
      if (transactionVersion === 2) await transaction;
      else await expect(transaction).rejects.toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED' });
      await writer.transaction((tx) => void tx.writeMessages({ value: 'b' }));
    } finally {
      await writer.close();
      await other.stop();
    }
  });
});
