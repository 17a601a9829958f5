// Opens Conns: to an address, or to the leader of a partition. Owns: options of a connection, look-ups of leaders.
import { type CallOptions, sleep } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { configError, KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import {
  clockOption,
  durationOption,
  integerOption,
  knownOptions,
  loggerOption,
  nameOption,
  type OptionNames,
  parseAddress,
  topicOption,
} from '../base/options.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { SaslOptions } from '../cluster/settings.ts';
import { ApiVersionsMemory } from '../network/api-versions-memory.ts';
import { openConnection } from '../network/open-connection.ts';
import { type SaslSettings, saslSettings } from '../network/sasl/settings.ts';
import { type StreamOptions, type StreamSettings, streamSettings } from '../network/stream-options.ts';
import { type TlsOptions, type TlsSettings, tlsSettings } from '../network/tls.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { type MaxVersions, maxVersionsOption } from '../protocol/versions.ts';
import { Conn } from './conn.ts';
import type { Broker, Partition } from './conn-metadata.ts';
import type { ConnTarget } from './conn-offsets.ts';

/** How connections are made. */
export type DialerOptions = DialerCommon & StreamOptions;

/** Options of a Dialer, whatever its byte streams are. */
export interface DialerCommon {
  /**
   * Limit for a call of the Dialer: dialing, TLS, SASL and look-ups together, milliseconds, 1 or more. A host with several
   * addresses has it once, for all of them. @default 10 000
   */
  readonly timeoutMs?: number | undefined;
  /** After this time (milliseconds since 1970, or a Date) dialing fails, whatever `timeoutMs` is. @default never */
  readonly deadline?: number | Date | undefined;
  /** Deadline of one request of a Conn, on top of its waiting at the broker, milliseconds, 1 or more. @default 30 000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Name of this client in the brokers' logs and quotas. @default 'kafka-wire' */
  readonly clientId?: string | undefined;
  /** True, or an object, for TLS. @default false */
  readonly tls?: boolean | TlsOptions | undefined;
  /** Authenticates every connection. @default none */
  readonly sasl?: SaslOptions | undefined;
  /**
   * Newest version to use of each API named, `{ Fetch: 12 }`. Also the only way to use a version that Kafka may still
   * change. @default the newest stable one that both sides speak
   */
  readonly maxVersions?: MaxVersions | undefined;
  /** Where log lines go. @default nowhere */
  readonly logger?: Logger | undefined;
  /** Where time comes from. @default the machine's clock */
  readonly clock?: Clock | undefined;
}

const NAMES: OptionNames<DialerOptions> = {
  timeoutMs: true,
  requestTimeoutMs: true,
  clientId: true,
  tls: true,
  sasl: true,
  dial: true,
  resolve: true,
  socket: true,
  deadline: true,
  maxVersions: true,
  logger: true,
  clock: true,
};

/** Largest answer that a Conn accepts. */
const MAX_RESPONSE_BYTES = 256 * 1024 * 1024;
const MAX_IN_FLIGHT = 64;

/** Makes connections that share options. Holds nothing open itself. */
export class Dialer {
  readonly #timeoutMs: number;
  readonly #endsAt: number;
  readonly #requestTimeoutMs: number;
  readonly #clientId: string;
  readonly #tls: TlsSettings | undefined;
  readonly #sasl: SaslSettings | undefined;
  readonly #streams: StreamSettings;
  readonly #maxVersions: MaxVersions;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #memory = new ApiVersionsMemory();

  /** Checks the options; does no I/O. */
  constructor(options: DialerOptions = {}) {
    if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object');
    knownOptions('Dialer', options, NAMES);
    this.#timeoutMs = durationOption('timeoutMs', options.timeoutMs, 10_000, 1);
    this.#endsAt = deadlineOption(options.deadline);
    this.#requestTimeoutMs = durationOption('requestTimeoutMs', options.requestTimeoutMs, 30_000, 1);
    this.#clientId = options.clientId === undefined ? 'kafka-wire' : nameOption('clientId', options.clientId);
    this.#tls = tlsSettings('tls', options.tls);
    this.#sasl = saslSettings('sasl', options.sasl);
    this.#streams = streamSettings(options);
    this.#maxVersions = maxVersionsOption('maxVersions', options.maxVersions);
    this.#logger = loggerOption('logger', options.logger);
    this.#clock = clockOption('clock', options.clock);
  }

  /** Connects to an address (port 9092 unless it says one), without a topic: for metadata, administration, any request. */
  async dial(address: string, call: CallOptions = {}): Promise<Conn> {
    return this.#open(dialAddress(address), {}, this.#left(call, this.#deadline(call)));
  }

  /** Finds the leader of a partition through `address` and connects to it. Waits for one while there is none. */
  async dialLeader(address: string, target: ConnTarget & CallOptions): Promise<Conn> {
    const { topic, partition } = checkTarget(target);
    const deadline = this.#deadline(target);
    const leader = await this.lookupLeader(address, { topic, partition, ...this.#left(target, deadline) });
    return this.#open(leader, { target: { topic, partition }, broker: leader }, this.#left(target, deadline));
  }

  /** Connects to the leader that a partition was found to have. */
  async dialPartition(found: Partition, call: CallOptions = {}): Promise<Conn> {
    const { topic, partition } = checkTarget(found);
    if (found.leader === undefined) throw noLeader(topic, partition);
    const settings = { target: { topic, partition }, broker: found.leader };
    return this.#open(found.leader, settings, this.#left(call, this.#deadline(call)));
  }

  /** The broker that leads a partition. Waits for one while there is none. */
  async lookupLeader(address: string, target: ConnTarget & CallOptions): Promise<Broker> {
    const { leader } = await this.lookupPartition(address, target);
    return leader as Broker;
  }

  /** A partition with its leader. Waits for one while there is none, and for a topic that was only just created. */
  async lookupPartition(address: string, target: ConnTarget & CallOptions): Promise<Partition> {
    const { topic, partition } = checkTarget(target);
    return this.#retry(target, async (left) => {
      const found = (await this.#partitions(address, topic, left)).find((one) => one.partition === partition);
      if (found === undefined) {
        throw new BrokerError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `look up ${topic}[${partition}]`, target);
      }
      if (found.leader === undefined) throw noLeader(topic, partition);
      return found;
    });
  }

  /** The partitions of a topic. Waits for a topic that was only just created. */
  async lookupPartitions(address: string, topic: string, call: CallOptions = {}): Promise<readonly Partition[]> {
    topicOption('topic', topic);
    return this.#retry(call, (left) => this.#partitions(address, topic, left));
  }

  async #partitions(address: string, topic: string, call: CallOptions): Promise<readonly Partition[]> {
    const deadline = this.#deadline(call);
    const conn = await this.dial(address, this.#left(call, deadline));
    try {
      return await conn.readPartitions(topic, this.#left(call, deadline));
    } finally {
      await conn.close();
    }
  }

  /** Tries again what passes: a leader being elected, a topic being created. A broker that cannot be reached does not. */
  async #retry<T>(call: CallOptions, attempt: (left: CallOptions) => Promise<T>): Promise<T> {
    const deadline = this.#deadline(call);
    const backoff = new Backoff();
    let last: BrokerError | undefined;
    for (;;) {
      try {
        return await attempt(this.#left(call, deadline));
      } catch (error) {
        const pauseMs = backoff.next();
        const isPassing = error instanceof BrokerError && classify(error) !== 'fail';
        if (isPassing) last = error;
        if (call.signal?.aborted) throw error;
        // An attempt cut short by the end of the time says less than the one before it.
        if (this.#clock.monotonic() + pauseMs >= deadline) throw last ?? error;
        if (!isPassing) throw error;
        await sleep(this.#clock, pauseMs, call.signal);
      }
    }
  }

  async #open(
    { host, port }: { readonly host: string; readonly port: number },
    { target, broker }: { readonly target?: ConnTarget; readonly broker?: Broker },
    call: CallOptions,
  ): Promise<Conn> {
    const connection = await openConnection(
      {
        host,
        port,
        clientId: this.#clientId,
        tls: this.#tls,
        sasl: this.#sasl,
        ...this.#streams,
        requestTimeoutMs: this.#requestTimeoutMs,
        connectTimeoutMs: this.#timeoutMs,
        maxResponseBytes: MAX_RESPONSE_BYTES,
        maxInFlight: MAX_IN_FLIGHT,
        maxVersions: this.#maxVersions,
        clock: this.#clock,
        logger: this.#logger,
        memory: this.#memory,
      },
      call,
    );
    return new Conn(connection, { clock: this.#clock, requestTimeoutMs: this.#requestTimeoutMs, target, broker });
  }

  /** When a call ends, on the monotonic clock. */
  #deadline(call: CallOptions): number {
    const leftMs = this.#endsAt - this.#clock.now();
    if (leftMs <= 0) throw new KafkaError('TIMEOUT', "dial: the Dialer's deadline has passed");
    return this.#clock.monotonic() + Math.min(call.timeoutMs ?? this.#timeoutMs, leftMs);
  }

  #left({ signal }: CallOptions, deadline: number): CallOptions {
    return { signal, timeoutMs: Math.max(1, deadline - this.#clock.monotonic()) };
  }
}

const DEFAULT_PORT = 9092;

/** An address to dial: `host`, `host:port`, `[v6]`, `[v6]:port`. */
function dialAddress(address: string): { host: string; port: number } {
  const isPortless = typeof address === 'string' && /^(\[[^[\]]+\]|[^:[\]]+)$/.test(address);
  return parseAddress('address', isPortless ? `${address}:${DEFAULT_PORT}` : address);
}

/** Milliseconds since 1970; Infinity for none. */
function deadlineOption(deadline: number | Date | undefined): number {
  if (deadline === undefined || deadline === 0) return Number.POSITIVE_INFINITY;
  const at = deadline instanceof Date ? deadline.getTime() : deadline;
  if (!Number.isFinite(at)) throw configError('deadline', deadline, 'milliseconds since 1970, or a Date');
  return at;
}

function checkTarget(target: ConnTarget): ConnTarget {
  if (typeof target !== 'object' || target === null) throw configError('target', target, '{ topic, partition }');
  const { topic, partition } = target;
  topicOption('topic', topic);
  integerOption('partition', partition, -1, 0, 2 ** 31 - 1);
  if (partition === undefined) throw configError('partition', partition, 'a whole number from 0');
  return { topic, partition };
}

function noLeader(topic: string, partition: number): KafkaError {
  return new BrokerError(ErrorCode.LEADER_NOT_AVAILABLE, `look up ${topic}[${partition}]`, { topic, partition });
}

/** A call and the options of the connection that it makes. */
export type DialOptions = DialerOptions & CallOptions;

/** What stands beside a Dialer's own options; a call's limit is the Dialer's, too. */
const OF_A_CALL = ['signal'];
const OF_A_TARGET = ['signal', 'topic', 'partition'];

function ownOptions(options: DialOptions, others: readonly string[]): DialerOptions {
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(Object.entries(options).filter(([name]) => !others.includes(name)));
}

/** Connects to an address with a Dialer of its own. */
export async function dial(address: string, options: DialOptions = {}): Promise<Conn> {
  return new Dialer(ownOptions(options, OF_A_CALL)).dial(address, options);
}

/** Connects to the leader of a partition, found through `address`. */
export async function dialLeader(address: string, options: ConnTarget & DialOptions): Promise<Conn> {
  return new Dialer(ownOptions(options, OF_A_TARGET)).dialLeader(address, options);
}

/** Connects to the leader that a partition was found to have. */
export async function dialPartition(partition: Partition, options: DialOptions = {}): Promise<Conn> {
  return new Dialer(ownOptions(options, OF_A_CALL)).dialPartition(partition, options);
}

/** The broker that leads a partition. */
export async function lookupLeader(address: string, options: ConnTarget & DialOptions): Promise<Broker> {
  return new Dialer(ownOptions(options, OF_A_TARGET)).lookupLeader(address, options);
}

/** A partition with its leader. */
export async function lookupPartition(address: string, options: ConnTarget & DialOptions): Promise<Partition> {
  return new Dialer(ownOptions(options, OF_A_TARGET)).lookupPartition(address, options);
}

/** The partitions of a topic. */
export async function lookupPartitions(
  address: string,
  topic: string,
  options: DialOptions = {},
): Promise<readonly Partition[]> {
  return new Dialer(ownOptions(options, OF_A_CALL)).lookupPartitions(address, topic, options);
}
