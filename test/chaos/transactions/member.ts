// One member of the pipeline, a process of its own: reads, writes what it read to another topic, exactly once. Started by
// members.ts, which may kill it at any time.
import { setTimeout as pause } from 'node:timers/promises';
import { KafkaError, type Logger, type Message, type Transaction, TransactSession } from '../../../src/index.ts';
import { dialPort } from '../../support/fault-proxy/dial-port.ts';
import { seeded } from '../../support/numbered-log.ts';
import {
  type DyingPlace,
  type FromMember,
  type MemberOrder,
  type ToMember,
  TRANSACTION_HEADER,
} from './member-protocol.ts';

const MOST_MESSAGES = 20;
const LINGER_MS = 20;
/** How often a handler throws though nothing is wrong. */
const ABANDONED = 0.1;
/** How often it waits for its writes before it returns. */
const PATIENT = 0.5;
const MOST_WORK_MS = 40;
/** Time that a commit takes, about. */
const COMMIT_MS = 15;
const TELL_MS = 250;

const order = JSON.parse(process.argv[2] ?? '') as MemberOrder;
const pick = seeded(order.seed);
const counts = { begun: 0, abandoned: 0, madeAgain: 0 };
const stop = new AbortController();
let dying: DyingPlace | undefined;

const tell = (what: FromMember): void => void process.send?.(what);
const die = (): void => void process.kill(process.pid, 'SIGKILL');

class Abandoned extends Error {}

const nothing = (): void => {};
const logger: Logger = {
  debug: nothing,
  info: nothing,
  error: nothing,
  warn(message, fields) {
    if (!message.includes('made again')) return;
    counts.madeAgain++;
    tell({ kind: 'again', why: String(fields?.['error']) });
  },
};

function open(): TransactSession {
  const { brokers, proxies, groupId, input, output, transactionalId, sessionTimeoutMs } = order;
  return new TransactSession({
    brokers,
    ...(proxies && {
      dial: (host: string, port: number, { signal }: { readonly signal: AbortSignal }) => {
        const own = proxies[`${host}:${port}`];
        if (own === undefined) throw new Error(`there is no proxy in front of ${host}:${port}`);
        return dialPort(own, signal);
      },
    }),
    logger,
    reader: { groupId, topics: [input], sessionTimeoutMs },
    writer: { transactionalId, topic: output },
    maxMessages: MOST_MESSAGES,
    lingerMs: LINGER_MS,
  });
}

/** Writes each message to the same partition of the output. */
async function handle(messages: readonly Message[], transaction: Transaction): Promise<void> {
  counts.begun++;
  const name = `${order.transactionalId} ${process.pid} ${counts.begun} ${messages.length}`;
  const written = transaction.writeMessages(
    messages.map(({ partition, key, value }) => ({
      partition,
      key,
      value,
      headers: [[TRANSACTION_HEADER, name]] as const,
    })),
  );
  const isAbandoned = pick() < ABANDONED;
  if (dying === 'written' || isAbandoned || pick() < PATIENT) await written;
  if (dying === 'written') die();
  await pause(pick() * MOST_WORK_MS);
  if (isAbandoned) {
    counts.abandoned++;
    throw new Abandoned();
  }
  if (dying === 'committing') setTimeout(die, pick() * COMMIT_MS);
}

async function work(session: TransactSession): Promise<void> {
  while (!stop.signal.aborted) {
    await session.run(handle, { signal: stop.signal }).catch((error: unknown) => {
      if (!(error instanceof Abandoned)) throw error;
    });
  }
}

async function main(): Promise<void> {
  const session = open();
  const tellCounts = (): void => tell({ kind: 'counts', ...counts, retries: session.writer.stats().retries });
  const telling = setInterval(tellCounts, TELL_MS);
  try {
    await work(session);
  } catch (error) {
    const isFenced = KafkaError.is(error) && error.code === 'PRODUCER_FENCED';
    tell({ kind: 'ended', isFenced, why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  await session.close();
  clearInterval(telling);
  tellCounts();
}

process.on('message', (what: ToMember) => {
  if (what.kind === 'die') dying = what.place;
  else stop.abort();
});
// It never outlives whoever has started it.
process.on('disconnect', die);
await main();
process.off('disconnect', die);
process.disconnect();
