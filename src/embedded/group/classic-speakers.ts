// Members of a consumer group that speak the classic protocol: their joins, syncs, heartbeats and leaves (KIP-848). Each
// goes from join to sync by itself, without the others. Must not know how the group assigns.
import { randomUUID } from 'node:crypto';
import type { ConsumerProtocolSubscription } from '../../protocol/generated/consumer-protocol-subscription.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { type ConsumerGroupMember, JOIN_EPOCH, newConsumerGroupMember } from './consumer-group-member.ts';
import type { ConsumerGroupMembers } from './consumer-group-members.ts';
import { byTopicId, readSubscription, writeAssignment } from './embedded-protocol.ts';
import type { GroupEnvironment } from './group-environment.ts';
import {
  type JoinRequest,
  type JoinResult,
  joinError,
  type SyncRequest,
  type SyncResult,
  syncError,
} from './group-exchange.ts';
import { type ClassicSpeaker, sharesProtocol, speaksClassic } from './group-migration.ts';
import { GroupRefusal } from './group-refusal.ts';
import type { MemberTimers } from './member-timers.ts';
import { epochsOf, type PartitionSets } from './partition-sets.ts';

/** What the group does for them. */
export interface SpeakersGroup {
  readonly members: ConsumerGroupMembers;
  readonly timers: MemberTimers;
  readonly assignmentEpoch: number;
  targetOf(memberId: string): PartitionSets;
  refuseIfFull(memberId: string, instanceId: string | null): void;
  /** The member as it says it is now, on its way to what it shall have; `how.assigns`: whether that may change now. */
  follow(
    before: ConsumerGroupMember,
    described: ConsumerGroupMember,
    owned: PartitionSets,
    how: { readonly assigns: boolean },
  ): ConsumerGroupMember;
  /** Whether the group may become a classic one when this member comes back by the classic protocol. */
  isLastOther(replaced: ConsumerGroupMember | undefined): boolean;
  /** Becomes a classic group of all its members. */
  downgrade(): void;
  fence(members: readonly ConsumerGroupMember[]): void;
}

export class ClassicSpeakers {
  readonly #environment: GroupEnvironment;
  readonly #group: SpeakersGroup;

  constructor(environment: GroupEnvironment, group: SpeakersGroup) {
    this.#environment = environment;
    this.#group = group;
  }

  /** Throws a refusal. */
  join(request: JoinRequest): JoinResult {
    const { instanceId, protocolType, protocols, sessionTimeoutMs } = request;
    const { members } = this.#group;
    if (this.#environment.migrationPolicy === 'disabled') throw refused('INCONSISTENT_GROUP_PROTOCOL');
    const memberId = request.memberId === '' ? randomUUID() : request.memberId;
    this.#group.refuseIfFull(memberId, instanceId);
    const side = { sessionTimeoutMs, protocols };
    if (protocolType !== 'consumer' || !sharesProtocol(members.all, side)) throw refused('INCONSISTENT_GROUP_PROTOCOL');
    if (request.memberId === '' && instanceId === null && request.requiresKnownId) {
      return joinError(memberId, ErrorCode.MEMBER_ID_REQUIRED);
    }
    const replaced = members.ofInstance(instanceId);
    const before = this.#sender(request, memberId);
    const subscription = readOrRefuse(protocols[0]?.metadata);
    const described: ClassicSpeaker = {
      ...before,
      instanceId: instanceId ?? before.instanceId,
      rackId: subscription.rackId ?? before.rackId,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      topicNames: new Set(subscription.topics),
      topicRegex: '',
      clientId: request.clientId,
      clientHost: request.clientHost,
      classic: side,
    };
    const owned = byTopicId(subscription.ownedPartitions, this.#environment.topics);
    const isLastOther = this.#group.isLastOther(replaced);
    const after = this.#group.follow(before, described, owned, { assigns: !isLastOther });
    if (isLastOther) this.#group.downgrade();
    else this.#joined(after);
    return {
      ...joinError(memberId, ErrorCode.NONE),
      generationId: after.epoch,
      protocolType: 'consumer',
      protocolName: protocols[0]?.name ?? null,
    };
  }

  sync(request: SyncRequest): SyncResult {
    const member = this.#speaker(request.memberId, request.instanceId, request.generationId);
    const { protocolType, protocolName } = request;
    const [protocol] = member.classic.protocols;
    const isOther = (protocolType ?? 'consumer') !== 'consumer' || (protocolName ?? protocol?.name) !== protocol?.name;
    if (isOther) return syncError(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    if (this.#group.assignmentEpoch > member.epoch && member.state !== 'unrevoked') {
      this.#expectJoin(member);
      return syncError(ErrorCode.REBALANCE_IN_PROGRESS);
    }
    this.#group.timers.cancel('sync', member.id);
    this.#keepSession(member);
    const assigned = new Map([...member.assigned].map(([topicId, epochs]) => [topicId, new Set(epochs.keys())]));
    const metadata = protocol?.metadata ?? Buffer.alloc(2);
    const assignment = writeAssignment(assigned, metadata, this.#environment.topics);
    return { errorCode: ErrorCode.NONE, protocolType, protocolName, assignment };
  }

  /** An error code. */
  heartbeat(memberId: string, instanceId: string | null, generationId: number): number {
    const member = this.#speaker(memberId, instanceId, generationId);
    this.#keepSession(member);
    const mustJoin =
      member.epoch < this.#group.assignmentEpoch ||
      member.state === 'unrevoked' ||
      (member.state === 'unreleased' && !this.#isWaiting(member));
    if (!mustJoin) return ErrorCode.NONE;
    this.#expectJoin(member);
    return ErrorCode.REBALANCE_IN_PROGRESS;
  }

  /** All go at once; one error code for each. Also members of the other protocol can be made to leave so. */
  leave(leaving: readonly { readonly memberId: string; readonly instanceId: string | null }[]): number[] {
    const { members } = this.#group;
    const gone = new Set<ConsumerGroupMember>();
    const codes = leaving.map(({ memberId, instanceId }) => {
      try {
        const named = instanceId !== null && memberId === '' ? members.ofInstance(instanceId)?.id : memberId;
        gone.add(instanceId === null ? members.get(memberId) : members.getStatic(named ?? '', instanceId));
        return ErrorCode.NONE;
      } catch (error) {
        if (error instanceof GroupRefusal) return error.errorCode;
        throw error;
      }
    });
    if (gone.size > 0) this.#group.fence([...gone]);
    return codes;
  }

  #sender({ instanceId, memberId: named }: JoinRequest, memberId: string): ConsumerGroupMember {
    const { members } = this.#group;
    if (instanceId === null) return members.find(memberId) ?? newConsumerGroupMember(memberId);
    if (named !== '') return members.getStatic(memberId, instanceId);
    const existing = members.ofInstance(instanceId);
    return existing === undefined
      ? newConsumerGroupMember(memberId)
      : { ...existing, id: memberId, epoch: JOIN_EPOCH, previousEpoch: JOIN_EPOCH };
  }

  #speaker(memberId: string, instanceId: string | null, generationId: number): ClassicSpeaker {
    const { members } = this.#group;
    const member = instanceId === null ? members.get(memberId) : members.getStatic(memberId, instanceId);
    if (!speaksClassic(member)) throw refused('UNKNOWN_MEMBER_ID');
    if (member.epoch !== generationId) throw refused('ILLEGAL_GENERATION');
    return member;
  }

  #joined(member: ConsumerGroupMember): void {
    if (!speaksClassic(member)) return;
    this.#group.timers.cancel('join', member.id);
    this.#keepSession(member);
    this.#group.timers.start('sync', member.id, member.rebalanceTimeoutMs, () => this.#fence(member.id));
  }

  keepSessions(): void {
    for (const member of this.#group.members.all) if (speaksClassic(member)) this.#keepSession(member);
  }

  #keepSession({ id, classic }: ClassicSpeaker): void {
    this.#group.timers.start('session', id, classic.sessionTimeoutMs, () => this.#fence(id));
  }

  #expectJoin({ id, rebalanceTimeoutMs }: ConsumerGroupMember): void {
    this.#group.timers.startOnce('join', id, rebalanceTimeoutMs, () => this.#fence(id));
  }

  #fence(memberId: string): void {
    const member = this.#group.members.find(memberId);
    if (member !== undefined) this.#group.fence([member]);
  }

  /** Whether something that the member shall have is still with others. */
  #isWaiting(member: ConsumerGroupMember): boolean {
    const { members } = this.#group;
    for (const [topicId, partitions] of this.#group.targetOf(member.id)) {
      const epochs = epochsOf(member.assigned, topicId);
      for (const each of partitions) if (!epochs.has(each) && members.isTaken(topicId, each)) return true;
    }
    return false;
  }
}

function readOrRefuse(metadata: Buffer | undefined): ConsumerProtocolSubscription {
  try {
    return readSubscription(metadata ?? Buffer.alloc(0));
  } catch {
    throw refused('INCONSISTENT_GROUP_PROTOCOL');
  }
}

/** Members of the classic protocol are told a code and no more. */
function refused(code: 'INCONSISTENT_GROUP_PROTOCOL' | 'UNKNOWN_MEMBER_ID' | 'ILLEGAL_GENERATION'): GroupRefusal {
  return new GroupRefusal(ErrorCode[code], code);
}
