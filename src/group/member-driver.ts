// What drives a member of a classic group from state to state. Owns: the state, one step at a time, and what errors change
// in it. Must not know: when heartbeats are due, what is committed.
// Invariants: every wait of a step ends when the state changes under it; the state changes in #apply alone.
import { onAbort, sleep, waitFor } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { CoordinatorLink } from './coordinator-link.ts';
import { explainFatal, faultOf } from './group-fault.ts';
import type { GroupHandlers } from './group-member.ts';
import type { GroupSettings } from './group-settings.ts';
import { HandlerTurns } from './handler-turns.ts';
import {
  heartbeatIdentity,
  type Identity,
  isLive,
  lostBetween,
  type MemberEvent,
  type MemberState,
  ownedIn,
  transition,
} from './member-state.ts';
import { ShareExchange } from './share-exchange.ts';
import { SubscribedTopics } from './subscribed-topics.ts';

/** A commit that is still under way holds the next JoinGroup back for this long. */
const COMMIT_GRACE_MS = 5_000;

/** What the driver needs besides its requests. */
export interface DriverMeans {
  readonly cluster: Cluster;
  readonly settings: GroupSettings;
  readonly handlers: GroupHandlers;
  readonly link: CoordinatorLink;
  commits(): CommitQueue;
  /** The coordinator has answered this member. */
  contact(): void;
}

export class MemberDriver {
  readonly #means: DriverMeans;
  readonly #topics: SubscribedTopics;
  readonly #exchange: ShareExchange;
  readonly #turns: HandlerTurns;
  readonly #backoff = new Backoff();
  /** What stays is read on during a rebalance (KIP-429): only where every assignor is for that. */
  readonly #isCooperative: boolean;
  #state: MemberState = { kind: 'idle' };
  /** Ends the waits of the step under way; renewed by every step, fired by every change of state. */
  #step = new AbortController();
  readonly #closing = new AbortController();
  /** The patience of whoever closes is over. */
  readonly #hurry = new AbortController();
  /** The last failed attempt to join was answered, if only to say no. */
  #wasAnswered = false;
  #owned: ReadonlySet<string> = new Set();
  /** Why it joins next, or why it leaves (KIP-800). */
  #reason = 'starting';
  #rebalances = 0;
  /** Who it was when it failed. */
  #failedAs: Identity | undefined;

  constructor(means: DriverMeans) {
    const { cluster, settings, handlers, link } = means;
    this.#means = means;
    this.#isCooperative = settings.assignors.every(({ rebalance }) => rebalance === 'cooperative');
    this.#topics = new SubscribedTopics(cluster, settings.subscription, (what) => this.#rebalance(what));
    this.#exchange = new ShareExchange(link, settings, this.#topics, (what) => this.#rebalance(what));
    this.#turns = new HandlerTurns({
      clock: cluster.clock,
      handlers,
      limitMs: settings.rebalanceTimeoutMs,
      hurry: this.#hurry.signal,
      failed: (error) => this.#fail(error),
    });
  }

  get state(): MemberState {
    return this.#state;
  }

  get identity(): Identity | undefined {
    return heartbeatIdentity(this.#state);
  }

  get rebalances(): number {
    return this.#rebalances;
  }

  get missingTopics(): readonly string[] {
    return this.#exchange.missingTopics;
  }

  /** Its generation stands, and no JoinGroup is under way. */
  get mayCommit(): boolean {
    return this.#state.kind === 'stable' || this.#state.kind === 'revoking';
  }

  owns(topic: string, partition: number): boolean {
    return this.#owned.has(partitionKey(topic, partition));
  }

  /** Joins and stays until close() or an error that does not heal. Says who is to leave, and why; never rejects. */
  async run(): Promise<{ readonly identity: Identity; readonly reason: string } | undefined> {
    if (this.state.kind !== 'idle') return undefined;
    this.#apply({ kind: 'start' });
    try {
      for (;;) {
        const state = this.#state;
        this.#step = new AbortController();
        const { signal } = this.#step;
        if (this.#closing.signal.aborted && isLive(state) && state.kind !== 'revoking') this.#apply({ kind: 'leave' });
        else if (state.kind === 'joining') await this.#join(state.identity, state.owned, signal);
        else if (state.kind === 'syncing') await this.#sync(signal);
        else if (state.kind === 'stable') await this.#serve(state.owned, state.rejoins, signal);
        else if (state.kind === 'revoking') await this.#revoke(state.removed, signal);
        else break;
      }
    } catch (error) {
      this.#fail(error);
    }
    await this.#turns.interrupt();
    this.#exchange.unwatch();
    this.#topics.close();
    const last = this.#state;
    const identity = last.kind === 'leaving' ? last.identity : this.#failedAs;
    return identity === undefined ? undefined : { identity, reason: this.#reason };
  }

  /** It is to end: what is owned is revoked first. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#reason = 'the consumer is being closed';
    if (this.#state.kind !== 'revoking') this.#apply({ kind: 'leave' });
  }

  /** Handlers are not waited for any more. */
  hurry(): void {
    this.#hurry.abort();
  }

  /** The coordinator knows that it has left, or was not told. */
  left(): void {
    if (this.#state.kind === 'leaving') this.#apply({ kind: 'left' });
  }

  /** An error of a request that ran beside the steps, in the name of an identity that may be past. */
  onOutsideFault(error: unknown, identity: Identity): void {
    const current = this.identity;
    if (current?.generationId !== identity.generationId || current.memberId !== identity.memberId) return;
    // Being out of the old generation is no news while the next is being joined: JoinGroup will tell.
    if (this.#state.kind === 'joining') return;
    this.#onFault(error);
  }

  /** No heartbeat got through for as long as the session lasts. */
  onSessionOver(identity: Identity, reason: string): void {
    if (this.identity?.generationId !== identity.generationId) return;
    this.#reason = reason;
    // The member id is kept: after an outage of the whole cluster the coordinator still knows it.
    this.#apply({ kind: 'expelled', forget: false });
  }

  async #join(identity: Identity, owned: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    const { cluster, contact } = this.#means;
    const commits = this.#means.commits();
    try {
      const grace = { signal, timeoutMs: COMMIT_GRACE_MS };
      await waitFor(commits.settled(), cluster.clock, 'commit before joining', grace).catch(() => {});
      const joined = await this.#exchange.join(identity, owned, this.#reason, { signal });
      if (signal.aborted) return;
      contact();
      if ('named' in joined) return this.#apply({ kind: 'named', memberId: joined.named });
      const { generationId } = joined.identity;
      const isNext = generationId === identity.generationId || generationId === identity.generationId + 1;
      const hasLapsed = identity.generationId >= 0 && !isNext;
      // Somebody else may have owned this member's partitions in a generation that it missed.
      if (hasLapsed || identity.generationId < 0) commits.reset('a generation was missed');
      this.#apply({ kind: 'joined', identity: joined.identity, hasLapsed });
    } catch (error) {
      await this.#afterFault(error, signal);
    }
  }

  async #sync(signal: AbortSignal): Promise<void> {
    try {
      const assigned = await this.#exchange.sync({ signal });
      if (signal.aborted) return;
      this.#means.contact();
      this.#backoff.reset();
      this.#rebalances++;
      this.#apply({ kind: 'synced', assigned });
      this.#exchange.watch();
    } catch (error) {
      await this.#afterFault(error, signal);
    }
  }

  async #serve(owned: readonly TopicPartition[], rejoins: boolean, signal: AbortSignal): Promise<void> {
    this.#turns.assign(owned);
    if (rejoins) return this.#rebalance('partitions were given up that others are to get');
    // What changed while JoinGroup was under way.
    if (this.#exchange.isOutdated) return this.#rebalance('the topics of the subscription have changed');
    await new Promise<void>((resolve) => onAbort(signal, resolve));
  }

  async #revoke(removed: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    const isFinished = await this.#turns.revoke(removed, signal);
    if (this.#state.kind !== 'revoking') return;
    if (!isFinished) {
      this.#means.cluster.logger.warn('gave up waiting for onRevoked', { group: this.#means.settings.groupId });
      this.#turns.lose(removed);
    }
    this.#apply({ kind: 'revoked' });
  }

  /** The only place where the state changes. */
  #apply(event: MemberEvent): void {
    const before = this.#state;
    const after = transition(before, event);
    if (after === before) return;
    this.#state = after;
    const commits = this.#means.commits();
    if (!this.mayCommit) this.#exchange.unwatch();
    this.#owned = new Set(ownedIn(after).map(({ topic, partition }) => partitionKey(topic, partition)));
    if (after.kind === 'stable') commits.retain(this.#owned);
    if (event.kind === 'expelled') commits.reset(`no longer in the group (${this.#reason})`);
    const lost = lostBetween(before, event, after);
    if (lost.length > 0) this.#turns.lose(lost);
    const { cluster, settings } = this.#means;
    cluster.logger.debug('group member', { group: settings.groupId, from: before.kind, to: after.kind });
    this.#step.abort();
    commits.wake();
  }

  #rebalance(reason: string): void {
    const state = this.#state;
    if (state.kind !== 'stable' && state.kind !== 'syncing') return;
    this.#reason = reason;
    this.#apply({ kind: 'rebalance', removed: this.#isCooperative ? this.#unwanted(state.owned) : state.owned });
  }

  /** What is owned of topics that are not subscribed to any more. */
  #unwanted(owned: readonly TopicPartition[]): readonly TopicPartition[] {
    const wanted = new Set(this.#topics.known);
    return owned.filter(({ topic }) => !wanted.has(topic));
  }

  #fail(thrown: unknown): void {
    const { settings, cluster, handlers } = this.#means;
    const error = explainFatal(thrown, settings.groupId);
    if (!isLive(this.#state)) return;
    this.#failedAs = this.#state.identity;
    this.#reason = error.message;
    cluster.logger.error('the group member has failed', { group: settings.groupId, error: error.message });
    this.#apply({ kind: 'failed', error });
    handlers.onError(error);
  }

  /** Changes the state as an error of this member's own request demands. */
  #onFault(error: unknown): void {
    const fault = faultOf(error);
    const { message } = toError(error);
    if (fault === 'again') return;
    if (fault === 'fatal') return this.#fail(error);
    if (fault === 'rebalance') return this.#rebalance(message);
    this.#reason = message;
    this.#apply({ kind: 'expelled', forget: fault === 'forgotten' });
  }

  /** After a failed join or sync: learns from it, then waits a little, unless closing. */
  async #afterFault(error: unknown, signal: AbortSignal): Promise<void> {
    const { cluster, settings, link } = this.#means;
    // Given up or timed out: the broker may hold the request for long.
    if (signal.aborted || (KafkaError.is(error) && error.code === 'TIMEOUT')) link.abandonWorkLane();
    if (signal.aborted) return;
    const isAnswer = faultOf(error) !== 'again';
    // The first word from a coordinator that was away for long is worth a quick reply.
    if (isAnswer && !this.#wasAnswered) this.#backoff.reset();
    this.#wasAnswered = isAnswer;
    this.#onFault(error);
    if (!isLive(this.#state)) return;
    cluster.logger.info('will try again to join the group', { group: settings.groupId, error: toError(error).message });
    await sleep(cluster.clock, this.#backoff.next(), this.#closing.signal).catch(() => {});
  }
}
