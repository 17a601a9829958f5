import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError } from '../protocol/broker-error.ts';
import { decodeConsumerProtocolAssignment } from '../protocol/generated/consumer-protocol-assignment.ts';
import { decodeConsumerProtocolSubscription } from '../protocol/generated/consumer-protocol-subscription.ts';
import {
  createDescribeGroupsRequest,
  type DescribedGroup,
  type DescribedGroupMember,
  describeGroupsApi,
} from '../protocol/generated/describe-groups.ts';
import { Decoder } from '../wire/decoder.ts';
import { type AclOperation, authorizedOperations } from './acl-operation.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { checkGroupIds } from './group-ids.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';
import { type GroupState, stateOf } from './list-groups.ts';

/** One member of a classic group. */
export interface ClassicGroupMember {
  readonly memberId: string;
  /** Of a static member (KIP-345). */
  readonly groupInstanceId: string | undefined;
  readonly clientId: string;
  readonly clientHost: string;
  /** What it reads; empty where its bytes are not of the consumer protocol. */
  readonly subscription: readonly string[];
  readonly assignment: readonly TopicPartition[];
  /** As the member sent it and the leader answered: views of nothing else. */
  readonly metadataBytes: Buffer;
  readonly assignmentBytes: Buffer;
}

/** A classic group. */
export interface ClassicGroupDescription {
  readonly groupId: string;
  readonly state: GroupState | undefined;
  readonly protocolType: string;
  /** The assignor that the group agreed on. */
  readonly protocol: string;
  readonly members: readonly ClassicGroupMember[];
  readonly authorizedOperations: readonly AclOperation[] | undefined;
}

/** What became of one group. */
export interface ClassicGroupResult {
  readonly groupId: string;
  /** undefined where `error` says why. */
  readonly group: ClassicGroupDescription | undefined;
  readonly error: KafkaError | undefined;
}

export interface DescribeGroupsOptions extends CallOptions {
  /** Default false. */
  readonly includeAuthorizedOperations?: boolean | undefined;
}

/**
 * Describes classic groups, asked of their coordinators. A group that is not there is `dead` to brokers before 4.1 and a
 * GROUP_ID_NOT_FOUND error to later ones. One result per group, in order.
 */
export async function describeClassicGroups(
  cluster: Cluster,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<readonly ClassicGroupResult[]> {
  const operations = booleanOption('includeAuthorizedOperations', options.includeAuthorizedOperations, false);
  const ids = checkGroupIds(groupIds);
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askCoordinators(
    cluster,
    'describe groups',
    'group',
    ids,
    async (nodeId, groups) => {
      const build = (version: number) =>
        createDescribeGroupsRequest({ groups, includeAuthorizedOperations: operations && version >= 3 });
      const response = await cluster.sendTo(nodeId, describeGroupsApi, build, call);
      return new Map(response.groups.map((group) => [group.groupId, groupOf(group)]));
    },
    options,
  );
  return [...settled].map(([groupId, answer]) => ({ groupId, group: resultOf(answer), error: errorOf(answer) }));
}

function groupOf(group: DescribedGroup): ClassicGroupDescription | KafkaError {
  const { groupId, errorCode, errorMessage, groupState, protocolType, protocolData: protocol } = group;
  const error = brokerError(errorCode, `describe group ${groupId}`, { api: 'DescribeGroups' }, errorMessage);
  if (error !== undefined) return error;
  return {
    groupId,
    state: stateOf(groupState),
    protocolType,
    protocol,
    members: group.members.map((member) => memberOf(member, protocolType)),
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

function memberOf(member: DescribedGroupMember, protocolType: string): ClassicGroupMember {
  const { memberId, groupInstanceId, clientId, clientHost } = member;
  const isConsumer = protocolType === 'consumer';
  return {
    memberId,
    groupInstanceId: groupInstanceId ?? undefined,
    clientId,
    clientHost,
    subscription: isConsumer ? subscriptionOf(member.memberMetadata) : [],
    assignment: isConsumer ? assignmentOf(member.memberAssignment) : [],
    metadataBytes: Buffer.from(member.memberMetadata),
    assignmentBytes: Buffer.from(member.memberAssignment),
  };
}

const NEWEST = 3;

/** Other clients' bytes: what cannot be read is nothing, since one odd member must not hide the others. */
function subscriptionOf(bytes: Buffer): readonly string[] {
  return readable(bytes, (d, version) => decodeConsumerProtocolSubscription(d, version).topics) ?? [];
}

function assignmentOf(bytes: Buffer): readonly TopicPartition[] {
  const topics = readable(bytes, (d, version) => decodeConsumerProtocolAssignment(d, version).assignedPartitions);
  return (topics ?? []).flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}

function readable<T>(bytes: Buffer, read: (d: Decoder, version: number) => T): T | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const d = new Decoder(bytes);
    return read(d, Math.min(d.int16(), NEWEST));
  } catch {
    return undefined;
  }
}
