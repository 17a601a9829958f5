// One transactional id as its coordinator knows it: Kafka's state machine (KIP-98, KIP-360, KIP-890), without the
// partitions' part. Owns: producer id and epochs, the state, which partitions take part. Must not know requests, logs or
// timers.
//
//     Empty --add--> Ongoing --end, timeout, new producer--> PrepareCommit | PrepareAbort --markers written--.
//       ^              ^                                                                                     |
//       |              '--add-- CompleteCommit | CompleteAbort <---------------------------------------------'
//       '--initialize--------------------'
//
// Invariant: partitions take part from Ongoing until the markers are written, and in no other state.
import { invariant } from '../../base/invariant.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';

/** By the names that DescribeTransactions tells. */
export type TransactionState =
  | 'Empty'
  | 'Ongoing'
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort';

export type TransactionResult = 'commit' | 'abort';

/** A partition by its topic's name, as transactions name it. */
export interface TransactionPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Who a producer says it is. */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** Who it is from now on, or why not. */
export type Identified = ProducerIdentity & { readonly errorCode: number };

/** What an end came to: markers are to be written, it was answered before, or it is refused. */
export type EndVerdict =
  | { readonly kind: 'end' }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'refuse'; readonly errorCode: number };

const LEGAL_MOVES: Readonly<Record<TransactionState, readonly TransactionState[]>> = {
  Empty: ['Empty', 'Ongoing', 'PrepareAbort'],
  Ongoing: ['Ongoing', 'PrepareCommit', 'PrepareAbort'],
  PrepareCommit: ['CompleteCommit'],
  PrepareAbort: ['CompleteAbort'],
  CompleteCommit: ['Empty', 'Ongoing', 'PrepareAbort'],
  CompleteAbort: ['Empty', 'Ongoing', 'PrepareAbort'],
};

const NONE = -1;
/** The epoch behind it is kept for fencing: whoever gets this far gets a new producer id. */
const LAST_GIVEN_EPOCH = 32_766;

const END: EndVerdict = { kind: 'end' };
const REPEAT: EndVerdict = { kind: 'repeat' };

export class Transaction {
  readonly id: string;
  readonly #newProducerId: () => number;
  #state: TransactionState = 'Empty';
  #producerId: number;
  #previousProducerId = NONE;
  /** Takes over once the markers are written: the end used the last epoch up. */
  #nextProducerId = NONE;
  #epoch = NONE;
  #lastEpoch = NONE;
  #timeoutMs = 0;
  #startedAt = NONE;
  #raisesEpoch = false;
  #partitions = new Map<string, TransactionPartition>();

  constructor(id: string, newProducerId: () => number) {
    this.id = id;
    this.#newProducerId = newProducerId;
    this.#producerId = newProducerId();
  }

  get state(): TransactionState {
    return this.#state;
  }

  get producerId(): number {
    return this.#producerId;
  }

  get producerEpoch(): number {
    return this.#epoch;
  }

  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  /** When the first partition was added; -1 before. */
  get startedAt(): number {
    return this.#startedAt;
  }

  get partitions(): readonly TransactionPartition[] {
    return [...this.#partitions.values()];
  }

  /** Whether its end raised the epoch, as ends do from transaction.version 2 on. */
  get raisesEpoch(): boolean {
    return this.#raisesEpoch;
  }

  /**
   * A producer begins to use the id, or goes on after an error where it says who it was (KIP-360). An open transaction is
   * not touched: it has to be aborted first, which the caller sees by the state.
   */
  initialize(expected: ProducerIdentity | undefined, timeoutMs: number): Identified {
    if (expected !== undefined && !this.#mayBe(expected)) return refuse(ErrorCode.PRODUCER_FENCED);
    if (this.#isEnding || this.#state === 'Ongoing') return refuse(ErrorCode.CONCURRENT_TRANSACTIONS);
    if (this.#isUsedUp && (expected === undefined || expected.producerEpoch === this.#epoch)) {
      this.#lastEpoch = expected === undefined ? NONE : this.#epoch;
      this.#move('Empty', this.#newProducerId());
      this.#epoch = 0;
    } else if (expected === undefined) {
      this.#raiseEpoch(NONE);
      this.#move('Empty');
    } else if (this.#epoch === NONE || expected.producerEpoch === this.#epoch) {
      this.#raiseEpoch(this.#epoch);
      this.#move('Empty');
    } else if (expected.producerEpoch === this.#lastEpoch) {
      // A repeat of a call whose answer got lost.
      this.#move('Empty');
    } else {
      return refuse(ErrorCode.PRODUCER_FENCED);
    }
    this.#timeoutMs = timeoutMs;
    this.#startedAt = NONE;
    return { errorCode: ErrorCode.NONE, producerId: this.#producerId, producerEpoch: this.#epoch };
  }

  /** Partitions take part from now on; the first ones open the transaction. An error code. */
  add(producer: ProducerIdentity, partitions: readonly TransactionPartition[], now: number): number {
    const errorCode = this.#identityFault(producer);
    if (errorCode !== ErrorCode.NONE) return errorCode;
    if (this.#isEnding) return ErrorCode.CONCURRENT_TRANSACTIONS;
    if (this.#state !== 'Ongoing') this.#startedAt = now;
    this.#move('Ongoing');
    for (const partition of partitions) this.#partitions.set(keyOf(partition), partition);
    return ErrorCode.NONE;
  }

  /** Whether a partition takes part: an error code (KIP-890). */
  verify(producer: ProducerIdentity, partition: TransactionPartition): number {
    const errorCode = this.#identityFault(producer);
    if (errorCode !== ErrorCode.NONE) return errorCode;
    if (this.#isEnding) return ErrorCode.CONCURRENT_TRANSACTIONS;
    return this.#partitions.has(keyOf(partition)) ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE;
  }

  /** A producer that ends transactions without a new epoch for the next one: EndTxn before version 5. */
  end(producer: ProducerIdentity, result: TransactionResult): EndVerdict {
    const errorCode = this.#identityFault(producer);
    if (errorCode !== ErrorCode.NONE) return refuseEnd(errorCode);
    switch (this.#state) {
      case 'Ongoing':
        this.#raisesEpoch = false;
        this.#move(result === 'commit' ? 'PrepareCommit' : 'PrepareAbort');
        return END;
      case 'Empty':
        return refuseEnd(ErrorCode.INVALID_TXN_STATE);
      default:
        return this.#isEndedBy(result) ? this.#repeated() : refuseEnd(ErrorCode.INVALID_TXN_STATE);
    }
  }

  /** A producer whose every end gives it a new epoch: EndTxn from version 5 on (KIP-890). `now` starts an empty abort. */
  endAndRaise(producer: ProducerIdentity, result: TransactionResult, now: number): EndVerdict {
    const { producerId, producerEpoch } = producer;
    const isOverflowRepeat =
      this.#previousProducerId === producerId && producerEpoch === LAST_GIVEN_EPOCH && this.#epoch === 0;
    const isRepeat = isOverflowRepeat || this.#epoch === producerEpoch + 1;
    if (producerId !== this.#producerId && !isOverflowRepeat) return refuseEnd(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    if (!this.#isEpochOfEnd(producerEpoch, isRepeat)) return refuseEnd(ErrorCode.PRODUCER_FENCED);
    if (this.#state === 'Ongoing') {
      this.#prepareRaised(result);
      return END;
    }
    if (this.#state !== 'Empty' && isRepeat) {
      return this.#isEndedBy(result) ? this.#repeated() : refuseEnd(ErrorCode.INVALID_TXN_STATE);
    }
    // Nothing was added, so nothing can be committed; an abort still fences what may be on its way.
    if (result === 'commit') return refuseEnd(ErrorCode.INVALID_TXN_STATE);
    this.#startedAt = now;
    this.#prepareRaised('abort');
    return END;
  }

  /**
   * The coordinator itself aborts an open transaction, of a producer that took too long or has a successor: its epoch is
   * fenced. `raisesEpoch`: as with transaction.version 2, where the end itself raises the epoch.
   */
  fence(raisesEpoch: boolean): void {
    invariant(this.#state === 'Ongoing', `transaction ${this.id} is open when it is fenced`);
    if (raisesEpoch) {
      this.#prepareRaised('abort');
      return;
    }
    this.#raiseEpoch(NONE);
    this.#raisesEpoch = false;
    this.#move('PrepareAbort');
  }

  /** Every marker is written. */
  complete(): void {
    this.#partitions = new Map();
    const next = this.#nextProducerId;
    this.#nextProducerId = NONE;
    this.#move(this.#state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort', next === NONE ? undefined : next);
    if (next !== NONE) this.#epoch = 0;
  }

  get #isEnding(): boolean {
    return this.#state === 'PrepareCommit' || this.#state === 'PrepareAbort';
  }

  get #isUsedUp(): boolean {
    return this.#epoch >= LAST_GIVEN_EPOCH;
  }

  #identityFault({ producerId, producerEpoch }: ProducerIdentity): number {
    if (producerId !== this.#producerId) return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    return producerEpoch === this.#epoch ? ErrorCode.NONE : ErrorCode.PRODUCER_FENCED;
  }

  /** Whether this producer may have the id still: its epoch is looked at when it is raised. */
  #mayBe({ producerId, producerEpoch }: ProducerIdentity): boolean {
    return (
      this.#epoch === NONE ||
      producerId === this.#producerId ||
      (producerId === this.#previousProducerId && producerEpoch >= LAST_GIVEN_EPOCH)
    );
  }

  #isEpochOfEnd(producerEpoch: number, isRepeat: boolean): boolean {
    if (this.#isEnding) return this.#epoch === producerEpoch + 1;
    const isCurrent = producerEpoch === this.#epoch;
    return this.#state === 'Ongoing' || this.#state === 'Empty' ? isCurrent : isCurrent || isRepeat;
  }

  #isEndedBy(result: TransactionResult): boolean {
    return result === 'commit'
      ? this.#state === 'PrepareCommit' || this.#state === 'CompleteCommit'
      : this.#state === 'PrepareAbort' || this.#state === 'CompleteAbort';
  }

  #repeated(): EndVerdict {
    return this.#isEnding ? refuseEnd(ErrorCode.CONCURRENT_TRANSACTIONS) : REPEAT;
  }

  #prepareRaised(result: TransactionResult): void {
    if (this.#isUsedUp) this.#nextProducerId = this.#newProducerId();
    this.#raiseEpoch(this.#epoch);
    this.#raisesEpoch = true;
    this.#move(result === 'commit' ? 'PrepareCommit' : 'PrepareAbort');
  }

  #raiseEpoch(lastEpoch: number): void {
    this.#lastEpoch = lastEpoch;
    this.#epoch++;
  }

  #move(to: TransactionState, producerId: number = this.#producerId): void {
    invariant(LEGAL_MOVES[this.#state].includes(to), `transaction ${this.id} goes from ${this.#state} to ${to}`);
    this.#previousProducerId = this.#producerId;
    this.#producerId = producerId;
    this.#state = to;
  }
}

function keyOf({ topic, partition }: TransactionPartition): string {
  return `${topic}:${partition}`;
}

function refuse(errorCode: number): Identified {
  return { errorCode, producerId: NONE, producerEpoch: NONE };
}

function refuseEnd(errorCode: number): EndVerdict {
  return { kind: 'refuse', errorCode };
}
