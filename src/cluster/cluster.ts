// A cluster as seen by everything above: connections by broker and lane, metadata, coordinators, retries. Composition.
// Must not know: what the requests of upper layers mean. Invariant: after close() no socket, timer or waiting call is left.
import { type CallOptions, throwIfAborted, waitFor } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { staggered } from '../base/staggered.ts';
import type { Connection } from '../network/connection.ts';
import { formatAddress } from '../network/open-connection.ts';
import type { AnyApi, Api } from '../protocol/api.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import {
  type FinalizedFeatures,
  finalizedFeature,
  NO_FEATURES,
  newerFeatures,
} from '../protocol/finalized-features.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { findCoordinatorApi } from '../protocol/generated/find-coordinator.ts';
import {
  createMetadataRequest,
  createMetadataRequestTopic,
  type MetadataRequest,
  type MetadataResponse,
  metadataApi,
} from '../protocol/generated/metadata.ts';
import type { MaxVersions } from '../protocol/versions.ts';
import { firstContact, STAGGER_MS } from './bootstrap.ts';
import { CoordinatorCache, type CoordinatorKind } from './coordinator-cache.ts';
import { Lifetime } from './lifetime.ts';
import { MetadataCache, type MetadataQuery } from './metadata-cache.ts';
import { type Lane, Pool } from './pool.ts';
import { Rebootstrap } from './rebootstrap.ts';
import { type RetryContext, retryLoop } from './retry.ts';
import type { Remedy } from './retry-classifier.ts';
import { type ClusterOptions, type ClusterSettings, clusterSettings } from './settings.ts';

export type { CoordinatorKind } from './coordinator-cache.ts';
export type { Lane } from './pool.ts';
export type { ClusterOptions, SaslOptions } from './settings.ts';

/** Options of one request. */
export interface SendOptions extends CallOptions {
  /** @default 'control' */
  readonly lane?: Lane | undefined;
  /** Newest version to use. @default the newest stable one that both sides speak */
  readonly maxVersion?: number | undefined;
  /** False for requests that brokers do not answer: resolves with undefined once written. @default true */
  readonly expectResponse?: boolean | undefined;
}

/** Names a coordinator, so that `retry` can forget it. */
export interface CoordinatorRef {
  readonly kind: CoordinatorKind;
  readonly key: string;
}

/**
 * While something is wrong, metadata is fetched this often at most. What waits for a new leader waits up to this much longer
 * than the cluster itself needs.
 */
const METADATA_INTERVAL_MS = 500;

const FIRST_QUERY: MetadataQuery = { topics: [], allowAutoTopicCreation: false };

export class Cluster implements AsyncDisposable {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly clientId: string;
  /** Deadline of a request that names none. */
  readonly requestTimeoutMs: number;
  /** Age from which what is known of the cluster is asked for again. */
  readonly metadataMaxAgeMs: number;
  readonly metadata: MetadataCache;
  readonly #settings: ClusterSettings;
  readonly #lifetime = new Lifetime();
  readonly #pool: Pool;
  readonly #coordinators: CoordinatorCache;
  #features: FinalizedFeatures = NO_FEATURES;
  /** Connections to first-contact addresses that serve one request. */
  readonly #temporary = new Set<Connection>();
  #starting: Promise<void> | undefined;
  /** Where the search for any broker begins; moves on when a broker disappoints. */
  #cursor = Math.floor(Math.random() * 1024);
  readonly #rebootstrap: Rebootstrap;

  /** Checks the options; does no I/O. */
  constructor(options: ClusterOptions) {
    const settings = clusterSettings(options);
    this.#settings = settings;
    this.clock = settings.clock;
    this.logger = settings.logger;
    this.clientId = settings.clientId;
    this.requestTimeoutMs = settings.requestTimeoutMs;
    this.metadataMaxAgeMs = settings.metadataMaxAgeMs;
    this.metadata = new MetadataCache({
      clock: settings.clock,
      logger: settings.logger,
      lifetime: this.#lifetime,
      maxAgeMs: settings.metadataMaxAgeMs,
      minIntervalMs: settings.backoff.minMs,
      maxIntervalMs: Math.max(settings.backoff.minMs, Math.min(settings.backoff.maxMs, METADATA_INTERVAL_MS)),
      fetch: (query) => this.#fetchMetadata(query),
      retry: (what, attempt, call) =>
        retryLoop(
          this.#retryContext(() => {}),
          what,
          attempt,
          call,
        ),
    });
    this.#coordinators = new CoordinatorCache({
      clock: settings.clock,
      ask: (build) => this.sendToAny(findCoordinatorApi, build),
      learn: (node) => this.metadata.learnBroker(node),
    });
    this.#rebootstrap = new Rebootstrap({
      clock: settings.clock,
      afterMs: settings.rebootstrapAfterMs,
      startAnew: (reason) => this.#startAnew(reason),
    });
    this.#pool = new Pool(settings, this.#lifetime, {
      // What is known stands, for those who ask what the cluster looks like; it is not dialed any more.
      addressOf: (nodeId) => (this.#rebootstrap.isStartingAnew ? undefined : this.metadata.broker(nodeId)),
      clusterId: () => this.metadata.clusterId,
      opened: ({ versions }) => {
        this.#features = newerFeatures(this.#features, versions.features);
      },
    });
    this.metadata.onChange(() => this.#pool.prune());
  }

  /** First contact. Shared by concurrent callers, idempotent; after a failure it may be called again. */
  start(call: CallOptions = {}): Promise<void> {
    if (this.#lifetime.ended) return Promise.reject(this.#lifetime.signal.reason);
    if (this.#starting === undefined) {
      const starting = this.#firstContact().catch((error: unknown) => {
        this.#starting = undefined;
        throw error;
      });
      starting.catch(() => {});
      this.#starting = starting;
    }
    return waitFor(this.#starting, this.clock, 'first contact', call);
  }

  /** The connection to a broker on a lane, opened if need be. */
  connection(nodeId: number, lane: Lane, call: CallOptions = {}): Promise<Connection> {
    if (this.#lifetime.ended) return Promise.reject(this.#lifetime.signal.reason);
    return this.#pool.get(nodeId, lane, call);
  }

  /** Closes a lane that belonged to one Reader or member, where the cluster is shared and lives on. */
  closeLane(lane: Lane): void {
    this.#pool.closeLane(lane);
  }

  /** Closes a lane once nobody waits for an answer on it; what comes later opens it anew. */
  drainLane(lane: Lane): void {
    this.#pool.drainLane(lane);
  }

  /** One attempt at one broker. `build` makes the request for the version that was picked. */
  async sendTo<Request, Response>(
    nodeId: number,
    api: Api<Request, Response>,
    build: (version: number) => Request,
    options: SendOptions = {},
  ): Promise<Response> {
    const lane = options.lane ?? 'control';
    const open = this.#pool.peek(nodeId, lane);
    if (open !== undefined) return sendOn(open, api, build, options);
    const deadline = this.#deadline(options);
    const left = { signal: options.signal, timeoutMs: deadline - this.clock.monotonic() };
    const connection = await this.connection(nodeId, lane, left);
    return sendOn(connection, api, build, { ...options, timeoutMs: Math.max(1, deadline - this.clock.monotonic()) });
  }

  /** One attempt at any broker that can be reached. */
  async sendToAny<Request, Response>(
    api: Api<Request, Response>,
    build: (version: number) => Request,
    options: SendOptions = {},
  ): Promise<Response> {
    this.#lifetime.throwIfEnded();
    throwIfAborted(options.signal, api.name);
    const deadline = this.#deadline(options);
    const finding = this.#anyConnection(options.lane ?? 'control');
    const left = { signal: options.signal, timeoutMs: deadline - this.clock.monotonic() };
    const connection = await waitFor(finding, this.clock, `${api.name} to any broker`, left).catch((error: unknown) => {
      finding.then(
        (late) => this.#release(late),
        () => {},
      );
      throw error;
    });
    try {
      const timeoutMs = Math.max(1, deadline - this.clock.monotonic());
      return await sendOn(connection, api, build, { ...options, timeoutMs });
    } catch (error) {
      this.#cursor++;
      throw error;
    } finally {
      this.#release(connection);
    }
  }

  /** One attempt at the controller, or at the broker that forwards to it. */
  async sendToController<Request, Response>(
    api: Api<Request, Response>,
    build: (version: number) => Request,
    options: SendOptions = {},
  ): Promise<Response> {
    if (this.metadata.broker(this.metadata.controllerId) === undefined) await this.metadata.refresh(options);
    return this.sendTo(this.metadata.controllerId, api, build, options);
  }

  /** One attempt at the coordinator of a group or transactional id. Error codes inside the response are the caller's. */
  async sendToCoordinator<Request, Response>(
    kind: CoordinatorKind,
    key: string,
    api: Api<Request, Response>,
    build: (version: number) => Request,
    options: SendOptions = {},
  ): Promise<Response> {
    const nodeId = await this.coordinator(kind, key, options);
    try {
      return await this.sendTo(nodeId, api, build, options);
    } catch (error) {
      // A broker that does not answer may have lost its groups to another.
      if (isUnreachable(error)) this.#coordinators.forget(kind, key, nodeId);
      throw error;
    }
  }

  /** Broker id of a coordinator, cached. One attempt. */
  coordinator(kind: CoordinatorKind, key: string, call: CallOptions = {}): Promise<number> {
    if (this.#lifetime.ended) return Promise.reject(this.#lifetime.signal.reason);
    return this.#coordinators.find(kind, key, call);
  }

  /** After NOT_COORDINATOR. With `nodeId`, only if that one is still the one cached. */
  forgetCoordinator(kind: CoordinatorKind, key: string, nodeId?: number): void {
    this.#coordinators.forget(kind, key, nodeId);
  }

  /**
   * The level at which the cluster has finalized a feature (KIP-584): 0 where it has not, and before a connection was
   * open. Brokers say it when connections open, so a change is seen with the next one.
   */
  finalizedLevel(feature: string): number {
    return finalizedFeature(this.#features, feature);
  }

  /** The newest version of an API that this client may use (`maxVersions`), whatever brokers offer. */
  newestVersion(api: Pick<AnyApi, 'name' | 'maxStableVersion'>): number {
    return this.#settings.maxVersions[api.name as keyof MaxVersions] ?? api.maxStableVersion;
  }

  /**
   * Runs `attempt` again, with growing pauses, while its error is one that passes; before each new attempt metadata or
   * the coordinator is looked up anew where the error asks for it. Ends at `signal` or `timeoutMs` (absent: never).
   */
  retry<T>(
    what: string,
    attempt: () => Promise<T>,
    options: CallOptions & { readonly coordinator?: CoordinatorRef | undefined } = {},
  ): Promise<T> {
    const { coordinator } = options;
    const remedy: RetryContext['remedy'] = (kind: Remedy, error: unknown) => {
      const isLost = kind === 'find-coordinator' || isUnreachable(error);
      if (coordinator !== undefined && isLost) this.#coordinators.forget(coordinator.kind, coordinator.key);
      return kind === 'refresh-metadata' ? this.metadata.refresh() : undefined;
    };
    return retryLoop(this.#retryContext(remedy), what, attempt, options);
  }

  /** Closes all connections and clears all timers; pending calls reject with CLOSED. Idempotent. */
  async close(): Promise<void> {
    this.#lifetime.end();
    this.metadata.close();
    this.#rebootstrap.close();
    this.#pool.close();
    for (const connection of this.#temporary) connection.close();
    this.#temporary.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #deadline(options: SendOptions): number {
    return this.clock.monotonic() + (options.timeoutMs ?? this.requestTimeoutMs);
  }

  #retryContext(remedy: RetryContext['remedy']): RetryContext {
    const { clock, logger, backoff } = this.#settings;
    return { clock, logger, backoff, lifetime: this.#lifetime, remedy };
  }

  async #firstContact(): Promise<void> {
    const { connection, metadata } = await firstContact({
      settings: this.#settings,
      lifetime: this.#lifetime,
      open: (address, signal) => this.#pool.openAddress(address, signal),
      ask: (opened, call) => sendOn(opened, metadataApi, buildMetadata(FIRST_QUERY), call),
    });
    if (this.#lifetime.ended) connection.close();
    this.#lifetime.throwIfEnded();
    this.metadata.apply(metadata, FIRST_QUERY);
    this.metadata.start();
    this.#keep(connection);
  }

  /** A first-contact connection serves on where metadata says that its address is a broker's. */
  #keep(connection: Connection): void {
    const at = connection.address;
    const broker = this.metadata.brokers().find(({ host, port }) => formatAddress(host, port) === at);
    if (broker === undefined || !this.#pool.adopt(broker.id, 'control', connection)) connection.close();
  }

  async #fetchMetadata(query: MetadataQuery): Promise<MetadataResponse> {
    let era = this.#rebootstrap.asking();
    let response = await this.sendToAny(metadataApi, buildMetadata(query));
    if (response.errorCode === ErrorCode.REBOOTSTRAP_REQUIRED) {
      this.#rebootstrap.demanded(era);
      era = this.#rebootstrap.asking();
      response = await this.sendToAny(metadataApi, buildMetadata(query));
    }
    throwIfBrokerError(response.errorCode, 'metadata', { api: metadataApi.name });
    // An answer without any broker comes from a broker that is just starting: it knows nothing yet.
    if (response.brokers.length > 0 && !this.#rebootstrap.answered(era)) {
      const message = 'metadata: the answer comes from a broker that was given up meanwhile';
      throw new KafkaError('CONNECTION', message, { api: metadataApi.name, retriable: true });
    }
    return response;
  }

  /** The brokers known are given up: connections to them end, and the addresses of first contact are asked (KIP-1102). */
  #startAnew(reason: string): void {
    this.logger.warn('starting anew from the addresses of first contact', { reason });
    this.#pool.prune();
    this.metadata.refreshSoon();
  }

  /** An open connection, else the first that opens: to a known broker, else to an address for first contact. */
  async #anyConnection(lane: Lane): Promise<Connection> {
    const brokers = this.#rebootstrap.isStartingAnew ? [] : this.metadata.brokers();
    const known = brokers.map((_, index) => (brokers[(index + this.#cursor) % brokers.length] as { id: number }).id);
    for (const nodeId of known) {
      const open = this.#pool.peek(nodeId, lane);
      if (open !== undefined) return open;
    }
    const tasks = known.map((nodeId) => (_: AbortSignal) => this.#pool.get(nodeId, lane));
    const first = this.#settings.bootstrap.map((address) => (signal: AbortSignal) => {
      return this.#pool.openAddress(address, signal);
    });
    const discard = (late: Connection) => {
      if (!this.#isPooled(late, lane)) late.close();
    };
    const all = [...tasks, ...first];
    const connection = await staggered(this.clock, STAGGER_MS, all, discard).catch((error: AggregateError) => {
      this.#lifetime.throwIfEnded();
      const reasons = error.errors.map((reason: unknown) =>
        reason instanceof Error ? reason.message : String(reason),
      );
      const message = `no broker can be reached:\n  ${reasons.join('\n  ')}`;
      throw new KafkaError('CONNECTION', message, { retriable: true, cause: error });
    });
    if (this.#isPooled(connection, lane)) return connection;
    if (this.#lifetime.ended) connection.close();
    this.#lifetime.throwIfEnded();
    this.#temporary.add(connection);
    return connection;
  }

  #isPooled(connection: Connection, lane: Lane): boolean {
    return this.metadata.brokers().some(({ id }) => this.#pool.peek(id, lane) === connection);
  }

  /** Lets go of a connection that was opened for one request; those of the pool stay. */
  #release(connection: Connection): void {
    if (this.#temporary.delete(connection)) void connection.drain();
  }
}

async function sendOn<Request, Response>(
  connection: Connection,
  api: Api<Request, Response>,
  build: (version: number) => Request,
  options: SendOptions,
): Promise<Response> {
  const version = connection.versions.require(api as unknown as AnyApi, options.maxVersion);
  return connection.send(api, version, build(version), options);
}

function buildMetadata(query: MetadataQuery): (version: number) => MetadataRequest {
  return (version) =>
    createMetadataRequest({
      topics: query.topics?.map((name) => createMetadataRequestTopic({ name })) ?? null,
      // Older versions have no say in this: they always create.
      allowAutoTopicCreation: version < 4 || query.allowAutoTopicCreation,
    });
}

function isUnreachable(error: unknown): boolean {
  return KafkaError.is(error) && (error.code === 'CONNECTION' || error.code === 'TIMEOUT');
}
