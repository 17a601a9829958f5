// Committed offsets on a real broker: listed, altered, deleted, reset; lag; start offsets of share groups.
import { expect, it } from 'vitest';
import { Reader, type ResetTarget } from '../../../src/index.ts';
import { adminBench, expectTooOld } from '../../support/admin.ts';
import { describeEachKafka, uniqueName } from '../../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../../support/java-tools.ts';
import { joinShareGroup } from '../../support/raw-members.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

const START = 1_700_000_000_000;
const JAVA_MS = 120_000;

describeEachKafka('admin: offsets of groups', (kafka) => {
  const bench = adminBench(() => kafka.bootstrap);
  const committed = async (groupId: string): Promise<(number | undefined)[]> => {
    const [group] = await bench.admin.listGroupOffsets([{ groupId }]);
    if (group?.error !== undefined) throw group.error;
    return [...(group?.offsets ?? [])].sort((a, b) => a.partition - b.partition).map(({ offset }) => offset);
  };
  /** A group without members that has committed 3 of 6 records in partition 0. */
  const withOffsets = async (): Promise<{ groupId: string; topic: string }> => {
    const [topic, groupId] = [await bench.newTopic('read', 2), uniqueName('offsets')];
    await bench.write(topic, ['a', 'b', 'c', 'd', 'e', 'f'], START);
    const [result] = await bench.admin.alterGroupOffsets(groupId, [{ topic, partition: 0, offset: 3, metadata: 'm' }]);
    if (result?.error !== undefined) throw result.error;
    return { groupId, topic };
  };

  it('commits and lists offsets of several groups; a reader goes on from them', async () => {
    const [one, two] = [await withOffsets(), await withOffsets()];
    const { groupId, topic } = one;
    const nobody = uniqueName('nobody');
    const partitions = [0, 1].map((partition) => ({ topic, partition }));
    const wanted = [{ groupId: two.groupId }, { groupId: nobody }, { groupId, partitions }];
    // Before 2.5 brokers do not wait for transactions (KIP-447).
    const requireStable = isAtLeast(kafka.version, 2, 5);
    if (!requireStable) {
      for (const { error } of await bench.admin.listGroupOffsets(wanted, { requireStable: true })) {
        expectTooOld(error, 'OffsetFetch');
      }
    }
    const found = await bench.admin.listGroupOffsets(wanted, { requireStable });
    expect(found.map((group) => [group.groupId, group.error])).toEqual([
      [two.groupId, undefined],
      [nobody, undefined],
      [groupId, undefined],
    ]);
    expect(found[1]?.offsets).toEqual([]);
    expect([...(found[2]?.offsets ?? [])].sort((a, b) => a.partition - b.partition)).toEqual([
      { topic, partition: 0, offset: 3, leaderEpoch: -1, metadata: 'm', error: undefined },
      { topic, partition: 1, offset: undefined, leaderEpoch: -1, metadata: '', error: undefined },
    ]);
    const reader = new Reader({ brokers: kafka.bootstrap, groupId, topics: [topic] });
    try {
      expect((await reader.fetchMessage()).value?.toString()).toBe('d');
      const [refused] = await bench.admin.alterGroupOffsets(groupId, [{ topic, partition: 0, offset: 0 }]);
      expect(refused?.error).toMatchObject({ code: 'UNKNOWN_MEMBER_ID', topic, partition: 0 });
      const [subscribed] = await bench.admin.deleteGroupOffsets(groupId, [{ topic, partition: 0 }]);
      expect(subscribed?.error).toMatchObject({ code: 'GROUP_SUBSCRIBED_TO_TOPIC' });
    } finally {
      await reader.close();
    }
  });

  it('takes committed offsets away', async () => {
    const { groupId, topic } = await withOffsets();
    await bench.admin.alterGroupOffsets(groupId, [{ topic, partition: 1, offset: 0 }]);
    expect(await bench.admin.deleteGroupOffsets(groupId, [{ topic, partition: 0 }])).toEqual([
      { topic, partition: 0, error: undefined },
    ]);
    expect(await committed(groupId)).toEqual([0]);
    await expect(
      bench.admin.deleteGroupOffsets(uniqueName('missing'), [{ topic, partition: 0 }]),
    ).rejects.toMatchObject({ code: 'GROUP_ID_NOT_FOUND' });
  });

  const targets: [string, ResetTarget, number][] = [
    ['the first', 'first', 1],
    ['the last', 'last', 6],
    ['a time', { time: START + 4 }, 4],
    ['a time after the last', { time: START + 1_000_000 }, 6],
    ['two on', { shiftBy: 2 }, 5],
    ['far back', { shiftBy: -100 }, 1],
    ['an offset', { offset: 2 }, 2],
    ['an offset beyond the end', { offset: 100 }, 6],
  ];
  it('resets to every target, within what the log holds', async () => {
    const { groupId, topic } = await withOffsets();
    await bench.admin.deleteRecords([{ topic, partition: 0, beforeOffset: 1 }]);
    for (const [name, target, after] of targets) {
      const planned = await bench.admin.resetGroupOffsets(groupId, target, { dryRun: true });
      expect(planned, name).toEqual([{ topic, partition: 0, before: 3, after, error: undefined }]);
      expect(await committed(groupId), name).toEqual([3]);
      expect(await bench.admin.resetGroupOffsets(groupId, target), name).toEqual(planned);
      expect(await committed(groupId), name).toEqual([after]);
      await bench.admin.alterGroupOffsets(groupId, [{ topic, partition: 0, offset: 3 }]);
    }
  });

  it('resets whole topics and single partitions, each with its own outcome', async () => {
    const { groupId, topic } = await withOffsets();
    const shifted = await bench.admin.resetGroupOffsets(groupId, { shiftBy: 1 }, { topics: [topic] });
    expect(shifted).toMatchObject([
      { partition: 0, before: 3, after: 4, error: undefined },
      { partition: 1, before: undefined, after: undefined, error: { code: 'CONFIG' } },
    ]);
    await bench.admin.resetGroupOffsets(groupId, 'last', { partitions: [{ topic, partition: 1 }] });
    expect(await committed(groupId)).toEqual([4, 0]);
  });

  it("works out what Kafka's own tool works out", { timeout: JAVA_MS }, async () => {
    const { groupId, topic } = await withOffsets();
    const date = new Date(START + 2).toISOString().replace('Z', '');
    const text = await javaTool('4.4.0', toolNames('4.4.0').consumerGroups, [
      ...['--bootstrap-server', kafka.bootstrap.join(','), '--group', groupId, '--topic', topic],
      ...['--reset-offsets', '--to-datetime', date, '--dry-run'],
    ]);
    const theirs = text
      .toString()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([group]) => group === groupId)
      .map(([, , partition, offset]) => [Number(partition), Number(offset)])
      .sort();
    const ours = await bench.admin.resetGroupOffsets(groupId, { time: START + 2 }, { topics: [topic], dryRun: true });
    expect(ours.map(({ partition, after }) => [partition, after])).toEqual(theirs);
    expect(theirs).toEqual([
      [0, 2],
      [1, 0],
    ]);
  });

  it('tells how far groups are behind', async () => {
    const { groupId, topic } = await withOffsets();
    const nobody = uniqueName('nobody');
    expect(await bench.admin.groupLag([groupId, nobody])).toEqual([
      {
        groupId,
        partitions: [{ topic, partition: 0, committed: 3, end: 6, lag: 3, error: undefined }],
        total: 3,
        error: undefined,
      },
      { groupId: nobody, partitions: [], total: 0, error: undefined },
    ]);
  });

  it('lists, sets and deletes start offsets of share groups', async () => {
    const { admin } = bench;
    const [topic, groupId] = [await bench.newTopic('shared'), uniqueName('share')];
    await bench.write(topic, ['a', 'b', 'c']);
    if (!isAtLeast(kafka.version, 4, 1)) {
      const [result] = await admin.listShareGroupOffsets([{ groupId }]);
      expectTooOld(result?.error, 'DescribeShareGroupOffsets');
      const altering = admin.alterShareGroupOffsets(groupId, [{ topic, partition: 0, startOffset: 1 }]);
      expectTooOld(await altering.catch((error: unknown) => error), 'AlterShareGroupOffsets');
      const deleting = admin.deleteShareGroupOffsets(groupId, [topic]);
      expectTooOld(await deleting.catch((error: unknown) => error), 'DeleteShareGroupOffsets');
      return;
    }
    const member = await joinShareGroup(bench.client, groupId, topic);
    await expect(
      admin.alterShareGroupOffsets(groupId, [{ topic, partition: 0, startOffset: 1 }]),
    ).rejects.toMatchObject({ code: 'NON_EMPTY_GROUP' });
    await member.leave();
    const missing = uniqueName('missing');
    const altered = await admin.alterShareGroupOffsets(groupId, [
      { topic: missing, partition: 0, startOffset: 1 },
      { topic, partition: 0, startOffset: 1 },
    ]);
    expect(altered).toMatchObject([
      { topic: missing, error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } },
      { topic, partition: 0, error: undefined },
    ]);
    const start = async () =>
      (await admin.listShareGroupOffsets([{ groupId, partitions: [{ topic, partition: 0 }] }]))[0]?.offsets[0];
    await expect.poll(start, { timeout: 10_000 }).toMatchObject({ topic, partition: 0, startOffset: 1 });
    expect(await admin.deleteShareGroupOffsets(groupId, [missing, topic])).toMatchObject([
      { topic: missing, error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } },
      { topic, error: undefined },
    ]);
    await expect.poll(async () => (await start())?.startOffset, { timeout: 10_000 }).toBeUndefined();
    expect(await admin.deleteGroups([groupId])).toEqual([{ groupId, error: undefined }]);
  });
});
