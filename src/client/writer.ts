// The Writer that kafka-go users know, over the producing engine. Composition, thin.
import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import type { BalancerFactory } from '../produce/balancer.ts';
import type { OutgoingMessage } from '../produce/outgoing-message.ts';
import { Producer, type ProducerStats } from '../produce/producer.ts';
import { type ProducerOptions, resolveProducerSettings } from '../produce/settings.ts';
import type { WriteResult } from '../produce/write-result.ts';
import { type BalancerFunction, balancerOption } from './balancers/balancer-option.ts';
import { type ClientSource, type OpenSource, openSource } from './source.ts';

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
  #closed: Promise<void> | undefined;

  /** Checks its options; does no I/O. */
  constructor(options: WriterOptions) {
    if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object');
    this.#topic = options.topic === undefined ? undefined : topicOption('topic', options.topic);
    const settings = resolveProducerSettings(options, balancerOption(options.balancer));
    this.#source = openSource(options);
    this.#producer = new Producer(this.#source.cluster, settings);
  }

  /**
   * Writes one message or several. Resolves when all of them are acknowledged, with where they were written; rejects with
   * WriteErrors, one slot per message, when some were not. Do not change the messages before that.
   *
   * `signal` and `timeoutMs` end the wait: messages that are in a batch by then may still be written.
   */
  writeMessages(messages: readonly OutgoingMessage[] | OutgoingMessage, call?: CallOptions): Promise<WriteResult> {
    const list = Array.isArray(messages) ? (messages as readonly OutgoingMessage[]) : [messages as OutgoingMessage];
    return this.#producer.write(list, this.#topic, call);
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
   * the rest with CLOSED. Closes the connections that it opened itself. Idempotent.
   */
  close(call?: CallOptions): Promise<void> {
    this.#closed ??= this.#producer.close(call).finally(() => this.#source.release());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
