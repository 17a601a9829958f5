// Reads, processes and writes, each record with effect exactly once (KIP-98, KIP-447). Owns: which records go into one
// transaction, and where reading goes on after one that failed. Composition of a Reader and a Writer.
//
// Invariants: the offsets of what was read are committed in the transaction that holds what was made of it, in the name of
// the generation that read it; after an abort nothing is handed out before reading is back where the group has committed.
import { type CallOptions, onAbort, sleep, waitFor } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import { configError, KafkaError, toError } from '../base/errors.ts';
import { durationOption, integerOption, knownOptions, type OptionNames } from '../base/options.ts';
import type { GroupMetadata } from '../cluster/group-metadata.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { ProducerOptions } from '../produce/settings.ts';
import { TransactionError } from '../produce/transactions/transaction-error.ts';
import type { Message } from '../record/message.ts';
import { Client, type ClientOptions } from './client.ts';
import { Reader } from './reader.ts';
import type { GroupMembership, GroupTopics, ReaderCommon } from './reader-options.ts';
import { type ClientSource, clientSourceNames, sharedClient } from './source.ts';
import type { Transaction } from './transaction.ts';
import { Writer } from './writer.ts';
import type { WriterOptions } from './writer-options.ts';

/** How a session reads: offsets are committed in its transactions and in no other way, and what is read is committed. */
export type SessionReading = Omit<ReaderCommon, 'isolation'> &
  Omit<GroupMembership, 'commitIntervalMs'> &
  GroupTopics & { readonly isolation?: never; readonly commitIntervalMs?: never };

/** How a session writes. */
export type SessionWriting = Extract<ProducerOptions, { readonly transactionalId: string }> &
  Pick<WriterOptions, 'topic' | 'balancer'>;

/** Options of a {@link TransactSession}: how to reach the cluster, what to read, how to write. */
export type TransactSessionOptions = ClientSource & {
  readonly reader: SessionReading;
  /** Its `transactionalId` names this instance: all that run at a time have names of their own. */
  readonly writer: SessionWriting;
  /** Most messages of one transaction. From 1. @default 1_000 */
  readonly maxMessages?: number | undefined;
  /** How long the first message of a transaction waits for others. From 0. @default 50 */
  readonly lingerMs?: number | undefined;
};

const NAMES: OptionNames<TransactSessionOptions> = {
  ...clientSourceNames,
  reader: true,
  writer: true,
  maxMessages: true,
  lingerMs: true,
};

/** Handles messages; what it writes by `transaction` counts if, and only if, the messages count as read. */
export type TransactHandler = (messages: readonly Message[], transaction: Transaction) => void | Promise<void>;

/** What was read for one transaction, and who has read it. */
interface Work {
  readonly messages: readonly Message[];
  readonly group: GroupMetadata;
}

/**
 * Reads from topics of a group, hands the messages to a function together with a transaction, and commits their offsets in
 * it. A transaction that fails for a reason that passes, a rebalance among them, is made again with the same messages.
 *
 * The constructor checks options and does no I/O.
 */
export class TransactSession implements AsyncDisposable {
  /** For figures and health. Reading from it, committing and seeking are the session's. */
  readonly reader: Reader;
  /** For figures. */
  readonly writer: Writer;
  readonly #client: Client;
  readonly #isOwnClient: boolean;
  readonly #maxMessages: number;
  readonly #lingerMs: number;
  readonly #closing = new AbortController();
  /** The transaction under way; never rejects. */
  #transacting: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: TransactSessionOptions) {
    if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object');
    knownOptions('TransactSession', options, NAMES);
    const { reader, writer, maxMessages, lingerMs, ...source } = options;
    if (typeof reader !== 'object' || reader === null) throw configError('reader', reader, 'options of a Reader');
    if (typeof writer !== 'object' || writer === null) throw configError('writer', writer, 'options of a Writer');
    for (const name of ['isolation', 'commitIntervalMs'] as const) {
      if (reader[name] !== undefined) throw configError(`reader.${name}`, reader[name], 'nothing in a session');
    }
    if (reader.groupId === undefined) throw configError('reader.groupId', undefined, 'a group id');
    if (writer.transactionalId === undefined) throw configError('writer.transactionalId', undefined, 'a name');
    this.#maxMessages = integerOption('maxMessages', maxMessages, 1_000, 1, Number.MAX_SAFE_INTEGER);
    this.#lingerMs = durationOption('lingerMs', lingerMs, 50);
    const shared = sharedClient(source);
    this.#isOwnClient = shared === undefined;
    this.#client = shared ?? new Client(source as ClientOptions);
    const onRevoked = (partitions: readonly TopicPartition[]) => this.#onRevoked(reader.onRevoked, partitions);
    this.reader = new Reader({ ...reader, client: this.#client, isolation: 'read_committed', onRevoked });
    this.writer = new Writer({ ...writer, client: this.#client });
  }

  /**
   * Handles messages until `signal` fires or the session is closed; the transaction under way is finished first. Rejects
   * with what `handle` has thrown: its transaction was aborted then, and the next `run` begins with the same messages.
   * Rejects with a TransactionError where transactions fail for a reason that does not pass.
   */
  run(handle: TransactHandler, call: Pick<CallOptions, 'signal'> = {}): Promise<void> {
    if (typeof handle !== 'function') throw configError('handle', handle, 'a function');
    if (this.#closed !== undefined) return Promise.reject(new KafkaError('CLOSED', 'the session is closed'));
    if (this.#running !== undefined) {
      return Promise.reject(new KafkaError('INVALID_TXN_STATE', 'the session is running already'));
    }
    const stop = new AbortController();
    const stopListening = [call.signal, this.#closing.signal].map((one) => onAbort(one, () => stop.abort()));
    const running = this.#loop(handle, stop.signal).finally(() => {
      for (const off of stopListening) off();
      this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  /**
   * Waits for the transaction under way, then leaves the group and closes what the session has opened. Idempotent. Not to
   * be waited for by the handler. Takes at most `timeoutMs` (default 30 s) for each of its steps.
   */
  close(call: CallOptions = {}): Promise<void> {
    this.#closed ??= this.#close({ signal: call.signal, timeoutMs: call.timeoutMs ?? CLOSE_MS });
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(call: CallOptions): Promise<void> {
    this.#closing.abort();
    // Whoever waits for run() has its error.
    await waitFor(this.#running ?? Promise.resolve(), this.#clock, 'the session', call).catch(() => {});
    await this.writer.close(call);
    await this.reader.close(call);
    if (this.#isOwnClient) await this.#client.close();
  }

  async #loop(handle: TransactHandler, stop: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    while (!stop.aborted) {
      const work = await this.#collect(stop);
      if (work === undefined) continue;
      const failure = await this.#transact(work, handle);
      if (failure === undefined) {
        backoff.reset();
        continue;
      }
      await this.#rewind();
      if (!failure.mayPass) throw failure.error;
      const fields = { group: work.group.groupId, error: toError(failure.error).message };
      this.#client._cluster.logger.warn('a transaction has failed and is made again', fields);
      await sleep(this.#clock, backoff.next(), stop).catch(() => {});
    }
  }

  /** Messages of one generation; undefined where there are none, or where they are of two and are read again. */
  async #collect(stop: AbortSignal): Promise<Work | undefined> {
    const first = await this.reader.fetchMessage({ signal: stop }).catch(unlessStopped);
    if (first === undefined) return undefined;
    // Right after the first message: the generation is the one that has read it.
    const group = this.#generation();
    const messages = [first];
    const deadline = this.#clock.monotonic() + this.#lingerMs;
    while (messages.length < this.#maxMessages) {
      const timeoutMs = deadline - this.#clock.monotonic();
      if (timeoutMs <= 0) break;
      const next = await this.reader.fetchMessage({ signal: stop, timeoutMs }).catch(nothingMore);
      if (next === undefined) break;
      messages.push(next);
    }
    if (group !== undefined && this.#generation()?.generationId === group.generationId) return { messages, group };
    await this.#rewind();
    return undefined;
  }

  /** How it failed; undefined where it is committed. */
  async #transact(work: Work, handle: TransactHandler): Promise<Failure | undefined> {
    const { messages, group } = work;
    let transaction: Transaction | undefined;
    const transacting = this.writer.transaction(async (its) => {
      transaction = its;
      await handle(messages, its);
      await its.commitOffsets(group, nextOffsets(messages));
    });
    this.#transacting = transacting.catch(() => {});
    try {
      await transacting;
      return undefined;
    } catch (error) {
      // What the handler throws because its transaction has failed is not its own fault.
      const reason = error instanceof TransactionError ? error : transaction?._failure;
      if (reason !== undefined) return { error, mayPass: reason.retriable };
      // Without a transaction it could not be begun.
      return { error, mayPass: transaction === undefined && KafkaError.is(error) && error.retriable };
    }
  }

  /** Goes back to what the group has committed; tries until that is known, or the session closes. */
  async #rewind(): Promise<void> {
    await this.reader._rewind({ signal: this.#closing.signal }).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) throw error;
    });
  }

  #generation(): GroupMetadata | undefined {
    try {
      return this.reader.groupMetadata();
    } catch {
      return undefined;
    }
  }

  /** The generation still stands: a transaction that ends now is still committed in it. */
  async #onRevoked(then: GroupMembership['onRevoked'], partitions: readonly TopicPartition[]): Promise<void> {
    await this.#transacting;
    await then?.(partitions);
  }

  get #clock() {
    return this.#client._cluster.clock;
  }
}

const CLOSE_MS = 30_000;

interface Failure {
  readonly error: unknown;
  /** Made again, it may succeed. */
  readonly mayPass: boolean;
}

/** The end of waiting is no error here. */
function unlessStopped(error: unknown): undefined {
  if (KafkaError.is(error) && error.code === 'ABORTED') return undefined;
  throw error;
}

function nothingMore(error: unknown): undefined {
  return KafkaError.is(error) && error.code === 'TIMEOUT' ? undefined : unlessStopped(error);
}

/** Where reading goes on after these messages. */
function nextOffsets(messages: readonly Message[]): TopicPartitionOffset[] {
  const next = new Map<string, Map<number, number>>();
  for (const { topic, partition, offset } of messages) {
    let partitions = next.get(topic);
    if (partitions === undefined) {
      partitions = new Map();
      next.set(topic, partitions);
    }
    partitions.set(partition, offset + 1);
  }
  return [...next].flatMap(([topic, partitions]) =>
    [...partitions].map(([partition, offset]) => ({ topic, partition, offset })),
  );
}
