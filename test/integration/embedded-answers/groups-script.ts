// The group coordinator: joining, rebalancing, leaving, offsets; right and wrong, in every version.

import { createDescribeGroupsRequest, describeGroupsApi } from '../../../src/protocol/generated/describe-groups.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createHeartbeatRequest, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import {
  createJoinGroupRequest,
  type JoinGroupRequest,
  type JoinGroupResponse,
  joinGroupApi,
} from '../../../src/protocol/generated/join-group.ts';
import { createLeaveGroupRequest, leaveGroupApi } from '../../../src/protocol/generated/leave-group.ts';
import { createListGroupsRequest, listGroupsApi } from '../../../src/protocol/generated/list-groups.ts';
import {
  createOffsetCommitRequest,
  type OffsetCommitRequest,
  offsetCommitApi,
} from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetFetchRequest, offsetFetchApi } from '../../../src/protocol/generated/offset-fetch.ts';
import {
  createSyncGroupRequest,
  type SyncGroupRequest,
  syncGroupApi,
} from '../../../src/protocol/generated/sync-group.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import type { Transcript } from './transcript.ts';

const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAAZQ';
const NOBODY = 'nobody';

function join(groupId: string, init: Partial<JoinGroupRequest> = {}): JoinGroupRequest {
  return createJoinGroupRequest({
    groupId,
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 30_000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from('meta') }],
    ...init,
  });
}

function sync(groupId: string, joined: JoinGroupResponse, init: Partial<SyncGroupRequest> = {}): SyncGroupRequest {
  const { generationId, memberId, members } = joined;
  return createSyncGroupRequest({
    groupId,
    generationId,
    memberId,
    assignments: members.map((member) => ({
      memberId: member.memberId,
      assignment: Buffer.from(`for ${member.groupInstanceId ?? 'a member'}`),
    })),
    ...init,
  });
}

async function coordinator(t: Transcript): Promise<void> {
  const key = `${t.prefix}-g`;
  // The first look creates the offsets topic, which takes a real broker a while.
  await t.until(async () => {
    await t.quietly(findCoordinatorApi, 3, createFindCoordinatorRequest({ key }));
    const answer = await t.quietly(heartbeatApi, 3, createHeartbeatRequest({ groupId: key, memberId: NOBODY }));
    return answer?.errorCode === ErrorCode.UNKNOWN_MEMBER_ID;
  });
  for (let version = 0; version <= 3; version++) {
    await t.ask('coordinator', findCoordinatorApi, version, createFindCoordinatorRequest({ key }));
  }
  for (let version = 4; version <= 6; version++) {
    const request = createFindCoordinatorRequest({ coordinatorKeys: [key, `${key}-2`] });
    await t.ask('coordinators', findCoordinatorApi, version, request);
  }
}

/** One member, from its first join to its leaving, in one version of everything. */
async function lifeOfOne(t: Transcript, version: number): Promise<void> {
  const groupId = `${t.prefix}-one-${version}`;
  const at = (max: number): number => Math.min(version, max);
  const joining = join(groupId, version === 0 ? { rebalanceTimeoutMs: -1 } : {});
  let joined = await t.ask('first join', joinGroupApi, version, joining);
  if (version >= 4 && joined !== undefined) {
    joined = await t.ask('with the id', joinGroupApi, version, { ...joining, memberId: joined.memberId });
  }
  if (joined === undefined) return;
  const { memberId, generationId } = joined;
  const heartbeat = createHeartbeatRequest({ groupId, memberId, generationId });
  await t.ask('heartbeat before sync', heartbeatApi, at(4), heartbeat);
  await t.ask('described before sync', describeGroupsApi, at(6), createDescribeGroupsRequest({ groups: [groupId] }));
  await t.ask(
    'commit before sync',
    offsetCommitApi,
    Math.max(2, version),
    commit(t, { groupId, memberId, generationIdOrMemberEpoch: generationId }),
  );
  const named = version >= 5 ? { protocolType: 'consumer', protocolName: 'range' } : {};
  await t.ask('sync', syncGroupApi, at(5), sync(groupId, joined, named));
  await t.ask('sync again', syncGroupApi, at(5), sync(groupId, joined, named));
  await t.ask('heartbeat', heartbeatApi, at(4), heartbeat);
  await t.ask(
    'described',
    describeGroupsApi,
    at(6),
    createDescribeGroupsRequest({ groups: [groupId], includeAuthorizedOperations: at(6) >= 3 }),
  );
  await t.ask(
    'commit',
    offsetCommitApi,
    Math.max(2, version),
    commit(t, { groupId, memberId, generationIdOrMemberEpoch: generationId }),
  );
  await t.ask('join again as leader', joinGroupApi, version, { ...joining, memberId });
  const leave = at(5) >= 3 ? { members: [{ memberId, groupInstanceId: null, reason: null }] } : { memberId };
  await t.ask('leave', leaveGroupApi, at(5), createLeaveGroupRequest({ groupId, ...leave }));
  await t.ask('leave again', leaveGroupApi, at(5), createLeaveGroupRequest({ groupId, ...leave }));
  await t.ask('heartbeat after leaving', heartbeatApi, at(4), heartbeat);
  await t.ask('described empty', describeGroupsApi, at(6), createDescribeGroupsRequest({ groups: [groupId] }));
}

function commit(t: Transcript, init: Partial<OffsetCommitRequest>): OffsetCommitRequest {
  const name = `${t.prefix}-offsets`;
  const partitions = [0, 7].map((partitionIndex) => ({
    partitionIndex,
    committedOffset: 5 + partitionIndex,
    committedLeaderEpoch: -1,
    committedMetadata: partitionIndex === 0 ? 'note' : null,
  }));
  return createOffsetCommitRequest({ topics: [{ name, topicId: ZERO_UUID, partitions }], ...init });
}

async function wrongRequests(t: Transcript): Promise<void> {
  const groupId = `${t.prefix}-wrong`;
  for (const version of [0, 5, 7, 9]) {
    await t.ask('no group id', joinGroupApi, version, join(''));
    await t.ask('session too short', joinGroupApi, version, join(groupId, { sessionTimeoutMs: 10 }));
    await t.ask('session too long', joinGroupApi, version, join(groupId, { sessionTimeoutMs: 2_000_000 }));
    await t.ask('no protocols', joinGroupApi, version, join(groupId, { protocols: [] }));
    await t.ask('no protocol type', joinGroupApi, version, join(groupId, { protocolType: '' }));
    await t.ask('unknown member', joinGroupApi, version, join(groupId, { memberId: NOBODY }));
  }
  const named = { protocolType: 'consumer', protocolName: 'range' };
  for (const version of [0, 3, 5]) {
    const more = version === 5 ? named : {};
    await t.ask(
      'unknown member',
      syncGroupApi,
      version,
      createSyncGroupRequest({ groupId, memberId: NOBODY, generationId: 1, ...more }),
    );
    await t.ask(
      'no group id',
      syncGroupApi,
      version,
      createSyncGroupRequest({ groupId: '', memberId: NOBODY, ...more }),
    );
  }
  await t.ask('no protocol', syncGroupApi, 5, createSyncGroupRequest({ groupId, memberId: NOBODY, generationId: 1 }));
  for (const version of [0, 4]) {
    await t.ask(
      'unknown member',
      heartbeatApi,
      version,
      createHeartbeatRequest({ groupId, memberId: NOBODY, generationId: 1 }),
    );
    await t.ask('no group id', heartbeatApi, version, createHeartbeatRequest({ groupId: '', memberId: NOBODY }));
  }
  await t.ask('unknown member', leaveGroupApi, 0, createLeaveGroupRequest({ groupId, memberId: NOBODY }));
  await t.ask(
    'unknown members',
    leaveGroupApi,
    5,
    createLeaveGroupRequest({
      groupId,
      members: [
        { memberId: NOBODY, groupInstanceId: null, reason: 'x' },
        { memberId: '', groupInstanceId: 'i', reason: null },
      ],
    }),
  );
  await t.ask('no group id', leaveGroupApi, 3, createLeaveGroupRequest({ groupId: '' }));
  for (const version of [0, 5, 6]) {
    await t.ask(
      'unknown groups',
      describeGroupsApi,
      version,
      createDescribeGroupsRequest({ groups: [`${groupId}-no`] }),
    );
  }
}

/** Two members: rebalance on join, change of protocol, generation errors, leave. */
async function lifeOfTwo(t: Transcript): Promise<void> {
  const groupId = `${t.prefix}-two`;
  const version = 3;
  const a = await t.ask('a joins', joinGroupApi, version, join(groupId));
  if (a === undefined) throw new Error('no answer to the first join');
  await t.ask('a syncs', syncGroupApi, 3, sync(groupId, a));
  const beat = (what: string, memberId: string, generationId: number) =>
    t.ask(what, heartbeatApi, 3, createHeartbeatRequest({ groupId, memberId, generationId }));
  await beat('wrong generation', a.memberId, 7);
  await t.ask('sync with a wrong generation', syncGroupApi, 3, sync(groupId, a, { generationId: 9 }));
  await t.ask(
    'sync with another protocol',
    syncGroupApi,
    5,
    sync(groupId, a, { protocolType: 'consumer', protocolName: 'sticky' }),
  );
  await t.ask(
    'sync with another type',
    syncGroupApi,
    5,
    sync(groupId, a, { protocolType: 'connect', protocolName: 'range' }),
  );
  const other = [{ name: 'sticky', metadata: Buffer.from('s') }];
  await t.ask('b knows other protocols', joinGroupApi, version, join(groupId, { protocols: other }), {
    connection: 'b',
  });
  await t.ask('b is of another type', joinGroupApi, version, join(groupId, { protocolType: 'connect' }), {
    connection: 'b',
  });
  const both = [...other, { name: 'range', metadata: Buffer.from('from b') }];
  const joining = t.quietly(joinGroupApi, version, join(groupId, { protocols: both }), 'b');
  await t.until(async () => {
    const request = createHeartbeatRequest({ groupId, memberId: a.memberId, generationId: a.generationId });
    return (await t.quietly(heartbeatApi, 3, request))?.errorCode === ErrorCode.REBALANCE_IN_PROGRESS;
  });
  await beat('a hears of it', a.memberId, a.generationId);
  await t.ask('described while preparing', describeGroupsApi, 5, createDescribeGroupsRequest({ groups: [groupId] }));
  await t.ask('a syncs too late', syncGroupApi, 3, sync(groupId, a));
  await t.ask(
    'a commits meanwhile',
    offsetCommitApi,
    7,
    commit(t, { groupId, memberId: a.memberId, generationIdOrMemberEpoch: a.generationId }),
  );
  const a2 = await t.ask('a joins again', joinGroupApi, version, join(groupId, { memberId: a.memberId }));
  const b2 = await joining;
  if (a2 === undefined || b2 === undefined) throw new Error('no answer to a join');
  t.exchanges.push({
    what: 'b joined',
    answer: { ...b2, memberId: 'b', leader: b2.leader === a.memberId ? 'a' : '?' },
  });
  t.exchanges.push({ what: 'generation', answer: [a2.generationId, a2.members.length] });
  await t.ask(
    'b joins again unchanged',
    joinGroupApi,
    version,
    join(groupId, { memberId: b2.memberId, protocols: both }),
    { connection: 'b' },
  );
  const following = t.quietly(
    syncGroupApi,
    3,
    createSyncGroupRequest({ groupId, generationId: b2.generationId, memberId: b2.memberId }),
    'b',
  );
  await t.ask('a syncs', syncGroupApi, 3, sync(groupId, a2));
  t.exchanges.push({ what: 'b synced', answer: (await following)?.assignment.toString() });
  await t.ask(
    'b joins once more unchanged',
    joinGroupApi,
    version,
    join(groupId, { memberId: b2.memberId, protocols: both }),
    { connection: 'b' },
  );
  await beat('nothing happened', a.memberId, a2.generationId);
  await t.ask('b leaves', leaveGroupApi, 1, createLeaveGroupRequest({ groupId, memberId: b2.memberId }));
  await beat('a hears of that', a.memberId, a2.generationId);
  await t.ask('a joins a third time', joinGroupApi, version, join(groupId, { memberId: a.memberId }));
}

async function staticMembers(t: Transcript): Promise<void> {
  const groupId = `${t.prefix}-static`;
  const one = join(groupId, { groupInstanceId: 'i1' });
  const a = await t.ask('static join', joinGroupApi, 5, one);
  if (a === undefined) throw new Error('no answer to the first join');
  await t.ask('static sync', syncGroupApi, 3, sync(groupId, a, { groupInstanceId: 'i1' }));
  const beat = (what: string, memberId: string, groupInstanceId: string | null) =>
    t.ask(
      what,
      heartbeatApi,
      3,
      createHeartbeatRequest({ groupId, memberId, generationId: a.generationId, groupInstanceId }),
    );
  await beat('heartbeat with the instance', a.memberId, 'i1');
  await beat('heartbeat with another instance', a.memberId, 'i2');
  for (const version of [5, 9]) {
    const again = await t.ask('comes back', joinGroupApi, version, one);
    await beat('the old one is fenced', a.memberId, 'i1');
    await beat('the new one is not', again?.memberId ?? '', 'i1');
    if (again !== undefined)
      await t.ask('syncs', syncGroupApi, 3, sync(groupId, again, { groupInstanceId: 'i1', assignments: [] }));
  }
  await t.ask('the old one joins', joinGroupApi, 5, { ...one, memberId: a.memberId });
  await t.ask(
    'the old one commits',
    offsetCommitApi,
    7,
    commit(t, { groupId, memberId: a.memberId, groupInstanceId: 'i1', generationIdOrMemberEpoch: a.generationId }),
  );
  await t.ask('described', describeGroupsApi, 5, createDescribeGroupsRequest({ groups: [groupId] }));
  const members = [
    { memberId: a.memberId, groupInstanceId: 'i1', reason: null },
    { memberId: '', groupInstanceId: 'i1', reason: null },
  ];
  await t.ask('leaves, fenced and by instance', leaveGroupApi, 3, createLeaveGroupRequest({ groupId, members }));
}

async function offsets(t: Transcript, topicId: string): Promise<void> {
  const groupId = `${t.prefix}-simple`;
  const name = `${t.prefix}-offsets`;
  for (let version = 2; version <= 9; version++) {
    await t.ask('without a member', offsetCommitApi, version, commit(t, { groupId }));
    await t.ask(
      'of a generation that is not',
      offsetCommitApi,
      version,
      commit(t, { groupId: `${groupId}-x`, memberId: NOBODY, generationIdOrMemberEpoch: 1 }),
    );
    await t.ask(
      'of a member that is not',
      offsetCommitApi,
      version,
      commit(t, { groupId, memberId: NOBODY, generationIdOrMemberEpoch: 1 }),
    );
  }
  const partition = (partitionIndex: number, committedMetadata: string) => ({
    partitionIndex,
    committedOffset: 9,
    committedLeaderEpoch: 3,
    committedMetadata,
  });
  const byIds = [topicId, UNKNOWN_ID].map((id) => ({ name: '', topicId: id, partitions: [partition(1, '')] }));
  await t.ask('by id', offsetCommitApi, 10, createOffsetCommitRequest({ groupId, topics: byIds }));
  await t.ask(
    'long notes',
    offsetCommitApi,
    8,
    createOffsetCommitRequest({
      groupId,
      topics: [
        { name, topicId: ZERO_UUID, partitions: [partition(0, 'x'.repeat(4096)), partition(1, 'x'.repeat(4097))] },
      ],
    }),
  );
  await t.ask(
    'missing topic',
    offsetCommitApi,
    8,
    createOffsetCommitRequest({
      groupId,
      topics: [{ name: `${name}-no`, topicId: ZERO_UUID, partitions: [partition(0, '')] }],
    }),
  );
  await t.ask('no group id', offsetCommitApi, 8, commit(t, { groupId: '' }));
  const shown = (answer: object): unknown => JSON.parse(JSON.stringify(answer).replaceAll('x'.repeat(4096), 'long'));
  const topics = [
    { name, partitionIndexes: [0, 1, 9] },
    { name: `${name}-no`, partitionIndexes: [0] },
  ];
  for (let version = 1; version <= 7; version++) {
    await t.ask('offsets', offsetFetchApi, version, createOffsetFetchRequest({ groupId, topics }), { show: shown });
    await t.ask(
      'offsets of no group',
      offsetFetchApi,
      version,
      createOffsetFetchRequest({ groupId: `${groupId}-no`, topics }),
    );
    if (version < 2) continue;
    await t.ask('all offsets', offsetFetchApi, version, createOffsetFetchRequest({ groupId, topics: null }), {
      show: shown,
    });
  }
  for (let version = 8; version <= 10; version++) {
    const named = version < 10 ? { name, topicId: ZERO_UUID } : { name: '', topicId };
    const wanted = [{ ...named, partitionIndexes: [0, 1, 9] }];
    if (version === 10) wanted.push({ name: '', topicId: UNKNOWN_ID, partitionIndexes: [0] });
    const group = (id: string, all: typeof wanted | null) => ({
      groupId: id,
      memberId: null,
      memberEpoch: -1,
      topics: all,
    });
    const groups = [group(groupId, wanted), group(`${groupId}-no`, wanted), group(groupId, null), group('', wanted)];
    await t.ask('groups', offsetFetchApi, version, createOffsetFetchRequest({ groups, requireStable: true }), {
      show: shown,
    });
  }
  await t.ask('described', describeGroupsApi, 5, createDescribeGroupsRequest({ groups: [groupId] }));
  const list = (what: string, version: number, init: Parameters<typeof createListGroupsRequest>[0] = {}) =>
    t.ask(what, listGroupsApi, version, createListGroupsRequest(init), {
      show: ({ errorCode, groups }) => [
        errorCode,
        ...groups.filter((each) => each.groupId.startsWith(t.prefix)).sort((x, y) => (x.groupId < y.groupId ? -1 : 1)),
      ],
    });
  for (let version = 0; version <= 5; version++) await list('listed', version);
  await list('empty ones', 4, { statesFilter: ['empty'] });
  await list('dead ones', 4, { statesFilter: ['Dead'] });
  await list('classic ones', 5, { typesFilter: ['classic'] });
  await list('consumer ones', 5, { typesFilter: ['consumer'] });
}

export async function groupsScript(t: Transcript): Promise<void> {
  const topicId = await t.createTopic(`${t.prefix}-offsets`, 2);
  await coordinator(t);
  await wrongRequests(t);
  for (let version = 0; version <= 9; version++) await lifeOfOne(t, version);
  await lifeOfTwo(t);
  await staticMembers(t);
  await offsets(t, topicId);
}
