// UpdateFeatures (KIP-584): moves the levels of features.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createUpdatableFeatureResult,
  createUpdateFeaturesResponse,
  type UpdateFeaturesRequest,
  type UpdateFeaturesResponse,
  updateFeaturesApi,
} from '../../protocol/generated/update-features.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const LAST_WITH_RESULTS = 1;
const FIRST_WITH_UPGRADE_TYPE = 1;
const [UPGRADE, SAFE_DOWNGRADE] = [1, 2];

function handle(request: UpdateFeaturesRequest, { cluster, version }: RequestContext): UpdateFeaturesResponse {
  const { featureUpdates, validateOnly } = request;
  const updates = featureUpdates.map(({ feature, maxVersionLevel, upgradeType, allowDowngrade }) => ({
    feature,
    maxVersionLevel,
    upgradeType: version >= FIRST_WITH_UPGRADE_TYPE ? upgradeType : allowDowngrade ? SAFE_DOWNGRADE : UPGRADE,
  }));
  const fault = cluster.features.update(updates, validateOnly, cluster.controllerId);
  if (fault !== undefined) {
    return createUpdateFeaturesResponse({ errorCode: fault.errorCode, errorMessage: fault.message });
  }
  const results = featureUpdates.map(({ feature }) =>
    createUpdatableFeatureResult({ feature, errorCode: ErrorCode.NONE, errorMessage: 'NONE' }),
  );
  return createUpdateFeaturesResponse({ errorMessage: null, results: version <= LAST_WITH_RESULTS ? results : [] });
}

export const updateFeaturesHandler: RequestHandler<UpdateFeaturesRequest, UpdateFeaturesResponse> = {
  api: updateFeaturesApi,
  handle,
  fail: (_request, errorCode) => createUpdateFeaturesResponse({ errorCode, errorMessage: null }),
};
