// What administers groups: deleting them and their offsets, and listing by state and type.
import { createDeleteGroupsRequest, deleteGroupsApi } from '../../../src/protocol/generated/delete-groups.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createHeartbeatRequest, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import { createJoinGroupRequest, joinGroupApi } from '../../../src/protocol/generated/join-group.ts';
import { createLeaveGroupRequest, leaveGroupApi } from '../../../src/protocol/generated/leave-group.ts';
import { createListGroupsRequest, listGroupsApi } from '../../../src/protocol/generated/list-groups.ts';
import { createOffsetCommitRequest, offsetCommitApi } from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetDeleteRequest, offsetDeleteApi } from '../../../src/protocol/generated/offset-delete.ts';
import { createOffsetFetchRequest, offsetFetchApi } from '../../../src/protocol/generated/offset-fetch.ts';
import { createSyncGroupRequest, syncGroupApi } from '../../../src/protocol/generated/sync-group.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import type { Transcript } from './transcript.ts';

/** What a consumer says when it joins: version 0, the topics it wants, no user data. */
function subscription(topic: string): Buffer {
  const name = Buffer.from(topic);
  const bytes = Buffer.alloc(2 + 4 + 2 + name.length + 4);
  bytes.writeInt32BE(1, 2);
  bytes.writeInt16BE(name.length, 6);
  name.copy(bytes, 8);
  bytes.writeInt32BE(-1, 8 + name.length);
  return bytes;
}

async function commit(t: Transcript, groupId: string, names: readonly string[]): Promise<void> {
  const partitions = [0, 1].map((partitionIndex) => ({
    partitionIndex,
    committedOffset: 5,
    committedLeaderEpoch: -1,
    committedMetadata: null,
  }));
  const topics = names.map((name) => ({ name, topicId: ZERO_UUID, partitions }));
  await t.ask('commit', offsetCommitApi, 8, createOffsetCommitRequest({ groupId, topics }));
}

async function committed(t: Transcript, groupId: string): Promise<void> {
  const groups = [{ groupId, memberId: null, memberEpoch: -1, topics: null }];
  await t.ask('committed', offsetFetchApi, 8, createOffsetFetchRequest({ groups }));
}

/** One member that is in the group and stays. */
async function join(t: Transcript, groupId: string, topic: string): Promise<string> {
  const request = createJoinGroupRequest({
    groupId,
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 30_000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: subscription(topic) }],
  });
  const joined = await t.quietly(joinGroupApi, 3, request);
  const { memberId = '', generationId = -1 } = joined ?? {};
  await t.quietly(syncGroupApi, 3, createSyncGroupRequest({ groupId, memberId, generationId }));
  return memberId;
}

export async function offsetsScript(t: Transcript): Promise<void> {
  const [a, b] = [`${t.prefix}-a`, `${t.prefix}-b`];
  const [simple, joined, missing] = [`${t.prefix}-simple`, `${t.prefix}-joined`, `${t.prefix}-missing`];
  await t.createTopic(a, 2);
  await t.createTopic(b, 2);
  await t.until(async () => {
    await t.quietly(findCoordinatorApi, 3, createFindCoordinatorRequest({ key: simple }));
    const answer = await t.quietly(heartbeatApi, 3, createHeartbeatRequest({ groupId: simple, memberId: 'x' }));
    return answer?.errorCode === ErrorCode.UNKNOWN_MEMBER_ID;
  });
  const drop = (what: string, groupId: string, topic: string, indexes: readonly number[]) =>
    t.ask(
      what,
      offsetDeleteApi,
      0,
      createOffsetDeleteRequest({
        groupId,
        topics: [{ name: topic, partitions: indexes.map((partitionIndex) => ({ partitionIndex })) }],
      }),
    );
  await commit(t, simple, [a, b]);
  await drop('one', simple, a, [0]);
  await committed(t, simple);
  await drop('again', simple, a, [0, 1]);
  await drop('missing partition', simple, a, [7]);
  await drop('missing topic', simple, `${t.prefix}-no`, [0]);
  await drop('missing group', missing, a, [0]);
  await drop('no group', '', a, [0]);
  await committed(t, simple);

  await commit(t, joined, [a, b]);
  const memberId = await join(t, joined, a);
  await drop('of a topic that is consumed', joined, a, [0]);
  await drop('of a topic that is not', joined, b, [0]);
  await committed(t, joined);

  const list = async (what: string, version: number, init: object) =>
    t.ask(what, listGroupsApi, version, createListGroupsRequest(init), {
      // Their order is that of a hash table, and there are groups of others.
      show: ({ errorCode, groups }) => [
        errorCode,
        groups.filter(({ groupId }) => groupId.startsWith(t.prefix)).sort((x, y) => (x.groupId < y.groupId ? -1 : 1)),
      ],
    });
  for (const version of [0, 3, 4, 5]) await list('all', version, {});
  await list('stable ones', 4, { statesFilter: ['Stable'] });
  await list('empty ones, in small letters', 5, { statesFilter: ['empty'] });
  await list('an unknown state', 5, { statesFilter: ['nope'] });
  await list('classic ones', 5, { typesFilter: ['classic'] });
  await list('classic ones, in other letters', 5, { typesFilter: ['Classic'] });
  await list('consumer ones', 5, { typesFilter: ['consumer'] });
  await list('an unknown type', 5, { typesFilter: ['nope'] });

  const remove = (what: string, version: number, groupsNames: readonly string[]) =>
    t.ask(what, deleteGroupsApi, version, createDeleteGroupsRequest({ groupsNames }), {
      show: ({ results }) => [...results].sort((x, y) => (x.groupId < y.groupId ? -1 : 1)),
    });
  for (const version of [0, 1, 2, 3]) {
    await remove('missing', version, [missing]);
    await remove('with a member', version, [joined]);
  }
  await remove('two', 3, [simple, missing]);
  await committed(t, simple);
  await t.quietly(leaveGroupApi, 0, createLeaveGroupRequest({ groupId: joined, memberId }));
  await remove('without members', 3, [joined]);
  await list('none', 5, {});
}
