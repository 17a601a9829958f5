// Everything that a process does with a cluster, at the same time and without end. Owns: the callers, and what they hold.
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Conn, dialLeader, KafkaError, Reader, Writer } from '../../../src/index.ts';
import type { Outcomes } from './outcomes.ts';

/** Every call is made with a deadline that an outage outlasts, and with one that outlasts an outage. */
const SHORT_MS = 2_000;
const LONG_MS = 60_000;
const PAUSE_MS = 20;

/** Values of partial results: what they tell of failure counts as failure. */
function throwIfFailed(results: readonly { readonly error?: KafkaError | undefined }[]): void {
  for (const { error } of results) if (error !== undefined) throw error;
}

/** What the callers work on. */
export interface Target {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly groupId: string;
}

export class Callers {
  /** Values of messages whose write was acknowledged, and of messages that were read. */
  readonly written: Set<string> = new Set();
  readonly read: Set<string> = new Set();
  /** Given to every call: a listener that a call leaves behind would show. */
  readonly signal: AbortSignal = new AbortController().signal;
  readonly names: readonly string[];
  readonly #outcomes: Outcomes;
  readonly #client: Client;
  readonly #writer: Writer;
  readonly #reader: Reader;
  readonly #running: Promise<unknown>;
  #isOver = false;
  #isWriting = true;
  readonly #writing: readonly Promise<void>[];
  #number = 0;

  constructor(target: Target, outcomes: Outcomes) {
    const { brokers, topic, partitions, groupId } = target;
    this.#outcomes = outcomes;
    const client = new Client({ brokers });
    this.#client = client;
    this.#writer = new Writer({ client, topic });
    this.#reader = new Reader({ client, groupId, topics: [topic], sessionTimeoutMs: 10_000 });
    const { admin } = client;
    const all = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, spec: 'last' as const }));
    const calls: Readonly<Record<string, (call: Call) => Promise<unknown>>> = {
      topics: (call) => client.topics(call),
      'describe topics': async (call) => throwIfFailed(await admin.describeTopics([topic], call)),
      'list offsets (leaders)': async (call) => throwIfFailed(await admin.listOffsets(all, call)),
      'group offsets (coordinator)': async (call) => throwIfFailed(await admin.listGroupOffsets([{ groupId }], call)),
      'describe group (coordinator)': async (call) => throwIfFailed(await admin.describeClassicGroups([groupId], call)),
      'create topics (controller)': async (call) =>
        throwIfFailed(await admin.createTopics([{ topic: `${topic}-more` }], { ...call, validateOnly: true })),
      'read and commit': (call) => this.#readOne(call),
    };
    const write = (call: Call): Promise<void> => this.#write(call);
    const loops = Object.entries(calls).flatMap(([name, call]) => [
      { name: `${name}, short`, limitMs: SHORT_MS, call },
      { name: `${name}, long`, limitMs: LONG_MS, call },
    ]);
    const names = { short: 'write, short', long: 'write, long', conn: 'Conn' };
    this.names = [...loops.map(({ name }) => name), ...Object.values(names)];
    const isWanted = (): boolean => !this.#isOver;
    const isWriting = (): boolean => this.#isWriting && !this.#isOver;
    this.#writing = [
      this.#loop(names.short, SHORT_MS, write, isWriting),
      this.#loop(names.long, LONG_MS, write, isWriting),
    ];
    const running = loops.map(({ name, limitMs, call }) => this.#loop(name, limitMs, call, isWanted));
    this.#running = Promise.all([...running, ...this.#writing, this.#conns(names.conn, target)]);
  }

  /** No more writes; resolves when those under way have ended. */
  async stopWriting(): Promise<void> {
    this.#isWriting = false;
    await Promise.all(this.#writing);
  }

  /** Ends all callers, waits for the calls under way, closes what they held. */
  async close(): Promise<void> {
    this.#isOver = true;
    // Those who wait for a record get one each: else they would wait until their deadlines.
    await this.#writer.writeMessages(['end', 'end'].map((value) => ({ value })));
    await this.#running;
    await this.#reader.close();
    await this.#writer.close();
    await this.#client.close();
  }

  async #loop(
    name: string,
    limitMs: number,
    run: (call: Call) => Promise<unknown>,
    isWanted: () => boolean,
  ): Promise<void> {
    while (isWanted()) {
      await this.#once(name, limitMs, run);
      await pause(PAUSE_MS);
    }
  }

  /** One call and its outcome; answers whether it succeeded. Never rejects. */
  async #once(name: string, limitMs: number, run: (call: Call) => Promise<unknown>, single = false): Promise<boolean> {
    const begun = performance.now();
    let error: unknown;
    try {
      await run({ signal: this.signal, timeoutMs: limitMs });
    } catch (thrown) {
      error = thrown ?? 'nothing';
    }
    const tookMs = performance.now() - begun;
    const { during } = this.#outcomes;
    this.#outcomes.add({ caller: name, error, tookMs, limitMs, during }, single);
    return error === undefined;
  }

  async #write(call: Call): Promise<void> {
    const value = `${this.#number++}`;
    await this.#writer.writeMessages({ key: value, value }, call);
    this.written.add(value);
  }

  async #readOne(call: Call): Promise<void> {
    const message = await this.#reader.fetchMessage(call).catch((error: unknown) => {
      // Nothing more is written: then there may be nothing to read.
      if (this.#isWriting || !KafkaError.is(error) || error.code !== 'TIMEOUT') throw error;
      return undefined;
    });
    if (message === undefined) return;
    this.read.add(`${message.value}`);
    await this.#reader.commitMessages(message, call);
  }

  /** A Conn is one connection to one broker: when that dies, whoever holds it dials again. */
  async #conns(name: string, { brokers, topic }: Target): Promise<void> {
    for (let i = 0; !this.#isOver; i++) {
      const address = brokers[i % brokers.length] as string;
      let conn: Conn | undefined;
      const isOpen = await this.#once(
        name,
        SHORT_MS,
        async (call) => {
          conn = await dialLeader(address, { topic, partition: 0, ...call });
        },
        true,
      );
      for (let works = isOpen; works && !this.#isOver; ) {
        works = await this.#once(name, SHORT_MS, (call) => (conn as Conn).readOffsets(call), true);
        await pause(PAUSE_MS);
      }
      await conn?.close();
      await pause(PAUSE_MS);
    }
  }
}

interface Call {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}
