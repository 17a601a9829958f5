// One member of a group whose partitions the coordinator shares out (KIP-848). Owns: the driver of the state machine, and
// who is told what when. Must not know: fetching, records, what handlers do.
// Invariants: heartbeats go on whatever handlers do; what goes is revoked and committed before the coordinator hears of
// it; what stays is never touched; an answer to a heartbeat of an earlier life changes nothing.
import { randomUUID } from 'node:crypto';
import { type CallOptions, onAbort, sleep, waitFor } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { CommitQueue, type CommitResult } from './commit-queue.ts';
import { BeatContent, consumerHeartbeat } from './consumer-heartbeat.ts';
import {
  type ConsumerEvent,
  type ConsumerState,
  consumerTransition,
  isBeating,
  isJoined,
  ownedIn,
} from './consumer-state.ts';
import { CoordinatorLink, type Outage } from './coordinator-link.ts';
import { explainFatal, faultOf } from './group-fault.ts';
import type { GroupHandlers, GroupMember, MemberPhase } from './group-member.ts';
import type { GroupSettings } from './group-settings.ts';
import { Heartbeater } from './heartbeater.ts';
import { type LoopBlock, LoopWatch } from './loop-block.ts';
import type { Identity } from './member-state.ts';
import { MissingTopics } from './missing-topics.ts';
import { offsetCommit, offsetFetch } from './offset-requests.ts';
import { TopicNames } from './topic-names.ts';
import { type IdPartition, readShare, type Share, together, without } from './topic-share.ts';

const LEAVE_TIMEOUT_MS = 5_000;
/** Close waits this long for onRevoked unless told otherwise. */
const CLOSE_TIMEOUT_MS = 30_000;
/** A killed process with this groupInstanceId is forgotten after its session; so much later at the latest. */
const INSTANCE_GRACE_MS = 5_000;

/** A handler under way. */
interface Handling {
  readonly done: Promise<void>;
  readonly abort: AbortController;
}

export class ConsumerMember implements GroupMember {
  readonly protocol = 'consumer';
  readonly #cluster: Cluster;
  readonly #settings: GroupSettings;
  readonly #handlers: GroupHandlers;
  /** Whether somebody else takes over from a member that the coordinator has refused before it ever joined. */
  readonly #isReplaced: (error: KafkaError) => boolean;
  readonly #link: CoordinatorLink;
  readonly #heart: Heartbeater;
  readonly #content: BeatContent;
  readonly #loop: LoopWatch;
  readonly #commits: CommitQueue;
  readonly #names: TopicNames;
  readonly #missing: MissingTopics;
  readonly #backoff = new Backoff();
  /** Made here (KIP-1082), so that a join whose answer is lost can be taken back; kept for life. */
  #memberId: string = randomUUID();
  #state: ConsumerState = { kind: 'idle' };
  /** Rises whenever the member begins anew: answers to what was sent before are void. */
  #life = 0;
  /** Ends the waits of the step under way; renewed by every step, fired by every change that matters to it. */
  #step = new AbortController();
  /** The patience of close() is over. */
  readonly #hurry = new AbortController();
  #assigning: Handling | undefined;
  #revoking: Handling | undefined;
  #owned: ReadonlyMap<string, TopicPartition> = new Map();
  #ownedKeys: ReadonlySet<string> = new Set();
  /** The target whose names were asked for: what is still unknown then waits, and the rest goes ahead. */
  #askedFor: Share | undefined;
  /** What the broker says, once it has. */
  #intervalMs: number;
  /** A commit was refused because the group has gone on to a newer epoch than this one. */
  #staleEpoch = 0;
  #unreleasedSince: number | undefined;
  /** It has failed as a member, and the coordinator does not know yet. */
  #owesGoodbye = false;
  #reason = 'starting';
  #isClosing = false;
  #hasJoined = false;
  #rebalances = 0;
  #running: Promise<void> | undefined;

  constructor(
    cluster: Cluster,
    settings: GroupSettings,
    handlers: GroupHandlers,
    isReplaced: (error: KafkaError) => boolean = () => false,
  ) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#handlers = handlers;
    this.#isReplaced = isReplaced;
    this.#link = new CoordinatorLink(cluster, settings.groupId);
    this.#content = new BeatContent(settings, () => this.#topics);
    this.#names = new TopicNames(cluster);
    this.#missing = new MissingTopics(cluster);
    this.#intervalMs = settings.heartbeatIntervalMs;
    const { clock } = cluster;
    this.#loop = new LoopWatch(clock, settings.sessionTimeoutMs, (block) => this.#onLoopBlock(block));
    const intervalMs = () => this.#intervalMs;
    this.#heart = new Heartbeater({
      clock,
      get intervalMs() {
        return intervalMs();
      },
      sessionTimeoutMs: settings.sessionTimeoutMs,
      identity: () => this.#identity,
      beat: (_, call) => this.#beat(call),
      answered: (error) => this.#onBeatError(error),
      paused: (dueAt) => this.#loop.fired(dueAt, this.#heart.lastContact),
      sessionOver: () => this.#onSessionOver(),
    });
    this.#commits = new CommitQueue({
      clock,
      identity: () => this.#committer,
      owns: (topic, partition) => this.#ownedKeys.has(partitionKey(topic, partition)),
      send: (identity, offsets) => offsetCommit(this.#link, identity, settings.groupInstanceId, offsets, {}),
      onFault: (error, identity) => this.#onOutsideFault(error, identity),
    });
  }

  get phase(): MemberPhase {
    const { kind } = this.#state;
    if (kind === 'reconciling') return this.#revoking === undefined ? 'syncing' : 'revoking';
    if (kind === 'releasing') return 'revoking';
    return kind === 'acknowledging' ? 'stable' : kind;
  }

  get generation(): Identity | undefined {
    const identity = this.#identity;
    return identity !== undefined && identity.generationId > 0 ? identity : undefined;
  }

  get assigned(): readonly TopicPartition[] {
    return [...this.#owned.values()];
  }

  get rebalances(): number {
    return this.#rebalances;
  }

  get outage(): Outage | undefined {
    return this.#link.outage;
  }

  get lastHeartbeatAt(): number | undefined {
    return this.#heart.answeredAt;
  }

  get loopBlock(): LoopBlock | undefined {
    return this.#loop.fatal;
  }

  get longestLoopBlockMs(): number {
    return this.#loop.longestMs;
  }

  get missingTopics(): readonly string[] {
    return this.#missing.names;
  }

  run(): Promise<void> {
    this.#running ??= this.#drive();
    return this.#running;
  }

  commit(offsets: readonly TopicPartitionOffset[], call: CallOptions = {}): Promise<readonly CommitResult[]> {
    return waitFor(this.#commits.add(offsets), this.#cluster.clock, `commit to group ${this.#settings.groupId}`, call);
  }

  goBack(place: TopicPartitionOffset): void {
    this.#commits.goBack(place);
  }

  async committed(
    partitions: readonly TopicPartition[],
    call: CallOptions = {},
  ): Promise<ReadonlyMap<string, TopicPartitionOffset | undefined>> {
    const { groupId } = this.#settings;
    const coordinator = { kind: 'group', key: groupId } as const;
    const what = `committed offsets of group ${groupId}`;
    const attempt = () => this.#fetchOffsets(partitions, call);
    const committed = await this.#cluster.retry(what, attempt, { ...call, coordinator });
    for (const place of committed.values()) if (place !== undefined) this.#commits.learn(place);
    return committed;
  }

  async close(call: CallOptions = {}): Promise<void> {
    if (!this.#isClosing) {
      this.#isClosing = true;
      this.#reason = 'the consumer is being closed';
      this.#apply({ kind: 'leave' });
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
    void this.#missing.look(this.#topics);
    this.#heart.start();
    this.#heart.hurry();
    try {
      while (isBeating(this.#state)) {
        const state = this.#state;
        this.#step = new AbortController();
        if (state.kind === 'reconciling') await this.#reconcile(state.owned, state.target, state.isNew);
        else if (state.kind === 'releasing') await this.#release();
        else await aborted(this.#step.signal);
      }
      await this.#heart.stop();
      if (this.#state.kind === 'leaving') {
        await this.#sayGoodbye();
        this.#apply({ kind: 'left' });
      }
    } catch (error) {
      this.#fail(error);
    }
    await this.#heart.stop();
    if (this.#owesGoodbye) await this.#sayGoodbye();
    this.#end();
  }

  /** One step towards the target: gives up what goes, else takes what comes, else asks for names of topics. */
  async #reconcile(owned: Share, target: Share, isNew: boolean): Promise<void> {
    const { signal } = this.#step;
    const going = without(owned, target);
    if (going.size > 0) return this.#revoke(going);
    const coming = without(target, owned);
    const unknown = this.#unknown(coming);
    if (unknown.length > 0 && this.#askedFor !== target) {
      this.#askedFor = target;
      await this.#ask(unknown, signal);
      if (signal.aborted) return;
    }
    const known = new Map([...coming].filter(([, { topicId }]) => this.#names.get(topicId) !== undefined));
    if (isNew || known.size > 0) return this.#assign(known);
    await sleep(this.#cluster.clock, this.#backoff.next(), signal).catch(() => {});
    if (!signal.aborted) await this.#ask(unknown, signal);
  }

  async #assign(coming: Share): Promise<void> {
    await this.#settled();
    const state = this.#state;
    // Another target may have come meanwhile, or another life.
    if (state.kind !== 'reconciling' || without(coming, state.target).size > 0) return;
    this.#backoff.reset();
    this.#rebalances++;
    this.#apply({ kind: 'owns', owned: together(state.owned, coming) });
    this.#apply({ kind: 'reconciled' });
    const added = this.#named(coming);
    const fields = { group: this.#settings.groupId, epoch: state.epoch, added: added.length };
    this.#cluster.logger.info('partitions are assigned', { ...fields, partitions: this.#owned.size });
    this.#assigning = this.#handle((signal) => this.#handlers.onAssigned(added, signal));
    this.#heart.hurry();
  }

  async #revoke(going: Share): Promise<void> {
    await this.#settled();
    const state = this.#state;
    if (without(going, ownedIn(state)).size > 0) return;
    if (state.kind === 'reconciling' && without(going, state.target).size < going.size) return;
    const removed = this.#named(going);
    const revoking = this.#handle((signal) => this.#handlers.onRevoked(removed, signal));
    this.#revoking = revoking;
    const isFinished = await this.#bounded(revoking.done, revoking.abort.signal);
    this.#revoking = undefined;
    // Lost while they were being revoked.
    if (revoking.abort.signal.aborted || !isJoined(this.#state)) return;
    if (!isFinished) {
      revoking.abort.abort();
      this.#cluster.logger.warn('gave up waiting for onRevoked', { group: this.#settings.groupId });
      this.#handlers.onLost(removed);
    }
    this.#apply({ kind: 'owns', owned: without(this.#state.owned, going) });
  }

  async #release(): Promise<void> {
    const owned = ownedIn(this.#state);
    if (owned.size > 0) return this.#revoke(owned);
    await this.#settled();
    if (this.#state.kind === 'releasing') this.#apply({ kind: 'released' });
  }

  /** Waits for the onAssigned under way: one handler at a time. One that was told to stop may take its time, not for ever. */
  async #settled(): Promise<void> {
    if (this.#assigning === undefined) return;
    const { done, abort } = this.#assigning;
    await Promise.race([done, aborted(abort.signal)]);
    await this.#bounded(done);
  }

  #handle(run: (signal: AbortSignal) => Promise<void>): Handling {
    const abort = new AbortController();
    const done = run(abort.signal).catch((error: unknown) => {
      if (!abort.signal.aborted) this.#fail(error);
    });
    return { done, abort };
  }

  async #ask(topicIds: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#names.ask(topicIds, { signal }).catch((error: unknown) => {
      if (signal.aborted) return;
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.info('topics that are assigned could not be looked up', fields);
    });
  }

  /** One heartbeat, whatever it is for. */
  async #beat(call: CallOptions): Promise<void> {
    const state = this.#state;
    if (!isBeating(state)) return;
    const life = this.#life;
    const { request, told } = this.#content.next(this.#memberId, state);
    const response = await consumerHeartbeat(this.#link, request, call).catch((error: unknown) => {
      // What came of it is not known, or the coordinator wants to hear it all again.
      this.#content.forget();
      if (life !== this.#life) throw new KafkaError('REBALANCE', 'the member has begun anew meanwhile');
      throw error;
    });
    if (life !== this.#life) return this.#content.forget();
    const { memberId, memberEpoch: epoch, heartbeatIntervalMs, assignment } = response;
    if (epoch <= 0) throw new KafkaError('PROTOCOL', `heartbeat of group ${request.groupId}: epoch ${epoch} answered`);
    // Brokers before 4.0 may give another one.
    if (memberId !== null && memberId !== '') this.#memberId = memberId;
    if (heartbeatIntervalMs > 0) this.#intervalMs = heartbeatIntervalMs;
    this.#staleEpoch = 0;
    this.#unreleasedSince = undefined;
    this.#hasJoined = true;
    const target = assignment === null ? undefined : readShare(assignment.topicPartitions);
    this.#apply({ kind: 'answered', epoch, target, ...(told !== undefined && { told }) });
  }

  async #fetchOffsets(partitions: readonly TopicPartition[], { signal }: CallOptions) {
    const identity = this.generation;
    try {
      return await offsetFetch(this.#link, partitions, { signal }, identity);
    } catch (error) {
      if (identity === undefined || !KafkaError.is(error)) throw error;
      const fault = faultOf(error);
      if (fault !== 'again' && fault !== 'fatal') this.#onOutsideFault(error, identity);
      if (fault !== 'stale') throw error;
      throw new KafkaError('REBALANCE', error.message, { retriable: true, cause: error });
    }
  }

  async #sayGoodbye(): Promise<void> {
    const call = { timeoutMs: LEAVE_TIMEOUT_MS };
    const leaving = consumerHeartbeat(this.#link, this.#content.farewell(this.#memberId), call);
    await waitFor(leaving, this.#cluster.clock, 'leave the group', call).catch((error: unknown) => {
      // It need not leave what does not know it.
      if (KafkaError.is(error) && (error.code === 'UNKNOWN_MEMBER_ID' || error.code === 'GROUP_ID_NOT_FOUND')) return;
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.warn('could not leave the group', fields);
    });
  }

  #end(): void {
    this.#missing.close();
    const error = this.#state.kind === 'failed' ? this.#state.error : undefined;
    const closed = new KafkaError('CLOSED', `the member of group ${this.#settings.groupId} is closed`);
    this.#commits.stop(error ?? closed);
    this.#link.close();
  }

  /** The only place where the state changes. */
  #apply(event: ConsumerEvent): void {
    const before = this.#state;
    const after = consumerTransition(before, event);
    if (after === before) return;
    this.#state = after;
    const isOut = event.kind === 'expelled' || event.kind === 'failed';
    if (isOut) this.#life++;
    if (isOut) this.#content.forget();
    const lost = isOut ? this.assigned : [];
    if (isOut || event.kind === 'leave') this.#assigning?.abort.abort();
    if (isOut) this.#revoking?.abort.abort();
    if (ownedIn(before) !== ownedIn(after)) this.#own(ownedIn(after));
    if (event.kind === 'expelled') this.#commits.reset(`no longer in the group (${this.#reason})`);
    if (lost.length > 0) this.#handlers.onLost(lost);
    if (before.kind !== after.kind) {
      this.#cluster.logger.debug('group member', { group: this.#settings.groupId, from: before.kind, to: after.kind });
    }
    if (before.kind !== after.kind || ('target' in before && 'target' in after && before.target !== after.target)) {
      this.#step.abort();
    }
    this.#commits.wake();
  }

  #own(owned: Share): void {
    this.#owned = new Map([...owned].map(([key, place]) => [key, this.#name(place)]));
    this.#ownedKeys = new Set(this.assigned.map(({ topic, partition }) => partitionKey(topic, partition)));
    const target = isJoined(this.#state) ? [...this.#state.target.values()] : [];
    this.#names.keep(new Set([...owned.values(), ...target].map(({ topicId }) => topicId)));
  }

  #named(share: Share): TopicPartition[] {
    return [...share].map(([key, place]) => this.#owned.get(key) ?? this.#name(place));
  }

  /** The topic's name is known wherever this is called. */
  #name({ topicId, partition }: IdPartition): TopicPartition {
    return { topic: this.#names.get(topicId) as string, partition };
  }

  #unknown(share: Share): string[] {
    const ids = new Set([...share.values()].map(({ topicId }) => topicId));
    return [...ids].filter((topicId) => this.#names.get(topicId) === undefined);
  }

  get #topics(): readonly string[] {
    const { subscription } = this.#settings;
    return subscription.kind === 'topics' ? subscription.topics : [];
  }

  /** Whom to beat for: epoch 0 joins. */
  get #identity(): Identity | undefined {
    const state = this.#state;
    if (!isBeating(state)) return undefined;
    return { memberId: this.#memberId, generationId: state.kind === 'joining' ? 0 : state.epoch };
  }

  /** In whose name to commit; a stale epoch waits for the next heartbeat. */
  get #committer(): Identity | undefined {
    const { generation } = this;
    return generation !== undefined && generation.generationId > this.#staleEpoch ? generation : undefined;
  }

  #fail(thrown: unknown): void {
    const state = this.#state;
    if (!isBeating(state)) return;
    const error = explainFatal(thrown, this.#settings.groupId);
    this.#reason = error.message;
    this.#owesGoodbye = isJoined(state) && error.code !== 'FENCED_INSTANCE_ID';
    const isReplaced = !this.#hasJoined && this.#isReplaced(error);
    if (!isReplaced) {
      const fields = { group: this.#settings.groupId, error: error.message };
      this.#cluster.logger.error('the group member has failed', fields);
    }
    this.#apply({ kind: 'failed', error });
    if (!isReplaced) this.#handlers.onError(error);
  }

  /** True: the coordinator answered, and the next heartbeat need not wait for it to get well. */
  #onBeatError(error: unknown): boolean {
    const fault = faultOf(error);
    const wasJoining = this.#state.kind === 'joining';
    if (fault === 'again' || (wasJoining && this.#mayBeReleased(error))) {
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.debug('a heartbeat failed', fields);
      return false;
    }
    if (fault === 'fatal') this.#fail(error);
    else this.#expel(toError(error).message);
    return !wasJoining;
  }

  /** Whether this static member waits for one that was killed: its place is free once its session is over. */
  #mayBeReleased(error: unknown): boolean {
    if (!KafkaError.is(error) || error.code !== 'UNRELEASED_INSTANCE_ID') return false;
    const { groupId, sessionTimeoutMs, groupInstanceId } = this.#settings;
    const now = this.#cluster.clock.monotonic();
    if (this.#unreleasedSince === undefined) {
      const fields = { group: groupId, groupInstanceId };
      this.#cluster.logger.warn('waiting until the session of a member with this groupInstanceId is over', fields);
    }
    this.#unreleasedSince ??= now;
    return now - this.#unreleasedSince < sessionTimeoutMs + INSTANCE_GRACE_MS;
  }

  /** An error of a request that ran beside the heartbeats, in the name of an epoch that may be past. */
  #onOutsideFault(error: KafkaError, identity: Identity): void {
    const current = this.generation;
    if (current?.generationId !== identity.generationId || current.memberId !== identity.memberId) return;
    const fault = faultOf(error);
    if (fault === 'expelled' || fault === 'forgotten') return this.#expel(error.message);
    if (fault === 'stale') this.#staleEpoch = identity.generationId;
    this.#heart.hurry();
  }

  /** The coordinator goes on without this member: what it had is lost, and it joins anew. */
  #expel(reason: string): void {
    const { groupId } = this.#settings;
    this.#cluster.logger.warn('no longer in the group, joining anew', { group: groupId, reason });
    this.#reason = reason;
    this.#apply({ kind: 'expelled' });
    this.#heart.hurry();
  }

  #onLoopBlock({ blockedMs, isFatal }: LoopBlock): void {
    const { sessionTimeoutMs, groupId } = this.#settings;
    const fields = { group: groupId, blockedMs: Math.round(blockedMs), sessionTimeoutMs };
    const isOver = isFatal ? ', for longer than the session lasts' : '';
    this.#cluster.logger.warn(`the event loop was blocked, and no heartbeat was sent${isOver}`, fields);
  }

  /**
   * The session is the broker's (`group.consumer.session.timeout.ms`), which it tells nobody; what the settings say is taken
   * for it while no coordinator can be reached.
   */
  #onSessionOver(): void {
    if (isJoined(this.#state)) this.#expel(`no heartbeat got through for ${this.#settings.sessionTimeoutMs} ms`);
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
