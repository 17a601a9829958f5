// LeaveGroup: one member, from version 3 several, each with its own error.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createLeaveGroupResponse,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
  leaveGroupApi,
} from '../../protocol/generated/leave-group.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

const BATCHED_FROM = 3;

function handle(request: LeaveGroupRequest, context: RequestContext): LeaveGroupResponse {
  const fault = groupFault(request.groupId, context);
  if (fault !== ErrorCode.NONE) return createLeaveGroupResponse({ errorCode: fault });
  const membership = context.cluster.groups.get(request.groupId)?.membership;
  const leave = (memberId: string, instanceId: string | null): number =>
    membership?.leave(memberId, instanceId) ?? ErrorCode.UNKNOWN_MEMBER_ID;
  if (context.version < BATCHED_FROM) return createLeaveGroupResponse({ errorCode: leave(request.memberId, null) });
  return createLeaveGroupResponse({
    members: request.members.map(({ memberId, groupInstanceId }) => ({
      memberId,
      groupInstanceId,
      errorCode: leave(memberId, groupInstanceId),
    })),
  });
}

export const leaveGroupHandler: RequestHandler<LeaveGroupRequest, LeaveGroupResponse> = {
  api: leaveGroupApi,
  handle,
  fail: (_request, errorCode) => createLeaveGroupResponse({ errorCode }),
};
