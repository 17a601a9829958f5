import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import {
  createOffsetDeleteRequest,
  createOffsetDeleteRequestPartition,
  createOffsetDeleteRequestTopic,
  offsetDeleteApi,
} from '../protocol/generated/offset-delete.ts';
import { askCoordinator } from './ask-coordinator.ts';
import { checkGroupId } from './group-ids.ts';
import { checkPartition, type PartitionResult, partitionResults } from './partition-lists.ts';

/** Takes committed offsets of a group away (KIP-496): only of topics that no member reads. One result per partition, in order. */
export async function deleteGroupOffsets(
  cluster: Cluster,
  groupId: string,
  partitions: readonly TopicPartition[],
  options: CallOptions = {},
): Promise<readonly PartitionResult[]> {
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
  return partitionResults(items, answers, what, 'OffsetDelete');
}
