// SyncGroup: answered when the leader has sent the assignments.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createSyncGroupResponse,
  type SyncGroupRequest,
  type SyncGroupResponse,
  syncGroupApi,
} from '../../protocol/generated/sync-group.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

const PROTOCOL_REQUIRED_FROM = 5;

async function handle(request: SyncGroupRequest, context: RequestContext): Promise<SyncGroupResponse> {
  const { protocolType, protocolName } = request;
  if (context.version >= PROTOCOL_REQUIRED_FROM && (protocolType === null || protocolName === null)) {
    return fail(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  }
  const fault = groupFault(request.groupId, context);
  if (fault !== ErrorCode.NONE) return fail(fault);
  const group = context.cluster.groups.get(request.groupId);
  if (group === undefined) return fail(ErrorCode.UNKNOWN_MEMBER_ID);
  const result = await group.membership.sync({
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generationId: request.generationId,
    protocolType,
    protocolName,
    assignments: new Map(request.assignments.map(({ memberId, assignment }) => [memberId, assignment])),
  });
  return createSyncGroupResponse(result);
}

function fail(errorCode: number): SyncGroupResponse {
  return createSyncGroupResponse({ errorCode });
}

export const syncGroupHandler: RequestHandler<SyncGroupRequest, SyncGroupResponse> = {
  api: syncGroupApi,
  handle,
  fail: (_request, errorCode) => fail(errorCode),
};
