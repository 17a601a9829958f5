// Whether a producer may write to a partition as part of its transaction (KIP-890). Owns: what a broker asks the
// transaction's coordinator, and what it tells clients of different ages of the answer. Shared by Produce and
// TxnOffsetCommit.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ClusterState } from '../cluster-state.ts';
import type { Partition } from '../partition.ts';
import type { ProducerIdentity, TransactionPartition } from './transaction.ts';

/**
 * What the request's version stands for: `adds`: the partition takes part by being written to; `verified`: it has to take
 * part already; `verified-old`: the same, from a client that does not know TRANSACTION_ABORTABLE.
 */
export type Participation = 'adds' | 'verified' | 'verified-old';

/** An error code. A transaction that is open in the partition already needs no coordinator. */
export function participationFault(
  cluster: ClusterState,
  transactionalId: string,
  producer: ProducerIdentity,
  place: TransactionPartition & { readonly log: Partition },
  how: Participation,
): number {
  const { producerId, producerEpoch } = producer;
  const { producers } = place.log;
  const stale = producers.epochFault(producerId, producerEpoch);
  if (stale !== ErrorCode.NONE || producers.hasOpen(producerId, producerEpoch)) return stale;
  if (cluster.transactionLeaderOf(transactionalId).leaderId < 0) return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  const { topic, partition } = place;
  const errorCode =
    how === 'adds'
      ? cluster.transactions.add(transactionalId, producer, [{ topic, partition }])
      : cluster.transactions.verify(transactionalId, producer, { topic, partition });
  if (errorCode === ErrorCode.PRODUCER_FENCED) return ErrorCode.INVALID_PRODUCER_EPOCH;
  const isUnknown = errorCode === ErrorCode.TRANSACTION_ABORTABLE && how === 'verified-old';
  return isUnknown ? ErrorCode.INVALID_TXN_STATE : errorCode;
}
