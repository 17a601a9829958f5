// ListTransactions (KIP-664, KIP-994, KIP-1152): the transactional ids of one coordinator, some of them or all.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createListTransactionsResponse,
  type ListTransactionsRequest,
  type ListTransactionsResponse,
  listTransactionsApi,
} from '../../protocol/generated/list-transactions.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import type { Transaction, TransactionState } from '../transaction/transaction.ts';

const STATES: ReadonlySet<string> = new Set<TransactionState | 'Dead' | 'PrepareEpochFence'>([
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
]);

function handle(request: ListTransactionsRequest, { cluster, node }: RequestContext): ListTransactionsResponse {
  const { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern } = request;
  const pattern = patternOf(transactionalIdPattern);
  if (pattern === 'invalid') return createListTransactionsResponse({ errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION });
  const now = cluster.clock.now();
  const isWanted = ({ id, state, producerId, startedAt }: Transaction): boolean =>
    (producerIdFilters.length === 0 || producerIdFilters.includes(producerId)) &&
    (stateFilters.length === 0 || stateFilters.includes(state)) &&
    (durationFilter < 0 || now - startedAt > durationFilter) &&
    (pattern === undefined || pattern.test(id));
  return createListTransactionsResponse({
    unknownStateFilters: stateFilters.filter((state) => !STATES.has(state)),
    transactionStates: cluster.transactions
      .coordinatedBy(node.id)
      .filter(isWanted)
      .map(({ id, producerId, state }) => ({ transactionalId: id, producerId, transactionState: state })),
  });
}

/** Kafka reads patterns as Java does; those of one alphabet that the other lacks are rare. */
function patternOf(pattern: string | null): RegExp | 'invalid' | undefined {
  if (pattern === null || pattern === '') return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return 'invalid';
  }
}

export const listTransactionsHandler: RequestHandler<ListTransactionsRequest, ListTransactionsResponse> = {
  api: listTransactionsApi,
  handle,
  fail: (_request, errorCode) => createListTransactionsResponse({ errorCode }),
};
