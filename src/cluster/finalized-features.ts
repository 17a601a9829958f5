// Which features the cluster has finalized (KIP-584), from what its brokers say when connections open. Must not know what
// a feature means. Invariant: what an older broker says never replaces what a newer one has said.
import type { FinalizedFeatures } from '../protocol/versions.ts';

export class FeatureMemory {
  #newest: FinalizedFeatures | undefined;

  /** A broker said this. */
  learn(features: FinalizedFeatures): void {
    if (features.epoch > (this.#newest?.epoch ?? -1)) this.#newest = features;
  }

  /** The level at which a feature is finalized; 0 where it is not, as far as anybody has said. */
  level(name: string): number {
    return this.#newest?.levels.get(name) ?? 0;
  }
}
