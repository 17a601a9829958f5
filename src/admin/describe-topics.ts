import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { booleanOption, topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createMetadataRequest,
  createMetadataRequestTopic,
  type MetadataResponsePartition,
  type MetadataResponseTopic,
  metadataApi,
} from '../protocol/generated/metadata.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import { type AclOperation, authorizedOperations } from './acl-operation.ts';
import { askAny } from './ask-any.ts';

/** One partition of a described topic. */
export interface PartitionDescription {
  readonly partition: number;
  /** Broker id; -1 where there is none at the moment. */
  readonly leaderId: number;
  /** -1 where the broker does not tell. */
  readonly leaderEpoch: number;
  /** Broker ids, the preferred leader first. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
  /** LEADER_NOT_AVAILABLE and the like. */
  readonly error: KafkaError | undefined;
}

/** One topic, described; without partitions where `error` says why. */
export interface TopicDescription {
  /** Empty where a topic that was asked for by id is not there. */
  readonly topic: string;
  /** undefined where brokers give topics no ids (before 2.8). */
  readonly topicId: string | undefined;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionDescription[];
  /** What the caller may do to it; undefined unless asked for. */
  readonly authorizedOperations: readonly AclOperation[] | undefined;
  readonly error: KafkaError | undefined;
}

/** A topic by name, or by id (from Kafka 3.1 on). */
export type TopicName = string | { readonly topicId: string };

export interface DescribeTopicsOptions extends CallOptions {
  /** Default false. */
  readonly includeAuthorizedOperations?: boolean | undefined;
}

/** Describes topics by name or id, fresh from a broker, in the order asked. A topic that is not there is a value. */
export async function describeTopics(
  cluster: Cluster,
  topics: readonly TopicName[],
  options: DescribeTopicsOptions = {},
): Promise<readonly TopicDescription[]> {
  const operations = booleanOption('includeAuthorizedOperations', options.includeAuthorizedOperations, false);
  topics.forEach((topic, index) => {
    checkName(`topics[${index}]`, topic);
  });
  if (topics.length === 0) return [];
  const found = await ask(cluster, topics, operations, options);
  return topics.map((asked) => {
    const topic = found.find(({ name, topicId }) =>
      typeof asked === 'string' ? name === asked : topicId === asked.topicId,
    );
    return topic === undefined ? missing(asked) : describe(topic);
  });
}

/** Every topic that the caller may see, described. */
export async function describeAllTopics(
  cluster: Cluster,
  options: DescribeTopicsOptions = {},
): Promise<readonly TopicDescription[]> {
  const operations = booleanOption('includeAuthorizedOperations', options.includeAuthorizedOperations, false);
  return (await ask(cluster, null, operations, options)).map(describe);
}

async function ask(
  cluster: Cluster,
  topics: readonly TopicName[] | null,
  includeTopicAuthorizedOperations: boolean,
  options: CallOptions,
): Promise<readonly MetadataResponseTopic[]> {
  const byId = topics?.some((topic) => typeof topic !== 'string') ?? false;
  const response = await askAny(
    cluster,
    'describe topics',
    metadataApi,
    (version) => {
      if (byId) needsVersion(metadataApi, version, 12, 'a topic by its id');
      if (includeTopicAuthorizedOperations) needsVersion(metadataApi, version, 8, 'includeAuthorizedOperations');
      return createMetadataRequest({
        topics:
          topics?.map((topic) =>
            typeof topic === 'string'
              ? createMetadataRequestTopic({ name: topic })
              : createMetadataRequestTopic({ name: null, topicId: topic.topicId }),
          ) ?? null,
        // Older versions have no say in this: they always create.
        allowAutoTopicCreation: version < 4,
        includeTopicAuthorizedOperations,
      });
    },
    ({ errorCode }) => ({ errorCode }),
    options,
  );
  return response.topics;
}

function checkName(at: string, topic: TopicName): void {
  if (typeof topic === 'string') topicOption(at, topic);
  else if (!/^[A-Za-z0-9_-]{22}$/.test(topic?.topicId)) {
    throw configError(`${at}.topicId`, topic?.topicId, 'an id of 22 characters of base64url');
  }
}

function missing(asked: TopicName): TopicDescription {
  const topic = typeof asked === 'string' ? asked : '';
  return {
    topic,
    topicId: typeof asked === 'string' ? undefined : asked.topicId,
    isInternal: false,
    partitions: [],
    authorizedOperations: undefined,
    error: new KafkaError('PROTOCOL', `describe topic ${topic}: the broker's answer leaves it out`, { topic }),
  };
}

function describe(found: MetadataResponseTopic): TopicDescription {
  const { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations } = found;
  const topic = name ?? '';
  const shown = topic === '' ? topicId : topic;
  return {
    topic,
    topicId: topicId === ZERO_UUID ? undefined : topicId,
    isInternal,
    partitions: partitions
      .map((partition) => describePartition(topic, partition))
      .sort((a, b) => a.partition - b.partition),
    authorizedOperations: authorizedOperations(topicAuthorizedOperations),
    error: brokerError(errorCode, `describe topic ${shown}`, { topic, api: 'Metadata' }),
  };
}

function describePartition(topic: string, found: MetadataResponsePartition): PartitionDescription {
  const {
    errorCode,
    partitionIndex: partition,
    leaderId,
    leaderEpoch,
    replicaNodes,
    isrNodes,
    offlineReplicas,
  } = found;
  const error = brokerError(errorCode, `describe ${topic}[${partition}]`, { topic, partition, api: 'Metadata' });
  return { partition, leaderId, leaderEpoch, replicas: replicaNodes, isr: isrNodes, offlineReplicas, error };
}
