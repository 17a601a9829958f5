// Fetching from one broker. Owns: its connection, its session, and that one fetch is on the wire whenever something is
// wanted and there is room for it. Must not know what becomes of the answers.
//
//     idle --pump--> connecting --> fetching --answer--> idle --pump--> fetching ...
//                        |             |
//                        +-- failure --+--> backing-off --timer--> idle           any --close--> closed
import { Backoff } from '../base/backoff.ts';
import type { Timer } from '../base/clock.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { AnyApi } from '../protocol/api.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { createFetchRequest, type FetchRequest, type FetchResponse, fetchApi } from '../protocol/generated/fetch.ts';
import { ZERO_UUID } from '../wire/message-codec.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { FetchCluster, FetchConnection } from './fetch-cluster.ts';
import type { FetchCounts } from './fetch-counts.ts';
import { FetchSession } from './fetch-session.ts';
import type { FetchSettings } from './fetch-settings.ts';
import type { PartitionCursor } from './partition-cursor.ts';

/** What a loop needs from the engine. */
export interface BrokerLoopHost {
  readonly cluster: FetchCluster;
  readonly settings: FetchSettings;
  readonly budget: ByteBudget;
  readonly counts: FetchCounts;
  readonly lane: `fetch-${string}`;
  /** How many brokers there is something to fetch from. */
  brokerCount(): number;
  /** The leader has to be asked first whether the partition's position is in its log. Takes it out of the fetching phase. */
  check(cursor: PartitionCursor): void;
  /** Nothing could be asked for, because the budget is used up: `pump` is wanted when there is room. */
  noRoom(loop: BrokerLoop): void;
  /** Queues what was fetched and moves the positions. */
  receive(loop: BrokerLoop, response: FetchResponse): void;
  /** Checks and opens what was queued. */
  open(): void;
  /** The broker could not be asked. `isNews`: it could be before. */
  failed(loop: BrokerLoop, error: KafkaError, isNews: boolean): void;
}

type LoopState =
  | { readonly kind: 'idle' | 'connecting' | 'fetching' | 'closed' }
  | { readonly kind: 'backing-off'; readonly timer: Timer };

/** First versions with: topic ids instead of names; the last fetched epoch. */
const TOPIC_ID_VERSION = 13;
const LAST_EPOCH_VERSION = 12;

export class BrokerLoop {
  readonly nodeId: number;
  /** Partitions that are read from this broker; what was answered moves to the end, so that all get their turn. */
  readonly cursors: Set<PartitionCursor> = new Set();
  readonly session: FetchSession = new FetchSession();
  /** Why the broker could not be asked last; undefined once it has answered again. */
  trouble: KafkaError | undefined;
  readonly #host: BrokerLoopHost;
  readonly #backoff = new Backoff();
  readonly #abort = new AbortController();
  #connection: FetchConnection | undefined;
  #state: LoopState = { kind: 'idle' };

  constructor(nodeId: number, host: BrokerLoopHost) {
    this.nodeId = nodeId;
    this.#host = host;
  }

  /** Sends a fetch if none is under way, something is wanted, and there is room. */
  pump(): void {
    if (this.#state.kind !== 'idle' || !this.#hasFetchable()) return;
    if (this.#connection?.state === 'open') this.#fetch(this.#connection);
    else this.#connect();
  }

  /** Ends a back-off early: something has changed for the better. */
  hurry(): void {
    if (this.#state.kind === 'backing-off') {
      this.#state.timer.cancel();
      this.#state = { kind: 'idle' };
    }
    this.pump();
  }

  close(): void {
    if (this.#state.kind === 'backing-off') this.#state.timer.cancel();
    this.#state = { kind: 'closed' };
    this.#abort.abort(new KafkaError('CLOSED', 'the reader is closed'));
    this.#connection?.close();
    this.#connection = undefined;
  }

  #hasFetchable(): boolean {
    for (const cursor of this.cursors) if (cursor.isFetchable) return true;
    return false;
  }

  #connect(): void {
    const { cluster, counts, lane } = this.#host;
    const startedAt = cluster.clock.monotonic();
    this.#state = { kind: 'connecting' };
    cluster.connection(this.nodeId, lane, { signal: this.#abort.signal }).then(
      (connection) => {
        // The lane is this engine's own: nobody else will close it.
        if (this.#state.kind === 'closed') return connection.close();
        counts.dialed(cluster.clock.monotonic() - startedAt);
        this.#connection = connection;
        this.#state = { kind: 'idle' };
        this.pump();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  #fetch(connection: FetchConnection): void {
    const { budget, settings, cluster } = this.#host;
    const fetchChecks = (connection.versions.pick(fetchApi as unknown as AnyApi) ?? 0) >= LAST_EPOCH_VERSION;
    const cursors: PartitionCursor[] = [];
    for (const cursor of this.cursors) {
      if (!cursor.isFetchable) continue;
      if (cursor.needsCheck(fetchChecks)) this.#host.check(cursor);
      else cursors.push(cursor);
    }
    if (cursors.length === 0) return;
    let wanted = 0;
    let topic: string | undefined;
    for (const cursor of cursors) {
      wanted += Math.max(settings.maxPartitionBytes, cursor.maxBytes);
      // Looking a topic up says that it is in use, so that its metadata is kept up to date.
      if (cursor.topic !== topic) cluster.metadata.get(cursor.topic);
      topic = cursor.topic;
    }
    const maxBytes = budget.grant(wanted, this.#host.brokerCount());
    if (maxBytes === 0) return this.#host.noRoom(this);
    let sent: Promise<FetchResponse>;
    try {
      const { version, request } = this.#request(connection, cursors, maxBytes);
      const timeoutMs = settings.maxWaitMs + cluster.requestTimeoutMs;
      sent = connection.send(fetchApi, version, request, { timeoutMs, signal: this.#abort.signal });
    } catch (error) {
      return this.#fail(error);
    }
    this.#state = { kind: 'fetching' };
    budget.reserve(maxBytes);
    const sentAt = cluster.clock.monotonic();
    sent.then(
      (response) => {
        budget.settle(maxBytes);
        this.#host.counts.answered(cluster.clock.monotonic() - sentAt);
        this.#answer(response);
      },
      (error: unknown) => {
        budget.settle(maxBytes);
        this.#fail(error);
      },
    );
  }

  #request(
    connection: FetchConnection,
    cursors: readonly PartitionCursor[],
    maxBytes: number,
  ): { version: number; request: FetchRequest } {
    const { settings } = this.#host;
    // One topic without an id, and the whole request has to speak of names.
    const byId = cursors.every(({ topicId }) => topicId !== '' && topicId !== ZERO_UUID);
    const limit = byId ? undefined : TOPIC_ID_VERSION - 1;
    const version = connection.versions.require(fetchApi as unknown as AnyApi, limit);
    const session = this.session.next(cursors, {
      byId: version >= TOPIC_ID_VERSION,
      lastEpochs: version >= LAST_EPOCH_VERSION,
      maxPartitionBytes: settings.maxPartitionBytes,
    });
    const request = createFetchRequest({
      ...session,
      maxWaitMs: settings.maxWaitMs,
      minBytes: settings.minBytes,
      maxBytes,
      isolationLevel: settings.isolation === 'read_committed' ? 1 : 0,
      rackId: settings.rack,
    });
    return { version, request };
  }

  #answer(response: FetchResponse): void {
    if (this.#state.kind === 'closed') return;
    this.#state = { kind: 'idle' };
    if (response.errorCode !== ErrorCode.NONE) return this.#refused(response.errorCode);
    this.session.answered(response.sessionId);
    this.#backoff.reset();
    this.trouble = undefined;
    try {
      this.#host.receive(this, response);
    } catch (error) {
      return this.#fail(error);
    }
    // The next fetch is on the wire before the records of this one are looked at.
    this.pump();
    this.#host.open();
  }

  /** The fetch as a whole was refused: mostly the session, which then begins anew. */
  #refused(code: number): void {
    const wasNew = this.session.isNew;
    if (code === ErrorCode.FETCH_SESSION_ID_NOT_FOUND) this.session.forgetId();
    else this.session.restart();
    const isSession = code === ErrorCode.FETCH_SESSION_ID_NOT_FOUND || code === ErrorCode.INVALID_FETCH_SESSION_EPOCH;
    if (isSession && !wasNew) return this.pump();
    this.#fail(
      new BrokerError(code, `fetch from broker ${this.nodeId}`, { api: 'Fetch', broker: String(this.nodeId) }),
    );
  }

  #fail(thrown: unknown): void {
    if (this.#state.kind === 'closed') return;
    this.session.restart();
    const error = KafkaError.is(thrown)
      ? thrown
      : new KafkaError('INTERNAL', `fetch from broker ${this.nodeId}: ${toError(thrown).message}`, { cause: thrown });
    if (this.#connection?.state !== 'open') this.#connection = undefined;
    const isNews = this.trouble === undefined;
    this.trouble = error;
    this.#host.counts.failed(error.code === 'TIMEOUT');
    const timer = this.#host.cluster.clock.after(this.#backoff.next(), () => this.hurry());
    this.#state = { kind: 'backing-off', timer };
    this.#host.failed(this, error, isNews);
  }
}
