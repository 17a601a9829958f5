// ListGroups: the groups that this broker coordinates, filtered by state and type.
import {
  createListGroupsResponse,
  type ListGroupsRequest,
  type ListGroupsResponse,
  listGroupsApi,
} from '../../protocol/generated/list-groups.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

function handle(request: ListGroupsRequest, { cluster, node }: RequestContext): ListGroupsResponse {
  const states = new Set(request.statesFilter.map((state) => state.toLowerCase()));
  const types = new Set(request.typesFilter.map((type) => type.toLowerCase()));
  const groups = cluster.groups
    .coordinatedBy(node.id)
    .filter(({ membership }) => types.size === 0 || types.has(membership.type))
    .filter(({ membership }) => states.size === 0 || states.has(membership.state.toLowerCase()))
    .map(({ id, membership }) => ({
      groupId: id,
      protocolType: membership.protocolType ?? '',
      groupState: membership.state,
      groupType: membership.type,
    }));
  return createListGroupsResponse({ groups });
}

export const listGroupsHandler: RequestHandler<ListGroupsRequest, ListGroupsResponse> = {
  api: listGroupsApi,
  handle,
  fail: (_request, errorCode) => createListGroupsResponse({ errorCode }),
};
