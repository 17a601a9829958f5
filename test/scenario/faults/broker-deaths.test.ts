// Brokers die, connections break, answers get lost while records are written: whatever was acknowledged stands in the log,
// once, in order. Counted, and no call fails that a later leader could have served.
import { expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Reader, Writer } from '../../../src/index.ts';
import { judge, type LogRecord } from '../../chaos/write/judge.ts';
import { Lanes } from '../../chaos/write/lanes.ts';
import { runSeed, seeded } from '../../support/numbered-log.ts';

const PARTITIONS = 6;
const PER_CALL = 20;
const KILLS = 10;
/** Codes that pass: leaders that moved, replicas that are missing, brokers that are short of something. */
const PRODUCE_CODES = [5, 6, 7, 19, 20, 56] as const;
const FETCH_CODES = [3, 5, 6, 9, 56, 70, 71, 74, 75] as const;
const WITHOUT_ANSWER = ['disconnect', 'no-answer', 'lost-answer', 'lost-answer'] as const;
const cause = (pick: () => number, codes: readonly number[]): Parameters<EmbeddedKafka['failNext']>[1] => {
  const all = [...codes, ...WITHOUT_ANSWER];
  return all[Math.floor(pick() * all.length)]!;
};

const NOTHING_WRONG = { lost: 0, duplicates: 0, outOfOrder: 0, elsewhere: 0, strange: 0 };

/** One call at a time for each partition, as fast as it goes. */
const startLanes = (writer: Writer): Lanes =>
  new Lanes(
    [writer],
    PARTITIONS,
    { depth: 1, sizes: () => new Array<number>(PER_CALL).fill(100) },
    { pauseMs: () => 0 },
  );

async function inLog(kafka: EmbeddedKafka, topic: string): Promise<LogRecord[][]> {
  return Promise.all(
    kafka
      .topic(topic)
      .partitions.map(async (partition) =>
        (await partition.messages()).map(({ offset, key }) => ({ offset, key: String(key) })),
      ),
  );
}

/** Reads with a Reader of its own until it has seen `count` records: what a consumer makes of the log. */
async function readAll(reader: Reader, count: () => number): Promise<LogRecord[][]> {
  const partitions = Array.from({ length: PARTITIONS }, (): LogRecord[] => []);
  for (let seen = 0; seen < count(); seen++) {
    const { partition, offset, key } = await reader.fetchMessage({ timeoutMs: 20_000 });
    partitions[partition]?.push({ offset, key: String(key) });
  }
  return partitions;
}

function tellAndExpectNoFailure({ acknowledged, failures, reasons, slowest }: Lanes, what: string): void {
  console.log(`${acknowledged} acknowledged, ${what}, longest call ${Math.round(slowest[0]?.tookMs ?? 0)} ms`);
  expect([...failures], reasons.join(' | ')).toEqual([]);
}

it('ten deaths of three brokers lose nothing, write nothing twice and keep the order', {
  timeout: 60_000,
}, async () => {
  const pick = seeded(runSeed('broker deaths'));
  const kafka = await EmbeddedKafka.start({
    brokers: 3,
    topics: { numbers: { partitions: PARTITIONS, replicationFactor: 3 } },
  });
  const client = new Client({ brokers: kafka.bootstrap, retryBackoffMs: 10, retryBackoffMaxMs: 100 });
  const writer = new Writer({ client, topic: 'numbers' });
  const lanes = startLanes(writer);
  const topic = kafka.topic('numbers');
  /** Waits until the log has grown: kills hit a writer at work. */
  const grown = async (records: number): Promise<void> => {
    const goal = topic.size + records;
    await expect.poll(() => topic.size, { timeout: 20_000, interval: 5 }).toBeGreaterThanOrEqual(goal);
  };
  for (let kill = 0; kill < KILLS; kill++) {
    await grown(200 + Math.floor(pick() * 400));
    const broker = kafka.brokers[Math.floor(pick() * kafka.brokers.length)]!;
    await broker.kill();
    // Sometimes a second one dies before the first is back.
    const other = pick() < 0.3 ? kafka.brokers[broker.id % kafka.brokers.length] : undefined;
    await other?.kill();
    await grown(100 + Math.floor(pick() * 200));
    await broker.start();
    await other?.start();
  }
  await grown(500);
  await lanes.end();
  tellAndExpectNoFailure(lanes, `${KILLS} kills`);
  expect(judge(lanes.ledgers, await inLog(kafka, 'numbers'))).toEqual(NOTHING_WRONG);
  // No call failed, so nothing else may stand there either.
  expect(topic.size).toBe(lanes.acknowledged);
  await writer.close();
  await client.close();
  await kafka.stop();
});

it('lost answers, broken connections and errors of Produce and Fetch do the same', { timeout: 60_000 }, async () => {
  const pick = seeded(runSeed('injected faults'));
  const kafka = await EmbeddedKafka.start({
    brokers: 3,
    topics: { numbers: { partitions: PARTITIONS, replicationFactor: 3 } },
  });
  const client = new Client({
    brokers: kafka.bootstrap,
    retryBackoffMs: 10,
    retryBackoffMaxMs: 100,
    // What gets no answer is waited for this long.
    requestTimeoutMs: 400,
  });
  const writer = new Writer({ client, topic: 'numbers', requestTimeoutMs: 400 });
  const reader = new Reader({ client, groupId: 'g', topics: ['numbers'], maxWaitMs: 50 });
  let written = Number.POSITIVE_INFINITY;
  const lanes = startLanes(writer);
  const reading = readAll(reader, () => written);
  reading.catch(() => {});
  const topic = kafka.topic('numbers');
  for (let fault = 0; fault < 60; fault++) {
    const goal = topic.size + Math.floor(pick() * 400);
    await expect.poll(() => topic.size, { timeout: 20_000, interval: 5 }).toBeGreaterThanOrEqual(goal);
    kafka.failNext('Produce', cause(pick, PRODUCE_CODES));
    // Fewer of these: each makes a reader pause, and it has to catch up in the end.
    if (fault % 4 === 0) kafka.failNext('Fetch', cause(pick, FETCH_CODES));
    if (pick() < 0.2) kafka.moveLeader('numbers', Math.floor(pick() * PARTITIONS), 1 + Math.floor(pick() * 3));
  }
  await lanes.end();
  tellAndExpectNoFailure(lanes, '75 faults');
  expect(judge(lanes.ledgers, await inLog(kafka, 'numbers'))).toEqual(NOTHING_WRONG);
  expect(topic.size).toBe(lanes.acknowledged);
  // One more record lets the reader notice how many there are.
  written = lanes.acknowledged + 1;
  await writer.writeMessages({ key: 'last', value: 'last', partition: 0 });
  expect(judge(lanes.ledgers, await reading, new Set(['last']))).toEqual(NOTHING_WRONG);
  await reader.close();
  await writer.close();
  await client.close();
  await kafka.stop();
});
