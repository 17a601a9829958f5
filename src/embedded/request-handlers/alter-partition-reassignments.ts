// AlterPartitionReassignments (KIP-455): other brokers hold a partition, at once: all replicas share one log.
import {
  type AlterPartitionReassignmentsRequest,
  type AlterPartitionReassignmentsResponse,
  alterPartitionReassignmentsApi,
  createAlterPartitionReassignmentsResponse,
  createReassignablePartitionResponse,
  type ReassignablePartition,
  type ReassignablePartitionResponse,
} from '../../protocol/generated/alter-partition-reassignments.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ClusterState } from '../cluster-state.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

function handle(
  request: AlterPartitionReassignmentsRequest,
  { cluster }: RequestContext,
): AlterPartitionReassignmentsResponse {
  const { allowReplicationFactorChange } = request;
  const responses = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((wanted) => reassign(cluster, name, wanted, allowReplicationFactorChange)),
  }));
  cluster.leadersChanged();
  return createAlterPartitionReassignmentsResponse({ allowReplicationFactorChange, errorMessage: null, responses });
}

function reassign(
  cluster: ClusterState,
  name: string,
  { partitionIndex, replicas }: ReassignablePartition,
  mayChangeFactor: boolean,
): ReassignablePartitionResponse {
  const topic = cluster.topics.get(name);
  const refused = (errorCode: number, message: string | null) => refuse(partitionIndex, errorCode, message);
  if (topic === undefined) {
    return refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Unable to find a topic named ${name}.`);
  }
  const partition = topic.partitions[partitionIndex];
  if (partition === undefined) {
    return refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Unable to find partition ${name}:${partitionIndex}.`);
  }
  // None is ever under way, so there is none to cancel.
  if (replicas === null) return refused(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, null);
  const fault = cluster.topics.assignmentFault(replicas, undefined);
  if (fault !== undefined) return refused(ErrorCode.INVALID_REPLICA_ASSIGNMENT, fault);
  const [now, then] = [partition.replicas.length, replicas.length];
  if (!mayChangeFactor && now !== then) {
    return refused(ErrorCode.INVALID_REPLICATION_FACTOR, `The replication factor is changed from ${now} to ${then}`);
  }
  partition.reassign(replicas, cluster.aliveIds);
  return createReassignablePartitionResponse({ partitionIndex, errorMessage: null });
}

function refuse(partitionIndex: number, errorCode: number, errorMessage: string | null): ReassignablePartitionResponse {
  return createReassignablePartitionResponse({ partitionIndex, errorCode, errorMessage });
}

export const alterPartitionReassignmentsHandler: RequestHandler<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse
> = {
  api: alterPartitionReassignmentsApi,
  handle,
  fail: (request, errorCode) =>
    createAlterPartitionReassignmentsResponse({
      errorCode,
      errorMessage: null,
      responses: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => refuse(partitionIndex, errorCode, null)),
      })),
    }),
};
