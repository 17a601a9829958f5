// Takes calls in: picks partitions, encodes each message once, makes callers wait for topics and for room.
// Owns: the byte bound, the topics, the order in which waiting calls go on. Must not know brokers or requests.
//
//     call -> [parked: a topic's partitions are unknown] -> [waiting: no room, first in first out] -> accepted
//
// Invariants: a call whose topic has an earlier call still parked or waiting goes behind it; one message more than fits
// is accepted at most, so the buffer never grows by more than one message beyond its bound.
import { KafkaError, toError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import type { Balancer } from './balancer.ts';
import type { Dispatcher } from './dispatcher.ts';
import { fault, messageFault, type OutgoingMessage, payloadBytes } from './outgoing-message.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { ProduceBatch } from './produce-batch.ts';
import type { ProduceCall } from './produce-call.ts';
import { TopicQueues } from './topic-queues.ts';

export class Intake {
  readonly #dispatcher: Dispatcher;
  readonly #topics = new Map<string, TopicQueues>();
  #parked: ProduceCall[] = [];
  readonly #waiting: ProduceCall[] = [];
  #used = 0;
  #isResuming = false;
  #pickError: Error | undefined;
  /** Messages accepted so far. */
  accepted = 0;

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  /** Bytes kept: encoded and not acknowledged, or in parked calls. */
  get used(): number {
    return this.#used;
  }

  /** Calls that wait for a topic or for room. */
  get held(): readonly ProduceCall[] {
    return [...this.#parked, ...this.#waiting];
  }

  /** Takes a call in: at once where that is possible. */
  take(call: ProduceCall): void {
    if (this.#parked.length > 0 || !this.#hasTopics(call)) this.#park(call);
    else this.#admit(call);
  }

  /** Ends every call that waits; what it put into batches stays there. */
  refuseHeld(error: KafkaError): void {
    for (const call of this.held) {
      this.remove(call);
      call.refuseRest(error);
      call.settleIfDone();
    }
  }

  /** Takes a call out of the queues; what it put into batches stays there. */
  remove(call: ProduceCall): void {
    if (call.state === 'parked') {
      this.#parked = this.#parked.filter((one) => one !== call);
      this.#unpark(call);
      this.#examine();
    } else if (call.state === 'waiting') {
      const wasFirst = this.#waiting[0] === call;
      this.#waiting.splice(this.#waiting.indexOf(call), 1);
      if (wasFirst) this.#resumeSoon();
    }
  }

  /** Bytes were let go (or a split took a few more). */
  kept(bytes: number): void {
    this.#used += bytes;
    if (bytes < 0 && this.#waiting.length > 0) this.#resumeSoon();
  }

  /** New metadata: topics may have more partitions. */
  metadataChanged(): void {
    for (const topic of this.#topics.values()) {
      const metadata = topic.state === 'known' ? this.#dispatcher.cluster.metadata.get(topic.name) : undefined;
      if (metadata !== undefined) topic.learn(metadata);
    }
  }

  #admit(call: ProduceCall): void {
    if (this.#waiting.length === 0 && this.#fill(call)) return;
    call.state = 'waiting';
    this.#waiting.push(call);
    this.#dispatcher.isCrowded = true;
    this.#dispatcher.urge();
  }

  /** Not at once, because bytes are let go in the middle of an answer's handling. */
  #resumeSoon(): void {
    if (this.#isResuming) return;
    this.#isResuming = true;
    queueMicrotask(() => {
      this.#isResuming = false;
      while (this.#waiting.length > 0) {
        const call = this.#waiting[0] as ProduceCall;
        call.state = 'accepted';
        if (!this.#fill(call)) {
          call.state = 'waiting';
          break;
        }
        this.#waiting.shift();
      }
      this.#dispatcher.isCrowded = this.#waiting.length > 0;
      if (this.#dispatcher.isCrowded) this.#dispatcher.urge();
    });
  }

  /**
   * Encodes messages of the call until all are accepted (true) or there is no more room (false). Hot path: bookkeeping is
   * done per run of messages that go into the same batch.
   */
  #fill(call: ProduceCall): boolean {
    const { messages } = call;
    const timestamp = this.#dispatcher.cluster.clock.now();
    let room = this.#dispatcher.settings.maxBufferedBytes - this.#used;
    let topic = call.topic === undefined ? undefined : this.#topics.get(call.topic);
    let queue: PartitionQueue | undefined;
    let run: ProduceBatch | undefined;
    let runBytes = 0;
    let accepted = 0;
    for (; call.next < messages.length && room > 0; call.next++) {
      const message = messages[call.next] as OutgoingMessage;
      const error = messageFault(message);
      if (error === undefined && call.topic === undefined && message.topic !== topic?.name) {
        topic = this.#topics.get(message.topic as string);
      }
      if (
        error !== undefined ||
        topic?.state !== 'known' ||
        (call.topic !== undefined && message.topic !== undefined)
      ) {
        call.refuse(error ?? this.#whyNoTopic(call, message));
        run = undefined;
        continue;
      }
      const partition = message.partition ?? this.#pick(topic, message);
      const target = topic.partitions[partition];
      const taken = target === undefined ? -1 : target.append(message, timestamp);
      if (taken < 0 || target === undefined) {
        call.refuse(this.#whyNot(topic, partition, target, message));
        run = undefined;
        continue;
      }
      room -= taken;
      const batch = target.open as ProduceBatch;
      if (batch !== run) {
        if (queue !== undefined) this.#dispatcher.grew(queue, runBytes);
        queue = target;
        run = batch;
        runBytes = 0;
        run.join(call);
        call.result._startRun(run, call.next, run.count - 1);
      }
      runBytes += taken;
      accepted++;
      if (topic.balancer.appended !== undefined) this.#tell(topic.balancer, target, taken);
    }
    if (queue !== undefined) this.#dispatcher.grew(queue, runBytes);
    this.accepted += accepted;
    call.settleIfDone();
    return call.next === messages.length;
  }

  /** A balancer of the user's may throw: that is one message's misfortune. */
  #pick(topic: TopicQueues, message: OutgoingMessage): number {
    try {
      return topic.balancer.pick(message, topic.partitions.length, topic);
    } catch (error) {
      this.#pickError = toError(error);
      return -1;
    }
  }

  #tell(balancer: Balancer, queue: PartitionQueue, bytes: number): void {
    try {
      balancer.appended?.(queue.partition, bytes, queue.lastSealed);
    } catch (error) {
      this.#dispatcher.problem('the balancer failed', error);
    }
  }

  #whyNoTopic(call: ProduceCall, message: OutgoingMessage): KafkaError {
    if (call.topic !== undefined && message.topic !== undefined) {
      return fault('topic', message.topic, 'nothing, because the writer has a topic of its own');
    }
    const name = call.topic ?? message.topic;
    const known = name === undefined ? undefined : call.topicErrors?.get(name);
    return known ?? fault('topic', name, 'a topic name, because the writer has no topic of its own');
  }

  #whyNot(
    topic: TopicQueues,
    partition: number,
    queue: PartitionQueue | undefined,
    message: OutgoingMessage,
  ): KafkaError {
    const cause = this.#pickError;
    this.#pickError = undefined;
    const place = { topic: topic.name, partition };
    if (cause !== undefined) {
      return new KafkaError('CONFIG', `the balancer failed: ${cause.message}`, { topic: topic.name, cause });
    }
    if (queue === undefined) {
      return fault('partition', partition, `0 to ${topic.partitions.length - 1} in ${topic.name}`);
    }
    const { maxMessageBytes } = this.#dispatcher.settings;
    const why = `the message takes more than ${maxMessageBytes} bytes, which is what maxMessageBytes (by default batchBytes - 61) allows: its key, value and headers are ${payloadBytes(message)}`;
    return new KafkaError('MESSAGE_TOO_LARGE', why, place);
  }

  /** Whether every topic of the call is known, or known to be out of reach. */
  #hasTopics(call: ProduceCall): boolean {
    if (call.topic !== undefined) return this.#topics.get(call.topic)?.state === 'known';
    let last: string | undefined;
    for (const message of call.messages) {
      const topic = message?.topic;
      if (topic === last || !isTopicName(topic)) continue;
      if (this.#topics.get(topic)?.state !== 'known') return false;
      last = topic;
    }
    return true;
  }

  #park(call: ProduceCall): void {
    call.state = 'parked';
    call.parkedBytes = estimate(call.messages);
    this.#used += call.parkedBytes;
    this.#parked.push(call);
    for (const name of topicsOf(call)) this.#ask(this.#topic(name));
    // It may only stand behind another one of other topics.
    this.#examine();
  }

  #unpark(call: ProduceCall): void {
    this.kept(-call.parkedBytes);
    call.parkedBytes = 0;
  }

  /** Lets those parked calls go on whose topics are known, each topic's calls in their order. */
  #examine(): void {
    const blocked = new Set<string>();
    const go: ProduceCall[] = [];
    this.#parked = this.#parked.filter((call) => {
      const topics = topicsOf(call);
      const isReady = topics.every((name) => {
        const isSettled = this.#topics.get(name)?.state === 'known' || call.topicErrors?.has(name) === true;
        return isSettled && !blocked.has(name);
      });
      if (isReady) go.push(call);
      else for (const name of topics) blocked.add(name);
      return !isReady;
    });
    for (const call of go) {
      this.#unpark(call);
      call.state = 'accepted';
      this.#admit(call);
    }
  }

  #topic(name: string): TopicQueues {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = new TopicQueues(name, this.#dispatcher.settings.balancer(), this.#dispatcher);
      this.#topics.set(name, topic);
    }
    return topic;
  }

  #ask(topic: TopicQueues): void {
    if (topic.state !== 'unknown') return;
    topic.state = 'asking';
    const { cluster, settings } = this.#dispatcher;
    const { allowAutoTopicCreation, deliveryTimeoutMs } = settings;
    cluster
      .start()
      .then(() => cluster.metadata.topic(topic.name, { allowAutoTopicCreation, timeoutMs: deliveryTimeoutMs }))
      .then((metadata) => {
        topic.state = 'unknown';
        topic.learn(metadata);
        if (topic.state === 'unknown') throw new KafkaError('PROTOCOL', `topic ${topic.name} has no partitions`);
      })
      .catch((cause: unknown) => {
        topic.state = 'unknown';
        const error = KafkaError.is(cause) ? cause : new KafkaError('INTERNAL', toError(cause).message, { cause });
        for (const call of this.#parked) {
          if (!topicsOf(call).includes(topic.name)) continue;
          call.topicErrors ??= new Map();
          call.topicErrors.set(topic.name, error);
        }
      })
      .then(() => this.#examine());
  }
}

function isTopicName(topic: unknown): topic is string {
  try {
    topicOption('topic', topic as string);
    return true;
  } catch {
    return false;
  }
}

/** The topics of a call; messages without a usable one are refused on their own. */
function topicsOf(call: ProduceCall): readonly string[] {
  if (call.topic !== undefined) return [call.topic];
  const topics = new Set<string>();
  for (const message of call.messages) if (isTopicName(message?.topic)) topics.add(message.topic);
  return [...topics];
}

/** About the bytes that messages will take, without encoding them. */
function estimate(messages: readonly OutgoingMessage[]): number {
  let bytes = 0;
  for (const message of messages) bytes += 16 + (message?.key?.length ?? 0) + (message?.value?.length ?? 0);
  return bytes;
}
