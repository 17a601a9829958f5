// One group of the classic protocol: Kafka's state machine for JoinGroup, SyncGroup, Heartbeat and LeaveGroup.
// Owns: members, generation, timers. Must not know requests, topics or offsets.
//
//     Empty --join--> PreparingRebalance --all joined--> CompletingRebalance --leader synced--> Stable
//       ^                |   ^   ^---------- join, leave, expiry ---------------'                  |
//       '---nobody left--'   '-------------------- join, leave, expiry ----------------------------'
//
// Invariant: only a member of PreparingRebalance waits for a join, only one of CompletingRebalance for a sync.
import { randomUUID } from 'node:crypto';
import type { Clock, Timer } from '../../base/clock.ts';
import { invariant } from '../../base/invariant.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  type CommitRequest,
  type JoinRequest,
  type JoinResult,
  joinError,
  NO_ASSIGNMENT,
  type SyncRequest,
  type SyncResult,
  syncError,
} from './group-exchange.ts';
import { electProtocol, type GroupMember, hasProtocols, metadataOf } from './group-member.ts';
import { GroupRoster } from './group-roster.ts';
import { PendingIds } from './pending-ids.ts';
import { NOTHING_STORED, type StoredGeneration, storedMembers } from './stored-generation.ts';
import { topicsOfSubscription } from './subscription.ts';

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

const LEGAL_MOVES: Readonly<Record<GroupState, readonly GroupState[]>> = {
  Empty: ['PreparingRebalance', 'Empty'],
  PreparingRebalance: ['CompletingRebalance', 'Empty'],
  CompletingRebalance: ['Stable', 'PreparingRebalance'],
  Stable: ['PreparingRebalance'],
};

/** A new member may wait this long for its first join to complete, whatever its session timeout. */
const NEW_MEMBER_JOIN_MS = 300_000;

export class ClassicGroup {
  readonly type = 'classic';
  readonly id: string;
  readonly #clock: Clock;
  #state: GroupState = 'Empty';
  #generationId = 0;
  #protocolType: string | null = null;
  #protocolName: string | null = null;
  readonly #roster = new GroupRoster();
  readonly #pending: PendingIds;
  /** Members that have joined this generation and not synced yet. */
  readonly #unsynced = new Set<string>();
  #rebalanceTimer: Timer | undefined;
  #syncTimer: Timer | undefined;
  #stored: StoredGeneration = NOTHING_STORED;

  constructor(id: string, clock: Clock) {
    this.id = id;
    this.#clock = clock;
    this.#pending = new PendingIds(clock);
  }

  get state(): GroupState {
    return this.#state;
  }

  get generationId(): number {
    return this.#generationId;
  }

  get protocolType(): string | null {
    return this.#protocolType;
  }

  /** Null unless the group is stable. */
  get protocolName(): string | null {
    return this.#state === 'Stable' ? this.#protocolName : null;
  }

  get members(): readonly GroupMember[] {
    return this.#roster.members;
  }

  /** The topics that a consumer of this group wants; empty where the members are no consumers. */
  subscribedTopics(): ReadonlySet<string> {
    if (this.#protocolType !== 'consumer') return new Set();
    const metadata = this.members.flatMap(({ protocols }) => protocols.map((each) => each.metadata));
    return new Set(metadata.flatMap(topicsOfSubscription));
  }

  join(request: JoinRequest): Promise<JoinResult> {
    if (!this.#supports(request)) return this.#refuseJoin(request, ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    return request.memberId === '' ? this.#joinNew(request) : this.#joinKnown(request);
  }

  sync(request: SyncRequest): Promise<SyncResult> {
    const member = this.#roster.get(request.memberId);
    const errorCode =
      this.#memberFault(request.memberId, request.instanceId, request.generationId) || this.#protocolFault(request);
    if (errorCode !== ErrorCode.NONE || member === undefined) return Promise.resolve(syncError(errorCode));
    switch (this.#state) {
      case 'Empty':
        return Promise.resolve(syncError(ErrorCode.UNKNOWN_MEMBER_ID));
      case 'PreparingRebalance':
        return Promise.resolve(syncError(ErrorCode.REBALANCE_IN_PROGRESS));
      case 'Stable':
        this.#synced(member);
        this.#restartSession(member);
        return Promise.resolve(this.#syncResult(member));
      case 'CompletingRebalance':
        return new Promise((resolve) => {
          member.syncing = resolve;
          this.#synced(member);
          if (member.id === this.#roster.leaderId) this.#takeAssignments(request.assignments);
        });
    }
  }

  /** An error code; NONE where the member is fine. */
  heartbeat(memberId: string, instanceId: string | null, generationId: number): number {
    const errorCode = this.#memberFault(memberId, instanceId, generationId);
    const member = this.#roster.get(memberId);
    if (errorCode !== ErrorCode.NONE || member === undefined) return errorCode;
    if (this.#state === 'Empty') return ErrorCode.UNKNOWN_MEMBER_ID;
    this.#restartSession(member);
    return this.#state === 'PreparingRebalance' ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
  }

  /** A member goes, named by its id, by its instance id (then the id may be empty), or both. An error code. */
  leave(memberId: string, instanceId: string | null): number {
    if (this.#pending.has(memberId)) {
      if (instanceId !== null) return ErrorCode.UNKNOWN_MEMBER_ID;
      this.#pending.take(memberId);
      this.#completeJoinIfAllJoined();
      return ErrorCode.NONE;
    }
    const id = instanceId !== null && memberId === '' ? (this.#roster.idOfInstance(instanceId) ?? '') : memberId;
    const errorCode = this.#roster.identityFault(id, instanceId);
    if (errorCode === ErrorCode.NONE) this.#remove(id);
    return errorCode;
  }

  /** Whether this member may commit offsets now: an error code. A negative generation comes from outside the group. */
  commitFault({ memberId, instanceId, generationId, how }: CommitRequest): number {
    if (generationId < 0 && this.#state === 'Empty') return ErrorCode.NONE;
    const isAnonymous = generationId < 0 && memberId === '' && instanceId === null;
    // Transactional producers of before KIP-447 say nothing of the member.
    if (isAnonymous) return how === 'transactional' ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
    const errorCode = this.#memberFault(memberId, instanceId, generationId);
    if (errorCode !== ErrorCode.NONE || how === 'transactional') return errorCode;
    if (this.#state === 'CompletingRebalance') return ErrorCode.REBALANCE_IN_PROGRESS;
    const member = this.#roster.get(memberId);
    if (member !== undefined) this.#restartSession(member);
    return ErrorCode.NONE;
  }

  /** Another broker coordinates the group now: it knows the last stored generation and nothing else. */
  moveToOtherCoordinator(): void {
    for (const member of this.members) {
      member.joining?.(joinError(member.id, ErrorCode.NOT_COORDINATOR));
      member.syncing?.(syncError(ErrorCode.NOT_COORDINATOR));
    }
    this.#restore(this.#stored);
  }

  /** The generation as it is, for who goes on with these members by the other protocol. */
  get generation(): StoredGeneration {
    return {
      generationId: this.#generationId,
      protocolType: this.#protocolType,
      protocolName: this.#protocolName ?? electProtocol(this.members),
      leaderId: this.#roster.leaderId,
      members: storedMembers(this.members),
    };
  }

  /** Whoever waits is told to join again: the group is of the other protocol now. */
  abandon(): void {
    for (const member of this.members) {
      member.joining?.(joinError(member.id, ErrorCode.REBALANCE_IN_PROGRESS));
      member.syncing?.(syncError(ErrorCode.REBALANCE_IN_PROGRESS));
    }
    this.close();
  }

  /** Goes on with members of a group of the other protocol; where something has changed for them, they join again. */
  takeOver(generation: StoredGeneration, isSettled: boolean): void {
    this.#restore(generation);
    this.#store();
    if (!isSettled) this.#prepareRebalance();
  }

  #restore(stored: StoredGeneration): void {
    this.close();
    this.#state = stored.members.length > 0 ? 'Stable' : 'Empty';
    this.#generationId = stored.generationId;
    this.#protocolType = stored.protocolType;
    this.#protocolName = stored.protocolName;
    this.#roster.restore(
      stored.members.map((member) => ({ ...member })),
      stored.leaderId,
    );
    for (const member of this.members) this.#restartSession(member);
  }

  /** Forgets every member and ends every timer. */
  close(): void {
    for (const { session } of this.members) session?.cancel();
    this.#rebalanceTimer?.cancel();
    this.#syncTimer?.cancel();
    this.#roster.clear();
    this.#pending.clear();
    this.#unsynced.clear();
  }

  // ---- joining

  #joinNew(request: JoinRequest): Promise<JoinResult> {
    const { instanceId } = request;
    const memberId = `${instanceId ?? request.clientId}-${randomUUID()}`;
    if (instanceId === null && request.requiresKnownId) {
      this.#pending.add(memberId, request.sessionTimeoutMs, () => this.#completeJoinIfAllJoined());
      return Promise.resolve(joinError(memberId, ErrorCode.MEMBER_ID_REQUIRED));
    }
    const replaced = instanceId === null ? undefined : this.#roster.idOfInstance(instanceId);
    return replaced === undefined
      ? this.#addAndRebalance(memberId, request)
      : this.#replaceStatic(replaced, memberId, request);
  }

  #joinKnown(request: JoinRequest): Promise<JoinResult> {
    const { memberId, instanceId, protocols } = request;
    if (this.#pending.take(memberId)) return this.#addAndRebalance(memberId, request);
    const errorCode = this.#roster.identityFault(memberId, instanceId);
    const member = this.#roster.get(memberId);
    if (errorCode !== ErrorCode.NONE || member === undefined) return this.#refuseJoin(request, errorCode);
    const isUnchanged = hasProtocols(member, protocols);
    // It may have missed the answer to its first join, or is a follower that joins again for no reason of its own.
    if (this.#state === 'CompletingRebalance' && isUnchanged) return Promise.resolve(this.#joinResult(member));
    if (this.#state === 'Stable' && isUnchanged && member.id !== this.#roster.leaderId) {
      return Promise.resolve(this.#joinResult(member));
    }
    return this.#updateAndRebalance(member, request);
  }

  #addAndRebalance(memberId: string, request: JoinRequest): Promise<JoinResult> {
    const member: GroupMember = {
      id: memberId,
      instanceId: request.instanceId,
      clientId: request.clientId,
      clientHost: request.clientHost,
      sessionTimeoutMs: request.sessionTimeoutMs,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      protocols: request.protocols,
      assignment: NO_ASSIGNMENT,
      isNew: true,
      joining: undefined,
      syncing: undefined,
      session: undefined,
    };
    if (this.#roster.size === 0) this.#protocolType = request.protocolType;
    this.#roster.add(member);
    return this.#awaitJoin(member);
  }

  #updateAndRebalance(member: GroupMember, request: JoinRequest): Promise<JoinResult> {
    member.protocols = request.protocols;
    member.sessionTimeoutMs = request.sessionTimeoutMs;
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
    return this.#awaitJoin(member);
  }

  /** The member's answer comes when everybody has joined. A join that was waiting already is superseded. */
  #awaitJoin(member: GroupMember): Promise<JoinResult> {
    return new Promise((resolve) => {
      member.joining?.(joinError(member.id, ErrorCode.UNKNOWN_MEMBER_ID));
      member.joining = resolve;
      this.#restartSession(member);
      if (this.#state !== 'PreparingRebalance') this.#prepareRebalance();
      this.#completeJoinIfAllJoined();
    });
  }

  /** A static member came back under a new id (KIP-345): whoever still uses the old one is fenced. */
  #replaceStatic(oldId: string, newId: string, request: JoinRequest): Promise<JoinResult> {
    const old = this.#roster.get(oldId);
    invariant(old !== undefined, 'a static member is a member');
    old.joining?.(joinError(oldId, ErrorCode.FENCED_INSTANCE_ID));
    old.syncing?.(syncError(ErrorCode.FENCED_INSTANCE_ID));
    old.session?.cancel();
    const before = electProtocol(this.members);
    const member: GroupMember = { ...old, id: newId, joining: undefined, syncing: undefined, session: undefined };
    member.protocols = request.protocols;
    member.sessionTimeoutMs = request.sessionTimeoutMs;
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
    const wasLeader = this.#roster.leaderId === oldId;
    this.#roster.replace(old, member);
    this.#unsynced.delete(oldId);
    this.#restartSession(member);
    if (this.#state !== 'Stable' || electProtocol(this.members) !== before) return this.#awaitJoin(member);
    this.#store();
    const result = this.#joinResult(member);
    if (!wasLeader) return Promise.resolve(result);
    // A leader that joins would assign anew. It is told to skip that, or, where it cannot understand so, is not told
    // that it leads.
    return Promise.resolve(
      request.canSkipAssignment ? { ...result, skipAssignment: true } : { ...result, leader: oldId, members: [] },
    );
  }

  // ---- rebalancing

  #prepareRebalance(): void {
    const wasCompleting = this.#state === 'CompletingRebalance';
    this.#transition('PreparingRebalance');
    if (wasCompleting) {
      for (const member of this.members) {
        member.assignment = NO_ASSIGNMENT;
        this.#answerSync(member, syncError(ErrorCode.REBALANCE_IN_PROGRESS));
      }
    }
    this.#unsynced.clear();
    this.#syncTimer?.cancel();
    this.#startRebalanceTimer();
  }

  #startRebalanceTimer(): void {
    this.#rebalanceTimer?.cancel();
    this.#rebalanceTimer = this.#clock.after(this.#rebalanceTimeoutMs(), () => this.#completeJoin());
  }

  #rebalanceTimeoutMs(): number {
    return Math.max(0, ...this.members.map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs));
  }

  #completeJoinIfAllJoined(): void {
    if (this.#state !== 'PreparingRebalance' || this.#pending.size > 0) return;
    for (const { joining } of this.members) if (joining === undefined) return;
    this.#completeJoin();
  }

  /** All have joined, or the time is over and the dynamic members that have not are out. */
  #completeJoin(): void {
    this.#rebalanceTimer?.cancel();
    for (const member of this.members) {
      if (member.joining === undefined && member.instanceId === null) this.#drop(member);
    }
    const joined = this.members.filter(({ joining }) => joining !== undefined);
    if (joined.length === 0 && this.#roster.size > 0) return this.#startRebalanceTimer();
    this.#roster.electLeaderAmong(joined);
    this.#generationId++;
    if (this.#roster.size === 0) {
      this.#protocolName = null;
      this.#transition('Empty');
      this.#store();
      return;
    }
    this.#protocolName = electProtocol(this.members);
    this.#transition('CompletingRebalance');
    for (const member of this.members) {
      const answer = member.joining;
      member.joining = undefined;
      this.#unsynced.add(member.id);
      answer?.(this.#joinResult(member));
      member.isNew = false;
      this.#restartSession(member);
    }
    this.#syncTimer = this.#clock.after(this.#rebalanceTimeoutMs(), () => this.#dropUnsynced());
  }

  #takeAssignments(assignments: ReadonlyMap<string, Buffer>): void {
    for (const member of this.members) member.assignment = assignments.get(member.id) ?? NO_ASSIGNMENT;
    this.#transition('Stable');
    this.#store();
    for (const member of this.members) {
      if (member.syncing === undefined) continue;
      this.#answerSync(member, this.#syncResult(member));
      this.#restartSession(member);
    }
  }

  #dropUnsynced(): void {
    const late = this.members.filter(({ id }) => this.#unsynced.has(id));
    if (late.length === 0) return;
    for (const member of late) this.#drop(member);
    if (this.#state !== 'PreparingRebalance') this.#prepareRebalance();
    this.#completeJoinIfAllJoined();
  }

  #synced(member: GroupMember): void {
    this.#unsynced.delete(member.id);
    if (this.#unsynced.size === 0) this.#syncTimer?.cancel();
  }

  #remove(memberId: string): void {
    const member = this.#roster.get(memberId);
    if (member === undefined) return;
    this.#drop(member);
    if (this.#state !== 'PreparingRebalance') this.#prepareRebalance();
    this.#completeJoinIfAllJoined();
  }

  #drop(member: GroupMember): void {
    member.session?.cancel();
    member.joining?.(joinError(member.id, ErrorCode.UNKNOWN_MEMBER_ID));
    member.syncing?.(syncError(ErrorCode.UNKNOWN_MEMBER_ID));
    this.#roster.remove(member);
    this.#unsynced.delete(member.id);
  }

  #restartSession(member: GroupMember): void {
    member.session?.cancel();
    const ms = member.isNew ? Math.max(NEW_MEMBER_JOIN_MS, member.sessionTimeoutMs) : member.sessionTimeoutMs;
    member.session = this.#clock.after(ms, () => this.#sessionExpired(member));
  }

  /** Whoever waits for an answer is alive: it cannot send heartbeats on that connection. */
  #sessionExpired(member: GroupMember): void {
    const isWaiting = member.joining !== undefined || member.syncing !== undefined;
    if (isWaiting && !member.isNew) this.#restartSession(member);
    else this.#remove(member.id);
  }

  #transition(to: GroupState): void {
    invariant(LEGAL_MOVES[this.#state].includes(to), `group ${this.id} goes from ${this.#state} to ${to}`);
    this.#state = to;
  }

  #store(): void {
    this.#stored = { ...this.generation, protocolName: this.#protocolName };
  }

  // ---- checks and answers

  #supports({ protocolType, protocols }: JoinRequest): boolean {
    if (this.#roster.size === 0) return protocolType !== '' && protocols.length > 0;
    return protocolType === this.#protocolType && this.#roster.sharesProtocol(protocols);
  }

  #memberFault(memberId: string, instanceId: string | null, generationId: number): number {
    const errorCode = this.#roster.identityFault(memberId, instanceId);
    if (errorCode !== ErrorCode.NONE) return errorCode;
    return generationId === this.#generationId ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
  }

  #protocolFault({ protocolType, protocolName }: SyncRequest): number {
    const fits =
      (protocolType === null || protocolType === this.#protocolType) &&
      (protocolName === null || protocolName === this.#protocolName);
    return fits ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  }

  #joinResult(member: GroupMember): JoinResult {
    const isLeader = member.id === this.#roster.leaderId;
    return {
      errorCode: ErrorCode.NONE,
      generationId: this.#generationId,
      protocolType: this.#protocolType,
      protocolName: this.#protocolName,
      leader: this.#roster.leaderId ?? '',
      skipAssignment: false,
      memberId: member.id,
      members: isLeader
        ? this.members.map((each) => ({
            memberId: each.id,
            groupInstanceId: each.instanceId,
            metadata: metadataOf(each, this.#protocolName),
          }))
        : [],
    };
  }

  #refuseJoin({ memberId }: JoinRequest, errorCode: number): Promise<JoinResult> {
    return Promise.resolve(joinError(memberId, errorCode));
  }

  #syncResult(member: GroupMember): SyncResult {
    return {
      errorCode: ErrorCode.NONE,
      protocolType: this.#protocolType,
      protocolName: this.#protocolName,
      assignment: member.assignment,
    };
  }

  #answerSync(member: GroupMember, result: SyncResult): void {
    const answer = member.syncing;
    member.syncing = undefined;
    answer?.(result);
  }
}
