// The log of one partition as a broker keeps it: the sequence checks of KIP-98 and KIP-360, the last five batches of each
// producer, and what was written.
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import type { PartitionProduceResponse } from '../../../src/protocol/generated/produce.ts';
import type { ArrivedBatch } from './fake-cluster.ts';

interface ProducerState {
  epoch: number;
  readonly batches: { readonly first: number; readonly last: number; readonly offset: number }[];
}

const REMEMBERED = 5;

export class BrokerLog {
  readonly values: string[] = [];
  readonly #producers = new Map<number, ProducerState>();

  /** Appends, or says why not. */
  append({ header, values }: ArrivedBatch): Partial<PartitionProduceResponse> {
    const { producerId, producerEpoch, baseSequence, count } = header;
    if (producerId < 0) return this.#write(values);
    const last = (baseSequence + count - 1) % 2 ** 31;
    let state = this.#producers.get(producerId);
    if (state !== undefined && producerEpoch < state.epoch) return refuse(ErrorCode.INVALID_PRODUCER_EPOCH);
    if (state === undefined || producerEpoch > state.epoch) {
      if (state !== undefined && baseSequence !== 0) return refuse(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
      state = { epoch: producerEpoch, batches: [] };
      this.#producers.set(producerId, state);
    }
    const known = state.batches.find((batch) => batch.first === baseSequence && batch.last === last);
    if (known !== undefined) return { errorCode: ErrorCode.NONE, baseOffset: known.offset };
    const before = state.batches.at(-1)?.last;
    if (before !== undefined && baseSequence !== (before + 1) % 2 ** 31) {
      return refuse(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }
    const answer = this.#write(values);
    state.batches.push({ first: baseSequence, last, offset: answer.baseOffset ?? -1 });
    if (state.batches.length > REMEMBERED) state.batches.shift();
    return answer;
  }

  /** Forgets its producers, as after a loss of data. */
  forget(): void {
    this.#producers.clear();
  }

  /** Loses the end of the log, producers' memory of it included. */
  truncate(length: number): void {
    this.values.length = length;
    for (const state of this.#producers.values()) {
      const kept = state.batches.filter(({ offset }) => offset < length);
      state.batches.splice(0, state.batches.length, ...kept);
    }
  }

  #write(values: readonly string[]): Partial<PartitionProduceResponse> {
    const baseOffset = this.values.length;
    this.values.push(...values);
    return { errorCode: ErrorCode.NONE, baseOffset };
  }
}

function refuse(errorCode: number): Partial<PartitionProduceResponse> {
  return { errorCode, baseOffset: -1, logStartOffset: 0 };
}
