// Every transactional id of the cluster. Owns: which ids exist, and the time after which an open transaction is aborted.
// Must not know requests or logs. The ids are shared by all brokers; each answers only for those it coordinates.
import type { Clock, Timer } from '../../base/clock.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { EndMarker } from '../log/producer-states.ts';
import {
  type Identified,
  type ProducerIdentity,
  Transaction,
  type TransactionPartition,
  type TransactionResult,
} from './transaction.ts';

/** What the coordinator needs of the cluster around it. */
export interface CoordinatorSurroundings {
  readonly clock: Clock;
  newProducerId(): number;
  /** The level of the feature transaction.version. */
  transactionVersion(): number;
  /** The leader of the partition that coordinates an id, -1 for none, and its epoch. */
  leaderOf(transactionalId: string): { readonly leaderId: number; readonly leaderEpoch: number };
  writeMarkers(marker: EndMarker, partitions: readonly TransactionPartition[], done: () => void): void;
}

/** Whose transaction ended how: with the next epoch, where the client gets one by that. */
export type Ended = ProducerIdentity & { readonly errorCode: number };

/** transaction.max.timeout.ms */
export const MAX_TRANSACTION_TIMEOUT_MS = 900_000;

const FIRST_RAISING_VERSION = 2;
const NOBODY: ProducerIdentity = { producerId: -1, producerEpoch: -1 };

export class TransactionCoordinator {
  readonly #around: CoordinatorSurroundings;
  readonly #transactions = new Map<string, Transaction>();
  readonly #timers = new Map<string, Timer>();
  /** Open for too long while nobody coordinates them. */
  readonly #overdue = new Set<string>();

  constructor(around: CoordinatorSurroundings) {
    this.#around = around;
  }

  get(transactionalId: string): Transaction | undefined {
    return this.#transactions.get(transactionalId);
  }

  /** The ids that a broker coordinates. */
  coordinatedBy(brokerId: number): Transaction[] {
    return [...this.#transactions.values()].filter(({ id }) => this.#around.leaderOf(id).leaderId === brokerId);
  }

  /** A producer begins, or goes on where it says who it was. What is open is aborted first, and the producer asks again. */
  initialize(transactionalId: string, expected: ProducerIdentity | undefined, timeoutMs: number): Identified {
    if (transactionalId === '') return { ...NOBODY, errorCode: ErrorCode.INVALID_REQUEST };
    if (timeoutMs <= 0 || timeoutMs > MAX_TRANSACTION_TIMEOUT_MS) {
      return { ...NOBODY, errorCode: ErrorCode.INVALID_TRANSACTION_TIMEOUT };
    }
    const transaction = this.#getOrCreate(transactionalId);
    const identified = transaction.initialize(expected, timeoutMs);
    const mustAbort = identified.errorCode === ErrorCode.CONCURRENT_TRANSACTIONS && transaction.state === 'Ongoing';
    if (mustAbort) this.#fence(transaction);
    return identified;
  }

  /** Partitions take part from now on. An error code. */
  add(transactionalId: string, producer: ProducerIdentity, partitions: readonly TransactionPartition[]): number {
    if (transactionalId === '') return ErrorCode.INVALID_REQUEST;
    const transaction = this.#transactions.get(transactionalId);
    if (transaction === undefined) return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    const wasOpen = transaction.state === 'Ongoing';
    const errorCode = transaction.add(producer, partitions, this.#around.clock.now());
    if (errorCode === ErrorCode.NONE && !wasOpen) this.#startTimer(transaction);
    return errorCode;
  }

  /** Whether a partition takes part: an error code. */
  verify(transactionalId: string, producer: ProducerIdentity, partition: TransactionPartition): number {
    if (transactionalId === '') return ErrorCode.INVALID_REQUEST;
    const transaction = this.#transactions.get(transactionalId);
    return transaction?.verify(producer, partition) ?? ErrorCode.INVALID_PRODUCER_ID_MAPPING;
  }

  /** Ends a transaction; `raisesEpoch` where the producer goes on in the next epoch (EndTxn from version 5 on). */
  end(transactionalId: string, producer: ProducerIdentity, result: TransactionResult, raisesEpoch: boolean): Ended {
    if (transactionalId === '') return { ...NOBODY, errorCode: ErrorCode.INVALID_REQUEST };
    const transaction = this.#transactions.get(transactionalId);
    if (transaction === undefined) return { ...NOBODY, errorCode: ErrorCode.INVALID_PRODUCER_ID_MAPPING };
    const verdict = raisesEpoch
      ? transaction.endAndRaise(producer, result, this.#around.clock.now())
      : transaction.end(producer, result);
    if (verdict.kind === 'refuse') return { ...NOBODY, errorCode: verdict.errorCode };
    if (verdict.kind === 'end') this.#writeMarkers(transaction, result);
    const { producerId, producerEpoch } = transaction;
    return { errorCode: ErrorCode.NONE, producerId, producerEpoch };
  }

  /** Who leads has changed: what nobody could abort may have somebody now. */
  coordinatorsChanged(): void {
    for (const transactionalId of [...this.#overdue]) this.#abortLate(transactionalId);
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    this.#overdue.clear();
  }

  #getOrCreate(transactionalId: string): Transaction {
    const known = this.#transactions.get(transactionalId);
    if (known !== undefined) return known;
    const transaction = new Transaction(transactionalId, () => this.#around.newProducerId());
    this.#transactions.set(transactionalId, transaction);
    return transaction;
  }

  #startTimer(transaction: Transaction): void {
    const { id } = transaction;
    const timer = this.#around.clock.after(transaction.timeoutMs, () => this.#abortLate(id), { keepAlive: false });
    this.#timers.set(id, timer);
  }

  #abortLate(transactionalId: string): void {
    const transaction = this.#transactions.get(transactionalId);
    this.#overdue.delete(transactionalId);
    if (transaction?.state !== 'Ongoing') return;
    if (this.#around.leaderOf(transactionalId).leaderId < 0) this.#overdue.add(transactionalId);
    else this.#fence(transaction);
  }

  #fence(transaction: Transaction): void {
    transaction.fence(this.#around.transactionVersion() >= FIRST_RAISING_VERSION);
    this.#writeMarkers(transaction, 'abort');
  }

  #writeMarkers(transaction: Transaction, type: TransactionResult): void {
    const { id, producerId, producerEpoch, partitions, raisesEpoch } = transaction;
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
    const coordinatorEpoch = this.#around.leaderOf(id).leaderEpoch;
    const transactionVersion = raisesEpoch ? FIRST_RAISING_VERSION : 0;
    const marker: EndMarker = { type, producerId, producerEpoch, coordinatorEpoch, transactionVersion };
    this.#around.writeMarkers(marker, partitions, () => transaction.complete());
  }
}
