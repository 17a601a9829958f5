import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDescribeTransactionsRequest,
  describeTransactionsApi,
} from '../protocol/generated/describe-transactions.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';
import { hyphenated } from './kafka-words.ts';
import type { TransactionState } from './list-transactions.ts';
import { checkTransactionalIds } from './transactional-ids.ts';

/** A transactional id as its coordinator sees it. */
export interface TransactionDescription {
  readonly state: TransactionState;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly timeoutMs: number;
  /** Milliseconds since 1970; undefined where none is open. */
  readonly startedAt: number | undefined;
  /** Partitions that the open transaction has written to. */
  readonly partitions: readonly TopicPartition[];
}

/** What became of one transactional id. */
export interface DescribeTransactionResult {
  readonly transactionalId: string;
  /** undefined where `error` says why. */
  readonly transaction: TransactionDescription | undefined;
  /** TRANSACTIONAL_ID_NOT_FOUND where there is none. */
  readonly error: KafkaError | undefined;
}

/** Describes transactional ids, asked of their coordinators. One result per id, in order. From Kafka 3.0 on. */
export async function describeTransactions(
  cluster: Cluster,
  transactionalIds: readonly string[],
  options: CallOptions = {},
): Promise<readonly DescribeTransactionResult[]> {
  const ids = checkTransactionalIds(transactionalIds);
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askCoordinators(
    cluster,
    'describe transactions',
    'transaction',
    ids,
    async (nodeId, asked) => {
      const request = createDescribeTransactionsRequest({ transactionalIds: asked });
      const response = await cluster.sendTo(nodeId, describeTransactionsApi, () => request, call);
      return new Map(
        response.transactionStates.map((found): [string, TransactionDescription | KafkaError] => {
          const id = found.transactionalId;
          const error = brokerError(found.errorCode, `describe transaction ${id}`, { api: 'DescribeTransactions' });
          return [id, error ?? transactionOf(found)];
        }),
      );
    },
    options,
  );
  return ids.map((transactionalId) => {
    const answer = settled.get(transactionalId);
    return { transactionalId, transaction: resultOf(answer), error: errorOf(answer) };
  });
}

interface WireTransaction {
  readonly transactionState: string;
  readonly transactionTimeoutMs: number;
  readonly transactionStartTimeMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}

function transactionOf(found: WireTransaction): TransactionDescription {
  return {
    state: hyphenated(found.transactionState),
    producerId: found.producerId,
    producerEpoch: found.producerEpoch,
    timeoutMs: found.transactionTimeoutMs,
    startedAt: found.transactionStartTimeMs < 0 ? undefined : found.transactionStartTimeMs,
    partitions: found.topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition }))),
  };
}
