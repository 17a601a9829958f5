// Everything that can go wrong on the wire against everything that talks over it. Through every fault each call succeeds or
// ends at its deadline with the true cause; once it is lifted the same objects work; nothing acknowledged is lost or
// doubled, nothing wrong is handed out, and nothing stays open.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, type Conn, Dialer, KafkaError, Reader, WriteErrors, Writer } from '../../../src/index.ts';
import {
  blackHole,
  cutInside,
  delay,
  drip,
  duplicate,
  type Fault,
  garbage,
  halfClose,
  reset,
  swap,
} from '../../support/fault-proxy/fault.ts';
import { FaultNetwork } from '../../support/fault-proxy/fault-network.ts';
import { settledHandles } from '../../support/handles.ts';
import { runSeed, seeded, verdict } from '../../support/numbered-log.ts';
import { numbers } from '../../support/reading.ts';

/** What a call may take while something is wrong, */
const DEADLINE_MS = 4_500;
/** and what a busy machine takes to notice. */
const SPARE_MS = 2_000;
/** Time to find back once all is well: back-off, a request that still waits, a group that forms again. */
const RECOVERY_MS = 25_000;
/** Of one case, waiting for its turn included. */
const CASE_MS = 120_000;
const RECORDS = 10;
/** Of one request: short, so that what was lost is noticed within a call's time. */
const REQUEST_MS = 2_000;
/**
 * Of making a connection: still within a call's time, and far more than the half dozen turns that it takes of the one event
 * loop which is client, network and brokers of all cases. (At 2 s a busy machine needed longer than that, and every attempt
 * that ran out of it made all others slower: readers then read nothing for 20 s after the lift.)
 */
const CONNECT_MS = 4_000;
/** Of a case, with all its connections to three brokers. A storm makes thousands. */
const MOST_DIALS = 500;

const pick = seeded(runSeed('fault matrix'));
const fast = { retryBackoffMs: 10, retryBackoffMaxMs: 100, requestTimeoutMs: REQUEST_MS, connectTimeoutMs: CONNECT_MS };

/** One fault; `cause`: what an error that it brings about speaks of, absent where every call has to succeed. */
interface Trouble {
  readonly name: string;
  readonly cause?: RegExp;
  begin(network: FaultNetwork): Promise<void>;
}

const LOST = /closed|closes|ECONNRESET|EPIPE|ended/;
const SILENT = /no answer|cannot connect to .* within \d+ ms|the deadline has passed/;

function on(direction: 'toBroker' | 'toClient', make: () => Fault, cause?: RegExp): Trouble {
  return {
    name: `${make().name}, ${direction === 'toBroker' ? 'to the broker' : 'to the client'}`,
    ...(cause === undefined ? {} : { cause }),
    begin: (network) => network.inject({ [direction]: make() }),
  };
}

/** Eight bytes, the highest bit of the first one set: the length of a frame would be negative. */
const impossibleLength = (): Buffer =>
  Buffer.from(numbers(8).map((_, i) => (i === 0 ? 0x80 : 0) | Math.floor(pick() * 256)));

const troubles: readonly Trouble[] = [
  on('toClient', () => delay(40)),
  on('toClient', () => delay(3_000), SILENT),
  on('toClient', () => drip(64, 2)),
  on('toClient', () => drip(1, 50), SILENT),
  on('toClient', () => cutInside(pick), LOST),
  on('toBroker', () => cutInside(pick), LOST),
  on('toClient', () => halfClose(), LOST),
  on('toBroker', () => halfClose(), LOST),
  on('toClient', () => garbage(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), /HTTP/),
  // Random bytes would now and then be the length of a frame that may be: these never are, those below always.
  on('toClient', () => garbage(impossibleLength()), /frame|size|not asked|closed|no answer/),
  on('toClient', () => garbage(Buffer.from('00100000', 'hex')), SILENT),
  on('toBroker', () => garbage(Buffer.from('ffffffff', 'hex')), LOST),
  on('toClient', () => duplicate(), /not asked/),
  on('toClient', () => swap()),
  on('toClient', () => blackHole(), SILENT),
  on('toBroker', () => blackHole(), SILENT),
  on('toClient', () => reset(), LOST),
  { name: 'refused', cause: /nothing listens there|ECONNRESET/, begin: (network) => network.refuse() },
];

/** An error with its causes, as one text. */
function wholeStory(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = error instanceof AggregateError ? error.errors : [];
  return [error.message, ...own.map(wholeStory), wholeStory(error.cause)].join('\n');
}

/** Runs a call under the fault: it succeeds, or fails in time and tells the truth. Answers whether it succeeded. */
async function faced<T>(trouble: Trouble, call: () => Promise<T>): Promise<{ value: T } | undefined> {
  const begun = performance.now();
  const late = (): void => expect(performance.now() - begun, 'ms').toBeLessThan(DEADLINE_MS + SPARE_MS);
  let value: T;
  try {
    value = await call();
  } catch (error) {
    late();
    expect(KafkaError.is(error), String(error)).toBe(true);
    expect(wholeStory(error)).toMatch(trouble.cause ?? /^no error is due$/);
    return undefined;
  }
  late();
  return { value };
}

/** A call once the fault is lifted: it succeeds. */
const healed = <T>(call: (timeoutMs: number) => Promise<T>): Promise<T> => call(RECOVERY_MS);

/** Cases side by side: one process is client, network and brokers of all of them, and limits are short. */
const AT_ONCE = 10;
const turns: (() => void)[] = [];
let running = 0;
async function inTurn(run: () => Promise<void>): Promise<void> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => turns.push(resolve));
  running++;
  try {
    await run();
  } finally {
    running--;
    turns.shift()?.();
  }
}

let kafka: EmbeddedKafka;
let before: Readonly<Record<string, number>>;
let direct: Client;
let cases = 0;

/** What a case works with: a topic of its own, and a network that trouble comes to. */
interface Setting {
  readonly topic: string;
  readonly network: FaultNetwork;
  readonly client: Client;
  readonly trouble: Trouble;
  /** What stands in a partition. */
  log(partition: number): Promise<string[]>;
}

async function setting(trouble: Trouble, use: (setting: Setting) => Promise<void>): Promise<void> {
  const topic = `case-${cases++}`;
  const view = kafka.createTopic(topic, { partitions: 2, replicationFactor: 3 });
  const network = new FaultNetwork();
  const client = new Client({ brokers: kafka.bootstrap, dial: network.dial, startTimeoutMs: RECOVERY_MS, ...fast });
  const log = async (partition: number): Promise<string[]> =>
    (await view.partition(partition).messages()).map(({ value }) => `${value}`);
  try {
    await use({ topic, network, client, trouble, log });
    expect(await network.accepted()).toBeLessThan(MOST_DIALS);
  } finally {
    await network.lift();
    await client.close();
    await network.close();
  }
}

/** Written by somebody whose network is fine. */
async function fill(topic: string, from: number, count = RECORDS): Promise<void> {
  const writer = new Writer({ client: direct, topic });
  await writer.writeMessages(numbers(count).map((i) => ({ value: `${from + i}`, partition: 0 })));
  await writer.close();
}

type User = (setting: Setting) => Promise<void>;

const users: Readonly<Record<string, User>> = {
  'Conn: metadata': async ({ topic, network, trouble }) => {
    const dialer = new Dialer({ dial: network.dial, timeoutMs: RECOVERY_MS });
    const [address] = kafka.bootstrap as [string];
    const ask = async (conn: Conn, timeoutMs: number) => {
      conn.setDeadline(Date.now() + timeoutMs);
      return (await conn.readPartitions(topic)).length;
    };
    let conn = await dialer.dial(address);
    try {
      expect(await ask(conn, RECOVERY_MS)).toBe(2);
      await trouble.begin(network);
      for (let i = 0; i < 2; i++) {
        const result = await faced(trouble, () => ask(conn, DEADLINE_MS));
        expect(result?.value ?? 2).toBe(2);
        // A Conn is one connection: where that was lost, the Dialer makes the next.
        const next = await faced(trouble, () => dialer.dial(address, { timeoutMs: DEADLINE_MS }));
        if (next !== undefined) {
          await conn.close();
          conn = next.value;
        }
      }
      await network.lift();
      await conn.close();
      conn = await dialer.dial(address);
      expect(await ask(conn, RECOVERY_MS)).toBe(2);
    } finally {
      await conn.close();
    }
  },

  'Writer: write': async ({ topic, network, client, trouble, log }) => {
    const writer = new Writer({ client, topic, requestTimeoutMs: REQUEST_MS });
    const acknowledged: { lane: number; number: number }[] = [];
    let next = 0;
    const write = async (timeoutMs: number): Promise<void> => {
      const messages = numbers(2 * RECORDS).map((i) => ({ lane: i % 2, number: next + i }));
      next += messages.length;
      await writer
        .writeMessages(
          messages.map(({ lane, number }) => ({ value: `${number}`, partition: lane })),
          { timeoutMs },
        )
        .catch((error: unknown) => {
          throw error instanceof WriteErrors ? error.errors.find((one) => one !== undefined) : error;
        });
      acknowledged.push(...messages);
    };
    try {
      await write(RECOVERY_MS);
      await trouble.begin(network);
      for (let i = 0; i < 2; i++) await faced(trouble, () => write(DEADLINE_MS));
      await network.lift();
      await healed(write);
      await healed((timeoutMs) => writer.flush({ timeoutMs }));
      const partitions = (await Promise.all([log(0), log(1)])).map((values) =>
        values.map((value) => ({ key: null, value: Buffer.from(value) })),
      );
      expect(verdict(acknowledged, partitions)).toEqual({ lost: 0, twice: 0, outOfOrder: 0 });
    } finally {
      await writer.close({ timeoutMs: 1_000 });
    }
  },

  'Reader: fetch': async ({ topic, network, client, trouble }) => {
    const reader = new Reader({ client, topic, partition: 0, maxWaitMs: 100 });
    const seen: string[] = [];
    const read = async (timeoutMs: number): Promise<void> => {
      seen.push(`${(await reader.fetchMessage({ timeoutMs })).value}`);
    };
    try {
      await fill(topic, 0);
      for (let i = 0; i < RECORDS; i++) await read(RECOVERY_MS);
      await trouble.begin(network);
      await fill(topic, RECORDS);
      for (let i = 0; i < 2; i++) await faced(trouble, () => read(DEADLINE_MS));
      await network.lift();
      await fill(topic, 2 * RECORDS);
      while (seen.length < 3 * RECORDS) await healed(read);
      expect(seen).toEqual(numbers(3 * RECORDS).map(String));
    } finally {
      await reader.close();
    }
  },

  'a group: read and commit': async ({ topic, network, client, trouble }) => {
    const groupId = `group-${topic}`;
    const reader = new Reader({ client, groupId, topics: [topic], maxWaitMs: 100 });
    const seen = new Set<string>();
    const read = async (timeoutMs: number): Promise<void> => {
      const message = await reader.fetchMessage({ timeoutMs });
      seen.add(`${message.value}`);
      await reader.commitMessages(message, { timeoutMs });
    };
    const committed = async (): Promise<number | undefined> => {
      const [group] = await direct.admin.listGroupOffsets([{ groupId, partitions: [{ topic, partition: 0 }] }]);
      return group?.offsets[0]?.offset;
    };
    try {
      await fill(topic, 0);
      for (let i = 0; i < RECORDS; i++) await read(RECOVERY_MS);
      await trouble.begin(network);
      await fill(topic, RECORDS);
      for (let i = 0; i < 2; i++) await faced(trouble, () => read(DEADLINE_MS / 2));
      await network.lift();
      // What was read and not committed may come again after a rebalance: at least once.
      await fill(topic, 2 * RECORDS, 1);
      let isDone = false;
      while (!isDone) isDone = await healed(read).then(() => seen.size > 2 * RECORDS, rebalanced);
      expect([...seen]).toEqual(numbers(2 * RECORDS + 1).map(String));
      expect(await committed()).toBe(2 * RECORDS + 1);
    } finally {
      await reader.close();
    }
  },

  'Admin: create topics': async ({ topic, network, client, trouble }) => {
    const create = async (name: string, timeoutMs: number): Promise<void> => {
      const [result] = await client.admin.createTopics([{ topic: name, partitions: 1 }], { timeoutMs });
      // An answer that was lost: the topic is there, and was not when we asked.
      if (result?.error !== undefined && result.error.code !== 'TOPIC_ALREADY_EXISTS') throw result.error;
    };
    await create(`${topic}-a`, RECOVERY_MS);
    await trouble.begin(network);
    const during: string[] = [];
    for (const name of [`${topic}-b`, `${topic}-c`]) {
      if ((await faced(trouble, () => create(name, DEADLINE_MS))) !== undefined) during.push(name);
    }
    await network.lift();
    await healed((timeoutMs) => create(`${topic}-d`, timeoutMs));
    const names = (await healed((timeoutMs) => client.topics({ timeoutMs }))).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([`${topic}-a`, ...during, `${topic}-d`]));
  },
};

/** A commit for a generation that is over. */
function rebalanced(error: unknown): false {
  if (!KafkaError.is(error) || !/REBALANCE|GENERATION|MEMBER|NOT_ASSIGNED/.test(error.code)) throw error;
  return false;
}

beforeAll(async () => {
  before = await settledHandles();
  kafka = await EmbeddedKafka.start({ brokers: 3, minSessionTimeoutMs: 1_000 });
  direct = new Client({ brokers: kafka.bootstrap });
  await direct.connect();
});
afterAll(async () => {
  await direct.close();
  await kafka.stop();
  expect(await settledHandles()).toEqual(before);
});

describe.concurrent.each(troubles)('$name', (trouble) => {
  it.each(Object.entries(users))('%s', (_, user) => inTurn(() => setting(trouble, user)), CASE_MS);
});
