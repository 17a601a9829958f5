// OffsetCommit and OffsetFetch of a group, one attempt each. Owns: how they are written and read in every version.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import { byTopic, partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import {
  createOffsetCommitRequest,
  createOffsetCommitRequestPartition,
  createOffsetCommitRequestTopic,
  offsetCommitApi,
} from '../protocol/generated/offset-commit.ts';
import {
  createOffsetFetchRequest,
  createOffsetFetchRequestGroup,
  createOffsetFetchRequestTopic,
  createOffsetFetchRequestTopics,
  type OffsetFetchRequest,
  type OffsetFetchResponse,
  offsetFetchApi,
} from '../protocol/generated/offset-fetch.ts';
import type { CoordinatorLink } from './coordinator-link.ts';
import type { Identity } from './member-state.ts';

/** From version 10 on topics go by id only, and the coordinator answers by id: names serve everything older, too. */
const LAST_VERSION_BY_NAME = 9;

/** Commits; the answer is an error code per partition, by key. */
export async function offsetCommit(
  link: CoordinatorLink,
  identity: Identity,
  groupInstanceId: string | null,
  offsets: readonly TopicPartitionOffset[],
  call: CallOptions,
): Promise<ReadonlyMap<string, number>> {
  const topics = byTopic(offsets).map(([name, list]) =>
    createOffsetCommitRequestTopic({
      name,
      partitions: list.map((place) =>
        createOffsetCommitRequestPartition({
          partitionIndex: place.partition,
          committedOffset: place.offset,
          committedLeaderEpoch: place.leaderEpoch ?? -1,
          // Brokers before 2.x fail on null.
          committedMetadata: place.metadata ?? '',
        }),
      ),
    }),
  );
  const request = createOffsetCommitRequest({
    groupId: link.groupId,
    generationIdOrMemberEpoch: identity.generationId,
    memberId: identity.memberId,
    groupInstanceId,
    topics,
  });
  const options = { ...call, lane: 'work' as const, maxVersion: LAST_VERSION_BY_NAME };
  const response = await link.send(offsetCommitApi, () => request, options);
  const codes = new Map<string, number>();
  for (const { name, partitions } of response.topics) {
    for (const { partitionIndex, errorCode } of partitions) codes.set(partitionKey(name, partitionIndex), errorCode);
  }
  return codes;
}

/**
 * What is committed; undefined for a partition without a committed offset. Throws the first error of the answer.
 * `identity`: of a member of KIP-848, whose epoch the coordinator then checks.
 */
export async function offsetFetch(
  link: CoordinatorLink,
  partitions: readonly TopicPartition[],
  call: CallOptions,
  identity?: Identity,
): Promise<ReadonlyMap<string, TopicPartitionOffset | undefined>> {
  const build = (version: number) => offsetFetchRequest(link.groupId, partitions, version, identity);
  // Not behind a held JoinGroup: with a cooperative assignor what was assigned before it is to be read meanwhile.
  const options = { ...call, lane: 'beat' as const, maxVersion: LAST_VERSION_BY_NAME };
  const response = await link.send(offsetFetchApi, build, options);
  const answer = answerOf(response, link.groupId);
  link.check(answer.errorCode, 'offset fetch');
  const committed = new Map<string, TopicPartitionOffset | undefined>();
  for (const { name: topic, partitions: list } of answer.topics) {
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode } of list) {
      const place = { topic, partition: partitionIndex };
      if (errorCode !== ErrorCode.NONE) {
        throw new BrokerError(errorCode, `committed offset of ${topic}[${partitionIndex}]`, place);
      }
      const found = {
        ...place,
        offset: committedOffset,
        ...(committedLeaderEpoch >= 0 && { leaderEpoch: committedLeaderEpoch }),
        ...(metadata !== null && metadata !== '' && { metadata }),
      };
      committed.set(partitionKey(topic, partitionIndex), committedOffset < 0 ? undefined : found);
    }
  }
  for (const { topic, partition } of partitions) {
    if (committed.has(partitionKey(topic, partition))) continue;
    const message = `committed offset of ${topic}[${partition}]: the coordinator's answer leaves it out`;
    throw new KafkaError('PROTOCOL', message, { topic, partition, retriable: true });
  }
  return committed;
}

function offsetFetchRequest(
  groupId: string,
  partitions: readonly TopicPartition[],
  version: number,
  identity: Identity | undefined,
): OffsetFetchRequest {
  // An offset that an open transaction is about to replace is waited for (KIP-447); the field is there from 7 on.
  const requireStable = version >= 7;
  const topics = byTopic(partitions).map(([name, list]) => ({
    name,
    partitionIndexes: list.map(({ partition }) => partition),
  }));
  if (version < 8) {
    return createOffsetFetchRequest({ groupId, topics: topics.map(createOffsetFetchRequestTopic), requireStable });
  }
  const group = createOffsetFetchRequestGroup({
    groupId,
    topics: topics.map(createOffsetFetchRequestTopics),
    ...(version >= 9 && identity !== undefined && { memberId: identity.memberId, memberEpoch: identity.generationId }),
  });
  return createOffsetFetchRequest({ groups: [group], requireStable });
}

function answerOf(
  response: OffsetFetchResponse,
  groupId: string,
): Pick<OffsetFetchResponse['groups'][number], 'topics' | 'errorCode'> {
  const group = response.groups.find((candidate) => candidate.groupId === groupId);
  if (group !== undefined) return group;
  const topics = response.topics.map((topic) => ({
    name: topic.name,
    topicId: '',
    partitions: topic.partitions,
  }));
  return { topics, errorCode: response.errorCode };
}
