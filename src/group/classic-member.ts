// One member of a classic consumer group, as its owner sees it. Owns: its parts, and that all of them end.
// Must not know: fetching, records, what handlers do.
//
//     MemberDriver --state--> ShareExchange (JoinGroup, SyncGroup), HandlerTurns (onAssigned, onRevoked, onLost)
//     Heartbeater, CommitQueue: beside it, in the name of the generation that the driver is in
//
// Invariant: heartbeats go on from the first generation until leaving, whatever handlers and held requests do.
import { type CallOptions, onAbort, waitFor } from '../base/abort.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { CommitQueue, type CommitResult } from './commit-queue.ts';
import { CoordinatorLink, type Outage } from './coordinator-link.ts';
import { faultOf } from './group-fault.ts';
import type { CloseOptions, GroupHandlers, GroupMember, MemberPhase } from './group-member.ts';
import type { GroupSettings } from './group-settings.ts';
import { Heartbeater } from './heartbeater.ts';
import { type LoopBlock, LoopWatch } from './loop-block.ts';
import { MemberDriver } from './member-driver.ts';
import { type Identity, ownedIn } from './member-state.ts';
import { heartbeat, leaveGroup } from './membership.ts';
import { offsetCommit, offsetFetch } from './offset-requests.ts';

const LEAVE_TIMEOUT_MS = 5_000;
/** Close waits this long for onRevoked unless told otherwise. */
const CLOSE_TIMEOUT_MS = 30_000;

export class ClassicMember implements GroupMember {
  readonly protocol = 'classic';
  readonly #cluster: Cluster;
  readonly #settings: GroupSettings;
  readonly #link: CoordinatorLink;
  readonly #driver: MemberDriver;
  readonly #heart: Heartbeater;
  readonly #loop: LoopWatch;
  readonly #commits: CommitQueue;
  #leaves: boolean;
  #running: Promise<void> | undefined;

  constructor(cluster: Cluster, settings: GroupSettings, handlers: GroupHandlers) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#leaves = settings.groupInstanceId === null;
    const link = new CoordinatorLink(cluster, settings.groupId);
    const driver = new MemberDriver({
      cluster,
      settings,
      handlers,
      link,
      commits: () => this.#commits,
      contact: () => this.#heart.contact(),
    });
    this.#link = link;
    this.#driver = driver;
    const { clock } = cluster;
    this.#loop = new LoopWatch(clock, settings.sessionTimeoutMs, (block) => this.#onLoopBlock(block));
    this.#heart = new Heartbeater({
      clock,
      intervalMs: settings.heartbeatIntervalMs,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      identity: () => driver.identity,
      beat: (identity, call) => heartbeat(link, settings, identity, call),
      answered: (error, identity) => this.#onBeatError(error, identity),
      paused: (dueAt) => this.#loop.fired(dueAt, this.#heart.lastContact),
      sessionOver: (identity) => this.#onSessionOver(identity),
    });
    this.#commits = new CommitQueue({
      clock,
      identity: () => (driver.mayCommit ? driver.identity : undefined),
      owns: (topic, partition) => driver.owns(topic, partition),
      send: (identity, offsets) => offsetCommit(link, identity, settings.groupInstanceId, offsets, {}),
      onFault: (error, identity) => driver.onOutsideFault(error, identity),
    });
  }

  get phase(): MemberPhase {
    return this.#driver.state.kind;
  }

  get generation(): Identity | undefined {
    return this.#driver.identity;
  }

  get assigned(): readonly TopicPartition[] {
    return ownedIn(this.#driver.state);
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
    const attempt = () => offsetFetch(this.#link, partitions, { signal: call.signal });
    const what = `committed offsets of group ${groupId}`;
    const committed = await this.#cluster.retry(what, attempt, { ...call, coordinator });
    for (const place of committed.values()) if (place !== undefined) this.#commits.learn(place);
    return committed;
  }

  async close(options: CloseOptions = {}): Promise<void> {
    this.#leaves = options.leaveGroup ?? this.#leaves;
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
    const leaver = await this.#driver.run();
    if (leaver !== undefined && this.#leaves) await this.#leave(leaver.identity, leaver.reason);
    this.#driver.left();
    await this.#end();
  }

  /** Tells the coordinator, so that the others need not wait for the session to end. Bounded, never rejects. */
  async #leave({ memberId }: Identity, reason: string): Promise<void> {
    if (memberId === '') return;
    const call = { timeoutMs: LEAVE_TIMEOUT_MS };
    const { groupInstanceId } = this.#settings;
    const leaving = leaveGroup(this.#link, { memberId, groupInstanceId, reason }, call);
    await waitFor(leaving, this.#cluster.clock, 'leave the group', call).catch((error: unknown) => {
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.warn('could not leave the group', fields);
    });
  }

  async #end(): Promise<void> {
    const { state } = this.#driver;
    const closed = new KafkaError('CLOSED', `the member of group ${this.#settings.groupId} is closed`);
    this.#commits.stop(state.kind === 'failed' ? state.error : closed);
    await this.#heart.stop();
    this.#link.close();
  }

  #onBeatError(error: unknown, identity: Identity): boolean {
    if (faultOf(error) === 'again') {
      const fields = { group: this.#settings.groupId, error: toError(error).message };
      this.#cluster.logger.debug('a heartbeat failed', fields);
      return false;
    }
    this.#driver.onOutsideFault(error, identity);
    return true;
  }

  #onLoopBlock({ blockedMs, isFatal }: LoopBlock): void {
    const { sessionTimeoutMs, groupId } = this.#settings;
    const fields = { group: groupId, blockedMs: Math.round(blockedMs), sessionTimeoutMs };
    const isOver = isFatal ? ', for longer than the session lasts' : '';
    this.#cluster.logger.warn(`the event loop was blocked, and no heartbeat was sent${isOver}`, fields);
  }

  #onSessionOver(identity: Identity): void {
    const reason = `no heartbeat got through for ${this.#settings.sessionTimeoutMs} ms`;
    this.#cluster.logger.warn(reason, { group: this.#settings.groupId });
    this.#driver.onSessionOver(identity, reason);
  }
}
