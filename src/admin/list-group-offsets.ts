import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import {
  createOffsetFetchRequest,
  createOffsetFetchRequestGroup,
  createOffsetFetchRequestTopic,
  createOffsetFetchRequestTopics,
  type OffsetFetchRequest,
  type OffsetFetchResponse,
  offsetFetchApi,
} from '../protocol/generated/offset-fetch.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';
import { checkPartition } from './partition-lists.ts';

/** From version 10 on topics of OffsetFetch and OffsetCommit go by id only: names serve everything older, too. */
export const LAST_VERSION_BY_NAME = 9;
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
  return [...settled].map(([groupId, answer]) => ({
    groupId,
    offsets: resultOf(answer) ?? [],
    error: errorOf(answer),
  }));
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
  for (const group of groups) answers.set(group.groupId, offsetsOf(group));
}

interface WireGroup {
  readonly groupId: string;
  readonly errorCode: number;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly partitionIndex: number;
      readonly committedOffset: number;
      readonly committedLeaderEpoch: number;
      readonly metadata: string | null;
      readonly errorCode: number;
    }[];
  }[];
}

function offsetsOf(group: WireGroup): readonly CommittedOffset[] | KafkaError {
  const what = `list offsets of group ${group.groupId}`;
  const api = 'OffsetFetch';
  const all = group.topics.flatMap(({ name: topic, partitions }) => partitions.map((each) => ({ topic, ...each })));
  // Only with requireStable: the transaction will end, and the group as a whole is asked again.
  const unstable = all.find(({ errorCode }) => errorCode === ErrorCode.UNSTABLE_OFFSET_COMMIT);
  const error = brokerError(group.errorCode || (unstable?.errorCode ?? 0), what, { api });
  if (error !== undefined) return error;
  return all.map((each): CommittedOffset => {
    const { topic, partitionIndex: partition } = each;
    return {
      topic,
      partition,
      offset: each.committedOffset < 0 ? undefined : each.committedOffset,
      leaderEpoch: each.committedLeaderEpoch,
      metadata: each.metadata ?? '',
      error: brokerError(each.errorCode, `${what}, ${topic}[${partition}]`, { topic, partition, api }),
    };
  });
}
