// Brokers die, connections break, answers get lost while records are written: whatever was acknowledged stands in the log,
// once, in order. Counted, and no call fails that a later leader could have served.
import { expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Reader, Writer } from '../../../src/index.ts';
import { runSeed, seeded, verdict, writeNumbered } from '../../support/numbered-log.ts';

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

async function counted(kafka: EmbeddedKafka, topic: string) {
  return Promise.all(kafka.topic(topic).partitions.map((partition) => partition.messages()));
}

/** Reads with a Reader of its own until it has seen `count` records: what a consumer makes of the log. */
async function readAll(
  reader: Reader,
  count: () => number,
): Promise<Map<number, { value: Buffer | null; key: Buffer | null }[]>> {
  const byPartition = new Map<number, { value: Buffer | null; key: Buffer | null }[]>();
  for (let seen = 0; seen < count(); seen++) {
    const { partition, key, value } = await reader.fetchMessage({ timeoutMs: 20_000 });
    const records = byPartition.get(partition) ?? [];
    records.push({ key, value });
    byPartition.set(partition, records);
  }
  return byPartition;
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
  let isOver = false;
  const writing = writeNumbered(writer, { lanes: PARTITIONS, perCall: PER_CALL, isOver: () => isOver });
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
  isOver = true;
  const { acknowledged, failures, longestMs } = await writing;
  expect(failures).toEqual([]);
  const found = verdict(acknowledged, await counted(kafka, 'numbers'));
  console.log(
    `${acknowledged.length} acknowledged, ${KILLS} kills, longest call ${Math.round(longestMs)} ms: ${JSON.stringify(found)}`,
  );
  expect(found).toEqual({ lost: 0, twice: 0, outOfOrder: 0 });
  // No call failed, so nothing else may stand there either.
  expect(topic.size).toBe(acknowledged.length);
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
  let isOver = false;
  let written = Number.POSITIVE_INFINITY;
  const writing = writeNumbered(writer, { lanes: PARTITIONS, perCall: PER_CALL, isOver: () => isOver });
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
  isOver = true;
  const { acknowledged, failures, longestMs } = await writing;
  expect(failures).toEqual([]);
  const found = verdict(acknowledged, await counted(kafka, 'numbers'));
  console.log(
    `${acknowledged.length} acknowledged, 75 faults, longest call ${Math.round(longestMs)} ms: ${JSON.stringify(found)}`,
  );
  expect(found).toEqual({ lost: 0, twice: 0, outOfOrder: 0 });
  expect(topic.size).toBe(acknowledged.length);
  // One more record lets the reader notice how many there are.
  written = acknowledged.length + 1;
  await writer.writeMessages({ key: '0', value: `${10_000_000}`, partition: 0 });
  const read = await reading;
  const lanes = Array.from({ length: PARTITIONS }, (_, lane) => read.get(lane) ?? []);
  const seen = verdict(acknowledged, lanes);
  expect(seen).toEqual({ lost: 0, twice: 0, outOfOrder: 0 });
  await reader.close();
  await writer.close();
  await client.close();
  await kafka.stop();
});
