// Groups of the newer protocols as their coordinators see them: consumer groups (KIP-848) and share groups (KIP-932).
import type { KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { Api } from '../protocol/api.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  type Assignment,
  consumerGroupDescribeApi,
  createConsumerGroupDescribeRequest,
} from '../protocol/generated/consumer-group-describe.ts';
import { createShareGroupDescribeRequest, shareGroupDescribeApi } from '../protocol/generated/share-group-describe.ts';
import { type AclOperation, authorizedOperations } from './acl-operation.ts';
import { askCoordinators } from './ask-coordinators.ts';
import type { DescribeGroupsOptions } from './describe-classic-groups.ts';
import { checkGroupIds } from './group-ids.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';
import { type GroupState, stateOf } from './list-groups.ts';

/** One member of a share group, and what all members of newer groups have. */
export interface ShareGroupMember {
  readonly memberId: string;
  readonly rackId: string | undefined;
  readonly memberEpoch: number;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscription: readonly string[];
  readonly assignment: readonly TopicPartition[];
}

/** One member of a consumer group. */
export interface ConsumerGroupMember extends ShareGroupMember {
  readonly groupInstanceId: string | undefined;
  /** The regular expression (RE2) that the member subscribed with. */
  readonly subscribedTopicRegex: string | undefined;
  /** Where it is to get to; equal to `assignment` when it is there. */
  readonly targetAssignment: readonly TopicPartition[];
  /** Whether it still uses the classic protocol; undefined where the broker does not tell (before 4.0). */
  readonly isClassic: boolean | undefined;
}

/** A share group, and what all newer groups have. */
export interface GroupDescription<Member> {
  readonly groupId: string;
  readonly state: GroupState | undefined;
  readonly groupEpoch: number;
  readonly assignmentEpoch: number;
  readonly assignor: string;
  readonly members: readonly Member[];
  readonly authorizedOperations: readonly AclOperation[] | undefined;
}

/** What became of one group. */
export interface GroupResult<Member> {
  readonly groupId: string;
  /** undefined where `error` says why. */
  readonly group: GroupDescription<Member> | undefined;
  /** GROUP_ID_NOT_FOUND where there is none of that type. */
  readonly error: KafkaError | undefined;
}

/** Describes consumer groups of the newer protocol (KIP-848), asked of their coordinators. From Kafka 3.7 on. */
export function describeConsumerGroups(
  cluster: Cluster,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<readonly GroupResult<ConsumerGroupMember>[]> {
  return describe(cluster, 'describe consumer group', groupIds, options, {
    api: consumerGroupDescribeApi,
    build: (ids, includeAuthorizedOperations) =>
      createConsumerGroupDescribeRequest({ groupIds: ids, includeAuthorizedOperations }),
    member: (member) => ({
      ...memberOf(member),
      groupInstanceId: member.instanceId ?? undefined,
      subscribedTopicRegex: member.subscribedTopicRegex || undefined,
      targetAssignment: partitionsOf(member.targetAssignment),
      isClassic: member.memberType < 0 ? undefined : member.memberType === 0,
    }),
  });
}

/** Describes share groups (KIP-932), asked of their coordinators. From Kafka 4.1 on. */
export function describeShareGroups(
  cluster: Cluster,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<readonly GroupResult<ShareGroupMember>[]> {
  return describe(cluster, 'describe share group', groupIds, options, {
    api: shareGroupDescribeApi,
    build: (ids, includeAuthorizedOperations) =>
      createShareGroupDescribeRequest({ groupIds: ids, includeAuthorizedOperations }),
    member: memberOf,
  });
}

interface WireGroup<WireMember> {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly groupId: string;
  readonly groupState: string;
  readonly groupEpoch: number;
  readonly assignmentEpoch: number;
  readonly assignorName: string;
  readonly members: readonly WireMember[];
  readonly authorizedOperations: number;
}

interface Kind<Request, WireMember, Member> {
  readonly api: Api<Request, { readonly groups: readonly WireGroup<WireMember>[] } & object>;
  build(groupIds: readonly string[], includeAuthorizedOperations: boolean): Request;
  member(member: WireMember): Member;
}

async function describe<Request, WireMember, Member>(
  cluster: Cluster,
  what: string,
  groupIds: readonly string[],
  options: DescribeGroupsOptions,
  kind: Kind<Request, WireMember, Member>,
): Promise<readonly GroupResult<Member>[]> {
  const operations = booleanOption('includeAuthorizedOperations', options.includeAuthorizedOperations, false);
  const ids = checkGroupIds(groupIds);
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askCoordinators(
    cluster,
    `${what}s`,
    'group',
    ids,
    async (nodeId, asked) => {
      const { groups } = await cluster.sendTo(nodeId, kind.api, () => kind.build(asked, operations), call);
      return new Map(
        groups.map((group): [string, GroupDescription<Member> | KafkaError] => {
          const { groupId, errorCode, errorMessage } = group;
          const error = brokerError(errorCode, `${what} ${groupId}`, { api: kind.api.name }, errorMessage);
          return [groupId, error ?? groupOf(group, kind)];
        }),
      );
    },
    options,
  );
  return [...settled].map(([groupId, answer]) => ({ groupId, group: resultOf(answer), error: errorOf(answer) }));
}

function groupOf<Request, WireMember, Member>(
  group: WireGroup<WireMember>,
  kind: Kind<Request, WireMember, Member>,
): GroupDescription<Member> {
  const { groupId, groupEpoch, assignmentEpoch, assignorName: assignor } = group;
  return {
    groupId,
    state: stateOf(group.groupState),
    groupEpoch,
    assignmentEpoch,
    assignor,
    members: group.members.map((member) => kind.member(member)),
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

interface WireShareMember {
  readonly memberId: string;
  readonly rackId: string | null;
  readonly memberEpoch: number;
  readonly clientId: string;
  readonly clientHost: string;
  readonly subscribedTopicNames: readonly string[];
  readonly assignment: Assignment;
}

function memberOf(member: WireShareMember): ShareGroupMember {
  const { memberId, memberEpoch, clientId, clientHost, subscribedTopicNames: subscription } = member;
  const assignment = partitionsOf(member.assignment);
  return { memberId, rackId: member.rackId ?? undefined, memberEpoch, clientId, clientHost, subscription, assignment };
}

function partitionsOf({ topicPartitions }: Assignment): readonly TopicPartition[] {
  return topicPartitions.flatMap(({ topicName: topic, partitions }) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}
