// Java's RoundRobinAssignor: all partitions of all topics in one row, dealt to the members in turn.
import {
  type AssignableTopic,
  type Assignment,
  type Assignor,
  compareMembers,
  emptyAssignment,
  type GroupMemberInfo,
} from './assignor.ts';

/** Deals partitions, topic by topic in name order, to the members in turn, passing over those without that topic. */
export const roundRobinAssignor: Assignor = {
  name: 'roundrobin',
  rebalance: 'eager',
  assign(members: readonly GroupMemberInfo[], topics: ReadonlyMap<string, AssignableTopic>): Assignment {
    const assignment = emptyAssignment(members);
    const sorted = [...members].sort(compareMembers);
    const subscribed = new Set(sorted.flatMap((member) => [...member.topics]));
    let turn = 0;
    // The default order of sort() is that of Java's TreeSet of strings: by UTF-16 code units.
    for (const topic of [...subscribed].sort()) {
      for (let partition = 0; partition < (topics.get(topic)?.partitions ?? 0); partition++) {
        // Ends: somebody subscribes to this topic.
        while (!sorted[turn % sorted.length]?.topics.has(topic)) turn++;
        const member = sorted[turn++ % sorted.length] as GroupMemberInfo;
        assignment.get(member.memberId)?.push({ topic, partition });
      }
    }
    return assignment;
  },
};
