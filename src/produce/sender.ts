// Requests to one broker. Owns: which batches share a request, how many requests are under way, the connection in use.
// Must not know calls or encodings.
//
//     idle -> connecting -> open -> idle             waiting: connecting failed, tried again after a pause
//       ^         |-> waiting -|      (connection lost)
//       |______________|
//
// Invariants: at most `maxInFlight` requests under way; a request holds at most one batch of a partition; requests are
// sent in the order in which their batches were taken.
import { Backoff } from '../base/backoff.ts';
import { KafkaError, toError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import {
  type NodeEndpoint,
  type PartitionProduceResponse,
  type ProduceResponse,
  produceApi,
} from '../protocol/generated/produce.ts';
import type { ProduceCluster, ProduceConnection } from './cluster-port.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { LOOK_AROUND_MS, RETRY } from './pauses.ts';
import { judge, type Outcome } from './produce-outcome.ts';
import {
  buildRequest,
  codecFault,
  matchResponse,
  type SentBatch,
  unanswered,
  versionLimit,
} from './produce-request.ts';
import type { ProducerSettings } from './settings.ts';

export type SenderState = 'idle' | 'connecting' | 'open' | 'waiting';

/** What a sender needs from the engine. */
export interface SenderHost {
  readonly cluster: ProduceCluster;
  readonly settings: ProducerSettings;
  /** Monotonic milliseconds. */
  now(): number;
  /** Whether batches could be numbered now; asks for a producer id if not. */
  canNumber(): boolean;
  /** Everything accepted is to go as soon as it can: a flush, or a full buffer. */
  readonly isUrgent: boolean;
  /** Calls `tick` at this time or before. */
  tickBy(at: number): void;
  /** Calls `flushIdle` of this sender at the end of the current turn. */
  atEndOfTurn(sender: Sender): void;
  /** A request was sent, or answered after so many milliseconds: for the figures. */
  sent(sent: readonly SentBatch[]): void;
  answered(afterMs: number): void;
  /** The version of Produce to use: at most `limit`, and what a transaction needs. */
  produceVersion(versions: ProduceConnection['versions'], limit: number | undefined): number;
  /** The broker refuses this client for good. */
  refused(sender: Sender, error: KafkaError): void;
}

/**
 * An open batch of this size goes at once while requests may still be sent: the broker works on it while the next one
 * is being encoded. Larger ones save nothing worth waiting for.
 */
export const EAGER_BYTES: number = 128 * 1024;
/** So many requests keep the broker busy; with more under way, batches had better grow. */
const EAGER_IN_FLIGHT = 2;

export class Sender {
  readonly nodeId: number;
  /** Queues with an open batch. */
  readonly #open = new Set<PartitionQueue>();
  /** Queues with a batch to send, in the order in which it is their turn. */
  readonly #ready = new Set<PartitionQueue>();
  readonly #host: SenderHost;
  readonly #backoff = new Backoff(RETRY);
  #state: SenderState = 'idle';
  #connection: ProduceConnection | undefined;
  #retryAt = 0;
  /** When to ask for other leaders, while this broker is not reached. */
  #lookAt = 0;
  #inFlight = 0;
  #trouble: KafkaError | undefined;
  /** Since when something waits here and nothing was sent. Means nothing while nothing waits. */
  #waitsSince = 0;

  constructor(nodeId: number, host: SenderHost) {
    this.nodeId = nodeId;
    this.#host = host;
  }

  get #eagerInFlight(): number {
    return Math.min(EAGER_IN_FLIGHT, this.#host.settings.maxInFlight);
  }

  get state(): SenderState {
    return this.#state;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Why this broker could not be asked, or did not answer, the last time; undefined once it has answered again. */
  get trouble(): KafkaError | undefined {
    return this.#trouble;
  }

  /** For how long it has taken nothing of what waits, beyond the time that batches linger; 0 when nothing waits. */
  get stalledMs(): number {
    if (this.#isEmpty) return 0;
    return Math.max(0, this.#host.now() - this.#waitsSince - this.#host.settings.lingerMs);
  }

  get #isEmpty(): boolean {
    return this.#open.size === 0 && this.#ready.size === 0;
  }

  /** A queue of this broker opened a batch. */
  opened(queue: PartitionQueue): void {
    if (this.#isEmpty) this.#waitsSince = this.#host.now();
    this.#open.add(queue);
    const { settings } = this.#host;
    if (this.#inFlight === 0 || settings.lingerMs === 0 || this.#host.isUrgent) this.#host.atEndOfTurn(this);
    else this.#host.tickBy((queue.open?.openedAt ?? 0) + settings.lingerMs);
  }

  closed(queue: PartitionQueue): void {
    this.#open.delete(queue);
  }

  /** A queue of this broker has a batch to send; `pump` sends it. */
  ready(queue: PartitionQueue): void {
    if (this.#isEmpty) this.#waitsSince = this.#host.now();
    this.#ready.add(queue);
  }

  /** The queue belongs to another broker now. */
  drop(queue: PartitionQueue): void {
    this.#open.delete(queue);
    this.#ready.delete(queue);
  }

  /** A run of messages went into the queue's open batch. */
  grew(queue: PartitionQueue): void {
    const batch = queue.open;
    if (batch === undefined || batch.bytes < EAGER_BYTES || this.#inFlight >= this.#eagerInFlight) return;
    if (!this.#usable() || !queue.mayFlow(this.#host.now())) return;
    queue.seal();
    this.pump();
  }

  /** The end of a turn: what is open goes if the lane is free. */
  flushIdle(): void {
    this.#harvest(this.#inFlight === 0);
    this.pump();
  }

  /** Time passed: what has lingered long enough goes; a failed connection is tried again. */
  tick(): void {
    this.#harvest(false);
    this.pump();
    if ((this.#state === 'connecting' || this.#state === 'waiting') && !this.#isEmpty) this.#lookAround();
  }

  /**
   * Something waits for a broker that cannot be reached: the others may know of a new leader long before the next attempt
   * has failed, which takes seconds where nothing answers.
   */
  #lookAround(): void {
    const now = this.#host.now();
    if (now >= this.#lookAt) {
      this.#lookAt = now + LOOK_AROUND_MS;
      this.#host.cluster.metadata.refreshSoon();
    }
    this.#host.tickBy(this.#lookAt);
  }

  /** Sends what is ready, as far as the lane has room. */
  pump(): void {
    while (this.#ready.size > 0 && this.#inFlight < this.#host.settings.maxInFlight) {
      const connection = this.#usable();
      if (connection === undefined) return;
      const sent = this.#collect();
      if (sent.length === 0) return;
      this.#send(connection, sent);
    }
  }

  /** The connection, if requests can be sent on it now; else begins to get one. */
  #usable(): ProduceConnection | undefined {
    if (!this.#host.canNumber()) return undefined;
    if (this.#state === 'open' && this.#connection?.state !== 'open') {
      this.#connection = undefined;
      this.#state = 'idle';
    }
    if (this.#state === 'waiting') {
      if (this.#host.now() < this.#retryAt) this.#host.tickBy(this.#retryAt);
      else this.#state = 'idle';
    }
    if (this.#state === 'idle') this.#connect();
    return this.#connection;
  }

  #connect(): void {
    this.#state = 'connecting';
    this.#lookAt = this.#host.now() + LOOK_AROUND_MS;
    this.#host.tickBy(this.#lookAt);
    this.#host.cluster.connection(this.nodeId, 'produce').then(
      (connection) => {
        this.#state = 'open';
        this.#connection = connection;
        this.#backoff.reset();
        this.flushIdle();
      },
      (error: unknown) => this.#cannotConnect(error),
    );
  }

  #cannotConnect(cause: unknown): void {
    const { cluster } = this.#host;
    this.#state = 'waiting';
    this.#trouble = asKafkaError(cause);
    this.#retryAt = this.#host.now() + this.#backoff.next();
    if (classify(cause) === 'fail') return this.#host.refused(this, asKafkaError(cause));
    // Perhaps its partitions have other leaders by now.
    cluster.metadata.refreshSoon();
    this.#host.tickBy(this.#retryAt);
  }

  /** Closes open batches whose time has come: all of them on an idle lane, else those that lingered or are large. */
  #harvest(isIdle: boolean): void {
    if (this.#open.size === 0 || this.#inFlight >= this.#host.settings.maxInFlight || this.#usable() === undefined)
      return;
    const now = this.#host.now();
    const all = isIdle || this.#host.isUrgent;
    const dueBefore = now - this.#host.settings.lingerMs;
    let next = Number.POSITIVE_INFINITY;
    for (const queue of this.#open) {
      const batch = queue.open;
      if (batch === undefined || !queue.mayFlow(now)) continue;
      const isEager = batch.bytes >= EAGER_BYTES && this.#inFlight < this.#eagerInFlight;
      if (all || isEager || batch.openedAt <= dueBefore) queue.seal();
      else next = Math.min(next, batch.openedAt);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#host.tickBy(next + this.#host.settings.lingerMs);
  }

  /** One batch of each queue that has one, in turn; queues with more come again at the end of the line. */
  #collect(): SentBatch[] {
    const now = this.#host.now();
    const sent: SentBatch[] = [];
    const { maxRequestBytes } = this.#host.settings;
    let bytes = 0;
    for (const queue of this.#ready) {
      if (sent.length > 0 && bytes + queue.nextBytes > maxRequestBytes) break;
      this.#ready.delete(queue);
      const batch = queue.take(now);
      if (batch === undefined) continue;
      sent.push({ queue, batch, topicId: queue.topic.topicId });
      bytes += batch.wireBytes;
    }
    for (const { queue } of sent) if (queue.hasReady(now)) this.#ready.add(queue);
    return sent;
  }

  #send(connection: ProduceConnection, taken: readonly SentBatch[]): void {
    const { settings } = this.#host;
    let sent = taken;
    let answer: Promise<ProduceResponse | undefined>;
    try {
      const version = this.#host.produceVersion(connection.versions, versionLimit(taken));
      sent = this.#carried(taken, version, connection.address);
      if (sent.length === 0) return;
      answer = connection.send(produceApi, version, buildRequest(sent, settings), {
        timeoutMs: settings.requestTimeoutMs,
        expectResponse: settings.acks !== 0,
      });
    } catch (error) {
      for (const { queue, batch } of sent) if (batch.state === 'ready') queue.bytesOf(batch);
      answer = Promise.reject(error);
    }
    this.#inFlight++;
    const sentAt = this.#host.now();
    this.#waitsSince = sentAt;
    this.#host.sent(sent);
    answer.then(
      (response) => {
        this.#host.answered(this.#host.now() - sentAt);
        this.#answered(sent, response, connection.address);
      },
      (error: unknown) => this.#broken(sent, asKafkaError(error)),
    );
  }

  /** Those that this version of Produce can carry; the others fail alone. */
  #carried(taken: readonly SentBatch[], version: number, address: string): readonly SentBatch[] {
    return taken.filter(({ queue, batch }) => {
      const error = codecFault(batch.compression, version, address);
      if (error === undefined) return true;
      queue.bytesOf(batch);
      queue.settle(batch, { kind: 'fail', error, isDoubtful: false }, this.#host.now());
      return false;
    });
  }

  #answered(sent: readonly SentBatch[], response: ProduceResponse | undefined, address: string): void {
    const now = this.#host.now();
    this.#inFlight--;
    this.#trouble = undefined;
    if (response === undefined) {
      for (const { queue, batch } of sent) queue.settle(batch, UNKNOWN_OFFSET, now);
    } else {
      let refresh = false;
      matchResponse(sent, response, (one, answer) => {
        refresh = this.#judge(one, answer, { now, address, nodes: response.nodeEndpoints }) || refresh;
      });
      if (refresh) this.#host.cluster.metadata.refreshSoon();
    }
    this.#goOn();
  }

  /** Settles one batch; true when metadata should be fetched anew. */
  #judge(
    one: SentBatch,
    answer: PartitionProduceResponse | undefined,
    context: { now: number; address: string; nodes: readonly NodeEndpoint[] },
  ): boolean {
    const { queue, batch } = one;
    const { now } = context;
    if (answer === undefined) {
      const error = unanswered(one, context.address);
      queue.settle(batch, { kind: 'retry', error, refresh: true, isDoubtful: true }, now);
      return true;
    }
    const outcome = judge(answer, batch, this.#host.settings.idempotent);
    const movedTo = outcome.kind === 'retry' ? this.#follow(queue, answer, context.nodes) : undefined;
    queue.settle(batch, outcome, now, movedTo);
    return outcome.kind === 'retry' && outcome.refresh && movedTo === undefined;
  }

  /** The leader to go on with at once: one that the answer names (KIP-951), or that metadata knows of by now. */
  #follow(queue: PartitionQueue, answer: PartitionProduceResponse, nodes: readonly NodeEndpoint[]): number | undefined {
    const { leaderId, leaderEpoch } = answer.currentLeader;
    if (leaderId >= 0 && leaderId !== this.nodeId) {
      const node = nodes.find(({ nodeId }) => nodeId === leaderId);
      const known = node && { id: leaderId, host: node.host, port: node.port, rack: node.rack };
      this.#host.cluster.metadata.applyLeaderHint(queue.topic.name, queue.partition, leaderId, leaderEpoch, known);
    }
    return this.#leaderElsewhere(queue);
  }

  #leaderElsewhere({ topic, partition }: PartitionQueue): number | undefined {
    const leader = this.#host.cluster.metadata.leader(topic.name, partition)?.id;
    return leader === this.nodeId ? undefined : leader;
  }

  /** The request failed as a whole; it may have been served all the same. */
  #broken(sent: readonly SentBatch[], error: KafkaError): void {
    const now = this.#host.now();
    this.#inFlight--;
    this.#trouble = error;
    // CLOSED: the connection was replaced, not the producer.
    const isFinal = error.code !== 'CLOSED' && classify(error) === 'fail';
    const outcome: Outcome = isFinal
      ? { kind: 'fail', error, isDoubtful: error.code === 'PROTOCOL' }
      : { kind: 'retry', error, refresh: true, isDoubtful: true };
    for (const { queue, batch } of sent) queue.settle(batch, outcome, now, this.#leaderElsewhere(queue));
    if (!isFinal) this.#host.cluster.metadata.refreshSoon();
    this.#goOn();
  }

  /** After an answer: what is ready goes now, what is open goes at the end of the turn if the lane fell idle. */
  #goOn(): void {
    this.#harvest(false);
    this.pump();
    if (this.#inFlight === 0 && this.#open.size > 0) this.#host.atEndOfTurn(this);
  }
}

const UNKNOWN_OFFSET: Outcome = { kind: 'acked', baseOffset: -1 };

function asKafkaError(thrown: unknown): KafkaError {
  if (KafkaError.is(thrown)) return thrown;
  const error = toError(thrown);
  return new KafkaError('INTERNAL', error.message, { cause: error });
}
