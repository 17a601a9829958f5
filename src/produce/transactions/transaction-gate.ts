// Between a transaction and the engine that writes its batches. Owns: which partitions belong to the transaction, who has
// to wait until the coordinator knows it, what producer id and epoch batches carry.
// Must not know: the state machine, requests.
//
// Invariant: in the first protocol no batch of a partition is sent before the coordinator has added that partition.
import { deferred } from '../../base/deferred.ts';
import { KafkaError } from '../../base/errors.ts';
import type { TopicPartition } from '../../cluster/topic-partition.ts';
import type { AnyApi } from '../../protocol/api.ts';
import { produceApi } from '../../protocol/generated/produce.ts';
import type { BrokerVersions } from '../../protocol/versions.ts';
import type { ProducerIdState, ProducerIds } from '../producer-id.ts';
import type { ProducerIdentity } from './coordinator-requests.ts';
import { NEWEST, OLDEST_OF_SECOND, type ProtocolLevel } from './protocol-level.ts';

/** A partition's queue, as far as it matters here. */
export interface GatedQueue {
  readonly topic: { readonly name: string };
  readonly partition: number;
  /** Requests under way that carry a batch of it. */
  readonly inFlight: number;
  /** Every batch is done. */
  readonly isEmpty: boolean;
  /** Nothing of it is sent. */
  isHeld: boolean;
}

/** Adds partitions to the transaction; false when that was given up, and the transaction with it. */
export type AddPartitions = (partitions: readonly TopicPartition[]) => Promise<boolean>;

export class TransactionGate implements ProducerIds {
  readonly #add: AddPartitions;
  /** Of this transaction. */
  readonly #enlisted = new Set<GatedQueue>();
  #pending: GatedQueue[] = [];
  #adding: Promise<void> | undefined;
  #level: ProtocolLevel = 1;
  #identity: ProducerIdentity | undefined;
  #wake: () => void = () => {};
  #calm: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
  #hasStarted = false;
  #isLineBroken = false;

  constructor(add: AddPartitions) {
    this.#add = add;
  }

  // What the engine asks.

  get state(): ProducerIdState {
    return this.#identity === undefined ? { kind: 'none' } : { kind: 'known', ...this.#identity };
  }

  /** Ids come from the coordinator when a transaction begins, never because a batch wants one (trap 99). */
  ask(): void {}

  replace(): void {}

  /** `wake`: tells the engine that queues may send. */
  attach(wake: () => void): void {
    this.#wake = wake;
  }

  /** A first record was appended to a new batch. Once per batch. */
  enlist(queue: GatedQueue): void {
    if (this.#enlisted.has(queue)) return;
    this.#enlisted.add(queue);
    if (this.#level === 2) {
      this.#hasStarted = true;
      return;
    }
    queue.isHeld = true;
    this.#pending.push(queue);
    // After this turn's other calls, so that one request adds all their partitions.
    this.#adding ??= Promise.resolve().then(() => this.#addPending());
  }

  /** Numbers were given out to records that were given up: the line is broken until the epoch moves on. */
  abandonedNumbers(): void {
    this.#isLineBroken = true;
  }

  /** The last batch of a queue is done. */
  emptied(): void {
    if (this.#calm === undefined || this.#isBusy()) return;
    this.#calm.resolve();
    this.#calm = undefined;
  }

  /** The version of Produce for a broker; UNSUPPORTED_VERSION where it cannot do what the transaction needs. */
  produceVersion(versions: Pick<BrokerVersions, 'require'>, limit: number | undefined): number {
    const most = Math.min(limit ?? Number.POSITIVE_INFINITY, NEWEST[this.#level].produce);
    const version = versions.require(produceApi as unknown as AnyApi, most);
    if (this.#level === 1 || version >= OLDEST_OF_SECOND.produce) return version;
    const message = `transaction.version 2 is finalized, but a broker offers Produce up to version ${version} only`;
    throw new KafkaError('UNSUPPORTED_VERSION', message, { api: 'Produce' });
  }

  // What the transaction asks.

  get identity(): ProducerIdentity | undefined {
    return this.#identity;
  }

  /** Who the producer is from now on; nothing is under way. */
  adopt(identity: ProducerIdentity): void {
    const before = this.#identity;
    this.#identity = identity;
    if (before?.id !== identity.id || before.epoch !== identity.epoch) this.#isLineBroken = false;
  }

  get level(): ProtocolLevel {
    return this.#level;
  }

  /** The coordinator knows of the transaction, or may know. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** Offsets are about to be part of it. */
  started(): void {
    this.#hasStarted = true;
  }

  /** Numbers of the current epoch are lost. */
  get isLineBroken(): boolean {
    return this.#isLineBroken;
  }

  /** A transaction begins. */
  open(level: ProtocolLevel): void {
    this.#level = level;
  }

  /** It has ended; nothing of it is left. */
  close(): void {
    for (const queue of this.#enlisted) queue.isHeld = false;
    this.#enlisted.clear();
    this.#pending = [];
    this.#hasStarted = false;
  }

  /**
   * Resolves when every batch of the transaction is done and no request of its batches or partitions is under way: what
   * arrives at a broker after the transaction's end would stay open in its log (KIP-890).
   */
  async calm(): Promise<void> {
    await this.#adding;
    if (!this.#isBusy()) return;
    this.#calm ??= deferred();
    await this.#calm.promise;
  }

  #isBusy(): boolean {
    for (const { inFlight, isEmpty } of this.#enlisted) if (inFlight > 0 || !isEmpty) return true;
    return false;
  }

  async #addPending(): Promise<void> {
    while (this.#pending.length > 0) {
      const queues = this.#pending;
      this.#pending = [];
      const isAdded = await this.#add(queues.map(({ topic, partition }) => ({ topic: topic.name, partition })));
      if (!isAdded) break;
      this.#hasStarted = true;
      for (const queue of queues) queue.isHeld = false;
      this.#wake();
    }
    this.#adding = undefined;
  }
}
