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
  /** What it says it still reads (KIP-429); empty where it says nothing. */
  readonly ownedPartitions: readonly TopicPartition[];
  /** The generation that gave it those (KIP-792); -1 where it does not say. */
  readonly generationId: number;
  /** Where it runs (KIP-881); null where it does not say. */
  readonly rack: string | null;
  /** What its assignor put there; empty for those of this library but `sticky`. */
  readonly userData: Buffer;
}

/** A topic to share out. */
export interface AssignableTopic {
  /** How many partitions it has. */
  readonly partitions: number;
  /** By partition, the racks of its replicas; undefined where brokers have none. */
  readonly racks?: readonly (readonly string[])[];
}

/** Member id to its partitions. Those of this library have an entry for every member, also one without partitions. */
export type Assignment = Map<string, TopicPartition[]>;

/** A way to share out partitions. Every member of a group must offer one that all know. */
export interface Assignor {
  /** The name that goes over the wire; those of this library have Java's, so that mixed groups work. */
  readonly name: string;
  /**
   * 'eager': everybody gives up everything before a rebalance. 'cooperative': what a member keeps it goes on reading, and
   * what is to move is first given up, then assigned in a rebalance of its own (KIP-429). `assign` may then give a partition
   * only to its owner or, when nobody owns it, to anybody; everything else is refused. Works in eager groups, too, where
   * nobody owns anything when partitions are shared out.
   */
  readonly rebalance: 'eager' | 'cooperative';
  /** Goes with the member's subscription to whoever leads the group. @default nothing */
  userData?(last: LastAssignment): Uint8Array;
  /**
   * Runs at the member that leads. `topics` has only those that exist, in name order. Pure. Each partition goes to one
   * member at most, and only to one that subscribes to its topic; a member without an entry gets nothing.
   */
  assign(members: readonly GroupMemberInfo[], topics: ReadonlyMap<string, AssignableTopic>): Assignment;
}

/** What a member was given last, also where it has given it up or lost it since. */
export interface LastAssignment {
  readonly owned: readonly TopicPartition[];
  /** The generation that gave it that; -1 before the first. */
  readonly generationId: number;
}

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
