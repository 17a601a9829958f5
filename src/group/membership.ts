// The four requests by which a member is in a group: JoinGroup, SyncGroup, Heartbeat, LeaveGroup. One attempt each.
// Owns: how they are written and read in every version. Must not know: when they are sent.
import type { CallOptions } from '../base/abort.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { createHeartbeatRequest, heartbeatApi } from '../protocol/generated/heartbeat.ts';
import {
  createJoinGroupRequest,
  createJoinGroupRequestProtocol,
  type JoinGroupResponse,
  joinGroupApi,
} from '../protocol/generated/join-group.ts';
import { createLeaveGroupRequest, createMemberIdentity, leaveGroupApi } from '../protocol/generated/leave-group.ts';
import {
  createSyncGroupRequest,
  createSyncGroupRequestAssignment,
  syncGroupApi,
} from '../protocol/generated/sync-group.ts';
import type { Assignment, GroupMemberInfo } from './assignor.ts';
import { decodeAssignment, decodeSubscription, encodeAssignment } from './consumer-protocol.ts';
import type { CoordinatorLink } from './coordinator-link.ts';
import type { GroupSettings } from './group-settings.ts';
import type { Identity } from './member-state.ts';

const PROTOCOL_TYPE = 'consumer';
/** JoinGroup and SyncGroup are held until the last member is there; Java adds the same margin to their deadline. */
const HELD_MARGIN_MS = 5_000;
/** What the broker accepts as a reason. */
const MAX_REASON_LENGTH = 255;
/** What is known of a member whose subscription cannot be read: it gets nothing, and harms nobody. */
const UNREADABLE = {
  topics: new Set<string>(),
  ownedPartitions: [],
  generationId: -1,
  rack: null,
  userData: Buffer.alloc(0),
} as const;

/** One way to share out, with what this member has to say to a leader who does it. */
export interface Protocol {
  readonly name: string;
  readonly metadata: Buffer;
}

/** A generation as JoinGroup gives it. */
export interface Joined {
  readonly identity: Identity;
  readonly protocol: string;
  readonly isLeader: boolean;
  /** The leader's assignment of before still holds: send none (KIP-814). */
  readonly skipAssignment: boolean;
  /** Everybody; only the leader is told. */
  readonly members: readonly GroupMemberInfo[];
}

/** Joins; `named` where the coordinator wants to see the member id it gave in a second request (KIP-394). */
export async function joinGroup(
  link: CoordinatorLink,
  settings: GroupSettings,
  member: { readonly memberId: string; readonly protocols: readonly Protocol[]; readonly reason: string },
  call: CallOptions = {},
): Promise<{ readonly named: string } | Joined> {
  const request = createJoinGroupRequest({
    groupId: link.groupId,
    sessionTimeoutMs: settings.sessionTimeoutMs,
    rebalanceTimeoutMs: settings.rebalanceTimeoutMs,
    memberId: member.memberId,
    groupInstanceId: settings.groupInstanceId,
    protocolType: PROTOCOL_TYPE,
    protocols: member.protocols.map(createJoinGroupRequestProtocol),
    reason: member.reason.slice(0, MAX_REASON_LENGTH),
  });
  const response = await link.send(joinGroupApi, () => request, heldOptions(link, settings, call));
  if (response.errorCode === ErrorCode.MEMBER_ID_REQUIRED && response.memberId !== '') {
    return { named: response.memberId };
  }
  link.check(response.errorCode, 'join');
  const { memberId: given, generationId } = response;
  return {
    identity: { memberId: given, generationId },
    protocol: response.protocolName ?? '',
    isLeader: response.leader === given,
    skipAssignment: response.skipAssignment,
    members: response.members.map(memberInfo),
  };
}

/** Hands in the assignment (leader) and gets this member's part of it. */
export async function syncGroup(
  link: CoordinatorLink,
  settings: GroupSettings,
  joined: Joined,
  assignment: Assignment,
  call: CallOptions = {},
): Promise<TopicPartition[]> {
  const assignments = [...assignment].map(([memberId, partitions]) =>
    createSyncGroupRequestAssignment({ memberId, assignment: encodeAssignment(partitions) }),
  );
  const request = createSyncGroupRequest({
    groupId: link.groupId,
    generationId: joined.identity.generationId,
    memberId: joined.identity.memberId,
    groupInstanceId: settings.groupInstanceId,
    protocolType: PROTOCOL_TYPE,
    protocolName: joined.protocol,
    assignments,
  });
  const response = await link.send(syncGroupApi, () => request, heldOptions(link, settings, call));
  link.check(response.errorCode, 'sync');
  return decodeAssignment(response.assignment);
}

/** Says that this member lives. Throws what the coordinator answers. */
export async function heartbeat(
  link: CoordinatorLink,
  settings: GroupSettings,
  identity: Identity,
  call: CallOptions,
): Promise<void> {
  const { groupInstanceId } = settings;
  const request = createHeartbeatRequest({ groupId: link.groupId, groupInstanceId, ...identity });
  const response = await link.send(heartbeatApi, () => request, { ...call, lane: 'beat' });
  link.check(response.errorCode, 'heartbeat');
}

/** Leaves, so that the others need not wait for the session to end. */
export async function leaveGroup(
  link: CoordinatorLink,
  member: { readonly memberId: string; readonly groupInstanceId: string | null; readonly reason: string },
  call: CallOptions,
): Promise<void> {
  const { groupId } = link;
  const { memberId } = member;
  const reason = member.reason.slice(0, MAX_REASON_LENGTH);
  const build = (version: number) =>
    version < 3
      ? createLeaveGroupRequest({ groupId, memberId })
      : createLeaveGroupRequest({ groupId, members: [createMemberIdentity({ ...member, reason })] });
  const response = await link.send(leaveGroupApi, build, { ...call, lane: 'beat' });
  link.check(response.errorCode, 'leave');
  for (const member of response.members) link.check(member.errorCode, 'leave');
}

function heldOptions(link: CoordinatorLink, settings: GroupSettings, call: CallOptions) {
  const held = Math.max(link.cluster.requestTimeoutMs, settings.rebalanceTimeoutMs + HELD_MARGIN_MS);
  return { signal: call.signal, timeoutMs: held, lane: 'work' as const };
}

function memberInfo(member: JoinGroupResponse['members'][number]): GroupMemberInfo {
  const { memberId, groupInstanceId } = member;
  return { memberId, groupInstanceId, ...(decodeSubscription(member.metadata) ?? UNREADABLE) };
}
