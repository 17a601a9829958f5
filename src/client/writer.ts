// The Writer that kafka-go users know, over the producing engine. Composition, thin.
import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import type { OutgoingMessage } from '../produce/outgoing-message.ts';
import { Producer, type ProducerStats } from '../produce/producer.ts';
import { TransactionalProducer, type Turn } from '../produce/transactions/transactional-producer.ts';
import type { WriteResult } from '../produce/write-result.ts';
import { type OpenSource, openSource } from './source.ts';
import { runTransaction, Transaction } from './transaction.ts';
import { type WriteMiddleware, WriterCalls } from './writer-calls.ts';
import { type WriterOptions, writerSettings } from './writer-options.ts';

/** What a writer has done since it was made, and is doing. */
export type WriterStats = ProducerStats;

/** Whether a Writer gets messages to where they belong, and what stands in its way. */
export interface WriterHealth {
  readonly healthy: boolean;
  readonly reasons: readonly string[];
}

/** What is to be ready before the first message. */
export interface WarmUpOptions extends CallOptions {
  /** Topics whose leaders are to be connected. Only where the writer has no topic of its own. @default its own */
  readonly topics?: readonly string[] | undefined;
}

/**
 * Writes messages to one topic or many, in batches that calls share. Retries by itself until `deliveryTimeoutMs`;
 * idempotent by default, so that a retry writes nothing twice and every partition keeps the order of the calls.
 */
export class Writer implements AsyncDisposable {
  readonly #topic: string | undefined;
  readonly #source: OpenSource;
  readonly #producer: Producer;
  readonly #calls: WriterCalls;
  readonly #closingLimitMs: number;
  /** Undefined where the writer has no transactional id. */
  readonly #transactions: TransactionalProducer | undefined;
  #closed: Promise<void> | undefined;

  /** Checks its options; does no I/O. */
  constructor(options: WriterOptions) {
    const settings = writerSettings(options);
    this.#topic = settings.topic;
    this.#closingLimitMs = settings.producer.deliveryTimeoutMs;
    this.#source = openSource(settings.source, ['requestTimeoutMs']);
    const { cluster } = this.#source;
    const { transactional } = settings.producer;
    this.#transactions =
      transactional === undefined ? undefined : new TransactionalProducer(cluster, settings.producer);
    this.#producer = this.#transactions?.producer ?? new Producer(cluster, settings.producer);
    this.#calls = new WriterCalls(this.#producer, settings, cluster);
  }

  /**
   * Writes one message or several. Resolves when all of them are acknowledged, with where they were written; rejects with
   * WriteErrors, one slot per message, when some were not. Do not change the messages before that.
   *
   * With `async: true` it resolves when all of them are in the buffer, and `completion` tells the rest: the offsets of the
   * result are -1 until then.
   *
   * `signal` and `timeoutMs` end the wait: messages that are in a batch by then may still be written, others are not.
   */
  writeMessages(messages: readonly OutgoingMessage[] | OutgoingMessage, call: CallOptions = {}): Promise<WriteResult> {
    const list = listOf(messages);
    if (this.#closed !== undefined) {
      return this.#calls.refuse(list, new KafkaError('CLOSED', 'write: the writer is closed'));
    }
    if (this.#transactions !== undefined) return this.#calls.refuse(list, outsideTransaction());
    return this.#calls.isPlain ? this.#producer.write(list, this.#topic, call) : this.#calls.write(list, call).answer;
  }

  /**
   * Runs `write` in a transaction: commits when it returns and resolves with its value, aborts when it throws and rejects
   * with that. Rejects with a TransactionError where the transaction could not be committed: with severity `abortable` it
   * was aborted and may be tried again, with `fatal` the writer has to be closed. Needs the option `transactionalId`.
   *
   * `signal` and `timeoutMs` abort the transaction while `write` is running. Once the commit has begun they end the wait
   * only, and how the transaction ended is not known.
   */
  async transaction<T>(write: (transaction: Transaction) => T | PromiseLike<T>, call: CallOptions = {}): Promise<T> {
    if (typeof write !== 'function') throw configError('write', write, 'a function');
    const { clock } = this.#source.cluster;
    return runTransaction((options) => this.beginTransaction(options), write, clock, call);
  }

  /**
   * Begins a transaction to be ended by hand. A writer has one at a time: while one is open this rejects with
   * INVALID_TXN_STATE, while one is being ended it waits. Needs the option `transactionalId`.
   */
  async beginTransaction(call: CallOptions = {}): Promise<Transaction> {
    const transactions = this.#transactions;
    if (transactions === undefined) {
      throw configError('transactionalId', undefined, 'a name: transactions need one');
    }
    const turn = await transactions.begin(call);
    return new Transaction(transactions, turn, (messages, options = {}) =>
      this.#writeIn(transactions, turn, listOf(messages), options),
    );
  }

  /** Puts a middleware behind those that are there, for the calls to come. Returns the writer. */
  use(middleware: WriteMiddleware): this {
    this.#calls.use(middleware);
    return this;
  }

  /**
   * Makes the first contact, connects to the leaders of the topics' partitions and gets the producer id, so that the first
   * message does not wait for them. Rejects with what is in the way; writing without it does the same when needed.
   */
  async warmUp(options: WarmUpOptions = {}): Promise<void> {
    const { topics, ...call } = options;
    if (topics !== undefined && this.#topic !== undefined) {
      throw configError('topics', topics, 'nothing, because the writer has a topic of its own');
    }
    if (topics !== undefined && !Array.isArray(topics)) throw configError('topics', topics, 'a list of topics');
    const own = this.#topic === undefined ? [] : [this.#topic];
    await this.#transactions?.prepare(call);
    await this.#producer.warmUp(topics?.map((topic, i) => topicOption(`topics[${i}]`, topic)) ?? own, call);
  }

  /**
   * Sends at once what waits for company, whatever `lingerMs` says; resolves when everything written so far is
   * acknowledged or given up.
   */
  flush(call?: CallOptions): Promise<void> {
    return this.#producer.flush(call, this.#calls.ended());
  }

  stats(): WriterStats {
    return this.#producer.stats();
  }

  /** Whether messages get to where they belong: connected, every partition led, room in the buffer. */
  health(): WriterHealth {
    const reasons =
      this.#closed === undefined ? (this.#transactions ?? this.#producer).problems() : ['the writer is closed'];
    return { healthy: reasons.length === 0, reasons };
  }

  /**
   * Takes no more messages, waits for those under way for at most `timeoutMs` (by default `deliveryTimeoutMs`), and ends
   * the rest with CLOSED. A transaction that is open is aborted. Closes the connections that it opened itself. Idempotent.
   */
  close(call: CallOptions = {}): Promise<void> {
    this.#closed ??= this.#close(call).finally(() => this.#source.release());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** As `writeMessages`, and the transaction hears what became of it. */
  #writeIn(
    transactions: TransactionalProducer,
    turn: Turn,
    list: readonly OutgoingMessage[],
    call: CallOptions,
  ): Promise<WriteResult> {
    const refusal = transactions.whyNotWrite(turn);
    if (refusal !== undefined) return this.#calls.refuse(list, refusal);
    if (this.#calls.isPlain) {
      const written = this.#producer.write(list, this.#topic, call);
      transactions.follow(turn, written);
      return written;
    }
    // A middleware may take its time: what it hands on late must not go into the next transaction.
    const { answer, finished } = this.#calls.write(list, call, () => transactions.whyLate(turn));
    transactions.follow(turn, finished, answer);
    return answer;
  }

  async #close({ signal, timeoutMs = this.#closingLimitMs }: CallOptions): Promise<void> {
    const { clock } = this.#source.cluster;
    const deadline = clock.monotonic() + timeoutMs;
    // What came before may still be on its way through middleware, which the engine does not know of.
    if (this.#transactions === undefined) await this.flush({ signal, timeoutMs }).catch(() => {});
    await (this.#transactions ?? this.#producer).close({
      signal,
      timeoutMs: Math.max(0, deadline - clock.monotonic()),
    });
  }
}

function listOf(messages: readonly OutgoingMessage[] | OutgoingMessage): readonly OutgoingMessage[] {
  return Array.isArray(messages) ? (messages as readonly OutgoingMessage[]) : [messages as OutgoingMessage];
}

function outsideTransaction(): KafkaError {
  const message = 'write: a writer with a transactionalId writes in transactions only: use writer.transaction';
  return new KafkaError('INVALID_TXN_STATE', message);
}
