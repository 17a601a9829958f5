import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { durationOption, integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createListTransactionsRequest,
  type ListTransactionsRequest,
  type ListTransactionsResponse,
  listTransactionsApi,
} from '../protocol/generated/list-transactions.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askBrokers } from './ask-brokers.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';
import { camelCased, hyphenated } from './kafka-words.ts';

/** States of transactions, as coordinators name them in lower case with hyphens. */
export type TransactionState =
  | 'empty'
  | 'ongoing'
  | 'prepare-commit'
  | 'prepare-abort'
  | 'complete-commit'
  | 'complete-abort'
  | 'prepare-epoch-fence'
  | (string & {});

/** A transactional id that a coordinator knows. */
export interface ListedTransaction {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly state: TransactionState;
  readonly coordinatorId: number;
}

export interface ListTransactionsOptions extends CallOptions {
  readonly states?: readonly TransactionState[] | undefined;
  readonly producerIds?: readonly number[] | undefined;
  /** Only those that have been open for longer (KIP-994); from Kafka 3.8 on. */
  readonly longerThanMs?: number | undefined;
  /** Only ids that match this regular expression (RE2, KIP-1152); from Kafka 4.1 on. */
  readonly transactionalIdPattern?: string | undefined;
}

/** What all brokers listed, and which of them could not be asked. */
export interface ListTransactionsResult {
  readonly transactions: readonly ListedTransaction[];
  readonly errors: readonly { readonly brokerId: number; readonly error: KafkaError }[];
}

/** Lists the transactional ids of every broker. From Kafka 3.0 on. */
export async function listTransactions(
  cluster: Cluster,
  options: ListTransactionsOptions = {},
): Promise<ListTransactionsResult> {
  const { producerIds = [], transactionalIdPattern: pattern } = options;
  const states = (options.states ?? []).map((state, index) => camelCased(`states[${index}]`, state));
  const longerThanMs =
    options.longerThanMs === undefined ? undefined : durationOption('longerThanMs', options.longerThanMs, 0);
  producerIds.forEach((id, index) => {
    integerOption(`producerIds[${index}]`, id ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
  });
  const build = (version: number): ListTransactionsRequest => {
    if (longerThanMs !== undefined) needsVersion(listTransactionsApi, version, 1, 'longerThanMs');
    if (pattern !== undefined) needsVersion(listTransactionsApi, version, 2, 'transactionalIdPattern');
    return createListTransactionsRequest({
      stateFilters: states,
      producerIdFilters: [...producerIds],
      durationFilter: longerThanMs ?? -1,
      transactionalIdPattern: pattern ?? null,
    });
  };
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askBrokers(
    cluster,
    'list transactions',
    undefined,
    async (nodeId): Promise<ListTransactionsResponse | KafkaError> => {
      const response = await cluster.sendTo(nodeId, listTransactionsApi, build, call);
      const unknown = response.unknownStateFilters;
      if (unknown.length > 0)
        throw configError('states', unknown.map(hyphenated).join(', '), 'states that brokers know');
      const what = `list transactions of broker ${nodeId}`;
      return brokerError(response.errorCode, what, { api: 'ListTransactions' }) ?? response;
    },
    options,
  );
  const transactions: ListedTransaction[] = [];
  const errors: { brokerId: number; error: KafkaError }[] = [];
  for (const [coordinatorId, answer] of settled) {
    if (KafkaError.is(answer) && answer.code === 'CONFIG') throw answer;
    if (KafkaError.is(answer)) errors.push({ brokerId: coordinatorId, error: answer });
    else {
      for (const { transactionalId, producerId, transactionState } of answer.transactionStates) {
        transactions.push({ transactionalId, producerId, state: hyphenated(transactionState), coordinatorId });
      }
    }
  }
  return { transactions, errors };
}
