// Groups for tests of assignors: members as a leader sees them, and what becomes of them from rebalance to rebalance.
import { partitionKey } from '../../../src/cluster/partition-key.ts';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import type { AssignableTopic, Assignment, Assignor, GroupMemberInfo } from '../../../src/group/assignor.ts';
import { userDataOf } from '../../../src/group/run-assignor.ts';

export function memberInfo(init: Partial<GroupMemberInfo> & Pick<GroupMemberInfo, 'memberId'>): GroupMemberInfo {
  return {
    groupInstanceId: null,
    topics: new Set(),
    ownedPartitions: [],
    generationId: -1,
    rack: null,
    userData: Buffer.alloc(0),
    ...init,
  };
}

/** `'orders:0'` for each, in order. */
export function keys(places: readonly TopicPartition[] | undefined): string[] {
  return (places ?? []).map(({ topic, partition }) => partitionKey(topic, partition)).sort();
}

export function place(key: string): TopicPartition {
  const [topic = '', partition] = key.split(':');
  return { topic, partition: Number(partition) };
}

/** The member when it joins again: it has what it was given, if only in its user data. */
export function rejoined(
  assignor: Assignor,
  member: GroupMemberInfo,
  owned: readonly TopicPartition[],
  generationId: number,
): GroupMemberInfo {
  const userData = Buffer.from(userDataOf(assignor, { owned, generationId }));
  return { ...member, ownedPartitions: assignor.rebalance === 'eager' ? [] : owned, generationId, userData };
}

export function topicMap(topics: Readonly<Record<string, AssignableTopic | number>>): Map<string, AssignableTopic> {
  return new Map(
    Object.entries(topics)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, topic]) => [name, typeof topic === 'number' ? { partitions: topic } : topic]),
  );
}

/** Every partition that somebody subscribes to. */
export function allPartitions(
  members: readonly GroupMemberInfo[],
  topics: ReadonlyMap<string, AssignableTopic>,
): string[] {
  return [...topics].flatMap(([topic, { partitions }]) => {
    if (!members.some((member) => member.topics.has(topic))) return [];
    return Array.from({ length: partitions }, (_, partition) => partitionKey(topic, partition));
  });
}

/** What two rebalances have in common: partitions that are with the same member. */
export function kept(before: Assignment, after: Assignment): number {
  let count = 0;
  for (const [memberId, places] of after) {
    const had = new Set(keys(before.get(memberId)));
    count += keys(places).filter((key) => had.has(key)).length;
  }
  return count;
}
