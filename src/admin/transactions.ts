// Transactions and producers (KIP-664): list, describe, abort, fence.
import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { durationOption, integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDescribeProducersRequest,
  createTopicRequest,
  describeProducersApi,
  type ProducerState,
} from '../protocol/generated/describe-producers.ts';
import {
  createDescribeTransactionsRequest,
  describeTransactionsApi,
} from '../protocol/generated/describe-transactions.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../protocol/generated/init-producer-id.ts';
import {
  createListTransactionsRequest,
  type ListTransactionsResponse,
  listTransactionsApi,
} from '../protocol/generated/list-transactions.ts';
import {
  createWritableTxnMarker,
  createWritableTxnMarkerTopic,
  createWriteTxnMarkersRequest,
  writeTxnMarkersApi,
} from '../protocol/generated/write-txn-markers.ts';
import { askBrokers } from './ask-brokers.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { askLeaders } from './ask-leaders.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';
import { needsVersion } from './needs-version.ts';
import { checkPartition, matchPartitions } from './partition-lists.ts';

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

function stateOf(name: string): TransactionState {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

function stateName(state: TransactionState): string {
  return state
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

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
  const { states = [], producerIds = [], transactionalIdPattern: pattern } = options;
  const longerThanMs =
    options.longerThanMs === undefined ? undefined : durationOption('longerThanMs', options.longerThanMs, 0);
  producerIds.forEach((id, index) => {
    integerOption(`producerIds[${index}]`, id ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
  });
  const build = (version: number) => {
    if (longerThanMs !== undefined) needsVersion(listTransactionsApi, version, 1, 'longerThanMs');
    if (pattern !== undefined) needsVersion(listTransactionsApi, version, 2, 'transactionalIdPattern');
    return createListTransactionsRequest({
      stateFilters: states.map(stateName),
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
      if (unknown.length > 0) throw configError('states', unknown.map(stateOf).join(', '), 'states that brokers know');
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
        transactions.push({ transactionalId, producerId, state: stateOf(transactionState), coordinatorId });
      }
    }
  }
  return { transactions, errors };
}

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
  const ids = transactionalIds.map((id, index) => checkId(`transactionalIds[${index}]`, id));
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
  return [...settled].map(([transactionalId, answer]) =>
    KafkaError.is(answer)
      ? { transactionalId, transaction: undefined, error: answer }
      : { transactionalId, transaction: answer, error: undefined },
  );
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
    state: stateOf(found.transactionState),
    producerId: found.producerId,
    producerEpoch: found.producerEpoch,
    timeoutMs: found.transactionTimeoutMs,
    startedAt: found.transactionStartTimeMs < 0 ? undefined : found.transactionStartTimeMs,
    partitions: found.topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition }))),
  };
}

/** A producer that a partition remembers. */
export interface ProducerDescription {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** -1 where it has written none that are still remembered. */
  readonly lastSequence: number;
  /** Milliseconds since 1970; -1 where unknown. */
  readonly lastTimestamp: number;
  /** -1 where it has no coordinator: it is idempotent only. */
  readonly coordinatorEpoch: number;
  /** First offset of the open transaction; undefined where none is open. */
  readonly transactionStartOffset: number | undefined;
}

/** The producers of one partition. */
export interface PartitionProducers extends TopicPartition {
  readonly producers: readonly ProducerDescription[];
  readonly error: KafkaError | undefined;
}

export interface DescribeProducersOptions extends CallOptions {
  /** Ask this broker, replica or not, instead of each partition's leader. */
  readonly brokerId?: number | undefined;
}

/** Which producers partitions remember, asked of their leaders. One result per partition, in order. From Kafka 2.8 on. */
export async function describeProducers(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  options: DescribeProducersOptions = {},
): Promise<readonly PartitionProducers[]> {
  const items = partitions.map((item, index) => checkPartition(`partitions[${index}]`, item));
  const brokerId =
    options.brokerId === undefined ? undefined : integerOption('brokerId', options.brokerId, 0, 0, 2 ** 31 - 1);
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const ask = (nodeId: number, group: readonly TopicPartition[]) => askForProducers(cluster, nodeId, group, call);
  let settled: ReadonlyMap<TopicPartition, readonly ProducerState[] | KafkaError>;
  if (brokerId === undefined) settled = await askLeaders(cluster, 'describe producers', items, ask, options);
  else {
    await cluster.start(call);
    settled = await ask(brokerId, items);
  }
  return items.map((item) => {
    const { topic, partition } = item;
    const answer =
      settled.get(item) ?? new KafkaError('PROTOCOL', `describe producers of ${topic}[${partition}]: left out`);
    if (KafkaError.is(answer)) return { topic, partition, producers: [], error: answer };
    return { topic, partition, producers: answer.map(producerOf), error: undefined };
  });
}

async function askForProducers(
  cluster: Cluster,
  nodeId: number,
  group: readonly TopicPartition[],
  call: CallOptions,
): Promise<ReadonlyMap<TopicPartition, readonly ProducerState[] | KafkaError>> {
  const request = createDescribeProducersRequest({
    topics: byTopic(group).map(([name, list]) =>
      createTopicRequest({ name, partitionIndexes: list.map(({ partition }) => partition) }),
    ),
  });
  const response = await cluster.sendTo(nodeId, describeProducersApi, () => request, call);
  const answers = response.topics.flatMap(({ name, partitions }) =>
    partitions.map((each) => ({ topic: name, partition: each.partitionIndex, ...each })),
  );
  return new Map(
    [...matchPartitions(group, answers)].map(([item, { errorCode, errorMessage, activeProducers }]) => {
      const what = `describe producers of ${item.topic}[${item.partition}]`;
      const place = { topic: item.topic, partition: item.partition, api: 'DescribeProducers' };
      return [item, brokerError(errorCode, what, place, errorMessage) ?? activeProducers];
    }),
  );
}

function producerOf(state: ProducerState): ProducerDescription {
  const { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset } = state;
  const transactionStartOffset = currentTxnStartOffset < 0 ? undefined : currentTxnStartOffset;
  return { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, transactionStartOffset };
}

/** A transaction that hangs, as `describeProducers` shows it. */
export interface HangingTransaction extends TopicPartition {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}

/**
 * Aborts a transaction that no coordinator knows any more by writing the marker straight into its partition (KIP-664).
 * For those that a coordinator knows, use `fenceProducers`. Throws where the leader refuses.
 */
export async function abortTransaction(
  cluster: Cluster,
  transaction: HangingTransaction,
  options: CallOptions = {},
): Promise<void> {
  const item = checkPartition('transaction', transaction);
  const { producerId, producerEpoch, topic, partition } = item;
  integerOption('transaction.producerId', producerId ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
  integerOption('transaction.producerEpoch', producerEpoch ?? Number.NaN, 0, 0, 32_767);
  const marker = createWritableTxnMarker({
    producerId,
    producerEpoch,
    // Brokers tell -1 for a partition that has not seen a marker of this producer; Java then writes 0.
    coordinatorEpoch: Math.max(0, item.coordinatorEpoch ?? 0),
    transactionResult: false,
    topics: [createWritableTxnMarkerTopic({ name: topic, partitionIndexes: [partition] })],
  });
  const what = `abort transaction of producer ${producerId} in ${topic}[${partition}]`;
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS, lane: 'slow' } as const;
  const settled = await askLeaders(
    cluster,
    what,
    [item],
    async (nodeId) => {
      const request = createWriteTxnMarkersRequest({ markers: [marker] });
      const { markers } = await cluster.sendTo(nodeId, writeTxnMarkersApi, () => request, call);
      const answer = markers[0]?.topics[0]?.partitions[0];
      const error = brokerError(answer?.errorCode ?? -1, what, { topic, partition, api: 'WriteTxnMarkers' });
      return new Map([[item, error ?? (true as const)]]);
    },
    options,
  );
  const answer = settled.get(item);
  if (KafkaError.is(answer)) throw answer;
}

/** What became of one transactional id. */
export interface FenceProducerResult {
  readonly transactionalId: string;
  /** The ids that its next producer will go on from; undefined where `error` says why. */
  readonly producerId: number | undefined;
  readonly producerEpoch: number | undefined;
  readonly error: KafkaError | undefined;
}

/**
 * Fences the producers of transactional ids: an open transaction is aborted, and whoever still writes under the id gets
 * an error (KIP-664). One result per id, in order.
 */
export async function fenceProducers(
  cluster: Cluster,
  transactionalIds: readonly string[],
  options: CallOptions = {},
): Promise<readonly FenceProducerResult[]> {
  const ids = transactionalIds.map((id, index) => checkId(`transactionalIds[${index}]`, id));
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS, lane: 'slow' } as const;
  const settled = await askCoordinators(
    cluster,
    'fence producers',
    'transaction',
    ids,
    async (nodeId, asked) => {
      const answers = asked.map(
        async (id): Promise<[string, { producerId: number; producerEpoch: number } | KafkaError]> => {
          // No producer will use this epoch, so its transactions need no time: the least that a broker takes.
          const request = createInitProducerIdRequest({ transactionalId: id, transactionTimeoutMs: 1 });
          const response = await cluster.sendTo(nodeId, initProducerIdApi, () => request, call);
          const error = brokerError(response.errorCode, `fence producers of ${id}`, { api: 'InitProducerId' });
          return [id, error ?? response];
        },
      );
      return new Map(await Promise.all(answers));
    },
    options,
  );
  return [...settled].map(([transactionalId, answer]) =>
    KafkaError.is(answer)
      ? { transactionalId, producerId: undefined, producerEpoch: undefined, error: answer }
      : { transactionalId, producerId: answer.producerId, producerEpoch: answer.producerEpoch, error: undefined },
  );
}

/** Ends the open transaction of an id by fencing its producer. Throws where that cannot be done. */
export async function forceTerminateTransaction(
  cluster: Cluster,
  transactionalId: string,
  options: CallOptions = {},
): Promise<void> {
  const [result] = await fenceProducers(cluster, [transactionalId], options);
  if (result?.error !== undefined) throw result.error;
}

function checkId(at: string, id: string): string {
  if (typeof id !== 'string' || id === '') throw configError(at, id, 'a transactional id');
  return id;
}
