import type { KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createStreamsGroupDescribeRequest,
  type DescribedGroup,
  type Member,
  type StreamsGroupDescribeResponse,
  streamsGroupDescribeApi,
} from '../protocol/generated/streams-group-describe.ts';
import { type AclOperation, authorizedOperations } from './acl-operation.ts';
import { askCoordinators } from './ask-coordinators.ts';
import type { DescribeGroupsOptions } from './describe-classic-groups.ts';
import { checkGroupIds } from './group-ids.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';
import { type GroupState, stateOf } from './list-groups.ts';

/** Tasks of one subtopology. */
export interface StreamsTasks {
  readonly subtopologyId: string;
  readonly partitions: readonly number[];
}

/** What a member works on. */
export interface StreamsAssignment {
  readonly activeTasks: readonly StreamsTasks[];
  readonly standbyTasks: readonly StreamsTasks[];
  readonly warmupTasks: readonly StreamsTasks[];
}

/** One member of a streams group. */
export interface StreamsGroupMember {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly groupInstanceId: string | undefined;
  readonly rackId: string | undefined;
  readonly clientId: string;
  readonly clientHost: string;
  readonly processId: string;
  readonly topologyEpoch: number;
  readonly userEndpoint: { readonly host: string; readonly port: number } | undefined;
  readonly clientTags: ReadonlyMap<string, string>;
  readonly assignment: StreamsAssignment;
  readonly targetAssignment: StreamsAssignment;
  readonly isClassic: boolean;
}

/** A part of a topology. */
export interface StreamsSubtopology {
  readonly subtopologyId: string;
  readonly sourceTopics: readonly string[];
  readonly repartitionSinkTopics: readonly string[];
  readonly repartitionSourceTopics: readonly string[];
  readonly stateChangelogTopics: readonly string[];
}

/** A streams group (KIP-1071). */
export interface StreamsGroupDescription {
  readonly groupId: string;
  readonly state: GroupState | undefined;
  readonly groupEpoch: number;
  readonly assignmentEpoch: number;
  /** -1 where the group has no topology yet. */
  readonly topologyEpoch: number;
  readonly subtopologies: readonly StreamsSubtopology[];
  readonly members: readonly StreamsGroupMember[];
  readonly authorizedOperations: readonly AclOperation[] | undefined;
}

/** What became of one group. */
export interface StreamsGroupResult {
  readonly groupId: string;
  /** undefined where `error` says why. */
  readonly group: StreamsGroupDescription | undefined;
  /** GROUP_ID_NOT_FOUND where there is none of that type. */
  readonly error: KafkaError | undefined;
}

/** Describes streams groups, asked of their coordinators. One result per group, in order. From Kafka 4.1 on. */
export async function describeStreamsGroups(
  cluster: Cluster,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<readonly StreamsGroupResult[]> {
  const operations = booleanOption('includeAuthorizedOperations', options.includeAuthorizedOperations, false);
  const ids = checkGroupIds(groupIds);
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askCoordinators(
    cluster,
    'describe streams groups',
    'group',
    ids,
    async (nodeId, asked) => {
      const request = createStreamsGroupDescribeRequest({ groupIds: asked, includeAuthorizedOperations: operations });
      const { groups }: StreamsGroupDescribeResponse = await cluster.sendTo(
        nodeId,
        streamsGroupDescribeApi,
        () => request,
        call,
      );
      return new Map(
        groups.map((group): [string, StreamsGroupDescription | KafkaError] => {
          const what = `describe streams group ${group.groupId}`;
          const error = brokerError(group.errorCode, what, { api: 'StreamsGroupDescribe' }, group.errorMessage);
          return [group.groupId, error ?? groupOf(group)];
        }),
      );
    },
    options,
  );
  return [...settled].map(([groupId, answer]) => ({ groupId, group: resultOf(answer), error: errorOf(answer) }));
}

function groupOf(group: DescribedGroup): StreamsGroupDescription {
  const { groupId, groupEpoch, assignmentEpoch, topology } = group;
  const names = (topics: readonly { readonly name: string }[]): string[] => topics.map(({ name }) => name);
  return {
    groupId,
    state: stateOf(group.groupState),
    groupEpoch,
    assignmentEpoch,
    topologyEpoch: topology?.epoch ?? -1,
    subtopologies: (topology?.subtopologies ?? []).map((part) => ({
      subtopologyId: part.subtopologyId,
      sourceTopics: part.sourceTopics,
      repartitionSinkTopics: part.repartitionSinkTopics,
      repartitionSourceTopics: names(part.repartitionSourceTopics),
      stateChangelogTopics: names(part.stateChangelogTopics),
    })),
    members: group.members.map(memberOf),
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

function memberOf(member: Member): StreamsGroupMember {
  const { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, processId, topologyEpoch } = member;
  return {
    memberId,
    memberEpoch,
    groupInstanceId: instanceId ?? undefined,
    rackId: rackId ?? undefined,
    clientId,
    clientHost,
    processId,
    topologyEpoch,
    userEndpoint: member.userEndpoint ?? undefined,
    clientTags: new Map(member.clientTags.map(({ key, value }) => [key, value])),
    assignment: member.assignment,
    targetAssignment: member.targetAssignment,
    isClassic: member.isClassic,
  };
}
