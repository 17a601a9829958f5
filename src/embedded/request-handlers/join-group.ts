// JoinGroup: answered when the whole group has joined.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createJoinGroupResponse,
  type JoinGroupRequest,
  type JoinGroupResponse,
  joinGroupApi,
} from '../../protocol/generated/join-group.ts';
import { type JoinResult, joinError } from '../group/group-exchange.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

const KNOWN_ID_FROM = 4;
const NULL_PROTOCOL_FROM = 7;
const SKIP_ASSIGNMENT_FROM = 9;

async function handle(request: JoinGroupRequest, context: RequestContext): Promise<JoinGroupResponse> {
  const { cluster, version, node } = context;
  const { groupId, memberId, sessionTimeoutMs } = request;
  const { minSessionTimeoutMs, maxSessionTimeoutMs } = cluster.groups.settings;
  const fault = groupFault(groupId, context);
  if (fault !== ErrorCode.NONE) return respond(joinError(memberId, fault), version);
  if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs) {
    return respond(joinError(memberId, ErrorCode.INVALID_SESSION_TIMEOUT), version);
  }
  const result = await cluster.groups.join(groupId, node.id, {
    memberId,
    instanceId: request.groupInstanceId,
    clientId: context.clientId ?? '',
    clientHost: context.clientHost,
    sessionTimeoutMs,
    // Version 0 has one timeout for both.
    rebalanceTimeoutMs: version === 0 ? sessionTimeoutMs : request.rebalanceTimeoutMs,
    protocolType: request.protocolType,
    protocols: request.protocols,
    requiresKnownId: version >= KNOWN_ID_FROM,
    canSkipAssignment: version >= SKIP_ASSIGNMENT_FROM,
  });
  return respond(result, version);
}

function respond(result: JoinResult, version: number): JoinGroupResponse {
  const protocolName = result.protocolName ?? (version >= NULL_PROTOCOL_FROM ? null : '');
  return createJoinGroupResponse({ ...result, protocolName });
}

export const joinGroupHandler: RequestHandler<JoinGroupRequest, JoinGroupResponse> = {
  api: joinGroupApi,
  handle,
  fail: (request, errorCode, version) => respond(joinError(request.memberId, errorCode), version),
};
