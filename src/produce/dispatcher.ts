// Brings queues and senders together. Owns: which queue belongs to which broker, the end of the turn, the one alarm,
// expiry, the producer id. Must not know calls.
//
// Invariant: a queue with unfinished batches is in `active`, and with a leader it has that leader's sender; the alarm runs
// only while something is active.
import { type Deferred, deferred } from '../base/deferred.ts';
import type { KafkaError } from '../base/errors.ts';
import { toError } from '../base/errors.ts';
import { ChunkPool } from '../record/chunk-pool.ts';
import { Alarm } from './alarm.ts';
import { BatchFigures } from './batch-figures.ts';
import type { ProduceCluster } from './cluster-port.ts';
import type { PartitionQueue, QueueHost } from './partition-queue.ts';
import type { SentBatch } from './produce-request.ts';
import { ProducerId } from './producer-id.ts';
import { Sender, type SenderHost } from './sender.ts';
import type { ProducerSettings } from './settings.ts';
import type { TopicQueues } from './topic-queues.ts';

/** Counted since the producer was made. */
export interface ProducerCounters {
  requests: number;
  batches: number;
  retries: number;
  splits: number;
  failedMessages: number;
}

/** How often metadata is asked for while a partition that has records waits for a leader. */
const LEADERLESS_REFRESH_MS = 500;

export class Dispatcher implements QueueHost, SenderHost {
  readonly cluster: ProduceCluster;
  readonly settings: ProducerSettings;
  readonly pool: ChunkPool;
  readonly producerId: ProducerId;
  readonly counters: ProducerCounters = { requests: 0, batches: 0, retries: 0, splits: 0, failedMessages: 0 };
  readonly figures: BatchFigures = new BatchFigures();
  /** Produce requests that were answered. */
  answers = 0;
  /** Queues with batches that are not done. */
  readonly active: Set<PartitionQueue> = new Set();
  /** Flushes under way. */
  flushes = 0;
  /** Calls wait for room. */
  isCrowded = false;
  /** Why the cluster gave no producer id the last time; undefined once it did. */
  numberTrouble: KafkaError | undefined;
  readonly #onKept: (bytes: number) => void;
  readonly #senders = new Map<number, Sender>();
  readonly #alarm: Alarm;
  readonly #stopListening: () => void;
  #endOfTurn: Sender[] = [];
  #numbering: Deferred<void> | undefined;
  /** Monotonic time at which queues are looked at: pauses that end, batches that expire. */
  #scanAt = Number.POSITIVE_INFINITY;

  constructor(
    cluster: ProduceCluster,
    settings: ProducerSettings,
    closing: AbortSignal,
    onKept: (bytes: number) => void,
  ) {
    this.cluster = cluster;
    this.settings = settings;
    this.pool = new ChunkPool(settings.maxBufferedBytes);
    this.producerId = new ProducerId(cluster, closing, {
      onKnown: () => {
        this.#numbering?.resolve();
        this.#numbering = undefined;
        this.numberTrouble = undefined;
        this.#wakeAll();
      },
      onRefused: (error) => {
        this.#numbering?.reject(error);
        this.#numbering = undefined;
        this.numberTrouble = error;
        this.failAll(error, { onlyUnsent: true });
      },
    });
    this.#onKept = onKept;
    this.#alarm = new Alarm(cluster.clock, () => this.#ring());
    this.#stopListening = cluster.metadata.onChange(() => this.#metadataChanged());
  }

  /** Everything is to go as soon as it can. */
  get isUrgent(): boolean {
    return this.flushes > 0 || this.isCrowded;
  }

  get inFlight(): number {
    let total = 0;
    for (const sender of this.#senders.values()) total += sender.inFlight;
    return total;
  }

  /** Why a broker could not be asked, or did not answer, the last time. */
  troubleOf(nodeId: number): KafkaError | undefined {
    return this.#senders.get(nodeId)?.trouble;
  }

  /** Resolves once batches can be numbered; rejects when the cluster refuses that. */
  numbered(): Promise<void> {
    if (this.canNumber()) return Promise.resolve();
    this.#numbering ??= deferred();
    return this.#numbering.promise;
  }

  /** Why some broker could not be asked, or did not answer, the last time. */
  get trouble(): KafkaError | undefined {
    for (const { trouble } of this.#senders.values()) if (trouble !== undefined) return trouble;
    return undefined;
  }

  now(): number {
    return this.cluster.clock.monotonic();
  }

  canNumber(): boolean {
    if (!this.settings.idempotent || this.producerId.state.kind === 'known') return true;
    this.producerId.ask();
    return false;
  }

  /** A run of messages went into the queue's open batch. */
  grew(queue: PartitionQueue, bytes: number): void {
    this.#onKept(bytes);
    queue.sender?.grew(queue);
  }

  opened(queue: PartitionQueue): void {
    if (!this.active.has(queue)) {
      this.active.add(queue);
      if (queue.inFlight === 0) this.#route(queue);
      if (queue.sender === undefined) this.#awaitLeader();
    }
    this.#scanBy((queue.open?.since ?? this.now()) + this.settings.deliveryTimeoutMs);
    queue.sender?.opened(queue);
  }

  closed(queue: PartitionQueue): void {
    queue.sender?.closed(queue);
  }

  ready(queue: PartitionQueue): void {
    queue.sender?.ready(queue);
  }

  drained(queue: PartitionQueue): void {
    const before = queue.sender;
    this.#route(queue);
    if (queue.sender === undefined) this.#awaitLeader();
    else if (queue.sender !== before) this.atEndOfTurn(queue.sender);
  }

  emptied(queue: PartitionQueue): void {
    this.active.delete(queue);
    if (this.active.size > 0) return;
    this.#alarm.cancel();
    this.#scanAt = Number.POSITIVE_INFINITY;
  }

  kept(bytes: number): void {
    this.#onKept(bytes);
  }

  count(event: 'retried' | 'failed' | 'split', records: number): void {
    if (event === 'failed') this.counters.failedMessages += records;
    else if (event === 'split') this.counters.splits++;
    else this.counters.retries++;
  }

  problem(what: string, error: unknown): void {
    this.cluster.logger.warn(what, { error: toError(error).message });
  }

  recreated({ name, topicId }: TopicQueues): void {
    this.cluster.logger.warn('a topic was deleted and made anew; what waits for it goes to the new one', {
      topic: name,
      topicId,
    });
  }

  sent(sent: readonly SentBatch[]): void {
    this.counters.requests++;
    this.counters.batches += sent.length;
    const now = this.now();
    for (const { batch } of sent) if (batch.attempts === 1) this.figures.sent(batch, now);
  }

  answered(afterMs: number): void {
    this.answers++;
    this.figures.writeTimeMs.add(afterMs);
  }

  refused(sender: Sender, error: KafkaError): void {
    for (const queue of [...this.active]) if (queue.sender === sender) queue.failAll(error);
  }

  failAll(error: KafkaError, options?: { readonly onlyUnsent?: boolean }): void {
    for (const queue of [...this.active]) queue.failAll(error, options);
  }

  stalledMs(topic: string, partition: number): number {
    const leader = this.cluster.metadata.leader(topic, partition)?.id;
    return leader === undefined ? 0 : (this.#senders.get(leader)?.stalledMs ?? 0);
  }

  lookAgain(at: number): void {
    if (this.active.size > 0) this.#scanBy(at);
  }

  tickBy(at: number): void {
    if (this.active.size > 0) this.#alarm.by(at);
  }

  /** An immediate: after every continuation that this turn's answers set off, before the next poll for I/O. */
  atEndOfTurn(sender: Sender): void {
    if (this.#endOfTurn.includes(sender)) return;
    if (this.#endOfTurn.push(sender) === 1) setImmediate(this.#onEndOfTurn);
  }

  readonly #onEndOfTurn = (): void => {
    const senders = this.#endOfTurn;
    this.#endOfTurn = [];
    for (const sender of senders) sender.flushIdle();
  };

  /** Sends everything that can go, without waiting for company. */
  urge(): void {
    for (const sender of this.#senders.values()) sender.tick();
  }

  close(error: KafkaError): void {
    this.#numbering?.reject(error);
    this.#stopListening();
    this.#alarm.cancel();
  }

  #scanBy(at: number): void {
    this.#scanAt = Math.min(this.#scanAt, at);
    this.#alarm.by(at);
  }

  #ring(): void {
    const now = this.now();
    if (now >= this.#scanAt) this.#scan(now);
    for (const sender of this.#senders.values()) sender.tick();
    if (this.active.size > 0) this.#alarm.by(this.#scanAt);
  }

  #scan(now: number): void {
    this.#scanAt = Number.POSITIVE_INFINITY;
    const since = now - this.settings.deliveryTimeoutMs;
    let leaderless = false;
    for (const queue of [...this.active]) {
      // Read after the call, which may ask for an earlier look.
      const due = queue.expire(since);
      this.#scanAt = Math.min(this.#scanAt, due);
      if (queue.sender === undefined && !queue.isEmpty) leaderless = true;
    }
    if (leaderless) this.#awaitLeader();
  }

  #awaitLeader(): void {
    this.cluster.metadata.refreshSoon();
    this.#scanBy(this.now() + LEADERLESS_REFRESH_MS);
  }

  #metadataChanged(): void {
    const now = this.now();
    const { metadata } = this.cluster;
    for (const { topic } of this.active) {
      const known = metadata.get(topic.name);
      // Before anything is sent on the strength of it: the topic may be another one by now.
      if (known !== undefined) topic.learn(known);
    }
    for (const queue of [...this.active]) {
      const leader = metadata.leader(queue.topic.name, queue.partition)?.id;
      if (leader === undefined || leader === queue.sender?.nodeId) continue;
      queue.leaderMoved(now);
      if (queue.inFlight > 0) continue;
      this.#route(queue);
      queue.wake(now);
      queue.sender?.pump();
    }
  }

  /** Gives the queue to the sender of its partition's leader. */
  #route(queue: PartitionQueue): void {
    const leader = this.cluster.metadata.leader(queue.topic.name, queue.partition)?.id;
    if (leader === queue.sender?.nodeId) return;
    queue.sender?.drop(queue);
    queue.sender = leader === undefined ? undefined : this.#sender(leader);
    if (queue.open !== undefined) queue.sender?.opened(queue);
  }

  #sender(nodeId: number): Sender {
    let sender = this.#senders.get(nodeId);
    if (sender === undefined) {
      sender = new Sender(nodeId, this);
      this.#senders.set(nodeId, sender);
    }
    return sender;
  }

  #wakeAll(): void {
    const now = this.now();
    for (const queue of this.active) queue.wake(now);
    for (const sender of this.#senders.values()) sender.flushIdle();
  }
}
