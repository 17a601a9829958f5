// Java's RangeAssignor: per topic, contiguous ranges in the order of the members, who get partitions of their own rack
// where that leaves the ranges as long as they are (KIP-881). Must not know: what members had before.
// Invariant: racks change who gets which partitions of a topic, never how many.
import {
  type AssignableTopic,
  type Assignment,
  type Assignor,
  compareMembers,
  emptyAssignment,
  type GroupMemberInfo,
} from './assignor.ts';
import { rackOf, racksMatter } from './rack-match.ts';

/**
 * Each topic by itself: with 7 partitions and 3 subscribers they get 3, 2 and 2, in the order of the members. The same
 * member gets the same partition numbers of topics with equal counts and subscribers, which joins of topics need.
 */
export const rangeAssignor: Assignor = {
  name: 'range',
  rebalance: 'eager',
  assign(members: readonly GroupMemberInfo[], topics: ReadonlyMap<string, AssignableTopic>): Assignment {
    const sorted = [...members].sort(compareMembers);
    const ranges = [...topics].flatMap(([name, topic]) => {
      const subscribers = sorted.filter((member) => member.topics.has(name));
      return subscribers.length === 0 ? [] : [new TopicRanges(name, topic, subscribers)];
    });
    if (ranges.some((range) => range.racksMatter)) {
      for (const alike of copartitioned(ranges)) {
        const [only] = alike;
        if (alike.length > 1) alignTogether(alike);
        else if (only?.racksMatter) only.give((member, partition) => only.matches(member, partition));
      }
    }
    const assignment = emptyAssignment(members);
    for (const range of ranges) {
      range.give(() => true);
      for (const [partition, { memberId }] of range.holders.entries()) {
        assignment.get(memberId)?.push({ topic: range.topic, partition });
      }
    }
    return assignment;
  },
};

/** One topic while it is shared out. */
class TopicRanges {
  readonly topic: string;
  readonly count: number;
  readonly subscribers: readonly GroupMemberInfo[];
  readonly racksMatter: boolean;
  /** By partition; complete in the end. */
  readonly holders: GroupMemberInfo[];
  readonly #racks: readonly (readonly string[])[];
  readonly #given = new Map<GroupMemberInfo, number>();
  readonly #share: number;
  /** How many members may still get one more than the share. */
  #withOneMore: number;
  readonly #open: Set<number>;

  constructor(topic: string, { partitions, racks = [] }: AssignableTopic, subscribers: readonly GroupMemberInfo[]) {
    this.topic = topic;
    this.count = partitions;
    this.subscribers = subscribers;
    this.racksMatter = racksMatter(subscribers, [{ partitions, racks }]);
    this.holders = new Array<GroupMemberInfo>(partitions);
    this.#racks = racks;
    this.#share = Math.floor(partitions / subscribers.length);
    this.#withOneMore = partitions % subscribers.length;
    this.#open = new Set(this.holders.keys());
  }

  /** How many more the member may get. */
  room(member: GroupMemberInfo): number {
    const most = this.#share + (this.#withOneMore > 0 ? 1 : 0);
    return Math.max(0, most - (this.#given.get(member) ?? 0));
  }

  /** A member that does not say where it runs matches everything. */
  matches(member: GroupMemberInfo, partition: number): boolean {
    const rack = rackOf(member);
    return rack === undefined || (this.#racks[partition]?.includes(rack) ?? false);
  }

  /** Fills the members up, one after the other, with those open partitions that they may have. */
  give(mayHave: (member: GroupMemberInfo, partition: number) => boolean): void {
    for (const member of this.subscribers) {
      const room = this.room(member);
      let given = 0;
      for (const partition of this.#open) {
        if (given === room) break;
        if (!mayHave(member, partition)) continue;
        this.holders[partition] = member;
        this.#open.delete(partition);
        given++;
      }
      this.#count(member, given);
    }
  }

  /** Gives one that is open. */
  giveOne(member: GroupMemberInfo, partition: number): void {
    this.holders[partition] = member;
    this.#open.delete(partition);
    this.#count(member, 1);
  }

  #count(member: GroupMemberInfo, more: number): void {
    if (more === 0) return;
    const given = (this.#given.get(member) ?? 0) + more;
    this.#given.set(member, given);
    if (given > this.#share) this.#withOneMore--;
  }
}

/** Topics with the same subscribers and as many partitions; those where nobody says where it runs are left out. */
function copartitioned(ranges: readonly TopicRanges[]): readonly (readonly TopicRanges[])[] {
  const groups = new Map<string, TopicRanges[]>();
  for (const range of ranges) {
    if (range.subscribers.every((member) => rackOf(member) === undefined)) continue;
    const key = JSON.stringify([range.count, ...range.subscribers.map(({ memberId }) => memberId)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [range]);
    else group.push(range);
  }
  return [...groups.values()];
}

/** Each partition number to the first member that is near to it in every topic: what belongs together stays together. */
function alignTogether(ranges: readonly TopicRanges[]): void {
  const [first] = ranges as readonly [TopicRanges];
  const open = new Set(first.subscribers);
  for (let partition = 0; partition < first.count && open.size > 0; partition++) {
    const near = [...open].find((member) => {
      return ranges.every((range) => range.matches(member, partition) && range.room(member) > 0);
    });
    if (near === undefined) continue;
    for (const range of ranges) range.giveOne(near, partition);
    if (ranges.every((range) => range.room(near) === 0)) open.delete(near);
  }
}
