// ConsumerGroupDescribe (KIP-848): state, epochs and members of consumer groups.
import {
  type ConsumerGroupDescribeRequest,
  type ConsumerGroupDescribeResponse,
  consumerGroupDescribeApi,
  createAssignment,
  createConsumerGroupDescribeResponse,
  createDescribedGroup,
  createMember,
  type DescribedGroup,
  type Member,
} from '../../protocol/generated/consumer-group-describe.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ConsumerGroup } from '../group/consumer-group.ts';
import type { ConsumerGroupMember } from '../group/consumer-group-member.ts';
import { unitePartitions } from '../group/partition-sets.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { groupFault } from './group-access.ts';

/** Bits of the operations that a broker without an authorizer allows on a group (KIP-430). */
const GROUP_OPERATIONS = 3400;
const MemberType = { classic: 0, consumer: 1 } as const;

function handle(request: ConsumerGroupDescribeRequest, context: RequestContext): ConsumerGroupDescribeResponse {
  if (context.cluster.features.levelOf('group.version') < 1) return failAll(request, ErrorCode.UNSUPPORTED_VERSION);
  const operations = request.includeAuthorizedOperations ? { authorizedOperations: GROUP_OPERATIONS } : {};
  return createConsumerGroupDescribeResponse({
    groups: request.groupIds.map((groupId) => ({ ...describe(groupId, context), ...operations })),
  });
}

function describe(groupId: string, context: RequestContext): DescribedGroup {
  const errorCode = groupFault(groupId, context);
  if (errorCode !== ErrorCode.NONE) return createDescribedGroup({ groupId, errorCode });
  const group = context.cluster.groups.get(groupId)?.membership;
  if (group?.type !== 'consumer') {
    const errorMessage = `Group ${groupId} ${group === undefined ? 'not found' : 'is not a consumer group'}.`;
    return createDescribedGroup({ groupId, errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage });
  }
  return createDescribedGroup({
    groupId,
    groupState: group.state,
    groupEpoch: group.epoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: group.assignorName,
    members: group.members.map((member) => describeMember(member, group, context)),
  });
}

function describeMember(member: ConsumerGroupMember, group: ConsumerGroup, { cluster }: RequestContext): Member {
  const assignmentOf = (partitions: ReadonlyMap<string, { keys(): Iterable<number> }>): Member['assignment'] =>
    createAssignment({
      topicPartitions: [...partitions].flatMap(([topicId, numbers]) => {
        const topic = cluster.topics.byId(topicId);
        return topic === undefined ? [] : [{ topicId, topicName: topic.name, partitions: [...numbers.keys()] }];
      }),
    });
  return createMember({
    memberId: member.id,
    instanceId: member.instanceId,
    rackId: member.rackId,
    memberEpoch: member.epoch,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.topicNames],
    subscribedTopicRegex: member.topicRegex,
    assignment: assignmentOf(unitePartitions(member.assigned, member.pendingRevocation)),
    targetAssignment: assignmentOf(group.targetOf(member.id)),
    memberType: member.classic === null ? MemberType.consumer : MemberType.classic,
  });
}

function failAll(request: ConsumerGroupDescribeRequest, errorCode: number): ConsumerGroupDescribeResponse {
  return createConsumerGroupDescribeResponse({
    groups: request.groupIds.map((groupId) => createDescribedGroup({ groupId, errorCode })),
  });
}

export const consumerGroupDescribeHandler: RequestHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> =
  {
    api: consumerGroupDescribeApi,
    handle,
    fail: failAll,
  };
