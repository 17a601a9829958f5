// What a member of KIP-848 goes through, step by step. Owns: its state, the way from what is owned to what the coordinator
// wants, and who is told what when. Must not know: heartbeats' contents and times, commits' requests, what handlers do.
// Invariants: what goes is revoked before the coordinator hears of it; what stays is never touched; one step at a time, and
// every wait of a step ends when what it waits for is of no use any more.
import { onAbort, sleep } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import type { KafkaError } from '../base/errors.ts';
import { toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { CommitQueue } from './commit-queue.ts';
import {
  type ConsumerEvent,
  type ConsumerState,
  consumerTransition,
  isBeating,
  isJoined,
  ownedIn,
} from './consumer-state.ts';
import { explainFatal } from './group-fault.ts';
import type { GroupHandlers, MemberPhase } from './group-member.ts';
import type { GroupSettings } from './group-settings.ts';
import { HandlerTurns } from './handler-turns.ts';
import { MissingTopics } from './missing-topics.ts';
import { SubscribedTopics } from './subscribed-topics.ts';
import { TopicNames } from './topic-names.ts';
import { type IdPartition, type Share, together, without } from './topic-share.ts';

/** What the driver needs from its member. */
export interface ConsumerMeans {
  readonly cluster: Cluster;
  readonly settings: GroupSettings;
  readonly handlers: GroupHandlers;
  commits(): CommitQueue;
  /** A heartbeat is wanted now. */
  beat(): void;
  /** The member begins anew, or ends: nothing that was sent before counts. */
  begunAnew(): void;
  /** Whether somebody else takes over from a member that was refused before it ever joined. */
  isReplaced(error: KafkaError): boolean;
}

export class ConsumerDriver {
  readonly #means: ConsumerMeans;
  readonly #turns: HandlerTurns;
  readonly #names: TopicNames;
  readonly #topics: SubscribedTopics;
  readonly #missing: MissingTopics;
  readonly #backoff = new Backoff();
  readonly #closing = new AbortController();
  /** The patience of close() is over. */
  readonly #hurry = new AbortController();
  #state: ConsumerState = { kind: 'idle' };
  /** Ends the waits of the step under way; renewed by every step, fired by every change that matters to it. */
  #step = new AbortController();
  /** Fires when what the member owns is lost; renewed then. */
  #life = new AbortController();
  #isRevoking = false;
  #owned: ReadonlyMap<string, TopicPartition> = new Map();
  #ownedKeys: ReadonlySet<string> = new Set();
  /** The target whose names were asked for: what is still unknown then waits, and the rest goes ahead. */
  #askedFor: Share | undefined;
  #reason = 'starting';
  #hasJoined = false;
  #isMemberStill = false;
  #rebalances = 0;

  constructor(means: ConsumerMeans) {
    this.#means = means;
    const { cluster, settings, handlers } = means;
    this.#turns = new HandlerTurns({
      clock: cluster.clock,
      handlers,
      limitMs: settings.rebalanceTimeoutMs,
      hurry: this.#hurry.signal,
      failed: (error) => this.fail(error),
    });
    this.#names = new TopicNames(cluster);
    this.#missing = new MissingTopics(cluster);
    this.#topics = new SubscribedTopics(cluster, settings.subscription, () => means.beat());
  }

  get state(): ConsumerState {
    return this.#state;
  }

  get phase(): MemberPhase {
    const { kind } = this.#state;
    if (kind === 'reconciling') return this.#isRevoking ? 'revoking' : 'syncing';
    if (kind === 'releasing') return 'revoking';
    return kind === 'acknowledging' ? 'stable' : kind;
  }

  get owned(): readonly TopicPartition[] {
    return [...this.#owned.values()];
  }

  owns(topic: string, partition: number): boolean {
    return this.#ownedKeys.has(partitionKey(topic, partition));
  }

  get rebalances(): number {
    return this.#rebalances;
  }

  get missingTopics(): readonly string[] {
    return this.#missing.names;
  }

  /** Topics to subscribe to by name; undefined before they are known. */
  get topics(): readonly string[] | undefined {
    return this.#means.settings.subscription.kind === 'server-pattern' ? [] : this.#topics.known;
  }

  /** Until the end of all steps. True: the coordinator is to be told that the member leaves. */
  async run(): Promise<boolean> {
    if (this.phase !== 'idle') return false;
    this.#apply({ kind: 'start' });
    void this.#lookForTopics();
    this.#means.beat();
    try {
      while (isBeating(this.#state)) {
        const state = this.#state;
        this.#step = new AbortController();
        if (state.kind === 'reconciling') await this.#reconcile(state.owned, state.target, state.isNew);
        else if (state.kind === 'releasing') await this.#release(state.owned);
        else await aborted(this.#step.signal);
      }
    } catch (error) {
      this.fail(error);
    }
    await this.#turns.interrupt();
    this.#topics.close();
    this.#missing.close();
    return this.#state.kind === 'leaving' || this.#isMemberStill;
  }

  /** It is to end: what is owned is revoked first. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#reason = 'the consumer is being closed';
    this.#apply({ kind: 'leave' });
    this.#topics.close();
    this.#missing.close();
  }

  /** Nobody is waited for any more. */
  hurry(): void {
    this.#hurry.abort();
  }

  /** The coordinator has been told, or cannot be. */
  left(): void {
    if (this.#state.kind === 'leaving') this.#apply({ kind: 'left' });
  }

  /** A heartbeat was answered. `told`: what it said that is owned. */
  answered(epoch: number, target: Share | undefined, told: Share | undefined): void {
    this.#hasJoined = true;
    this.#apply({ kind: 'answered', epoch, target, ...(told !== undefined && { told }) });
  }

  /** The coordinator goes on without this member: what it had is lost, and it joins anew. */
  expel(reason: string): void {
    const { cluster, settings } = this.#means;
    cluster.logger.warn('no longer in the group, joining anew', { group: settings.groupId, reason });
    this.#reason = reason;
    this.#apply({ kind: 'expelled' });
    this.#means.beat();
  }

  /** This does not heal. */
  fail(thrown: unknown): void {
    const state = this.#state;
    if (!isBeating(state)) return;
    const { cluster, settings, handlers } = this.#means;
    const error = explainFatal(thrown, settings.groupId);
    this.#reason = error.message;
    this.#isMemberStill = isJoined(state) && error.code !== 'FENCED_INSTANCE_ID';
    const isReplaced = !this.#hasJoined && this.#means.isReplaced(error);
    if (!isReplaced) {
      cluster.logger.error('the group member has failed', { group: settings.groupId, error: error.message });
    }
    this.#apply({ kind: 'failed', error });
    if (!isReplaced) handlers.onError(error);
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
    if (isNew || known.size > 0) return this.#assign(together(owned, known));
    await sleep(this.#means.cluster.clock, this.#backoff.next(), signal).catch(() => {});
    if (!signal.aborted) await this.#ask(unknown, signal);
  }

  #assign(owned: Share): void {
    this.#backoff.reset();
    this.#rebalances++;
    this.#apply({ kind: 'owns', owned });
    this.#apply({ kind: 'reconciled' });
    const { cluster, settings } = this.#means;
    cluster.logger.info('partitions are assigned', { group: settings.groupId, partitions: owned.size });
    this.#turns.assign(this.owned);
    this.#means.beat();
  }

  async #revoke(going: Share): Promise<void> {
    const { signal } = this.#life;
    const removed = [...going].map(([key, place]) => this.#owned.get(key) ?? this.#name(place));
    this.#isRevoking = true;
    const isFinished = await this.#turns.revoke(removed, signal);
    this.#isRevoking = false;
    if (signal.aborted || !isJoined(this.#state)) return;
    if (!isFinished) {
      this.#means.cluster.logger.warn('gave up waiting for onRevoked', { group: this.#means.settings.groupId });
      this.#turns.lose(removed);
    }
    this.#apply({ kind: 'owns', owned: without(this.#state.owned, going) });
  }

  async #release(owned: Share): Promise<void> {
    if (owned.size > 0) return this.#revoke(owned);
    await this.#turns.interrupt();
    if (this.#state.kind === 'releasing') this.#apply({ kind: 'released' });
  }

  async #ask(topicIds: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#names.ask(topicIds, { signal }).catch((error: unknown) => {
      if (signal.aborted) return;
      const fields = { group: this.#means.settings.groupId, error: toError(error).message };
      this.#means.cluster.logger.info('topics that are assigned could not be looked up', fields);
    });
  }

  /** Nothing is joined before the topics are known that match a pattern here. */
  async #lookForTopics(): Promise<void> {
    const { subscription } = this.#means.settings;
    if (subscription.kind === 'topics') void this.#missing.look(subscription.topics);
    if (subscription.kind !== 'pattern') return;
    await this.#topics.names({ signal: this.#closing.signal }).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.fail(error);
    });
    this.#means.beat();
  }

  /** The only place where the state changes. */
  #apply(event: ConsumerEvent): void {
    const before = this.#state;
    const after = consumerTransition(before, event);
    if (after === before) return;
    this.#state = after;
    const commits = this.#means.commits();
    const lost = event.kind === 'expelled' || event.kind === 'failed' ? this.owned : [];
    if (ownedIn(before) !== ownedIn(after)) this.#own(ownedIn(after));
    if (event.kind === 'expelled' || event.kind === 'failed') {
      this.#life.abort();
      this.#life = new AbortController();
      this.#means.begunAnew();
    }
    if (event.kind === 'owns') commits.retain(this.#ownedKeys);
    if (event.kind === 'expelled') commits.reset(`no longer in the group (${this.#reason})`);
    if (lost.length > 0) this.#turns.lose(lost);
    if (before.kind !== after.kind) {
      const fields = { group: this.#means.settings.groupId, from: before.kind, to: after.kind };
      this.#means.cluster.logger.debug('group member', fields);
    }
    if (before.kind !== after.kind || targetOf(before) !== targetOf(after)) this.#step.abort();
    commits.wake();
  }

  #own(owned: Share): void {
    this.#owned = new Map([...owned].map(([key, place]) => [key, this.#name(place)]));
    this.#ownedKeys = new Set(this.owned.map(({ topic, partition }) => partitionKey(topic, partition)));
    const target = targetOf(this.#state)?.values() ?? [];
    this.#names.keep(new Set([...owned.values(), ...target].map(({ topicId }) => topicId)));
  }

  /** The topic's name is known wherever this is called. */
  #name({ topicId, partition }: IdPartition): TopicPartition {
    return { topic: this.#names.get(topicId) as string, partition };
  }

  #unknown(share: Share): string[] {
    const ids = new Set([...share.values()].map(({ topicId }) => topicId));
    return [...ids].filter((topicId) => this.#names.get(topicId) === undefined);
  }
}

function targetOf(state: ConsumerState): Share | undefined {
  return isJoined(state) ? state.target : undefined;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => onAbort(signal, resolve));
}
