// The way of one member from what it has to what it shall have (KIP-848): first it gives up what is not its own any more,
// then it moves to the new epoch, then it gets what others have given up. Pure: a member in, a member out.
//
//     stable --target moved--> unrevoked --given up--> unreleased --the others gave up--> stable
//        '------------- nothing to give up --------------^  ^-- nothing is waited for --------^
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import {
  epochsOf,
  NO_PARTITIONS,
  type PartitionEpochs,
  type PartitionSets,
  unitePartitions,
  withEpoch,
} from './partition-sets.ts';

/** What a member shall have, and what is known while it gets there. */
export interface Target {
  readonly epoch: number;
  readonly partitions: PartitionSets;
  /** The topics that it wants now and that exist. */
  readonly topicIds: ReadonlySet<string>;
  readonly hasSubscriptionChanged: boolean;
  /** What it says it has; null where it does not say. */
  readonly owned: PartitionSets | null;
  /** Whether some member has the partition, or has yet to give it up. */
  isTaken(topicId: string, partition: number): boolean;
}

export function reconcile(member: ConsumerGroupMember, target: Target): ConsumerGroupMember {
  switch (member.state) {
    case 'stable':
      if (member.epoch !== target.epoch) return next(member, target);
      return target.hasSubscriptionChanged ? dropUnwanted(member, target) : member;
    case 'unrevoked':
      if (!stillOwns(member.pendingRevocation, target.owned)) return next(member, target);
      return target.hasSubscriptionChanged ? dropUnwanted(member, target) : member;
    case 'unreleased':
      return next(member, target);
  }
}

/** Who does not say what it has may have all of it. */
function stillOwns(revoked: PartitionEpochs, owned: PartitionSets | null): boolean {
  if (owned === null) return true;
  for (const [topicId, partitions] of owned) {
    const epochs = epochsOf(revoked, topicId);
    for (const partition of partitions) if (epochs.has(partition)) return true;
  }
  return false;
}

/** The epoch stays: topics that it does not want any more are taken at once. */
function dropUnwanted(member: ConsumerGroupMember, target: Target): ConsumerGroupMember {
  const unwanted = new Map([...member.assigned].filter(([topicId]) => !target.topicIds.has(topicId)));
  if (unwanted.size === 0) return member;
  const assigned = new Map([...member.assigned].filter(([topicId]) => target.topicIds.has(topicId)));
  const pendingRevocation = unitePartitions(member.pendingRevocation, unwanted);
  const moved = { ...member, previousEpoch: member.epoch, assigned };
  return stillOwns(pendingRevocation, target.owned) ? { ...moved, state: 'unrevoked', pendingRevocation } : moved;
}

function next(member: ConsumerGroupMember, target: Target): ConsumerGroupMember {
  const { kept, revoked, added, isWaiting } = compare(member, target);
  const moved = { ...member, previousEpoch: member.epoch };
  if (revoked.size > 0 && stillOwns(revoked, target.owned)) {
    return { ...moved, state: 'unrevoked', assigned: kept, pendingRevocation: revoked };
  }
  return {
    ...moved,
    epoch: target.epoch,
    state: isWaiting ? 'unreleased' : 'stable',
    assigned: unitePartitions(kept, withEpoch(added, target.epoch)),
    pendingRevocation: NO_PARTITIONS,
  };
}

interface Comparison {
  readonly kept: PartitionEpochs;
  readonly revoked: PartitionEpochs;
  /** What nobody has: it can be had at once. */
  readonly added: PartitionSets;
  /** Whether others have yet to give something up. */
  readonly isWaiting: boolean;
}

function compare(member: ConsumerGroupMember, target: Target): Comparison {
  const [kept, revoked] = [new Map<string, Map<number, number>>(), new Map<string, Map<number, number>>()];
  for (const [topicId, epochs] of member.assigned) {
    const wanted = target.topicIds.has(topicId) ? target.partitions.get(topicId) : undefined;
    for (const [partition, epoch] of epochs) {
      const into = wanted?.has(partition) === true ? kept : revoked;
      into.set(topicId, (into.get(topicId) ?? new Map<number, number>()).set(partition, epoch));
    }
  }
  const added = new Map<string, Set<number>>();
  let isWaiting = false;
  for (const [topicId, partitions] of target.partitions) {
    if (!target.topicIds.has(topicId)) continue;
    const missing = [...partitions].filter((partition) => kept.get(topicId)?.has(partition) !== true);
    // What the member itself has yet to give up and shall have again is not waited for.
    const isFree = (partition: number): boolean =>
      !target.isTaken(topicId, partition) || epochsOf(member.pendingRevocation, topicId).has(partition);
    const free = missing.filter(isFree);
    if (free.length < missing.length) isWaiting = true;
    if (free.length > 0) added.set(topicId, new Set(free));
  }
  return { kept, revoked, added, isWaiting };
}
