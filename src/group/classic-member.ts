// One member of a classic consumer group: joins, syncs, beats. Owns: the driver of the state machine, and who is told what when.
// Must not know: fetching, records, what handlers do.
// Invariants: one step at a time, and every wait of a step ends when the state changes under it; heartbeats go on from
// the first generation until leaving; onAssigned, then onRevoked or onLost, never two assignments at once.
import { type CallOptions, onAbort, sleep, waitFor } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { CommitQueue, type CommitResult } from './commit-queue.ts';
import { CoordinatorLink, type Outage } from './coordinator-link.ts';
import { explainFatal, faultOf } from './group-fault.ts';
import { assign, PartitionWatch, partitionCounts, topicsOf } from './group-leader.ts';
import type { GroupHandlers, GroupMember, MemberPhase } from './group-member.ts';
import type { GroupSettings } from './group-settings.ts';
import { Heartbeater } from './heartbeater.ts';
import { type LoopBlock, LoopWatch } from './loop-block.ts';
import {
  assignedIn,
  heartbeatIdentity,
  type Identity,
  isLive,
  type MemberEvent,
  type MemberState,
  transition,
} from './member-state.ts';
import { heartbeat, type Joined, joinGroup, leaveGroup, syncGroup } from './membership.ts';
import { offsetCommit, offsetFetch } from './offset-requests.ts';

/** A commit that is still under way holds the next JoinGroup back for this long. */
const COMMIT_GRACE_MS = 5_000;
const LEAVE_TIMEOUT_MS = 5_000;
/** Close waits this long for onRevoked unless told otherwise. */
const CLOSE_TIMEOUT_MS = 30_000;

export class ClassicMember implements GroupMember {
  readonly #cluster: Cluster;
  readonly #settings: GroupSettings;
  readonly #handlers: GroupHandlers;
  readonly #link: CoordinatorLink;
  readonly #heart: Heartbeater;
  readonly #loop: LoopWatch;
  readonly #commits: CommitQueue;
  readonly #backoff = new Backoff();
  #state: MemberState = { kind: 'idle' };
  /** Ends the waits of the step under way; renewed by every step, fired by every change of state. */
  #step = new AbortController();
  readonly #closing = new AbortController();
  /** The patience of close() is over. */
  readonly #hurry = new AbortController();
  #joined: Joined | undefined;
  /** The last failed attempt to join was answered, if only to say no. */
  #wasAnswered = false;
  /** Who it was when it failed. */
  #failedAs: Identity | undefined;
  #watch: PartitionWatch | undefined;
  #owned: ReadonlySet<string> = new Set();
  #reason = 'starting';
  #rebalances = 0;
  #running: Promise<void> | undefined;

  constructor(cluster: Cluster, settings: GroupSettings, handlers: GroupHandlers) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#handlers = handlers;
    this.#link = new CoordinatorLink(cluster, settings.groupId);
    const { clock } = cluster;
    this.#loop = new LoopWatch(clock, settings.sessionTimeoutMs, (block) => this.#onLoopBlock(block));
    this.#heart = new Heartbeater({
      clock,
      intervalMs: settings.heartbeatIntervalMs,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      identity: () => heartbeatIdentity(this.#state),
      beat: (identity, call) => heartbeat(this.#link, settings, identity, call),
      answered: (error, identity) => this.#onBeatError(error, identity),
      paused: (dueAt) => this.#loop.fired(dueAt, this.#heart.lastContact),
      sessionOver: (identity) => this.#onSessionOver(identity),
    });
    this.#commits = new CommitQueue({
      clock,
      identity: () => (this.#mayCommit() ? heartbeatIdentity(this.#state) : undefined),
      owns: (topic, partition) => this.#owned.has(partitionKey(topic, partition)),
      send: (identity, offsets) => offsetCommit(this.#link, identity, settings.groupInstanceId, offsets, {}),
      onFault: (error, identity) => this.#onOutsideFault(error, identity),
    });
  }

  get phase(): MemberPhase {
    return this.#state.kind;
  }

  /** Undefined outside a generation. */
  get generation(): Identity | undefined {
    return heartbeatIdentity(this.#state);
  }

  /** Partitions of the generation under way. */
  get assigned(): readonly TopicPartition[] {
    return assignedIn(this.#state);
  }

  /** Generations joined so far. */
  get rebalances(): number {
    return this.#rebalances;
  }

  /** Since when the coordinator does not answer; undefined while it does. */
  get outage(): Outage | undefined {
    return this.#link.outage;
  }

  get lastHeartbeatAt(): number | undefined {
    return this.#heart.answeredAt;
  }

  /** The event loop was blocked for longer than the session lasts, not long ago. */
  get loopBlock(): LoopBlock | undefined {
    return this.#loop.fatal;
  }

  /** The longest time that a heartbeat was late because the event loop was busy. */
  get longestLoopBlockMs(): number {
    return this.#loop.longestMs;
  }

  /** Subscribed topics that do not exist; known to the leader only. */
  get missingTopics(): readonly string[] {
    return this.#watch?.missing ?? [];
  }

  /** Joins, and stays a member whatever happens, until close() or an error that does not heal. Never rejects. */
  run(): Promise<void> {
    this.#running ??= this.#drive();
    return this.#running;
  }

  /**
   * Commits offsets: the next to read, so that of the last record handled plus one. Waits while a rebalance is under way
   * and while the coordinator is out of reach. An offset lower than one committed before is not sent,
   * unless goBack() said that reading goes on there.
   */
  commit(offsets: readonly TopicPartitionOffset[], call: CallOptions = {}): Promise<readonly CommitResult[]> {
    return waitFor(this.#commits.add(offsets), this.#cluster.clock, `commit to group ${this.#settings.groupId}`, call);
  }

  /** Reading of the partition goes on at this offset, perhaps below what was committed before: that may be committed. */
  goBack(place: TopicPartitionOffset): void {
    this.#commits.goBack(place);
  }

  /** Committed offsets by partition key; undefined where there is none. Waits until they are stable and readable. */
  async committed(
    partitions: readonly TopicPartition[],
    call: CallOptions = {},
  ): Promise<ReadonlyMap<string, TopicPartitionOffset | undefined>> {
    const { groupId } = this.#settings;
    const coordinator = { kind: 'group', key: groupId } as const;
    const attempt = () => offsetFetch(this.#link, partitions, { signal: call.signal });
    const what = `committed offsets of group ${groupId}`;
    const committed = await this.#cluster.retry(what, attempt, { ...call, coordinator });
    for (const place of committed.values()) if (place !== undefined) this.#commits.learn(place);
    return committed;
  }

  /**
   * Leaves, after onRevoked, and ends within the time given (default 30 s) plus what LeaveGroup may take (5 s). A static
   * member does not leave: that is its purpose. `signal` ends the wait for onRevoked at once.
   */
  async close(call: CallOptions = {}): Promise<void> {
    if (!this.#closing.signal.aborted) {
      this.#closing.abort();
      this.#reason = 'the consumer is being closed';
      if (this.#state.kind === 'idle') this.#apply({ kind: 'leave' });
      else if (this.#state.kind === 'stable') this.#apply({ kind: 'rebalance' });
      else if (this.#state.kind !== 'revoking') this.#step.abort();
    }
    if (this.#running === undefined) return this.#end();
    const stopListening = onAbort(call.signal, () => this.#hurry.abort());
    const timer = this.#cluster.clock.after(call.timeoutMs ?? CLOSE_TIMEOUT_MS, () => this.#hurry.abort());
    try {
      await this.#running;
    } finally {
      timer.cancel();
      stopListening();
    }
  }

  async #drive(): Promise<void> {
    if (this.phase !== 'idle') return;
    this.#apply({ kind: 'start' });
    this.#heart.start();
    try {
      for (;;) {
        const state = this.#state;
        this.#step = new AbortController();
        const { signal } = this.#step;
        if (this.#closing.signal.aborted && state.kind !== 'revoking') break;
        if (state.kind === 'joining') await this.#join(state.identity, signal);
        else if (state.kind === 'syncing') await this.#sync(signal);
        else if (state.kind === 'stable') await this.#serve(state.assigned, signal);
        else if (state.kind === 'revoking') await this.#revoke(state.assigned, signal);
        else break;
      }
      await this.#leave();
    } catch (error) {
      this.#fail(error);
    }
    await this.#end();
    if (this.#failedAs !== undefined) await this.#sayGoodbye(this.#failedAs);
  }

  async #join(identity: Identity, signal: AbortSignal): Promise<void> {
    try {
      await waitFor(this.#commits.settled(), this.#cluster.clock, 'commit before joining', {
        signal,
        timeoutMs: COMMIT_GRACE_MS,
      }).catch(() => {});
      const joined = await joinGroup(this.#link, this.#settings, identity.memberId, this.#reason, { signal });
      if (signal.aborted) return;
      this.#heart.contact();
      if ('named' in joined) return this.#apply({ kind: 'named', memberId: joined.named });
      // Somebody else may have owned this member's partitions in a generation that it missed.
      if (joined.identity.generationId !== identity.generationId + 1) this.#commits.reset('a generation was missed');
      this.#joined = joined;
      this.#apply({ kind: 'joined', identity: joined.identity });
    } catch (error) {
      await this.#afterFault(error, signal);
    }
  }

  async #sync(signal: AbortSignal): Promise<void> {
    const joined = this.#joined as Joined;
    try {
      const topics = topicsOf(joined.members);
      const counts = joined.isLeader ? await partitionCounts(this.#cluster, topics, { signal }) : new Map();
      const isAssigning = joined.isLeader && !joined.skipAssignment;
      const assignment = isAssigning ? assign(joined.protocol, joined.members, counts) : new Map();
      const assigned = await syncGroup(this.#link, this.#settings, joined, assignment, { signal });
      if (signal.aborted) return;
      this.#heart.contact();
      this.#backoff.reset();
      this.#rebalances++;
      this.#apply({ kind: 'synced', assigned });
      const { groupId } = this.#settings;
      const { generationId } = joined.identity;
      const fields = { group: groupId, generation: generationId, partitions: assigned.length };
      this.#cluster.logger.info('joined the group', { ...fields, leader: joined.isLeader });
      if (joined.isLeader) {
        this.#watch = new PartitionWatch(this.#cluster, topics, counts, (what) => this.#rebalance(what));
      }
    } catch (error) {
      await this.#afterFault(error, signal);
    }
  }

  async #serve(assigned: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    const handling = this.#handlers.onAssigned(assigned, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#fail(error);
    });
    await aborted(signal);
    await this.#bounded(handling);
  }

  async #revoke(assigned: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    const handling = this.#handlers.onRevoked(assigned, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#fail(error);
    });
    const isFinished = await this.#bounded(handling, signal);
    if (this.#state.kind !== 'revoking') return;
    if (!isFinished) {
      this.#cluster.logger.warn('gave up waiting for onRevoked', { group: this.#settings.groupId });
      this.#handlers.onLost(assigned);
    }
    this.#apply({ kind: 'revoked' });
  }

  async #leave(): Promise<void> {
    const state = this.#state;
    if (!isLive(state)) return;
    this.#apply({ kind: 'leave' });
    await this.#sayGoodbye(state.identity);
    this.#apply({ kind: 'left' });
  }

  /** Tells the coordinator, so that the others need not wait for the session to end. Bounded, never rejects. */
  async #sayGoodbye({ memberId }: Identity): Promise<void> {
    if (memberId === '' || this.#settings.groupInstanceId !== null) return;
    const call = { timeoutMs: LEAVE_TIMEOUT_MS };
    const leaving = leaveGroup(this.#link, memberId, this.#reason, call);
    await waitFor(leaving, this.#cluster.clock, 'leave the group', call).catch((error: unknown) => {
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.warn('could not leave the group', fields);
    });
  }

  async #end(): Promise<void> {
    this.#watch?.close();
    const error = this.#state.kind === 'failed' ? this.#state.error : undefined;
    const closed = new KafkaError('CLOSED', `the member of group ${this.#settings.groupId} is closed`);
    this.#commits.stop(error ?? closed);
    await this.#heart.stop();
    this.#link.close();
  }

  /** The only place where the state changes. */
  #apply(event: MemberEvent): void {
    const before = this.#state;
    const after = transition(before, event);
    if (after === before) return;
    this.#state = after;
    if (after.kind !== 'stable' && after.kind !== 'revoking') {
      this.#watch?.close();
      this.#watch = undefined;
    }
    if (after.kind === 'stable') {
      this.#owned = new Set(after.assigned.map(({ topic, partition }) => partitionKey(topic, partition)));
    }
    const lostPartitions = event.kind === 'expelled' || event.kind === 'failed' ? assignedIn(before) : [];
    if (event.kind === 'expelled') {
      this.#owned = new Set();
      this.#commits.reset(`no longer in the group (${this.#reason})`);
    }
    if (lostPartitions.length > 0) this.#handlers.onLost(lostPartitions);
    this.#cluster.logger.debug('group member', { group: this.#settings.groupId, from: before.kind, to: after.kind });
    this.#step.abort();
    this.#commits.wake();
  }

  #mayCommit(): boolean {
    return this.#state.kind === 'stable' || this.#state.kind === 'revoking';
  }

  #rebalance(reason: string): void {
    if (!isLive(this.#state)) return;
    this.#reason = reason;
    this.#apply({ kind: 'rebalance' });
  }

  #fail(thrown: unknown): void {
    const error = explainFatal(thrown, this.#settings.groupId);
    if (!isLive(this.#state)) return;
    this.#failedAs = this.#state.identity;
    this.#reason = error.message;
    this.#cluster.logger.error('the group member has failed', { group: this.#settings.groupId, error: error.message });
    this.#apply({ kind: 'failed', error });
    this.#handlers.onError(error);
  }

  /** Changes the state as an error of this member's own request demands. */
  #onFault(error: unknown): void {
    const fault = faultOf(error);
    const { message } = toError(error);
    if (fault === 'again') return;
    if (fault === 'fatal') return this.#fail(error);
    this.#reason = message;
    if (fault === 'rebalance') this.#apply({ kind: 'rebalance' });
    else this.#apply({ kind: 'expelled', forget: fault === 'forgotten' });
  }

  /** An error of a request that ran beside the driver, in the name of an identity that may be past. */
  #onOutsideFault(error: unknown, identity: Identity): void {
    const current = heartbeatIdentity(this.#state);
    if (current?.generationId !== identity.generationId || current.memberId !== identity.memberId) return;
    // Being out of the old generation is no news while the next is being joined: JoinGroup will tell.
    if (this.#state.kind === 'joining') return;
    this.#onFault(error);
  }

  #onBeatError(error: unknown, identity: Identity): boolean {
    const fault = faultOf(error);
    if (fault === 'again') {
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.debug('a heartbeat failed', fields);
      return false;
    }
    this.#onOutsideFault(error, identity);
    return true;
  }

  #onLoopBlock({ blockedMs, isFatal }: LoopBlock): void {
    const { sessionTimeoutMs, groupId } = this.#settings;
    const fields = { group: groupId, blockedMs: Math.round(blockedMs), sessionTimeoutMs };
    const isOver = isFatal ? ', for longer than the session lasts' : '';
    this.#cluster.logger.warn(`the event loop was blocked, and no heartbeat was sent${isOver}`, fields);
  }

  #onSessionOver(identity: Identity): void {
    const { sessionTimeoutMs, groupId } = this.#settings;
    const message = `no heartbeat got through for ${sessionTimeoutMs} ms`;
    this.#cluster.logger.warn(message, { group: groupId });
    const current = heartbeatIdentity(this.#state);
    if (current?.generationId !== identity.generationId) return;
    this.#reason = message;
    // The member id is kept: after an outage of the whole cluster the coordinator still knows it.
    this.#apply({ kind: 'expelled', forget: false });
  }

  /** After a failed join or sync: learns from it, then waits a little, unless closing. */
  async #afterFault(error: unknown, signal: AbortSignal): Promise<void> {
    // Given up or timed out: the broker may hold the request for long.
    if (signal.aborted || (KafkaError.is(error) && error.code === 'TIMEOUT')) this.#link.abandonWorkLane();
    if (signal.aborted) return;
    const isAnswer = faultOf(error) !== 'again';
    // The first word from a coordinator that was away for long is worth a quick reply.
    if (isAnswer && !this.#wasAnswered) this.#backoff.reset();
    this.#wasAnswered = isAnswer;
    this.#onFault(error);
    if (!isLive(this.#state)) return;
    const fields = { group: this.#settings.groupId, error: toError(error).message };
    this.#cluster.logger.info('will try again to join the group', fields);
    await sleep(this.#cluster.clock, this.#backoff.next(), this.#closing.signal).catch(() => {});
  }

  /** Waits for a handler: no longer than a rebalance may take, nor than close() may, nor past `signal`. True: it ended. */
  async #bounded(handling: Promise<void>, signal?: AbortSignal): Promise<boolean> {
    const limit = new AbortController();
    const stops = [signal, this.#hurry.signal].map((each) => onAbort(each, () => limit.abort()));
    const call = { signal: limit.signal, timeoutMs: this.#settings.rebalanceTimeoutMs };
    try {
      await waitFor(handling, this.#cluster.clock, 'rebalance handler', call);
      return true;
    } catch {
      return false;
    } finally {
      for (const stop of stops) stop();
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => onAbort(signal, resolve));
}
