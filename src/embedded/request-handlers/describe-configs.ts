// DescribeConfigs (KIP-133, KIP-226): configs of topics, brokers, groups and client metrics. What Kafka's authors wrote
// about each config is not told.

import {
  createDescribeConfigsResourceResult,
  createDescribeConfigsResponse,
  createDescribeConfigsResult,
  type DescribeConfigsRequest,
  type DescribeConfigsResource,
  type DescribeConfigsResourceResult,
  type DescribeConfigsResponse,
  type DescribeConfigsResult,
  describeConfigsApi,
} from '../../protocol/generated/describe-configs.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ConfigEntry } from '../configs/config-entry.ts';
import { describeResource, ResourceType } from '../configs/config-resources.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const KIND_FROM = 3;
const knownTypes: ReadonlySet<number> = new Set(Object.values(ResourceType));

const NOT_READABLE =
  'This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. See the broker logs for more details.';

function handle(request: DescribeConfigsRequest, context: RequestContext): DescribeConfigsResponse {
  // One kind that is not known makes the whole request unreadable.
  if (request.resources.some(({ resourceType }) => !knownTypes.has(resourceType))) {
    return failAll(request, ErrorCode.INVALID_REQUEST, NOT_READABLE);
  }
  return createDescribeConfigsResponse({
    results: request.resources.map((wanted) => describe(wanted, request.includeSynonyms, context)),
  });
}

function describe(
  wanted: DescribeConfigsResource,
  includeSynonyms: boolean,
  { cluster, node, version }: RequestContext,
): DescribeConfigsResult {
  const { resourceType, resourceName, configurationKeys } = wanted;
  const found = describeResource(resourceType, resourceName, cluster, node);
  if ('errorCode' in found) return refuse(wanted, found.errorCode, found.message);
  // No keys are all keys, as a broker reads it.
  const isAll = configurationKeys === null || configurationKeys.length === 0;
  const entries = isAll ? found : found.filter(({ name }) => configurationKeys.includes(name));
  const configs = entries.map((entry) => show(entry, includeSynonyms, version));
  return createDescribeConfigsResult({ errorMessage: '', resourceType, resourceName, configs });
}

function show(entry: ConfigEntry, includeSynonyms: boolean, version: number): DescribeConfigsResourceResult {
  return createDescribeConfigsResourceResult({
    name: entry.name,
    value: entry.value,
    readOnly: entry.isReadOnly,
    configSource: entry.source,
    synonyms: includeSynonyms ? entry.synonyms : [],
    ...(version >= KIND_FROM ? { configType: entry.kind } : {}),
    documentation: null,
  });
}

function refuse(
  { resourceType, resourceName }: DescribeConfigsResource,
  errorCode: number,
  errorMessage: string | null,
): DescribeConfigsResult {
  return createDescribeConfigsResult({ errorCode, errorMessage, resourceType, resourceName });
}

function failAll(request: DescribeConfigsRequest, errorCode: number, message: string | null): DescribeConfigsResponse {
  return createDescribeConfigsResponse({
    results: request.resources.map((wanted) => refuse(wanted, errorCode, message)),
  });
}

export const describeConfigsHandler: RequestHandler<DescribeConfigsRequest, DescribeConfigsResponse> = {
  api: describeConfigsApi,
  handle,
  fail: (request, errorCode) => failAll(request, errorCode, null),
};
