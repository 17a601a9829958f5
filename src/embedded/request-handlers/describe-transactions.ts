// DescribeTransactions (KIP-664): what a coordinator knows of transactional ids.
import {
  createDescribeTransactionsResponse,
  createTransactionState,
  type DescribeTransactionsRequest,
  type DescribeTransactionsResponse,
  describeTransactionsApi,
  type TransactionState,
} from '../../protocol/generated/describe-transactions.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import type { TransactionPartition } from '../transaction/transaction.ts';
import { transactionFault } from './transaction-access.ts';

function handle(request: DescribeTransactionsRequest, context: RequestContext): DescribeTransactionsResponse {
  const transactionStates = request.transactionalIds.map((id) => describe(id, context));
  return createDescribeTransactionsResponse({ transactionStates });
}

function describe(transactionalId: string, context: RequestContext): TransactionState {
  const fault = transactionFault(transactionalId, context);
  if (fault !== ErrorCode.NONE) return createTransactionState({ transactionalId, errorCode: fault });
  const transaction = context.cluster.transactions.get(transactionalId);
  if (transaction === undefined) {
    return createTransactionState({ transactionalId, errorCode: ErrorCode.TRANSACTIONAL_ID_NOT_FOUND });
  }
  return createTransactionState({
    transactionalId,
    transactionState: transaction.state,
    transactionTimeoutMs: transaction.timeoutMs,
    transactionStartTimeMs: transaction.startedAt,
    producerId: transaction.producerId,
    producerEpoch: transaction.producerEpoch,
    topics: topicsOf(transaction.partitions),
  });
}

function topicsOf(places: readonly TransactionPartition[]): TransactionState['topics'] {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of places) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return [...byTopic].map(([topic, partitions]) => ({ topic, partitions }));
}

export const describeTransactionsHandler: RequestHandler<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  api: describeTransactionsApi,
  handle,
  fail: (request, errorCode) =>
    createDescribeTransactionsResponse({
      transactionStates: request.transactionalIds.map((transactionalId) =>
        createTransactionState({ transactionalId, errorCode }),
      ),
    }),
};
