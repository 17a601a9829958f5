// Committed offsets of groups: list, alter, delete. For classic, consumer and streams groups alike.
import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { booleanOption, integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { BrokerError, brokerError, throwIfBrokerError } from '../protocol/broker-error.ts';
import {
  createOffsetCommitRequest,
  createOffsetCommitRequestPartition,
  createOffsetCommitRequestTopic,
  offsetCommitApi,
} from '../protocol/generated/offset-commit.ts';
import {
  createOffsetDeleteRequest,
  createOffsetDeleteRequestPartition,
  createOffsetDeleteRequestTopic,
  offsetDeleteApi,
} from '../protocol/generated/offset-delete.ts';
import {
  createOffsetFetchRequest,
  createOffsetFetchRequestGroup,
  createOffsetFetchRequestTopic,
  createOffsetFetchRequestTopics,
  type OffsetFetchRequest,
  type OffsetFetchResponse,
  offsetFetchApi,
} from '../protocol/generated/offset-fetch.ts';
import { askCoordinator } from './ask-coordinator.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { checkGroupId } from './group-ids.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';
import { needsVersion } from './needs-version.ts';
import { checkPartition, matchPartitions } from './partition-lists.ts';

/** From version 10 on topics go by id only: names serve everything older, too. */
const LAST_VERSION_BY_NAME = 9;
/** The first version that asks for several groups at once (KIP-709). */
const BATCHED_VERSION = 8;

/** Which offsets are wanted: of the partitions named, or all that the group has committed. */
export interface GroupOffsetsQuery {
  readonly groupId: string;
  /** Default: all. */
  readonly partitions?: readonly TopicPartition[] | undefined;
}

/** A committed offset: the next one to be read. */
export interface CommittedOffset extends TopicPartition {
  /** undefined where nothing is committed. */
  readonly offset: number | undefined;
  /** Of the record before it; -1 where unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly error: KafkaError | undefined;
}

/** The committed offsets of one group; empty where `error` says why. */
export interface GroupOffsets {
  readonly groupId: string;
  readonly offsets: readonly CommittedOffset[];
  readonly error: KafkaError | undefined;
}

export interface ListGroupOffsetsOptions extends CallOptions {
  /** Wait for transactions that hold offsets of the group to end (KIP-447). Default false. */
  readonly requireStable?: boolean | undefined;
}

/** Lists committed offsets of several groups, batched per coordinator where brokers can. One result per query, in order. */
export async function listGroupOffsets(
  cluster: Cluster,
  queries: readonly GroupOffsetsQuery[],
  options: ListGroupOffsetsOptions = {},
): Promise<readonly GroupOffsets[]> {
  const requireStable = booleanOption('requireStable', options.requireStable, false);
  const byId = new Map(
    queries.map((query, index): [string, readonly TopicPartition[] | null] => {
      const at = `queries[${index}]`;
      if (typeof query?.groupId !== 'string') throw configError(`${at}.groupId`, query?.groupId, 'a group id');
      return [
        query.groupId,
        query.partitions?.map((item, number) => checkPartition(`${at}.partitions[${number}]`, item)) ?? null,
      ];
    }),
  );
  if (byId.size < queries.length) throw configError('queries', 'a group twice', 'each group once');
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askCoordinators(
    cluster,
    'list group offsets',
    'group',
    [...byId.keys()],
    async (nodeId, ids) => {
      const answers = new Map<string, readonly CommittedOffset[] | KafkaError>();
      const ask = async (some: readonly string[]): Promise<void> => {
        const wanted = some.map((id): [string, readonly TopicPartition[] | null] => [id, byId.get(id) ?? null]);
        const build = (version: number): OffsetFetchRequest => fetchRequest(wanted, requireStable, version);
        const limits = { ...call, maxVersion: LAST_VERSION_BY_NAME };
        readOffsets(await cluster.sendTo(nodeId, offsetFetchApi, build, limits), some, answers);
      };
      const connection = await cluster.connection(nodeId, 'control', call);
      const version = connection.versions.pick(offsetFetchApi, LAST_VERSION_BY_NAME) ?? 0;
      if (version >= BATCHED_VERSION) await ask(ids);
      else await Promise.all(ids.map((id) => ask([id])));
      return answers;
    },
    options,
  );
  return [...settled].map(([groupId, answer]) =>
    KafkaError.is(answer) ? { groupId, offsets: [], error: answer } : { groupId, offsets: answer, error: undefined },
  );
}

function fetchRequest(
  groups: readonly [string, readonly TopicPartition[] | null][],
  requireStable: boolean,
  version: number,
): OffsetFetchRequest {
  if (requireStable) needsVersion(offsetFetchApi, version, 7, 'requireStable');
  if (version >= BATCHED_VERSION) {
    return createOffsetFetchRequest({
      groups: groups.map(([groupId, partitions]) =>
        createOffsetFetchRequestGroup({
          groupId,
          topics:
            partitions === null
              ? null
              : topicsOf(partitions, (name, partitionIndexes) =>
                  createOffsetFetchRequestTopics({ name, partitionIndexes }),
                ),
        }),
      ),
      requireStable,
    });
  }
  const [groupId, partitions] = groups[0] as [string, readonly TopicPartition[] | null];
  if (partitions === null) needsVersion(offsetFetchApi, version, 2, 'all partitions of a group');
  return createOffsetFetchRequest({
    groupId,
    topics:
      partitions === null
        ? null
        : topicsOf(partitions, (name, partitionIndexes) => createOffsetFetchRequestTopic({ name, partitionIndexes })),
    requireStable,
  });
}

function topicsOf<Topic>(
  partitions: readonly TopicPartition[],
  make: (name: string, indexes: readonly number[]) => Topic,
): Topic[] {
  return byTopic(partitions).map(([name, list]) =>
    make(
      name,
      list.map(({ partition }) => partition),
    ),
  );
}

function readOffsets(
  response: OffsetFetchResponse,
  asked: readonly string[],
  answers: Map<string, readonly CommittedOffset[] | KafkaError>,
): void {
  const { errorCode, topics } = response;
  const groups = response.groups.length > 0 ? response.groups : [{ groupId: asked[0] as string, errorCode, topics }];
  for (const group of groups) {
    const what = `list offsets of group ${group.groupId}`;
    const error = brokerError(group.errorCode, what, { api: 'OffsetFetch' });
    answers.set(
      group.groupId,
      error ??
        group.topics.flatMap(({ name: topic, partitions }) =>
          partitions.map((each): CommittedOffset => {
            const partition = each.partitionIndex;
            return {
              topic,
              partition,
              offset: each.committedOffset < 0 ? undefined : each.committedOffset,
              leaderEpoch: each.committedLeaderEpoch,
              metadata: each.metadata ?? '',
              error: brokerError(each.errorCode, `${what}, ${topic}[${partition}]`, {
                topic,
                partition,
                api: 'OffsetFetch',
              }),
            };
          }),
        ),
    );
  }
}

/** What became of one partition. */
export interface GroupOffsetResult extends TopicPartition {
  readonly error: KafkaError | undefined;
}

/**
 * Commits offsets for a group that has no members at the moment: the next ones it will read. With members brokers answer
 * UNKNOWN_MEMBER_ID. One result per partition, in order.
 */
export async function alterGroupOffsets(
  cluster: Cluster,
  groupId: string,
  offsets: readonly TopicPartitionOffset[],
  options: CallOptions = {},
): Promise<readonly GroupOffsetResult[]> {
  const key = checkGroupId(groupId);
  const items = offsets.map((item, index) => {
    integerOption(`offsets[${index}].offset`, item?.offset ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
    return checkPartition(`offsets[${index}]`, item);
  });
  const request = createOffsetCommitRequest({
    groupId: key,
    topics: byTopic(items).map(([name, list]) =>
      createOffsetCommitRequestTopic({
        name,
        partitions: list.map(({ partition, offset, leaderEpoch, metadata }) =>
          createOffsetCommitRequestPartition({
            partitionIndex: partition,
            committedOffset: offset,
            committedLeaderEpoch: leaderEpoch ?? -1,
            committedMetadata: metadata ?? '',
          }),
        ),
      }),
    ),
  });
  const what = `alter offsets of group ${key}`;
  const response = await askCoordinator(
    cluster,
    what,
    { kind: 'group', key },
    offsetCommitApi,
    () => request,
    ({ topics }) => topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode)),
    { ...options, maxVersion: LAST_VERSION_BY_NAME },
  );
  const answers = response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode }) => ({ topic: name, partition: partitionIndex, errorCode })),
  );
  return resultsOf(items, answers, what, 'OffsetCommit');
}

/** Takes committed offsets of a group away (KIP-496): only of topics that no member reads. One result per partition, in order. */
export async function deleteGroupOffsets(
  cluster: Cluster,
  groupId: string,
  partitions: readonly TopicPartition[],
  options: CallOptions = {},
): Promise<readonly GroupOffsetResult[]> {
  const key = checkGroupId(groupId);
  const items = partitions.map((item, index) => checkPartition(`partitions[${index}]`, item));
  const request = createOffsetDeleteRequest({
    groupId: key,
    topics: byTopic(items).map(([name, list]) =>
      createOffsetDeleteRequestTopic({
        name,
        partitions: list.map(({ partition }) => createOffsetDeleteRequestPartition({ partitionIndex: partition })),
      }),
    ),
  });
  const what = `delete offsets of group ${key}`;
  const response = await askCoordinator(
    cluster,
    what,
    { kind: 'group', key },
    offsetDeleteApi,
    () => request,
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'OffsetDelete' });
  const answers = response.topics.flatMap(({ name, partitions: list }) =>
    list.map(({ partitionIndex, errorCode }) => ({ topic: name, partition: partitionIndex, errorCode })),
  );
  return resultsOf(items, answers, what, 'OffsetDelete');
}

function resultsOf(
  items: readonly TopicPartition[],
  answers: readonly (TopicPartition & { readonly errorCode: number })[],
  what: string,
  api: string,
): readonly GroupOffsetResult[] {
  const found = matchPartitions(items, answers);
  return items.map((item) => {
    const { topic, partition } = item;
    const place = { topic, partition, api };
    const answer = found.get(item);
    const detail = `${what}, ${topic}[${partition}]`;
    const error =
      answer === undefined
        ? new BrokerError(-1, detail, place, "the coordinator's answer leaves it out")
        : brokerError(answer.errorCode, detail, place);
    return { topic, partition, error };
  });
}
