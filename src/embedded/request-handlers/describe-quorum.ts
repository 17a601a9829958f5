// DescribeQuorum (KIP-595, KIP-853): the metadata quorum. Every broker that runs is a voter; the lowest id leads.
import {
  createDescribeQuorumResponse,
  createDescribeQuorumResponsePartitionData,
  createReplicaState,
  type DescribeQuorumRequest,
  type DescribeQuorumResponse,
  describeQuorumApi,
} from '../../protocol/generated/describe-quorum.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

type PartitionState = DescribeQuorumResponse['topics'][number]['partitions'][number];

const METADATA_TOPIC = '__cluster_metadata';
const MESSAGES_FROM = 2;
const TIMES_FROM = 1;

function handle(request: DescribeQuorumRequest, context: RequestContext): DescribeQuorumResponse {
  const { cluster, version } = context;
  const isMetadata = (topic: string, index: number): boolean => topic === METADATA_TOPIC && index === 0;
  const topics = request.topics.map(({ topicName, partitions }) => ({
    topicName,
    partitions: partitions.map(({ partitionIndex }) =>
      isMetadata(topicName, partitionIndex) ? describe(context) : missing(partitionIndex, version),
    ),
  }));
  const isTold = topics.some(({ topicName, partitions }) =>
    partitions.some(({ partitionIndex }) => isMetadata(topicName, partitionIndex)),
  );
  const nodes = cluster.nodes.map(({ id, host, port }) => ({
    nodeId: id,
    listeners: [{ name: 'CONTROLLER', host, port }],
  }));
  return createDescribeQuorumResponse({
    errorMessage: version >= MESSAGES_FROM ? '' : null,
    topics,
    nodes: isTold && version >= MESSAGES_FROM ? nodes : [],
  });
}

function describe({ cluster, version }: RequestContext): PartitionState {
  const now = version >= TIMES_FROM ? cluster.clock.now() : -1;
  const highWatermark = cluster.metadataOffset;
  return createDescribeQuorumResponsePartitionData({
    partitionIndex: 0,
    errorMessage: version >= MESSAGES_FROM ? '' : null,
    leaderId: cluster.controllerId,
    leaderEpoch: cluster.controllerEpoch,
    highWatermark,
    currentVoters: cluster.nodes.map(({ id }) =>
      createReplicaState({
        replicaId: id,
        logEndOffset: highWatermark,
        lastFetchTimestamp: now,
        lastCaughtUpTimestamp: now,
      }),
    ),
  });
}

function missing(partitionIndex: number, version: number): PartitionState {
  return createDescribeQuorumResponsePartitionData({
    partitionIndex,
    errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    errorMessage: version >= MESSAGES_FROM ? 'This server does not host this topic-partition.' : null,
  });
}

export const describeQuorumHandler: RequestHandler<DescribeQuorumRequest, DescribeQuorumResponse> = {
  api: describeQuorumApi,
  handle,
  fail: (_request, errorCode) => createDescribeQuorumResponse({ errorCode, errorMessage: null }),
};
