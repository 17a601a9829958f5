// LeaveGroup: one member, from version 3 several, each with its own error.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createLeaveGroupResponse,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
  leaveGroupApi,
} from '../../protocol/generated/leave-group.ts';
import type { Membership } from '../group/group-coordinator.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

const BATCHED_FROM = 3;

function handle(request: LeaveGroupRequest, context: RequestContext): LeaveGroupResponse {
  const fault = groupFault(request.groupId, context);
  if (fault !== ErrorCode.NONE) return createLeaveGroupResponse({ errorCode: fault });
  const membership = context.cluster.groups.get(request.groupId)?.membership;
  const isBatched = context.version >= BATCHED_FROM;
  const members = isBatched ? request.members : [{ memberId: request.memberId, groupInstanceId: null }];
  const codes = leave(
    membership,
    members.map(({ memberId, groupInstanceId }) => ({ memberId, instanceId: groupInstanceId })),
  );
  if (!isBatched) return createLeaveGroupResponse({ errorCode: codes[0] ?? ErrorCode.NONE });
  return createLeaveGroupResponse({
    members: members.map(({ memberId, groupInstanceId }, index) => ({
      memberId,
      groupInstanceId,
      errorCode: codes[index] ?? ErrorCode.NONE,
    })),
  });
}

interface Leaving {
  readonly memberId: string;
  readonly instanceId: string | null;
}

/** An error code for each. */
function leave(membership: Membership | undefined, leaving: readonly Leaving[]): number[] {
  if (membership === undefined) return leaving.map(() => ErrorCode.UNKNOWN_MEMBER_ID);
  if (membership.type === 'consumer') return membership.leaveAll(leaving);
  return leaving.map(({ memberId, instanceId }) => membership.leave(memberId, instanceId));
}

export const leaveGroupHandler: RequestHandler<LeaveGroupRequest, LeaveGroupResponse> = {
  api: leaveGroupApi,
  handle,
  fail: (_request, errorCode) => createLeaveGroupResponse({ errorCode }),
};
