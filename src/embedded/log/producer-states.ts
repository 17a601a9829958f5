// What a partition remembers of each idempotent producer (KIP-98). Owns: the rules for sequences, and for which
// transactions are open here. Must not know the log.
// Invariant: per producer at most five batches are remembered, all of its newest epoch, in sequence order; the map of
// open transactions is in offset order, since they begin in that order.

import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { type BatchHeader, isTransactionalBatch } from '../../record/batch-header.ts';

/** A batch that was appended, as far as a repeated send of it has to be recognised. */
export interface ProducedBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
  readonly timestamp: number;
}

/** What to do with a batch: append it, answer with the offset of the first copy, or refuse it. */
export type SequenceVerdict =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly batch: ProducedBatch }
  | { readonly kind: 'refuse'; readonly errorCode: number };

/** A producer as DescribeProducers shows it; -1 where there is nothing to show. */
export interface KnownProducer {
  readonly producerId: number;
  readonly epoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: number;
  readonly coordinatorEpoch: number;
  /** First offset of the transaction that is open here. */
  readonly currentTxnStartOffset: number;
}

/** The end of a transaction, as its coordinator has it written into every partition. */
export interface EndMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly type: 'commit' | 'abort';
  /** From 2 on every end raises the epoch, so that a marker of the epoch that writes now is a stale one (KIP-1228). */
  readonly transactionVersion: number;
}

interface ProducerState {
  epoch: number;
  batches: ProducedBatch[];
  coordinatorEpoch: number;
  lastTimestamp: number;
}

/** A client may have five requests in flight, so a repeat can be up to five batches old. */
const REMEMBERED_BATCHES = 5;
/** Kafka forgets producers by time; here the longest silent ones go when there are this many. */
const MAX_PRODUCERS = 10_000;
const SEQUENCES = 2 ** 31;
const LAST_EPOCH = 32_767;
const FIRST_STRICT_VERSION = 2;

const APPEND: SequenceVerdict = { kind: 'append' };

/** The sequence of the last of `count` records that begin at `first`: int32, wrapping to 0 after 2^31-1. */
export function lastSequence(first: number, count: number): number {
  return (first + count - 1) % SEQUENCES;
}

export class ProducerStates {
  readonly #states = new Map<number, ProducerState>();
  /** The first offset of each open transaction, by producer. */
  readonly #open = new Map<number, number>();

  /** First offset of the oldest open transaction. */
  get firstOpenOffset(): number | undefined {
    return this.#open.values().next().value;
  }

  has(producerId: number): boolean {
    return this.#states.has(producerId);
  }

  /** Whether this partition has records of a transaction that the producer has open in this epoch. */
  hasOpen(producerId: number, epoch: number): boolean {
    return this.#open.has(producerId) && this.#states.get(producerId)?.epoch === epoch;
  }

  /** INVALID_PRODUCER_EPOCH where a later epoch of the producer was here already. */
  epochFault(producerId: number, epoch: number): number {
    const state = this.#states.get(producerId);
    return state !== undefined && epoch < state.epoch ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.NONE;
  }

  /** Judges a batch before it is appended. */
  judge(header: BatchHeader): SequenceVerdict {
    if (header.producerId < 0) return APPEND;
    const state = this.#states.get(header.producerId);
    // Kafka takes any first sequence of a producer that it does not know: its records may have been deleted.
    if (state === undefined) return APPEND;
    const duplicate = this.#duplicate(state, header);
    if (duplicate !== undefined) return { kind: 'duplicate', batch: duplicate };
    if (header.producerEpoch < state.epoch) return refuse(ErrorCode.INVALID_PRODUCER_EPOCH);
    const last = state.batches.at(-1);
    const expected =
      header.producerEpoch === state.epoch && last !== undefined ? (last.lastSequence + 1) % SEQUENCES : 0;
    if (header.baseSequence !== expected) return refuse(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    const isOutside = this.#open.has(header.producerId) && !isTransactionalBatch(header);
    return isOutside ? refuse(ErrorCode.INVALID_TXN_STATE) : APPEND;
  }

  /** Remembers a batch that was appended; the first one of a transaction opens it here. */
  appended(header: BatchHeader, baseOffset: number): void {
    if (header.producerId < 0) return;
    const state = this.#stateOf(header.producerId, header.producerEpoch);
    state.lastTimestamp = header.maxTimestamp;
    state.batches.push({
      firstSequence: header.baseSequence,
      lastSequence: lastSequence(header.baseSequence, header.count),
      baseOffset,
      timestamp: header.maxTimestamp,
    });
    if (state.batches.length > REMEMBERED_BATCHES) state.batches.shift();
    if (isTransactionalBatch(header)) this.#begin(header.producerId, baseOffset);
  }

  /** A transaction is open here from now on though no producer's batch says so: offsets were committed in it. */
  joined(producerId: number, epoch: number, offset: number, now: number): void {
    this.#stateOf(producerId, epoch).lastTimestamp = now;
    this.#begin(producerId, offset);
  }

  /** Why a marker is refused; NONE where it may be written. */
  markerFault({ producerId, producerEpoch, coordinatorEpoch, transactionVersion }: EndMarker): number {
    const state = this.#states.get(producerId);
    if (state === undefined) return ErrorCode.NONE;
    if (producerEpoch < state.epoch) return ErrorCode.INVALID_PRODUCER_EPOCH;
    if (transactionVersion >= FIRST_STRICT_VERSION && producerEpoch === state.epoch) {
      const isRepeat = !this.#open.has(producerId) || producerEpoch === LAST_EPOCH;
      if (!isRepeat) return ErrorCode.INVALID_PRODUCER_EPOCH;
    }
    return coordinatorEpoch < state.coordinatorEpoch ? ErrorCode.TRANSACTION_COORDINATOR_FENCED : ErrorCode.NONE;
  }

  /** Remembers a marker that was written. The first offset of the transaction it ended; undefined where none was open. */
  ended({ producerId, producerEpoch, coordinatorEpoch }: EndMarker, now: number): number | undefined {
    const state = this.#stateOf(producerId, producerEpoch);
    state.coordinatorEpoch = coordinatorEpoch;
    state.lastTimestamp = now;
    const firstOffset = this.#open.get(producerId);
    this.#open.delete(producerId);
    return firstOffset;
  }

  /** Forgets producers without an open transaction, as a broker does with those that were silent for a day. */
  forget(): void {
    for (const producerId of this.#states.keys()) if (!this.#open.has(producerId)) this.#states.delete(producerId);
  }

  /** The producers that are remembered, longest silent first. */
  *all(): Generator<KnownProducer, void, undefined> {
    for (const [producerId, { epoch, batches, coordinatorEpoch, lastTimestamp }] of this.#states) {
      yield {
        producerId,
        epoch,
        lastSequence: batches.at(-1)?.lastSequence ?? -1,
        lastTimestamp,
        coordinatorEpoch,
        currentTxnStartOffset: this.#open.get(producerId) ?? -1,
      };
    }
  }

  #begin(producerId: number, offset: number): void {
    if (!this.#open.has(producerId)) this.#open.set(producerId, offset);
  }

  /** The state of a producer that writes in this epoch now; batches of an earlier one are forgotten. */
  #stateOf(producerId: number, epoch: number): ProducerState {
    const known = this.#states.get(producerId);
    const state = known ?? { epoch, batches: [], coordinatorEpoch: -1, lastTimestamp: -1 };
    if (state.epoch !== epoch) {
      state.epoch = epoch;
      state.batches = [];
    }
    // Deleted first, so that the map's order is that of the last append.
    this.#states.delete(producerId);
    this.#states.set(producerId, state);
    if (this.#states.size > MAX_PRODUCERS) this.#dropLongestSilent();
    return state;
  }

  #dropLongestSilent(): void {
    for (const producerId of this.#states.keys()) {
      if (this.#open.has(producerId)) continue;
      this.#states.delete(producerId);
      return;
    }
  }

  #duplicate(state: ProducerState, header: BatchHeader): ProducedBatch | undefined {
    if (state.epoch !== header.producerEpoch) return undefined;
    const last = lastSequence(header.baseSequence, header.count);
    return state.batches.find((batch) => batch.firstSequence === header.baseSequence && batch.lastSequence === last);
  }
}

function refuse(errorCode: number): SequenceVerdict {
  return { kind: 'refuse', errorCode };
}
