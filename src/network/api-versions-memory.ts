// Brokers that hang up on newer versions of ApiVersions instead of answering UNSUPPORTED_VERSION (Event Hubs does).
// Owns: which version to ask next, and remembering what worked, so that not every connection is tried in vain.
import { apiVersionsApi } from '../protocol/generated/api-versions.ts';

const NEWEST = apiVersionsApi.maxStableVersion;
/** The first with the client's name (KIP-511); brokers that are not Apache's stop at it. */
const WIDELY_KNOWN = 3;
/** One hang-up may be the network's: the newest version is given up after the second. */
const LADDER: readonly number[] = [NEWEST, NEWEST, WIDELY_KNOWN, 0];
/** Brokers are updated: after this many connections the newest version is tried again. */
const TRUSTED_USES = 1_000;
const MAX_ADDRESSES = 1_000;

/** What connections of one client have learned about brokers. */
export class ApiVersionsMemory {
  readonly #known = new Map<string, { readonly version: number; uses: number }>();
  /** Addresses that hung up on every version: how many single attempts were made at each since. */
  readonly #silent = new Map<string, number>();

  /** The versions to ask one after the other, each on a connection of its own, as long as the broker hangs up. */
  ladder(address: string): readonly number[] {
    const attempts = this.#silent.get(address);
    if (attempts !== undefined) {
      // The version is hardly the reason: one connection for each attempt, in turn, so that retries are no storm.
      this.#silent.set(address, attempts + 1);
      return [LADDER[attempts % LADDER.length] as number];
    }
    const known = this.#known.get(address);
    if (known === undefined || known.uses-- <= 0) return LADDER;
    return LADDER.filter((version) => version <= known.version);
  }

  /** The broker has answered this version; `hungUp`: after it hung up on newer ones just before. */
  answered(address: string, version: number, hungUp: boolean): void {
    // A broker that hung up on everything was not well, which says nothing about the version that it answers now.
    this.#silent.delete(address);
    if (version === NEWEST || !hungUp) return;
    const uses = this.#known.get(address)?.uses ?? TRUSTED_USES;
    limited(this.#known).set(address, { version, uses: uses > 0 ? uses : TRUSTED_USES });
  }

  /** The broker has hung up on every version. */
  hungUp(address: string): void {
    if (!this.#silent.has(address)) limited(this.#silent).set(address, 0);
  }
}

function limited<V>(map: Map<string, V>): Map<string, V> {
  if (map.size >= MAX_ADDRESSES) map.clear();
  return map;
}
