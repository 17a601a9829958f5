// Learns the topics that are written to. Owns: one TopicQueues for each, asking for it, why that failed. Must not know calls.
import { KafkaError, toError } from '../base/errors.ts';
import type { Dispatcher } from './dispatcher.ts';
import { TopicQueues } from './topic-queues.ts';

/** Why the last question had no answer: of a topic, or, without one, because no broker was reached. */
export interface LookupTrouble {
  readonly topic: string | undefined;
  readonly error: KafkaError;
}

export class TopicLookup {
  readonly #dispatcher: Dispatcher;
  readonly #onAnswered: (topic: string, error: KafkaError | undefined) => void;
  readonly #topics = new Map<string, TopicQueues>();
  readonly #asking = new Map<string, Promise<void>>();
  #trouble: (LookupTrouble & { readonly answers: number }) | undefined;

  /** `onAnswered`: a topic is known, or cannot be. */
  constructor(dispatcher: Dispatcher, onAnswered: (topic: string, error: KafkaError | undefined) => void) {
    this.#dispatcher = dispatcher;
    this.#onAnswered = onAnswered;
  }

  get(name: string): TopicQueues | undefined {
    return this.#topics.get(name);
  }

  [Symbol.iterator](): Iterator<TopicQueues> {
    return this.#topics.values();
  }

  /**
   * What stood in the way the last time, until a topic is learned or a broker takes something: one bad name among many
   * topics does not stand in the way of the others.
   */
  get trouble(): LookupTrouble | undefined {
    return this.#trouble?.answers === this.#dispatcher.answers ? this.#trouble : undefined;
  }

  /** Makes the first contact, if it is not made yet. */
  async contact(): Promise<void> {
    try {
      await this.#dispatcher.cluster.start();
      if (this.#trouble?.topic === undefined) this.#trouble = undefined;
    } catch (cause) {
      throw this.#note(undefined, cause);
    }
  }

  /** Learns a topic's partitions unless they are known; asked once for all who ask meanwhile. After a failure, again. */
  async know(name: string): Promise<TopicQueues> {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = new TopicQueues(name, this.#dispatcher.settings.balancer(), this.#dispatcher);
      this.#topics.set(name, topic);
    }
    if (topic.state === 'known') return topic;
    let asking = this.#asking.get(name);
    if (asking === undefined) {
      // Not at once: a user's function may fail in the very turn, before it is noted that something is asked.
      asking = Promise.resolve().then(() => this.#ask(topic));
      this.#asking.set(name, asking);
    }
    await asking;
    return topic;
  }

  /** New metadata: topics may have more partitions. */
  metadataChanged(): void {
    for (const topic of this.#topics.values()) {
      const metadata = topic.state === 'known' ? this.#dispatcher.cluster.metadata.get(topic.name) : undefined;
      if (metadata !== undefined) topic.learn(metadata);
    }
  }

  async #ask(topic: TopicQueues): Promise<void> {
    const { name } = topic;
    let error: KafkaError | undefined;
    try {
      await this.#learn(topic);
      this.#trouble = undefined;
    } catch (cause) {
      error = cause === this.#trouble?.error ? this.#trouble?.error : this.#note(name, cause);
    }
    this.#asking.delete(name);
    this.#onAnswered(name, error);
    if (error !== undefined) throw error;
  }

  async #learn(topic: TopicQueues): Promise<void> {
    const { cluster, settings } = this.#dispatcher;
    const { allowAutoTopicCreation, deliveryTimeoutMs } = settings;
    topic.codec = settings.codecOf(topic.name);
    await this.contact();
    topic.learn(await cluster.metadata.topic(topic.name, { allowAutoTopicCreation, timeoutMs: deliveryTimeoutMs }));
    if (topic.state === 'unknown') throw new KafkaError('PROTOCOL', `topic ${topic.name} has no partitions`);
  }

  #note(topic: string | undefined, cause: unknown): KafkaError {
    const error = KafkaError.is(cause) ? cause : new KafkaError('INTERNAL', toError(cause).message, { cause });
    this.#trouble = { topic, error, answers: this.#dispatcher.answers };
    return error;
  }
}
