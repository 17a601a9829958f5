// A group as the sticky assignors see it: members, partitions and who owns what, as numbers. Owns: which claims of
// ownership count. Must not know: how partitions are shared out.
// Invariant: a partition has one owner at most, which claims it in the newest generation in which anybody does; where two
// do in the same, nobody owns it (KIP-792).
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { type AssignableTopic, type Assignment, emptyAssignment, type GroupMemberInfo } from './assignor.ts';
import { javaOrder, javaStringHash } from './java-order.ts';

/** What a member says that it had, and since when. */
export interface Claim {
  readonly partitions: readonly TopicPartition[];
  /** -1 where it does not say. */
  readonly generationId: number;
}

interface IndexedClaim {
  readonly partitions: readonly number[];
  readonly generationId: number;
}

/** Nobody. */
export const NONE = -1;

/** A topic of the group. Partition n of it has the number `first` + n. */
export interface StickyTopic {
  readonly name: string;
  readonly first: number;
  readonly count: number;
  /** Members that subscribe to it, in order. */
  readonly subscribers: readonly number[];
  /** See `AssignableTopic.racks`. */
  readonly racks: readonly (readonly string[])[] | undefined;
}

/** Members are numbered in the order of their ids, partitions in that of topic names and then of partitions. */
export class StickyGroup {
  readonly members: readonly GroupMemberInfo[];
  /** Topics that exist and that somebody subscribes to, in name order. */
  readonly topics: readonly StickyTopic[];
  /** How many partitions there are. */
  readonly size: number;
  /** By partition, the index of its topic. */
  readonly topicOf: Int32Array;
  /** By partition, the member that owns it, or NONE. */
  readonly owner: Int32Array;
  /** Members in the order in which Java would look at them. */
  readonly walk: readonly number[];
  readonly #claims: readonly IndexedClaim[];
  /** By partition, one or two members that claim it, rightly or not. */
  readonly #claimants: readonly [Int32Array, Int32Array];

  constructor(
    members: readonly GroupMemberInfo[],
    topics: ReadonlyMap<string, AssignableTopic>,
    claimOf: (member: GroupMemberInfo) => Claim,
  ) {
    this.members = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
    const rank = new Map(this.members.map((member, index) => [member.memberId, index]));
    this.walk = javaOrder(members, ({ memberId }) => javaStringHash(memberId)).map(
      ({ memberId }) => rank.get(memberId) as number,
    );
    this.topics = stickyTopics(this.members, topics);
    this.size = this.topics.reduce((sum, { count }) => sum + count, 0);
    this.topicOf = new Int32Array(this.size);
    for (const [index, { first, count }] of this.topics.entries()) this.topicOf.fill(index, first, first + count);
    this.#claims = this.#readClaims(claimOf);
    this.owner = new Int32Array(this.size).fill(NONE);
    this.#claimants = [new Int32Array(this.size).fill(NONE), new Int32Array(this.size).fill(NONE)];
    this.#weighClaims();
  }

  /** Number of the partition within its topic. */
  partitionOf(index: number): number {
    return index - this.topic(index).first;
  }

  /** The topic of a partition. */
  topic(index: number): StickyTopic {
    return this.topics[this.topicOf[index] as number] as StickyTopic;
  }

  /** Somebody else, rightly or not, reads the partition. */
  isClaimedByOthers(index: number, member: number): boolean {
    const [one, another] = this.#claimants;
    return one[index] !== NONE && (one[index] !== member || another[index] !== NONE);
  }

  /** By partition, who claims it in the newest of the generations that are past; NONE where nobody does. */
  formerOwners(): Int32Array {
    const former = new Int32Array(this.size).fill(NONE);
    const since = new Int32Array(this.size);
    const newest = this.#claims.reduce((max, { generationId }) => Math.max(max, generationId), NONE);
    for (const member of this.walk) {
      const { partitions, generationId } = this.#claims[member] as IndexedClaim;
      if (generationId >= newest) continue;
      for (const index of partitions) {
        if (former[index] !== NONE && generationId <= (since[index] as number)) continue;
        former[index] = member;
        since[index] = generationId;
      }
    }
    return former;
  }

  /** By partition its member, or NONE, as an assignment. */
  toAssignment(holders: Int32Array): Assignment {
    const assignment = emptyAssignment(this.members);
    for (const [index, holder] of holders.entries()) {
      if (holder === NONE) continue;
      const { memberId } = this.members[holder] as GroupMemberInfo;
      assignment.get(memberId)?.push({ topic: this.topic(index).name, partition: this.partitionOf(index) });
    }
    return assignment;
  }

  /** Claims of partitions that exist, each once. */
  #readClaims(claimOf: (member: GroupMemberInfo) => Claim): readonly IndexedClaim[] {
    const byName = new Map(this.topics.map((topic) => [topic.name, topic]));
    return this.members.map((member) => {
      const { partitions, generationId } = claimOf(member);
      const indexes = new Set<number>();
      for (const { topic: name, partition } of partitions) {
        const topic = byName.get(name);
        if (topic !== undefined && partition >= 0 && partition < topic.count) indexes.add(topic.first + partition);
      }
      return { partitions: [...indexes], generationId };
    });
  }

  #weighClaims(): void {
    const since = new Int32Array(this.size).fill(NONE - 1);
    const [one, another] = this.#claimants;
    for (const [member, { partitions, generationId }] of this.#claims.entries()) {
      for (const index of partitions) {
        (one[index] === NONE ? one : another)[index] = member;
        const newest = since[index] as number;
        if (generationId < newest) continue;
        this.owner[index] = generationId === newest ? NONE : member;
        since[index] = generationId;
      }
    }
  }
}

function stickyTopics(
  members: readonly GroupMemberInfo[],
  topics: ReadonlyMap<string, AssignableTopic>,
): readonly StickyTopic[] {
  const subscribers = new Map<string, number[]>();
  for (const [index, member] of members.entries()) {
    for (const name of member.topics) {
      const list = subscribers.get(name);
      if (list === undefined) subscribers.set(name, [index]);
      else list.push(index);
    }
  }
  let first = 0;
  // The default order of sort() is that of Java's strings: by UTF-16 code units.
  return [...subscribers.keys()].sort().flatMap((name) => {
    const topic = topics.get(name);
    if (topic === undefined || topic.partitions === 0) return [];
    const { partitions: count, racks } = topic;
    first += count;
    return { name, first: first - count, count, subscribers: subscribers.get(name) as number[], racks };
  });
}
