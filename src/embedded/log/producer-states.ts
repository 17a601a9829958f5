// What a partition remembers of each idempotent producer (KIP-98). Owns: the sequence rules. Must not know the log.
// Invariant: per producer at most five batches are remembered, all of its newest epoch, in sequence order.

import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { BatchHeader } from '../../record/batch-header.ts';

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

/** A producer as DescribeProducers shows it. */
export interface KnownProducer {
  readonly producerId: number;
  readonly epoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: number;
}

interface ProducerState {
  epoch: number;
  batches: ProducedBatch[];
}

/** A client may have five requests in flight, so a repeat can be up to five batches old. */
const REMEMBERED_BATCHES = 5;
/** Kafka forgets producers by time; here the longest silent ones go when there are this many. */
const MAX_PRODUCERS = 10_000;
const SEQUENCES = 2 ** 31;

const APPEND: SequenceVerdict = { kind: 'append' };

/** The sequence of the last of `count` records that begin at `first`: int32, wrapping to 0 after 2^31-1. */
export function lastSequence(first: number, count: number): number {
  return (first + count - 1) % SEQUENCES;
}

export class ProducerStates {
  readonly #states = new Map<number, ProducerState>();

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
    return header.baseSequence === expected ? APPEND : refuse(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
  }

  /** Remembers a batch that was appended. */
  appended(header: BatchHeader, baseOffset: number): void {
    if (header.producerId < 0) return;
    const known = this.#states.get(header.producerId);
    const state =
      known !== undefined && known.epoch === header.producerEpoch
        ? known
        : { epoch: header.producerEpoch, batches: [] };
    state.batches.push({
      firstSequence: header.baseSequence,
      lastSequence: lastSequence(header.baseSequence, header.count),
      baseOffset,
      timestamp: header.maxTimestamp,
    });
    if (state.batches.length > REMEMBERED_BATCHES) state.batches.shift();
    // Deleted first, so that the map's order is that of the last append.
    this.#states.delete(header.producerId);
    this.#states.set(header.producerId, state);
    if (this.#states.size > MAX_PRODUCERS) this.#states.delete(this.#states.keys().next().value as number);
  }

  /** The producers that are remembered, longest silent first. */
  *all(): Generator<KnownProducer, void, undefined> {
    for (const [producerId, { epoch, batches }] of this.#states) {
      const last = batches.at(-1);
      if (last === undefined) continue;
      yield { producerId, epoch, lastSequence: last.lastSequence, lastTimestamp: last.timestamp };
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
