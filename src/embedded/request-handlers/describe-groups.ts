// DescribeGroups: state and members of the groups that this broker coordinates.
import {
  createDescribedGroup,
  createDescribeGroupsResponse,
  type DescribedGroup,
  type DescribeGroupsRequest,
  type DescribeGroupsResponse,
  describeGroupsApi,
} from '../../protocol/generated/describe-groups.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { NO_ASSIGNMENT } from '../group/group-exchange.ts';
import { metadataOf } from '../group/group-member.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

const NOT_FOUND_FROM = 6;
/** Bits of the operations that a broker without an authorizer allows on a group (KIP-430). */
const GROUP_OPERATIONS = 3400;

function handle(request: DescribeGroupsRequest, context: RequestContext): DescribeGroupsResponse {
  const operations = request.includeAuthorizedOperations ? { authorizedOperations: GROUP_OPERATIONS } : {};
  return createDescribeGroupsResponse({
    groups: request.groups.map((groupId) => {
      const group = describe(groupId, context);
      return group.errorCode === ErrorCode.NONE ? { ...group, ...operations } : group;
    }),
  });
}

function describe(groupId: string, context: RequestContext): DescribedGroup {
  const errorCode = groupFault(groupId, context, { mayBeEmpty: true });
  if (errorCode !== ErrorCode.NONE) return createDescribedGroup({ groupId, errorCode });
  const group = context.cluster.groups.get(groupId)?.membership;
  if (group === undefined) return describeMissing(groupId, `Group ${groupId} not found.`, context.version);
  if (group.type === 'consumer') {
    return describeMissing(groupId, `Group ${groupId} is not a classic group.`, context.version);
  }
  const { state, protocolType, protocolName, members } = group;
  const isStable = state === 'Stable';
  return createDescribedGroup({
    groupId,
    groupState: state,
    protocolType: protocolType ?? '',
    protocolData: protocolName ?? '',
    members: members.map((member) => ({
      memberId: member.id,
      groupInstanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: isStable ? metadataOf(member, protocolName) : NO_ASSIGNMENT,
      memberAssignment: member.assignment,
    })),
  });
}

/** Before version 6 a group that is not there, or not of this protocol, counts as dead, which is no error (KIP-1043). */
function describeMissing(groupId: string, errorMessage: string, version: number): DescribedGroup {
  if (version < NOT_FOUND_FROM) return createDescribedGroup({ groupId, groupState: 'Dead' });
  return createDescribedGroup({
    groupId,
    groupState: 'Dead',
    errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
    errorMessage,
  });
}

export const describeGroupsHandler: RequestHandler<DescribeGroupsRequest, DescribeGroupsResponse> = {
  api: describeGroupsApi,
  handle,
  fail: (request, errorCode) =>
    createDescribeGroupsResponse({
      groups: request.groups.map((groupId) => createDescribedGroup({ groupId, errorCode })),
    }),
};
