import type { CallOptions } from '../base/abort.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartitionOffset } from '../cluster/topic-partition.ts';
import {
  createOffsetCommitRequest,
  createOffsetCommitRequestPartition,
  createOffsetCommitRequestTopic,
  offsetCommitApi,
} from '../protocol/generated/offset-commit.ts';
import { askCoordinator } from './ask-coordinator.ts';
import { checkGroupId } from './group-ids.ts';
import { LAST_VERSION_BY_NAME } from './list-group-offsets.ts';
import { checkPartition, type PartitionResult, partitionResults } from './partition-lists.ts';

/**
 * Commits offsets for a group that has no members at the moment: the next ones it will read. With members brokers answer
 * UNKNOWN_MEMBER_ID. One result per partition, in order.
 */
export async function alterGroupOffsets(
  cluster: Cluster,
  groupId: string,
  offsets: readonly TopicPartitionOffset[],
  options: CallOptions = {},
): Promise<readonly PartitionResult[]> {
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
  return partitionResults(items, answers, what, 'OffsetCommit');
}
