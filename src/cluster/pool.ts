// Connections by broker id and lane. Owns: opening on demand, sharing of opens, back-off of failing brokers, replacing.
// Must not know: topics, what is sent. Invariant: at most one connection, or one attempt at it, per (id, lane); a
// successor is opened only after its predecessor has settled everything, so requests of one lane stay in order.
import { type CallOptions, onAbort, waitFor, withSpare } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import type { Timer } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import { ApiVersionsMemory } from '../network/api-versions-memory.ts';
import type { Connection } from '../network/connection.ts';
import type { ExpectedBroker } from '../network/negotiate.ts';
import { formatAddress, openConnection } from '../network/open-connection.ts';
import type { Lifetime } from './lifetime.ts';
import type { Address, ClusterSettings } from './settings.ts';

/**
 * What a connection is for. A broker serves one request of a connection at a time, so what may wait long (fetches, group
 * membership, slow administration) has lanes of its own.
 */
export type Lane = 'control' | 'slow' | 'produce' | `fetch-${string}` | `group-${string}`;

/** Answers larger than this close the connection. Far above any sensible fetch.max.bytes. */
const MAX_RESPONSE_BYTES = 256 * 1024 * 1024;
/** Requests on the wire per connection. */
const MAX_IN_FLIGHT = 64;
/** How often unused connections are looked for: with the default idle time it is still less than 4 minutes in all. */
const SWEEP_MS = 15_000;
/** A broker with a new address has this long to answer what was sent to the old one. */
const MOVED_GRACE_MS = 1_000;
/**
 * A broker that takes longer than the limit of a connection would never be reached, and each attempt would only add to what
 * keeps it busy: the limit doubles with every attempt that ran out of it, up to this many times itself (KIP-601).
 */
const MOST_PATIENCE = 3;

interface Slot {
  connection: Connection | undefined;
  opening: Promise<Connection> | undefined;
}

interface NodeState {
  readonly lanes: Map<Lane, Slot>;
  readonly backoff: Backoff;
  /** Grows with connections that opened and were lost before they answered a single request. */
  readonly losses: Backoff;
  /** Monotonic time before which this broker is not dialed again. */
  notBefore: number;
  /** How many times `connectTimeoutMs` the next attempt may take. */
  patience: number;
}

export class Pool {
  readonly #settings: ClusterSettings;
  readonly #lifetime: Lifetime;
  readonly #addressOf: (nodeId: number) => Address | undefined;
  readonly #nodes = new Map<number, NodeState>();
  readonly #memory = new ApiVersionsMemory();
  readonly #clusterId: () => string | null;
  readonly #onOpened: (connection: Connection) => void;
  #sweep: Timer | undefined;

  /**
   * `brokers`: where a broker is now, undefined when that is not known, which cluster it belongs to, and who wants to see
   * each connection that opens.
   */
  constructor(
    settings: ClusterSettings,
    lifetime: Lifetime,
    brokers: {
      addressOf(nodeId: number): Address | undefined;
      clusterId(): string | null;
      opened(connection: Connection): void;
    },
  ) {
    this.#settings = settings;
    this.#lifetime = lifetime;
    this.#addressOf = brokers.addressOf;
    this.#clusterId = brokers.clusterId;
    this.#onOpened = brokers.opened;
  }

  /** The open connection, if there is one: the way without a promise. */
  peek(nodeId: number, lane: Lane): Connection | undefined {
    const connection = this.#nodes.get(nodeId)?.lanes.get(lane)?.connection;
    return connection?.state === 'open' ? connection : undefined;
  }

  /** The connection, opened if need be. One caller's abort never cancels what others wait for. */
  get(nodeId: number, lane: Lane, call: CallOptions = {}): Promise<Connection> {
    const connection = this.peek(nodeId, lane);
    if (connection !== undefined) return Promise.resolve(connection);
    const slot = this.#slot(nodeId, lane);
    if (slot.opening === undefined) {
      const opening = this.#open(nodeId, lane, slot).finally(() => {
        slot.opening = undefined;
        this.#forgetIfUnused(nodeId, lane, slot);
      });
      slot.opening = opening;
      // Its callers may all have given up by the time it fails.
      opening.catch(() => {});
    }
    return waitFor(slot.opening, this.#settings.clock, `connect to broker ${nodeId}`, call);
  }

  /** A connection to an address, kept by the caller. Given up by `signal` and at the end of the cluster. */
  openAddress(address: Address, signal?: AbortSignal): Promise<Connection> {
    return this.#openAddress(address, { signal });
  }

  async #openAddress(
    address: Address,
    how: {
      readonly signal?: AbortSignal | undefined;
      readonly expected?: ExpectedBroker | undefined;
      readonly connectTimeoutMs?: number;
    },
  ): Promise<Connection> {
    const { signal, expected, connectTimeoutMs = this.#settings.connectTimeoutMs } = how;
    const { tls, sasl, streams, clientId, requestTimeoutMs, maxVersions, clock, logger } = this.#settings;
    const limits = { requestTimeoutMs, connectTimeoutMs, maxResponseBytes: MAX_RESPONSE_BYTES };
    const common = { tls, sasl, ...streams, clientId, maxVersions, clock, logger };
    const options = { ...address, ...common, ...limits, maxInFlight: MAX_IN_FLIGHT };
    const asked = { expected, memory: this.#memory };
    const stop = new AbortController();
    const stopListening = [signal, this.#lifetime.signal].map((one) => onAbort(one, () => stop.abort(one?.reason)));
    try {
      const connection = await openConnection({ ...options, ...asked }, { signal: stop.signal });
      this.#onOpened(connection);
      return connection;
    } finally {
      for (const off of stopListening) off();
    }
  }

  /** Keeps a connection made for first contact, if its place is free; false: the caller keeps it. */
  adopt(nodeId: number, lane: Lane, connection: Connection): boolean {
    const slot = this.#slot(nodeId, lane);
    if (slot.connection !== undefined || slot.opening !== undefined || this.#lifetime.ended) return false;
    this.#keep(slot, connection, nodeId, lane);
    return true;
  }

  /** Replaces, once they are idle, connections to brokers that moved to another address or are gone. */
  prune(): void {
    for (const [nodeId, node] of this.#nodes) {
      const address = this.#addressOf(nodeId);
      const expected = address === undefined ? undefined : formatAddress(address.host, address.port);
      for (const slot of node.lanes.values()) {
        if (slot.connection === undefined || slot.connection.address === expected) continue;
        // The old address may be a machine that is gone: its answers are not awaited for a whole request timeout.
        void slot.connection.drain(MOVED_GRACE_MS);
        node.notBefore = 0;
      }
      if (address === undefined && [...node.lanes.values()].every((slot) => !slot.connection && !slot.opening)) {
        this.#nodes.delete(nodeId);
      }
    }
  }

  /** Closes the connections of a lane whose only user is gone, also one that is just being opened. */
  closeLane(lane: Lane): void {
    this.#part(lane, (connection) => connection.close());
  }

  /** The same for those whose last requests may still be answered. */
  drainLane(lane: Lane): void {
    this.#part(lane, (connection) => void connection.drain());
  }

  #part(lane: Lane, goodbye: (connection: Connection) => void): void {
    for (const { lanes } of this.#nodes.values()) {
      const slot = lanes.get(lane);
      if (slot?.connection !== undefined) goodbye(slot.connection);
      slot?.opening?.then(goodbye, () => {});
    }
  }

  /** Closes everything; requests under way reject with CLOSED. The lifetime has ended before. */
  close(): void {
    this.#sweep?.cancel();
    this.#sweep = undefined;
    for (const node of this.#nodes.values()) for (const slot of node.lanes.values()) slot.connection?.close();
    this.#nodes.clear();
  }

  #node(nodeId: number): NodeState {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      const { backoff } = this.#settings;
      node = {
        lanes: new Map(),
        backoff: new Backoff(backoff),
        losses: new Backoff(backoff),
        notBefore: 0,
        patience: 1,
      };
      this.#nodes.set(nodeId, node);
    }
    return node;
  }

  #slot(nodeId: number, lane: Lane): Slot {
    const { lanes } = this.#node(nodeId);
    let slot = lanes.get(lane);
    if (slot === undefined) {
      slot = { connection: undefined, opening: undefined };
      lanes.set(lane, slot);
    }
    return slot;
  }

  /** Readers come and go, and each has a lane of its own: what is left of one must not stay for ever. */
  #forgetIfUnused(nodeId: number, lane: Lane, slot: Slot): void {
    if (slot.connection !== undefined || slot.opening !== undefined) return;
    const lanes = this.#nodes.get(nodeId)?.lanes;
    if (lanes?.get(lane) === slot) lanes.delete(lane);
  }

  async #open(nodeId: number, lane: Lane, slot: Slot): Promise<Connection> {
    const { clock, logger, connectTimeoutMs } = this.#settings;
    this.#lifetime.throwIfEnded();
    await slot.connection?.drain();
    const node = this.#node(nodeId);
    const waitMs = node.notBefore - clock.monotonic();
    if (waitMs > 0) await this.#lifetime.pause(clock, waitMs, `connect to broker ${nodeId}`);
    const address = this.#addressOf(nodeId);
    if (address === undefined) throw unknownBroker(nodeId);
    const limitMs = node.patience * connectTimeoutMs;
    const begunAt = clock.monotonic();
    try {
      const clusterId = this.#clusterId();
      // An address may have been given to another broker, or to another cluster, since metadata named it (KIP-1242).
      const expected = clusterId === null ? undefined : { clusterId, nodeId };
      const connection = await this.#openAddress(address, { expected, connectTimeoutMs: limitMs });
      if (this.#lifetime.ended) connection.close();
      this.#lifetime.throwIfEnded();
      node.backoff.reset();
      node.patience = 1;
      this.#keep(slot, connection, nodeId, lane);
      return connection;
    } catch (error) {
      this.#lifetime.throwIfEnded();
      if (clock.monotonic() - begunAt >= withSpare(limitMs)) node.patience = Math.min(MOST_PATIENCE, node.patience * 2);
      node.notBefore = clock.monotonic() + node.backoff.next();
      const located = locate(error, nodeId);
      // The first failure is news, those that follow are not.
      const level = node.backoff.failures === 1 ? 'warn' : 'debug';
      logger[level]('cannot connect to a broker', { broker: nodeId, lane, error: String(located) });
      throw located;
    }
  }

  #keep(slot: Slot, connection: Connection, nodeId: number, lane: Lane): void {
    const { clock, logger } = this.#settings;
    const answersBefore = connection.answers;
    slot.connection = connection;
    logger.debug('connected', { broker: nodeId, lane, address: connection.address });
    connection.onClose((error) => {
      if (slot.connection === connection) slot.connection = undefined;
      const node = this.#node(nodeId);
      if (connection.answers > answersBefore) node.losses.reset();
      // Something takes connections there and drops them: dialing again at once would go on for ever, as fast as it can.
      else if (error.code !== 'CLOSED') node.notBefore = clock.monotonic() + node.losses.next();
      this.#forgetIfUnused(nodeId, lane, slot);
      logger.debug('connection closed', { broker: nodeId, lane, reason: error.message });
    });
    this.#sweep ??= this.#sweepLater();
  }

  #sweepLater(): Timer {
    const { clock, idleTimeoutMs } = this.#settings;
    const sweep = () => {
      const before = clock.monotonic() - idleTimeoutMs;
      for (const node of this.#nodes.values()) {
        for (const { connection } of node.lanes.values()) {
          if (connection?.inFlight === 0 && connection.lastUsedAt < before) void connection.drain();
        }
      }
      this.#sweep = this.#sweepLater();
    };
    return clock.after(Math.min(SWEEP_MS, idleTimeoutMs), sweep, { keepAlive: false });
  }
}

function unknownBroker(nodeId: number): KafkaError {
  const message = `broker ${nodeId} is not in the cluster's metadata`;
  return new KafkaError('CONNECTION', message, { broker: String(nodeId), retriable: true });
}

/** Adds where the address came from: an advertised address that clients cannot reach is Kafka's classic trap. */
function locate(error: unknown, nodeId: number): unknown {
  if (!KafkaError.is(error)) return error;
  const message = `broker ${nodeId}: ${error.message} (the broker's advertised.listeners names this address)`;
  // The cluster has been reached before: what speaks no Kafka there now (a proxy's error page, garbage) passes.
  const retriable = error.retriable || error.code === 'PROTOCOL';
  return new KafkaError(error.code, message, { broker: error.broker, retriable, cause: error });
}
