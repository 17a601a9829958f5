import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
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
import { askBrokers } from './ask-brokers.ts';
import { askLeaders } from './ask-leaders.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';
import { checkPartition, matchPartitions } from './partition-lists.ts';

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
  const settled =
    brokerId === undefined
      ? await askLeaders(cluster, 'describe producers', items, ask, options)
      : await askOneBroker(cluster, brokerId, items, ask, options);
  return items.map((item) => {
    const { topic, partition } = item;
    const answer =
      settled.get(item) ?? new KafkaError('PROTOCOL', `describe producers of ${topic}[${partition}]: left out`);
    return { topic, partition, producers: resultOf(answer)?.map(producerOf) ?? [], error: errorOf(answer) };
  });
}

type Answers = ReadonlyMap<TopicPartition, readonly ProducerState[] | KafkaError>;

/** A broker that cannot be asked is the error of every partition. */
async function askOneBroker(
  cluster: Cluster,
  brokerId: number,
  items: readonly TopicPartition[],
  ask: (nodeId: number, group: readonly TopicPartition[]) => Promise<Answers>,
  options: CallOptions,
): Promise<Answers> {
  const settled = await askBrokers(cluster, 'describe producers', [brokerId], (nodeId) => ask(nodeId, items), options);
  const answer = settled.get(brokerId) as Answers | KafkaError;
  return KafkaError.is(answer) ? new Map(items.map((item) => [item, answer])) : answer;
}

async function askForProducers(
  cluster: Cluster,
  nodeId: number,
  group: readonly TopicPartition[],
  call: CallOptions,
): Promise<Answers> {
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
