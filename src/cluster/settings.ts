// Options of a Cluster, checked once. Owns: names, defaults and bounds.
import type { BackoffOptions } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { configError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import {
  brokersOption,
  clockOption,
  durationOption,
  loggerOption,
  nameOption,
  type OptionNames,
  parseAddress,
} from '../base/options.ts';
import { type SaslOptions, type SaslSettings, saslSettings } from '../network/sasl/settings.ts';
import { type StreamOptions, type StreamSettings, streamSettings } from '../network/stream-options.ts';
import { type TlsOptions, type TlsSettings, tlsSettings } from '../network/tls.ts';
import { type MaxVersions, maxVersionsOption } from '../protocol/versions.ts';

export type { SaslOptions } from '../network/sasl/settings.ts';

/** How to reach a cluster. */
export type ClusterOptions = ClusterCommon & StreamOptions;

/** Options of a cluster, whatever its byte streams are. */
export interface ClusterCommon {
  /** Addresses for first contact, `host:port`; a few are enough, the rest is learned from them. */
  readonly brokers: readonly string[];
  /** Name of this client in the brokers' logs and quotas. @default 'kafka-wire' */
  readonly clientId?: string | undefined;
  /** True, or an object, for TLS. @default false */
  readonly tls?: boolean | TlsOptions | undefined;
  /** Authenticates every connection. @default none */
  readonly sasl?: SaslOptions | undefined;
  /** Deadline of one request, milliseconds, 1 or more. @default 30 000 */
  readonly requestTimeoutMs?: number | undefined;
  /** Limit of the first contact, milliseconds, 1 or more. @default 10 000 */
  readonly startTimeoutMs?: number | undefined;
  /**
   * Limit for one connection: dial, TLS, versions and SASL together, milliseconds, 1 or more. For a broker that was not
   * reached within it, it grows up to three times itself, until it is (KIP-601). @default 10 000
   */
  readonly connectTimeoutMs?: number | undefined;
  /** Metadata is fetched anew after this time, milliseconds, 1 or more. @default 300 000 */
  readonly metadataMaxAgeMs?: number | undefined;
  /**
   * When metadata was asked for and has not come for this long, the brokers known are given up and `brokers` is asked anew,
   * as at the beginning; milliseconds, 1 or more (KIP-1102). Where nobody takes a connection that happens at once.
   * @default 300 000
   */
  readonly rebootstrapAfterMs?: number | undefined;
  /**
   * A connection that is not used for this time is closed, milliseconds, 1 000 or more: before somebody else cuts it, who
   * may not say so. Brokers do after 10 minutes, network load balancers after 350 s (AWS) or 4 minutes (Azure).
   * @default 210 000
   */
  readonly idleTimeoutMs?: number | undefined;
  /** First pause before something is tried again, milliseconds. @default 100 */
  readonly retryBackoffMs?: number | undefined;
  /** Longest pause before something is tried again, milliseconds, at least `retryBackoffMs`. @default 1 000 */
  readonly retryBackoffMaxMs?: number | undefined;
  /**
   * Newest version to use of each API named, `{ Fetch: 12 }`: for brokers and tools that answer newer ones badly. Also the
   * only way to use a version that Kafka may still change. @default the newest stable one that both sides speak
   */
  readonly maxVersions?: MaxVersions | undefined;
  /** Where log lines go. @default nowhere */
  readonly logger?: Logger | undefined;
  /** Where time comes from. @default the machine's clock */
  readonly clock?: Clock | undefined;
}

/** Names of the options. */
export const clusterOptionNames: OptionNames<ClusterOptions> = {
  brokers: true,
  clientId: true,
  tls: true,
  sasl: true,
  dial: true,
  resolve: true,
  socket: true,
  idleTimeoutMs: true,
  requestTimeoutMs: true,
  startTimeoutMs: true,
  connectTimeoutMs: true,
  metadataMaxAgeMs: true,
  rebootstrapAfterMs: true,
  retryBackoffMs: true,
  retryBackoffMaxMs: true,
  maxVersions: true,
  logger: true,
  clock: true,
};

/** An address for first contact. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** {@link ClusterOptions}, checked and complete. */
export interface ClusterSettings {
  readonly bootstrap: readonly Address[];
  readonly clientId: string;
  readonly tls: TlsSettings | undefined;
  readonly sasl: SaslSettings | undefined;
  readonly streams: StreamSettings;
  readonly requestTimeoutMs: number;
  readonly startTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly metadataMaxAgeMs: number;
  readonly rebootstrapAfterMs: number;
  readonly idleTimeoutMs: number;
  readonly backoff: Required<BackoffOptions>;
  readonly maxVersions: MaxVersions;
  readonly logger: Logger;
  readonly clock: Clock;
}

export function clusterSettings(options: ClusterOptions): ClusterSettings {
  if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object with brokers');
  const minMs = durationOption('retryBackoffMs', options.retryBackoffMs, 100, 1);
  const maxMs = durationOption('retryBackoffMaxMs', options.retryBackoffMaxMs, Math.max(1000, minMs), minMs);
  return {
    bootstrap: brokersOption('brokers', options.brokers).map((address) => parseAddress('brokers', address)),
    clientId: options.clientId === undefined ? 'kafka-wire' : nameOption('clientId', options.clientId),
    tls: tlsSettings('tls', options.tls),
    sasl: saslSettings('sasl', options.sasl),
    streams: streamSettings(options),
    requestTimeoutMs: durationOption('requestTimeoutMs', options.requestTimeoutMs, 30_000, 1),
    startTimeoutMs: durationOption('startTimeoutMs', options.startTimeoutMs, 10_000, 1),
    connectTimeoutMs: durationOption('connectTimeoutMs', options.connectTimeoutMs, 10_000, 1),
    metadataMaxAgeMs: durationOption('metadataMaxAgeMs', options.metadataMaxAgeMs, 300_000, 1),
    rebootstrapAfterMs: durationOption('rebootstrapAfterMs', options.rebootstrapAfterMs, 300_000, 1),
    idleTimeoutMs: durationOption('idleTimeoutMs', options.idleTimeoutMs, 210_000, 1_000),
    backoff: { minMs, maxMs },
    maxVersions: maxVersionsOption('maxVersions', options.maxVersions),
    logger: loggerOption('logger', options.logger),
    clock: clockOption('clock', options.clock),
  };
}
