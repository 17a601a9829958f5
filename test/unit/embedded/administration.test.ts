// What administration does to a cluster of several brokers, where one real broker could not tell.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client } from '../../../src/index.ts';

let kafka: EmbeddedKafka;
let client: Client;

beforeEach(async () => {
  kafka = await EmbeddedKafka.start({
    brokers: 3,
    storeAcls: true,
    topics: { t: { partitions: 2, replicationFactor: 2 } },
  });
  client = new Client({ brokers: kafka.bootstrap });
});
afterEach(async () => {
  await client.close();
  await kafka.stop();
});

describe('administration of three embedded brokers', () => {
  it('a partition moves to other brokers at once, with its records', async () => {
    const before = kafka.topic('t').partition(0);
    const target = [1, 2, 3].filter((id) => !before.replicas.includes(id));
    const [moved] = await client.admin.alterPartitionReassignments([{ topic: 't', partition: 0, replicas: target }]);
    expect(moved?.error).toBeUndefined();
    const after = kafka.topic('t').partition(0);
    expect([after.replicas, after.isr, after.leaderId, after.leaderEpoch]).toEqual([target, target, target[0], 1]);
    const refused = await client.admin.alterPartitionReassignments(
      [{ topic: 't', partition: 0, replicas: [1, 2, 3] }],
      { allowReplicationFactorChange: false },
    );
    expect(refused[0]?.error).toMatchObject({ code: 'INVALID_REPLICATION_FACTOR' });
  });

  it('the preferred leader is elected again after it came back', async () => {
    const [preferred = 0] = kafka.topic('t').partition(0).replicas;
    await kafka.broker(preferred).kill();
    const down = await client.admin.electLeaders('preferred', [{ topic: 't', partition: 0 }]);
    expect(down[0]?.error).toMatchObject({ code: 'PREFERRED_LEADER_NOT_AVAILABLE' });
    await kafka.broker(preferred).start();
    expect(kafka.topic('t').partition(0).leaderId).not.toBe(preferred);
    const up = await client.admin.electLeaders('preferred', [{ topic: 't', partition: 0 }]);
    expect(up[0]?.error).toBeUndefined();
    expect(kafka.topic('t').partition(0).leaderId).toBe(preferred);
  });

  it('brokers that are down are told as fenced', async () => {
    await kafka.broker(3).kill();
    const { brokers } = await client.admin.describeCluster({ includeFencedBrokers: true });
    expect(brokers.map(({ id, isFenced }) => [id, isFenced])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect((await client.admin.describeMetadataQuorum()).voters.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('rules are stored, found by what they concern, and deleted', async () => {
    const rule = { resourceType: 'topic', resourceName: 'or', patternType: 'prefixed', operation: 'read' } as const;
    const other = { resourceType: 'group', resourceName: '*', operation: 'read' } as const;
    const made = await client.admin.createAcls([
      { ...rule, principal: 'User:a' },
      { ...other, principal: 'User:b' },
      { resourceType: 'cluster', resourceName: 'mine', operation: 'alter', principal: 'User:b' },
    ]);
    expect(made.map(({ error }) => error?.code)).toEqual([undefined, undefined, 'INVALID_REQUEST']);
    const concerned = { resourceType: 'topic', resourceName: 'orders', patternType: 'match' } as const;
    expect(await client.admin.describeAcls(concerned)).toEqual([
      { ...rule, principal: 'User:a', host: '*', permission: 'allow' },
    ]);
    expect(await client.admin.describeAcls({ ...concerned, patternType: 'literal' })).toEqual([]);
    const [deleted] = await client.admin.deleteAcls([{ principal: 'User:b' }]);
    expect(deleted?.matches.map(({ resourceName }) => resourceName)).toEqual(['*']);
    expect(await client.admin.describeAcls()).toHaveLength(1);
  });

  it('features move all together or not at all', async () => {
    const wrong = [
      { feature: 'share.version', level: 1, type: 'safe-downgrade' },
      { feature: 'group.version', level: 9 },
    ] as const;
    const refused = await client.admin.updateFeatures(wrong).then(
      (results) => results.map(({ error }) => error?.code),
      (error: { code: string }) => [error.code],
    );
    expect(refused).toContain('INVALID_UPDATE_VERSION');
    expect((await client.admin.describeFeatures()).finalized.get('share.version')).toEqual({ min: 2, max: 2 });
    await client.admin.updateFeatures([wrong[0]]);
    expect((await client.admin.describeFeatures()).finalized.get('share.version')).toEqual({ min: 1, max: 1 });
  });
});
