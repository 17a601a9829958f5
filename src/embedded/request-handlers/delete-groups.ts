// DeleteGroups (KIP-229): groups without members, with their offsets.
import {
  createDeletableGroupResult,
  createDeleteGroupsResponse,
  type DeletableGroupResult,
  type DeleteGroupsRequest,
  type DeleteGroupsResponse,
  deleteGroupsApi,
} from '../../protocol/generated/delete-groups.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

function handle(request: DeleteGroupsRequest, context: RequestContext): DeleteGroupsResponse {
  const results = [...new Set(request.groupsNames)].map((groupId) => result(groupId, deleteGroup(groupId, context)));
  return createDeleteGroupsResponse({ results });
}

/** An error code. */
function deleteGroup(groupId: string, context: RequestContext): number {
  const fault = groupFault(groupId, context, { mayBeEmpty: true });
  if (fault !== ErrorCode.NONE) return fault;
  const { groups } = context.cluster;
  const group = groups.get(groupId);
  if (group === undefined) return ErrorCode.GROUP_ID_NOT_FOUND;
  if (group.membership.state !== 'Empty') return ErrorCode.NON_EMPTY_GROUP;
  groups.delete(groupId);
  return ErrorCode.NONE;
}

function result(groupId: string, errorCode: number): DeletableGroupResult {
  return createDeletableGroupResult({ groupId, errorCode });
}

export const deleteGroupsHandler: RequestHandler<DeleteGroupsRequest, DeleteGroupsResponse> = {
  api: deleteGroupsApi,
  handle,
  fail: (request, errorCode) =>
    createDeleteGroupsResponse({ results: request.groupsNames.map((groupId) => result(groupId, errorCode)) }),
};
