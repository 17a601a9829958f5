// Version negotiation (KIP-35): what a broker offers, and the version that both sides speak.
import { KafkaError } from '../base/errors.ts';
import type { AnyApi } from './api.ts';

/** Versions of one API that a broker answers. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** What one broker offers, from its ApiVersions response. */
export class BrokerVersions {
  readonly #ranges: ReadonlyMap<number, VersionRange>;

  constructor(ranges: ReadonlyMap<number, VersionRange>) {
    this.#ranges = ranges;
  }

  range(key: number): VersionRange | undefined {
    return this.#ranges.get(key);
  }

  /**
   * The newest version that both sides speak, at most `limit`; undefined when there is none. A version that Kafka
   * still marks as unstable is chosen only where `limit` names it.
   */
  pick(
    api: Pick<AnyApi, 'key' | 'minVersion' | 'maxStableVersion' | 'maxVersion'>,
    limit?: number,
  ): number | undefined {
    const range = this.#ranges.get(api.key);
    if (range === undefined) return undefined;
    const newest = limit === undefined ? api.maxStableVersion : Math.min(limit, api.maxVersion);
    const version = Math.min(newest, range.max);
    return version >= Math.max(api.minVersion, range.min) ? version : undefined;
  }

  /** Like `pick`, but throws UNSUPPORTED_VERSION (Kafka's own name) with both ranges. */
  require(api: AnyApi, limit?: number): number {
    const version = this.pick(api, limit);
    if (version !== undefined) return version;
    const range = this.#ranges.get(api.key);
    const offered = range === undefined ? 'does not offer it' : `offers versions ${range.min} to ${range.max}`;
    throw new KafkaError(
      'UNSUPPORTED_VERSION',
      `${api.name}: this client speaks versions ${api.minVersion} to ${limit ?? api.maxStableVersion}, the broker ${offered}`,
      { api: api.name },
    );
  }
}
