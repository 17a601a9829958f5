// Metadata: brokers, topics and their leaders; creates missing topics where client and cluster both allow it.

import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createMetadataResponse,
  createMetadataResponseTopic,
  type MetadataRequest,
  type MetadataResponse,
  type MetadataResponsePartition,
  type MetadataResponseTopic,
  metadataApi,
} from '../../protocol/generated/metadata.ts';
import { ZERO_UUID } from '../../wire/message-codec.ts';
import type { ClusterState } from '../cluster-state.ts';
import { NO_LEADER, type Partition } from '../partition.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { type Topic, wrongName } from '../topics.ts';

/** Bits of the operations that a broker without an authorizer allows on a topic and on the cluster (KIP-430). */
const TOPIC_OPERATIONS = 3576;
const CLUSTER_OPERATIONS = 8096;
const NOT_ASKED = -2147483648;

function handle(request: MetadataRequest, context: RequestContext): MetadataResponse {
  const { cluster, version } = context;
  const operations = request.includeTopicAuthorizedOperations ? TOPIC_OPERATIONS : NOT_ASKED;
  return createMetadataResponse({
    brokers: cluster.nodes.map(({ id, host, port, rack }) => ({ nodeId: id, host, port, rack })),
    clusterId: cluster.clusterId,
    controllerId: cluster.controllerId,
    topics: topicsOf(request, cluster, version).map((topic) =>
      topic.name !== null ? { ...topic, topicAuthorizedOperations: operations } : topic,
    ),
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations ? CLUSTER_OPERATIONS : NOT_ASKED,
  });
}

function topicsOf(request: MetadataRequest, cluster: ClusterState, version: number): MetadataResponseTopic[] {
  // In version 0 an empty list asks for every topic; later a null one does, and an empty one asks for none.
  const wanted = version === 0 && request.topics?.length === 0 ? null : request.topics;
  if (wanted === null) return [...cluster.topics.all()].map((topic) => describe(topic, cluster));
  // As soon as one topic is named by its id, Kafka looks at ids only (KIP-516).
  const ids = wanted.map(({ topicId }) => topicId).filter((id) => id !== ZERO_UUID);
  if (ids.length > 0) return [...new Set(ids)].map((id) => byId(id, cluster));
  const names = new Set(wanted.map(({ name }) => name ?? ''));
  const mayCreate = request.allowAutoTopicCreation && cluster.settings.autoCreateTopics;
  return [...names].map((name) => byName(name, cluster, mayCreate));
}

function byId(topicId: string, cluster: ClusterState): MetadataResponseTopic {
  const topic = cluster.topics.byId(topicId);
  if (topic !== undefined) return describe(topic, cluster);
  return createMetadataResponseTopic({ errorCode: ErrorCode.UNKNOWN_TOPIC_ID, topicId, name: null });
}

function byName(name: string, cluster: ClusterState, mayCreate: boolean): MetadataResponseTopic {
  const topic = cluster.topics.get(name);
  if (topic !== undefined) return describe(topic, cluster);
  if (wrongName(name) !== undefined) {
    return createMetadataResponseTopic({ errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION, name });
  }
  if (!mayCreate) return createMetadataResponseTopic({ errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, name });
  // Creation is under way when a broker answers: the client finds the topic when it asks again.
  const created = cluster.createTopic({ name, partitions: -1, replicationFactor: -1, assignments: [], configs: [] });
  const errorCode = 'id' in created ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : created.errorCode;
  return createMetadataResponseTopic({ errorCode, name });
}

function describe(topic: Topic, cluster: ClusterState): MetadataResponseTopic {
  return createMetadataResponseTopic({
    name: topic.name,
    topicId: topic.id,
    isInternal: topic.isInternal,
    partitions: topic.partitions.map((partition) => describePartition(partition, cluster)),
  });
}

function describePartition(partition: Partition, cluster: ClusterState): MetadataResponsePartition {
  const { index, leaderId, leaderEpoch, replicas, isr } = partition;
  return {
    errorCode: leaderId === NO_LEADER ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE,
    partitionIndex: index,
    leaderId,
    leaderEpoch,
    replicaNodes: replicas,
    isrNodes: isr,
    offlineReplicas: replicas.filter((id) => cluster.node(id) === undefined),
  };
}

export const metadataHandler: RequestHandler<MetadataRequest, MetadataResponse> = {
  api: metadataApi,
  handle,
  fail: (request, errorCode, version) =>
    createMetadataResponse({
      errorCode: version >= 13 ? errorCode : ErrorCode.NONE,
      topics: (request.topics ?? []).map(({ name, topicId }) =>
        createMetadataResponseTopic({ errorCode, name: name ?? (version >= 12 ? null : ''), topicId }),
      ),
    }),
};
