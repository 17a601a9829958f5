// Every operation at a broker that offers nothing but the first contact: the error names the API and both sides' versions.
import { describe, expect, it } from 'vitest';
import { Admin } from '../../../src/admin/admin.ts';
import { ClusterAdmin } from '../../../src/admin/cluster-admin.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import { findCoordinatorApi } from '../../../src/protocol/generated/find-coordinator.ts';
import { metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { bench } from './bench.ts';

const place = { topic: 't', partition: 0 };
const topic = { type: 'topic', name: 't' } as const;
const acl = { resourceType: 'topic', resourceName: 't', principal: 'User:a', operation: 'read' } as const;
const voter = { id: 1, directoryId: 'AAAAAAAAAAAAAAAAAAAAAQ' };
const hmac = Buffer.from('secret');

type Calls = {
  readonly [Name in Exclude<keyof Admin, symbol>]: [api: string, call: (admin: Admin) => Promise<unknown>] | 'served';
};

const calls: Calls = {
  abortTransaction: [
    'WriteTxnMarkers',
    (a) => a.abortTransaction({ ...place, producerId: 1, producerEpoch: 1, coordinatorEpoch: 0 }),
  ],
  addRaftVoter: ['AddRaftVoter', (a) => a.addRaftVoter({ ...voter, endpoints: [{ name: 'C', host: 'h', port: 1 }] })],
  alterClientQuotas: ['AlterClientQuotas', (a) => a.alterClientQuotas([{ entity: { user: 'a' }, changes: {} }])],
  alterConfigs: ['AlterConfigs', (a) => a.alterConfigs([{ ...topic, configs: {} }])],
  alterGroupOffsets: ['OffsetCommit', (a) => a.alterGroupOffsets('g', [{ ...place, offset: 1 }])],
  alterPartitionReassignments: [
    'AlterPartitionReassignments',
    (a) => a.alterPartitionReassignments([{ ...place, replicas: [1] }]),
  ],
  alterReplicaLogDirs: ['AlterReplicaLogDirs', (a) => a.alterReplicaLogDirs([{ ...place, brokerId: 1, path: '/a' }])],
  alterShareGroupOffsets: [
    'AlterShareGroupOffsets',
    (a) => a.alterShareGroupOffsets('g', [{ ...place, startOffset: 1 }]),
  ],
  alterUserScramCredentials: [
    'AlterUserScramCredentials',
    (a) => a.alterUserScramCredentials([{ user: 'a', mechanism: 'SCRAM-SHA-256', remove: true }]),
  ],
  createAcls: ['CreateAcls', (a) => a.createAcls([acl])],
  createDelegationToken: ['CreateDelegationToken', (a) => a.createDelegationToken()],
  createPartitions: ['CreatePartitions', (a) => a.createPartitions([{ topic: 't', count: 2 }])],
  createTopics: ['CreateTopics', (a) => a.createTopics([{ topic: 't' }])],
  deleteAcls: ['DeleteAcls', (a) => a.deleteAcls([{}])],
  deleteGroupOffsets: ['OffsetDelete', (a) => a.deleteGroupOffsets('g', [place])],
  deleteGroups: ['DeleteGroups', (a) => a.deleteGroups(['g'])],
  deleteRecords: ['DeleteRecords', (a) => a.deleteRecords([{ ...place, beforeOffset: 1 }])],
  deleteShareGroupOffsets: ['DeleteShareGroupOffsets', (a) => a.deleteShareGroupOffsets('g', ['t'])],
  deleteTopics: ['DeleteTopics', (a) => a.deleteTopics(['t'])],
  describeAcls: ['DescribeAcls', (a) => a.describeAcls()],
  describeAllTopics: 'served',
  describeApiVersions: 'served',
  describeClassicGroups: ['DescribeGroups', (a) => a.describeClassicGroups(['g'])],
  describeClientQuotas: ['DescribeClientQuotas', (a) => a.describeClientQuotas()],
  describeCluster: ['DescribeCluster', (a) => a.describeCluster({ includeFencedBrokers: true })],
  describeConfigs: ['DescribeConfigs', (a) => a.describeConfigs([topic])],
  describeConsumerGroups: ['ConsumerGroupDescribe', (a) => a.describeConsumerGroups(['g'])],
  describeDelegationTokens: ['DescribeDelegationToken', (a) => a.describeDelegationTokens()],
  describeFeatures: 'served',
  describeGroups: ['DescribeGroups', (a) => a.describeGroups(['g'])],
  describeLogDirs: ['DescribeLogDirs', (a) => a.describeLogDirs()],
  describeMetadataQuorum: ['DescribeQuorum', (a) => a.describeMetadataQuorum()],
  describeProducers: ['DescribeProducers', (a) => a.describeProducers([place])],
  describeReplicaLogDirs: ['DescribeLogDirs', (a) => a.describeReplicaLogDirs([{ ...place, brokerId: 1 }])],
  describeShareGroups: ['ShareGroupDescribe', (a) => a.describeShareGroups(['g'])],
  describeStreamsGroups: ['StreamsGroupDescribe', (a) => a.describeStreamsGroups(['g'])],
  describeTopicPartitions: ['DescribeTopicPartitions', (a) => a.describeTopicPartitions(['t'])],
  describeTopics: 'served',
  describeTransactions: ['DescribeTransactions', (a) => a.describeTransactions(['x'])],
  describeUserScramCredentials: ['DescribeUserScramCredentials', (a) => a.describeUserScramCredentials()],
  electLeaders: ['ElectLeaders', (a) => a.electLeaders('preferred')],
  expireDelegationToken: ['ExpireDelegationToken', (a) => a.expireDelegationToken(hmac)],
  fenceProducers: ['InitProducerId', (a) => a.fenceProducers(['x'])],
  findCoordinators: 'served',
  forceTerminateTransaction: ['InitProducerId', (a) => a.forceTerminateTransaction('x')],
  groupLag: ['OffsetFetch', (a) => a.groupLag(['g'])],
  incrementalAlterConfigs: ['IncrementalAlterConfigs', (a) => a.incrementalAlterConfigs([{ ...topic, changes: [] }])],
  leaderEpochOffsets: ['OffsetForLeaderEpoch', (a) => a.leaderEpochOffsets([{ ...place, leaderEpoch: 1 }])],
  listClientMetricsResources: ['ListConfigResources', (a) => a.listClientMetricsResources()],
  listConfigResources: ['ListConfigResources', (a) => a.listConfigResources()],
  listGroupOffsets: ['OffsetFetch', (a) => a.listGroupOffsets([{ groupId: 'g' }])],
  listGroups: ['ListGroups', (a) => a.listGroups()],
  listOffsets: ['ListOffsets', (a) => a.listOffsets([{ ...place, spec: 'last' }])],
  listPartitionReassignments: ['ListPartitionReassignments', (a) => a.listPartitionReassignments()],
  listShareGroupOffsets: ['DescribeShareGroupOffsets', (a) => a.listShareGroupOffsets([{ groupId: 'g' }])],
  listTopics: 'served',
  listTransactions: ['ListTransactions', (a) => a.listTransactions()],
  removeMembers: ['LeaveGroup', (a) => a.removeMembers('g', [{ memberId: 'm' }])],
  removeRaftVoter: ['RemoveRaftVoter', (a) => a.removeRaftVoter(voter)],
  renewDelegationToken: ['RenewDelegationToken', (a) => a.renewDelegationToken(hmac)],
  resetGroupOffsets: ['OffsetFetch', (a) => a.resetGroupOffsets('g', 'last')],
  unregisterBroker: ['UnregisterBroker', (a) => a.unregisterBroker(1)],
  unregisterController: ['UnregisterController', (a) => a.unregisterController(1)],
  updateFeatures: ['UpdateFeatures', (a) => a.updateFeatures([{ feature: 'f', level: 1 }])],
};

/** The error that was thrown, or that stands in the first result. */
function errorIn(outcome: unknown): unknown {
  if (KafkaError.is(outcome)) return outcome;
  const { errors } = outcome as { errors?: readonly { error: unknown }[] };
  const [first] = errors ?? (outcome as readonly { error: unknown }[]);
  return first?.error;
}

describe('A broker that is too old', () => {
  const rows = Object.entries(calls).filter(
    (row): row is [string, [string, (admin: Admin) => Promise<unknown>]] => row[1] !== 'served',
  );

  it.each(rows)('is the error of %s', async (_, [api, call]) => {
    const { admin, all, picture } = await bench(1);
    picture.leaders['t'] = [1];
    const known = [apiVersionsApi, metadataApi, findCoordinatorApi];
    all[0]!.script(apiVersionsApi, () =>
      createApiVersionsResponse({
        apiKeys: known.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
      }),
    );
    const error = errorIn(await call(admin).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({
      code: 'UNSUPPORTED_VERSION',
      api,
      message: expect.stringMatching(/this client speaks versions \d+ to \d+, the broker does not offer it/),
    });
  });

  it('tells the cluster by Metadata, which all brokers know', async () => {
    const { admin, all } = await bench(2);
    for (const broker of all) {
      broker.script(apiVersionsApi, () =>
        createApiVersionsResponse({ apiKeys: [{ apiKey: metadataApi.key, minVersion: 0, maxVersion: 8 }] }),
      );
    }
    const described = await admin.describeCluster({ includeAuthorizedOperations: true });
    expect(described).toMatchObject({
      clusterId: 'scripted',
      controllerId: 1,
      brokers: all.map(({ port }, index) => ({ id: index + 1, host: '127.0.0.1', port, isFenced: false })),
    });
    const asked = all.flatMap((broker) => broker.of(metadataApi)).map(({ request }) => request);
    expect(asked).toContainEqual(expect.objectContaining({ topics: [], includeClusterAuthorizedOperations: true }));
  });

  it('has a row for every operation', () => {
    const methods = [Admin, ClusterAdmin].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype));
    expect(methods.filter((name) => name !== 'constructor').sort()).toEqual(Object.keys(calls).sort());
    expect(rows.length).toBeGreaterThan(50);
  });
});
