// A group with members goes from one protocol to the other (KIP-848). Pure: what the members are afterwards.
// Must not know who decides that, or timers.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ClassicSide, ConsumerGroupMember } from './consumer-group-member.ts';
import { newConsumerGroupMember } from './consumer-group-member.ts';
import { readAssignment, readSubscription, writeAssignment } from './embedded-protocol.ts';
import type { GroupEnvironment, GroupTopics } from './group-environment.ts';
import { commonProtocols, electProtocol, type GroupMember, metadataOf } from './group-member.ts';
import { GroupRefusal } from './group-refusal.ts';
import { type PartitionSets, withEpoch } from './partition-sets.ts';
import type { StoredGeneration } from './stored-generation.ts';

export interface UpgradedMember {
  readonly member: ConsumerGroupMember;
  readonly target: PartitionSets;
}

/** The members of a classic group as those of a consumer group. Throws why that cannot be. */
export function upgrade(
  groupId: string,
  generation: StoredGeneration,
  environment: GroupEnvironment,
): UpgradedMember[] {
  const { migrationPolicy, consumerGroupMaxSize, topics } = environment;
  const refuse = (why: string): GroupRefusal =>
    new GroupRefusal(
      ErrorCode.GROUP_ID_NOT_FOUND,
      `Cannot upgrade classic group ${groupId} to consumer group because ${why}.`,
    );
  if (migrationPolicy !== 'bidirectional' && migrationPolicy !== 'upgrade') throw refuse('online upgrade is disabled');
  if (generation.protocolType !== 'consumer') {
    throw refuse('the group does not use the consumer embedded protocol');
  }
  if (generation.members.length > consumerGroupMaxSize) {
    throw refuse('the group size exceeds the consumer group maximum size');
  }
  return generation.members.map((member) => {
    const upgraded = upgradeMember(member, generation, topics);
    if (upgraded === 'malformed') throw refuse('the embedded consumer protocol is malformed');
    if (upgraded === 'user data') {
      throw refuse(
        'an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before re-attempting the upgrade',
      );
    }
    return upgraded;
  });
}

function upgradeMember(
  member: GroupMember,
  { generationId, protocolName }: StoredGeneration,
  topics: GroupTopics,
): UpgradedMember | 'malformed' | 'user data' {
  try {
    const target = readAssignment(member.assignment, topics);
    if (target === undefined) return 'user data';
    const subscription = readSubscription(metadataOf(member, protocolName));
    const { sessionTimeoutMs, protocols } = member;
    const upgraded: ConsumerGroupMember = {
      ...newConsumerGroupMember(member.id),
      epoch: generationId,
      previousEpoch: generationId,
      instanceId: member.instanceId,
      rackId: subscription.rackId,
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      clientId: member.clientId,
      clientHost: member.clientHost,
      topicNames: new Set(subscription.topics),
      assigned: withEpoch(target, generationId),
      classic: { sessionTimeoutMs, protocols },
    };
    return { member: upgraded, target };
  } catch {
    return 'malformed';
  }
}

/** A member of a consumer group that speaks the classic protocol. */
export type ClassicSpeaker = ConsumerGroupMember & { readonly classic: ClassicSide };

export function speaksClassic(member: ConsumerGroupMember): member is ClassicSpeaker {
  return member.classic !== null;
}

/** Members that all speak the classic protocol as those of a classic group, with what they shall have. */
export function downgrade(
  generationId: number,
  speakers: readonly ClassicSpeaker[],
  targetOf: (member: ConsumerGroupMember) => PartitionSets,
  topics: GroupTopics,
): StoredGeneration {
  const members: GroupMember[] = speakers.map((member) => ({
    id: member.id,
    instanceId: member.instanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    sessionTimeoutMs: member.classic.sessionTimeoutMs,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    protocols: member.classic.protocols,
    assignment: Buffer.alloc(0),
    isNew: false,
    joining: undefined,
    syncing: undefined,
    session: undefined,
  }));
  const protocolName = electProtocol(members);
  for (const [index, member] of members.entries()) {
    const target = targetOf(speakers[index] as ClassicSpeaker);
    member.assignment = writeAssignment(target, metadataOf(member, protocolName), topics);
  }
  const leaderId = members[0]?.id ?? null;
  return { generationId, protocolType: 'consumer', protocolName, leaderId, members };
}

/** Whether one of these protocols is known to every member that speaks the classic protocol. */
export function sharesProtocol(members: readonly ConsumerGroupMember[], side: ClassicSide): boolean {
  const speakers = members.filter(speaksClassic);
  if (speakers.length === 0) return side.protocols.length > 0;
  const common = commonProtocols(speakers.map(({ classic }) => classic));
  return side.protocols.some(({ name }) => common.includes(name));
}
