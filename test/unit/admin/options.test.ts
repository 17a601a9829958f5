// Wrong options of administration: refused with the path of the option before anything is asked.
import { describe, expect, it } from 'vitest';
import type { Admin } from '../../../src/admin/admin.ts';
import { bench } from './bench.ts';

const place = { topic: 't', partition: 0 };
const voter = { id: 1, directoryId: 'AAAAAAAAAAAAAAAAAAAAAQ' };

type Row = [path: string, call: (admin: Admin) => Promise<unknown>];

/** What the types would refuse. */
const any = (value: unknown): never => value as never;

const rows: Row[] = [
  ['topics[1].topic', (a) => a.createTopics([{ topic: 'a' }, { topic: 'no spaces' }])],
  ['topics[0].partitions', (a) => a.createTopics([{ topic: 'a', partitions: 0 }])],
  ['topics[0].partitions', (a) => a.createTopics([{ topic: 'a', partitions: 1, assignments: [[1]] }])],
  ['topics[0].assignments', (a) => a.createTopics([{ topic: 'a', assignments: [[]] }])],
  ['topics[0].configs[x]', (a) => a.createTopics([{ topic: 'a', configs: any({ x: 1 }) }])],
  ['validateOnly', (a) => a.createTopics([{ topic: 'a' }], { validateOnly: any('yes') })],
  ['topics[0].topicId', (a) => a.deleteTopics([{ topicId: 'short' }])],
  ['topics[0]', (a) => a.describeTopics(['..'])],
  ['topics[0].count', (a) => a.createPartitions([{ topic: 'a', count: any(undefined) }])],
  ['includeInternal', (a) => a.listTopics({ includeInternal: any(1) })],
  ['pageSize', (a) => a.describeTopicPartitions(['a'], { pageSize: 0 })],
  ['partitions[0].beforeOffset', (a) => a.deleteRecords([{ ...place, beforeOffset: -1 }])],
  ['queries[0].partition', (a) => a.listOffsets([{ topic: 't', partition: -1, spec: 'last' }])],
  ['queries[0].spec', (a) => a.listOffsets([{ ...place, spec: any('newest') }])],
  ['isolation', (a) => a.listOffsets([{ ...place, spec: 'last' }], { isolation: any('serializable') })],
  ['queries[0].leaderEpoch', (a) => a.leaderEpochOffsets([{ ...place, leaderEpoch: -1 }])],
  ['brokerIds[0]', (a) => a.describeLogDirs([-1])],
  ['brokerIds[0]', (a) => a.describeApiVersions([1.5])],
  ['kind', (a) => a.findCoordinators(any('broker'), ['a'])],
  ['keys[0]', (a) => a.findCoordinators('group', [any(1)])],
  ['replicas[0].brokerId', (a) => a.describeReplicaLogDirs([{ ...place, brokerId: -1 }])],
  ['moves[0].path', (a) => a.alterReplicaLogDirs([{ ...place, brokerId: 1, path: '' }])],
  ['reassignments[0].replicas', (a) => a.alterPartitionReassignments([{ ...place, replicas: [] }])],
  ['type', (a) => a.electLeaders(any('clean'))],
  ['updates[0].level', (a) => a.updateFeatures([{ feature: 'f', level: -1 }])],
  ['updates[0].type', (a) => a.updateFeatures([{ feature: 'f', level: 1, type: any('sideways') }])],
  ['voter.directoryId', (a) => a.removeRaftVoter({ ...voter, directoryId: 'x' })],
  ['voter.endpoints', (a) => a.addRaftVoter({ ...voter, endpoints: [] })],
  ['brokerId', (a) => a.unregisterBroker(-1)],
  ['controllerId', (a) => a.unregisterController(any('1'))],
  ['resources[0].type', (a) => a.describeConfigs([{ type: any('user'), name: 'a' }])],
  ['resources[0].name', (a) => a.describeConfigs([{ type: 'broker', name: 'one' }])],
  [
    'resources[0].changes[0].value',
    (a) => a.incrementalAlterConfigs([{ type: 'topic', name: 't', changes: [any({ name: 'x' })] }]),
  ],
  [
    'resources[0].changes[0].operation',
    (a) =>
      a.incrementalAlterConfigs([
        { type: 'topic', name: 't', changes: [any({ name: 'x', operation: 'add', value: '' })] },
      ]),
  ],
  ['resources[0].configs.x', (a) => a.alterConfigs([{ type: 'topic', name: 't', configs: any({ x: 1 }) }])],
  ['types[0]', (a) => a.listConfigResources([any('user')])],
  ['states[0]', (a) => a.listGroups({ states: ['Stable'] })],
  ['types[0]', (a) => a.listGroups({ types: [any(1)] })],
  ['groupIds[0]', (a) => a.describeGroups([any(1)])],
  ['groupIds', (a) => a.deleteGroups(any('g'))],
  ['members[0]', (a) => a.removeMembers('g', [any({})])],
  ['queries[0].groupId', (a) => a.listGroupOffsets([any({})])],
  ['queries', (a) => a.listGroupOffsets([{ groupId: 'g' }, { groupId: 'g' }])],
  ['offsets[0].offset', (a) => a.alterGroupOffsets('g', [{ ...place, offset: -1 }])],
  ['partitions[0].topic', (a) => a.deleteGroupOffsets('g', [{ topic: '', partition: 0 }])],
  ['target', (a) => a.resetGroupOffsets('g', any({ time: 'yesterday' }))],
  ['topics[0]', (a) => a.resetGroupOffsets('g', 'last', { topics: [''] })],
  ['partitions[0].partition', (a) => a.resetGroupOffsets('g', 'last', { partitions: [{ topic: 't', partition: -1 }] })],
  ['offsets[0].startOffset', (a) => a.alterShareGroupOffsets('g', [{ ...place, startOffset: -1 }])],
  [
    'acls[0].operation',
    (a) => a.createAcls([{ resourceType: 'topic', resourceName: 't', principal: 'User:a', operation: any('fly') }]),
  ],
  [
    'acls[0].principal',
    (a) => a.createAcls([{ resourceType: 'topic', resourceName: 't', principal: 'alice', operation: 'read' }]),
  ],
  ['filters[0].patternType', (a) => a.deleteAcls([{ patternType: any('regex') }])],
  ['filter.host', (a) => a.describeAcls({ host: '' })],
  ['filter.user', (a) => a.describeClientQuotas({ user: any(7) })],
  ['changes[0].entity', (a) => a.alterClientQuotas([{ entity: {}, changes: {} }])],
  ['changes[0].changes.x', (a) => a.alterClientQuotas([{ entity: { user: 'a' }, changes: { x: Number.NaN } }])],
  [
    'changes[0].iterations',
    (a) => a.alterUserScramCredentials([{ user: 'a', mechanism: 'SCRAM-SHA-256', password: 'p', iterations: 1 }]),
  ],
  ['owner', (a) => a.createDelegationToken({ owner: 'alice' })],
  ['hmac', (a) => a.renewDelegationToken(any('text'))],
  ['states[0]', (a) => a.listTransactions({ states: ['Ongoing'] })],
  ['longerThanMs', (a) => a.listTransactions({ longerThanMs: -1 })],
  ['transactionalIds[0]', (a) => a.describeTransactions([''])],
  ['transactionalIds[0]', (a) => a.fenceProducers([''])],
  ['brokerId', (a) => a.describeProducers([place], { brokerId: -1 })],
  [
    'transaction.producerEpoch',
    (a) => a.abortTransaction({ ...place, producerId: 1, producerEpoch: -1, coordinatorEpoch: 0 }),
  ],
];

describe('Wrong options', () => {
  it('are refused by their path before anything is asked', async () => {
    const { admin, all } = await bench(1);
    for (const [path, call] of rows) {
      const thrown = await call(admin).then(
        () => 'nothing',
        (error: unknown) => error,
      );
      expect(thrown, path).toMatchObject({ code: 'CONFIG' });
      expect((thrown as Error).message, path).toMatch(
        new RegExp(`^(option )?\`?${path.replace(/[[\].]/g, '\\$&')}\`?[ :]`),
      );
    }
    expect(all[0]!.accepted).toBe(0);
  });

  it('that are secrets are not shown', async () => {
    const { admin } = await bench(1);
    const password = Buffer.from('top-secret');
    const change = { user: 'a', mechanism: 'SCRAM-SHA-256', password } as never;
    const thrown = await admin.alterUserScramCredentials([change]).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'CONFIG' });
    expect(String(thrown)).not.toContain('top-secret');
  });

  it('that are empty lists ask nothing where nothing is wanted', async () => {
    const { admin, all } = await bench(1);
    expect(await admin.describeTopics([])).toEqual([]);
    expect(await admin.listOffsets([])).toEqual([]);
    expect(await admin.deleteGroups([])).toEqual([]);
    expect(await admin.createTopics([])).toEqual([]);
    expect(all[0]!.accepted).toBe(0);
  });
});
