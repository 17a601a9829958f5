// The Writer that kafka-go users know, over the producing engine. Composition, thin.
import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import type { OutgoingMessage } from '../produce/outgoing-message.ts';
import { Producer, type ProducerStats } from '../produce/producer.ts';
import type { WriteResult } from '../produce/write-result.ts';
import { type OpenSource, openSource } from './source.ts';
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
  #closed: Promise<void> | undefined;

  /** Checks its options; does no I/O. */
  constructor(options: WriterOptions) {
    const settings = writerSettings(options);
    this.#topic = settings.topic;
    this.#closingLimitMs = settings.producer.deliveryTimeoutMs;
    this.#source = openSource(settings.source, ['requestTimeoutMs']);
    const { cluster } = this.#source;
    this.#producer = new Producer(cluster, settings.producer);
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
    const list = Array.isArray(messages) ? (messages as readonly OutgoingMessage[]) : [messages as OutgoingMessage];
    if (this.#closed !== undefined) {
      return this.#calls.refuse(list, new KafkaError('CLOSED', 'write: the writer is closed'));
    }
    return this.#calls.isPlain ? this.#producer.write(list, this.#topic, call) : this.#calls.write(list, call);
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
    const reasons = this.#closed === undefined ? this.#producer.problems() : ['the writer is closed'];
    return { healthy: reasons.length === 0, reasons };
  }

  /**
   * Takes no more messages, waits for those under way for at most `timeoutMs` (by default `deliveryTimeoutMs`), and ends
   * the rest with CLOSED. Closes the connections that it opened itself. Idempotent.
   */
  close(call: CallOptions = {}): Promise<void> {
    this.#closed ??= this.#close(call).finally(() => this.#source.release());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close({ signal, timeoutMs = this.#closingLimitMs }: CallOptions): Promise<void> {
    const { clock } = this.#source.cluster;
    const deadline = clock.monotonic() + timeoutMs;
    // What came before may still be on its way through middleware, which the engine does not know of.
    await this.flush({ signal, timeoutMs }).catch(() => {});
    await this.#producer.close({ signal, timeoutMs: Math.max(0, deadline - clock.monotonic()) });
  }
}
