import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { integerOption, topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type BrokerError, brokerError } from '../protocol/broker-error.ts';
import {
  createCreatableTopic,
  createCreatableTopicConfig,
  createCreateTopicsRequest,
  createTopicsApi,
} from '../protocol/generated/create-topics.ts';
import { askController } from './ask-controller.ts';

/** A topic to be created. */
export interface NewTopic {
  readonly topic: string;
  /** Number of partitions, at least 1. Default: the broker's `num.partitions`. */
  readonly partitions?: number | undefined;
  /** Copies of each partition, at least 1. Default: the broker's `default.replication.factor`. */
  readonly replicationFactor?: number | undefined;
  /** Topic configuration by Kafka's names, for example `{ 'retention.ms': '60000' }`. */
  readonly configs?: Readonly<Record<string, string>> | undefined;
}

/** What became of one topic; `error` is undefined where it went well. */
export interface TopicResult {
  readonly topic: string;
  readonly error: BrokerError | undefined;
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
): Promise<readonly TopicResult[]> {
  const checked = topics.map(newTopicRequest);
  const validateOnly = options.validateOnly ?? false;
  const response = await askController(
    cluster,
    `create topics ${topics.map(({ topic }) => topic).join(', ')}`,
    createTopicsApi,
    (_, timeoutMs) => createCreateTopicsRequest({ topics: checked, timeoutMs, validateOnly }),
    (answer) => answer.topics.map(({ errorCode }) => errorCode),
    options,
  );
  return response.topics.map(({ name, errorCode, errorMessage }) => ({
    topic: name,
    error: brokerError(errorCode, `create topic ${name}`, { topic: name, api: 'CreateTopics' }, errorMessage),
  }));
}

/** One topic as the request names it, checked; `index` is its place in the caller's list. */
export function newTopicRequest(topic: NewTopic, index: number): ReturnType<typeof createCreatableTopic> {
  const at = `topics[${index}]`;
  const configs = Object.entries(topic.configs ?? {});
  for (const [name, value] of configs) {
    if (typeof value !== 'string') throw configError(`${at}.configs[${name}]`, value, 'a string');
  }
  return createCreatableTopic({
    name: topicOption(`${at}.topic`, topic.topic),
    numPartitions: integerOption(`${at}.partitions`, topic.partitions, BROKER_DEFAULT, 1, 1_000_000),
    replicationFactor: integerOption(`${at}.replicationFactor`, topic.replicationFactor, BROKER_DEFAULT, 1, 32_767),
    configs: configs.map(([name, value]) => createCreatableTopicConfig({ name, value })),
  });
}
