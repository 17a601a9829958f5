// A member of a group and nothing else, for those who read in their own way: kafka-go's ConsumerGroup. Owns: making one
// generation of every assignment, and that no two are live. Must not know: fetching.
//
// Invariant: a generation is over, and its functions have ended, before what it had is given up and before the next is told.
import { type CallOptions, throwIfAborted, waitFor } from '../base/abort.ts';
import { deferred } from '../base/deferred.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { GroupConsumerSettings } from '../consume/consumer-settings.ts';
import { type Start, StartOffsets } from '../consume/start-offsets.ts';
import type { CloseOptions, GroupMember } from '../group/group-member.ts';
import { openMember } from '../group/open-member.ts';
import { subscribedCounts } from '../group/subscribed-topics.ts';
import { Generation } from './generation.ts';
import type { ClassicProtocol, ConsumerProtocol, ServerMatched } from './group-protocol.ts';
import {
  type GroupMembership,
  type GroupTopics,
  type ReaderCommon,
  type ReaderOptions,
  readerSettings,
} from './reader-options.ts';
import { type ClientSource, type OpenSource, openSource } from './source.ts';

/** Options of a {@link ConsumerGroup}: how to reach the cluster, and those of a Reader in a group that are about membership. */
export type ConsumerGroupOptions = ClientSource &
  ((GroupTopics & (ClassicProtocol | ConsumerProtocol)) | ServerMatched) &
  Pick<ReaderCommon, 'isolation' | 'rack'> &
  Omit<
    GroupMembership,
    | 'commitIntervalMs'
    | 'onAssigned'
    | 'onRevoked'
    | 'onLost'
    | 'leaveWhenStalled'
    | 'topic'
    | 'partition'
    | 'partitions'
  >;

const READERS_ONLY = [
  'commitIntervalMs',
  'onAssigned',
  'onRevoked',
  'onLost',
  'leaveWhenStalled',
  'minBytes',
  'maxBytes',
  'maxPartitionBytes',
  'maxWaitMs',
  'maxDecompressedBytes',
  'checkCrcs',
  'outOfRange',
  'waitForBrokers',
  'onEvent',
  'stalledAfterMs',
  'topic',
  'partition',
  'partitions',
] as const;

/**
 * Membership of a group, generation by generation. `next()` joins, and gives what this member is to read until the next
 * rebalance; how it is read is up to you: a `Reader` by hand (`partitions`), a `Conn`, or what you like.
 */
export class ConsumerGroup implements AsyncDisposable {
  readonly #open: OpenSource;
  readonly #settings: Omit<GroupConsumerSettings, 'onError'>;
  readonly #starts: StartOffsets;
  readonly #closing = new AbortController();
  #member: GroupMember;
  #starting: Promise<void> | undefined;
  /** The live one, or the last one. */
  #generation: Generation | undefined;
  /** Not given to anyone yet. */
  #fresh: Generation | undefined;
  #error: KafkaError | undefined;
  /** What a function of a generation threw. */
  #thrown: KafkaError | undefined;
  #news = deferred<void>();
  /** Leaving and joining again, one after the other. */
  #renewing: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  /** Checks its options; does no I/O. */
  constructor(options: ConsumerGroupOptions) {
    if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object');
    for (const name of READERS_ONLY) {
      const given = (options as unknown as Record<string, unknown>)[name];
      if (given !== undefined) throw configError(name, given, 'nothing: it is an option of Readers');
    }
    const settings = readerSettings(options as ReaderOptions);
    if (settings.kind !== 'group') throw configError('groupId', undefined, 'a group id with topics');
    this.#settings = settings.group;
    this.#open = openSource(options);
    const { fetch, startOffset, startFirst } = settings.group;
    this.#starts = new StartOffsets(this.#open.cluster, startOffset, startFirst, fetch.isolation);
    this.#member = this.#newMember();
  }

  /**
   * The next generation: joins the first time, and waits for the rebalance after the one before. Rejects with what a
   * function of the generation before has thrown (once; the next call goes on), with an error that does not heal, and
   * with CLOSED after `close()`. `signal` and `timeoutMs` end the wait.
   */
  async next(call: CallOptions = {}): Promise<Generation> {
    const { clock } = this.#open.cluster;
    throwIfAborted(call.signal, 'next generation');
    if (this.#closed !== undefined) throw this.#closedError();
    const deadline = clock.monotonic() + (call.timeoutMs ?? Number.POSITIVE_INFINITY);
    const rest = () => ({
      signal: call.signal,
      timeoutMs: call.timeoutMs === undefined ? undefined : Math.max(0, deadline - clock.monotonic()),
    });
    await waitFor(this.#start(), clock, 'join the group', rest());
    for (;;) {
      const thrown = this.#thrown;
      this.#thrown = undefined;
      if (thrown !== undefined) throw thrown;
      if (this.#error !== undefined) throw this.#error;
      if (this.#closed !== undefined) throw this.#closedError();
      const fresh = this.#fresh;
      this.#fresh = undefined;
      if (fresh !== undefined && !fresh.signal.aborted) return fresh;
      await waitFor(this.#news.promise, clock, 'next generation', rest());
    }
  }

  /** Ends the generation, waits for its functions (at most `timeoutMs`, default 30 s), and leaves. Idempotent. */
  close(call: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(call);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(call: CloseOptions): Promise<void> {
    this.#closing.abort();
    this.#tell();
    // The same that a renewal under way may be closing, and this call has less patience.
    await this.#member.close(call);
    await this.#renewing;
    void this.#generation?._end();
    this.#tell();
    await this.#open.release();
  }

  #start(): Promise<void> {
    if (this.#starting === undefined) {
      this.#starting = this.#begin().catch((error: unknown) => {
        this.#starting = undefined;
        throw this.#closed === undefined ? error : this.#closedError();
      });
    }
    return this.#starting;
  }

  async #begin(): Promise<void> {
    const { cluster } = this.#open;
    const { signal } = this.#closing;
    await cluster.start({ signal });
    if (this.#settings.startOffset === 'last') {
      const { subscription } = this.#settings.group;
      const count = () => subscribedCounts(cluster, subscription, { signal });
      this.#starts.observe(await cluster.retry('partition counts', count, { signal }));
    }
    throwIfAborted(signal, 'join the group');
    void this.#member.run();
  }

  #newMember(): GroupMember {
    const { group } = this.#settings;
    const member: GroupMember = openMember(this.#open.cluster, group, {
      onAssigned: (_, signal) => this.#onAssigned(member, signal),
      onRevoked: () => this.#generation?._end() ?? Promise.resolve(),
      onLost: () => void this.#generation?._end(),
      onError: (error) => {
        this.#error = error;
        void this.#generation?._end();
        this.#tell();
      },
    });
    return member;
  }

  async #onAssigned(member: GroupMember, signal: AbortSignal): Promise<void> {
    // With a cooperative assignor nothing may have been revoked: the share is another one all the same.
    await this.#generation?._end();
    const { generation, assigned } = member;
    if (signal.aborted || generation === undefined) return;
    const partitions = await this.#offsets(member, assigned, signal);
    if (signal.aborted) return;
    const fresh = new Generation({
      id: generation.generationId,
      groupId: this.#settings.group.groupId,
      memberId: generation.memberId,
      partitions,
      commit: (offsets, call) => member.commit(offsets, call),
      onEnded: (error) => this.#onEnded(error, fresh),
    });
    this.#generation = fresh;
    this.#fresh = fresh;
    this.#tell();
  }

  /** Where to read on: as committed, else as the options say. */
  async #offsets(
    member: GroupMember,
    assigned: readonly TopicPartition[],
    signal: AbortSignal,
  ): Promise<TopicPartitionOffset[]> {
    if (assigned.length === 0) return [];
    const committed = await member.committed(assigned, { signal });
    const known = ({ topic, partition }: TopicPartition) => committed.get(partitionKey(topic, partition));
    const starts: Start[] = [];
    const uncommitted = assigned.filter((place) => known(place) === undefined);
    // The share is told when all of it can be read.
    await this.#starts.resolve(uncommitted, signal, async (found) => void starts.push(...found));
    await this.#rememberStarts(member, starts, signal);
    const offsets = new Map(starts.map(({ place, offset }) => [partitionKey(place.topic, place.partition), offset]));
    return assigned.map((place) => {
      const { topic, partition } = place;
      const offset = offsets.get(partitionKey(topic, partition)) ?? known(place)?.offset ?? 0;
      if (KafkaError.is(offset)) throw offset;
      const leaderEpoch = known(place)?.leaderEpoch;
      return { topic, partition, offset: offset as number, ...(leaderEpoch !== undefined && { leaderEpoch }) };
    });
  }

  /** A start at the end, or at a time, is committed at once: a restart before the first commit must not move it. */
  async #rememberStarts(member: GroupMember, starts: readonly Start[], signal: AbortSignal): Promise<void> {
    if (this.#settings.startOffset === 'first') return;
    const offsets = starts.flatMap(({ place, offset }) => (typeof offset === 'number' ? [{ ...place, offset }] : []));
    if (offsets.length === 0) return;
    for (const { topic, partition, error } of await member.commit(offsets, { signal })) {
      if (error === undefined) continue;
      const fields = { topic, partition, error: error.message };
      this.#open.cluster.logger.warn('the start offset could not be committed', fields);
    }
  }

  /** A function ended by itself: so does the generation, and the member comes back for another one. */
  #onEnded(error: KafkaError | undefined, generation: Generation): void {
    if (error !== undefined) this.#thrown = error;
    void generation._end();
    this.#tell();
    if (this.#closed !== undefined || this.#error !== undefined) return;
    this.#renewing = this.#renewing.then(async () => {
      await this.#member.close({ timeoutMs: this.#settings.group.rebalanceTimeoutMs });
      if (this.#closed !== undefined || this.#error !== undefined) return;
      this.#member = this.#newMember();
      void this.#member.run();
    });
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = deferred();
  }

  #closedError(): KafkaError {
    return new KafkaError('CLOSED', `the member of group ${this.#settings.group.groupId} is closed`);
  }
}
