// One group of the consumer protocol (KIP-848): members send heartbeats, the coordinator assigns. Owns: the group's epoch,
// and that members follow it. Must not know requests or offsets.
//
//     Empty --join--> Assigning --assigned--> Reconciling --everybody has what it shall have--> Stable
//                        ^---------- join, leave, expiry, other topics: the epoch moves --------'
//
// Invariant: a heartbeat that is refused has changed nothing. Whoever coordinates the group next goes on from all of this:
// every change is stored before it is answered.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { ClassicSpeakers } from './classic-speakers.ts';
import type { ConsumerHeartbeat, ConsumerHeartbeatAnswer } from './consumer-group-exchange.ts';
import {
  AWAY_EPOCH,
  type ConsumerGroupMember,
  isReconciledTo,
  JOIN_EPOCH,
  LEAVE_EPOCH,
} from './consumer-group-member.ts';
import { ConsumerGroupMembers } from './consumer-group-members.ts';
import { commitEpochFault, fetchEpochFault } from './epoch-fences.ts';
import type { GroupEnvironment } from './group-environment.ts';
import {
  type CommitRequest,
  type JoinRequest,
  type JoinResult,
  joinError,
  type SyncRequest,
  type SyncResult,
  syncError,
} from './group-exchange.ts';
import { type ClassicSpeaker, downgrade, speaksClassic, type UpgradedMember } from './group-migration.ts';
import { GroupRefusal, refusedWith } from './group-refusal.ts';
import { MemberTimers } from './member-timers.ts';
import { NO_PARTITIONS, type PartitionSets, sameEpochs, withEpoch } from './partition-sets.ts';
import { reconcile } from './reconciliation.ts';
import type { StoredGeneration } from './stored-generation.ts';
import { Subscriptions } from './subscriptions.ts';
import { DEFAULT_ASSIGNOR, preferredAssignor, TargetAssignment } from './target-assignment.ts';
import { compileTopicRegex } from './topic-regex.ts';

export type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable';

const FIRST_EPOCH = 1;

/** `isSettled`: its members have what they shall have. */
export type Downgraded = (generation: StoredGeneration, isSettled: boolean) => void;

export class ConsumerGroup {
  readonly type = 'consumer';
  readonly id: string;
  readonly protocolType = 'consumer';
  readonly #environment: GroupEnvironment;
  readonly #members: ConsumerGroupMembers;
  readonly #subscriptions: Subscriptions;
  readonly #target = new TargetAssignment();
  readonly #timers: MemberTimers;
  readonly #speakers: ClassicSpeakers;
  readonly #downgraded: Downgraded;
  #epoch = FIRST_EPOCH;
  #metadataHash = '';

  /** `downgraded` is told the generation of the classic group that this one has turned into. */
  constructor(id: string, environment: GroupEnvironment, downgraded: Downgraded) {
    this.id = id;
    this.#downgraded = downgraded;
    this.#environment = environment;
    this.#members = new ConsumerGroupMembers(id);
    this.#subscriptions = new Subscriptions(environment.topics);
    this.#timers = new MemberTimers(environment.clock);
    const group = this;
    this.#speakers = new ClassicSpeakers(environment, {
      members: this.#members,
      timers: this.#timers,
      get assignmentEpoch() {
        return group.#target.epoch;
      },
      targetOf: (memberId) => this.#target.of(memberId),
      refuseIfFull: (memberId, instanceId) => this.#refuseIfFull(memberId, instanceId),
      follow: (before, described, owned, how) => this.#follow(before, described, owned, how),
      isLastOther: (replaced) => this.#isLastOther(replaced),
      downgrade: () => this.#downgrade(this.#members.all.filter(speaksClassic), this.#target.epoch === this.#epoch),
      fence: (members) => this.#fence(members),
    });
  }

  get state(): ConsumerGroupState {
    const { all, size } = this.#members;
    if (size === 0) return 'Empty';
    if (this.#epoch > this.#target.epoch) return 'Assigning';
    return all.every((member) => isReconciledTo(member, this.#target.epoch)) ? 'Stable' : 'Reconciling';
  }

  get epoch(): number {
    return this.#epoch;
  }

  get assignmentEpoch(): number {
    return this.#target.epoch;
  }

  get assignorName(): string {
    return preferredAssignor(this.#members.all) ?? DEFAULT_ASSIGNOR;
  }

  get members(): readonly ConsumerGroupMember[] {
    return this.#members.all;
  }

  targetOf(memberId: string): PartitionSets {
    return this.#target.of(memberId);
  }

  subscribedTopics(): ReadonlySet<string> {
    return this.#subscriptions.namesOfAll(this.#members.all);
  }

  /** A member joins, goes on or leaves. Throws a refusal. */
  beat(heartbeat: ConsumerHeartbeat): ConsumerHeartbeatAnswer {
    const { memberId, memberEpoch, instanceId, topicNames, topicRegex, owned } = heartbeat;
    if (memberEpoch === LEAVE_EPOCH || memberEpoch === AWAY_EPOCH) return this.#leave(heartbeat);
    this.#refuseIfFull(memberId, instanceId);
    const before = this.#members.sender(heartbeat);
    const described = describe(before, heartbeat);
    this.#checkRegex(before, described);
    const after = this.#follow(before, described, owned, { assigns: true });
    this.#timers.start('session', memberId, this.#environment.sessionTimeoutMs(this.id), () =>
      this.#fenceById(memberId),
    );
    const isFull =
      heartbeat.rebalanceTimeoutMs !== null && (topicNames !== null || topicRegex !== null) && owned !== null;
    const isNews = memberEpoch === JOIN_EPOCH || isFull || !sameEpochs(before.assigned, after.assigned);
    return {
      memberId,
      memberEpoch: after.epoch,
      heartbeatIntervalMs: this.#environment.heartbeatIntervalMs(this.id),
      assignment: isNews
        ? new Map([...after.assigned].map(([topicId, epochs]) => [topicId, new Set(epochs.keys())]))
        : null,
    };
  }

  // ---- members that speak the classic protocol

  join(request: JoinRequest): Promise<JoinResult> {
    return Promise.resolve(
      answerOr(
        (errorCode) => joinError('', errorCode),
        () => this.#speakers.join(request),
      ),
    );
  }

  sync(request: SyncRequest): Promise<SyncResult> {
    return Promise.resolve(answerOr(syncError, () => this.#speakers.sync(request)));
  }

  /** An error code; NONE where the member is fine. */
  heartbeat(memberId: string, instanceId: string | null, generationId: number): number {
    return answerOr(
      (errorCode) => errorCode,
      () => this.#speakers.heartbeat(memberId, instanceId, generationId),
    );
  }

  /** Members go, all at once: an error code for each. */
  leaveAll(leaving: readonly { readonly memberId: string; readonly instanceId: string | null }[]): number[] {
    return this.#speakers.leave(leaving);
  }

  /** Goes on with the members of a classic group. */
  takeOver(generationId: number, upgraded: readonly UpgradedMember[]): void {
    this.#epoch = generationId;
    this.#target.restart(generationId, new Map(upgraded.map(({ member, target }) => [member.id, target])));
    for (const { member } of upgraded) this.#members.set(member);
    this.#metadataHash = this.#subscriptions.metadataHash(this.#members.all);
    this.#speakers.keepSessions();
  }

  /** Whether this member may commit these offsets now: an error code. */
  commitFault(commit: CommitRequest): number {
    const { memberId, instanceId, generationId, how } = commit;
    if (generationId < 0 && this.#members.size === 0) return ErrorCode.NONE;
    if (how === 'transactional' && generationId === -1 && memberId === '' && instanceId === null) return ErrorCode.NONE;
    const member = this.#members.find(memberId);
    return member === undefined ? ErrorCode.UNKNOWN_MEMBER_ID : commitEpochFault(member, commit);
  }

  /** Whether this member may ask for offsets: an error code. Who names no member may. */
  fetchFault(memberId: string | null, memberEpoch: number): number {
    if (memberId === null && memberEpoch < 0) return ErrorCode.NONE;
    const member = this.#members.find(memberId ?? '');
    return member === undefined ? ErrorCode.UNKNOWN_MEMBER_ID : fetchEpochFault(member, memberEpoch);
  }

  /** Another broker coordinates the group now: sessions begin anew. */
  moveToOtherCoordinator(): void {
    this.#timers.cancelAll();
    for (const member of this.#members.all) {
      this.#timers.start('session', member.id, this.#environment.sessionTimeoutMs(this.id), () =>
        this.#fenceById(member.id),
      );
      this.#timeRevocation(member);
    }
  }

  /** Forgets every member and ends every timer. */
  close(): void {
    this.#timers.cancelAll();
    this.#members.clear();
  }

  // ---- one heartbeat

  #refuseIfFull(memberId: string, instanceId: string | null): void {
    const max = this.#environment.consumerGroupMaxSize;
    const isKnown = this.#members.ofInstance(instanceId) !== undefined || this.#members.find(memberId) !== undefined;
    if (isKnown || this.#members.size < max) return;
    const message = `The consumer group has reached its maximum capacity of ${max} members.`;
    throw new GroupRefusal(ErrorCode.GROUP_MAX_SIZE_REACHED, message);
  }

  /** Only an expression that nobody here uses yet is looked at. */
  #checkRegex(before: ConsumerGroupMember, { topicRegex }: ConsumerGroupMember): void {
    if (topicRegex === '' || topicRegex === before.topicRegex) return;
    if (this.#members.all.every((each) => each.topicRegex !== topicRegex)) compileTopicRegex(topicRegex);
  }

  /** The member as it says it is now, on its way to what it shall have. Nothing is refused any more. */
  #follow(
    before: ConsumerGroupMember,
    described: ConsumerGroupMember,
    owned: PartitionSets | null,
    { assigns }: { readonly assigns: boolean },
  ): ConsumerGroupMember {
    const { topics } = this.#environment;
    const now = this.#environment.clock.now();
    const members = this.#members.with(described);
    const hasNewNames = !sameNames(before.topicNames, described.topicNames);
    const hasNewRegex = before.topicRegex !== described.topicRegex;
    const isResolved = described.topicRegex === '' || this.#subscriptions.knows(described.topicRegex);
    const assignorBefore = this.assignorName;
    const mustResolve = this.#subscriptions.mustResolve(members, now, hasNewRegex && !isResolved);
    this.#replace(described);
    this.#subscriptions.forgetUnused(members);
    const hash = this.#subscriptions.metadataHash(members);
    const isNews = hasNewNames || (hasNewRegex && isResolved) || assignorBefore !== this.assignorName;
    if (isNews || hash !== this.#metadataHash) this.#epoch++;
    this.#metadataHash = hash;
    const isBehind = this.#epoch > this.#target.epoch;
    if (isBehind && assigns && this.#target.mayCompute(now, this.#environment.assignmentIntervalMs(this.id))) {
      this.#target.compute(this.#epoch, members, this.#subscriptions, topics, now);
    }
    // A group that is about to become a classic one lets its members rebalance there.
    if (isBehind && !assigns) return described;
    const after = this.#reconcile(described, owned, hasNewNames || hasNewRegex);
    if (mustResolve) this.#resolve(now);
    return after;
  }

  /** Takes the place of whoever was known by its id or its instance id. */
  #replace(member: ConsumerGroupMember): void {
    const known = this.#members.ofInstance(member.instanceId);
    if (known !== undefined && known.id !== member.id) {
      this.#timers.cancelAllOf(known.id);
      this.#members.remove(known);
      this.#target.rename(known.id, member.id);
    }
    this.#members.set(member);
  }

  #reconcile(
    member: ConsumerGroupMember,
    owned: PartitionSets | null,
    hasSubscriptionChanged: boolean,
  ): ConsumerGroupMember {
    if (!hasSubscriptionChanged && isReconciledTo(member, this.#target.epoch)) return member;
    const after = reconcile(member, {
      epoch: this.#target.epoch,
      partitions: this.#target.of(member.id),
      topicIds: this.#subscriptions.idsOf(member),
      hasSubscriptionChanged,
      owned,
      isTaken: (topicId, partition) => this.#members.isTaken(topicId, partition),
    });
    if (after === member) return member;
    this.#members.set(after);
    this.#timeRevocation(after);
    return after;
  }

  /** Who has to give partitions up has as long as it said when it joined. */
  #timeRevocation({ id, state, epoch, rebalanceTimeoutMs, classic }: ConsumerGroupMember): void {
    if (classic !== null) return;
    if (state !== 'unrevoked') return this.#timers.cancel('rebalance', id);
    this.#timers.start('rebalance', id, rebalanceTimeoutMs, () => {
      if (this.#members.find(id)?.epoch === epoch) this.#fenceById(id);
    });
  }

  /** Expressions are resolved after the answer: members hear of what they match with a later heartbeat. */
  #resolve(now: number): void {
    const members = this.#members.all;
    const hasChanged = this.#subscriptions.resolve(members, now);
    const hash = this.#subscriptions.metadataHash(members);
    if (hasChanged || hash !== this.#metadataHash) this.#epoch++;
    this.#metadataHash = hash;
  }

  // ---- leaving

  /** For good or, where it is a static one, for a while. */
  #leave({ memberId, memberEpoch, instanceId }: ConsumerHeartbeat): ConsumerHeartbeatAnswer {
    const member = instanceId === null ? this.#members.get(memberId) : this.#members.getStatic(memberId, instanceId);
    if (instanceId !== null && memberEpoch === AWAY_EPOCH) this.#goAway(member);
    else this.#fence([member]);
    return { memberId, memberEpoch, heartbeatIntervalMs: 0, assignment: null };
  }

  #goAway(member: ConsumerGroupMember): void {
    const assigned = withEpoch(
      new Map([...member.assigned].map(([topicId, epochs]) => [topicId, new Set(epochs.keys())])),
      0,
    );
    this.#members.set({ ...member, epoch: AWAY_EPOCH, assigned, pendingRevocation: NO_PARTITIONS });
  }

  #fenceById(memberId: string): void {
    const member = this.#members.find(memberId);
    if (member !== undefined) this.#fence([member]);
  }

  /** They are out. Where only members that speak the classic protocol are left, the group becomes a classic one. */
  #fence(gone: readonly ConsumerGroupMember[]): void {
    const left = this.#members.all.filter((member) => !gone.includes(member));
    if (left.length > 0 && this.#mayDowngrade && left.every(speaksClassic)) {
      this.#downgrade(left, false);
      return;
    }
    for (const member of gone) {
      this.#timers.cancelAllOf(member.id);
      this.#members.remove(member);
      this.#target.remove(member.id);
    }
    this.#subscriptions.forgetUnused(this.#members.all);
    this.#metadataHash = this.#subscriptions.metadataHash(this.#members.all);
    this.#epoch++;
    if (this.#members.size === 0) this.#target.restart(this.#epoch, new Map());
  }

  get #mayDowngrade(): boolean {
    const { migrationPolicy } = this.#environment;
    return migrationPolicy === 'bidirectional' || migrationPolicy === 'downgrade';
  }

  /** Whether this static member is the last that speaks the consumer protocol. */
  #isLastOther(replaced: ConsumerGroupMember | undefined): boolean {
    if (replaced === undefined || speaksClassic(replaced) || !this.#mayDowngrade) return false;
    return this.#members.all.every((member) => member === replaced || speaksClassic(member));
  }

  #downgrade(members: readonly ClassicSpeaker[], isSettled: boolean): void {
    const targetOf = ({ id }: ConsumerGroupMember): PartitionSets => this.#target.of(id);
    const generation = downgrade(this.#epoch, members, targetOf, this.#environment.topics);
    this.close();
    this.#downgraded(generation, isSettled);
  }
}

/** What a member of the classic protocol is answered, or told by an error code alone. */
function answerOr<T>(refused: (errorCode: number) => T, answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    return refused(refusedWith(error));
  }
}

function describe(member: ConsumerGroupMember, heartbeat: ConsumerHeartbeat): ConsumerGroupMember {
  const { topicNames } = heartbeat;
  return {
    ...member,
    instanceId: heartbeat.instanceId ?? member.instanceId,
    rackId: heartbeat.rackId ?? member.rackId,
    rebalanceTimeoutMs: heartbeat.rebalanceTimeoutMs ?? member.rebalanceTimeoutMs,
    serverAssignor: heartbeat.serverAssignor ?? member.serverAssignor,
    topicNames: topicNames === null ? member.topicNames : new Set(topicNames),
    topicRegex: heartbeat.topicRegex ?? member.topicRegex,
    clientId: heartbeat.clientId,
    clientHost: heartbeat.clientHost,
    classic: null,
  };
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}
