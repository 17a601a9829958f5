// AddOffsetsToTxn: the offsets of a group take part in a transaction.
import {
  type AddOffsetsToTxnRequest,
  type AddOffsetsToTxnResponse,
  addOffsetsToTxnApi,
  createAddOffsetsToTxnResponse,
} from '../../protocol/generated/add-offsets-to-txn.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { OFFSETS_TOPIC } from '../topics.ts';
import { fencedFor, transactionFault } from './transaction-access.ts';

const FENCED_FROM = 2;

function handle(request: AddOffsetsToTxnRequest, context: RequestContext): AddOffsetsToTxnResponse {
  const { transactionalId, groupId, producerId, producerEpoch } = request;
  const { cluster, version } = context;
  const fault = transactionFault(transactionalId, context);
  if (fault !== ErrorCode.NONE) return createAddOffsetsToTxnResponse({ errorCode: fault });
  const place = { topic: OFFSETS_TOPIC, partition: cluster.offsetsPartitionOf(groupId) };
  const errorCode = cluster.transactions.add(transactionalId, { producerId, producerEpoch }, [place]);
  return createAddOffsetsToTxnResponse({ errorCode: fencedFor(version, FENCED_FROM, errorCode) });
}

export const addOffsetsToTxnHandler: RequestHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = {
  api: addOffsetsToTxnApi,
  handle,
  fail: (_request, errorCode) => createAddOffsetsToTxnResponse({ errorCode }),
};
