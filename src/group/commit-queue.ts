// Commits of one member, in order. Owns: what waits to be committed, and how far each partition was committed.
// Invariants: one request in flight; a partition goes backwards only after goBack(); nothing is sent between Join and Sync (the gate
// says when); every ticket is settled, at the latest when the generation is lost or the member closes.
import { sleep } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { type Deferred, deferred } from '../base/deferred.ts';
import { KafkaError, toError } from '../base/errors.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { faultOf } from './group-fault.ts';
import type { Identity } from './member-state.ts';

/** What became of one partition's commit. */
export interface CommitResult extends TopicPartition {
  /** Undefined: committed, or an offset at least as high already was. */
  readonly error: KafkaError | undefined;
}

/** What the queue asks its member. */
export interface CommitGate {
  readonly clock: Clock;
  /** In whose name to commit; undefined: not now. */
  identity(): Identity | undefined;
  owns(topic: string, partition: number): boolean;
  /** One attempt: error code per partition key. */
  send(identity: Identity, offsets: readonly TopicPartitionOffset[]): Promise<ReadonlyMap<string, number>>;
  /** A commit learned something about the membership. */
  onFault(error: KafkaError, identity: Identity): void;
}

interface Ticket {
  readonly results: Map<string, CommitResult>;
  left: number;
  readonly done: Deferred<readonly CommitResult[]>;
}

interface Pending {
  place: TopicPartitionOffset;
  /** Reading went back below it: whatever is committed next takes its place. */
  isPast: boolean;
  tickets: Ticket[];
}

export class CommitQueue {
  readonly #gate: CommitGate;
  readonly #backoff = new Backoff();
  readonly #pending = new Map<string, Pending>();
  /** Partitions that went back while a request is in flight: its success says nothing about what may follow. */
  readonly #wentBack = new Set<string>();
  /** Per partition the highest offset known to be committed. */
  readonly #floors = new Map<string, number>();
  #flight: Promise<void> | undefined;
  #pump: Promise<void> | undefined;
  #stopped: KafkaError | undefined;
  /** Why what is in flight must not be sent again; set by reset() while something is. */
  #resetDuringFlight: string | undefined;
  readonly #stop = new AbortController();

  constructor(gate: CommitGate) {
    this.#gate = gate;
  }

  /** Settles when every partition has its result. */
  add(offsets: readonly TopicPartitionOffset[]): Promise<readonly CommitResult[]> {
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped);
    const highest = new Map<string, TopicPartitionOffset>();
    for (const place of offsets) {
      const key = partitionKey(place.topic, place.partition);
      if (place.offset >= (highest.get(key)?.offset ?? 0)) highest.set(key, place);
    }
    const ticket: Ticket = { results: new Map(), left: highest.size, done: deferred() };
    if (ticket.left === 0) ticket.done.resolve([]);
    for (const [key, place] of highest) this.#put(key, place, [ticket]);
    this.wake();
    return ticket.done.promise;
  }

  /** What was read as committed counts as committed: nothing lower is sent. */
  learn(place: TopicPartitionOffset): void {
    const key = partitionKey(place.topic, place.partition);
    this.#floors.set(key, Math.max(place.offset, this.#floors.get(key) ?? 0));
  }

  /** Reading goes on at `place` on purpose, perhaps below what was committed: what is committed from now on counts. */
  goBack(place: TopicPartitionOffset): void {
    const key = partitionKey(place.topic, place.partition);
    if ((this.#floors.get(key) ?? 0) > place.offset) this.#floors.set(key, place.offset);
    if (this.#flight !== undefined) this.#wentBack.add(key);
    const waiting = this.#pending.get(key);
    if (waiting !== undefined && waiting.place.offset > place.offset) waiting.isPast = true;
  }

  /** The gate may be open now. */
  wake(): void {
    if (this.#pump !== undefined || this.#pending.size === 0) return;
    this.#pump = this.#run().finally(() => {
      this.#pump = undefined;
      // Something may have come in while the last turn ended.
      if (this.#pending.size > 0 && this.#gate.identity() !== undefined) this.wake();
    });
  }

  /** Resolves when no request is in flight. Never rejects. */
  async settled(): Promise<void> {
    await this.#flight;
  }

  /** What was committed is known of partitions of this member alone: others' go on without it. */
  retain(owned: ReadonlySet<string>): void {
    for (const key of this.#floors.keys()) if (!owned.has(key)) this.#floors.delete(key);
  }

  /** Everything that waits belongs to a generation that is lost: others may have gone on from what was committed last. */
  reset(why: string): void {
    this.#floors.clear();
    this.#resetDuringFlight = why;
    for (const [key, pending] of [...this.#pending]) this.#settle(key, pending, lost(pending.place, why));
  }

  /** Ends the queue: what waits, and whatever comes, fails with `error`. */
  stop(error: KafkaError): void {
    this.#stopped ??= error;
    this.#stop.abort();
    for (const [key, pending] of [...this.#pending]) this.#settle(key, pending, error);
  }

  async #run(): Promise<void> {
    while (this.#pending.size > 0 && this.#stopped === undefined) {
      const identity = this.#gate.identity();
      if (identity === undefined) return;
      const batch = this.#take();
      if (batch.size === 0) continue;
      this.#resetDuringFlight = undefined;
      this.#wentBack.clear();
      const flight = this.#send(identity, batch);
      this.#flight = flight.then(
        () => {},
        () => {},
      );
      const isComplete = await flight;
      this.#flight = undefined;
      if (isComplete) this.#backoff.reset();
      else await sleep(this.#gate.clock, this.#backoff.next(), this.#stop.signal).catch(() => {});
    }
  }

  /** Takes what can be sent; settles what need not or must not be. */
  #take(): Map<string, Pending> {
    const batch = new Map<string, Pending>();
    for (const [key, pending] of [...this.#pending]) {
      const { place } = pending;
      if (!this.#gate.owns(place.topic, place.partition)) {
        this.#settle(key, pending, lost(place, 'this member does not own the partition'));
      } else if (place.offset < (this.#floors.get(key) ?? 0)) {
        this.#settle(key, pending, undefined);
      } else {
        batch.set(key, pending);
        this.#pending.delete(key);
      }
    }
    return batch;
  }

  /** False: something has to be sent again. */
  async #send(identity: Identity, batch: Map<string, Pending>): Promise<boolean> {
    const places = [...batch.values()].map(({ place }) => place);
    let codes: ReadonlyMap<string, number>;
    try {
      codes = await this.#gate.send(identity, places);
    } catch (thrown) {
      const error = KafkaError.is(thrown) ? thrown : new KafkaError('INTERNAL', toError(thrown).message);
      let isComplete = true;
      for (const [key, pending] of batch) isComplete = this.#settleOrRetry(key, pending, error, identity) && isComplete;
      return isComplete;
    }
    let isComplete = true;
    for (const [key, pending] of batch) {
      const { topic, partition, offset } = pending.place;
      const code = codes.get(key) ?? ErrorCode.UNKNOWN_SERVER_ERROR;
      if (code === ErrorCode.NONE) {
        if (!this.#wentBack.has(key)) this.learn(pending.place);
        this.#settle(key, pending, undefined);
        continue;
      }
      const error = new BrokerError(code, `commit ${topic}[${partition}] at ${offset}`, { topic, partition, offset });
      isComplete = this.#settleOrRetry(key, pending, error, identity) && isComplete;
    }
    return isComplete;
  }

  #settleOrRetry(key: string, pending: Pending, error: KafkaError, identity: Identity): boolean {
    const fault = faultOf(error);
    // Most of what does not heal is about this partition or its offset, and the member may go on without.
    const isOfMember = fault === 'fatal' ? error.code === 'FENCED_INSTANCE_ID' : fault !== 'again';
    if (isOfMember) this.#gate.onFault(error, identity);
    if (fault === 'expelled' || fault === 'forgotten') {
      this.#settle(key, pending, lost(pending.place, error.message, error));
      return true;
    }
    const passes = fault === 'rebalance' || fault === 'stale' || (fault === 'again' && error.retriable);
    if (!passes || this.#stopped !== undefined) {
      this.#settle(key, pending, this.#stopped ?? error);
      return true;
    }
    if (this.#resetDuringFlight !== undefined) {
      this.#settle(key, pending, lost(pending.place, this.#resetDuringFlight, error));
      return true;
    }
    this.#put(key, pending.place, pending.tickets);
    return false;
  }

  #put(key: string, place: TopicPartitionOffset, tickets: readonly Ticket[]): void {
    const waiting = this.#pending.get(key);
    if (waiting === undefined) {
      this.#pending.set(key, { place, isPast: false, tickets: [...tickets] });
      return;
    }
    if (waiting.isPast || place.offset > waiting.place.offset) waiting.place = place;
    waiting.isPast = false;
    // One by one: whoever waits for none of its commits has as many under way as it likes, and arguments have a limit.
    for (const ticket of tickets) waiting.tickets.push(ticket);
  }

  #settle(key: string, pending: Pending, error: KafkaError | undefined): void {
    if (this.#pending.get(key) === pending) this.#pending.delete(key);
    const { topic, partition } = pending.place;
    for (const ticket of pending.tickets) {
      ticket.results.set(key, { topic, partition, error });
      if (--ticket.left === 0) ticket.done.resolve([...ticket.results.values()]);
    }
  }
}

function lost(place: TopicPartitionOffset, why: string, cause?: KafkaError): KafkaError {
  const { topic, partition, offset } = place;
  const message = `commit ${topic}[${partition}] at ${offset}: ${why}; the partition's new owner reads on from what was committed before`;
  return new KafkaError('REBALANCE', message, { topic, partition, offset, cause });
}
