// Whether this broker may answer for a transactional id, and how its answer is told to clients of before KIP-588. Shared
// by the requests of transactions.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext } from '../request-handler.ts';

/** An error code: NOT_COORDINATOR on the wrong broker. Requests without a name are told so by any. */
export function transactionFault(transactionalId: string, { cluster, node }: RequestContext): number {
  if (transactionalId === '') return ErrorCode.INVALID_REQUEST;
  const { leaderId } = cluster.transactionLeaderOf(transactionalId);
  return leaderId === node.id ? ErrorCode.NONE : ErrorCode.NOT_COORDINATOR;
}

/** Clients before `fencedFrom` know INVALID_PRODUCER_EPOCH for a producer that was fenced. */
export function fencedFor(version: number, fencedFrom: number, errorCode: number): number {
  const isOld = version < fencedFrom && errorCode === ErrorCode.PRODUCER_FENCED;
  return isOld ? ErrorCode.INVALID_PRODUCER_EPOCH : errorCode;
}
