// ElectLeaders (KIP-183, KIP-460): makes the preferred replica the leader, or any that runs where nobody leads.
import {
  createElectLeadersResponse,
  createPartitionResult,
  type ElectLeadersRequest,
  type ElectLeadersResponse,
  electLeadersApi,
  type PartitionResult,
} from '../../protocol/generated/elect-leaders.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ClusterState } from '../cluster-state.ts';
import { NO_LEADER, type Partition } from '../partition.ts';
import type { RequestHandler } from '../request-handler.ts';

const Election = { preferred: 0, unclean: 1 } as const;

type Wanted = readonly { readonly topic: string; readonly partitions: readonly number[] }[];

function handle(request: ElectLeadersRequest, { cluster }: { readonly cluster: ClusterState }): ElectLeadersResponse {
  const { electionType, topicPartitions } = request;
  if (electionType !== Election.preferred && electionType !== Election.unclean) {
    return failAll(request, ErrorCode.INVALID_REQUEST, `Unknown election type ${electionType}`);
  }
  const wanted = topicPartitions ?? everything(cluster);
  const replicaElectionResults = wanted.map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions
      .map((index) => electIn(cluster, topic, index, electionType))
      // Who asks for all partitions hears only of those where there was something to do.
      .filter(({ errorCode }) => topicPartitions !== null || errorCode !== ErrorCode.ELECTION_NOT_NEEDED),
  }));
  cluster.leadersChanged();
  return createElectLeadersResponse({
    replicaElectionResults: replicaElectionResults.filter(
      ({ partitionResult }) => topicPartitions !== null || partitionResult.length > 0,
    ),
  });
}

function everything(cluster: ClusterState): Wanted {
  return [...cluster.topics.all()].map(({ name, partitions }) => ({
    topic: name,
    partitions: partitions.map(({ index }) => index),
  }));
}

function electIn(cluster: ClusterState, name: string, index: number, electionType: number): PartitionResult {
  const topic = cluster.topics.get(name);
  if (topic === undefined) return refuse(index, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `No such topic as ${name}`);
  const partition = topic.partitions[index];
  if (partition === undefined) {
    return refuse(index, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `No such partition as ${name}-${index}`);
  }
  return electionType === Election.preferred ? electPreferred(partition) : electAny(partition, cluster);
}

const NOT_NEEDED = 'Leader election not needed for topic partition.';

function electPreferred(partition: Partition): PartitionResult {
  const { index, leaderId, isr, replicas } = partition;
  const preferred = replicas[0] ?? NO_LEADER;
  if (leaderId === preferred) return refuse(index, ErrorCode.ELECTION_NOT_NEEDED, NOT_NEEDED);
  if (leaderId === NO_LEADER || !isr.includes(preferred)) {
    return refuse(index, ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, 'The preferred leader was not available.');
  }
  partition.moveLeader(preferred);
  return elected(index);
}

function electAny(partition: Partition, { aliveIds }: ClusterState): PartitionResult {
  const { index, leaderId, replicas } = partition;
  if (leaderId !== NO_LEADER) return refuse(index, ErrorCode.ELECTION_NOT_NEEDED, NOT_NEEDED);
  if (!replicas.some((id) => aliveIds.has(id))) {
    const message = 'Eligible topic partition leaders are not available.';
    return refuse(index, ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, message);
  }
  partition.reassign(replicas, aliveIds);
  return elected(index);
}

function elected(partitionId: number): PartitionResult {
  return createPartitionResult({ partitionId, errorMessage: null });
}

function refuse(partitionId: number, errorCode: number, errorMessage: string | null): PartitionResult {
  return createPartitionResult({ partitionId, errorCode, errorMessage });
}

function failAll(request: ElectLeadersRequest, errorCode: number, message: string | null): ElectLeadersResponse {
  return createElectLeadersResponse({
    errorCode,
    replicaElectionResults: (request.topicPartitions ?? []).map(({ topic, partitions }) => ({
      topic,
      partitionResult: partitions.map((index) => refuse(index, errorCode, message)),
    })),
  });
}

export const electLeadersHandler: RequestHandler<ElectLeadersRequest, ElectLeadersResponse> = {
  api: electLeadersApi,
  handle,
  fail: (request, errorCode, version) => ({
    ...failAll(request, errorCode, null),
    // Version 0 has no error of the whole.
    ...(version === 0 ? { errorCode: ErrorCode.NONE } : {}),
  }),
};
