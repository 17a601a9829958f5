// Options of a Cluster, checked once. Owns: names, defaults and bounds.
import type { BackoffOptions } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { configError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import {
  brokersOption,
  clockOption,
  durationOption,
  functionOption,
  loggerOption,
  nameOption,
  parseAddress,
} from '../base/options.ts';
import type { DialFunction } from '../network/dial.ts';
import { type SaslOptions, type SaslSettings, saslSettings } from '../network/sasl/settings.ts';
import { type TlsOptions, type TlsSettings, tlsSettings } from '../network/tls.ts';
import { type MaxVersions, maxVersionsOption } from '../protocol/versions.ts';

export type { SaslOptions } from '../network/sasl/settings.ts';

/** How to reach a cluster. */
export interface ClusterOptions {
  /** Addresses for first contact, `host:port`; a few are enough, the rest is learned from them. */
  readonly brokers: readonly string[];
  /** Name of this client in the brokers' logs and quotas. @default 'kafka-wire' */
  readonly clientId?: string | undefined;
  /** True, or an object, for TLS. @default false */
  readonly tls?: boolean | TlsOptions | undefined;
  /** Authenticates every connection. @default none */
  readonly sasl?: SaslOptions | undefined;
  /** Opens byte streams instead of TCP. @default TCP */
  readonly dial?: DialFunction | undefined;
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
  readonly dial: DialFunction | undefined;
  readonly requestTimeoutMs: number;
  readonly startTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly metadataMaxAgeMs: number;
  readonly rebootstrapAfterMs: number;
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
    dial: functionOption('dial', options.dial, 'a function that resolves with a Duplex stream'),
    requestTimeoutMs: durationOption('requestTimeoutMs', options.requestTimeoutMs, 30_000, 1),
    startTimeoutMs: durationOption('startTimeoutMs', options.startTimeoutMs, 10_000, 1),
    connectTimeoutMs: durationOption('connectTimeoutMs', options.connectTimeoutMs, 10_000, 1),
    metadataMaxAgeMs: durationOption('metadataMaxAgeMs', options.metadataMaxAgeMs, 300_000, 1),
    rebootstrapAfterMs: durationOption('rebootstrapAfterMs', options.rebootstrapAfterMs, 300_000, 1),
    backoff: { minMs, maxMs },
    maxVersions: maxVersionsOption('maxVersions', options.maxVersions),
    logger: loggerOption('logger', options.logger),
    clock: clockOption('clock', options.clock),
  };
}
