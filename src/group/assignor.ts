// What an assignor is: from who subscribes to what, and how many partitions there are, to who reads what.
// Must not know: the wire format, the group's state. Pure, and the same on every machine: the leader may be any member.
import type { TopicPartition } from '../cluster/topic-partition.ts';

/** One member as its leader sees it. */
export interface GroupMemberInfo {
  readonly memberId: string;
  /** Set for static members (KIP-345). */
  readonly groupInstanceId: string | null;
  /** Topics that it subscribes to; each once. */
  readonly topics: ReadonlySet<string>;
}

/** Member id to its partitions; every member has an entry, also one without partitions. */
export type Assignment = Map<string, TopicPartition[]>;

/** A way to share out partitions. Every member of a group must offer one that all know. */
export interface Assignor {
  /** The name that goes over the wire: Java's, so that mixed groups work. */
  readonly name: AssignorName;
  /** `partitionCounts` has only the topics that exist. */
  assign(members: readonly GroupMemberInfo[], partitionCounts: ReadonlyMap<string, number>): Assignment;
}

/** The assignors that this library has. */
export type AssignorName = 'range' | 'roundrobin';

/** Java's order of members: static ones first, by instance id, then the others by member id; UTF-16 code units. */
export function compareMembers(a: GroupMemberInfo, b: GroupMemberInfo): number {
  if (a.groupInstanceId !== null && b.groupInstanceId !== null) return compare(a.groupInstanceId, b.groupInstanceId);
  if (a.groupInstanceId !== null) return -1;
  if (b.groupInstanceId !== null) return 1;
  return compare(a.memberId, b.memberId);
}

/** An assignment in which nobody has anything yet. */
export function emptyAssignment(members: readonly GroupMemberInfo[]): Assignment {
  return new Map(members.map((member) => [member.memberId, []]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
