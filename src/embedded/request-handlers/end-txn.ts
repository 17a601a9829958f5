// EndTxn: commits or aborts. From version 5 on the answer tells the producer its next epoch (KIP-890).
import {
  createEndTxnResponse,
  type EndTxnRequest,
  type EndTxnResponse,
  endTxnApi,
} from '../../protocol/generated/end-txn.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { fencedFor, transactionFault } from './transaction-access.ts';

const FENCED_FROM = 2;
const RAISES_FROM = 5;

function handle(request: EndTxnRequest, context: RequestContext): EndTxnResponse {
  const { transactionalId, producerId, producerEpoch, committed } = request;
  const { cluster, version } = context;
  const fault = transactionFault(transactionalId, context);
  if (fault !== ErrorCode.NONE) return createEndTxnResponse({ errorCode: fault });
  const producer = { producerId, producerEpoch };
  const raisesEpoch = version >= RAISES_FROM;
  const ended = cluster.transactions.end(transactionalId, producer, committed ? 'commit' : 'abort', raisesEpoch);
  if (ended.errorCode !== ErrorCode.NONE) {
    return createEndTxnResponse({ errorCode: fencedFor(version, FENCED_FROM, ended.errorCode) });
  }
  return createEndTxnResponse(raisesEpoch ? { ...ended } : {});
}

export const endTxnHandler: RequestHandler<EndTxnRequest, EndTxnResponse> = {
  api: endTxnApi,
  handle,
  fail: (_request, errorCode) => createEndTxnResponse({ errorCode }),
};
