import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { booleanOption, integerOption, topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  type CreatableTopic,
  type CreatableTopicResult,
  type CreateTopicsRequest,
  type CreateTopicsResponse,
  createCreatableReplicaAssignment,
  createCreatableTopic,
  createCreatableTopicConfig,
  createCreateTopicsRequest,
  createTopicsApi,
} from '../protocol/generated/create-topics.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import { askControllerEach } from './ask-controller-each.ts';
import { errorOf, resultOf } from './in-rounds.ts';

/** A topic to be created. */
export interface NewTopic {
  readonly topic: string;
  /** Number of partitions, at least 1. Default: the broker's `num.partitions`. */
  readonly partitions?: number | undefined;
  /** Copies of each partition, at least 1. Default: the broker's `default.replication.factor`. */
  readonly replicationFactor?: number | undefined;
  /**
   * Broker ids of each partition, the preferred leader first, instead of `partitions` and `replicationFactor`.
   * Default: the controller places them.
   */
  readonly assignments?: readonly (readonly number[])[] | undefined;
  /** Topic configuration by Kafka's names, for example `{ 'retention.ms': '60000' }`. */
  readonly configs?: Readonly<Record<string, string>> | undefined;
}

/** What became of one topic; `error` is undefined where it went well. */
export interface TopicResult {
  readonly topic: string;
  readonly error: KafkaError | undefined;
}

/** What became of one new topic, with what brokers tell of it (KIP-525, from Kafka 2.4 on; the id from 2.8 on). */
export interface CreateTopicResult extends TopicResult {
  readonly topicId: string | undefined;
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
}

export interface CreateTopicsOptions extends CallOptions {
  /** Only check whether the topics could be created. Default false. */
  readonly validateOnly?: boolean | undefined;
}

/** Tells the broker to use its own default (KIP-464). */
const BROKER_DEFAULT = -1;

/** Creates topics through the controller. A topic that fails is a value in the result; only a request that fails throws. */
export async function createTopics(
  cluster: Cluster,
  topics: readonly NewTopic[],
  options: CreateTopicsOptions = {},
): Promise<readonly CreateTopicResult[]> {
  const checked = topics.map(newTopicRequest);
  const validateOnly = booleanOption('validateOnly', options.validateOnly, false);
  const settled = await askControllerEach<
    CreatableTopic,
    CreateTopicsRequest,
    CreateTopicsResponse,
    CreatableTopicResult
  >(
    cluster,
    `create topics ${topics.map(({ topic }) => topic).join(', ')}`,
    checked,
    {
      api: createTopicsApi,
      build: (some, _, timeoutMs) => createCreateTopicsRequest({ topics: [...some], timeoutMs, validateOnly }),
      read: (response, { name: topic }) => {
        const answer = response.topics.find(({ name }) => name === topic);
        const code = answer?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
        const place = { topic, api: 'CreateTopics' };
        return (
          brokerError(code, `create topic ${topic}`, place, answer?.errorMessage) ?? (answer as CreatableTopicResult)
        );
      },
    },
    options,
  );
  const known = (count: number | undefined): number | undefined =>
    count === undefined || count < 0 ? undefined : count;
  return [...settled].map(([{ name: topic }, answer]) => {
    const created = resultOf(answer);
    return {
      topic,
      topicId: created === undefined || created.topicId === ZERO_UUID ? undefined : created.topicId,
      partitions: known(created?.numPartitions),
      replicationFactor: known(created?.replicationFactor),
      error: errorOf(answer),
    };
  });
}

/** One topic as the request names it, checked; `index` is its place in the caller's list. */
export function newTopicRequest(topic: NewTopic, index: number): ReturnType<typeof createCreatableTopic> {
  const at = `topics[${index}]`;
  topicOption(`${at}.topic`, topic?.topic);
  const configs = Object.entries(topic.configs ?? {});
  for (const [name, value] of configs) {
    if (typeof value !== 'string') throw configError(`${at}.configs[${name}]`, value, 'a string');
  }
  const { assignments } = topic;
  if (assignments !== undefined) {
    const isList = Array.isArray(assignments) && assignments.length > 0 && assignments.every((ids) => ids.length > 0);
    if (!isList) throw configError(`${at}.assignments`, assignments, 'a list of broker ids for each partition');
    const other = topic.partitions ?? topic.replicationFactor;
    if (other !== undefined) throw configError(`${at}.partitions`, other, 'nothing where assignments are given');
  }
  return createCreatableTopic({
    name: topic.topic,
    assignments: (assignments ?? []).map((brokerIds, partitionIndex) =>
      createCreatableReplicaAssignment({ partitionIndex, brokerIds: [...brokerIds] }),
    ),
    numPartitions: integerOption(`${at}.partitions`, topic.partitions, BROKER_DEFAULT, 1, 1_000_000),
    replicationFactor: integerOption(`${at}.replicationFactor`, topic.replicationFactor, BROKER_DEFAULT, 1, 32_767),
    configs: configs.map(([name, value]) => createCreatableTopicConfig({ name, value })),
  });
}
