// The features of the cluster (KIP-584): what a broker of 4.4 supports, and the level each is at. They can be moved; of
// them all the embedded broker looks at transaction.version alone, where it aborts transactions itself (KIP-890).
import { ErrorCode } from '../protocol/generated/error-codes.ts';

export interface Feature {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

export interface FeatureUpdate {
  readonly feature: string;
  readonly maxVersionLevel: number;
  /** 1 up only, 2 down where nothing is lost, 3 down in any case. */
  readonly upgradeType: number;
}

const supported: readonly Feature[] = [
  { name: 'eligible.leader.replicas.version', min: 0, max: 1 },
  { name: 'group.version', min: 0, max: 1 },
  { name: 'kraft.version', min: 0, max: 1 },
  { name: 'metadata.version', min: 7, max: 33 },
  { name: 'share.version', min: 0, max: 2 },
  { name: 'streams.version', min: 0, max: 1 },
  { name: 'transaction.version', min: 0, max: 2 },
];

const UPGRADE = 1;
const UNSAFE_DOWNGRADE = 3;

export class Features {
  // A cluster with a fixed set of voters is at level 0 of this one, which is not told.
  readonly #levels = new Map(
    supported.filter(({ name }) => name !== 'kraft.version').map(({ name, max }) => [name, max]),
  );
  #epoch = 0;

  /** `levels`: those that begin elsewhere than at the highest. */
  constructor(levels: Readonly<Record<string, number>> = {}) {
    for (const [name, level] of Object.entries(levels)) this.#levels.set(name, level);
  }

  /** 0 where a feature is off. */
  levelOf(name: string): number {
    return this.#levels.get(name) ?? 0;
  }

  get supported(): readonly Feature[] {
    return supported;
  }

  /** Grows with every change. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The levels in force; a feature at level 0 is off and not told. */
  get finalized(): readonly { readonly name: string; readonly level: number }[] {
    return [...this.#levels].filter(([, level]) => level > 0).map(([name, level]) => ({ name, level }));
  }

  /** Moves features all together or not at all; why not, in a broker's words. `controllerId` is who says so. */
  update(
    updates: readonly FeatureUpdate[],
    validateOnly: boolean,
    controllerId: number,
  ): { readonly errorCode: number; readonly message: string } | undefined {
    for (const update of updates) {
      const fault = this.#fault(update, controllerId);
      if (fault === undefined) continue;
      const { feature, maxVersionLevel } = update;
      const message = `The update failed for all features since the following feature had an error: Invalid update version ${maxVersionLevel} for feature ${feature}. ${fault}`;
      return { errorCode: ErrorCode.INVALID_UPDATE_VERSION, message };
    }
    if (validateOnly || updates.length === 0) return undefined;
    for (const { feature, maxVersionLevel } of updates) this.#levels.set(feature, maxVersionLevel);
    this.#epoch++;
    return undefined;
  }

  #fault({ feature, maxVersionLevel, upgradeType }: FeatureUpdate, controllerId: number): string | undefined {
    if (upgradeType < UPGRADE || upgradeType > UNSAFE_DOWNGRADE) {
      return 'The controller does not support the given upgrade type.';
    }
    const known = supported.find(({ name }) => name === feature);
    if (known === undefined) return `Local controller ${controllerId} does not support this feature.`;
    if (maxVersionLevel < 0) return 'A feature version cannot be less than 0.';
    if (maxVersionLevel > known.max || maxVersionLevel < known.min) {
      return `Local controller ${controllerId} only supports versions ${known.min}-${known.max}`;
    }
    if (maxVersionLevel >= (this.#levels.get(feature) ?? 0) || upgradeType !== UPGRADE) return undefined;
    return "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.";
  }
}
