// The Writer that kafka-go users know, over the producing engine. Composition, thin.
import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import type { BalancerFactory } from '../produce/balancer.ts';
import type { OutgoingMessage } from '../produce/outgoing-message.ts';
import { Producer, type ProducerStats } from '../produce/producer.ts';
import { type ProducerOptions, resolveProducerSettings } from '../produce/settings.ts';
import { TransactionalProducer } from '../produce/transactions/transactional-producer.ts';
import type { WriteResult } from '../produce/write-result.ts';
import { type BalancerFunction, balancerOption } from './balancers/balancer-option.ts';
import { type ClientSource, type OpenSource, openSource } from './source.ts';
import { runTransaction, Transaction } from './transaction.ts';

/** Options of a {@link Writer}: how to reach the cluster, and how to write. */
export type WriterOptions = ClientSource &
  ProducerOptions & {
    /** The topic of every message. Absent: each message names its own. */
    readonly topic?: string | undefined;
    /** Picks the partition of messages that name none. @default murmur2() */
    readonly balancer?: BalancerFactory | BalancerFunction | undefined;
  };

/** What a writer has done and is doing. */
export type WriterStats = ProducerStats;

/**
 * Writes messages to one topic or many, in batches that calls share. Retries by itself until `deliveryTimeoutMs`;
 * idempotent by default, so that a retry writes nothing twice and every partition keeps the order of the calls.
 */
export class Writer implements AsyncDisposable {
  readonly #topic: string | undefined;
  readonly #source: OpenSource;
  readonly #producer: Producer;
  /** Undefined where the writer has no transactional id. */
  readonly #transactions: TransactionalProducer | undefined;
  #closed: Promise<void> | undefined;

  /** Checks its options; does no I/O. */
  constructor(options: WriterOptions) {
    if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object');
    this.#topic = options.topic === undefined ? undefined : topicOption('topic', options.topic);
    const settings = resolveProducerSettings(options, balancerOption(options.balancer));
    this.#source = openSource(options);
    const { cluster } = this.#source;
    this.#transactions =
      settings.transactional === undefined ? undefined : new TransactionalProducer(cluster, settings);
    this.#producer = this.#transactions?.producer ?? new Producer(cluster, settings);
  }

  /**
   * Writes one message or several. Resolves when all of them are acknowledged, with where they were written; rejects with
   * WriteErrors, one slot per message, when some were not. Do not change the messages before that.
   *
   * `signal` and `timeoutMs` end the wait: messages that are in a batch by then may still be written.
   */
  writeMessages(messages: readonly OutgoingMessage[] | OutgoingMessage, call?: CallOptions): Promise<WriteResult> {
    if (this.#transactions !== undefined) return Promise.reject(outsideTransaction());
    return this.#producer.write(listOf(messages), this.#topic, call);
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
    return new Transaction(transactions, turn, (its, messages, options) =>
      transactions.write(its, listOf(messages), this.#topic, options),
    );
  }

  /** Sends at once what waits for company; resolves when everything written so far is acknowledged or given up. */
  flush(call?: CallOptions): Promise<void> {
    return this.#producer.flush(call);
  }

  stats(): WriterStats {
    return this.#producer.stats();
  }

  /**
   * Takes no more messages, waits for those under way for at most `timeoutMs` (by default `deliveryTimeoutMs`), and ends
   * the rest with CLOSED. A transaction that is open is aborted. Closes the connections that it opened itself. Idempotent.
   */
  close(call?: CallOptions): Promise<void> {
    this.#closed ??= (this.#transactions ?? this.#producer).close(call).finally(() => this.#source.release());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function listOf(messages: readonly OutgoingMessage[] | OutgoingMessage): readonly OutgoingMessage[] {
  return Array.isArray(messages) ? (messages as readonly OutgoingMessage[]) : [messages as OutgoingMessage];
}

function outsideTransaction(): KafkaError {
  const message = 'write: a writer with a transactionalId writes in transactions only: use writer.transaction';
  return new KafkaError('INVALID_TXN_STATE', message);
}
