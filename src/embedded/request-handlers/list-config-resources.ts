// ListConfigResources (KIP-1142): everything that has configs; before version 1 client metrics subscriptions only.

import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  type ConfigResource,
  createListConfigResourcesResponse,
  type ListConfigResourcesRequest,
  type ListConfigResourcesResponse,
  listConfigResourcesApi,
} from '../../protocol/generated/list-config-resources.ts';
import { ResourceType } from '../configs/config-resources.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

/** The embedded broker has no loggers to configure; asking for them is not wrong. */
const LOGGER = 8;
const types: readonly number[] = [...Object.values(ResourceType), LOGGER];

function handle(request: ListConfigResourcesRequest, context: RequestContext): ListConfigResourcesResponse {
  const { version } = context;
  const wanted = version === 0 ? [ResourceType.clientMetrics] : request.resourceTypes;
  if (wanted.some((type) => !types.includes(type))) {
    return createListConfigResourcesResponse({ errorCode: ErrorCode.UNSUPPORTED_VERSION });
  }
  const asked = wanted.length === 0 ? types : wanted;
  return createListConfigResourcesResponse({
    configResources: types
      .filter((type) => asked.includes(type))
      .flatMap((type) => namesOf(type, context).map((resourceName) => resource(resourceName, type))),
  });
}

function resource(resourceName: string, resourceType: number): ConfigResource {
  return { resourceName, resourceType };
}

function namesOf(type: number, { cluster }: RequestContext): readonly string[] {
  switch (type) {
    case ResourceType.topic:
      return [...cluster.topics.all()].map(({ name }) => name);
    case ResourceType.broker:
      return cluster.nodes.map(({ id }) => String(id));
    case ResourceType.clientMetrics:
      return [...cluster.clientMetrics.keys()];
    case ResourceType.group:
      return [...cluster.groupConfigs.keys()];
    default:
      return [];
  }
}

export const listConfigResourcesHandler: RequestHandler<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  api: listConfigResourcesApi,
  handle,
  fail: (_request, errorCode) => createListConfigResourcesResponse({ errorCode }),
};
