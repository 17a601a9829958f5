// Features that a cluster has switched on (KIP-584). Owns: what an ApiVersions answer says of them, and which of two
// answers is the newer one. Must not know what any feature means. Pure.
//
// A broker also lists what it could do (`supportedFeatures`): that is no promise. While brokers are being updated, and for
// as long as nobody has raised the level, a feature that is supported is off all the same.

/** The part of an ApiVersions answer that says which features are finalized. */
export interface FinalizedFeatures {
  /** Grows with every change; -1 where the broker does not know, or does not say. */
  readonly finalizedFeaturesEpoch: number;
  readonly finalizedFeatures: readonly { readonly name: string; readonly maxVersionLevel: number }[];
}

/** Of a broker that has said nothing yet. */
export const NO_FEATURES: FinalizedFeatures = { finalizedFeaturesEpoch: -1, finalizedFeatures: [] };

/**
 * The level at which a feature is finalized: 0 where it is off, where the broker is too old to know features, and where it
 * does not know yet. `finalizedFeature(connection.versions.features, 'transaction.version') >= 2` is the test of KIP-890.
 */
export function finalizedFeature(apiVersions: FinalizedFeatures, name: string): number {
  if (apiVersions.finalizedFeaturesEpoch < 0) return 0;
  return apiVersions.finalizedFeatures.find((feature) => feature.name === name)?.maxVersionLevel ?? 0;
}

/** Features belong to the cluster, brokers learn of a change one after the other: the answer with the higher epoch counts. */
export function newerFeatures(known: FinalizedFeatures, answer: FinalizedFeatures): FinalizedFeatures {
  return answer.finalizedFeaturesEpoch > known.finalizedFeaturesEpoch ? answer : known;
}
