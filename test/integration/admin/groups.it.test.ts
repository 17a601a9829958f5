// Groups of each type on a real broker: listed, described, members removed, deleted.
import { expect, it } from 'vitest';
import { Reader } from '../../../src/index.ts';
import { adminBench, expectTooOld } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../../support/java-tools.ts';
import { joinConsumerGroup, joinShareGroup, joinStreamsGroup } from '../../support/raw-members.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const JAVA_MS = 120_000;
const POLLED = { timeout: 15_000 };

describeEachKafka('admin: groups', (kafka) => {
  const bench = adminBench(() => kafka.bootstrap);

  /** A classic group of one member that has read and committed one record. */
  const withReader = async (use: (groupId: string, topic: string) => Promise<void>): Promise<void> => {
    const [topic, groupId] = [await bench.newTopic('read'), uniqueName('classic')];
    await bench.write(topic, ['a', 'b']);
    const reader = new Reader({ brokers: kafka.bootstrap, groupId, topics: [topic], clientId: 'admin-test' });
    try {
      await reader.commitMessages(await reader.fetchMessage());
      await use(groupId, topic);
    } finally {
      await reader.close();
    }
  };

  it('lists and describes a classic group, and does not delete it while it has members', async () => {
    const { admin } = bench;
    await withReader(async (groupId, topic) => {
      const { groups, errors } = await admin.listGroups();
      expect(errors).toEqual([]);
      const type = isAtLeast(kafka.version, 3, 8) ? 'classic' : undefined;
      expect(groups.find((group) => group.groupId === groupId)).toEqual({
        groupId,
        protocolType: 'consumer',
        state: isAtLeast(kafka.version, 2, 6) ? 'stable' : undefined,
        type,
        coordinatorId: 1,
      });
      const [described] = await admin.describeClassicGroups([groupId], { includeAuthorizedOperations: true });
      expect(described?.group).toMatchObject({
        groupId,
        state: 'stable',
        protocolType: 'consumer',
        protocol: expect.stringMatching(/cooperative-sticky|range/),
        members: [{ clientId: 'admin-test', subscription: [topic], assignment: [{ topic, partition: 0 }] }],
        authorizedOperations: expect.arrayContaining(['read', 'delete']),
      });
      const [anyType] = await admin.describeGroups([groupId]);
      expect(anyType?.group).toMatchObject({ type: 'classic', groupId, state: 'stable' });
      const [deleted] = await admin.deleteGroups([groupId]);
      expect(deleted).toMatchObject({ groupId, error: { code: 'NON_EMPTY_GROUP' } });
    });
  });

  it('filters the list by state and type', async () => {
    const { admin } = bench;
    await withReader(async (groupId) => {
      if (!isAtLeast(kafka.version, 2, 6)) {
        for (const by of [{ states: ['stable'] }, { types: ['share'] }]) {
          expectTooOld((await admin.listGroups(by)).errors[0]?.error, 'ListGroups');
        }
        return;
      }
      const stable = await admin.listGroups({ states: ['stable'] });
      expect(stable.groups.map((group) => group.groupId)).toContain(groupId);
      const empty = await admin.listGroups({ states: ['empty', 'preparing-rebalance'] });
      expect(empty.groups.map((group) => group.groupId)).not.toContain(groupId);
      const share = await admin.listGroups({ types: ['share'] });
      if (isAtLeast(kafka.version, 3, 8)) expect(share.groups.map((group) => group.groupId)).not.toContain(groupId);
      else expectTooOld(share.errors[0]?.error, 'ListGroups');
    });
  });

  it('removes a member, named or all, and deletes the empty group', async () => {
    const { admin } = bench;
    let empty = '';
    await withReader(async (groupId) => {
      empty = groupId;
      const [before] = await admin.describeClassicGroups([groupId]);
      const memberId = before?.group?.members[0]?.memberId as string;
      const results = await admin.removeMembers(groupId, [{ memberId: 'nobody' }, { memberId }], { reason: 'test' });
      expect(results).toMatchObject([
        { memberId: 'nobody', error: { code: 'UNKNOWN_MEMBER_ID' } },
        { memberId, error: undefined },
      ]);
      // The reader joins again by itself, under another id.
      const members = async () => (await admin.describeClassicGroups([groupId]))[0]?.group?.members ?? [];
      await expect.poll(async () => (await members()).length, { timeout: 20_000 }).toBe(1);
      const [again] = await members();
      expect(again?.memberId).not.toBe(memberId);
      expect(await admin.removeMembers(groupId)).toMatchObject([{ error: undefined }]);
    });
    expect((await admin.describeClassicGroups([empty]))[0]?.group).toMatchObject({ state: 'empty' });
    expect(await admin.removeMembers(empty)).toEqual([]);
  });

  it('deletes groups, each with its own outcome', async () => {
    const { admin } = bench;
    let left = '';
    await withReader(async (groupId) => {
      left = groupId;
    });
    const missing = uniqueName('missing');
    expect(await admin.deleteGroups([missing, left])).toMatchObject([
      { groupId: missing, error: { code: 'GROUP_ID_NOT_FOUND' } },
      { groupId: left, error: undefined },
    ]);
    const [gone] = await admin.describeGroups([left]);
    if (isAtLeast(kafka.version, 4, 0)) expect(gone).toMatchObject({ error: { code: 'GROUP_ID_NOT_FOUND' } });
    else expect(gone?.group).toMatchObject({ type: 'classic', state: 'dead', members: [] });
  });

  it('describes a consumer group of the newer protocol', async () => {
    const { admin } = bench;
    const groupId = uniqueName('consumer');
    const topic = await bench.newTopic('consumed', 2);
    if (!isAtLeast(kafka.version, 4, 0)) {
      const [result] = await admin.describeConsumerGroups([groupId]);
      // From 3.7 on brokers know the request, and refuse it while the newer protocol is not switched on.
      const refusal = { name: 'BrokerError', code: 'UNSUPPORTED_VERSION', api: 'ConsumerGroupDescribe' };
      if (isAtLeast(kafka.version, 3, 7)) expect(result?.error).toMatchObject(refusal);
      else expectTooOld(result?.error, 'ConsumerGroupDescribe');
      return;
    }
    const member = await joinConsumerGroup(bench.client, groupId, topic);
    const found = async () => {
      await member.beat();
      const [result] = await admin.describeConsumerGroups([groupId]);
      return result?.group;
    };
    const both = [0, 1].map((partition) => ({ topic, partition }));
    await expect.poll(async () => (await found())?.members[0]?.targetAssignment, POLLED).toEqual(both);
    expect(await found()).toMatchObject({
      groupId,
      groupEpoch: expect.any(Number),
      assignor: 'uniform',
      members: [{ memberId: member.memberId, subscription: [topic], isClassic: false, groupInstanceId: undefined }],
    });
    expect((await admin.describeGroups([groupId]))[0]?.group).toMatchObject({ type: 'consumer', groupId });
    const { groups } = await admin.listGroups({ types: ['consumer'] });
    expect(groups.find((group) => group.groupId === groupId)).toMatchObject({ type: 'consumer' });
    await member.leave();
    expect(await admin.deleteGroups([groupId])).toEqual([{ groupId, error: undefined }]);
  });

  it('describes a share group', async () => {
    const { admin } = bench;
    const groupId = uniqueName('share');
    const topic = await bench.newTopic('shared');
    if (!isAtLeast(kafka.version, 4, 1)) {
      const [result] = await admin.describeShareGroups([groupId]);
      expectTooOld(result?.error, 'ShareGroupDescribe');
      return;
    }
    const member = await joinShareGroup(bench.client, groupId, topic);
    const members = async () => {
      await member.beat();
      const [result] = await admin.describeShareGroups([groupId]);
      return result?.group?.members;
    };
    await expect
      .poll(members, POLLED)
      .toMatchObject([{ memberId: member.memberId, subscription: [topic], assignment: [{ topic, partition: 0 }] }]);
    expect((await admin.describeGroups([groupId]))[0]?.group).toMatchObject({ type: 'share', groupId });
    await member.leave();
  });

  it('describes a streams group, joined by a single request', async () => {
    const { admin } = bench;
    const groupId = uniqueName('streams');
    const topic = await bench.newTopic('streamed', 2);
    if (!isAtLeast(kafka.version, 4, 2)) {
      const [result] = await admin.describeStreamsGroups([groupId]);
      if (!isAtLeast(kafka.version, 4, 1)) expectTooOld(result?.error, 'StreamsGroupDescribe');
      return;
    }
    const member = await joinStreamsGroup(bench.client, groupId, topic);
    const [result, missing] = await admin.describeStreamsGroups([groupId, uniqueName('missing')]);
    expect(missing?.error).toMatchObject({ code: 'GROUP_ID_NOT_FOUND' });
    expect(result?.group).toMatchObject({
      groupId,
      topologyEpoch: 1,
      subtopologies: [{ subtopologyId: 'part-1', sourceTopics: [topic] }],
      members: [{ memberId: member.memberId, processId: 'process-1', topologyEpoch: 1, isClassic: false }],
    });
    expect((await admin.describeGroups([groupId]))[0]?.group).toMatchObject({ type: 'streams', groupId });
    // Their offsets go by the same requests as everyone's.
    expect(await admin.listGroupOffsets([{ groupId }])).toEqual([{ groupId, offsets: [], error: undefined }]);
    await member.leave();
    const moved = await admin.alterGroupOffsets(groupId, [{ topic, partition: 0, offset: 0 }]);
    expect(moved).toEqual([{ topic, partition: 0, error: undefined }]);
    expect(await admin.deleteGroupOffsets(groupId, [{ topic, partition: 0 }])).toMatchObject([{ error: undefined }]);
    expect(await admin.deleteGroups([groupId])).toEqual([{ groupId, error: undefined }]);
  });

  it("sees what Kafka's own tool sees", { timeout: JAVA_MS }, async () => {
    await withReader(async (groupId, topic) => {
      const text = await javaTool('4.4.0', toolNames('4.4.0').consumerGroups, [
        ...['--bootstrap-server', kafka.bootstrap.join(','), '--describe', '--group', groupId],
      ]);
      const row = text
        .toString()
        .split('\n')
        .find((line) => line.includes(topic))
        ?.trim()
        .split(/\s+/);
      const [group] = await bench.admin.groupLag([groupId]);
      const [described] = await bench.admin.describeClassicGroups([groupId]);
      const [place] = group?.partitions ?? [];
      const memberId = described?.group?.members[0]?.memberId;
      // GROUP TOPIC PARTITION (LEADER-EPOCH) CURRENT END LAG CONSUMER-ID
      expect(row).toEqual(expect.arrayContaining([groupId, topic, '0', '1', '2', memberId]));
      expect(place).toMatchObject({ topic, partition: 0, committed: 1, end: 2, lag: 1 });
    });
  });
});
