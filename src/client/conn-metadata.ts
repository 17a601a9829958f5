// What a Conn says about the cluster: brokers, partitions, topics. Owns: the shapes of those answers.
import { type NewTopic, newTopicRequest } from '../admin/create-topics.ts';
import { topicOption } from '../base/options.ts';
import { type BrokerError, brokerError, throwIfBrokerError } from '../protocol/broker-error.ts';
import { createCreateTopicsRequest, createTopicsApi } from '../protocol/generated/create-topics.ts';
import {
  createDeleteTopicState,
  createDeleteTopicsRequest,
  deleteTopicsApi,
} from '../protocol/generated/delete-topics.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import {
  createMetadataRequest,
  createMetadataRequestTopic,
  type MetadataResponse,
  metadataApi,
} from '../protocol/generated/metadata.ts';
import type { SendRequest } from './conn-request.ts';

/** A broker of the cluster. */
export interface Broker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** A partition of a topic, as the broker asked knows it. */
export interface Partition {
  readonly topic: string;
  readonly partition: number;
  /** Undefined while there is none. */
  readonly leader: Broker | undefined;
  readonly replicas: readonly Broker[];
  readonly isr: readonly Broker[];
  readonly offlineReplicas: readonly Broker[];
  /** Why it cannot be used at the moment; undefined where it can. */
  readonly error: BrokerError | undefined;
}

/** First version of DeleteTopics that names topics by a struct. */
const DELETE_STRUCT_VERSION = 6;

/** Asks for topics: none by an empty list, all of them by null. Never creates one. */
export async function fetchMetadata(send: SendRequest, topics: readonly string[] | null): Promise<MetadataResponse> {
  return send(metadataApi, (version) =>
    createMetadataRequest({
      topics: topics?.map((name) => createMetadataRequestTopic({ name })) ?? null,
      allowAutoTopicCreation: version < 4,
    }),
  );
}

/** The partitions of an answer, by number: brokers before 4.0 name them in any order. Throws where a topic as a whole has an error. */
export function partitionsOf(response: MetadataResponse): Partition[] {
  const brokers = new Map(brokersOf(response).map((broker) => [broker.id, broker]));
  const named = (ids: readonly number[]): Broker[] =>
    ids.map((id) => brokers.get(id) ?? { id, host: '', port: 0, rack: null });
  return response.topics.flatMap(({ name, errorCode, partitions }) => {
    const topic = name ?? '';
    throwIfBrokerError(errorCode, `read partitions of ${topic}`, { api: 'Metadata', topic });
    const byNumber = [...partitions].sort((a, b) => a.partitionIndex - b.partitionIndex);
    return byNumber.map((partition) => ({
      topic,
      partition: partition.partitionIndex,
      leader: brokers.get(partition.leaderId),
      replicas: named(partition.replicaNodes),
      isr: named(partition.isrNodes),
      offlineReplicas: named(partition.offlineReplicas),
      error: brokerError(partition.errorCode, `partition ${topic}[${partition.partitionIndex}]`, {
        topic,
        partition: partition.partitionIndex,
      }),
    }));
  });
}

export function brokersOf(response: MetadataResponse): Broker[] {
  return response.brokers.map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack }));
}

/** Creates topics on the broker asked; one that exists is left as it is. Throws the first error there is. */
export async function createTopics(send: SendRequest, topics: readonly NewTopic[], timeoutMs: number): Promise<void> {
  const request = createCreateTopicsRequest({ topics: topics.map(newTopicRequest), timeoutMs });
  const response = await send(createTopicsApi, () => request);
  for (const { name, errorCode, errorMessage } of response.topics) {
    if (errorCode === ErrorCode.TOPIC_ALREADY_EXISTS) continue;
    throwIfBrokerError(errorCode, `create topic ${name}`, { api: 'CreateTopics', topic: name }, errorMessage);
  }
}

/** Deletes topics through the broker asked. Throws the first error there is. */
export async function deleteTopics(send: SendRequest, topics: readonly string[], timeoutMs: number): Promise<void> {
  const names = topics.map((topic, index) => topicOption(`topics[${index}]`, topic));
  const response = await send(deleteTopicsApi, (version) =>
    version >= DELETE_STRUCT_VERSION
      ? createDeleteTopicsRequest({ topics: names.map((name) => createDeleteTopicState({ name })), timeoutMs })
      : createDeleteTopicsRequest({ topicNames: names, timeoutMs }),
  );
  for (const { name, errorCode, errorMessage } of response.responses) {
    const topic = name ?? '';
    throwIfBrokerError(errorCode, `delete topic ${topic}`, { api: 'DeleteTopics', topic }, errorMessage);
  }
}
