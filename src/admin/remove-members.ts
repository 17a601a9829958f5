import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError, throwIfBrokerError } from '../protocol/broker-error.ts';
import { createLeaveGroupRequest, createMemberIdentity, leaveGroupApi } from '../protocol/generated/leave-group.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askCoordinator } from './ask-coordinator.ts';
import { withinLimit } from './deadline.ts';
import { describeGroups } from './describe-groups.ts';
import { checkGroupId } from './group-ids.ts';

/** A member by the id that the coordinator gave it, or a static one by its own name (KIP-345). */
export type MemberToRemove = { readonly memberId: string } | { readonly groupInstanceId: string };

/** What became of one member. */
export interface RemoveMemberResult {
  readonly memberId: string | undefined;
  readonly groupInstanceId: string | undefined;
  /** UNKNOWN_MEMBER_ID where it is not there. */
  readonly error: KafkaError | undefined;
}

export interface RemoveMembersOptions extends CallOptions {
  /** Written to the coordinator's log (KIP-800). */
  readonly reason?: string | undefined;
}

/**
 * Removes members from a classic group: those named, or all. Of a consumer group brokers remove the static members and
 * those that still use the classic protocol. One result per member, in order. From Kafka 2.4 on.
 */
export async function removeMembers(
  cluster: Cluster,
  groupId: string,
  members: readonly MemberToRemove[] | undefined,
  options: RemoveMembersOptions = {},
): Promise<readonly RemoveMemberResult[]> {
  const key = checkGroupId(groupId);
  members?.forEach((member, index) => {
    const { memberId, groupInstanceId } = member as { memberId?: string; groupInstanceId?: string };
    if ((typeof memberId === 'string') === (typeof groupInstanceId === 'string')) {
      throw configError(`members[${index}]`, JSON.stringify(member), '{ memberId } or { groupInstanceId }');
    }
  });
  const left = withinLimit(cluster, options);
  const wanted = members ?? (await membersOf(cluster, key, left()));
  if (wanted.length === 0) return [];
  const identities = wanted.map((member) =>
    'memberId' in member
      ? createMemberIdentity({ memberId: member.memberId, reason: options.reason ?? null })
      : createMemberIdentity({ groupInstanceId: member.groupInstanceId, reason: options.reason ?? null }),
  );
  const what = `remove members of group ${key}`;
  const response = await askCoordinator(
    cluster,
    what,
    { kind: 'group', key },
    leaveGroupApi,
    (version) => {
      needsVersion(leaveGroupApi, version, 3, 'removing members');
      return createLeaveGroupRequest({ groupId: key, members: identities });
    },
    ({ errorCode }) => [errorCode],
    left(),
  );
  throwIfBrokerError(response.errorCode, what, { api: 'LeaveGroup' });
  return wanted.map((member) => {
    const { memberId, groupInstanceId } = member as { memberId?: string; groupInstanceId?: string };
    const answer = response.members.find((each) =>
      groupInstanceId === undefined ? each.memberId === memberId : each.groupInstanceId === groupInstanceId,
    );
    const shown = `remove member ${groupInstanceId ?? memberId} of group ${key}`;
    return { memberId, groupInstanceId, error: brokerError(answer?.errorCode ?? -1, shown, { api: 'LeaveGroup' }) };
  });
}

/** Static members by their names: their ids may change while this is under way. */
async function membersOf(cluster: Cluster, groupId: string, call: CallOptions): Promise<readonly MemberToRemove[]> {
  const [result] = await describeGroups(cluster, [groupId], call);
  if (result?.error !== undefined) throw result.error;
  const group = result?.group;
  if (group?.type === 'share' || group?.type === 'streams') {
    throw configError('groupId', groupId, `a group that readers join, not a ${group.type} group`);
  }
  const members: readonly { readonly memberId: string; readonly groupInstanceId: string | undefined }[] =
    group?.members ?? [];
  return members.map(({ memberId, groupInstanceId }) =>
    groupInstanceId === undefined ? { memberId } : { groupInstanceId },
  );
}
