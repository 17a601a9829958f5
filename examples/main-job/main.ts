// The main job, end to end: orders are written, handled, retried and dead-lettered, and every one is accounted for.
//
//     npm start                                     on the embedded broker, in this process
//     KAFKA_BROKERS=localhost:29092 npm start       on your cluster, in topics of its own that are removed afterwards
//     npm start -- --orders 1000000 --keep          more orders; the topics stay
//
// Ctrl-C stops gracefully: what is being handled is finished and committed. A second Ctrl-C stops at once.
import { parseArgs } from 'node:util';
import { App, type AppRecord, fromEnvironment, RetryableError } from '../../src/binding/index.ts';
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { Client, KafkaError, Writer } from '../../src/index.ts';
import { readDeadLetters } from './dead-letters.ts';
import { Ledger } from './ledger.ts';
import { type Order, orderMessage } from './orders.ts';
import { Progress } from './progress.ts';
import { printDeadLetters, printTable } from './report.ts';

const PARTITIONS = 6;
const ORDERS_PER_CALL = 1000;
const CALLS_IN_FLIGHT = 4;
const RETRY_DELAY_MS = 500;
const MAX_RETRIES = 3;

/** The two ways of ending early: write no more, and wait for nothing any more. */
interface Stops {
  readonly graceful: AbortSignal;
  readonly abrupt: AbortSignal;
}

interface Topics {
  readonly orders: string;
  readonly retry: string;
  readonly deadLetter: string;
}

/** The id of an order, from a header, because the value of a poisoned one cannot be read. */
function idOf(record: AppRecord): number {
  return Number(record.header('order-id'));
}

/** What an application would do with an order. Throws for one it cannot read, and asks for a retry while a service is busy. */
function handle(record: AppRecord): void {
  const order = JSON.parse(`${record.value}`) as Order;
  if (record.attempt <= order.failures) throw new RetryableError(`payment service is busy (order ${order.id})`);
}

async function writeOrders(writer: Writer, count: number, progress: Progress, stops: Stops): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count && !stops.graceful.aborted) {
      const first = next;
      next = Math.min(count, next + ORDERS_PER_CALL);
      const messages = Array.from({ length: next - first }, (_, index) => orderMessage(first + index));
      await writer.writeMessages(messages, { signal: stops.abrupt });
      progress.wrote(messages.length);
    }
  };
  await Promise.all(Array.from({ length: CALLS_IN_FLIGHT }, lane));
}

async function createTopics(client: Client, topics: Topics): Promise<void> {
  const results = await client.createTopics(Object.values(topics).map((topic) => ({ topic, partitions: PARTITIONS })));
  for (const { error } of results) if (error !== undefined) throw error;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { orders: { type: 'string', default: '100000' }, keep: { type: 'boolean', default: false } },
  });
  const orders = Number(values.orders);
  if (!Number.isSafeInteger(orders) || orders < 1) {
    throw new KafkaError('CONFIG', `--orders is ${values.orders}; it accepts a whole number from 1`);
  }
  const environment = fromEnvironment();
  const embedded = process.env['KAFKA_BROKERS'] ? undefined : await EmbeddedKafka.start({ brokers: 3 });
  const where =
    embedded === undefined ? environment.brokers.join(', ') : 'the embedded broker (3 brokers, in this process)';
  const connection = { ...environment, brokers: embedded?.bootstrap ?? environment.brokers };
  const client = new Client(connection);
  const run = `kafka-wire-demo-${Date.now().toString(36)}`;
  const topics: Topics = { orders: run, retry: `${run}.retry`, deadLetter: `${run}.dlq` };
  let created = false;
  try {
    await client.connect();
    console.log(`${orders} orders on ${where}`);
    await createTopics(client, topics);
    created = true;
    return await runJob(client, run, topics, orders);
  } finally {
    if (created && embedded === undefined && !values.keep) await client.deleteTopics(Object.values(topics));
    if (created && embedded === undefined && values.keep) console.log(`kept: ${Object.values(topics).join(', ')}`);
    await client.close();
    await embedded?.stop();
  }
}

async function runJob(client: Client, groupId: string, topics: Topics, orders: number): Promise<number> {
  const ledger = new Ledger(orders);
  const progress = new Progress(orders);
  const stopWriting = new AbortController();
  const writer = new Writer({ client, topic: topics.orders });
  const app = new App({
    client,
    groupId,
    retry: { topic: topics.retry, delayMs: RETRY_DELAY_MS },
    deadLetter: { topic: topics.deadLetter },
    onError: (error, { record }) => {
      console.error(`\n${record === undefined ? '' : `order ${idOf(record)}: `}${error.message}`);
      return 'stop';
    },
  });
  app.bind(topics.orders, { maxRetries: MAX_RETRIES, afterRetry: 'unordered' }, (record) => {
    handle(record);
    ledger.handled(idOf(record), Date.now() - record.origin.timestamp, record.attempt);
    progress.settled(ledger.settled);
  });
  const stopNow = new AbortController();
  const stops: Stops = { graceful: stopWriting.signal, abrupt: stopNow.signal };
  const interrupt = interruptible(app, stopWriting, stopNow, progress);
  const begun = performance.now();
  try {
    await app.start();
    const writing = writeOrders(writer, orders, progress, stops);
    const dead = readDeadLetters(client, topics.deadLetter, stopWriting.signal, (letter) => {
      ledger.deadLettered(letter.id);
      progress.settled(ledger.settled);
    });
    await writing;
    await Promise.race([progress.whenSettled(), app.done]);
    const seconds = (performance.now() - begun) / 1000;
    await app.stop();
    stopWriting.abort();
    const letters = await dead;
    progress.end();
    const totals = ledger.totals(progress.written);
    printTable({ written: progress.written, seconds, totals, direct: ledger.direct, afterRetry: ledger.afterRetry });
    printDeadLetters(letters);
    if (totals.missing > 0) console.error(`${totals.missing} orders are not accounted for`);
    return totals.missing === 0 && progress.written === orders ? 0 : 1;
  } finally {
    interrupt.remove();
    progress.end();
    await app.stop();
    stopWriting.abort();
    // Nothing more is waited for once it is to end at once.
    await writer.close({ signal: stops.abrupt });
  }
}

/** First Ctrl-C or SIGTERM: finish what is in flight, commit, leave. Second: stop at once, uncommitted work is done again next time. */
function interruptible(
  app: App,
  stopWriting: AbortController,
  stopNow: AbortController,
  progress: Progress,
): { remove(): void } {
  let interrupts = 0;
  const onInterrupt = (): void => {
    interrupts++;
    progress.end();
    console.error(interrupts === 1 ? '\nstopping gracefully; Ctrl-C again stops at once' : '\nstopping at once');
    stopWriting.abort();
    if (interrupts === 1) void app.stop();
    else {
      stopNow.abort();
      void app.abort();
    }
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, onInterrupt);
  return {
    remove: () => {
      for (const signal of signals) process.off(signal, onInterrupt);
    },
  };
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(KafkaError.is(error) ? `error: ${error.message}` : error);
    process.exitCode = 1;
  },
);
