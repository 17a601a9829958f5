// DescribeClientQuotas (KIP-546): quotas of the entities that a filter matches.
import {
  type ComponentData,
  createDescribeClientQuotasResponse,
  type DescribeClientQuotasRequest,
  type DescribeClientQuotasResponse,
  describeClientQuotasApi,
} from '../../protocol/generated/describe-client-quotas.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { type QuotaMatch, quotaEntityTypes } from '../quota-store.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const Match = { exact: 0, default: 1, any: 2 } as const;

function handle(request: DescribeClientQuotasRequest, { cluster }: RequestContext): DescribeClientQuotasResponse {
  const matches = new Map<string, QuotaMatch>();
  for (const component of request.components) {
    const { entityType } = component;
    const match = matchOf(component);
    if (typeof match === 'string' && match !== 'any') return refuse(ErrorCode.INVALID_REQUEST, match);
    if (entityType === '') return refuse(ErrorCode.INVALID_REQUEST, 'Invalid empty entity type.');
    if (matches.has(entityType)) {
      const message = `Entity type ${entityType} cannot appear more than once in the filter.`;
      return refuse(ErrorCode.INVALID_REQUEST, message);
    }
    if (!quotaEntityTypes.has(entityType)) {
      return refuse(ErrorCode.UNSUPPORTED_VERSION, `Unsupported entity type ${entityType}`);
    }
    matches.set(entityType, match);
  }
  if (matches.has('ip') && matches.size > 1) {
    const message =
      'Invalid entity filter component combination. IP filter component should not be used with user or clientId filter component.';
    return refuse(ErrorCode.INVALID_REQUEST, message);
  }
  return createDescribeClientQuotasResponse({
    errorMessage: '',
    entries: cluster.quotas.find(matches, request.strict).map(({ entity, values }) => ({
      entity: [...entity].map(([entityType, entityName]) => ({ entityType, entityName })),
      values: [...values].map(([key, value]) => ({ key, value })),
    })),
  });
}

/** What is asked for, or what is wrong with how it is. */
function matchOf({ matchType, match }: ComponentData): Exclude<QuotaMatch, 'any'> | string {
  switch (matchType) {
    case Match.exact:
      return match === null ? 'Request specified MATCH_TYPE_EXACT, but set match string to null.' : { name: match };
    case Match.default:
      return match === null
        ? { name: null }
        : 'Request specified MATCH_TYPE_DEFAULT, but also specified a match string.';
    case Match.any:
      return match === null ? 'any' : 'Request specified MATCH_TYPE_SPECIFIED, but also specified a match string.';
    default:
      return `Unknown match type ${matchType}`;
  }
}

function refuse(errorCode: number, errorMessage: string | null): DescribeClientQuotasResponse {
  return createDescribeClientQuotasResponse({ errorCode, errorMessage, entries: null });
}

export const describeClientQuotasHandler: RequestHandler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = {
  api: describeClientQuotasApi,
  handle,
  fail: (_request, errorCode) => refuse(errorCode, null),
};
