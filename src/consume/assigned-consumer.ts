// Reads partitions that were assigned by hand, with a group to commit to or without one. Owns: which partitions, where each
// begins, and their commits. Must not know: membership, rebalances.
// Invariants: assign() changes all or nothing; a partition that stays goes on where it is; nothing is fetched before it is
// known where to begin.
import { type CallOptions, throwIfAborted } from '../base/abort.ts';
import { configError, KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { GroupMetadata } from '../cluster/group-metadata.ts';
import { byTopic, partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { listOffsets, type OffsetSpec } from '../fetch/offset-lookup.ts';
import type { CommitResult } from '../group/commit-queue.ts';
import type { AssignedConsumerSettings, AssignedPartition } from './consumer-settings.ts';
import { Feed } from './feed.ts';
import { Marks } from './marks.ts';
import { partitionProblems, unsettledPartitions } from './problems.ts';
import type { ConsumerCounts, RecordSource, Standing } from './record-source.ts';
import { StandaloneCommits, withoutThose } from './standalone-commits.ts';

/** The last commit of a consumer that closes: the coordinator may be gone. */
const CLOSING_COMMIT_MS = 5_000;

export class AssignedConsumer implements RecordSource {
  readonly feed: Feed;
  readonly #cluster: Cluster;
  readonly #settings: AssignedConsumerSettings;
  readonly #commits: StandaloneCommits | undefined;
  readonly #marks: Marks;
  readonly #closing = new AbortController();
  /** What is to be read, and where from. */
  #wanted: readonly AssignedPartition[];
  #isStarted = false;
  /** assign() by assign(): each sees what the one before has made. */
  #turn: Promise<void> = Promise.resolve();
  #committed = 0;
  #commitError: KafkaError | undefined;

  constructor(cluster: Cluster, settings: AssignedConsumerSettings) {
    const { fetch, groupId, commitIntervalMs, partitions } = settings;
    this.#cluster = cluster;
    this.#settings = settings;
    this.#wanted = partitions;
    this.feed = new Feed(cluster, fetch, {
      onMoved: (place) => this.#goBack(place),
      onTrouble: (error) => settings.onError(error),
    });
    const owns = ({ topic, partition }: TopicPartition) => this.feed.state(topic, partition) !== undefined;
    this.#commits = groupId === null ? undefined : new StandaloneCommits(cluster, groupId, owns);
    this.#marks = new Marks(cluster.clock, commitIntervalMs, () => this.#commitMarks({}));
    this.feed.add(partitions);
  }

  get counts(): ConsumerCounts {
    return { rebalances: 0, commits: this.#committed, longestLoopBlockMs: 0 };
  }

  get metadata(): GroupMetadata | undefined {
    return this.#commits?.metadata;
  }

  /** Rejects where a topic or partition does not exist. */
  start(call: CallOptions): Promise<void> {
    return this.#inTurn(async () => {
      // Once more where a place was sought meanwhile: it is another one now.
      for (let begun: readonly AssignedPartition[] | undefined; begun !== this.#wanted; ) {
        begun = this.#wanted;
        const isOpen = ({ topic, partition }: TopicPartition) => this.feed.state(topic, partition)?.isReading === false;
        await this.#begin(begun.filter(isOpen), call);
      }
      this.#isStarted = true;
    });
  }

  /** Reads these, and nothing else, from now on. Before start() nothing is looked up. */
  assign(partitions: readonly AssignedPartition[], call: CallOptions): Promise<void> {
    return this.#inTurn(async () => {
      const gone = withoutThose(this.feed.assignment, partitions);
      const added = withoutThose(partitions, this.feed.assignment);
      if (this.#isStarted) await this.#checkExist(added, call);
      await this.#commitMarks(call);
      this.feed.drop(gone);
      this.feed.forgetOldPauses();
      this.#marks.drop(gone);
      this.feed.add(added);
      this.#wanted = partitions;
      if (this.#isStarted) await this.#begin(added, call);
    });
  }

  async seek(place: TopicPartition, to: OffsetSpec | number, call: CallOptions): Promise<void> {
    const state = this.feed.state(place.topic, place.partition);
    if (state === undefined) {
      throw configError(`seek ${place.topic}[${place.partition}]`, undefined, 'a partition that is assigned');
    }
    if (!state.isReading && state.error === undefined) {
      // Not begun: start() will look it up. What is committed does not count for it any more.
      const others = this.#wanted.filter((other) => other.topic !== place.topic || other.partition !== place.partition);
      this.#wanted = [...others, { ...place, startOffset: to, isSought: true }];
      if (!this.#isStarted) return;
    }
    const offset = typeof to === 'number' ? to : await this.#lookUp(place, to, call);
    if (this.feed.state(place.topic, place.partition) !== state) return;
    this.#goBack({ ...place, offset });
    this.feed.seek(place, offset);
  }

  async commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<void> {
    const complete = this.#complete(offsets);
    if (this.#settings.commitIntervalMs !== undefined) return this.mark(offsets);
    const error = worst(await this.#commit(complete, call));
    if (error !== undefined) throw error;
  }

  mark(offsets: readonly TopicPartitionOffset[]): void {
    if (this.feed.end !== undefined) throw this.feed.end;
    this.#groupCommits();
    const owned = this.#complete(offsets).filter(
      ({ topic, partition }) => this.feed.state(topic, partition) !== undefined,
    );
    this.#marks.add(owned);
  }

  async commitMarked(call: CallOptions): Promise<void> {
    this.#groupCommits();
    const error = worst(await this.#sendMarks(call));
    if (error !== undefined) throw error;
  }

  standing(): Standing {
    const troubles = partitionProblems(this.#cluster, this.feed);
    const outage = this.#commits?.outage;
    if (outage !== undefined) troubles.push(`no coordinator of group ${this.#settings.groupId}: ${outage.reason}`);
    if (this.#commitError !== undefined) troubles.push(`the last commit failed: ${this.#commitError.message}`);
    return {
      joined: this.#isStarted,
      isRebalancing: false,
      settling: unsettledPartitions(this.#cluster, this.feed),
      settlingLimitMs: this.#cluster.requestTimeoutMs,
      troubles,
      lastHeartbeatAt: undefined,
      fellBack: undefined,
    };
  }

  /** Nobody else waits for these partitions. */
  stepAside(): Promise<void> {
    return Promise.resolve();
  }

  stepBack(): void {}

  async close(_call: CallOptions): Promise<void> {
    if (this.#closing.signal.aborted) return;
    await this.#commitMarks({ timeoutMs: CLOSING_COMMIT_MS });
    this.#closing.abort();
    const closed = new KafkaError('CLOSED', `the reader of ${names(this.#wanted)} is closed`);
    this.#marks.close();
    this.#commits?.close(closed);
    await this.feed.close(closed);
  }

  /** Finds out where each begins, and begins. */
  async #begin(partitions: readonly AssignedPartition[], call: CallOptions): Promise<void> {
    await this.#checkExist(partitions, call);
    const isWanted = (place: AssignedPartition) =>
      this.#wanted.includes(place) && this.feed.state(place.topic, place.partition)?.isReading === false;
    const asked = partitions.filter((place) => place.isSought !== true);
    const committed = await this.#commits?.committed(asked, call);
    const specs = new Map<AssignedPartition, OffsetSpec>();
    for (const place of partitions) {
      const { topic, partition } = place;
      const known = place.isSought === true ? undefined : committed?.get(partitionKey(topic, partition));
      const start = known?.offset ?? place.startOffset ?? this.#settings.startOffset;
      if (typeof start === 'number') {
        if (isWanted(place)) this.feed.begin(place, start, known?.leaderEpoch);
      } else if (start === 'error') {
        const message = `${topic}[${partition}]: group ${this.#settings.groupId} has committed no offset, and startOffset is 'error'`;
        this.feed.standStill(place, new KafkaError('NO_OFFSET', message, { topic, partition }));
      } else specs.set(place, start);
    }
    await Promise.all(
      bySpec(specs).map(async ([spec, places]) => {
        const { isolation } = this.#settings.fetch;
        const found = await listOffsets(this.#cluster, places, spec, isolation, call);
        for (const place of places) {
          const answer = found.get(place);
          if (answer === undefined || !isWanted(place)) continue;
          if (KafkaError.is(answer)) this.feed.standStill(place, answer);
          else this.feed.begin(place, answer.offset);
        }
      }),
    );
  }

  /** One error for all that is missing. */
  async #checkExist(partitions: readonly TopicPartition[], call: CallOptions): Promise<void> {
    const missing: string[] = [];
    let first: TopicPartition | undefined;
    for (const [topic, places] of byTopic(partitions)) {
      throwIfAborted(call.signal, 'look topics up');
      const metadata = await this.#cluster.metadata.topic(topic, call);
      const count = metadata.partitions.length;
      for (const place of places) {
        if (place.partition < count) continue;
        first ??= place;
        missing.push(`${topic}[${place.partition}] does not exist: the topic has ${count} partitions`);
      }
    }
    if (first !== undefined) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', missing.join('; '), first);
  }

  async #lookUp(place: TopicPartition, spec: OffsetSpec, call: CallOptions): Promise<number> {
    await this.#checkExist([place], call);
    const { isolation } = this.#settings.fetch;
    const found = (await listOffsets(this.#cluster, [place], spec, isolation, call)).get(place);
    if (found === undefined) throw new KafkaError('INTERNAL', 'no answer about an offset');
    if (KafkaError.is(found)) throw found;
    return found.offset;
  }

  async #commitMarks(call: CallOptions): Promise<void> {
    try {
      const results = await this.#sendMarks(call);
      for (const { error } of results) if (error !== undefined) this.#settings.onError(error);
    } catch (error) {
      this.#cluster.logger.warn('marks could not be committed', { error: toError(error).message });
      this.#settings.onError(toError(error));
    }
  }

  async #sendMarks(call: CallOptions): Promise<readonly CommitResult[]> {
    const marks = this.#marks.snapshot();
    if (marks.length === 0) return [];
    const results = await this.#commit(marks, call);
    const failed = new Set(results.filter(({ error }) => error !== undefined).map(keyOf));
    for (const mark of marks) if (!failed.has(keyOf(mark))) this.#marks.done(mark);
    return results;
  }

  async #commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<readonly CommitResult[]> {
    const results = await this.#groupCommits().commit(offsets, call);
    this.#committed += results.filter(({ error }) => error === undefined).length;
    this.#commitError = worst(results);
    return results;
  }

  #groupCommits(): StandaloneCommits {
    if (this.#commits !== undefined) return this.#commits;
    throw new KafkaError(
      'CONFIG',
      `a reader of ${names(this.#wanted)} has no group to commit to; give groupId for one`,
    );
  }

  /** Those that still stand for what was read, with their leader epochs. */
  #complete(offsets: readonly TopicPartitionOffset[]): TopicPartitionOffset[] {
    return offsets
      .filter((place) => !this.feed.isGone(place))
      .map((place) => {
        const leaderEpoch =
          place.leaderEpoch ?? this.feed.leaderEpochOf(place.topic, place.partition, place.offset - 1);
        return leaderEpoch === undefined ? place : { ...place, leaderEpoch };
      });
  }

  #goBack(place: TopicPartitionOffset): void {
    this.#commits?.goBack(place);
    this.#marks.goBack(place);
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}

function worst(results: readonly CommitResult[]): KafkaError | undefined {
  const errors = results.flatMap(({ error }) => error ?? []);
  return errors.find(({ code }) => code !== 'REBALANCE') ?? errors[0];
}

/** Partitions by where they begin, so that each leader is asked once. */
function bySpec(specs: ReadonlyMap<AssignedPartition, OffsetSpec>): [OffsetSpec, AssignedPartition[]][] {
  const groups = new Map<string, [OffsetSpec, AssignedPartition[]]>();
  for (const [place, spec] of specs) {
    const key = JSON.stringify(spec);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [spec, [place]]);
    else group[1].push(place);
  }
  return [...groups.values()];
}

/** A few of them, by name. */
function names(partitions: readonly TopicPartition[]): string {
  const some = partitions.slice(0, 3).map(({ topic, partition }) => `${topic}[${partition}]`);
  if (partitions.length > some.length) some.push(`${partitions.length - some.length} more`);
  return some.length === 0 ? 'no partitions' : some.join(', ');
}
