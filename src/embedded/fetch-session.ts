// One fetch session (KIP-227): a client's partitions as one broker remembers them between requests, and what the client
// was told of each. Owns: which partitions an answer leaves out. Must not know who keeps sessions.
// Invariant: partitions stand in the order of their turns: whose records were sent goes behind the others.
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { FetchPartition, FetchRequest, FetchResponse, PartitionData } from '../protocol/generated/fetch.ts';
import { rawRecordsLength } from '../wire/encoder.ts';

/** A partition as a request names it, by topic name or by topic id. */
export interface WantedPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly wanted: FetchPartition;
}

/** What came of it. */
export interface ReadPartition {
  readonly place: WantedPartition;
  readonly data: PartitionData;
}

interface Remembered {
  place: WantedPartition;
  highWatermark: number;
  logStartOffset: number;
}

const FIRST_EPOCH = 1;
const LAST_EPOCH = 2 ** 31 - 1;

export class FetchSession {
  readonly id: number;
  readonly usesTopicIds: boolean;
  readonly createdAt: number;
  lastUsedAt: number;
  /** For a broker that is to repeat itself. */
  lastAnswer: FetchResponse | undefined;
  #epoch = FIRST_EPOCH;
  readonly #partitions = new Map<string, Remembered>();

  constructor(id: number, usesTopicIds: boolean, now: number, first: readonly ReadPartition[]) {
    this.id = id;
    this.usesTopicIds = usesTopicIds;
    this.createdAt = now;
    this.lastUsedAt = now;
    for (const { place, data } of first) {
      const { highWatermark, logStartOffset } = data;
      this.#partitions.set(this.#keyOf(place), { place, highWatermark, logStartOffset });
    }
  }

  /** The epoch that the next request has. */
  get epoch(): number {
    return this.#epoch;
  }

  get size(): number {
    return this.#partitions.size;
  }

  get partitions(): readonly WantedPartition[] {
    return [...this.#partitions.values()].map(({ place }) => place);
  }

  /** Adds and changes first, forgets then: a partition in both lists is gone. */
  update(wanted: readonly WantedPartition[], forgotten: FetchRequest['forgottenTopicsData']): void {
    for (const place of wanted) {
      const key = this.#keyOf(place);
      const known = this.#partitions.get(key);
      if (known === undefined) this.#partitions.set(key, { place, highWatermark: -1, logStartOffset: -1 });
      else known.place = place;
    }
    for (const { topic, topicId, partitions } of forgotten) {
      for (const partition of partitions) this.#partitions.delete(this.#key(topic, topicId, partition));
    }
  }

  /** A request of this session was taken. */
  advance(now: number): void {
    this.lastUsedAt = now;
    this.#epoch = this.#epoch === LAST_EPOCH ? FIRST_EPOCH : this.#epoch + 1;
  }

  /** What of this the client does not know yet. */
  news(read: readonly ReadPartition[]): readonly ReadPartition[] {
    return read.filter(({ place, data }) => this.#isNews(this.#keyOf(place), data));
  }

  #isNews(key: string, data: PartitionData): boolean {
    const known = this.#partitions.get(key);
    if (known === undefined) return false;
    const hasRecords = data.records !== null && rawRecordsLength(data.records) > 0;
    const hasMoved = known.highWatermark !== data.highWatermark || known.logStartOffset !== data.logStartOffset;
    const isError = data.errorCode !== ErrorCode.NONE;
    known.highWatermark = isError ? -1 : data.highWatermark;
    known.logStartOffset = data.logStartOffset;
    if (hasRecords) {
      this.#partitions.delete(key);
      this.#partitions.set(key, known);
    }
    return hasRecords || hasMoved || isError || data.divergingEpoch.epoch >= 0 || data.preferredReadReplica >= 0;
  }

  #keyOf({ topic, topicId, wanted }: WantedPartition): string {
    return this.#key(topic, topicId, wanted.partition);
  }

  #key(topic: string, topicId: string, partition: number): string {
    return `${this.usesTopicIds ? topicId : topic}:${partition}`;
  }
}
