// Heartbeat: keeps a member's session, and tells it that the group rebalances.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createHeartbeatResponse,
  type HeartbeatRequest,
  type HeartbeatResponse,
  heartbeatApi,
} from '../../protocol/generated/heartbeat.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

function handle(request: HeartbeatRequest, context: RequestContext): HeartbeatResponse {
  const { groupId, memberId, groupInstanceId, generationId } = request;
  const fault = groupFault(groupId, context);
  if (fault !== ErrorCode.NONE) return createHeartbeatResponse({ errorCode: fault });
  const group = context.cluster.groups.get(groupId);
  const errorCode = group?.membership.heartbeat(memberId, groupInstanceId, generationId) ?? ErrorCode.UNKNOWN_MEMBER_ID;
  return createHeartbeatResponse({ errorCode });
}

export const heartbeatHandler: RequestHandler<HeartbeatRequest, HeartbeatResponse> = {
  api: heartbeatApi,
  handle,
  fail: (_request, errorCode) => createHeartbeatResponse({ errorCode }),
};
