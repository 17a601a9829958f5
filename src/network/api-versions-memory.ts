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

  /** The versions to ask one after the other, each on a connection of its own, as long as the broker hangs up. */
  ladder(address: string): readonly number[] {
    const known = this.#known.get(address);
    if (known === undefined || known.uses-- <= 0) return LADDER;
    return LADDER.filter((version) => version <= known.version);
  }

  /** The broker has answered this version, after it hung up on newer ones. */
  learn(address: string, version: number): void {
    if (version === NEWEST) return;
    if (this.#known.size >= MAX_ADDRESSES) this.#known.clear();
    const uses = this.#known.get(address)?.uses ?? TRUSTED_USES;
    this.#known.set(address, { version, uses: uses > 0 ? uses : TRUSTED_USES });
  }
}
