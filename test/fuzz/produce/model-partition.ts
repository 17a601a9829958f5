// One partition of the model: who leads it, what is in its log, which numbers brokers remember (KIP-98, KIP-360), as
// ProducerAppendInfo and ProducerStateEntry of Kafka 4.4 do it. Must not know time or connections.
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';

/** A batch as a broker reads it. */
export interface ModelBatch {
  readonly producerId: number;
  readonly epoch: number;
  readonly sequence: number;
  /** The record's number in its partition, from its value. */
  readonly ids: readonly number[];
  /** Records that no broker takes, by their place. */
  readonly invalid: readonly number[];
  readonly bytes: number;
}

export interface ModelAnswer {
  /** It was in the log before. */
  readonly isKnown?: boolean;
  readonly errorCode: number;
  readonly baseOffset: number;
  readonly logStartOffset: number;
  readonly recordErrors?: { readonly batchIndex: number; readonly batchIndexErrorMessage: string }[];
}

interface Remembered {
  readonly first: number;
  readonly last: number;
  readonly offset: number;
}

interface ProducerState {
  epoch: number;
  batches: Remembered[];
}

const REMEMBERED = 5;
const NUMBERS = 2 ** 31;

export class ModelPartition {
  leader: number;
  leaderEpoch = 0;
  /** Ids in the order of their offsets. */
  readonly log: number[] = [];
  readonly #producers = new Map<number, ProducerState>();
  /** Which record a number stands for: a number once used never stands for another one. */
  readonly #meanings = new Map<string, number>();
  /** What no client may ever do. */
  readonly crimes: string[] = [];

  constructor(leader: number) {
    this.leader = leader;
  }

  /** What the leader makes of a batch. */
  append(batch: ModelBatch, maxBytes: number): ModelAnswer {
    this.#checkMeaning(batch);
    if (batch.bytes > maxBytes) return refusal(ErrorCode.MESSAGE_TOO_LARGE);
    if (batch.invalid.length > 0) {
      const recordErrors = batch.invalid.map((batchIndex) => ({ batchIndex, batchIndexErrorMessage: 'not this one' }));
      return { ...refusal(ErrorCode.INVALID_RECORD), recordErrors };
    }
    if (batch.producerId < 0) return this.#write(batch.ids);
    const last = (batch.sequence + batch.ids.length - 1) % NUMBERS;
    const state = this.#producers.get(batch.producerId);
    const known = state?.epoch === batch.epoch ? state.batches.find(same(batch.sequence, last)) : undefined;
    if (known !== undefined) return { ...accepted(known.offset), isKnown: true };
    if (state !== undefined) {
      if (batch.epoch < state.epoch) return refusal(ErrorCode.INVALID_PRODUCER_EPOCH);
      const before = state.epoch === batch.epoch ? (state.batches.at(-1)?.last ?? -1) : -1;
      if (batch.sequence !== (before + 1) % NUMBERS) return refusal(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }
    const answer = this.#write(batch.ids);
    const entry = { first: batch.sequence, last, offset: answer.baseOffset };
    if (state === undefined || state.epoch !== batch.epoch) {
      this.#producers.set(batch.producerId, { epoch: batch.epoch, batches: [entry] });
    } else {
      state.batches = [...state.batches, entry].slice(-REMEMBERED);
    }
    return answer;
  }

  /** Brokers forget who has not written for a day. */
  forgetProducers(): void {
    this.#producers.clear();
  }

  #checkMeaning({ producerId, epoch, sequence, ids }: ModelBatch): void {
    if (producerId < 0) return;
    for (const [at, id] of ids.entries()) {
      const number = `${producerId}/${epoch}/${(sequence + at) % NUMBERS}`;
      const before = this.#meanings.get(number);
      if (before !== undefined && before !== id) this.crimes.push(`${number} was record ${before} and is ${id}`);
      this.#meanings.set(number, id);
    }
  }

  #write(ids: readonly number[]): ModelAnswer {
    const baseOffset = this.log.length;
    this.log.push(...ids);
    return accepted(baseOffset);
  }
}

function same(first: number, last: number): (one: Remembered) => boolean {
  return (one) => one.first === first && one.last === last;
}

function accepted(baseOffset: number): ModelAnswer {
  return { errorCode: ErrorCode.NONE, baseOffset, logStartOffset: 0 };
}

function refusal(errorCode: number): ModelAnswer {
  return { errorCode, baseOffset: -1, logStartOffset: 0 };
}
