// ListGroups: the groups that this broker coordinates, filtered by state and type.
import {
  createListGroupsResponse,
  type ListGroupsRequest,
  type ListGroupsResponse,
  listGroupsApi,
} from '../../protocol/generated/list-groups.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const GROUP_TYPE = 'classic';

function handle(request: ListGroupsRequest, { cluster, node }: RequestContext): ListGroupsResponse {
  const states = new Set(request.statesFilter.map((state) => state.toLowerCase()));
  const types = new Set(request.typesFilter.map((type) => type.toLowerCase()));
  if (types.size > 0 && !types.has(GROUP_TYPE)) return createListGroupsResponse();
  const groups = cluster.groups
    .coordinatedBy(node.id)
    .filter(({ membership }) => states.size === 0 || states.has(membership.state.toLowerCase()))
    .map(({ id, membership }) => ({
      groupId: id,
      protocolType: membership.protocolType ?? '',
      groupState: membership.state,
      groupType: GROUP_TYPE,
    }));
  return createListGroupsResponse({ groups });
}

export const listGroupsHandler: RequestHandler<ListGroupsRequest, ListGroupsResponse> = {
  api: listGroupsApi,
  handle,
  fail: (_request, errorCode) => createListGroupsResponse({ errorCode }),
};
