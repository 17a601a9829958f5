// One incremental fetch session with one broker (KIP-227). Owns: what the broker has been told, so that only changes are
// sent. Pure: no sockets, no time.
//
//     new --full--> established --incremental--> established ...      any error --> new (the id is kept, so that the
//     new --full--> refused (id 0): stays new                         broker frees the old session)
import { createFetchPartition, type FetchTopic, type ForgottenTopic } from '../protocol/generated/fetch.ts';
import type { PartitionCursor } from './partition-cursor.ts';

/** What was asked for of one partition, the last time that it was sent. */
export interface AskedPartition {
  readonly cursor: PartitionCursor;
  readonly token: number;
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly lastEpoch: number;
  readonly maxBytes: number;
}

/** The parts of a request that the session decides. */
export interface SessionRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly topics: readonly FetchTopic[];
  readonly forgottenTopicsData: readonly ForgottenTopic[];
}

/** How partitions are named, and what may be said of them, in the version of the request. */
export interface SessionDialect {
  /** Topic ids instead of names: version 13 and later. */
  readonly byId: boolean;
  /** Version 12 and later. */
  readonly lastEpochs: boolean;
  /** Bytes of one partition in one fetch. */
  readonly maxPartitionBytes: number;
}

/** Epoch of a request that asks for a new session. */
const NEW_SESSION_EPOCH = 0;
const LAST_EPOCH = 2 ** 31 - 1;

export class FetchSession {
  #id = 0;
  #epoch = NEW_SESSION_EPOCH;
  #byId = false;
  /** By topic id or name, then by partition. */
  readonly #asked = new Map<string, Map<number, AskedPartition>>();

  /** True when the next request names every partition. */
  get isNew(): boolean {
    return this.#epoch === NEW_SESSION_EPOCH;
  }

  /** The next request for exactly these partitions, in this order; those asked for before and not among them are forgotten. */
  next(cursors: readonly PartitionCursor[], dialect: SessionDialect): SessionRequest {
    // A session speaks either of names or of ids.
    if (this.#byId !== dialect.byId) this.restart();
    this.#byId = dialect.byId;
    if (this.isNew) this.#asked.clear();
    const topics: { topic: string; topicId: string; partitions: ReturnType<typeof createFetchPartition>[] }[] = [];
    for (const cursor of cursors) {
      const asked = this.#ask(cursor, dialect);
      if (asked === undefined) continue;
      let topic = topics.at(-1);
      if (topic === undefined || topic.topic !== cursor.topic) {
        topic = { topic: cursor.topic, topicId: cursor.topicId, partitions: [] };
        topics.push(topic);
      }
      topic.partitions.push(
        createFetchPartition({
          partition: cursor.partition,
          currentLeaderEpoch: asked.leaderEpoch,
          fetchOffset: asked.offset,
          lastFetchedEpoch: asked.lastEpoch,
          partitionMaxBytes: asked.maxBytes,
        }),
      );
    }
    // After the asking: a broker adds first and forgets then, so a partition that was given back and taken up again
    // between two fetches must not stand in both lists, or the session loses it.
    const forgottenTopicsData = this.#forget(new Set(cursors));
    return { sessionId: this.#id, sessionEpoch: this.#epoch, topics, forgottenTopicsData };
  }

  /** The request was answered without error, with this session id: 0 when the broker keeps no session. */
  answered(sessionId: number): void {
    if (sessionId === 0) {
      this.#id = 0;
      this.#epoch = NEW_SESSION_EPOCH;
      return;
    }
    this.#id = sessionId;
    this.#epoch = this.#epoch === LAST_EPOCH ? 1 : this.#epoch + 1;
  }

  /** The next request asks for a new session in place of this one. */
  restart(): void {
    this.#epoch = NEW_SESSION_EPOCH;
  }

  /** The broker does not know the session: there is nothing to replace. */
  forgetId(): void {
    this.#id = 0;
    this.restart();
  }

  /** What was asked for of a partition that a response names. */
  find(topic: string, topicId: string, partition: number): AskedPartition | undefined {
    return this.#asked.get(this.#byId ? topicId : topic)?.get(partition);
  }

  /** Notes what is asked for; undefined when the broker knows it already. */
  #ask(cursor: PartitionCursor, dialect: SessionDialect): AskedPartition | undefined {
    const key = dialect.byId ? cursor.topicId : cursor.topic;
    let partitions = this.#asked.get(key);
    if (partitions === undefined) {
      partitions = new Map();
      this.#asked.set(key, partitions);
    }
    const before = partitions.get(cursor.partition);
    const asked: AskedPartition = {
      cursor,
      token: cursor.token,
      offset: cursor.fetchOffset,
      leaderEpoch: cursor.epochToSend,
      lastEpoch: dialect.lastEpochs ? cursor.lastEpoch : -1,
      maxBytes: Math.max(dialect.maxPartitionBytes, cursor.maxBytes),
    };
    partitions.set(cursor.partition, asked);
    return before !== undefined && isSame(before, asked) ? undefined : asked;
  }

  #forget(wanted: ReadonlySet<PartitionCursor>): ForgottenTopic[] {
    const forgotten: ForgottenTopic[] = [];
    for (const [key, partitions] of this.#asked) {
      let topic: { topic: string; topicId: string; partitions: number[] } | undefined;
      for (const [partition, { cursor }] of partitions) {
        if (wanted.has(cursor) && key === (this.#byId ? cursor.topicId : cursor.topic)) continue;
        partitions.delete(partition);
        if (topic === undefined) {
          topic = { topic: this.#byId ? '' : key, topicId: this.#byId ? key : '', partitions: [] };
          forgotten.push(topic);
        }
        topic.partitions.push(partition);
      }
      if (partitions.size === 0) this.#asked.delete(key);
    }
    return forgotten;
  }
}

function isSame(a: AskedPartition, b: AskedPartition): boolean {
  return (
    a.cursor === b.cursor &&
    a.offset === b.offset &&
    a.leaderEpoch === b.leaderEpoch &&
    a.lastEpoch === b.lastEpoch &&
    a.maxBytes === b.maxBytes
  );
}
