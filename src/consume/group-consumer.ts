// A member of a group that reads what it is assigned. Joins membership and feed; owns commits and what the user is told.
// Invariants: nothing is fetched before committed offsets are loaded; what was read of a partition is gone before the
// partition is; what was marked is committed before the partition is given up; the user's callbacks never overlap.
import { type CallOptions, throwIfAborted } from '../base/abort.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { GroupMetadata } from '../cluster/group-metadata.ts';
import { partitionKey, without } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { listOffsets, type OffsetSpec } from '../fetch/offset-lookup.ts';
import type { CommitResult } from '../group/commit-queue.ts';
import type { CloseOptions, GroupHandlers, GroupMember } from '../group/group-member.ts';
import type { GroupSettings } from '../group/group-settings.ts';
import { openMember } from '../group/open-member.ts';
import { subscribedCounts } from '../group/subscribed-topics.ts';
import type { GroupConsumerSettings } from './consumer-settings.ts';
import { Feed } from './feed.ts';
import { Marks } from './marks.ts';
import { partitionProblems, unsettledPartitions } from './problems.ts';
import type { ConsumerCounts, RecordSource, Standing } from './record-source.ts';
import { type Start, StartOffsets } from './start-offsets.ts';

/** The last commit of a consumer that closes: the coordinator may be gone. */
const CLOSING_COMMIT_MS = 5_000;
const NEVER = new AbortController().signal;

/** Makes the member that a consumer reads for. */
export type OpenMember = (cluster: Cluster, settings: GroupSettings, handlers: GroupHandlers) => GroupMember;

/** Where a partition begins, or why it cannot. */
interface Begin extends Start {
  readonly leaderEpoch?: number | undefined;
}

export class GroupConsumer implements RecordSource {
  readonly feed: Feed;
  readonly #cluster: Cluster;
  readonly #settings: GroupConsumerSettings;
  readonly #open: OpenMember;
  #member: GroupMember;
  readonly #starts: StartOffsets;
  readonly #marks: Marks;
  /** The user's callbacks, one after the other. */
  #callbacks: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;
  /** Partitions that the user was told of, and may commit: also while onRevoked runs, when nothing is read of them any more. */
  readonly #owned = new Set<string>();
  /** Away from the group, because nobody reads: until stepBack(). */
  #aside: Promise<void> | undefined;
  /** What members before this one counted. */
  #earlier = { rebalances: 0, longestLoopBlockMs: 0 };
  #commits = 0;
  #commitError: KafkaError | undefined;

  constructor(cluster: Cluster, settings: GroupConsumerSettings, open: OpenMember = openMember) {
    const { fetch, startOffset, startFirst, commitIntervalMs } = settings;
    this.#cluster = cluster;
    this.#settings = settings;
    this.#open = open;
    this.feed = new Feed(cluster, fetch, {
      onMoved: (place) => this.#goBack(place),
      onTrouble: (error) => settings.onError(error),
    });
    this.#starts = new StartOffsets(cluster, startOffset, startFirst, fetch.isolation);
    this.#member = this.#newMember();
    this.#marks = new Marks(cluster.clock, commitIntervalMs, () => this.#commitMarks({}));
  }

  get counts(): ConsumerCounts {
    const { rebalances, longestLoopBlockMs } = this.#member;
    return {
      rebalances: this.#earlier.rebalances + rebalances,
      commits: this.#commits,
      longestLoopBlockMs: Math.max(this.#earlier.longestLoopBlockMs, longestLoopBlockMs),
    };
  }

  /** The group's own side, for those who need more than reading. */
  get member(): GroupMember {
    return this.#member;
  }

  async start(call: CallOptions): Promise<void> {
    if (this.#settings.startOffset === 'last') {
      const { subscription } = this.#settings.group;
      const count = () => subscribedCounts(this.#cluster, subscription, { signal: call.signal });
      this.#starts.observe(await this.#cluster.retry('partition counts', count, call));
    }
    void this.#member.run();
  }

  async commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<void> {
    if (this.#settings.commitIntervalMs !== undefined) return this.mark(offsets);
    throwFirst(await this.#commit(this.#complete(offsets), call));
  }

  mark(offsets: readonly TopicPartitionOffset[]): void {
    if (this.feed.end !== undefined) throw this.feed.end;
    const isOwned = ({ topic, partition }: TopicPartition) => this.#owned.has(partitionKey(topic, partition));
    this.#marks.add(this.#complete(offsets).filter(isOwned));
  }

  async commitMarked(call: CallOptions): Promise<void> {
    throwFirst(await this.#sendMarks(call));
  }

  async seek(place: TopicPartition, to: OffsetSpec | number, call: CallOptions): Promise<void> {
    if (this.feed.state(place.topic, place.partition) === undefined) {
      const message = `seek ${place.topic}[${place.partition}]: the partition is not assigned to this member`;
      throw new KafkaError('REBALANCE', message, place);
    }
    if (typeof to === 'number') return this.#seek(place, to);
    const { isolation } = this.#settings.fetch;
    const found = (await listOffsets(this.#cluster, [place], to, isolation, call)).get(place);
    if (found === undefined || KafkaError.is(found)) throw found ?? new KafkaError('INTERNAL', 'no answer');
    this.#seek(place, found.offset);
  }

  /** Who commits for this reader; throws outside a generation. */
  get metadata(): GroupMetadata {
    const { groupId, groupInstanceId } = this.#settings.group;
    const { generation } = this.#member;
    if (generation === undefined) {
      throw new KafkaError('REBALANCE', `the reader is in no generation of group ${groupId}`, { retriable: true });
    }
    return { groupId, ...generation, groupInstanceId };
  }

  /**
   * Goes on where the group has committed, in every partition that is assigned: after a transaction with their offsets was
   * aborted. What a rebalance took away meanwhile, and perhaps gave back, begins there by itself.
   */
  async rewind(call: CallOptions): Promise<void> {
    const before = [...this.feed.states];
    if (this.#member.generation === undefined || before.length === 0) return;
    const isStill = ({ topic, partition }: TopicPartition, index: number): boolean =>
      this.feed.state(topic, partition) === before[index];
    const committed = await this.#member.committed(before, call);
    const uncommitted: TopicPartition[] = [];
    for (const [index, state] of before.entries()) {
      if (!isStill(state, index)) continue;
      const place = committed.get(partitionKey(state.topic, state.partition));
      if (place === undefined) uncommitted.push(state);
      else this.feed.seek(place, place.offset);
    }
    await this.#starts.resolve(uncommitted, call.signal ?? NEVER, async (starts) => {
      for (const { place, offset } of starts) {
        // Sought, revoked, or given back meanwhile: that counts.
        if (this.feed.state(place.topic, place.partition) !== place) continue;
        if (typeof offset === 'number') this.feed.seek(place, offset);
        else this.feed.standStill(place, offset);
      }
    });
  }

  standing(): Standing {
    const { rebalanceTimeoutMs, sessionTimeoutMs } = this.#settings.group;
    const { phase, lastHeartbeatAt, fellBack } = this.#member;
    const isIn = phase === 'stable' || phase === 'revoking';
    const settling = unsettledPartitions(this.#cluster, this.feed);
    if (phase !== 'stable') settling.push(`not in the group ${this.#settings.group.groupId}: ${phase}`);
    return {
      joined: isIn,
      isRebalancing: phase !== 'stable',
      settling,
      // Members that died are waited for until their sessions end.
      settlingLimitMs: rebalanceTimeoutMs + sessionTimeoutMs,
      troubles: this.#problems(),
      lastHeartbeatAt,
      fellBack,
    };
  }

  /** Leaves the group as close() does, but for the feed: it may be read again. */
  stepAside(): Promise<void> {
    this.#aside ??= this.#member.close({ timeoutMs: this.#settings.group.rebalanceTimeoutMs });
    return this.#aside;
  }

  stepBack(): void {
    const aside = this.#aside;
    if (aside === undefined || this.#closing !== undefined) return;
    this.#aside = undefined;
    void aside.then(() => {
      if (this.#closing !== undefined || this.feed.end !== undefined) return;
      const { rebalances, longestLoopBlockMs } = this.counts;
      this.#earlier = { rebalances, longestLoopBlockMs };
      this.#member = this.#newMember();
      void this.#member.run();
    });
  }

  #newMember(): GroupMember {
    return this.#open(this.#cluster, this.#settings.group, {
      onAssigned: (partitions, signal) => this.#onAssigned(partitions, signal),
      onRevoked: (partitions, signal) => this.#onRevoked(partitions, signal),
      onLost: (partitions) => this.#onLost(partitions),
      onError: (error) => void this.feed.close(error),
    });
  }

  #problems(): string[] {
    const { groupId, sessionTimeoutMs } = this.#settings.group;
    const { outage, missingTopics, loopBlock } = this.#member;
    const problems = partitionProblems(this.#cluster, this.feed);
    if (outage !== undefined) {
      problems.push(
        `no coordinator of group ${groupId} since ${new Date(outage.since).toISOString()}: ${outage.reason}`,
      );
    }
    if (loopBlock !== undefined) {
      const { blockedMs, endedAt } = loopBlock;
      const lasted = `the event loop was blocked for ${Math.round(blockedMs)} ms until ${new Date(endedAt).toISOString()}`;
      const limit = `longer than group ${groupId} waits for a heartbeat (sessionTimeoutMs ${sessionTimeoutMs})`;
      problems.push(`${lasted}, ${limit}: its records may have gone to another member; compute in a worker thread`);
    }
    for (const topic of missingTopics) problems.push(`topic ${topic} does not exist, or may not be seen`);
    if (this.#commitError !== undefined) problems.push(`the last commit failed: ${this.#commitError.message}`);
    return problems;
  }

  close(options: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  async #close(options: CloseOptions): Promise<void> {
    await this.#member.close(options);
    this.#marks.close();
    await this.feed.close(new KafkaError('CLOSED', `the reader of group ${this.#settings.group.groupId} is closed`));
  }

  async #onAssigned(added: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    // After it was interrupted it may be told again of what it had come to.
    const isNew = ({ topic, partition }: TopicPartition): boolean => this.feed.state(topic, partition) === undefined;
    this.feed.add(added.filter(isNew));
    this.feed.forgetOldPauses();
    const committed = added.length > 0 ? await this.#member.committed(added, { signal }) : new Map();
    const isCommitted = ({ topic, partition }: TopicPartition) =>
      committed.get(partitionKey(topic, partition)) !== undefined;
    let begins: readonly Begin[] = added.filter(isCommitted).map((place) => {
      const { offset, leaderEpoch } = committed.get(partitionKey(place.topic, place.partition)) as TopicPartitionOffset;
      return { place, offset, leaderEpoch };
    });
    let isTold = false;
    const uncommitted = added.filter((place) => !isCommitted(place));
    await this.#starts.resolve(uncommitted, signal, async (starts) => {
      await this.#rememberStarts(starts, signal);
      begins = [...begins, ...starts];
      if (begins.length > 0 || !isTold)
        await this.#announce(
          begins.map(({ place }) => place),
          signal,
        );
      isTold = true;
      for (const { place, offset, leaderEpoch } of begins) {
        if (typeof offset === 'number') this.feed.begin(place, offset, leaderEpoch);
        else this.feed.standStill(place, offset);
      }
      begins = [];
    });
  }

  /** Tells the user what is about to be read, of each partition once, and of a rebalance also where it brought nothing. */
  async #announce(partitions: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    throwIfAborted(signal, 'assigned');
    const told = without(partitions, this.#known(partitions));
    if (told.length > 0 || partitions.length === 0) {
      await this.#inTurn('onAssigned', () => {
        if (signal.aborted) return;
        for (const { topic, partition } of told) this.#owned.add(partitionKey(topic, partition));
        return this.#settings.callbacks.onAssigned(told);
      });
    }
    throwIfAborted(signal, 'assigned');
  }

  async #onRevoked(removed: readonly TopicPartition[], signal: AbortSignal): Promise<void> {
    const { group, callbacks } = this.#settings;
    this.feed.drop(removed);
    const known = this.#known(removed);
    if (known.length > 0) await this.#inTurn('onRevoked', () => callbacks.onRevoked(known));
    const timeoutMs = this.#closing === undefined ? group.rebalanceTimeoutMs : CLOSING_COMMIT_MS;
    await this.#commitMarks({ signal, timeoutMs });
    // Else they are lost already, and may be assigned again.
    if (signal.aborted) return;
    this.#disown(removed);
  }

  #onLost(partitions: readonly TopicPartition[]): void {
    this.feed.drop(partitions);
    const known = this.#known(partitions);
    this.#disown(partitions);
    if (known.length === 0) return;
    this.#inTurn('onLost', () => this.#settings.callbacks.onLost(known)).catch((error: unknown) => {
      this.#cluster.logger.error('onLost has failed', { error: toError(error).message });
    });
  }

  /** Those that the user was told of. */
  #known(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
    return partitions.filter(({ topic, partition }) => this.#owned.has(partitionKey(topic, partition)));
  }

  #disown(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.#owned.delete(partitionKey(topic, partition));
    this.#marks.drop(partitions);
  }

  /** A start at the end, or at a time, is committed at once: a restart before the first commit must not move it. */
  async #rememberStarts(starts: readonly Start[], signal: AbortSignal): Promise<void> {
    if (this.#settings.startOffset === 'first') return;
    const offsets = starts.flatMap(({ place, offset }) => (typeof offset === 'number' ? [{ ...place, offset }] : []));
    if (offsets.length === 0) return;
    const results = await this.#commit(offsets, { signal });
    for (const { topic, partition, error } of results) {
      if (error === undefined) continue;
      this.#cluster.logger.warn('the start offset could not be committed', { topic, partition, error: error.message });
      this.#settings.onError(error, { topic, partition });
    }
  }

  async #commitMarks(call: CallOptions): Promise<void> {
    try {
      for (const { topic, partition, error } of await this.#sendMarks(call)) {
        if (error === undefined || error.code === 'REBALANCE') continue;
        this.#cluster.logger.error('a commit has failed', { topic, partition, error: error.message });
        this.#settings.onError(error, { topic, partition });
      }
    } catch (error) {
      this.#cluster.logger.warn('marks could not be committed', { error: toError(error).message });
      this.#settings.onError(toError(error));
    }
  }

  async #sendMarks(call: CallOptions): Promise<readonly CommitResult[]> {
    const marks = this.#marks.snapshot();
    if (marks.length === 0) return [];
    const results = await this.#commit(marks, call);
    const failed = new Map(results.map(({ topic, partition, error }) => [partitionKey(topic, partition), error]));
    for (const mark of marks) {
      const error = failed.get(partitionKey(mark.topic, mark.partition));
      if (error === undefined) this.#marks.done(mark);
      else if (error.code === 'REBALANCE') this.#marks.drop([mark]);
    }
    return results;
  }

  async #commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<readonly CommitResult[]> {
    if (this.#aside !== undefined) return offsets.map((place) => ({ ...place, error: asideError(place) }));
    const results = await this.#member.commit(offsets, call);
    this.#commits += results.filter(({ error }) => error === undefined).length;
    this.#commitError = results.find(({ error }) => error !== undefined && error.code !== 'REBALANCE')?.error;
    return results;
  }

  /** Those that still stand for what was read, with their leader epochs. */
  #complete(offsets: readonly TopicPartitionOffset[]): TopicPartitionOffset[] {
    return offsets.filter((place) => !this.feed.isGone(place)).map((place) => this.#withEpoch(place));
  }

  #withEpoch(place: TopicPartitionOffset): TopicPartitionOffset {
    if (place.leaderEpoch !== undefined) return place;
    const leaderEpoch = this.feed.leaderEpochOf(place.topic, place.partition, place.offset - 1);
    return leaderEpoch === undefined ? place : { ...place, leaderEpoch };
  }

  #seek({ topic, partition }: TopicPartition, offset: number): void {
    this.#goBack({ topic, partition, offset });
    this.feed.seek({ topic, partition }, offset);
  }

  /** What was committed above is not where the group is to go on. */
  #goBack(place: TopicPartitionOffset): void {
    this.#member.goBack(place);
    this.#marks.goBack(place);
  }

  /** Runs a callback of the user after those before it. */
  #inTurn(name: string, run: () => void | Promise<void>): Promise<void> {
    const turn = this.#callbacks.then(run).catch((cause: unknown) => {
      throw new KafkaError('HANDLER', `${name} has thrown: ${toError(cause).message}`, { cause });
    });
    this.#callbacks = turn.catch(() => {});
    return turn;
  }
}

function asideError({ topic, partition, offset }: TopicPartitionOffset): KafkaError {
  const message = `commit ${topic}[${partition}] at ${offset}: the member left the group because nothing was read for too long`;
  return new KafkaError('REBALANCE', message, { topic, partition, offset });
}

/** A lost partition is the least of the errors there may be. */
function throwFirst(results: readonly CommitResult[]): void {
  const errors = results.flatMap(({ error }) => error ?? []);
  const worst = errors.find(({ code }) => code !== 'REBALANCE') ?? errors[0];
  if (worst !== undefined) throw worst;
}
