// Java's StickyAssignor and CooperativeStickyAssignor: balanced first, then as few moves as possible. Owns: how members
// tell the leader what they had, and what a cooperative leader holds back.
// Invariant: the cooperative one never gives a partition to a member while another still reads it.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { Decoder } from '../wire/decoder.ts';
import { Encoder } from '../wire/encoder.ts';
import type { AssignableTopic, Assignment, Assignor, GroupMemberInfo, LastAssignment } from './assignor.ts';
import { assignConstrained } from './constrained-sticky.ts';
import { readPartitions, writePartitions } from './consumer-protocol.ts';
import { assignGeneral } from './general-sticky.ts';
import { type Claim, NONE, StickyGroup } from './sticky-group.ts';
import { StickyRacks } from './sticky-racks.ts';

/** Members give everything up before a rebalance, and say in their user data what they had (KIP-54, KIP-341). */
export const stickyAssignor: Assignor = {
  name: 'sticky',
  rebalance: 'eager',
  userData: ({ owned, generationId }: LastAssignment): Uint8Array => {
    const e = new Encoder();
    if (generationId < 0) return e.toBuffer();
    writePartitions(e, owned);
    e.int32(generationId);
    return e.toBuffer();
  },
  assign(members: readonly GroupMemberInfo[], topics: ReadonlyMap<string, AssignableTopic>): Assignment {
    const group = new StickyGroup(members, topics, ({ userData }) => stickyClaim(userData));
    return group.toAssignment(shareOut(group));
  },
};

/** Members keep what they own; what is to move is held back until its owner has given it up (KIP-429). */
export const cooperativeStickyAssignor: Assignor = {
  name: 'cooperative-sticky',
  rebalance: 'cooperative',
  // Subscriptions say it themselves since version 2 (KIP-792): this is for leaders that are older.
  userData: ({ generationId }: LastAssignment): Uint8Array => {
    const e = new Encoder();
    e.int32(generationId);
    return e.toBuffer();
  },
  assign(members: readonly GroupMemberInfo[], topics: ReadonlyMap<string, AssignableTopic>): Assignment {
    const group = new StickyGroup(members, topics, cooperativeClaim);
    const holders = shareOut(group).map((holder, index) => {
      if (holder === group.owner[index] || !group.isClaimedByOthers(index, holder)) return holder;
      // Whoever else reads it learns from its own share that it is to give it up, and joins again.
      return NONE;
    });
    return group.toAssignment(holders);
  },
};

/** By partition, who should have it in the end. */
function shareOut(group: StickyGroup): Int32Array {
  const readers = group.walk.filter((member) => (group.members[member]?.topics.size ?? 0) > 0);
  const racks = new StickyRacks(group);
  return wantTheSame(group, readers) ? assignConstrained(group, racks, readers) : assignGeneral(group, racks);
}

/** By name, also of topics that do not exist, as in Java. */
function wantTheSame(group: StickyGroup, readers: readonly number[]): boolean {
  const topicsOf = (member: number | undefined): ReadonlySet<string> => group.members[member ?? 0]?.topics ?? new Set();
  const first = topicsOf(readers[0]);
  return readers.every((member) => {
    const topics = topicsOf(member);
    return topics.size === first.size && [...topics].every((topic) => first.has(topic));
  });
}

function stickyClaim(userData: Buffer): Claim {
  try {
    const d = new Decoder(userData);
    const partitions: readonly TopicPartition[] = readPartitions(d);
    // Before Kafka 2.3 (KIP-341) it ended here.
    return { partitions, generationId: d.remaining >= 4 ? Math.max(NONE, d.int32()) : NONE };
  } catch {
    return { partitions: [], generationId: NONE };
  }
}

function cooperativeClaim({ ownedPartitions, generationId, userData }: GroupMemberInfo): Claim {
  if (generationId >= 0 || userData.length < 4) return { partitions: ownedPartitions, generationId };
  return { partitions: ownedPartitions, generationId: Math.max(NONE, userData.readInt32BE()) };
}
