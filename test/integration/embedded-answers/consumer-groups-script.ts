// The coordinator of consumer groups (KIP-848): joining, reconciling, leaving, subscribing, offsets with epochs, members of
// both protocols; right and wrong, in every version. Where several topics are shared, ids (which are chance) decide who
// gets what by `uniform`, so there it is `range` or a subscription that leaves no choice.
import {
  consumerGroupDescribeApi,
  createConsumerGroupDescribeRequest,
} from '../../../src/protocol/generated/consumer-group-describe.ts';
import {
  createCreatePartitionsRequest,
  createPartitionsApi,
} from '../../../src/protocol/generated/create-partitions.ts';
import { createDeleteGroupsRequest, deleteGroupsApi } from '../../../src/protocol/generated/delete-groups.ts';
import { createDeleteTopicsRequest, deleteTopicsApi } from '../../../src/protocol/generated/delete-topics.ts';
import { createDescribeGroupsRequest, describeGroupsApi } from '../../../src/protocol/generated/describe-groups.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createFindCoordinatorRequest, findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { createHeartbeatRequest, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import { createListGroupsRequest, listGroupsApi } from '../../../src/protocol/generated/list-groups.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { createOffsetCommitRequest, offsetCommitApi } from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetDeleteRequest, offsetDeleteApi } from '../../../src/protocol/generated/offset-delete.ts';
import { createOffsetFetchRequest, offsetFetchApi } from '../../../src/protocol/generated/offset-fetch.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { type Beat, ConsumerGroupScript } from './consumer-group-script.ts';
import { migration } from './migration-script.ts';
import type { Transcript } from './transcript.ts';

async function coordinator(t: Transcript): Promise<void> {
  const key = `${t.prefix}-g`;
  await t.until(async () => {
    await t.quietly(findCoordinatorApi, 3, createFindCoordinatorRequest({ key }));
    const answer = await t.quietly(heartbeatApi, 3, createHeartbeatRequest({ groupId: key, memberId: 'nobody' }));
    return answer?.errorCode === ErrorCode.UNKNOWN_MEMBER_ID;
  });
}

async function wrongRequests(t: Transcript, topic: string): Promise<void> {
  for (const version of [0, 1]) {
    const group = new ConsumerGroupScript(t, `wrong-${version}`, version);
    const ask = (what: string, beat: Beat) => group.send(what, 'a', beat);
    const joining: Beat = {
      memberEpoch: 0,
      rebalanceTimeoutMs: 1000,
      subscribedTopicNames: [topic],
      topicPartitions: [],
    };
    await ask('no group id', { ...joining, groupId: '' });
    await ask('blank group id', { ...joining, groupId: '  ' });
    await ask('no member id, later', { memberId: '', memberEpoch: 1 });
    await ask('no member id, leaving', { memberId: '', memberEpoch: -1 });
    await ask('no instance id', { ...joining, instanceId: '' });
    await ask('no rack', { ...joining, rackId: '' });
    await ask('no rebalance timeout', { ...joining, rebalanceTimeoutMs: -1 });
    await ask('no partitions', { ...joining, topicPartitions: null });
    await ask('partitions at once', { ...joining, topicPartitions: [{ topicId: ZERO_UUID, partitions: [0] }] });
    await ask('no topics', { ...joining, subscribedTopicNames: null });
    await ask('away without an instance id', { memberEpoch: -2 });
    await ask('an epoch that cannot be', { memberEpoch: -3 });
    await ask('an assignor that is not', { ...joining, serverAssignor: 'sticky' });
    await ask('an assignor without a name', { ...joining, serverAssignor: '' });
    await ask('a group that is not', { memberEpoch: 1 });
    await ask('leaving a group that is not', { memberEpoch: -1 });
    await ask('away from a group that is not', { memberEpoch: -2, instanceId: 'i' });
    if (version === 1) await ask('no member id', { ...joining, memberId: '' });
    await group.describe('a group that is not', version);
  }
  const none = createConsumerGroupDescribeRequest({ groupIds: [''] });
  await t.ask('described without a name', consumerGroupDescribeApi, 1, none);
}

/** Two members share, and a third comes and goes. */
async function sharing(t: Transcript, topic: string, version: number, assignor: string | null): Promise<void> {
  const group = new ConsumerGroupScript(t, `share-${version}-${assignor}`, version);
  const named = { serverAssignor: assignor };
  await group.join('a joins', 'a', [topic], named);
  await group.beat('a goes on', 'a');
  await group.send('a goes on and says nothing', 'a', {});
  await group.join('a joins again', 'a', [topic], named);
  await group.join('b joins', 'b', [topic], named);
  await group.describe('described while a has all', version);
  await group.beat('b has to wait', 'b');
  await group.send('a says nothing of what it has', 'a', {});
  await group.describe('described while a gives up', version);
  await group.send('a still says nothing', 'a', {});
  await group.beat('b still has to wait', 'b');
  await group.beat('a has given up', 'a');
  await group.beat('b gets', 'b');
  await group.beat('b goes on', 'b');
  await group.describe('described when all is done', version);
  await group.join('c joins', 'c', [topic], named);
  await group.settle('a', 'b', 'c');
  await group.describe('described with three', version);
  await group.leave('b leaves', 'b');
  await group.leave('b leaves again', 'b');
  await group.beat('b goes on though it left', 'b');
  await group.describe('described without b', version);
  await group.settle('a', 'c');
  await group.describe('described with two', version);
  await group.leave('a leaves', 'a');
  await group.leave('c leaves', 'c');
  await group.describe('described when empty', version);
  await group.join('d joins the empty group', 'd', [topic], named);
  await group.leave('d leaves', 'd');
}

async function epochs(t: Transcript, topic: string): Promise<void> {
  const group = new ConsumerGroupScript(t, 'epochs');
  await group.join('a joins', 'a', [topic]);
  const epoch = group.epochOf('a');
  await group.beat('with a greater epoch', 'a', { memberEpoch: epoch + 1 });
  await group.beat('with an older epoch', 'a', { memberEpoch: epoch - 1 });
  await group.send('with the epoch before, having nothing', 'a', { memberEpoch: epoch - 1, topicPartitions: [] });
  await group.join('b joins', 'b', [topic]);
  await group.settle('a', 'b');
  const now = group.epochOf('a');
  await group.beat('the answer was lost', 'a', { memberEpoch: now - 1 });
  await group.send('the answer was lost, and it says nothing', 'a', { memberEpoch: now - 1 });
  await group.beat('long ago', 'a', { memberEpoch: now - 2 });
  await group.beat('somebody else', 'x');
  await group.beat('somebody else with an epoch', 'x', { memberEpoch: 3 });
  await group.send('a full heartbeat', 'a', {
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: [topic],
    topicPartitions: [],
  });
  await group.leave('a leaves with no epoch', 'a');
  await group.describe('described');
}

async function subscriptions(t: Transcript, first: string, second: string): Promise<void> {
  const group = new ConsumerGroupScript(t, 'topics');
  const late = `${t.prefix}-late`;
  await group.join('a wants nothing', 'a', []);
  await group.describe('described with nothing');
  await group.beat('a wants one', 'a', { subscribedTopicNames: [first] });
  await group.beat('a wants two', 'a', { subscribedTopicNames: [first, second] });
  await group.beat('a wants the same', 'a', { subscribedTopicNames: [second, first] });
  await group.join('b wants one of them', 'b', [second]);
  await group.settle('a', 'b');
  await group.describe('described with different topics');
  await group.beat('a wants one less', 'a', { subscribedTopicNames: [first] });
  await group.describe('described while a gives a topic up');
  await group.beat('a has given it up', 'a');
  await group.settle('a', 'b');
  await group.describe('described with a topic each');
  await group.beat('b wants what is not there', 'b', { subscribedTopicNames: [second, late] });
  await group.settle('a', 'b');
  await group.describe('described with a missing topic');
  await t.createTopic(late, 2);
  await group.untilNews('b');
  await group.settle('a', 'b');
  await group.describe('described with the new topic');
  const more = createCreatePartitionsRequest({
    topics: [{ name: late, count: 5, assignments: null }],
    timeoutMs: 10_000,
  });
  await t.quietly(createPartitionsApi, 3, more);
  await group.untilNews('b');
  await group.settle('a', 'b');
  await group.describe('described with more partitions');
  const gone = createDeleteTopicsRequest({ topics: [{ name: late, topicId: ZERO_UUID }], timeoutMs: 10_000 });
  await t.quietly(deleteTopicsApi, 6, gone);
  await t.settled([late], false);
  await group.untilNews('b');
  await group.settle('a', 'b');
  await group.describe('described without the topic');
}

async function staticMembers(t: Transcript, topic: string): Promise<void> {
  for (const version of [0, 1]) {
    const group = new ConsumerGroupScript(t, `static-${version}`, version);
    const i = { instanceId: 'i' };
    const j = { instanceId: 'j' };
    await group.join('static join', 'a', [topic], i);
    await group.join('another static join', 'b', [topic], j);
    await group.settle('a', 'b');
    await group.join('another one takes the name', 'c', [topic], i);
    await group.beat('another one uses the name', 'c', { ...i, memberEpoch: 2 });
    await group.beat('with the other name', 'a', j);
    await group.beat('with no name', 'a');
    await group.beat('with an unknown name', 'a', { instanceId: 'x' });
    await group.send('goes away under a wrong name', 'a', { memberEpoch: -2, ...j });
    await group.send('goes away under an unknown name', 'a', { memberEpoch: -2, instanceId: 'x' });
    await group.send('goes away', 'a', { memberEpoch: -2, ...i });
    await group.describe('described while it is away', version);
    await group.beat('goes on though it is away', 'a', { ...i, memberEpoch: 3 });
    await group.beat('the other goes on', 'b', j);
    await group.join('is back', 'c', [topic], i);
    await group.describe('described when it is back', version);
    await group.beat('the old one goes on', 'a', i);
    await group.send('the old one leaves', 'a', { memberEpoch: -1, ...i });
    await group.beat('the new one goes on', 'c', i);
    await group.send('leaves for good', 'c', { memberEpoch: -1, ...i });
    await group.settleStatic('b', j);
    await group.describe('described when it has left', version);
    await group.join('a new one of that name', 'd', [topic], i);
    await group.send('goes away without a name', 'd', { memberEpoch: -2 });
    await group.send('leaves without a name', 'd', { memberEpoch: -1 });
    await group.describe('described without it', version);
  }
}

async function regexes(t: Transcript): Promise<void> {
  const prefix = `${t.prefix}-re`;
  await t.createTopic(`${prefix}-1`, 3);
  const group = new ConsumerGroupScript(t, 'regex');
  const joining = (topicRegex: string): Beat => ({ subscribedTopicRegex: topicRegex });
  const wrong = [
    '(',
    '[',
    'a**',
    '*a',
    '(?=a)',
    'a)',
    '\\1',
    '[b-a]',
    'a{1001}',
    'a{2,1}',
    '\\',
    '[[:foo:]]',
    'a++',
    '|*',
  ];
  for (const regex of wrong) await group.join(`the expression ${regex}`, 'w', null, joining(regex));
  await group.describe('described after wrong expressions');
  await group.join('a joins by an expression', 'a', null, joining(`${prefix}-\\d`));
  await group.untilNews('a');
  await group.settle('a');
  await group.describe('described with the topic that matches');
  await group.join('b joins by the same', 'b', null, joining(`${prefix}-\\d`));
  await group.settle('a', 'b');
  await group.describe('described with two');
  await group.beat('b turns to no expression', 'b', {
    subscribedTopicRegex: '',
    subscribedTopicNames: [`${prefix}-1`],
  });
  await group.settle('a', 'b');
  await group.describe('described with a name and an expression');
  await group.leave('a leaves', 'a');
  await group.leave('b leaves', 'b');
  const classes = new ConsumerGroupScript(t, 'regex-classes');
  await classes.join('by classes', 'a', null, joining(`(?i)${prefix.toUpperCase()}[[:punct:]][^[:alpha:]]{1,3}`));
  await classes.untilNews('a');
  await classes.settle('a');
  await classes.describe('described with what the classes match');
}

async function offsets(t: Transcript, topic: string, topicId: string): Promise<void> {
  const group = new ConsumerGroupScript(t, 'offsets');
  const { id: groupId } = group;
  await group.join('a joins', 'a', [topic]);
  await group.join('b joins', 'b', [topic]);
  await group.settle('a', 'b');
  const epoch = group.epochOf('a');
  const commit = (
    what: string,
    version: number,
    memberId: string,
    generationIdOrMemberEpoch: number,
    partition: number,
  ) => {
    const named = version >= 10 ? { name: '', topicId } : { name: topic, topicId: ZERO_UUID };
    const partitions = [
      { partitionIndex: partition, committedOffset: version, committedLeaderEpoch: 0, committedMetadata: 'x' },
    ];
    const request = { groupId, memberId, generationIdOrMemberEpoch, topics: [{ ...named, partitions }] };
    return t.ask(what, offsetCommitApi, version, createOffsetCommitRequest(request));
  };
  for (let version = 2; version <= 10; version++) {
    await commit('commit', version, 'a', epoch, 0);
    await commit('commit with an older epoch', version, 'a', epoch - 1, 0);
    await commit('commit with an older epoch of what another has', version, 'a', epoch - 1, 3);
    await commit('commit with epoch 0', version, 'a', 0, 0);
    await commit('commit with a greater epoch', version, 'a', epoch + 1, 0);
    await commit('commit without an epoch', version, 'a', -1, 0);
    await commit('commit of somebody else', version, 'x', epoch, 0);
    await commit('commit of nobody', version, '', -1, 0);
    await commit('commit of a missing partition', version, 'a', epoch, 99);
  }
  for (let version = 8; version <= 10; version++) {
    const named = version >= 10 ? { name: '', topicId } : { name: topic, topicId: ZERO_UUID };
    const members: readonly (readonly [string | null, number])[] =
      version === 8
        ? [[null, -1]]
        : [
            [null, -1],
            ['a', epoch],
            ['a', epoch - 1],
            ['a', epoch + 1],
            ['a', -1],
            ['x', epoch],
            ['', -1],
            [null, epoch],
          ];
    for (const [memberId, memberEpoch] of members) {
      for (const topics of [[{ ...named, partitionIndexes: [0, 3] }], null]) {
        const groups = [{ groupId, memberId, memberEpoch, topics }];
        await t.ask(
          `offsets for ${memberId} at ${memberEpoch - epoch}`,
          offsetFetchApi,
          version,
          createOffsetFetchRequest({ groups }),
        );
      }
    }
  }
  const wanted = { groupId, topics: [{ name: topic, partitions: [{ partitionIndex: 0 }] }] };
  await t.ask('offsets deleted while subscribed', offsetDeleteApi, 0, createOffsetDeleteRequest(wanted));
  await t.ask('described as classic', describeGroupsApi, 5, createDescribeGroupsRequest({ groups: [groupId] }));
  await t.ask('described as classic', describeGroupsApi, 6, createDescribeGroupsRequest({ groups: [groupId] }));
  await listed(t, 'listed');
  await t.ask('deleted with members', deleteGroupsApi, 2, createDeleteGroupsRequest({ groupsNames: [groupId] }));
  await group.leave('a leaves', 'a');
  await group.leave('b leaves', 'b');
  await commit('commit to the empty group', 9, '', -1, 0);
  await commit('commit of a member to the empty group', 9, 'a', epoch, 0);
  await t.ask('offsets deleted when empty', offsetDeleteApi, 0, createOffsetDeleteRequest(wanted));
  await listed(t, 'listed when empty');
  await t.ask('deleted', deleteGroupsApi, 2, createDeleteGroupsRequest({ groupsNames: [groupId] }));
  await group.describe('described when deleted');
}

async function listed(t: Transcript, what: string): Promise<void> {
  const list = (version: number, init: Parameters<typeof createListGroupsRequest>[0] = {}) =>
    t.ask(what, listGroupsApi, version, createListGroupsRequest(init), {
      show: ({ errorCode, groups }) => [
        errorCode,
        ...groups.filter((each) => each.groupId.startsWith(t.prefix)).sort((x, y) => (x.groupId < y.groupId ? -1 : 1)),
      ],
    });
  for (let version = 0; version <= 5; version++) await list(version);
  for (const type of ['consumer', 'Consumer', 'classic', 'share']) await list(5, { typesFilter: [type] });
  for (const state of ['Empty', 'stable', 'Reconciling', 'Assigning']) await list(4, { statesFilter: [state] });
}

export async function consumerGroupsScript(t: Transcript): Promise<void> {
  const [first, second] = [`${t.prefix}-first`, `${t.prefix}-second`];
  const firstId = await t.createTopic(first, 4);
  await t.createTopic(second, 6);
  for (const name of [first, second]) {
    const topics = [{ name, topicId: ZERO_UUID }];
    const show = ({ topics: found }: { topics: readonly { topicId: string }[] }) => ({ topicId: found[0]?.topicId });
    await t.ask('numbered', metadataApi, 12, createMetadataRequest({ topics, allowAutoTopicCreation: false }), {
      show,
    });
  }
  await coordinator(t);
  await wrongRequests(t, first);
  await ownIds(t, first);
  for (const assignor of [null, 'uniform', 'range']) await sharing(t, first, 1, assignor);
  await sharing(t, first, 0, null);
  await epochs(t, first);
  await subscriptions(t, first, second);
  await staticMembers(t, first);
  await regexes(t);
  await offsets(t, first, firstId);
  await migration(t, first);
}

/** Before version 1 the coordinator makes an id for who brings none. */
async function ownIds(t: Transcript, topic: string): Promise<void> {
  const group = new ConsumerGroupScript(t, 'ids', 0);
  await group.joinUnnamed('joins without an id', [topic]);
}
