import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import { choiceOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { withinLimit } from './deadline.ts';
import { checkGroupIds } from './group-ids.ts';
import { listGroupOffsets } from './list-group-offsets.ts';
import { listOffsets } from './list-offsets.ts';

/** How far a group is behind in one partition. */
export interface PartitionLag extends TopicPartition {
  readonly committed: number | undefined;
  readonly end: number | undefined;
  /** Offsets between the two, holes included; undefined where one of them is not known. */
  readonly lag: number | undefined;
  readonly error: KafkaError | undefined;
}

/** How far one group is behind. */
export interface GroupLag {
  readonly groupId: string;
  readonly partitions: readonly PartitionLag[];
  /** Over all partitions that are known. */
  readonly total: number;
  readonly error: KafkaError | undefined;
}

export interface GroupLagOptions extends CallOptions {
  /** Which end counts. Default 'read_committed', as readers see it. */
  readonly isolation?: 'read_committed' | 'read_uncommitted' | undefined;
}

/** How far groups are behind, by what they have committed. One result per group, in order. */
export async function groupLag(
  cluster: Cluster,
  groupIds: readonly string[],
  options: GroupLagOptions = {},
): Promise<readonly GroupLag[]> {
  const isolation = choiceOption('isolation', options.isolation, 'read_committed', [
    'read_committed',
    'read_uncommitted',
  ]);
  const left = withinLimit(cluster, options);
  const groups = await listGroupOffsets(
    cluster,
    checkGroupIds(groupIds).map((groupId) => ({ groupId })),
    left(),
  );
  const places = groups.flatMap(({ offsets }) => offsets.map(({ topic, partition }) => ({ topic, partition })));
  const unique = [...new Map(places.map((place) => [partitionKey(place.topic, place.partition), place])).values()];
  const ends = await listOffsets(
    cluster,
    unique.map((place) => ({ ...place, spec: 'last' })),
    { ...left(), isolation },
  );
  const endOf = new Map(ends.map((end) => [partitionKey(end.topic, end.partition), end]));
  return groups.map(({ groupId, offsets, error }) => {
    const partitions = offsets.map(({ topic, partition, offset: committed, error: failed }): PartitionLag => {
      const end = endOf.get(partitionKey(topic, partition));
      const known = committed !== undefined && end?.offset !== undefined;
      const lag = known ? Math.max(0, (end.offset as number) - committed) : undefined;
      return { topic, partition, committed, end: end?.offset, lag, error: failed ?? end?.error };
    });
    return { groupId, partitions, total: partitions.reduce((sum, { lag }) => sum + (lag ?? 0), 0), error };
  });
}
