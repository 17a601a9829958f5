// ConsumerGroupHeartbeat (KIP-848): a member joins, goes on, or leaves, and is told what it may read.
import {
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  consumerGroupHeartbeatApi,
  createAssignment,
  createConsumerGroupHeartbeatResponse,
} from '../../protocol/generated/consumer-group-heartbeat.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { AWAY_EPOCH, JOIN_EPOCH, LEAVE_EPOCH } from '../group/consumer-group-member.ts';
import { GroupRefusal } from '../group/group-refusal.ts';
import { newMemberId } from '../group/member-id.ts';
import { partitionSets } from '../group/partition-sets.ts';
import { SERVER_ASSIGNORS } from '../group/target-assignment.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

/** From here on members make their ids themselves (KIP-1082). */
const OWN_ID_FROM = 1;
const UNCHANGED = -1;

function handle(request: ConsumerGroupHeartbeatRequest, context: RequestContext): ConsumerGroupHeartbeatResponse {
  const { cluster, node, clientId, clientHost } = context;
  if (cluster.features.levelOf('group.version') < 1) return fail(ErrorCode.UNSUPPORTED_VERSION);
  try {
    check(request, context.version);
    const fault = groupFault(request.groupId, context);
    if (fault !== ErrorCode.NONE) return fail(fault);
    const answer = cluster.groups.beat(request.groupId, node.id, {
      memberId: request.memberId === '' ? newMemberId() : request.memberId,
      memberEpoch: request.memberEpoch,
      instanceId: request.instanceId,
      rackId: request.rackId,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs === UNCHANGED ? null : request.rebalanceTimeoutMs,
      topicNames: request.subscribedTopicNames,
      topicRegex: request.subscribedTopicRegex,
      serverAssignor: request.serverAssignor,
      owned: request.topicPartitions === null ? null : partitionSets(request.topicPartitions),
      clientId: clientId ?? '',
      clientHost,
    });
    const { memberId, memberEpoch, heartbeatIntervalMs, assignment } = answer;
    const topicPartitions = [...(assignment ?? [])].map(([topicId, partitions]) => ({
      topicId,
      partitions: [...partitions],
    }));
    return createConsumerGroupHeartbeatResponse({
      memberId,
      memberEpoch,
      heartbeatIntervalMs,
      assignment: assignment === null ? null : createAssignment({ topicPartitions }),
    });
  } catch (error) {
    if (error instanceof GroupRefusal) return fail(error.errorCode, error.message);
    throw error;
  }
}

/** What a request must and must not say, whatever the group is like. Throws a refusal. */
function check(request: ConsumerGroupHeartbeatRequest, version: number): void {
  const { memberId, memberEpoch, groupId, instanceId, rackId, serverAssignor } = request;
  const mustNameItself = version >= OWN_ID_FROM || memberEpoch > JOIN_EPOCH || memberEpoch === LEAVE_EPOCH;
  if (mustNameItself && isBlank(memberId)) throw invalid("MemberId can't be empty.");
  if (isBlank(groupId)) throw invalid("GroupId can't be empty.");
  if (isBlank(instanceId)) throw invalid("InstanceId can't be empty.");
  if (isBlank(rackId)) throw invalid("RackId can't be empty.");
  if (memberEpoch === JOIN_EPOCH) checkJoin(request);
  if (memberEpoch === AWAY_EPOCH && instanceId === null) throw invalid("InstanceId can't be null.");
  if (memberEpoch < AWAY_EPOCH) throw invalid('MemberEpoch is invalid.');
  if (serverAssignor === null || SERVER_ASSIGNORS.includes(serverAssignor)) return;
  const message = `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${SERVER_ASSIGNORS.join(', ')}.`;
  throw new GroupRefusal(ErrorCode.UNSUPPORTED_ASSIGNOR, message);
}

function checkJoin(request: ConsumerGroupHeartbeatRequest): void {
  const { rebalanceTimeoutMs, topicPartitions, subscribedTopicNames, subscribedTopicRegex } = request;
  if (rebalanceTimeoutMs === UNCHANGED) throw invalid('RebalanceTimeoutMs must be provided in first request.');
  if (topicPartitions === null || topicPartitions.length > 0) {
    throw invalid('TopicPartitions must be empty when (re-)joining.');
  }
  if (subscribedTopicNames === null && subscribedTopicRegex === null) {
    throw invalid('Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.');
  }
}

function isBlank(text: string | null): boolean {
  return text !== null && text.trim() === '';
}

function invalid(message: string): GroupRefusal {
  return new GroupRefusal(ErrorCode.INVALID_REQUEST, message);
}

function fail(errorCode: number, errorMessage: string | null = null): ConsumerGroupHeartbeatResponse {
  return createConsumerGroupHeartbeatResponse({ errorCode, errorMessage });
}

export const consumerGroupHeartbeatHandler: RequestHandler<
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse
> = {
  api: consumerGroupHeartbeatApi,
  handle,
  fail: (_request, errorCode) => fail(errorCode),
};
