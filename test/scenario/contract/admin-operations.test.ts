// What an operator does to topics, records, configs, groups and quotas, and what clients notice of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, Reader, Writer } from '../../../src/index.ts';
import { expectTooOld } from '../../support/admin.ts';
import { contract } from '../../support/contract.ts';
import { uniqueName } from '../../support/describe-each-kafka.ts';
import { numbers, take } from '../../support/reading.ts';
import { isAtLeast } from '../../support/real-kafka/real-kafka.ts';

contract('Admin operations', (kafka) => {
  let client: Client;
  beforeAll(() => {
    client = new Client({ brokers: kafka.brokers });
  });
  afterAll(() => client.close());

  async function write(topic: string, values: readonly string[], partition = 0): Promise<void> {
    const writer = new Writer({ client, topic, balancer: () => partition });
    await writer.writeMessages(values.map((value) => ({ value })));
    await writer.close();
  }

  /** One config of a topic. A controller answers before the brokers have heard: a change is waited for. */
  const configOf = async (topic: string, name: string): Promise<string | null | undefined> => {
    const [result] = await client.admin.describeConfigs([{ type: 'topic', name: topic, names: [name] }]);
    return result?.entries[0]?.value;
  };
  const partitionsOf = async (topic: string): Promise<number> => {
    const [described] = await client.admin.describeTopics([topic]);
    return described?.partitions.length ?? 0;
  };

  it('partitions are added, and written to', async () => {
    const topic = await kafka.topic(1);
    const [checked] = await client.admin.createPartitions([{ topic, count: 4 }], { validateOnly: true });
    expect(checked?.error).toBeUndefined();
    expect(await partitionsOf(topic)).toBe(1);
    const [added] = await client.admin.createPartitions([{ topic, count: 4 }]);
    expect(added?.error).toBeUndefined();
    await expect.poll(() => partitionsOf(topic), { timeout: 10_000 }).toBe(4);
    // A client that knew the topic before would still see the old count for a while.
    const fresh = new Client({ brokers: kafka.brokers });
    const writer = new Writer({ client: fresh, topic, balancer: () => 3 });
    const reader = new Reader({ client: fresh, topic, partition: 3 });
    try {
      await writer.writeMessages([{ value: 'in the new one' }]);
      expect(`${(await reader.fetchMessage()).value}`).toBe('in the new one');
    } finally {
      await reader.close();
      await writer.close();
      await fresh.close();
    }
    const [fewer] = await client.admin.createPartitions([{ topic, count: 2 }]);
    expect(fewer?.error).toMatchObject({ code: 'INVALID_PARTITIONS' });
  });

  it('records before an offset are deleted, and readers begin after them', async () => {
    const topic = await kafka.topic();
    await write(
      topic,
      numbers(10).map((i) => `${i}`),
    );
    const [deleted] = await client.admin.deleteRecords([{ topic, partition: 0, beforeOffset: 4 }]);
    expect(deleted).toMatchObject({ lowWatermark: 4, error: undefined });
    const reader = new Reader({ client, topic, partition: 0 });
    try {
      expect((await take(reader, 6)).map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]);
    } finally {
      await reader.close();
    }
    const [beyond] = await client.admin.deleteRecords([{ topic, partition: 0, beforeOffset: 11 }]);
    expect(beyond?.error).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    const [all] = await client.admin.deleteRecords([{ topic, partition: 0, beforeOffset: 'last' }]);
    expect(all?.lowWatermark).toBe(10);
    const [first] = await client.admin.listOffsets([{ topic, partition: 0, spec: 'first' }]);
    expect(first?.offset).toBe(10);
  });

  describe('configs', () => {
    it('of a topic are changed one by one, and take effect', async () => {
      // 2.4 can append only to what the topic itself has set.
      const own: Record<string, string> = isAtLeast(kafka.version, 2, 5) ? {} : { 'cleanup.policy': 'delete' };
      const topic = await kafka.topic(1, { 'retention.ms': '100000', ...own });
      const [changed] = await client.admin.incrementalAlterConfigs([
        {
          type: 'topic',
          name: topic,
          changes: [
            { name: 'max.message.bytes', value: '1000' },
            { name: 'retention.ms', operation: 'delete' },
            { name: 'cleanup.policy', operation: 'append', value: 'compact' },
          ],
        },
      ]);
      expect(changed?.error).toBeUndefined();
      await expect.poll(() => configOf(topic, 'max.message.bytes'), { timeout: 10_000 }).toBe('1000');
      expect(await configOf(topic, 'cleanup.policy')).toBe('delete,compact');
      const [described] = await client.admin.describeConfigs(
        [{ type: 'topic', name: topic, names: ['max.message.bytes', 'retention.ms'] }],
        { includeSynonyms: true },
      );
      const sizes = described?.entries.find(({ name }) => name === 'max.message.bytes');
      // Types are told since 2.6 (KIP-569).
      const type = isAtLeast(kafka.version, 2, 6) ? 'int' : 'unknown';
      expect(sizes).toMatchObject({ source: 'topic', type, isReadOnly: false });
      expect(sizes?.synonyms.map(({ source }) => source)).toEqual(['topic', 'default']);
      expect(described?.entries.find(({ name }) => name === 'retention.ms')?.source).not.toBe('topic');
      const writer = new Writer({ client, topic });
      const outcome = await writer.writeMessages([{ key: 'k', value: 'x'.repeat(5000) }]).then(
        () => 'written',
        (error: { errors?: readonly ({ code: string } | undefined)[] }) => error.errors?.[0]?.code,
      );
      await writer.close();
      expect(outcome).toBe('MESSAGE_TOO_LARGE');
    });

    it('of a topic are replaced as a whole', async () => {
      const topic = await kafka.topic(1, { 'flush.ms': '100', 'segment.ms': '100000' });
      const [replaced] = await client.admin.alterConfigs([
        { type: 'topic', name: topic, configs: { 'segment.ms': '200000' } },
      ]);
      expect(replaced?.error).toBeUndefined();
      await expect.poll(() => configOf(topic, 'segment.ms'), { timeout: 10_000 }).toBe('200000');
      expect(await configOf(topic, 'flush.ms')).toBe('9223372036854775807');
    });

    it('that are wrong change nothing', async () => {
      const topic = await kafka.topic(1, { 'flush.ms': '100' });
      const wrong = { type: 'topic', name: topic, changes: [{ name: 'flush.ms', value: 'soon' }] } as const;
      const missing = { type: 'topic', name: uniqueName('no'), changes: [{ name: 'flush.ms', value: '1' }] } as const;
      const results = await client.admin.incrementalAlterConfigs([wrong, missing]);
      const [value, topicCode] = results.map(({ error }) => error?.code);
      // Brokers with ZooKeeper call a wrong value a wrong request.
      expect(['INVALID_CONFIG', 'INVALID_REQUEST']).toContain(value);
      // 2.4 cannot read the settings of a topic that is not there, and says only that.
      expect(topicCode).toBe(isAtLeast(kafka.version, 2, 5) ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'UNKNOWN_SERVER_ERROR');
      expect(await configOf(topic, 'flush.ms')).toBe('100');
    });

    it('of all brokers are what topics begin with', async () => {
      const topic = await kafka.topic();
      const set = {
        type: 'broker',
        name: '',
        changes: [{ name: 'log.flush.interval.messages', value: '4321' }],
      } as const;
      const back = {
        type: 'broker',
        name: '',
        changes: [{ name: 'log.flush.interval.messages', operation: 'delete' }],
      } as const;
      const [changed] = await client.admin.incrementalAlterConfigs([set]);
      expect(changed?.error).toBeUndefined();
      await expect.poll(() => configOf(topic, 'flush.messages'), { timeout: 10_000 }).toBe('4321');
      await client.admin.incrementalAlterConfigs([back]);
      const ofAll = async (): Promise<string | null | undefined> => {
        const [all] = await client.admin.describeConfigs([{ type: 'broker', name: '' }]);
        return all?.entries.find(({ name }) => name === set.changes[0].name)?.value;
      };
      await expect.poll(ofAll, { timeout: 10_000 }).toBeUndefined();
      // 2.4 takes the setting away, but its logs keep to it until the broker starts again.
      if (!isAtLeast(kafka.version, 2, 5)) return;
      await expect.poll(() => configOf(topic, 'flush.messages'), { timeout: 10_000 }).toBe('9223372036854775807');
    });
  });

  it('groups are listed, lose offsets and are deleted', async () => {
    const topic = await kafka.topic(2);
    const group = kafka.group();
    const offsets = [0, 1].map((partition) => ({ topic, partition, offset: 0 }));
    const committed = await client.admin.alterGroupOffsets(group, offsets);
    expect(committed.map(({ error }) => error)).toEqual([undefined, undefined]);
    const { groups } = await client.admin.listGroups();
    expect(groups.some(({ groupId }) => groupId === group)).toBe(true);
    const [dropped] = await client.admin.deleteGroupOffsets(group, [{ topic, partition: 1 }]);
    expect(dropped?.error).toBeUndefined();
    const [left] = await client.admin.listGroupOffsets([{ groupId: group }]);
    expect(left?.offsets.map(({ partition }) => partition)).toEqual([0]);
    const reader = new Reader({ brokers: kafka.brokers, groupId: group, topics: [topic] });
    await write(topic, ['one']);
    expect(`${(await reader.fetchMessage()).value}`).toBe('one');
    const [refused] = await client.admin.deleteGroups([group]);
    expect(refused?.error).toMatchObject({ code: 'NON_EMPTY_GROUP' });
    const [consumed] = await client.admin.deleteGroupOffsets(group, [{ topic, partition: 0 }]);
    expect(consumed?.error).toMatchObject({ code: 'GROUP_SUBSCRIBED_TO_TOPIC' });
    await reader.close();
    const results = await client.admin.deleteGroups([group, uniqueName('no')]);
    expect(results.map(({ error }) => error?.code)).toEqual([undefined, 'GROUP_ID_NOT_FOUND']);
  });

  it('partitions tell their producers, epochs, sizes and leaders', async () => {
    const topic = await kafka.topic();
    await write(topic, ['a', 'b', 'c']);
    const [producers] = await client.admin.describeProducers([{ topic, partition: 0 }]);
    if (isAtLeast(kafka.version, 2, 8)) expect(producers?.producers).toHaveLength(1);
    else expectTooOld(producers?.error, 'DescribeProducers');
    const [described] = await client.admin.describeTopics([topic]);
    const leaderEpoch = described?.partitions[0]?.leaderEpoch ?? 0;
    const [epoch] = await client.admin.leaderEpochOffsets([{ topic, partition: 0, leaderEpoch }]);
    expect(epoch).toMatchObject({ leaderEpoch, endOffset: 3, error: undefined });
    const dirs = (await client.admin.describeLogDirs()).flatMap(({ logDirs }) => logDirs);
    const held = dirs.flatMap(({ replicas }) => replicas).filter((replica) => replica.topic === topic);
    expect(held).toEqual([{ topic, partition: 0, sizeInBytes: expect.any(Number), offsetLag: 0, isFuture: false }]);
    expect(held[0]?.sizeInBytes).toBeGreaterThan(60);
    const [elected] = await client.admin.electLeaders('preferred', [{ topic, partition: 0 }]);
    expect(elected?.error).toMatchObject({ code: 'ELECTION_NOT_NEEDED' });
    const replicas = described?.partitions[0]?.replicas ?? [];
    const [moved] = await client.admin.alterPartitionReassignments([{ topic, partition: 0, replicas }]);
    expect(moved?.error).toBeUndefined();
    await expect.poll(() => client.admin.listPartitionReassignments([{ topic, partition: 0 }])).toEqual([]);
  });

  it('quotas are set, found and taken away', async () => {
    const user = uniqueName('user');
    const entity = { user, 'client-id': 'app' };
    const changing = client.admin.alterClientQuotas([{ entity, changes: { producer_byte_rate: 5_000_000 } }]);
    const found = () => client.admin.describeClientQuotas({ user });
    if (!isAtLeast(kafka.version, 2, 6)) {
      expectTooOld(await changing.catch((error: unknown) => error), 'AlterClientQuotas');
      expectTooOld(await found().catch((error: unknown) => error), 'DescribeClientQuotas');
      return;
    }
    const [set] = await changing;
    expect(set?.error).toBeUndefined();
    await expect
      .poll(async () => (await found()).map(({ quotas }) => [...quotas]), { timeout: 10_000 })
      .toEqual([[['producer_byte_rate', 5_000_000]]]);
    await client.admin.alterClientQuotas([{ entity, changes: { producer_byte_rate: null } }]);
    await expect.poll(found, { timeout: 10_000 }).toEqual([]);
  });

  it('the cluster tells its id, controller and brokers', async () => {
    const { clusterId, controllerId, brokers } = await client.admin.describeCluster();
    expect(clusterId).not.toBe('');
    expect(brokers.map(({ id }) => id)).toContain(controllerId);
    const addresses = brokers.map(({ host, port }) => `${host}:${port}`);
    for (const address of kafka.brokers) expect(addresses).toContain(address);
  });
});
