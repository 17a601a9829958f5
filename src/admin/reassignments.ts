// Moves partitions between brokers (KIP-455, KIP-860).
import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import {
  alterPartitionReassignmentsApi,
  createAlterPartitionReassignmentsRequest,
  createReassignablePartition,
  createReassignableTopic,
} from '../protocol/generated/alter-partition-reassignments.ts';
import {
  createListPartitionReassignmentsRequest,
  createListPartitionReassignmentsTopics,
  listPartitionReassignmentsApi,
} from '../protocol/generated/list-partition-reassignments.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askController } from './ask-controller.ts';
import { checkPartition, type PartitionResult, partitionResults } from './partition-lists.ts';

/** Where a partition is to live. */
export interface Reassignment extends TopicPartition {
  /** Broker ids, the preferred leader first; null calls a move off that is under way. */
  readonly replicas: readonly number[] | null;
}

export interface ReassignmentOptions extends CallOptions {
  /** False: refuse a move that changes how many replicas there are; from Kafka 4.1 on (KIP-860). Default true. */
  readonly allowReplicationFactorChange?: boolean | undefined;
}

/**
 * Begins or calls off moves of partitions, through the controller. One result per
 * partition, in order: no error means that the move has begun, or was called off.
 */
export async function alterPartitionReassignments(
  cluster: Cluster,
  reassignments: readonly Reassignment[],
  options: ReassignmentOptions = {},
): Promise<readonly PartitionResult[]> {
  const allow = booleanOption('allowReplicationFactorChange', options.allowReplicationFactorChange, true);
  const items = reassignments.map((item, index) => checkReassignment(`reassignments[${index}]`, item));
  const what = `reassign ${items.length} partitions`;
  const topics = byTopic(items).map(([name, group]) =>
    createReassignableTopic({
      name,
      partitions: group.map(({ partition, replicas }) =>
        createReassignablePartition({ partitionIndex: partition, replicas }),
      ),
    }),
  );
  const response = await askController(
    cluster,
    what,
    alterPartitionReassignmentsApi,
    (version, timeoutMs) => {
      if (!allow) needsVersion(alterPartitionReassignmentsApi, version, 1, 'allowReplicationFactorChange: false');
      return createAlterPartitionReassignmentsRequest({ timeoutMs, topics, allowReplicationFactorChange: allow });
    },
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'AlterPartitionReassignments' }, response.errorMessage);
  const answers = response.responses.flatMap(({ name, partitions }) =>
    partitions.map((each) => ({ topic: name, partition: each.partitionIndex, ...each })),
  );
  return partitionResults(items, answers, 'reassign', 'AlterPartitionReassignments');
}

function checkReassignment(at: string, item: Reassignment): Reassignment {
  checkPartition(at, item);
  const { replicas } = item;
  const isList =
    Array.isArray(replicas) && replicas.length > 0 && replicas.every((id) => Number.isInteger(id) && id >= 0);
  if (replicas !== null && !isList) throw configError(`${at}.replicas`, replicas, 'a list of broker ids, or null');
  return item;
}

/** A move under way. */
export interface OngoingReassignment extends TopicPartition {
  /** All brokers that hold it now. */
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

/** Lists moves under way: of the partitions named, or all. */
export async function listPartitionReassignments(
  cluster: Cluster,
  partitions: readonly TopicPartition[] | undefined,
  options: CallOptions = {},
): Promise<readonly OngoingReassignment[]> {
  const items = partitions?.map((item, index) => checkPartition(`partitions[${index}]`, item));
  const topics =
    items === undefined
      ? null
      : byTopic(items).map(([name, group]) =>
          createListPartitionReassignmentsTopics({ name, partitionIndexes: group.map(({ partition }) => partition) }),
        );
  const what = 'list partition reassignments';
  const response = await askController(
    cluster,
    what,
    listPartitionReassignmentsApi,
    (_, timeoutMs) => createListPartitionReassignmentsRequest({ timeoutMs, topics }),
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'ListPartitionReassignments' }, response.errorMessage);
  return response.topics.flatMap(({ name, partitions: moving }) =>
    moving.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      addingReplicas,
      removingReplicas,
    })),
  );
}
