// The fetch sessions of one broker (KIP-227). Owns: which session a request belongs to, and which one goes when there are
// too many. Must not know logs. Invariant: at most `slots` sessions.
import { randomInt } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { FetchRequest, FetchResponse } from '../protocol/generated/fetch.ts';
import { FetchSession, type ReadPartition, type WantedPartition } from './fetch-session.ts';

/** What one request is about, and what its client has to be told of what was read. */
export interface FetchScope {
  readonly partitions: readonly WantedPartition[];
  answer(read: readonly ReadPartition[]): FetchScopeAnswer;
}

export interface FetchScopeAnswer {
  readonly errorCode: number;
  readonly sessionId: number;
  readonly read: readonly ReadPartition[];
}

/** Epochs of requests that name all their partitions: of one that wants a session, and of one that wants none. */
const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;
const NO_SESSION = 0;
/** min.incremental.fetch.session.eviction.ms */
const EVICTION_MS = 120_000;
const TOPIC_ID_FROM = 13;

export class FetchSessions {
  readonly #clock: Clock;
  readonly #slots: number;
  readonly #sessions = new Map<number, FetchSession>();

  constructor(clock: Clock, slots: number) {
    this.#clock = clock;
    this.#slots = slots;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** The session is gone, as where another one took its place. */
  forget(sessionId: number): void {
    this.#sessions.delete(sessionId);
  }

  /** What was answered last in a session; undefined where nothing was. */
  lastAnswerOf(sessionId: number): FetchResponse | undefined {
    return this.#sessions.get(sessionId)?.lastAnswer;
  }

  /** Keeps an answer for {@link lastAnswerOf}. */
  answered(answer: FetchResponse): void {
    const session = this.#sessions.get(answer.sessionId);
    if (session !== undefined) session.lastAnswer = answer;
  }

  /** Finds out what a request is about; an error code where it goes on with a session that is not as it thinks. */
  open(request: FetchRequest, version: number): FetchScope | number {
    const { sessionId, sessionEpoch } = request;
    const usesTopicIds = version >= TOPIC_ID_FROM;
    const wanted = wantedOf(request);
    if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
      this.#sessions.delete(sessionId);
      return sessionEpoch === FINAL_EPOCH ? withoutSession(wanted) : this.#beginning(wanted, usesTopicIds);
    }
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return ErrorCode.FETCH_SESSION_ID_NOT_FOUND;
    if (session.epoch !== sessionEpoch) return ErrorCode.INVALID_FETCH_SESSION_EPOCH;
    if (session.usesTopicIds !== usesTopicIds) return ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
    session.update(wanted, request.forgottenTopicsData);
    if (session.size === 0) {
      this.#sessions.delete(sessionId);
      return withoutSession(wanted);
    }
    session.advance(this.#clock.now());
    return goingOn(session);
  }

  /** Whether a session began is known only when it is answered. */
  #beginning(partitions: readonly WantedPartition[], usesTopicIds: boolean): FetchScope {
    const answer = (read: readonly ReadPartition[]): FetchScopeAnswer => {
      const now = this.#clock.now();
      const hasRoom = this.#sessions.size < this.#slots || this.#evictFor(read.length, now);
      if (!hasRoom) return { errorCode: ErrorCode.NONE, sessionId: NO_SESSION, read };
      const session = new FetchSession(this.#newId(), usesTopicIds, now, read);
      this.#sessions.set(session.id, session);
      return { errorCode: ErrorCode.NONE, sessionId: session.id, read };
    };
    return { partitions, answer };
  }

  /** Whether a session of `size` partitions may take another one's place: of one long unused, or of a smaller, old one. */
  #evictFor(size: number, now: number): boolean {
    const sessions = [...this.#sessions.values()];
    const longestUnused = sessions.reduce<FetchSession | undefined>(
      (oldest, each) => (oldest === undefined || each.lastUsedAt < oldest.lastUsedAt ? each : oldest),
      undefined,
    );
    if (longestUnused !== undefined && now - longestUnused.lastUsedAt > EVICTION_MS) {
      return this.#sessions.delete(longestUnused.id);
    }
    const smallest = sessions
      .filter(({ createdAt, lastUsedAt }) => lastUsedAt - createdAt > EVICTION_MS)
      .sort((a, b) => a.size - b.size)[0];
    return smallest !== undefined && smallest.size < size && this.#sessions.delete(smallest.id);
  }

  #newId(): number {
    for (;;) {
      const id = randomInt(1, 2 ** 31);
      if (!this.#sessions.has(id)) return id;
    }
  }
}

function wantedOf({ topics }: FetchRequest): readonly WantedPartition[] {
  return topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((wanted): WantedPartition => ({ topic, topicId, wanted })),
  );
}

function withoutSession(partitions: readonly WantedPartition[]): FetchScope {
  return { partitions, answer: (read) => ({ errorCode: ErrorCode.NONE, sessionId: NO_SESSION, read }) };
}

function goingOn(session: FetchSession): FetchScope {
  const { id, epoch, partitions } = session;
  const answer = (read: readonly ReadPartition[]): FetchScopeAnswer =>
    // While this request waited, the session may have gone on without it, by a request on another connection.
    session.epoch === epoch
      ? { errorCode: ErrorCode.NONE, sessionId: id, read: session.news(read) }
      : { errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH, sessionId: id, read: [] };
  return { partitions, answer };
}
