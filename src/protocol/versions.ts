// Version negotiation (KIP-35): what a broker offers, and the version that both sides speak.
import { configError, KafkaError } from '../base/errors.ts';
import type { ApiInfo } from './api.ts';
import { type FinalizedFeatures, NO_FEATURES } from './finalized-features.ts';
import type { ApiName } from './generated/api-index.ts';
import { apiInfo } from './registry.ts';

/** Versions of one API that a broker answers. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** Newest version to use of each API named: `{ Fetch: 12 }`. The only way to a version that is not stable yet. */
export type MaxVersions = Readonly<Partial<Record<ApiName, number>>>;

const NO_LIMITS: MaxVersions = {};

/** What one broker offers, from its ApiVersions response, and how far the user lets us go. */
export class BrokerVersions {
  /** What the cluster had finalized when the broker answered; see `finalizedFeature`. */
  readonly features: FinalizedFeatures;
  readonly #ranges: ReadonlyMap<number, VersionRange>;
  readonly #maxVersions: MaxVersions;

  /** `ranges` by API key; `maxVersions` has been checked (`maxVersionsOption`). */
  constructor(
    ranges: ReadonlyMap<number, VersionRange>,
    maxVersions: MaxVersions = NO_LIMITS,
    features: FinalizedFeatures = NO_FEATURES,
  ) {
    this.#ranges = ranges;
    this.#maxVersions = maxVersions;
    this.features = features;
  }

  /** From the `apiKeys` of an ApiVersions response. */
  static of(
    apiKeys: readonly { readonly apiKey: number; readonly minVersion: number; readonly maxVersion: number }[],
    maxVersions?: MaxVersions,
    features?: FinalizedFeatures,
  ): BrokerVersions {
    const ranges = apiKeys.map(({ apiKey, minVersion, maxVersion }) => {
      return [apiKey, { min: minVersion, max: maxVersion }] as const;
    });
    return new BrokerVersions(new Map(ranges), maxVersions, features);
  }

  /** What the broker offers of an API; undefined where it does not know it. */
  range(key: number): VersionRange | undefined {
    return this.#ranges.get(key);
  }

  /**
   * The newest version that both sides speak, at most `limit` and at most what `maxVersions` says; undefined when there is
   * none. A version that Kafka may still change is chosen only where `maxVersions` names it.
   */
  pick(
    api: Pick<ApiInfo, 'key' | 'name' | 'minVersion' | 'maxStableVersion' | 'maxVersion'>,
    limit: number = Number.POSITIVE_INFINITY,
  ): number | undefined {
    const range = this.#ranges.get(api.key);
    if (range === undefined) return undefined;
    const version = Math.min(this.#newest(api), limit, range.max);
    return version >= Math.max(api.minVersion, range.min) ? version : undefined;
  }

  /** Like `pick`, but throws UNSUPPORTED_VERSION with both ranges. */
  require(
    api: Pick<ApiInfo, 'key' | 'name' | 'minVersion' | 'maxStableVersion' | 'maxVersion'>,
    limit: number = Number.POSITIVE_INFINITY,
  ): number {
    const version = this.pick(api, limit);
    if (version !== undefined) return version;
    const range = this.#ranges.get(api.key);
    const offered = range === undefined ? 'does not offer it' : `offers versions ${range.min} to ${range.max}`;
    const newest = Math.min(this.#newest(api), limit);
    const pinned = this.#maxVersions[api.name as ApiName] === newest ? ' (maxVersions)' : '';
    throw new KafkaError(
      'UNSUPPORTED_VERSION',
      `${api.name}: this client speaks versions ${api.minVersion} to ${newest}${pinned}, the broker ${offered}`,
      { api: api.name },
    );
  }

  #newest(api: Pick<ApiInfo, 'name' | 'maxStableVersion' | 'maxVersion'>): number {
    const max = this.#maxVersions[api.name as ApiName];
    return max === undefined ? api.maxStableVersion : Math.min(max, api.maxVersion);
  }
}

/** Checks `maxVersions`: known APIs, versions that this library speaks. */
export function maxVersionsOption(name: string, value: MaxVersions | undefined): MaxVersions {
  if (value === undefined) return NO_LIMITS;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw configError(name, value, 'an object from names of APIs to versions, for example { Fetch: 12 }');
  }
  const checked: Partial<Record<ApiName, number>> = {};
  for (const [api, version] of Object.entries(value)) {
    const info = apiInfo(api);
    if (info === undefined) throw configError(`${name}.${api}`, version, 'names of APIs only, for example Fetch');
    if (version === undefined) continue;
    if (!Number.isInteger(version) || version < info.minVersion || version > info.maxVersion) {
      throw configError(`${name}.${api}`, version, `a version from ${info.minVersion} to ${info.maxVersion}`);
    }
    checked[api as ApiName] = version;
  }
  return checked;
}
