// AlterConfigs (KIP-133): replaces every config that a resource has of its own.

import {
  type AlterConfigsRequest,
  type AlterConfigsResource,
  type AlterConfigsResourceResponse,
  type AlterConfigsResponse,
  alterConfigsApi,
  createAlterConfigsResourceResponse,
  createAlterConfigsResponse,
} from '../../protocol/generated/alter-configs.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { alterableResource, type ConfigFault } from '../configs/config-resources.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { nullFault, twiceNamed } from './config-requests.ts';

function handle(request: AlterConfigsRequest, context: RequestContext): AlterConfigsResponse {
  const twice = twiceNamed(request.resources);
  return createAlterConfigsResponse({
    responses: request.resources.map((wanted) =>
      respond(wanted, twice(wanted) ?? replace(wanted, request.validateOnly, context)),
    ),
  });
}

function replace(
  { resourceType, resourceName, configs }: AlterConfigsResource,
  validateOnly: boolean,
  { cluster, node }: RequestContext,
): ConfigFault | undefined {
  const wrong = nullFault(configs);
  if (wrong !== undefined) return wrong;
  const target = alterableResource(resourceType, resourceName, cluster, node);
  if ('errorCode' in target) return target;
  const values = new Map(configs.map(({ name, value }) => [name, (value ?? '').trim()]));
  const fault = target.fault(values);
  if (fault !== undefined || validateOnly) return fault;
  target.replace(values);
  return undefined;
}

function respond(
  { resourceType, resourceName }: AlterConfigsResource,
  fault: ConfigFault | undefined,
): AlterConfigsResourceResponse {
  const { errorCode = ErrorCode.NONE, message = null } = fault ?? {};
  return createAlterConfigsResourceResponse({ errorCode, errorMessage: message, resourceType, resourceName });
}

export const alterConfigsHandler: RequestHandler<AlterConfigsRequest, AlterConfigsResponse> = {
  api: alterConfigsApi,
  handle,
  fail: (request, errorCode) =>
    createAlterConfigsResponse({
      responses: request.resources.map((wanted) => respond(wanted, { errorCode, message: null })),
    }),
};
