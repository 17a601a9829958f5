// Start offsets of share groups (KIP-932, KIP-1226): list, alter, delete.
import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { integerOption, topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError, throwIfBrokerError } from '../protocol/broker-error.ts';
import {
  alterShareGroupOffsetsApi,
  createAlterShareGroupOffsetsRequest,
  createAlterShareGroupOffsetsRequestPartition,
  createAlterShareGroupOffsetsRequestTopic,
} from '../protocol/generated/alter-share-group-offsets.ts';
import {
  createDeleteShareGroupOffsetsRequest,
  createDeleteShareGroupOffsetsRequestTopic,
  deleteShareGroupOffsetsApi,
} from '../protocol/generated/delete-share-group-offsets.ts';
import {
  createDescribeShareGroupOffsetsRequest,
  createDescribeShareGroupOffsetsRequestGroup,
  createDescribeShareGroupOffsetsRequestTopic,
  type DescribeShareGroupOffsetsResponseGroup,
  describeShareGroupOffsetsApi,
} from '../protocol/generated/describe-share-group-offsets.ts';
import { askCoordinator } from './ask-coordinator.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { checkGroupId } from './group-ids.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';
import type { GroupOffsetsQuery } from './list-group-offsets.ts';
import { checkPartition, type PartitionResult, partitionResults } from './partition-lists.ts';

/** From where on a share group hands out records of one partition. */
export interface ShareGroupOffset extends TopicPartition {
  /** undefined where the group has none yet. */
  readonly startOffset: number | undefined;
  readonly leaderEpoch: number;
  /** Records still to be handed out and settled; -1 where the broker does not tell (before 4.2). */
  readonly lag: number;
  readonly error: KafkaError | undefined;
}

/** The start offsets of one share group; empty where `error` says why. */
export interface ShareGroupOffsets {
  readonly groupId: string;
  readonly offsets: readonly ShareGroupOffset[];
  readonly error: KafkaError | undefined;
}

/** Lists start offsets of share groups, batched per coordinator. One result per query, in order. */
export async function listShareGroupOffsets(
  cluster: Cluster,
  queries: readonly GroupOffsetsQuery[],
  options: CallOptions = {},
): Promise<readonly ShareGroupOffsets[]> {
  const byId = new Map(
    queries.map(({ groupId, partitions }, index) => [
      checkGroupId(groupId),
      partitions?.map((item, number) => checkPartition(`queries[${index}].partitions[${number}]`, item)) ?? null,
    ]),
  );
  if (byId.size < queries.length) throw configError('queries', 'a group twice', 'each group once');
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askCoordinators(
    cluster,
    'list share group offsets',
    'group',
    [...byId.keys()],
    async (nodeId, ids) => {
      const groups = ids.map((groupId) =>
        createDescribeShareGroupOffsetsRequestGroup({ groupId, topics: topicsOf(byId.get(groupId) ?? null) }),
      );
      const request = createDescribeShareGroupOffsetsRequest({ groups });
      const response = await cluster.sendTo(nodeId, describeShareGroupOffsetsApi, () => request, call);
      return new Map(response.groups.map((group) => [group.groupId, offsetsOf(group)]));
    },
    options,
  );
  return [...settled].map(([groupId, answer]) => ({
    groupId,
    offsets: resultOf(answer) ?? [],
    error: errorOf(answer),
  }));
}

function topicsOf(
  partitions: readonly TopicPartition[] | null,
): ReturnType<typeof createDescribeShareGroupOffsetsRequestTopic>[] | null {
  if (partitions === null) return null;
  return byTopic(partitions).map(([topicName, list]) =>
    createDescribeShareGroupOffsetsRequestTopic({ topicName, partitions: list.map(({ partition }) => partition) }),
  );
}

function offsetsOf(group: DescribeShareGroupOffsetsResponseGroup): readonly ShareGroupOffset[] | KafkaError {
  const what = `list offsets of share group ${group.groupId}`;
  const api = 'DescribeShareGroupOffsets';
  const failure = brokerError(group.errorCode, what, { api }, group.errorMessage);
  if (failure !== undefined) return failure;
  return group.topics.flatMap(({ topicName: topic, partitions }) =>
    partitions.map((each) => {
      const partition = each.partitionIndex;
      const place = { topic, partition, api };
      return {
        topic,
        partition,
        startOffset: each.startOffset < 0 ? undefined : each.startOffset,
        leaderEpoch: each.leaderEpoch,
        lag: each.lag,
        error: brokerError(each.errorCode, `${what}, ${topic}[${partition}]`, place, each.errorMessage),
      };
    }),
  );
}

/** Sets start offsets of a share group without members. One result per partition, in order. */
export async function alterShareGroupOffsets(
  cluster: Cluster,
  groupId: string,
  offsets: readonly (TopicPartition & { readonly startOffset: number })[],
  options: CallOptions = {},
): Promise<readonly PartitionResult[]> {
  const key = checkGroupId(groupId);
  const items = offsets.map((item, index) => {
    integerOption(`offsets[${index}].startOffset`, item?.startOffset ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
    return checkPartition(`offsets[${index}]`, item);
  });
  const request = createAlterShareGroupOffsetsRequest({
    groupId: key,
    topics: byTopic(items).map(([topicName, list]) =>
      createAlterShareGroupOffsetsRequestTopic({
        topicName,
        partitions: list.map(({ partition, startOffset }) =>
          createAlterShareGroupOffsetsRequestPartition({ partitionIndex: partition, startOffset }),
        ),
      }),
    ),
  });
  const what = `alter offsets of share group ${key}`;
  const response = await askCoordinator(
    cluster,
    what,
    { kind: 'group', key },
    alterShareGroupOffsetsApi,
    () => request,
    ({ errorCode, responses }) => [
      errorCode,
      ...responses.flatMap(({ partitions }) => partitions.map((each) => each.errorCode)),
    ],
    options,
  );
  const api = 'AlterShareGroupOffsets';
  throwIfBrokerError(response.errorCode, what, { api }, response.errorMessage);
  const answers = response.responses.flatMap(({ topicName, partitions }) =>
    partitions.map((each) => ({ topic: topicName, partition: each.partitionIndex, ...each })),
  );
  return partitionResults(items, answers, what, api);
}

/** What became of one topic. */
export interface DeleteShareGroupOffsetsResult {
  readonly topic: string;
  readonly error: KafkaError | undefined;
}

/**
 * Takes the start offsets of whole topics away from a share group without members. One result per topic,
 * in order.
 */
export async function deleteShareGroupOffsets(
  cluster: Cluster,
  groupId: string,
  topics: readonly string[],
  options: CallOptions = {},
): Promise<readonly DeleteShareGroupOffsetsResult[]> {
  const key = checkGroupId(groupId);
  const request = createDeleteShareGroupOffsetsRequest({
    groupId: key,
    topics: topics.map((topic, index) =>
      createDeleteShareGroupOffsetsRequestTopic({ topicName: topicOption(`topics[${index}]`, topic) }),
    ),
  });
  const what = `delete offsets of share group ${key}`;
  const api = 'DeleteShareGroupOffsets';
  const response = await askCoordinator(
    cluster,
    what,
    { kind: 'group', key },
    deleteShareGroupOffsetsApi,
    () => request,
    ({ errorCode, responses }) => [errorCode, ...responses.map((each) => each.errorCode)],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api }, response.errorMessage);
  return topics.map((topic) => {
    const answer = response.responses.find(({ topicName }) => topicName === topic);
    const place = { topic, api };
    return { topic, error: brokerError(answer?.errorCode ?? -1, `${what}, ${topic}`, place, answer?.errorMessage) };
  });
}
