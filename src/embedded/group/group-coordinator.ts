// Every group of the cluster. Owns: which groups exist, of which protocol, and which broker last coordinated each.
// Must not know requests. The groups are shared by all brokers; each answers only for those it coordinates.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { ClassicGroup } from './classic-group.ts';
import { CommittedOffsets } from './committed-offsets.ts';
import { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerHeartbeat, ConsumerHeartbeatAnswer } from './consumer-group-exchange.ts';
import { AWAY_EPOCH, JOIN_EPOCH, LEAVE_EPOCH } from './consumer-group-member.ts';
import type { GroupEnvironment } from './group-environment.ts';
import { type JoinRequest, type JoinResult, joinError } from './group-exchange.ts';
import { upgrade } from './group-migration.ts';
import { GroupRefusal, groupNotFound, notAConsumerGroup } from './group-refusal.ts';

/** The members of a group, by either protocol. */
export type Membership = ClassicGroup | ConsumerGroup;

/** A group: its members and its offsets. */
export interface Group {
  readonly id: string;
  readonly membership: Membership;
  readonly offsets: CommittedOffsets;
}

interface HeldGroup extends Group {
  coordinatorId: number;
  membership: Membership;
}

export interface GroupSettings {
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
}

export class GroupCoordinator {
  readonly settings: GroupSettings;
  readonly #environment: GroupEnvironment;
  readonly #groups = new Map<string, HeldGroup>();

  constructor(settings: GroupSettings, environment: GroupEnvironment) {
    this.settings = settings;
    this.#environment = environment;
  }

  get(groupId: string): Group | undefined {
    return this.#groups.get(groupId);
  }

  /** The group, created as a classic one where it does not exist; `coordinatorId` is the broker that asks. */
  getOrCreate(groupId: string, coordinatorId: number): Group {
    return this.#groups.get(groupId) ?? this.#create(groupId, coordinatorId, this.#classic(groupId));
  }

  /** A member joins by the classic protocol. A group of the other one that has no members becomes a classic one. */
  join(groupId: string, coordinatorId: number, request: JoinRequest): Promise<JoinResult> {
    const known = this.#groups.get(groupId);
    // A group is never created for somebody who claims to be in it already.
    if (known === undefined && request.memberId !== '') {
      return Promise.resolve(joinError(request.memberId, ErrorCode.UNKNOWN_MEMBER_ID));
    }
    const group = known ?? this.#create(groupId, coordinatorId, this.#classic(groupId));
    if (group.membership.type === 'consumer' && group.membership.state === 'Empty') {
      group.membership = this.#classic(groupId);
    }
    return group.membership.join(request);
  }

  /** A heartbeat by the consumer protocol (KIP-848). Throws a refusal. */
  beat(groupId: string, coordinatorId: number, heartbeat: ConsumerHeartbeat): ConsumerHeartbeatAnswer {
    const known = this.#groups.get(groupId);
    const { memberEpoch } = heartbeat;
    if (memberEpoch === LEAVE_EPOCH || memberEpoch === AWAY_EPOCH) {
      if (known === undefined) throw groupNotFound(groupId);
      if (known.membership.type !== 'consumer') throw notAConsumerGroup(groupId);
      return known.membership.beat(heartbeat);
    }
    const membership = this.#consumerGroup(groupId, known, memberEpoch === JOIN_EPOCH);
    const answer = membership.beat(heartbeat);
    if (known === undefined) this.#create(groupId, coordinatorId, membership);
    else if (known.membership !== membership) {
      if (known.membership.type === 'classic') known.membership.abandon();
      known.membership = membership;
    }
    return answer;
  }

  /** Forgets a group that has no members. */
  delete(groupId: string): void {
    this.#groups.get(groupId)?.membership.close();
    this.#groups.delete(groupId);
  }

  /** The groups that a broker coordinates. */
  coordinatedBy(brokerId: number): Group[] {
    return [...this.#groups.values()].filter(({ coordinatorId }) => coordinatorId === brokerId);
  }

  topicDeleted(topic: string): void {
    for (const { offsets } of this.#groups.values()) offsets.deleteTopic(topic);
  }

  /** A transaction in which offsets may have been committed has ended, for the groups that `includes` names. */
  transactionEnded(producerId: number, isCommitted: boolean, includes: (groupId: string) => boolean): void {
    for (const { id, offsets } of this.#groups.values()) if (includes(id)) offsets.ended(producerId, isCommitted);
  }

  /** Groups whose coordinator is another broker now go on from what the old one had stored. */
  coordinatorsChanged(coordinatorOf: (groupId: string) => number): void {
    for (const group of this.#groups.values()) {
      const now = coordinatorOf(group.id);
      if (now === group.coordinatorId) continue;
      group.coordinatorId = now;
      group.membership.moveToOtherCoordinator();
    }
  }

  close(): void {
    for (const { membership } of this.#groups.values()) membership.close();
  }

  #create(id: string, coordinatorId: number, membership: Membership): HeldGroup {
    const group: HeldGroup = { id, membership, offsets: new CommittedOffsets(), coordinatorId };
    this.#groups.set(id, group);
    return group;
  }

  #classic(groupId: string): ClassicGroup {
    return new ClassicGroup(groupId, this.#environment.clock);
  }

  /** The consumer group that a heartbeat is for: one that is there, or one that takes its place if the heartbeat is taken. */
  #consumerGroup(groupId: string, known: HeldGroup | undefined, isJoin: boolean): ConsumerGroup {
    if (known?.membership.type === 'consumer') return known.membership;
    if (!isJoin) {
      if (known !== undefined) throw notAConsumerGroup(groupId);
      throw new GroupRefusal(ErrorCode.GROUP_ID_NOT_FOUND, `Consumer group ${groupId} not found.`);
    }
    const group = new ConsumerGroup(groupId, this.#environment, (generation, isSettled) => {
      const classic = this.#classic(groupId);
      classic.takeOver(generation, isSettled);
      const held = this.#groups.get(groupId);
      if (held !== undefined) held.membership = classic;
    });
    if (known?.membership.type === 'classic' && known.membership.state !== 'Empty') {
      const { generation } = known.membership;
      group.takeOver(generation.generationId, upgrade(groupId, generation, this.#environment));
    }
    return group;
  }
}
