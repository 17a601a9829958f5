// One member of a group whose partitions the coordinator shares out (KIP-848), as its owner sees it. Owns: its parts, its
// heartbeats, and that all of them end. Must not know: fetching, records, what handlers do.
//
//     ConsumerDriver --state--> BeatContent --> Heartbeater --answers--> ConsumerDriver
//     CommitQueue: beside it, in the name of the epoch that the driver is in
//
// Invariants: heartbeats go on from joining until leaving, whatever handlers do; an answer to a heartbeat of an earlier
// life changes nothing.
import { randomUUID } from 'node:crypto';
import { type CallOptions, onAbort, waitFor } from '../base/abort.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { CommitQueue, type CommitResult } from './commit-queue.ts';
import { ConsumerDriver } from './consumer-driver.ts';
import { BeatContent, consumerHeartbeat } from './consumer-heartbeat.ts';
import { isBeating, isJoined } from './consumer-state.ts';
import { CoordinatorLink, type Outage } from './coordinator-link.ts';
import { faultOf } from './group-fault.ts';
import type { CloseOptions, GroupHandlers, GroupMember, MemberPhase } from './group-member.ts';
import type { GroupSettings } from './group-settings.ts';
import { Heartbeater } from './heartbeater.ts';
import { type LoopBlock, LoopWatch } from './loop-block.ts';
import type { Identity } from './member-state.ts';
import { offsetCommit, offsetFetch } from './offset-requests.ts';
import { readShare } from './topic-share.ts';

const LEAVE_TIMEOUT_MS = 5_000;
/** Close waits this long for onRevoked unless told otherwise. */
const CLOSE_TIMEOUT_MS = 30_000;
/** A killed process with this groupInstanceId is forgotten after its session; so much later at the latest. */
const INSTANCE_GRACE_MS = 5_000;

export class ConsumerMember implements GroupMember {
  readonly protocol = 'consumer';
  readonly #cluster: Cluster;
  readonly #settings: GroupSettings;
  readonly #link: CoordinatorLink;
  readonly #driver: ConsumerDriver;
  readonly #heart: Heartbeater;
  readonly #content: BeatContent;
  readonly #loop: LoopWatch;
  readonly #commits: CommitQueue;
  /** Made here (KIP-1082), so that a join whose answer is lost can be taken back; kept for life. */
  #memberId: string = randomUUID();
  /** Rises whenever the member begins anew: answers to what was sent before are void. */
  #life = 0;
  /** What the broker says, once it has. */
  #intervalMs: number;
  /** A commit was refused because the group has gone on to a newer epoch than this one. */
  #staleEpoch = 0;
  #unreleasedSince: number | undefined;
  /** The coordinator may know of this member. */
  #hasSpoken = false;
  #leaveGroup: boolean | undefined;
  #running: Promise<void> | undefined;

  /** `isReplaced`: asked when the coordinator refuses the first heartbeat; true: somebody else takes over. */
  constructor(
    cluster: Cluster,
    settings: GroupSettings,
    handlers: GroupHandlers,
    isReplaced: (error: KafkaError) => boolean = () => false,
  ) {
    this.#cluster = cluster;
    this.#settings = settings;
    const link = new CoordinatorLink(cluster, settings.groupId);
    const driver = new ConsumerDriver({
      cluster,
      settings,
      handlers,
      commits: () => this.#commits,
      beat: () => this.#heart.hurry(),
      begunAnew: () => this.#beginAnew(),
      isReplaced,
    });
    this.#link = link;
    this.#driver = driver;
    this.#content = new BeatContent(settings);
    this.#intervalMs = settings.heartbeatIntervalMs;
    const { clock } = cluster;
    this.#loop = new LoopWatch(clock, settings.sessionTimeoutMs, (block) => this.#onLoopBlock(block));
    const intervalMs = (): number => this.#intervalMs;
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
      owns: (topic, partition) => driver.owns(topic, partition),
      send: (identity, offsets) => offsetCommit(link, identity, settings.groupInstanceId, offsets, {}),
      onFault: (error, identity) => this.#onOutsideFault(error, identity),
    });
  }

  get phase(): MemberPhase {
    return this.#driver.phase;
  }

  get generation(): Identity | undefined {
    const { state } = this.#driver;
    return isJoined(state) ? { memberId: this.#memberId, generationId: state.epoch } : undefined;
  }

  get assigned(): readonly TopicPartition[] {
    return this.#driver.owned;
  }

  get rebalances(): number {
    return this.#driver.rebalances;
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
    return this.#driver.missingTopics;
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
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

  async close(options: CloseOptions = {}): Promise<void> {
    this.#leaveGroup = options.leaveGroup ?? this.#leaveGroup;
    this.#driver.close();
    if (this.#running === undefined) return this.#end();
    const stopListening = onAbort(options.signal, () => this.#driver.hurry());
    const timer = this.#cluster.clock.after(options.timeoutMs ?? CLOSE_TIMEOUT_MS, () => this.#driver.hurry());
    try {
      await this.#running;
    } finally {
      timer.cancel();
      stopListening();
    }
  }

  async #run(): Promise<void> {
    this.#heart.start();
    const leaves = await this.#driver.run();
    await this.#heart.stop();
    if (leaves && this.#hasSpoken) await this.#leave();
    this.#driver.left();
    this.#end();
  }

  /** One heartbeat, whatever it is for. */
  async #beat(call: CallOptions): Promise<void> {
    const { state, topics } = this.#driver;
    if (!isBeating(state) || topics === undefined) return;
    const life = this.#life;
    this.#hasSpoken = true;
    const { request, told } = this.#content.next(this.#memberId, state, topics);
    const response = await consumerHeartbeat(this.#link, request, call).catch((error: unknown) => {
      // What came of it is not known, or the coordinator wants to hear it all again.
      this.#content.forget();
      if (life === this.#life) throw error;
      throw new KafkaError('REBALANCE', 'the member has begun anew meanwhile', { cause: error });
    });
    if (life !== this.#life) return;
    const { memberId, memberEpoch, heartbeatIntervalMs, assignment } = response;
    if (memberEpoch <= 0) {
      throw new KafkaError('PROTOCOL', `heartbeat of group ${request.groupId}: epoch ${memberEpoch} was answered`);
    }
    // Brokers before 4.0 may give another one.
    if (memberId !== null && memberId !== '') this.#memberId = memberId;
    if (heartbeatIntervalMs > 0) this.#intervalMs = heartbeatIntervalMs;
    this.#staleEpoch = 0;
    this.#unreleasedSince = undefined;
    this.#driver.answered(memberEpoch, assignment === null ? undefined : readShare(assignment.topicPartitions), told);
  }

  async #fetchOffsets(
    partitions: readonly TopicPartition[],
    { signal }: CallOptions,
  ): Promise<ReadonlyMap<string, TopicPartitionOffset | undefined>> {
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

  /** Tells the coordinator, so that the others need not wait for the session to end. Bounded, never rejects. */
  async #leave(): Promise<void> {
    const { groupInstanceId, groupId } = this.#settings;
    const isForGood = this.#leaveGroup ?? groupInstanceId === null;
    // A dynamic member that stays in the group just falls silent.
    if (!isForGood && groupInstanceId === null) return;
    const call = { timeoutMs: LEAVE_TIMEOUT_MS };
    const leaving = consumerHeartbeat(this.#link, this.#content.farewell(this.#memberId, isForGood), call);
    await waitFor(leaving, this.#cluster.clock, 'leave the group', call).catch((error: unknown) => {
      // It need not leave what does not know it.
      if (KafkaError.is(error) && (error.code === 'UNKNOWN_MEMBER_ID' || error.code === 'GROUP_ID_NOT_FOUND')) return;
      this.#cluster.logger.warn('could not leave the group', { group: groupId, error: toError(error).message });
    });
  }

  #end(): void {
    const { state } = this.#driver;
    const closed = new KafkaError('CLOSED', `the member of group ${this.#settings.groupId} is closed`);
    this.#commits.stop(state.kind === 'failed' ? state.error : closed);
    this.#link.close();
  }

  #beginAnew(): void {
    this.#life++;
    this.#staleEpoch = 0;
    this.#content.forget();
  }

  /** Whom to beat for: epoch 0 joins. */
  get #identity(): Identity | undefined {
    const { state, topics } = this.#driver;
    if (!isBeating(state) || topics === undefined) return undefined;
    return { memberId: this.#memberId, generationId: state.kind === 'joining' ? 0 : state.epoch };
  }

  /** In whose name to commit; a stale epoch waits for the next heartbeat. */
  get #committer(): Identity | undefined {
    const { generation } = this;
    return generation !== undefined && generation.generationId > this.#staleEpoch ? generation : undefined;
  }

  /** True: the coordinator answered, and the next heartbeat need not wait for it to get well. */
  #onBeatError(error: unknown): boolean {
    const fault = faultOf(error);
    const wasJoining = this.#driver.state.kind === 'joining';
    if (fault === 'again' || (wasJoining && this.#mayBeReleased(error))) {
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.debug('a heartbeat failed', fields);
      return false;
    }
    if (fault === 'fatal') this.#driver.fail(error);
    else this.#driver.expel(toError(error).message);
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
    if (fault === 'expelled' || fault === 'forgotten') return this.#driver.expel(error.message);
    if (fault === 'stale') this.#staleEpoch = identity.generationId;
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
    if (!isJoined(this.#driver.state)) return;
    this.#driver.expel(`no heartbeat got through for ${this.#settings.sessionTimeoutMs} ms`);
  }
}
