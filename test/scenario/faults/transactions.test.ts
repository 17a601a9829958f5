// Exactly once, whatever brokers say and however often they say nothing: each record of one topic has its output in another
// one, once, by both protocols. Faults come in an order that the seed decides.
import { describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, type Message, Reader, TransactSession, Writer } from '../../../src/index.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { runSeed, seeded } from '../../support/numbered-log.ts';
import { numbers } from '../../support/reading.ts';

const RECORDS = 200;
const PARTITIONS = 3;
/** Of one request: what is never answered is noticed soon. */
const REQUEST_MS = 300;
const fast = { retryBackoffMs: 5, retryBackoffMaxMs: 50, requestTimeoutMs: REQUEST_MS, connectTimeoutMs: 2_000 };
const seed = runSeed('faults of transactions');

const { COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR, CONCURRENT_TRANSACTIONS, ILLEGAL_GENERATION } = ErrorCode;
const { NOT_LEADER_OR_FOLLOWER, NOT_ENOUGH_REPLICAS, OUT_OF_ORDER_SEQUENCE_NUMBER, UNKNOWN_SERVER_ERROR } = ErrorCode;
const wire = ['disconnect', 'lost-answer', 'no-answer'] as const;
const coordinator = [COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR, ...wire] as const;

/** What each request is answered with, by protocol. */
const FAULTS = {
  Produce: [NOT_LEADER_OR_FOLLOWER, NOT_ENOUGH_REPLICAS, OUT_OF_ORDER_SEQUENCE_NUMBER, ...wire],
  EndTxn: [...coordinator, CONCURRENT_TRANSACTIONS, UNKNOWN_SERVER_ERROR],
  TxnOffsetCommit: [...coordinator, ILLEGAL_GENERATION],
  AddPartitionsToTxn: [...coordinator, CONCURRENT_TRANSACTIONS],
  AddOffsetsToTxn: [...coordinator, CONCURRENT_TRANSACTIONS],
} as const;
const OF_BOTH = ['Produce', 'EndTxn', 'TxnOffsetCommit'] as const;
const OF_FIRST = [...OF_BOTH, 'AddPartitionsToTxn', 'AddOffsetsToTxn'] as const;

describe.each([1, 2] as const)('a session under faults, by protocol %d', (level) => {
  it(`has each effect once (SEED=${seed})`, { timeout: 120_000 }, async () => {
    const next = seeded(seed + level);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
    const kafka = await EmbeddedKafka.start({
      brokers: 2,
      transactionVersion: level,
      topics: { in: PARTITIONS, out: PARTITIONS },
    });
    const brokers = kafka.bootstrap;
    const client = new Client({ brokers });
    const filling = new Writer({ client, topic: 'in' });
    await filling.writeMessages(numbers(RECORDS).map((i) => ({ value: `${i}`, partition: i % PARTITIONS })));
    await filling.close();

    const session = new TransactSession({
      ...fast,
      brokers,
      reader: { groupId: 'g', topics: ['in'], heartbeatIntervalMs: 100, maxWaitMs: 20 },
      writer: { transactionalId: 'txn', topic: 'out', requestTimeoutMs: REQUEST_MS },
      maxMessages: 4,
      lingerMs: 5,
    });
    const counts = { calls: 0, faults: 0 };
    const stop = new AbortController();
    const running = session.run(
      async (messages, tx) => {
        counts.calls++;
        if (next() < 0.7) {
          const api = pick(level === 1 ? OF_FIRST : OF_BOTH);
          const times = 1 + Math.floor(next() * 2);
          for (let i = 0; i < times; i++) kafka.failNext(api, pick<(typeof FAULTS)[typeof api][number]>(FAULTS[api]));
          counts.faults += times;
        }
        const half = Math.ceil(messages.length / 2);
        void tx.writeMessages(messages.slice(0, half).map(output));
        // Some turns later, in requests of their own.
        await tx.writeMessages(messages.slice(half).map(output));
      },
      { signal: stop.signal },
    );
    const out: string[] = [];
    const reader = new Reader({ client, groupId: 'check', topics: ['out'], maxWaitMs: 20 });
    try {
      await Promise.race([
        running,
        (async () => {
          for await (const message of reader) {
            out.push(`${message.value}`);
            if (out.length === RECORDS) break;
          }
        })(),
      ]);
      stop.abort();
      await running;
      // What comes after the last one would be one too many.
      await expect(reader.fetchMessage({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'TIMEOUT' });
      expect(out.toSorted()).toEqual(numbers(RECORDS).map(String).toSorted());
      const [group] = await client.admin.listGroupOffsets([{ groupId: 'g' }], { requireStable: true });
      const committed = (group?.offsets ?? []).map(({ offset }) => offset ?? 0);
      expect(committed.reduce((sum, offset) => sum + offset, 0)).toBe(RECORDS);
      expect(counts.calls).toBeGreaterThan(RECORDS / 5);
      expect(counts.faults).toBeGreaterThan(20);
      console.log(`protocol ${level}: ${RECORDS} records, ${counts.calls} transactions, ${counts.faults} faults`);
    } finally {
      await session.close();
      await reader.close();
      await client.close();
      await kafka.stop();
    }
  });
});

function output({ value, partition }: Message): { value: Buffer | null; partition: number } {
  return { value, partition };
}
