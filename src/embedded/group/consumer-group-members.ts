// Who is in a consumer group, and whether somebody may speak for a member (KIP-848). Owns: members by id and static members
// by instance id (KIP-345). Must not know assignments. Invariant: an instance id belongs to one member.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ConsumerHeartbeat } from './consumer-group-exchange.ts';
import { AWAY_EPOCH, type ConsumerGroupMember, JOIN_EPOCH, newConsumerGroupMember } from './consumer-group-member.ts';
import { GroupRefusal } from './group-refusal.ts';
import { epochsOf, type PartitionEpochs, type PartitionSets } from './partition-sets.ts';

export class ConsumerGroupMembers {
  readonly #groupId: string;
  readonly #members = new Map<string, ConsumerGroupMember>();
  readonly #static = new Map<string, string>();

  constructor(groupId: string) {
    this.#groupId = groupId;
  }

  get all(): readonly ConsumerGroupMember[] {
    return [...this.#members.values()];
  }

  get size(): number {
    return this.#members.size;
  }

  find(memberId: string): ConsumerGroupMember | undefined {
    return this.#members.get(memberId);
  }

  /** The static member with this instance id. */
  ofInstance(instanceId: string | null): ConsumerGroupMember | undefined {
    const memberId = instanceId === null ? undefined : this.#static.get(instanceId);
    return memberId === undefined ? undefined : this.#members.get(memberId);
  }

  get(memberId: string): ConsumerGroupMember {
    const member = this.#members.get(memberId);
    if (member !== undefined) return member;
    throw refusal('UNKNOWN_MEMBER_ID', `Member ${memberId} is not a member of group ${this.#groupId}.`);
  }

  /** Everybody, with `member` in the place of whoever has its id or its instance id. */
  with(member: ConsumerGroupMember): readonly ConsumerGroupMember[] {
    const isReplaced = ({ id, instanceId }: ConsumerGroupMember): boolean =>
      id === member.id || (instanceId !== null && instanceId === member.instanceId);
    const others = this.all;
    return others.some(isReplaced) ? others.map((each) => (isReplaced(each) ? member : each)) : [...others, member];
  }

  set(member: ConsumerGroupMember): void {
    const before = this.#members.get(member.id);
    if (before?.instanceId != null) this.#static.delete(before.instanceId);
    this.#members.set(member.id, member);
    if (member.instanceId !== null) this.#static.set(member.instanceId, member.id);
  }

  remove({ id, instanceId }: ConsumerGroupMember): void {
    this.#members.delete(id);
    if (instanceId !== null && this.#static.get(instanceId) === id) this.#static.delete(instanceId);
  }

  clear(): void {
    this.#members.clear();
    this.#static.clear();
  }

  /** Whether a member has the partition or has yet to give it up. */
  isTaken(topicId: string, partition: number): boolean {
    for (const { assigned, pendingRevocation } of this.#members.values()) {
      if (epochsOf(assigned, topicId).has(partition) || epochsOf(pendingRevocation, topicId).has(partition))
        return true;
    }
    return false;
  }

  /** Who sends this heartbeat, as it was before it; a new member where it joins. */
  sender(heartbeat: ConsumerHeartbeat): ConsumerGroupMember {
    const { memberId, memberEpoch, instanceId } = heartbeat;
    if (instanceId !== null) return this.#staticSender(heartbeat, instanceId);
    if (memberEpoch === JOIN_EPOCH) return this.find(memberId) ?? newConsumerGroupMember(memberId);
    return withValidEpoch(this.get(memberId), heartbeat);
  }

  #staticSender(heartbeat: ConsumerHeartbeat, instanceId: string): ConsumerGroupMember {
    const { memberId, memberEpoch } = heartbeat;
    if (memberEpoch !== JOIN_EPOCH) return withValidEpoch(this.getStatic(memberId, instanceId), heartbeat);
    const existing = this.ofInstance(instanceId);
    if (existing === undefined) return this.find(memberId) ?? newConsumerGroupMember(memberId);
    if (existing.classic === null && existing.epoch !== AWAY_EPOCH) {
      const message = `Static member ${memberId} with instance id ${instanceId} cannot join the group because the instance id is owned by ${existing.id} member.`;
      throw refusal('UNRELEASED_INSTANCE_ID', message);
    }
    return { ...existing, id: memberId, epoch: JOIN_EPOCH, previousEpoch: JOIN_EPOCH };
  }

  /** The static member, if it still has this id. */
  getStatic(memberId: string, instanceId: string): ConsumerGroupMember {
    const member = this.ofInstance(instanceId);
    if (member === undefined) throw refusal('UNKNOWN_MEMBER_ID', `Instance id ${instanceId} is unknown.`);
    if (member.id !== memberId) {
      const message = `Static member ${memberId} with instance id ${instanceId} was fenced by member ${member.id}.`;
      throw refusal('FENCED_INSTANCE_ID', message);
    }
    return member;
  }
}

/** The epoch before is fine where the answer was lost: then the member has nothing that it was not given. */
function withValidEpoch(member: ConsumerGroupMember, { memberEpoch, owned }: ConsumerHeartbeat): ConsumerGroupMember {
  if (memberEpoch === member.epoch) return member;
  const isGreater = memberEpoch > member.epoch;
  if (!isGreater && memberEpoch === member.previousEpoch && isWithin(owned, member.assigned)) return member;
  const message = `The consumer group member has a ${isGreater ? 'greater' : 'smaller'} member epoch (${memberEpoch}) than the one known by the group coordinator (${member.epoch}). The member must abandon all its partitions and rejoin.`;
  throw refusal('FENCED_MEMBER_EPOCH', message);
}

function isWithin(owned: PartitionSets | null, assigned: PartitionEpochs): boolean {
  if (owned === null) return false;
  return [...owned].every(([topicId, partitions]) => {
    const epochs = epochsOf(assigned, topicId);
    return [...partitions].every((partition) => epochs.has(partition));
  });
}

function refusal(
  code: 'UNKNOWN_MEMBER_ID' | 'UNRELEASED_INSTANCE_ID' | 'FENCED_INSTANCE_ID' | 'FENCED_MEMBER_EPOCH',
  message: string,
): GroupRefusal {
  return new GroupRefusal(ErrorCode[code], message);
}
