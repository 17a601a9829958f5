// Takes calls in: picks partitions, encodes each message once, makes callers wait for topics and for room.
// Owns: the byte bound, the order in which waiting calls go on, how long they wait. Must not know brokers or requests.
//
//     call -> [parked: a topic's partitions are unknown] -> [waiting: no room, first in first out] -> accepted
//
// Invariants: a call whose topic has an earlier call still parked goes behind it, and every call behind those that wait
// for room; the bytes kept are never more than the bound; a call waits no longer than the delivery timeout.
import { KafkaError, toError } from '../base/errors.ts';
import { topicOption } from '../base/options.ts';
import { Summarizer } from '../base/summary.ts';
import { Alarm } from './alarm.ts';
import type { Balancer } from './balancer.ts';
import type { Dispatcher } from './dispatcher.ts';
import { closeMost, fault, messageFault, type OutgoingMessage, payloadBytes, roughMost } from './outgoing-message.ts';
import type { PartitionQueue } from './partition-queue.ts';
import type { ProduceBatch } from './produce-batch.ts';
import type { ProduceCall } from './produce-call.ts';
import { TopicLookup } from './topic-lookup.ts';
import type { TopicQueues } from './topic-queues.ts';

export class Intake {
  readonly #dispatcher: Dispatcher;
  /** The topics that were ever asked for. */
  readonly lookup: TopicLookup;
  /** In their order. */
  readonly #parked = new Set<ProduceCall>();
  /** How many parked calls there are of each topic. */
  readonly #parkedTopics = new Map<string, number>();
  readonly #waiting = new Set<ProduceCall>();
  readonly #alarm: Alarm;
  #used = 0;
  #isResuming = false;
  #pickError: Error | undefined;
  /** Messages accepted so far, and their bytes. */
  accepted = 0;
  acceptedBytes = 0;
  /** How long calls were held that could not be accepted at once. */
  readonly held: Summarizer = new Summarizer();

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
    this.lookup = new TopicLookup(dispatcher, (topic, error) => this.#answered(topic, error));
    this.#alarm = new Alarm(dispatcher.cluster.clock, () => this.#expire());
  }

  /** Bytes kept: encoded and not acknowledged, or in parked calls. */
  get used(): number {
    return this.#used;
  }

  /** Whether calls wait for this topic. */
  isAwaited(topic: string): boolean {
    return this.#parkedTopics.has(topic);
  }

  /** Calls that wait for room. */
  get waitingCalls(): ReadonlySet<ProduceCall> {
    return this.#waiting;
  }

  /** Calls that wait for a topic or for room. */
  get heldCalls(): readonly ProduceCall[] {
    return [...this.#parked, ...this.#waiting];
  }

  /** Takes a call in: at once where that is possible. */
  take(call: ProduceCall): void {
    const { settings } = this.#dispatcher;
    if (settings.whenFull === 'throw') {
      const bytes = most(call, settings.maxMessageBytes);
      if (bytes > settings.maxBufferedBytes - this.#used) return call.refuseAll(this.#full(bytes));
    }
    if (this.#mustPark(call)) this.#park(call);
    else this.#admit(call);
  }

  /** Ends every call that waits; what it put into batches stays there. */
  refuseHeld(error: KafkaError): void {
    for (const call of this.heldCalls) this.#refuse(call, error);
  }

  /** Takes a call out of the queues; what it put into batches stays there. */
  remove(call: ProduceCall): void {
    if (this.#parked.has(call)) {
      this.#unpark(call);
      // Those behind it may go if it was only another topic that it waited for.
      const frees = (name: string) => this.lookup.get(name)?.state === 'known' && this.#parkedTopics.has(name);
      if (topicsOf(call).some(frees)) this.#examine();
    } else if (this.#waiting.has(call)) {
      const wasFirst = first(this.#waiting) === call;
      this.#waiting.delete(call);
      call.state = 'accepted';
      if (wasFirst) this.#resumeSoon();
    } else return;
    this.#released(call);
  }

  /** Bytes were let go (or fewer are kept after a split). */
  kept(bytes: number): void {
    this.#used += bytes;
    if (bytes < 0 && this.#waiting.size > 0) this.#resumeSoon();
  }

  close(): void {
    this.#alarm.cancel();
  }

  #admit(call: ProduceCall): void {
    if (this.#waiting.size === 0 && this.#fill(call)) return;
    call.state = 'waiting';
    this.#waiting.add(call);
    this.#expireBy(call);
    this.#dispatcher.isCrowded = true;
    this.#dispatcher.urge();
  }

  /** Not at once, because bytes are let go in the middle of an answer's handling. */
  #resumeSoon(): void {
    if (this.#isResuming) return;
    this.#isResuming = true;
    queueMicrotask(() => {
      this.#isResuming = false;
      for (let call = first(this.#waiting); call !== undefined; call = first(this.#waiting)) {
        if (!this.#fill(call)) break;
        this.#waiting.delete(call);
        this.#released(call);
      }
      this.#dispatcher.isCrowded = this.#waiting.size > 0;
      if (this.#dispatcher.isCrowded) this.#dispatcher.urge();
    });
  }

  /** A call that was held is held no more. */
  #released(call: ProduceCall): void {
    this.held.add(this.#dispatcher.now() - call.since);
    if (this.#parked.size + this.#waiting.size === 0) this.#alarm.cancel();
  }

  #refuse(call: ProduceCall, error: KafkaError): void {
    this.remove(call);
    call.refuseRest(error);
    call.finishIfDone();
  }

  #expireBy(call: ProduceCall): void {
    this.#alarm.by(call.since + this.#dispatcher.settings.deliveryTimeoutMs);
  }

  /** The delivery timeout counts from the call, whether it got into a batch or not. */
  #expire(): void {
    const { deliveryTimeoutMs, maxBufferedBytes } = this.#dispatcher.settings;
    const since = this.#dispatcher.now() - deliveryTimeoutMs;
    for (const call of this.heldCalls) {
      if (call.since > since) {
        this.#expireBy(call);
        continue;
      }
      const isParked = call.state === 'parked';
      const why = isParked
        ? `the partitions of ${topicsOf(call).find((name) => this.lookup.get(name)?.state !== 'known') ?? 'its topics'} are not known`
        : `the buffer (maxBufferedBytes, ${maxBufferedBytes}) is full`;
      const message = `not accepted within deliveryTimeoutMs (${deliveryTimeoutMs}): ${why}`;
      const cause = isParked ? this.lookup.trouble?.error : this.#dispatcher.trouble;
      const last = cause === undefined ? '' : `; the last failure: ${cause.message}`;
      this.#refuse(call, new KafkaError('TIMEOUT', message + last, { api: 'Produce', retriable: true, cause }));
    }
  }

  /**
   * Encodes messages of the call until all are accepted (true) or there is no more room (false). Hot path: bookkeeping is
   * done per run of messages that go into the same batch.
   */
  #fill(call: ProduceCall): boolean {
    const { messages, since } = call;
    const { maxBufferedBytes, maxMessageBytes } = this.#dispatcher.settings;
    const timestamp = this.#dispatcher.cluster.clock.now();
    let room = maxBufferedBytes - this.#used;
    let topic = call.topic === undefined ? undefined : this.lookup.get(call.topic);
    let queue: PartitionQueue | undefined;
    let run: ProduceBatch | undefined;
    let runBytes = 0;
    let accepted = 0;
    for (; call.next < messages.length; call.next++) {
      const message = messages[call.next] as OutgoingMessage;
      const error = messageFault(message);
      if (error === undefined && call.topic === undefined && message.topic !== topic?.name) {
        topic = this.lookup.get(message.topic as string);
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
      // With so much room, a message fits or is too large; only near its end is measuring worth while.
      if (room < maxMessageBytes && room < roughMost(message) && room < closeMost(message, maxMessageBytes)) break;
      const partition = message.partition ?? this.#pick(topic, message);
      const target = topic.partitions[partition];
      const taken = target === undefined ? -1 : target.append(message, timestamp, since);
      if (taken < 0 || target === undefined) {
        call.refuse(this.#whyNot(topic, partition, target, message));
        run = undefined;
        continue;
      }
      room -= taken;
      const batch = target.open as ProduceBatch;
      if (batch !== run) {
        if (queue !== undefined) this.#grew(queue, runBytes);
        queue = target;
        run = batch;
        runBytes = 0;
        run.join(call);
        call.result._startRun(run, call.next, run.count - 1);
      }
      runBytes += taken;
      accepted++;
      if (message.onDelivery !== undefined) call.hasCallbacks = true;
      if (topic.balancer.appended !== undefined) this.#tell(topic.balancer, target, taken);
    }
    if (queue !== undefined) this.#grew(queue, runBytes);
    this.accepted += accepted;
    if (call.next < messages.length) return false;
    call.state = 'accepted';
    call.accepted();
    return true;
  }

  #grew(queue: PartitionQueue, bytes: number): void {
    this.acceptedBytes += bytes;
    this.#dispatcher.grew(queue, bytes);
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

  #full(bytes: number): KafkaError {
    const { maxBufferedBytes } = this.#dispatcher.settings;
    const isEver = bytes <= maxBufferedBytes;
    const why = isEver
      ? `${this.#used} of maxBufferedBytes (${maxBufferedBytes}) are taken`
      : `it is more than maxBufferedBytes (${maxBufferedBytes})`;
    return new KafkaError('BUFFER_FULL', `write: no room for ${bytes} bytes: ${why}`, { retriable: isEver });
  }

  /** Whether a topic of the call is unknown, or an earlier call of the same topic waits for another one. */
  #mustPark(call: ProduceCall): boolean {
    if (call.topic !== undefined) return this.#blocks(call.topic);
    let last: string | undefined;
    for (const message of call.messages) {
      const topic = message?.topic;
      if (topic === last || !isTopicName(topic)) continue;
      if (this.#blocks(topic)) return true;
      last = topic;
    }
    return false;
  }

  #blocks(topic: string): boolean {
    return this.lookup.get(topic)?.state !== 'known' || this.#parkedTopics.has(topic);
  }

  #park(call: ProduceCall): void {
    call.state = 'parked';
    // In parts, where there is no room for all: it is the caller's own array that waits.
    const { maxBufferedBytes, maxMessageBytes } = this.#dispatcher.settings;
    call.parkedBytes = Math.min(most(call, maxMessageBytes), Math.max(0, maxBufferedBytes - this.#used));
    this.#used += call.parkedBytes;
    this.#parked.add(call);
    this.#expireBy(call);
    for (const name of topicsOf(call)) {
      this.#parkedTopics.set(name, (this.#parkedTopics.get(name) ?? 0) + 1);
      // What comes of it is told to all that wait, by `#answered`.
      this.lookup.know(name).catch(() => {});
    }
  }

  #unpark(call: ProduceCall): void {
    this.#parked.delete(call);
    call.state = 'accepted';
    for (const name of topicsOf(call)) {
      const left = (this.#parkedTopics.get(name) ?? 1) - 1;
      if (left > 0) this.#parkedTopics.set(name, left);
      else this.#parkedTopics.delete(name);
    }
    this.kept(-call.parkedBytes);
    call.parkedBytes = 0;
  }

  /** A topic is known, or cannot be. */
  #answered(topic: string, error: KafkaError | undefined): void {
    if (error !== undefined && this.#parkedTopics.has(topic)) {
      for (const call of this.#parked) {
        if (!topicsOf(call).includes(topic)) continue;
        call.topicErrors ??= new Map();
        call.topicErrors.set(topic, error);
      }
    }
    this.#examine();
  }

  /** Lets those parked calls go on whose topics are known, each topic's calls in their order. */
  #examine(): void {
    const blocked = new Set<string>();
    const go: ProduceCall[] = [];
    for (const call of this.#parked) {
      const topics = topicsOf(call);
      const isReady = topics.every((name) => {
        const isSettled = this.lookup.get(name)?.state === 'known' || call.topicErrors?.has(name) === true;
        return isSettled && !blocked.has(name);
      });
      if (isReady) go.push(call);
      else for (const name of topics) blocked.add(name);
    }
    for (const call of go) {
      this.#unpark(call);
      this.#admit(call);
      if (call.state === 'accepted') this.#released(call);
    }
  }
}

function first(calls: ReadonlySet<ProduceCall>): ProduceCall | undefined {
  for (const call of calls) return call;
  return undefined;
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

/** At least the bytes that a call's messages will take; those that cannot be written take none. */
function most(call: ProduceCall, maxMessageBytes: number): number {
  let bytes = 0;
  for (const message of call.messages) {
    if (messageFault(message) === undefined) bytes += closeMost(message, maxMessageBytes);
  }
  return bytes;
}
