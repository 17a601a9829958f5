import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError, throwIfBrokerError } from '../protocol/broker-error.ts';
import { createLeaveGroupRequest, createMemberIdentity, leaveGroupApi } from '../protocol/generated/leave-group.ts';
import { askCoordinator } from './ask-coordinator.ts';
import { describeClassicGroups } from './describe-classic-groups.ts';
import { checkGroupId } from './group-ids.ts';
import { needsVersion } from './needs-version.ts';

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

/** Removes members from a classic group: those named, or all. One result per member. From Kafka 2.4 on. */
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
  const wanted = members ?? (await membersOf(cluster, key, options));
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
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'LeaveGroup' });
  return response.members.map(({ memberId, groupInstanceId, errorCode }) => ({
    memberId: memberId === '' ? undefined : memberId,
    groupInstanceId: groupInstanceId ?? undefined,
    error: brokerError(errorCode, `remove member ${groupInstanceId ?? memberId} of group ${key}`, {
      api: 'LeaveGroup',
    }),
  }));
}

/** Static members by their names: their ids may change while this is under way. */
async function membersOf(cluster: Cluster, groupId: string, call: CallOptions): Promise<readonly MemberToRemove[]> {
  const [result] = await describeClassicGroups(cluster, [groupId], call);
  if (result?.error !== undefined) throw result.error;
  return (result?.group?.members ?? []).map(({ memberId, groupInstanceId }) =>
    groupInstanceId === undefined ? { memberId } : { groupInstanceId },
  );
}
