// AlterClientQuotas (KIP-546): sets quotas and takes them away; any broker takes it, as with KRaft.
import {
  type AlterClientQuotasRequest,
  type AlterClientQuotasRequestEntryData,
  type AlterClientQuotasResponse,
  type AlterClientQuotasResponseEntryData,
  alterClientQuotasApi,
  createAlterClientQuotasResponse,
} from '../../protocol/generated/alter-client-quotas.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { entityKey, type QuotaEntity, quotaFault, showEntity } from '../quota-store.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

/** One answer per entity: where it comes twice, the first is done and the second refused. */
function handle(request: AlterClientQuotasRequest, { cluster }: RequestContext): AlterClientQuotasResponse {
  const answers = new Map<string, AlterClientQuotasResponseEntryData>();
  for (const wanted of request.entries) {
    const entity: QuotaEntity = new Map(wanted.entity.map(({ entityType, entityName }) => [entityType, entityName]));
    const changes = wanted.ops.map(({ key, value, remove }) => ({ key, value: remove ? undefined : value }));
    const isTwice = answers.has(entityKey(entity));
    const fault = isTwice ? `Ignoring duplicate entity ${showEntity(entity)}` : quotaFault(entity, changes);
    if (fault === undefined && !request.validateOnly) cluster.quotas.change(entity, changes);
    answers.set(
      entityKey(entity),
      answer(wanted, fault === undefined ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST, fault),
    );
  }
  return createAlterClientQuotasResponse({ entries: [...answers.values()] });
}

function answer(
  { entity }: AlterClientQuotasRequestEntryData,
  errorCode: number,
  errorMessage: string | null = null,
): AlterClientQuotasResponseEntryData {
  return { errorCode, errorMessage, entity };
}

export const alterClientQuotasHandler: RequestHandler<AlterClientQuotasRequest, AlterClientQuotasResponse> = {
  api: alterClientQuotasApi,
  handle,
  fail: (request, errorCode) =>
    createAlterClientQuotasResponse({ entries: request.entries.map((wanted) => answer(wanted, errorCode)) }),
};
