// IncrementalAlterConfigs (KIP-339): sets, takes back, adds to and takes from single configs. A resource changes as a
// whole or not at all.

import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  type AlterableConfig,
  type AlterConfigsResource,
  type AlterConfigsResourceResponse,
  createAlterConfigsResourceResponse,
  createIncrementalAlterConfigsResponse,
  type IncrementalAlterConfigsRequest,
  type IncrementalAlterConfigsResponse,
  incrementalAlterConfigsApi,
} from '../../protocol/generated/incremental-alter-configs.ts';
import { listOf } from '../configs/config-definition.ts';
import { type AlterableConfigs, alterableResource, type ConfigFault } from '../configs/config-resources.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { nullFault, twiceNamed } from './config-requests.ts';

const Operation = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

function handle(request: IncrementalAlterConfigsRequest, context: RequestContext): IncrementalAlterConfigsResponse {
  const twice = twiceNamed(request.resources);
  return createIncrementalAlterConfigsResponse({
    responses: request.resources.map((wanted) =>
      respond(wanted, twice(wanted) ?? alter(wanted, request.validateOnly, context)),
    ),
  });
}

function alter(
  { resourceType, resourceName, configs }: AlterConfigsResource,
  validateOnly: boolean,
  { cluster, node }: RequestContext,
): ConfigFault | undefined {
  const wrong = nullFault(configs.filter(({ configOperation }) => configOperation !== Operation.delete));
  if (wrong !== undefined) return wrong;
  const target = alterableResource(resourceType, resourceName, cluster, node);
  if ('errorCode' in target) return target;
  const values = new Map(target.own);
  for (const change of configs) {
    const fault = apply(change, values, target);
    if (fault !== undefined) return fault;
  }
  const fault = target.fault(values);
  if (fault !== undefined || validateOnly) return fault;
  target.replace(values);
  return undefined;
}

function apply(
  { name, configOperation, value }: AlterableConfig,
  values: Map<string, string>,
  target: AlterableConfigs,
): ConfigFault | undefined {
  const given = (value ?? '').trim();
  switch (configOperation) {
    case Operation.set:
      values.set(name, given);
      return undefined;
    case Operation.delete:
      values.delete(name);
      return undefined;
    case Operation.append:
    case Operation.subtract: {
      const isAppend = configOperation === Operation.append;
      if (target.definition(name)?.kind !== 'list') {
        const message = `Can't ${isAppend ? 'APPEND' : 'SUBTRACT'} to key ${name} because its type is not LIST.`;
        return { errorCode: ErrorCode.INVALID_CONFIG, message };
      }
      const before = listOf(values.get(name) ?? target.inherited(name)).filter((item) => item !== '');
      const items = listOf(given);
      const after = isAppend
        ? [...before, ...items.filter((item) => !before.includes(item))]
        : before.filter((item) => !items.includes(item));
      values.set(name, after.join(','));
      return undefined;
    }
    default:
      return { errorCode: ErrorCode.UNKNOWN_SERVER_ERROR, message: null };
  }
}

function respond(
  { resourceType, resourceName }: AlterConfigsResource,
  fault: ConfigFault | undefined,
): AlterConfigsResourceResponse {
  const { errorCode = ErrorCode.NONE, message = null } = fault ?? {};
  return createAlterConfigsResourceResponse({ errorCode, errorMessage: message, resourceType, resourceName });
}

export const incrementalAlterConfigsHandler: RequestHandler<
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse
> = {
  api: incrementalAlterConfigsApi,
  handle,
  fail: (request, errorCode) =>
    createIncrementalAlterConfigsResponse({
      responses: request.resources.map((wanted) => respond(wanted, { errorCode, message: null })),
    }),
};
