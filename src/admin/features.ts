// Features of the cluster: what brokers support and what is finalized (KIP-584, KIP-1022).
import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { booleanOption, choiceOption, integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from '../network/client-software.ts';
import { brokerError, throwIfBrokerError } from '../protocol/broker-error.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../protocol/generated/api-versions.ts';
import {
  createFeatureUpdateKey,
  createUpdateFeaturesRequest,
  updateFeaturesApi,
} from '../protocol/generated/update-features.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askAny } from './ask-any.ts';
import { askController } from './ask-controller.ts';

/** A range of levels of one feature. */
export interface FeatureRange {
  readonly min: number;
  readonly max: number;
}

/** What one broker supports and the cluster has agreed on. */
export interface FeatureDescription {
  /** Grows with each change; undefined where the broker does not know. */
  readonly finalizedEpoch: number | undefined;
  /** Levels in use, by feature: `metadata.version`, `transaction.version`, `group.version`, ... */
  readonly finalized: ReadonlyMap<string, FeatureRange>;
  readonly supported: ReadonlyMap<string, FeatureRange>;
}

/** Looks up the cluster's features at any broker. Brokers before 2.7 have none: both maps are empty. */
export async function describeFeatures(cluster: Cluster, options: CallOptions = {}): Promise<FeatureDescription> {
  const response = await askAny(
    cluster,
    'describe features',
    apiVersionsApi,
    () =>
      createApiVersionsRequest({
        clientSoftwareName: CLIENT_SOFTWARE_NAME,
        clientSoftwareVersion: CLIENT_SOFTWARE_VERSION,
      }),
    ({ errorCode }) => ({ errorCode }),
    options,
  );
  const { finalizedFeaturesEpoch: epoch, finalizedFeatures, supportedFeatures } = response;
  return {
    finalizedEpoch: epoch < 0 ? undefined : epoch,
    finalized: new Map(
      finalizedFeatures.map(({ name, minVersionLevel, maxVersionLevel }) => [
        name,
        { min: minVersionLevel, max: maxVersionLevel },
      ]),
    ),
    supported: new Map(
      supportedFeatures.map(({ name, minVersion, maxVersion }) => [name, { min: minVersion, max: maxVersion }]),
    ),
  };
}

/** How far a level may go: only up; down where no data is lost; down whatever is lost. */
const UPGRADE_TYPES = { upgrade: 1, 'safe-downgrade': 2, 'unsafe-downgrade': 3 } as const;

/** A new level of one feature; 0 takes it out of use. */
export interface FeatureUpdate {
  readonly feature: string;
  readonly level: number;
  /** Default 'upgrade'. */
  readonly type?: keyof typeof UPGRADE_TYPES | undefined;
}

/** What became of one feature. */
export interface FeatureUpdateResult {
  readonly feature: string;
  readonly error: KafkaError | undefined;
}

export interface UpdateFeaturesOptions extends CallOptions {
  /** Only check the updates; from Kafka 3.3 on. Default false. */
  readonly validateOnly?: boolean | undefined;
}

/** Changes the finalized levels of features, through the controller. Throws where the controller refuses all at once (from 4.0 on it does). */
export async function updateFeatures(
  cluster: Cluster,
  updates: readonly FeatureUpdate[],
  options: UpdateFeaturesOptions = {},
): Promise<readonly FeatureUpdateResult[]> {
  const validateOnly = booleanOption('validateOnly', options.validateOnly, false);
  const checked = updates.map(({ feature, level, type }, index) => {
    const at = `updates[${index}]`;
    if (typeof feature !== 'string' || feature === '') throw configError(`${at}.feature`, feature, "a feature's name");
    return {
      feature,
      level: integerOption(`${at}.level`, level ?? Number.NaN, 0, 0, 32_767),
      type: choiceOption(`${at}.type`, type, 'upgrade', Object.keys(UPGRADE_TYPES) as (keyof typeof UPGRADE_TYPES)[]),
    };
  });
  const what = `update features ${updates.map(({ feature }) => feature).join(', ')}`;
  const response = await askController(
    cluster,
    what,
    updateFeaturesApi,
    (version, timeoutMs) => {
      if (validateOnly) needsVersion(updateFeaturesApi, version, 1, 'validateOnly');
      return createUpdateFeaturesRequest({
        timeoutMs,
        validateOnly,
        featureUpdates: checked.map(({ feature, level, type }) =>
          createFeatureUpdateKey({
            feature,
            maxVersionLevel: level,
            ...(version === 0 ? { allowDowngrade: type !== 'upgrade' } : { upgradeType: UPGRADE_TYPES[type] }),
          }),
        ),
      });
    },
    ({ errorCode }) => [errorCode],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'UpdateFeatures' }, response.errorMessage);
  return checked.map(({ feature }) => {
    // From version 2 on there are no answers for single features: all of them succeeded.
    const result = response.results.find((each) => each.feature === feature);
    const place = { api: 'UpdateFeatures' };
    const error = result && brokerError(result.errorCode, `update feature ${feature}`, place, result.errorMessage);
    return { feature, error };
  });
}
