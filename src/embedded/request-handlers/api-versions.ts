// ApiVersions (KIP-35, KIP-511): which APIs and versions this broker answers.
import type { ApiInfo } from '../../protocol/api.ts';
import {
  type ApiVersion,
  type ApiVersionsRequest,
  type ApiVersionsResponse,
  apiVersionsApi,
  createApiVersion,
  createApiVersionsResponse,
} from '../../protocol/generated/api-versions.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { produceApi } from '../../protocol/generated/produce.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const FEATURES_FROM = 3;
const ZERO_FEATURES_FROM = 4;
const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

function rangeOf(api: ApiInfo): ApiVersion {
  return createApiVersion({
    apiKey: api.key,
    // Kafka names Produce from 0 since librdkafka before 2.11 looks for it (KAFKA-18659); 0 to 2 are not served.
    minVersion: api.key === produceApi.key ? 0 : api.minVersion,
    maxVersion: api.maxStableVersion,
  });
}

/** Older clients could not read a feature whose range begins at 0 (KAFKA-17492). */
function featuresOf({ cluster, version }: RequestContext): Partial<ApiVersionsResponse> {
  const { supported, finalized, epoch } = cluster.features;
  return {
    supportedFeatures: supported
      .filter(({ min }) => min > 0 || version >= ZERO_FEATURES_FROM)
      .map(({ name, min, max }) => ({ name, minVersion: min, maxVersion: max })),
    finalizedFeaturesEpoch: epoch,
    finalizedFeatures: finalized.map(({ name, level }) => ({ name, maxVersionLevel: level, minVersionLevel: level })),
  };
}

function handle(request: ApiVersionsRequest, context: RequestContext): ApiVersionsResponse {
  const errorCode = faultOf(request, context);
  return createApiVersionsResponse({
    errorCode,
    apiKeys: errorCode === ErrorCode.NONE ? context.served.map(rangeOf) : [],
    ...(errorCode === ErrorCode.NONE && context.version >= FEATURES_FROM ? featuresOf(context) : {}),
  });
}

function faultOf(request: ApiVersionsRequest, { version, cluster, node }: RequestContext): number {
  if (version < 3) return ErrorCode.NONE;
  const { clientSoftwareName, clientSoftwareVersion, clusterId, nodeId } = request;
  if (!SOFTWARE_NAME.test(clientSoftwareName) || !SOFTWARE_NAME.test(clientSoftwareVersion)) {
    return ErrorCode.INVALID_REQUEST;
  }
  // A client that says whom it expects learns that it reached someone else (KIP-1242).
  if (clusterId === null && nodeId === -1) return ErrorCode.NONE;
  if (clusterId === null || nodeId < 0) return ErrorCode.INVALID_REQUEST;
  return clusterId === cluster.clusterId && nodeId === node.id ? ErrorCode.NONE : ErrorCode.REBOOTSTRAP_REQUIRED;
}

/** The answer, in version 0, to a version that is too new: it names the versions of ApiVersions itself. */
export function unsupportedApiVersions(): ApiVersionsResponse {
  return createApiVersionsResponse({
    errorCode: ErrorCode.UNSUPPORTED_VERSION,
    apiKeys: [rangeOf(apiVersionsApi)],
  });
}

export const apiVersionsHandler: RequestHandler<ApiVersionsRequest, ApiVersionsResponse> = {
  api: apiVersionsApi,
  handle,
  fail: (_request, errorCode) => createApiVersionsResponse({ errorCode }),
};
