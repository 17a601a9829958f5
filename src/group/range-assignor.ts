// Java's RangeAssignor without racks: per topic, contiguous ranges in the order of the members.
import {
  type AssignableTopic,
  type Assignment,
  type Assignor,
  compareMembers,
  emptyAssignment,
  type GroupMemberInfo,
} from './assignor.ts';

/**
 * Each topic by itself: with 7 partitions and 3 subscribers they get 3, 2 and 2, in the order of the members. The same
 * member gets the same partition numbers of topics with equal counts and subscribers, which joins of topics need.
 */
export const rangeAssignor: Assignor = {
  name: 'range',
  rebalance: 'eager',
  assign(members: readonly GroupMemberInfo[], topics: ReadonlyMap<string, AssignableTopic>): Assignment {
    const assignment = emptyAssignment(members);
    const sorted = [...members].sort(compareMembers);
    for (const [topic, { partitions: count }] of topics) {
      const subscribers = sorted.filter((member) => member.topics.has(topic));
      if (subscribers.length === 0) continue;
      const share = Math.floor(count / subscribers.length);
      const withOneMore = count % subscribers.length;
      let partition = 0;
      for (const [index, member] of subscribers.entries()) {
        const end = partition + share + (index < withOneMore ? 1 : 0);
        for (; partition < end; partition++) assignment.get(member.memberId)?.push({ topic, partition });
      }
    }
    return assignment;
  },
};
