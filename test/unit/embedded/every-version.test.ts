// Every API in every version: what is asked is answered, and a planned fault can be said, in a message of that version.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { requestHandlers } from '../../../src/embedded/request-handlers/registry.ts';
import type { AnyApi, Api } from '../../../src/protocol/api.ts';
import { createAddOffsetsToTxnRequest } from '../../../src/protocol/generated/add-offsets-to-txn.ts';
import {
  createAddPartitionsToTxnRequest,
  createAddPartitionsToTxnTransaction,
} from '../../../src/protocol/generated/add-partitions-to-txn.ts';
import { createAlterClientQuotasRequest } from '../../../src/protocol/generated/alter-client-quotas.ts';
import { createAlterConfigsRequest } from '../../../src/protocol/generated/alter-configs.ts';
import { createAlterPartitionReassignmentsRequest } from '../../../src/protocol/generated/alter-partition-reassignments.ts';
import { createAlterUserScramCredentialsRequest } from '../../../src/protocol/generated/alter-user-scram-credentials.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../../../src/protocol/generated/api-versions.ts';
import { createConsumerGroupDescribeRequest } from '../../../src/protocol/generated/consumer-group-describe.ts';
import { createConsumerGroupHeartbeatRequest } from '../../../src/protocol/generated/consumer-group-heartbeat.ts';
import { createAclCreation, createCreateAclsRequest } from '../../../src/protocol/generated/create-acls.ts';
import { createCreatePartitionsRequest } from '../../../src/protocol/generated/create-partitions.ts';
import { createCreatableTopic, createCreateTopicsRequest } from '../../../src/protocol/generated/create-topics.ts';
import { createDeleteAclsFilter, createDeleteAclsRequest } from '../../../src/protocol/generated/delete-acls.ts';
import { createDeleteGroupsRequest } from '../../../src/protocol/generated/delete-groups.ts';
import { createDeleteRecordsRequest } from '../../../src/protocol/generated/delete-records.ts';
import { createDeleteTopicsRequest } from '../../../src/protocol/generated/delete-topics.ts';
import { createDescribeAclsRequest } from '../../../src/protocol/generated/describe-acls.ts';
import { createDescribeClientQuotasRequest } from '../../../src/protocol/generated/describe-client-quotas.ts';
import { createDescribeClusterRequest } from '../../../src/protocol/generated/describe-cluster.ts';
import { createDescribeConfigsRequest } from '../../../src/protocol/generated/describe-configs.ts';
import { createDescribeGroupsRequest } from '../../../src/protocol/generated/describe-groups.ts';
import { createDescribeLogDirsRequest } from '../../../src/protocol/generated/describe-log-dirs.ts';
import { createDescribeProducersRequest } from '../../../src/protocol/generated/describe-producers.ts';
import { createDescribeQuorumRequest } from '../../../src/protocol/generated/describe-quorum.ts';
import { createDescribeTopicPartitionsRequest } from '../../../src/protocol/generated/describe-topic-partitions.ts';
import { createDescribeTransactionsRequest } from '../../../src/protocol/generated/describe-transactions.ts';
import { createDescribeUserScramCredentialsRequest } from '../../../src/protocol/generated/describe-user-scram-credentials.ts';
import { createElectLeadersRequest } from '../../../src/protocol/generated/elect-leaders.ts';
import { createEndTxnRequest } from '../../../src/protocol/generated/end-txn.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createFetchPartition, createFetchRequest } from '../../../src/protocol/generated/fetch.ts';
import { createFindCoordinatorRequest } from '../../../src/protocol/generated/find-coordinator.ts';
import { createHeartbeatRequest } from '../../../src/protocol/generated/heartbeat.ts';
import { createIncrementalAlterConfigsRequest } from '../../../src/protocol/generated/incremental-alter-configs.ts';
import { createInitProducerIdRequest } from '../../../src/protocol/generated/init-producer-id.ts';
import { createJoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import { createLeaveGroupRequest } from '../../../src/protocol/generated/leave-group.ts';
import { createListConfigResourcesRequest } from '../../../src/protocol/generated/list-config-resources.ts';
import { createListGroupsRequest } from '../../../src/protocol/generated/list-groups.ts';
import { createListOffsetsPartition, createListOffsetsRequest } from '../../../src/protocol/generated/list-offsets.ts';
import { createListPartitionReassignmentsRequest } from '../../../src/protocol/generated/list-partition-reassignments.ts';
import { createListTransactionsRequest } from '../../../src/protocol/generated/list-transactions.ts';
import { createMetadataRequest } from '../../../src/protocol/generated/metadata.ts';
import { createOffsetCommitRequest } from '../../../src/protocol/generated/offset-commit.ts';
import { createOffsetDeleteRequest } from '../../../src/protocol/generated/offset-delete.ts';
import { createOffsetFetchRequest } from '../../../src/protocol/generated/offset-fetch.ts';
import { createOffsetForLeaderEpochRequest } from '../../../src/protocol/generated/offset-for-leader-epoch.ts';
import { createProduceRequest } from '../../../src/protocol/generated/produce.ts';
import { createSaslAuthenticateRequest } from '../../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeRequest } from '../../../src/protocol/generated/sasl-handshake.ts';
import { createSyncGroupRequest } from '../../../src/protocol/generated/sync-group.ts';
import {
  createTxnOffsetCommitRequest,
  createTxnOffsetCommitRequestPartition,
} from '../../../src/protocol/generated/txn-offset-commit.ts';
import {
  createFeatureUpdateKey,
  createUpdateFeaturesRequest,
} from '../../../src/protocol/generated/update-features.ts';
import {
  createWritableTxnMarker,
  createWriteTxnMarkersRequest,
} from '../../../src/protocol/generated/write-txn-markers.ts';
import { batchOf } from '../../support/batches.ts';
import { WireClient } from '../../support/wire-client.ts';

const apis = [...requestHandlers.values()].map(({ api }) => api).sort((a, b) => a.key - b.key);
const FAULT = ErrorCode.UNKNOWN_SERVER_ERROR;

/** A request with one of everything, in a form that this version can carry. */
function requestOf(api: AnyApi, version: number, topic: { name: string; topicId: string }): object {
  const byId = (from: number) =>
    version >= from ? { name: '', topicId: topic.topicId } : { name: topic.name, topicId: NO_ID };
  const group = { groupId: 'g', memberId: 'm' };
  const anyAcl = { resourceNameFilter: null, principalFilter: null, hostFilter: null };
  const resource = { resourceType: 2, resourceName: topic.name };
  switch (api.name) {
    case 'AlterClientQuotas': {
      const entity = [{ entityType: 'user', entityName: 'u' }];
      const ops = [{ key: 'producer_byte_rate', value: 5, remove: false }];
      return createAlterClientQuotasRequest({ entries: [{ entity, ops }] });
    }
    case 'AlterConfigs':
      return createAlterConfigsRequest({ resources: [{ ...resource, configs: [{ name: 'flush.ms', value: '7' }] }] });
    case 'AlterPartitionReassignments': {
      const partitions = [{ partitionIndex: 0, replicas: [1] }];
      return createAlterPartitionReassignmentsRequest({ topics: [{ name: topic.name, partitions }] });
    }
    case 'AddOffsetsToTxn':
      return createAddOffsetsToTxnRequest({ transactionalId: 'x', groupId: 'g' });
    case 'AddPartitionsToTxn': {
      const topics = [{ name: topic.name, partitions: [0] }];
      return version >= 4
        ? createAddPartitionsToTxnRequest({
            transactions: [createAddPartitionsToTxnTransaction({ transactionalId: 'x', topics })],
          })
        : createAddPartitionsToTxnRequest({ v3AndBelowTransactionalId: 'x', v3AndBelowTopics: topics });
    }
    case 'AlterUserScramCredentials':
      return createAlterUserScramCredentialsRequest({ deletions: [{ name: 'u', mechanism: 1 }] });
    case 'ConsumerGroupDescribe':
      return createConsumerGroupDescribeRequest({ groupIds: ['g848'] });
    case 'ConsumerGroupHeartbeat':
      return createConsumerGroupHeartbeatRequest({
        groupId: 'g848',
        memberId: 'm',
        rebalanceTimeoutMs: 1000,
        subscribedTopicNames: [topic.name],
        topicPartitions: [],
      });
    case 'CreateAcls': {
      const what = { resourceType: 2, resourceName: 't', operation: 3, permissionType: 3 };
      return createCreateAclsRequest({ creations: [createAclCreation({ ...what, principal: 'User:u', host: '*' })] });
    }
    case 'CreatePartitions':
      return createCreatePartitionsRequest({ topics: [{ name: topic.name, count: 2 + version, assignments: null }] });
    case 'DeleteAcls':
      return createDeleteAclsRequest({ filters: [createDeleteAclsFilter(anyAcl)] });
    case 'DeleteGroups':
      return createDeleteGroupsRequest({ groupsNames: ['gone'] });
    case 'DeleteRecords':
      return createDeleteRecordsRequest({
        topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, offset: 0 }] }],
      });
    case 'DescribeAcls':
      return createDescribeAclsRequest(anyAcl);
    case 'DescribeClientQuotas':
      return createDescribeClientQuotasRequest();
    case 'DescribeCluster':
      return createDescribeClusterRequest();
    case 'DescribeConfigs':
      return createDescribeConfigsRequest({ resources: [{ ...resource, configurationKeys: null }] });
    case 'DescribeLogDirs':
      return createDescribeLogDirsRequest({ topics: null });
    case 'DescribeProducers':
      return createDescribeProducersRequest({ topics: [{ name: topic.name, partitionIndexes: [0] }] });
    case 'DescribeQuorum':
      return createDescribeQuorumRequest({
        topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }],
      });
    case 'DescribeTopicPartitions':
      return createDescribeTopicPartitionsRequest({ topics: [{ name: topic.name }] });
    case 'DescribeTransactions':
      return createDescribeTransactionsRequest({ transactionalIds: ['x'] });
    case 'EndTxn':
      return createEndTxnRequest({ transactionalId: 'x' });
    case 'ListTransactions':
      return createListTransactionsRequest();
    case 'TxnOffsetCommit': {
      const partitions = [createTxnOffsetCommitRequestPartition({ committedOffset: 1 })];
      return createTxnOffsetCommitRequest({ transactionalId: 'x', groupId: 'g', topics: [{ ...byId(6), partitions }] });
    }
    case 'WriteTxnMarkers': {
      const topics = [{ name: topic.name, partitionIndexes: [0] }];
      return createWriteTxnMarkersRequest({ markers: [createWritableTxnMarker({ producerId: 9, topics })] });
    }
    case 'DescribeUserScramCredentials':
      return createDescribeUserScramCredentialsRequest({ users: null });
    case 'ElectLeaders':
      return createElectLeadersRequest({ topicPartitions: [{ topic: topic.name, partitions: [0] }] });
    case 'IncrementalAlterConfigs': {
      const configs = [{ name: 'flush.ms', configOperation: 0, value: '8' }];
      return createIncrementalAlterConfigsRequest({ resources: [{ ...resource, configs }] });
    }
    case 'ListConfigResources':
      return createListConfigResourcesRequest();
    case 'ListPartitionReassignments':
      return createListPartitionReassignmentsRequest();
    case 'OffsetDelete':
      return createOffsetDeleteRequest({
        groupId: 'g',
        topics: [{ name: topic.name, partitions: [{ partitionIndex: 0 }] }],
      });
    case 'OffsetForLeaderEpoch':
      return createOffsetForLeaderEpochRequest({
        topics: [{ topic: topic.name, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }],
      });
    case 'UpdateFeatures': {
      const featureUpdates = [createFeatureUpdateKey({ feature: 'share.version', maxVersionLevel: 2 })];
      return createUpdateFeaturesRequest({ featureUpdates });
    }
    case 'ApiVersions':
      return createApiVersionsRequest({ clientSoftwareName: 'test', clientSoftwareVersion: '1' });
    case 'CreateTopics':
      return createCreateTopicsRequest({
        topics: [createCreatableTopic({ name: `new-${version}`, numPartitions: 1, replicationFactor: 1 })],
      });
    case 'DeleteTopics':
      return createDeleteTopicsRequest(
        version >= 6 ? { topics: [{ name: 'gone', topicId: NO_ID }] } : { topicNames: ['gone'] },
      );
    case 'DescribeGroups':
      return createDescribeGroupsRequest({ groups: ['g'] });
    case 'Fetch': {
      const { name, topicId } = byId(13);
      return createFetchRequest({
        maxWaitMs: 0,
        topics: [{ topic: name, topicId, partitions: [createFetchPartition({ partitionMaxBytes: 1000 })] }],
      });
    }
    case 'FindCoordinator':
      return createFindCoordinatorRequest(version >= 4 ? { coordinatorKeys: ['g'] } : { key: 'g' });
    case 'Heartbeat':
      return createHeartbeatRequest(group);
    case 'InitProducerId':
      return createInitProducerIdRequest({ transactionalId: null });
    case 'JoinGroup':
      return createJoinGroupRequest({
        ...group,
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: version === 0 ? -1 : 10_000,
        protocolType: 'consumer',
      });
    case 'LeaveGroup':
      return createLeaveGroupRequest(
        version >= 3 ? { groupId: 'g', members: [{ memberId: 'm', groupInstanceId: null, reason: null }] } : group,
      );
    case 'ListGroups':
      return createListGroupsRequest();
    case 'ListOffsets':
      return createListOffsetsRequest({
        replicaId: -1,
        topics: [{ name: topic.name, partitions: [createListOffsetsPartition({ timestamp: -1 })] }],
      });
    case 'Metadata':
      return createMetadataRequest({ topics: [{ name: topic.name, topicId: NO_ID }], allowAutoTopicCreation: true });
    case 'OffsetCommit': {
      const partitions = [{ partitionIndex: 0, committedOffset: 1, committedLeaderEpoch: -1, committedMetadata: null }];
      return createOffsetCommitRequest({ ...group, memberId: '', topics: [{ ...byId(10), partitions }] });
    }
    case 'OffsetFetch': {
      if (version < 8)
        return createOffsetFetchRequest({ groupId: 'g', topics: [{ name: topic.name, partitionIndexes: [0] }] });
      return createOffsetFetchRequest({
        groups: [{ groupId: 'g', memberId: null, memberEpoch: -1, topics: [{ ...byId(10), partitionIndexes: [0] }] }],
      });
    }
    case 'Produce':
      return createProduceRequest({
        acks: -1,
        topicData: [{ ...byId(13), partitionData: [{ index: 0, records: batchOf() }] }],
      });
    case 'SaslAuthenticate':
      return createSaslAuthenticateRequest();
    case 'SaslHandshake':
      return createSaslHandshakeRequest({ mechanism: 'PLAIN' });
    case 'SyncGroup':
      return createSyncGroupRequest({
        ...group,
        ...(version >= 5 ? { protocolType: 'consumer', protocolName: 'range' } : {}),
      });
    default:
      throw new Error(`this test has no request for ${api.name}`);
  }
}

const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

describe('EmbeddedKafka in every version', () => {
  let kafka: EmbeddedKafka;
  let client: WireClient;
  beforeAll(async () => {
    kafka = await EmbeddedKafka.start({ topics: { t: 1 } });
    client = await WireClient.open(kafka.bootstrap[0] as string);
  });
  afterAll(async () => {
    await client.close();
    await kafka.stop();
  });

  it('answers the APIs that it promises', async () => {
    const { apiKeys } = await client.send(
      apiVersionsApi,
      4,
      createApiVersionsRequest({ clientSoftwareName: 'a', clientSoftwareVersion: '1' }),
    );
    expect(apiKeys.map(({ apiKey }) => apiKey)).toEqual(apis.map(({ key }) => key));
  });

  for (const api of apis) {
    const versions = Array.from({ length: api.maxVersion - api.minVersion + 1 }, (_, at) => api.minVersion + at);
    it.each(versions)(`${api.name} v%i`, async (version) => {
      const topic = { name: 't', topicId: kafka.topic('t').id };
      const ask = (): Promise<unknown> =>
        client.send(api as unknown as Api<object, unknown>, version, requestOf(api, version, topic));
      expect(await ask()).toBeTypeOf('object');
      kafka.failNext(api.name, FAULT);
      const failed = JSON.stringify(await ask());
      // Only Metadata of no topic and before version 13 could not say it; here it names one.
      expect(failed).toMatch(new RegExp(`"(e|partitionE)rrorCode":${FAULT}`));
      expect(JSON.stringify(await ask())).not.toBe(failed);
    });
  }
});
