// A group as the sticky assignors see it: members and partitions, as numbers. Must not know: who owns what.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { type AssignableTopic, type Assignment, emptyAssignment, type GroupMemberInfo } from './assignor.ts';
import { javaOrder, javaStringHash } from './java-order.ts';

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
  /** Members in the order in which Java would look at them. */
  readonly walk: readonly number[];
  readonly #byName: ReadonlyMap<string, StickyTopic>;

  constructor(members: readonly GroupMemberInfo[], topics: ReadonlyMap<string, AssignableTopic>) {
    this.members = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
    const rank = new Map(this.members.map((member, index) => [member.memberId, index]));
    this.walk = javaOrder(members, ({ memberId }) => javaStringHash(memberId)).map(
      ({ memberId }) => rank.get(memberId) as number,
    );
    this.topics = stickyTopics(this.members, topics);
    this.#byName = new Map(this.topics.map((topic) => [topic.name, topic]));
    this.size = this.topics.reduce((sum, { count }) => sum + count, 0);
    this.topicOf = new Int32Array(this.size);
    for (const [index, { first, count }] of this.topics.entries()) this.topicOf.fill(index, first, first + count);
  }

  /** The topic of a partition. */
  topic(index: number): StickyTopic {
    return this.topics[this.topicOf[index] as number] as StickyTopic;
  }

  /** Number of the partition within its topic. */
  partitionOf(index: number): number {
    return index - this.topic(index).first;
  }

  /** The number of a partition in the group; NONE where it does not exist. */
  indexOf({ topic: name, partition }: TopicPartition): number {
    const topic = this.#byName.get(name);
    return topic !== undefined && partition >= 0 && partition < topic.count ? topic.first + partition : NONE;
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
