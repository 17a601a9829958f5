// A reader, a writer and topics under a test's control, and an App on top of them.

import type { CallOptions } from '../../../src/base/abort.ts';
import { type Clock, systemClock } from '../../../src/base/clock.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { Ring } from '../../../src/base/ring.ts';
import { App } from '../../../src/binding/app.ts';
import type { AppCommonOptions } from '../../../src/binding/app-options.ts';
import type {
  AssignmentListener,
  OutgoingRecord,
  ReadBatch,
  ReadPositions,
  RecordReader,
  RecordWriter,
  TopicToCreate,
} from '../../../src/binding/ports.ts';
import type { TopicPartition, TopicPartitionOffset } from '../../../src/cluster/topic-partition.ts';
import { Message, type MessageHeaders } from '../../../src/record/message.ts';
import { Views } from '../../../src/wire/views.ts';

/** A record to be read. */
export interface Given {
  readonly offset: number;
  readonly key?: string | null;
  readonly value?: string | null;
  readonly headers?: MessageHeaders;
  readonly timestamp?: number;
}

/** A Message with the parts that it is given, instead of views of a batch. */
class GivenMessage extends Message {
  readonly #headers: MessageHeaders;

  constructor(topic: string, partition: number, given: Given) {
    const key = given.key === undefined || given.key === null ? Buffer.alloc(0) : Buffer.from(given.key);
    const value = given.value === undefined || given.value === null ? Buffer.alloc(0) : Buffer.from(given.value);
    const bytes = Buffer.concat([key, value]);
    super(topic, partition, {
      bytes,
      views: new Views(bytes),
      offset: given.offset,
      timestamp: given.timestamp ?? 1_000,
      keyStart: given.key === undefined || given.key === null ? -1 : 0,
      keyEnd: key.length,
      valueStart: given.value === undefined || given.value === null ? -1 : key.length,
      valueEnd: key.length + value.length,
      headersStart: 0,
      headerCount: 0,
      recordEnd: bytes.length,
    });
    this.#headers = given.headers ?? [];
  }

  override get headers(): MessageHeaders {
    return this.#headers;
  }
}

export function message(topic: string, partition: number, given: Given): Message {
  return new GivenMessage(topic, partition, given);
}

/** A batch of these records; `lastOffset` may lie behind the last of them. */
export function batch(topic: string, partition: number, given: readonly Given[], lastOffset?: number): ReadBatch {
  const messages = given.map((one) => message(topic, partition, one));
  return {
    topic,
    partition,
    baseOffset: given[0]?.offset ?? lastOffset ?? 0,
    lastOffset: lastOffset ?? (given.at(-1) as Given).offset,
    count: given.length,
    sizeInBytes: given.length * 100,
    leaderEpoch: 3,
    [Symbol.iterator](): Iterator<Message> {
      return messages[Symbol.iterator]();
    },
  };
}

/** Records with these offsets. */
export function records(offsets: readonly number[]): Given[] {
  return offsets.map((offset) => ({ offset, key: `k${offset}`, value: `v${offset}` }));
}

export class StandInReader implements RecordReader {
  readonly sought: TopicPartitionOffset[] = [];
  readonly commits: TopicPartitionOffset[][] = [];
  readonly paused: Set<string> = new Set();
  readonly log: string[];
  listener: AssignmentListener | undefined;
  topics: readonly string[] = [];
  /** Called for every commit; throw to refuse it. */
  onCommit: (offsets: readonly TopicPartitionOffset[]) => void | Promise<void> = () => {};
  closed = false;
  #queue = new Ring<ReadBatch>();
  #failure: Error | undefined;
  #wake: () => void = () => {};

  constructor(log: string[]) {
    this.log = log;
  }

  /** Hands a batch out as soon as the app reads, and its partition is not paused. */
  feed(one: ReadBatch): void {
    this.#queue.push(one);
    this.#wake();
  }

  failReading(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  /** The last committed offset of a partition. */
  committed(topic: string, partition: number): number | undefined {
    return this.commits.flat().findLast((one) => one.topic === topic && one.partition === partition)?.offset;
  }

  /** Whether the group answers the first call to read, with no partitions at first. */
  joins = true;
  #joined = false;

  async *batches(call: CallOptions = {}): AsyncIterable<ReadBatch> {
    if (!this.#joined && this.joins) {
      this.#joined = true;
      await this.listener?.onAssigned([]);
    }
    for (;;) {
      if (call.signal?.aborted) throw new KafkaError('ABORTED', 'batches: aborted by the caller');
      if (this.#failure !== undefined) {
        const failure = this.#failure;
        this.#failure = undefined;
        throw failure;
      }
      const next = this.#take();
      if (next !== undefined) {
        this.handedOut++;
        const stands = this.positions.find((one) => one.topic === next.topic && one.partition === next.partition);
        if (stands !== undefined) stands.offset = Math.max(stands.offset ?? 0, next.lastOffset + 1);
        yield next;
      } else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          call.signal?.addEventListener('abort', () => resolve(), { once: true });
        });
    }
  }

  #take(): ReadBatch | undefined {
    for (let left = this.#queue.length; left > 0; left--) {
      const one = this.#queue.shift() as ReadBatch;
      if (!this.paused.has(`${one.topic}/${one.partition}`)) return one;
      this.#queue.push(one);
    }
    return undefined;
  }

  async commitOffsets(offsets: readonly TopicPartitionOffset[]): Promise<void> {
    await this.onCommit(offsets);
    this.commits.push([...offsets]);
    this.log.push(`commit ${offsets.map((one) => `${one.topic}[${one.partition}]@${one.offset}`).join(' ')}`);
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const one of partitions) this.paused.add(`${one.topic}/${one.partition}`);
  }

  seek({ topic, partition }: TopicPartition, offset: number): Promise<void> {
    this.sought.push({ topic, partition, offset });
    return Promise.resolve();
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const one of partitions) this.paused.delete(`${one.topic}/${one.partition}`);
    this.#wake();
  }

  /** Where the reader stands, apart from what it has handed out; set by tests. */
  positions: (TopicPartition & { offset: number | undefined })[] = [];
  handedOut = 0;

  stats(): ReadPositions {
    return { batches: this.handedOut, partitions: this.positions };
  }

  health(): { healthy: boolean; reasons: readonly string[] } {
    return { healthy: true, reasons: [] };
  }

  async close(): Promise<void> {
    this.closed = true;
    this.log.push('reader closed');
  }
}

export class StandInWriter implements RecordWriter {
  readonly written: OutgoingRecord[] = [];
  readonly log: string[];
  /** Called before a record counts as written; throw or wait to hold it up. */
  before: (record: OutgoingRecord) => void | Promise<void> = () => {};
  tries = 0;

  constructor(log: string[]) {
    this.log = log;
  }

  async writeMessages(messages: readonly OutgoingRecord[]): Promise<void> {
    for (const one of messages) {
      this.tries++;
      await this.before(one);
      this.written.push(one);
      this.log.push(`write ${one.topic}[${one.partition}]`);
    }
  }

  async close(): Promise<void> {
    this.log.push('writer closed');
  }
}

/** Text of a header of a written record. */
export function headerText(record: OutgoingRecord | undefined, name: string): string | undefined {
  return record?.headers.findLast(([other]) => other === name)?.[1]?.toString();
}

export interface Bench {
  readonly app: App;
  readonly reader: StandInReader;
  readonly writer: StandInWriter;
  readonly log: string[];
  readonly created: TopicToCreate[];
  readonly errors: Error[];
  assign(...partitions: TopicPartition[]): Promise<void>;
  revoke(...partitions: TopicPartition[]): Promise<void>;
}

/** An App whose outside is under control. Existing topics: orders and clicks with 6 partitions, retry with 3, dlq with 2. */
export function bench(
  given: Partial<AppCommonOptions> & { readonly clock?: Clock; readonly topics?: Record<string, number> } = {},
): Bench {
  const { topics: existing = { orders: 6, clicks: 6, retry: 3, dlq: 2 }, ...options } = given;
  const log: string[] = [];
  const errors: Error[] = [];
  const created: TopicToCreate[] = [];
  const reader = new StandInReader(log);
  const writer = new StandInWriter(log);
  const topics = new Map(Object.entries(existing));
  const app = new App({
    brokers: ['localhost:1'],
    groupId: 'billing',
    commitIntervalMs: 5,
    onError: (error: Error) => {
      errors.push(error);
      return 'stop';
    },
    clock: systemClock,
    ...options,
  } as never);
  app._openPorts = () => ({
    admin: {
      partitionCounts: async () => topics,
      createTopics: async (wanted) => {
        created.push(...wanted);
        for (const one of wanted) topics.set(one.topic, one.partitions ?? 1);
        return wanted.map(({ topic }) => ({ topic, error: undefined }));
      },
    },
    openReader: (subscribed, listener) => {
      reader.topics = subscribed;
      reader.listener = listener;
      return reader;
    },
    openWriter: () => writer,
    close: async () => void log.push('ports closed'),
  });
  return {
    app,
    reader,
    writer,
    log,
    created,
    errors,
    assign: async (...partitions) => void (await reader.listener?.onAssigned(partitions)),
    revoke: async (...partitions) => void (await reader.listener?.onRevoked(partitions)),
  };
}

export function place(topic: string, partition: number): TopicPartition {
  return { topic, partition };
}
