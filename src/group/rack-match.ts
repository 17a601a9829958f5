// Whether members run where replicas of partitions are (KIP-881). Owns: when racks matter at all.
import type { AssignableTopic, GroupMemberInfo } from './assignor.ts';

/** A member's rack; undefined where it does not say. */
export function rackOf(member: GroupMemberInfo): string | undefined {
  return member.rack || undefined;
}

/**
 * Racks matter when some member runs in a rack that has replicas, and some partition is not in every rack that has any: else
 * one member is as good as another.
 */
export function racksMatter(
  members: readonly GroupMemberInfo[],
  topics: readonly Pick<AssignableTopic, 'partitions' | 'racks'>[],
): boolean {
  const used = new Set(members.flatMap((member) => rackOf(member) ?? []));
  if (used.size === 0) return false;
  const all = new Set(topics.flatMap(({ racks }) => (racks ?? []).flat()));
  if (![...used].some((rack) => all.has(rack))) return false;
  // A partition whose replicas have no rack is in none.
  const isEverywhere = (racks: readonly string[] = []): boolean => new Set(racks).size === all.size;
  return topics.some(({ partitions, racks }) => {
    for (let partition = 0; partition < partitions; partition++) if (!isEverywhere(racks?.[partition])) return true;
    return false;
  });
}
