// The coordinator's `uniform`: members get as many partitions as each other, give or take one, and keep what they have as
// far as that allows (KIP-848). Here for members that all want the same topics; for others, uniform-mixed.ts.
import { hashOfUuid, inCopiedSetOrder, inHashOrder } from '../java-order.ts';
import { addTo, type PartitionSets } from '../partition-sets.ts';
import type { AssignableGroup, AssignableMember, Assignment } from './server-assignor.ts';
import { assignMixed } from './uniform-mixed.ts';

interface Place {
  readonly topicId: string;
  readonly partition: number;
}

interface Unfilled {
  readonly sets: Map<string, Set<number>>;
  readonly room: number;
}

export function assignUniformly(group: AssignableGroup): Assignment {
  return group.isUniform ? assignSame(group) : assignMixed(group);
}

function assignSame(group: AssignableGroup): Assignment {
  const { members } = group;
  const topicIds = inCopiedSetOrder(members[0]?.topicIds ?? [], hashOfUuid);
  if (topicIds.length === 0) return new Map();
  const free: Place[] = [];
  let total = 0;
  for (const topicId of topicIds) {
    const count = group.partitionsOf(topicId);
    total += count;
    for (let partition = 0; partition < count; partition++) {
      if (!group.isAssigned(topicId, partition)) free.push({ topicId, partition });
    }
  }
  const [assignment, unfilled] = keep(members, new Set(topicIds), total, free);
  let next = 0;
  for (const { sets, room } of unfilled) {
    for (const { topicId, partition } of free.slice(next, next + room)) addTo(sets, topicId, partition);
    next += room;
  }
  return assignment;
}

/** Everybody keeps what is within a fair share; the rest becomes free. */
function keep(
  members: readonly AssignableMember[],
  topicIds: ReadonlySet<string>,
  total: number,
  free: Place[],
): [Assignment, readonly Unfilled[]] {
  const share = Math.floor(total / members.length);
  let extras = total % members.length;
  const assignment = new Map<string, PartitionSets>();
  const unfilled: Unfilled[] = [];
  for (const [index, { id, target }] of members.entries()) {
    let takesExtra = extras > 0;
    let room = share + (takesExtra ? 1 : 0);
    const sets = new Map<string, Set<number>>();
    for (const topicId of inHashOrder([...target.keys()], hashOfUuid)) {
      if (!topicIds.has(topicId)) continue;
      for (const partition of inCopiedSetOrder([...(target.get(topicId) ?? [])], (each) => each)) {
        if (room > 0) addTo(sets, topicId, partition);
        else free.push({ topicId, partition });
        room = Math.max(0, room - 1);
      }
    }
    // Who has room left takes one more only where there are not enough others to take it.
    if (room > 0 && takesExtra && members.length - index > extras) {
      room--;
      takesExtra = false;
    }
    if (room > 0) unfilled.push({ sets, room });
    if (takesExtra) extras--;
    assignment.set(id, sets);
  }
  return [assignment, unfilled];
}
