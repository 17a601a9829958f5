// Java's StickyAssignor and CooperativeStickyAssignor: balanced first, then as few moves as possible. Owns: how members
// tell the leader what they had. Must not know: how partitions are shared out.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { Decoder } from '../wire/decoder.ts';
import { Encoder } from '../wire/encoder.ts';
import type { AssignableTopic, Assignment, Assignor, GroupMemberInfo, LastAssignment } from './assignor.ts';
import { readPartitions, writePartitions } from './consumer-protocol.ts';
import type { Claim } from './sticky-claims.ts';
import { NONE } from './sticky-group.ts';
import { StickySharing } from './sticky-sharing.ts';

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
    const sharing = new StickySharing(members, topics, ({ userData }) => stickyClaim(userData));
    return sharing.group.toAssignment(sharing.target());
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
    const sharing = new StickySharing(members, topics, cooperativeClaim);
    return sharing.group.toAssignment(sharing.step());
  },
};

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
