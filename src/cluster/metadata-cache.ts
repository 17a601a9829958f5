// What the cluster looks like: brokers, topics in use, leaders. Owns: that picture, when it is fetched anew, and who
// shares a fetch. Must not know: connections, retries of others.
// Invariants: one fetch at a time for the topics in use; a caller's abort ends its wait, never the fetch; one bad topic or
// partition of an answer leaves the rest usable; a topic that is missing from an answer stays known for a grace period.
import { type CallOptions, throwIfAborted, waitFor } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { MetadataResponse } from '../protocol/generated/metadata.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import type { Lifetime } from './lifetime.ts';
import { fromAnswer, isSameTopic, merge, type TopicMetadata } from './topic-metadata.ts';

export type { PartitionMetadata, TopicMetadata } from './topic-metadata.ts';

/** A broker, known by its id; its address may change. */
export interface BrokerNode {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** The leader of a partition; epoch -1 when it is not known. */
export interface Leader {
  readonly id: number;
  readonly epoch: number;
}

/** What is asked of a broker: topics by name (null: every topic of the cluster). */
export interface MetadataQuery {
  readonly topics: readonly string[] | null;
  readonly allowAutoTopicCreation: boolean;
}

/** What the cache needs from the cluster. */
export interface MetadataSource {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly maxAgeMs: number;
  readonly minIntervalMs: number;
  readonly maxIntervalMs: number;
  /** One attempt at any broker. */
  fetch(query: MetadataQuery): Promise<MetadataResponse>;
  /** Runs an attempt again while that can help; does not itself refresh metadata. */
  retry<T>(what: string, attempt: () => Promise<T>, call: CallOptions): Promise<T>;
}

/** A topic that nobody asked for in this time is no longer kept up to date. */
const UNUSED_MS = 10 * 60_000;
/** How long a topic asked for may be unknown before the caller is told: a new topic takes a moment to be known everywhere. */
const UNKNOWN_GRACE_MS = 5_000;
/** How long a known topic, or a newer epoch, outlives answers that say otherwise. */
const STALE_GRACE_MS = 30_000;

/** Errors of a topic that pass by themselves while it is being created. */
const PASSING: ReadonlySet<number> = new Set([ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.LEADER_NOT_AVAILABLE]);

interface Entry {
  topic: TopicMetadata | undefined;
  leaders: readonly (Leader | undefined)[];
  /** Set by every look-up, read and cleared by the sweep: cheaper than a clock reading per look-up. */
  wanted: boolean;
  wantedAt: number;
  /** Since when answers contradict what is known; undefined while they agree. */
  doubtedSince: number | undefined;
}

export class MetadataCache {
  readonly #source: MetadataSource;
  readonly #topics = new Map<string, Entry>();
  readonly #names = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  #brokers = new Map<number, BrokerNode>();
  #brokerList: readonly BrokerNode[] = [];
  #clusterId: string | null = null;
  #controllerId = -1;
  #refreshing: Promise<void> | undefined;
  #ageTimer: Timer | undefined;
  #nextRefreshAt = 0;
  #intervalMs: number;
  /** Names asked for but not known, by whether they may be created; fetched together at the end of the turn. */
  readonly #misses = new Map<boolean, { names: Set<string>; answer: Promise<ReadonlyMap<string, number>> }>();

  constructor(source: MetadataSource) {
    this.#source = source;
    this.#intervalMs = source.minIntervalMs;
  }

  /** Every broker of the cluster. */
  brokers(): readonly BrokerNode[] {
    return this.#brokerList;
  }

  broker(id: number): BrokerNode | undefined {
    return this.#brokers.get(id);
  }

  get clusterId(): string | null {
    return this.#clusterId;
  }

  /** -1 when it is not known. */
  get controllerId(): number {
    return this.#controllerId;
  }

  /** What is known of a topic, without asking; also says that the topic is in use. */
  get(topic: string): TopicMetadata | undefined {
    return this.#use(topic)?.topic;
  }

  byId(topicId: string): TopicMetadata | undefined {
    const name = this.#names.get(topicId);
    return name === undefined ? undefined : this.get(name);
  }

  leader(topic: string, partition: number): Leader | undefined {
    return this.#use(topic)?.leaders[partition];
  }

  /**
   * The topic, from the cache or fetched. A topic that no broker knows is asked for again for some seconds before this
   * rejects with UNKNOWN_TOPIC_OR_PARTITION; while no broker can be reached it goes on until `signal` or `timeoutMs`.
   */
  async topic(
    name: string,
    options: CallOptions & { readonly allowAutoTopicCreation?: boolean | undefined } = {},
  ): Promise<TopicMetadata> {
    const what = `metadata of ${name}`;
    throwIfAborted(options.signal, what);
    const known = this.get(name);
    if (known !== undefined) return known;
    const { clock } = this.#source;
    // Counted from the first answer: an outage before it must not use the time up.
    let unknownUntil = Number.POSITIVE_INFINITY;
    let answered: BrokerError | undefined;
    const attempt = async (): Promise<TopicMetadata | BrokerError> => {
      const codes = await this.#fetchMissing(name, options.allowAutoTopicCreation === true);
      const topic = this.#topics.get(name)?.topic;
      if (topic !== undefined) return topic;
      const code = codes.get(name) ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      if (answered === undefined) unknownUntil = clock.monotonic() + UNKNOWN_GRACE_MS;
      answered = new BrokerError(code, what, { topic: name });
      // Returned, not thrown, where trying again is over: the classifier would go on.
      if (!PASSING.has(code) || clock.monotonic() >= unknownUntil) return answered;
      throw answered;
    };
    const result = await this.#source.retry(what, attempt, options).catch((error: unknown) => {
      // A caller with little time learns the broker's answer rather than that time ran out.
      throw answered !== undefined && KafkaError.is(error) && error.code === 'TIMEOUT' ? answered : error;
    });
    if (result instanceof BrokerError) throw result;
    this.#want(name);
    return result;
  }

  /** Fetches all topics in use. Concurrent calls share one fetch, and fetches keep a distance that grows while nothing changes. */
  refresh(call: CallOptions = {}): Promise<void> {
    if (this.#refreshing === undefined) {
      const refreshing = this.#refresh().finally(() => {
        this.#refreshing = undefined;
      });
      this.#refreshing = refreshing;
      refreshing.catch(() => {});
    }
    return waitFor(this.#refreshing, this.#source.clock, 'metadata refresh', call);
  }

  /** Like `refresh`, for callers that do not wait. */
  refreshSoon(): void {
    this.refresh().catch((error: unknown) => {
      if (this.#source.lifetime.ended) return;
      this.#source.logger.warn('metadata refresh failed', { error: toError(error).message });
    });
  }

  /** Every topic of the cluster. Does not count as using them. */
  all(call: CallOptions = {}): Promise<readonly TopicMetadata[]> {
    return this.#source.retry('metadata of all topics', () => this.#fetchAll(), call);
  }

  /** The topic was deleted: it is not kept up to date any more, until somebody asks for it again. */
  forget(name: string): void {
    const entry = this.#topics.get(name);
    if (entry === undefined) return;
    this.#topics.delete(name);
    if (entry.topic === undefined) return;
    this.#names.delete(entry.topic.topicId);
    this.#changed();
  }

  /** Takes over a new leader that a Produce or Fetch answer named (KIP-951). Older epochs are ignored. */
  applyLeaderHint(topic: string, partition: number, leaderId: number, leaderEpoch: number, node?: BrokerNode): void {
    const entry = this.#topics.get(topic);
    const known = entry?.topic?.partitions[partition];
    if (entry?.topic === undefined || known === undefined || leaderId < 0) return;
    if (leaderEpoch < known.leaderEpoch || (leaderEpoch === known.leaderEpoch && leaderId === known.leaderId)) return;
    if (node !== undefined) this.learnBroker(node);
    if (!this.#brokers.has(leaderId)) return;
    const partitions = [...entry.topic.partitions];
    partitions[partition] = { ...known, leaderId, leaderEpoch, errorCode: ErrorCode.NONE };
    this.#store(entry, { ...entry.topic, partitions });
    this.#changed();
  }

  /**
   * A leader refused this epoch (FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH): whatever it was taken from, it is not believed
   * any more, and the next answer counts whatever its epoch. Nothing happens where another one is known by now.
   */
  forgetEpoch(topic: string, partition: number, leaderEpoch: number): void {
    const entry = this.#topics.get(topic);
    const known = entry?.topic?.partitions[partition];
    if (entry?.topic === undefined || known === undefined || leaderEpoch < 0) return;
    if (known.leaderEpoch !== leaderEpoch) return;
    const partitions = [...entry.topic.partitions];
    partitions[partition] = { ...known, leaderEpoch: -1 };
    this.#store(entry, { ...entry.topic, partitions });
  }

  /** Takes over one broker's address, from an answer that is newer than the last metadata. */
  learnBroker(node: BrokerNode): void {
    const known = this.#brokers.get(node.id);
    if (known !== undefined && known.host === node.host && known.port === node.port) return;
    this.#brokers.set(node.id, { ...node, rack: node.rack ?? known?.rack ?? null });
    this.#brokerList = [...this.#brokers.values()];
    this.#changed();
  }

  /** Calls `listener` after every change of brokers, topics or leaders. Returns a function that stops that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @internal Merges an answer; says which topics have which error. */
  apply(response: MetadataResponse, query: MetadataQuery): ReadonlyMap<string, number> {
    const errors = new Map<string, number>();
    let isChanged = this.#applyBrokers(response);
    const now = this.#source.clock.monotonic();
    const answered = new Set<string>();
    for (const answer of response.topics) {
      if (answer.name === null) continue;
      answered.add(answer.name);
      if (answer.errorCode !== ErrorCode.NONE) errors.set(answer.name, answer.errorCode);
      const entry = this.#topics.get(answer.name);
      if (entry === undefined) continue;
      if (answer.errorCode !== ErrorCode.NONE) isChanged = this.#doubt(entry, now) || isChanged;
      else isChanged = this.#applyTopic(entry, fromAnswer(answer.name, answer), now) || isChanged;
    }
    for (const name of query.topics ?? this.#topics.keys()) {
      const entry = this.#topics.get(name);
      if (!answered.has(name) && entry !== undefined) isChanged = this.#doubt(entry, now) || isChanged;
    }
    if (isChanged) {
      this.#intervalMs = this.#source.minIntervalMs;
      this.#changed();
    }
    return errors;
  }

  /** @internal Begins to refresh by age. */
  start(): void {
    this.#armAge(this.#source.maxAgeMs);
  }

  /** @internal Clears timers and listeners. */
  close(): void {
    this.#ageTimer?.cancel();
    this.#listeners.clear();
  }

  #use(topic: string): Entry | undefined {
    const entry = this.#topics.get(topic);
    if (entry !== undefined) entry.wanted = true;
    return entry;
  }

  #want(name: string): Entry {
    let entry = this.#topics.get(name);
    if (entry === undefined) {
      const wantedAt = this.#source.clock.monotonic();
      entry = { topic: undefined, leaders: [], wanted: true, wantedAt, doubtedSince: undefined };
      this.#topics.set(name, entry);
    }
    entry.wanted = true;
    return entry;
  }

  /** Asks for every name that is missed in this turn with one request. */
  #fetchMissing(name: string, allowAutoTopicCreation: boolean): Promise<ReadonlyMap<string, number>> {
    this.#want(name);
    let miss = this.#misses.get(allowAutoTopicCreation);
    if (miss === undefined) {
      const names = new Set<string>();
      const answer = Promise.resolve().then(() => {
        this.#misses.delete(allowAutoTopicCreation);
        return this.#fetch({ topics: [...names], allowAutoTopicCreation });
      });
      miss = { names, answer };
      this.#misses.set(allowAutoTopicCreation, miss);
    }
    miss.names.add(name);
    return miss.answer;
  }

  async #fetch(query: MetadataQuery): Promise<ReadonlyMap<string, number>> {
    return this.apply(await this.#source.fetch(query), query);
  }

  async #fetchAll(): Promise<readonly TopicMetadata[]> {
    const query: MetadataQuery = { topics: null, allowAutoTopicCreation: false };
    const response = await this.#source.fetch(query);
    this.apply(response, query);
    const topics: TopicMetadata[] = [];
    for (const answer of response.topics) {
      if (answer.name !== null && answer.errorCode === ErrorCode.NONE) topics.push(fromAnswer(answer.name, answer));
    }
    return topics;
  }

  async #refresh(): Promise<void> {
    const { clock, lifetime, maxIntervalMs, minIntervalMs, maxAgeMs } = this.#source;
    const now = clock.monotonic();
    // After a quiet time the distance starts small again.
    if (now > this.#nextRefreshAt + 10 * maxIntervalMs) this.#intervalMs = minIntervalMs;
    if (now < this.#nextRefreshAt) await lifetime.pause(clock, this.#nextRefreshAt - now, 'metadata refresh');
    this.#nextRefreshAt = clock.monotonic() + this.#intervalMs;
    this.#intervalMs = Math.min(this.#intervalMs * 2, maxIntervalMs);
    this.#forgetUnused();
    try {
      await this.#fetch({ topics: [...this.#topics.keys()], allowAutoTopicCreation: false });
      this.#armAge(maxAgeMs);
    } catch (error) {
      this.#armAge(Math.min(maxAgeMs, 5 * maxIntervalMs));
      throw error;
    }
  }

  #armAge(ms: number): void {
    if (this.#source.lifetime.ended) return;
    this.#ageTimer?.cancel();
    this.#ageTimer = this.#source.clock.after(ms, () => this.refreshSoon(), { keepAlive: false });
  }

  #forgetUnused(): void {
    const now = this.#source.clock.monotonic();
    for (const [name, entry] of this.#topics) {
      if (entry.wanted) {
        entry.wanted = false;
        entry.wantedAt = now;
      } else if (now - entry.wantedAt > UNUSED_MS) {
        this.#topics.delete(name);
        if (entry.topic !== undefined) this.#names.delete(entry.topic.topicId);
      }
    }
  }

  #applyBrokers(response: MetadataResponse): boolean {
    // An answer without any broker comes from a broker that is just starting: it knows nothing yet.
    if (response.brokers.length === 0) return false;
    const brokers = new Map<number, BrokerNode>();
    let isChanged = response.brokers.length !== this.#brokers.size;
    for (const { nodeId, host, port, rack } of response.brokers) {
      const known = this.#brokers.get(nodeId);
      isChanged ||= known?.host !== host || known.port !== port || known.rack !== rack;
      brokers.set(nodeId, { id: nodeId, host, port, rack });
    }
    isChanged ||= this.#controllerId !== response.controllerId;
    this.#clusterId = response.clusterId ?? this.#clusterId;
    this.#controllerId = response.controllerId;
    if (isChanged) {
      this.#brokers = brokers;
      this.#brokerList = [...brokers.values()];
    }
    return isChanged;
  }

  #applyTopic(entry: Entry, fresh: TopicMetadata, now: number): boolean {
    let { topic, stale } = merge(entry.topic, fresh);
    if (!stale) entry.doubtedSince = undefined;
    else {
      entry.doubtedSince ??= now;
      // What was known may itself be wrong (an absurd hint, a cluster restored from a backup): it does not win for ever.
      if (now - entry.doubtedSince >= STALE_GRACE_MS) {
        topic = fresh;
        entry.doubtedSince = undefined;
      }
    }
    const isChanged = !isSameTopic(entry.topic, topic);
    this.#store(entry, topic);
    return isChanged;
  }

  /** A known topic has an error or is missing: perhaps this broker lags. True when that has lasted too long. */
  #doubt(entry: Entry, now: number): boolean {
    if (entry.topic === undefined) return false;
    entry.doubtedSince ??= now;
    if (now - entry.doubtedSince < STALE_GRACE_MS) return false;
    this.#names.delete(entry.topic.topicId);
    entry.topic = undefined;
    entry.leaders = [];
    entry.doubtedSince = undefined;
    return true;
  }

  #store(entry: Entry, topic: TopicMetadata): void {
    if (entry.topic !== undefined && entry.topic.topicId !== topic.topicId) this.#names.delete(entry.topic.topicId);
    entry.topic = topic;
    entry.leaders = topic.partitions.map(({ leaderId, leaderEpoch }) =>
      leaderId < 0 ? undefined : { id: leaderId, epoch: leaderEpoch },
    );
    if (topic.topicId !== ZERO_UUID) this.#names.set(topic.topicId, topic.name);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
