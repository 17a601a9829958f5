// Generated from protocol-specs/ by codegen/generate.ts. Do not edit.
import type { Api, ApiEntry } from '../api.ts';
import type { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from './add-offsets-to-txn.ts';
import type { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from './add-partitions-to-txn.ts';
import type { AddRaftVoterRequest, AddRaftVoterResponse } from './add-raft-voter.ts';
import type { AllocateProducerIdsRequest, AllocateProducerIdsResponse } from './allocate-producer-ids.ts';
import type { AlterClientQuotasRequest, AlterClientQuotasResponse } from './alter-client-quotas.ts';
import type { AlterConfigsRequest, AlterConfigsResponse } from './alter-configs.ts';
import type { AlterPartitionRequest, AlterPartitionResponse } from './alter-partition.ts';
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from './alter-partition-reassignments.ts';
import type { AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse } from './alter-replica-log-dirs.ts';
import type { AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse } from './alter-share-group-offsets.ts';
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from './alter-user-scram-credentials.ts';
import type { ApiVersionsRequest, ApiVersionsResponse } from './api-versions.ts';
import type { AssignReplicasToDirsRequest, AssignReplicasToDirsResponse } from './assign-replicas-to-dirs.ts';
import type { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from './begin-quorum-epoch.ts';
import type { BrokerHeartbeatRequest, BrokerHeartbeatResponse } from './broker-heartbeat.ts';
import type { BrokerRegistrationRequest, BrokerRegistrationResponse } from './broker-registration.ts';
import type { ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse } from './consumer-group-describe.ts';
import type { ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse } from './consumer-group-heartbeat.ts';
import type { ControllerRegistrationRequest, ControllerRegistrationResponse } from './controller-registration.ts';
import type { CreateAclsRequest, CreateAclsResponse } from './create-acls.ts';
import type { CreateDelegationTokenRequest, CreateDelegationTokenResponse } from './create-delegation-token.ts';
import type { CreatePartitionsRequest, CreatePartitionsResponse } from './create-partitions.ts';
import type { CreateTopicsRequest, CreateTopicsResponse } from './create-topics.ts';
import type { DeleteAclsRequest, DeleteAclsResponse } from './delete-acls.ts';
import type { DeleteGroupsRequest, DeleteGroupsResponse } from './delete-groups.ts';
import type { DeleteRecordsRequest, DeleteRecordsResponse } from './delete-records.ts';
import type { DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse } from './delete-share-group-offsets.ts';
import type { DeleteShareGroupStateRequest, DeleteShareGroupStateResponse } from './delete-share-group-state.ts';
import type { DeleteTopicsRequest, DeleteTopicsResponse } from './delete-topics.ts';
import type { DescribeAclsRequest, DescribeAclsResponse } from './describe-acls.ts';
import type { DescribeClientQuotasRequest, DescribeClientQuotasResponse } from './describe-client-quotas.ts';
import type { DescribeClusterRequest, DescribeClusterResponse } from './describe-cluster.ts';
import type { DescribeConfigsRequest, DescribeConfigsResponse } from './describe-configs.ts';
import type { DescribeDelegationTokenRequest, DescribeDelegationTokenResponse } from './describe-delegation-token.ts';
import type { DescribeGroupsRequest, DescribeGroupsResponse } from './describe-groups.ts';
import type { DescribeLogDirsRequest, DescribeLogDirsResponse } from './describe-log-dirs.ts';
import type { DescribeProducersRequest, DescribeProducersResponse } from './describe-producers.ts';
import type { DescribeQuorumRequest, DescribeQuorumResponse } from './describe-quorum.ts';
import type {
  DescribeShareGroupOffsetsRequest,
  DescribeShareGroupOffsetsResponse,
} from './describe-share-group-offsets.ts';
import type { DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse } from './describe-topic-partitions.ts';
import type { DescribeTransactionsRequest, DescribeTransactionsResponse } from './describe-transactions.ts';
import type {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from './describe-user-scram-credentials.ts';
import type { ElectLeadersRequest, ElectLeadersResponse } from './elect-leaders.ts';
import type { EndQuorumEpochRequest, EndQuorumEpochResponse } from './end-quorum-epoch.ts';
import type { EndTxnRequest, EndTxnResponse } from './end-txn.ts';
import type { EnvelopeRequest, EnvelopeResponse } from './envelope.ts';
import type { ExpireDelegationTokenRequest, ExpireDelegationTokenResponse } from './expire-delegation-token.ts';
import type { FetchRequest, FetchResponse } from './fetch.ts';
import type { FetchSnapshotRequest, FetchSnapshotResponse } from './fetch-snapshot.ts';
import type { FindCoordinatorRequest, FindCoordinatorResponse } from './find-coordinator.ts';
import type {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from './get-telemetry-subscriptions.ts';
import type { HeartbeatRequest, HeartbeatResponse } from './heartbeat.ts';
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from './incremental-alter-configs.ts';
import type { InitProducerIdRequest, InitProducerIdResponse } from './init-producer-id.ts';
import type {
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateResponse,
} from './initialize-share-group-state.ts';
import type { JoinGroupRequest, JoinGroupResponse } from './join-group.ts';
import type { LeaveGroupRequest, LeaveGroupResponse } from './leave-group.ts';
import type { ListConfigResourcesRequest, ListConfigResourcesResponse } from './list-config-resources.ts';
import type { ListGroupsRequest, ListGroupsResponse } from './list-groups.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from './list-offsets.ts';
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from './list-partition-reassignments.ts';
import type { ListTransactionsRequest, ListTransactionsResponse } from './list-transactions.ts';
import type { MetadataRequest, MetadataResponse } from './metadata.ts';
import type { OffsetCommitRequest, OffsetCommitResponse } from './offset-commit.ts';
import type { OffsetDeleteRequest, OffsetDeleteResponse } from './offset-delete.ts';
import type { OffsetFetchRequest, OffsetFetchResponse } from './offset-fetch.ts';
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from './offset-for-leader-epoch.ts';
import type { ProduceRequest, ProduceResponse } from './produce.ts';
import type { PushTelemetryRequest, PushTelemetryResponse } from './push-telemetry.ts';
import type { ReadShareGroupStateRequest, ReadShareGroupStateResponse } from './read-share-group-state.ts';
import type {
  ReadShareGroupStateSummaryRequest,
  ReadShareGroupStateSummaryResponse,
} from './read-share-group-state-summary.ts';
import type { RemoveRaftVoterRequest, RemoveRaftVoterResponse } from './remove-raft-voter.ts';
import type { RenewDelegationTokenRequest, RenewDelegationTokenResponse } from './renew-delegation-token.ts';
import type { SaslAuthenticateRequest, SaslAuthenticateResponse } from './sasl-authenticate.ts';
import type { SaslHandshakeRequest, SaslHandshakeResponse } from './sasl-handshake.ts';
import type { ShareAcknowledgeRequest, ShareAcknowledgeResponse } from './share-acknowledge.ts';
import type { ShareFetchRequest, ShareFetchResponse } from './share-fetch.ts';
import type { ShareGroupDescribeRequest, ShareGroupDescribeResponse } from './share-group-describe.ts';
import type { ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse } from './share-group-heartbeat.ts';
import type { StreamsGroupDescribeRequest, StreamsGroupDescribeResponse } from './streams-group-describe.ts';
import type { StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse } from './streams-group-heartbeat.ts';
import type {
  StreamsGroupTopologyDescriptionUpdateRequest,
  StreamsGroupTopologyDescriptionUpdateResponse,
} from './streams-group-topology-description-update.ts';
import type { SyncGroupRequest, SyncGroupResponse } from './sync-group.ts';
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from './txn-offset-commit.ts';
import type { UnregisterBrokerRequest, UnregisterBrokerResponse } from './unregister-broker.ts';
import type { UnregisterControllerRequest, UnregisterControllerResponse } from './unregister-controller.ts';
import type { UpdateFeaturesRequest, UpdateFeaturesResponse } from './update-features.ts';
import type { UpdateRaftVoterRequest, UpdateRaftVoterResponse } from './update-raft-voter.ts';
import type { VoteRequest, VoteResponse } from './vote.ts';
import type { WriteShareGroupStateRequest, WriteShareGroupStateResponse } from './write-share-group-state.ts';
import type { WriteTxnMarkersRequest, WriteTxnMarkersResponse } from './write-txn-markers.ts';

/** The number of every API that Kafka has given one, those included that have no versions any more. */
export const ApiKey = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  Metadata: 3,
  LeaderAndIsr: 4,
  StopReplica: 5,
  UpdateMetadata: 6,
  ControlledShutdown: 7,
  OffsetCommit: 8,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  LeaveGroup: 13,
  SyncGroup: 14,
  DescribeGroups: 15,
  ListGroups: 16,
  SaslHandshake: 17,
  ApiVersions: 18,
  CreateTopics: 19,
  DeleteTopics: 20,
  DeleteRecords: 21,
  InitProducerId: 22,
  OffsetForLeaderEpoch: 23,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  WriteTxnMarkers: 27,
  TxnOffsetCommit: 28,
  DescribeAcls: 29,
  CreateAcls: 30,
  DeleteAcls: 31,
  DescribeConfigs: 32,
  AlterConfigs: 33,
  AlterReplicaLogDirs: 34,
  DescribeLogDirs: 35,
  SaslAuthenticate: 36,
  CreatePartitions: 37,
  CreateDelegationToken: 38,
  RenewDelegationToken: 39,
  ExpireDelegationToken: 40,
  DescribeDelegationToken: 41,
  DeleteGroups: 42,
  ElectLeaders: 43,
  IncrementalAlterConfigs: 44,
  AlterPartitionReassignments: 45,
  ListPartitionReassignments: 46,
  OffsetDelete: 47,
  DescribeClientQuotas: 48,
  AlterClientQuotas: 49,
  DescribeUserScramCredentials: 50,
  AlterUserScramCredentials: 51,
  Vote: 52,
  BeginQuorumEpoch: 53,
  EndQuorumEpoch: 54,
  DescribeQuorum: 55,
  AlterPartition: 56,
  UpdateFeatures: 57,
  Envelope: 58,
  FetchSnapshot: 59,
  DescribeCluster: 60,
  DescribeProducers: 61,
  BrokerRegistration: 62,
  BrokerHeartbeat: 63,
  UnregisterBroker: 64,
  DescribeTransactions: 65,
  ListTransactions: 66,
  AllocateProducerIds: 67,
  ConsumerGroupHeartbeat: 68,
  ConsumerGroupDescribe: 69,
  ControllerRegistration: 70,
  GetTelemetrySubscriptions: 71,
  PushTelemetry: 72,
  AssignReplicasToDirs: 73,
  ListConfigResources: 74,
  DescribeTopicPartitions: 75,
  ShareGroupHeartbeat: 76,
  ShareGroupDescribe: 77,
  ShareFetch: 78,
  ShareAcknowledge: 79,
  AddRaftVoter: 80,
  RemoveRaftVoter: 81,
  UpdateRaftVoter: 82,
  InitializeShareGroupState: 83,
  ReadShareGroupState: 84,
  WriteShareGroupState: 85,
  DeleteShareGroupState: 86,
  ReadShareGroupStateSummary: 87,
  StreamsGroupHeartbeat: 88,
  StreamsGroupDescribe: 89,
  DescribeShareGroupOffsets: 90,
  AlterShareGroupOffsets: 91,
  DeleteShareGroupOffsets: 92,
  StreamsGroupTopologyDescriptionUpdate: 93,
  UnregisterController: 94,
} as const;

/** Request and response types of every API that has versions, by its name. */
export interface ApiTypes {
  Produce: Api<ProduceRequest, ProduceResponse>;
  Fetch: Api<FetchRequest, FetchResponse>;
  ListOffsets: Api<ListOffsetsRequest, ListOffsetsResponse>;
  Metadata: Api<MetadataRequest, MetadataResponse>;
  OffsetCommit: Api<OffsetCommitRequest, OffsetCommitResponse>;
  OffsetFetch: Api<OffsetFetchRequest, OffsetFetchResponse>;
  FindCoordinator: Api<FindCoordinatorRequest, FindCoordinatorResponse>;
  JoinGroup: Api<JoinGroupRequest, JoinGroupResponse>;
  Heartbeat: Api<HeartbeatRequest, HeartbeatResponse>;
  LeaveGroup: Api<LeaveGroupRequest, LeaveGroupResponse>;
  SyncGroup: Api<SyncGroupRequest, SyncGroupResponse>;
  DescribeGroups: Api<DescribeGroupsRequest, DescribeGroupsResponse>;
  ListGroups: Api<ListGroupsRequest, ListGroupsResponse>;
  SaslHandshake: Api<SaslHandshakeRequest, SaslHandshakeResponse>;
  ApiVersions: Api<ApiVersionsRequest, ApiVersionsResponse>;
  CreateTopics: Api<CreateTopicsRequest, CreateTopicsResponse>;
  DeleteTopics: Api<DeleteTopicsRequest, DeleteTopicsResponse>;
  DeleteRecords: Api<DeleteRecordsRequest, DeleteRecordsResponse>;
  InitProducerId: Api<InitProducerIdRequest, InitProducerIdResponse>;
  OffsetForLeaderEpoch: Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>;
  AddPartitionsToTxn: Api<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>;
  AddOffsetsToTxn: Api<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>;
  EndTxn: Api<EndTxnRequest, EndTxnResponse>;
  WriteTxnMarkers: Api<WriteTxnMarkersRequest, WriteTxnMarkersResponse>;
  TxnOffsetCommit: Api<TxnOffsetCommitRequest, TxnOffsetCommitResponse>;
  DescribeAcls: Api<DescribeAclsRequest, DescribeAclsResponse>;
  CreateAcls: Api<CreateAclsRequest, CreateAclsResponse>;
  DeleteAcls: Api<DeleteAclsRequest, DeleteAclsResponse>;
  DescribeConfigs: Api<DescribeConfigsRequest, DescribeConfigsResponse>;
  AlterConfigs: Api<AlterConfigsRequest, AlterConfigsResponse>;
  AlterReplicaLogDirs: Api<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse>;
  DescribeLogDirs: Api<DescribeLogDirsRequest, DescribeLogDirsResponse>;
  SaslAuthenticate: Api<SaslAuthenticateRequest, SaslAuthenticateResponse>;
  CreatePartitions: Api<CreatePartitionsRequest, CreatePartitionsResponse>;
  CreateDelegationToken: Api<CreateDelegationTokenRequest, CreateDelegationTokenResponse>;
  RenewDelegationToken: Api<RenewDelegationTokenRequest, RenewDelegationTokenResponse>;
  ExpireDelegationToken: Api<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse>;
  DescribeDelegationToken: Api<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse>;
  DeleteGroups: Api<DeleteGroupsRequest, DeleteGroupsResponse>;
  ElectLeaders: Api<ElectLeadersRequest, ElectLeadersResponse>;
  IncrementalAlterConfigs: Api<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>;
  AlterPartitionReassignments: Api<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>;
  ListPartitionReassignments: Api<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>;
  OffsetDelete: Api<OffsetDeleteRequest, OffsetDeleteResponse>;
  DescribeClientQuotas: Api<DescribeClientQuotasRequest, DescribeClientQuotasResponse>;
  AlterClientQuotas: Api<AlterClientQuotasRequest, AlterClientQuotasResponse>;
  DescribeUserScramCredentials: Api<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>;
  AlterUserScramCredentials: Api<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>;
  Vote: Api<VoteRequest, VoteResponse>;
  BeginQuorumEpoch: Api<BeginQuorumEpochRequest, BeginQuorumEpochResponse>;
  EndQuorumEpoch: Api<EndQuorumEpochRequest, EndQuorumEpochResponse>;
  DescribeQuorum: Api<DescribeQuorumRequest, DescribeQuorumResponse>;
  AlterPartition: Api<AlterPartitionRequest, AlterPartitionResponse>;
  UpdateFeatures: Api<UpdateFeaturesRequest, UpdateFeaturesResponse>;
  Envelope: Api<EnvelopeRequest, EnvelopeResponse>;
  FetchSnapshot: Api<FetchSnapshotRequest, FetchSnapshotResponse>;
  DescribeCluster: Api<DescribeClusterRequest, DescribeClusterResponse>;
  DescribeProducers: Api<DescribeProducersRequest, DescribeProducersResponse>;
  BrokerRegistration: Api<BrokerRegistrationRequest, BrokerRegistrationResponse>;
  BrokerHeartbeat: Api<BrokerHeartbeatRequest, BrokerHeartbeatResponse>;
  UnregisterBroker: Api<UnregisterBrokerRequest, UnregisterBrokerResponse>;
  DescribeTransactions: Api<DescribeTransactionsRequest, DescribeTransactionsResponse>;
  ListTransactions: Api<ListTransactionsRequest, ListTransactionsResponse>;
  AllocateProducerIds: Api<AllocateProducerIdsRequest, AllocateProducerIdsResponse>;
  ConsumerGroupHeartbeat: Api<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>;
  ConsumerGroupDescribe: Api<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>;
  ControllerRegistration: Api<ControllerRegistrationRequest, ControllerRegistrationResponse>;
  GetTelemetrySubscriptions: Api<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse>;
  PushTelemetry: Api<PushTelemetryRequest, PushTelemetryResponse>;
  AssignReplicasToDirs: Api<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse>;
  ListConfigResources: Api<ListConfigResourcesRequest, ListConfigResourcesResponse>;
  DescribeTopicPartitions: Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>;
  ShareGroupHeartbeat: Api<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>;
  ShareGroupDescribe: Api<ShareGroupDescribeRequest, ShareGroupDescribeResponse>;
  ShareFetch: Api<ShareFetchRequest, ShareFetchResponse>;
  ShareAcknowledge: Api<ShareAcknowledgeRequest, ShareAcknowledgeResponse>;
  AddRaftVoter: Api<AddRaftVoterRequest, AddRaftVoterResponse>;
  RemoveRaftVoter: Api<RemoveRaftVoterRequest, RemoveRaftVoterResponse>;
  UpdateRaftVoter: Api<UpdateRaftVoterRequest, UpdateRaftVoterResponse>;
  InitializeShareGroupState: Api<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse>;
  ReadShareGroupState: Api<ReadShareGroupStateRequest, ReadShareGroupStateResponse>;
  WriteShareGroupState: Api<WriteShareGroupStateRequest, WriteShareGroupStateResponse>;
  DeleteShareGroupState: Api<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse>;
  ReadShareGroupStateSummary: Api<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse>;
  StreamsGroupHeartbeat: Api<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse>;
  StreamsGroupDescribe: Api<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse>;
  DescribeShareGroupOffsets: Api<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse>;
  AlterShareGroupOffsets: Api<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse>;
  DeleteShareGroupOffsets: Api<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse>;
  StreamsGroupTopologyDescriptionUpdate: Api<
    StreamsGroupTopologyDescriptionUpdateRequest,
    StreamsGroupTopologyDescriptionUpdateResponse
  >;
  UnregisterController: Api<UnregisterControllerRequest, UnregisterControllerResponse>;
}

/** The name of an API that has versions. */
export type ApiName = keyof ApiTypes;

/** Every API that has versions, by key. Nothing of a codec is loaded before `load` is called. */
export const apiIndex: readonly ApiEntry[] = [
  {
    key: 0,
    name: 'Produce',
    route: 'leader',
    listeners: ['broker'],
    minVersion: 3,
    maxVersion: 13,
    maxStableVersion: 13,
    requestFlexibleFrom: 9,
    responseFlexibleFrom: 9,
    load: async () => (await import('./produce.ts')).produceApi,
  },
  {
    key: 1,
    name: 'Fetch',
    route: 'leader',
    listeners: ['broker', 'controller'],
    minVersion: 4,
    maxVersion: 18,
    maxStableVersion: 18,
    requestFlexibleFrom: 12,
    responseFlexibleFrom: 12,
    load: async () => (await import('./fetch.ts')).fetchApi,
  },
  {
    key: 2,
    name: 'ListOffsets',
    route: 'leader',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 11,
    maxStableVersion: 11,
    requestFlexibleFrom: 6,
    responseFlexibleFrom: 6,
    load: async () => (await import('./list-offsets.ts')).listOffsetsApi,
  },
  {
    key: 3,
    name: 'Metadata',
    route: 'any',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 13,
    maxStableVersion: 13,
    requestFlexibleFrom: 9,
    responseFlexibleFrom: 9,
    load: async () => (await import('./metadata.ts')).metadataApi,
  },
  {
    key: 8,
    name: 'OffsetCommit',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 2,
    maxVersion: 10,
    maxStableVersion: 10,
    requestFlexibleFrom: 8,
    responseFlexibleFrom: 8,
    load: async () => (await import('./offset-commit.ts')).offsetCommitApi,
  },
  {
    key: 9,
    name: 'OffsetFetch',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 10,
    maxStableVersion: 10,
    requestFlexibleFrom: 6,
    responseFlexibleFrom: 6,
    load: async () => (await import('./offset-fetch.ts')).offsetFetchApi,
  },
  {
    key: 10,
    name: 'FindCoordinator',
    route: 'any',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 6,
    maxStableVersion: 6,
    requestFlexibleFrom: 3,
    responseFlexibleFrom: 3,
    load: async () => (await import('./find-coordinator.ts')).findCoordinatorApi,
  },
  {
    key: 11,
    name: 'JoinGroup',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 9,
    maxStableVersion: 9,
    requestFlexibleFrom: 6,
    responseFlexibleFrom: 6,
    load: async () => (await import('./join-group.ts')).joinGroupApi,
  },
  {
    key: 12,
    name: 'Heartbeat',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 4,
    maxStableVersion: 4,
    requestFlexibleFrom: 4,
    responseFlexibleFrom: 4,
    load: async () => (await import('./heartbeat.ts')).heartbeatApi,
  },
  {
    key: 13,
    name: 'LeaveGroup',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 5,
    maxStableVersion: 5,
    requestFlexibleFrom: 4,
    responseFlexibleFrom: 4,
    load: async () => (await import('./leave-group.ts')).leaveGroupApi,
  },
  {
    key: 14,
    name: 'SyncGroup',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 5,
    maxStableVersion: 5,
    requestFlexibleFrom: 4,
    responseFlexibleFrom: 4,
    load: async () => (await import('./sync-group.ts')).syncGroupApi,
  },
  {
    key: 15,
    name: 'DescribeGroups',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 6,
    maxStableVersion: 6,
    requestFlexibleFrom: 5,
    responseFlexibleFrom: 5,
    load: async () => (await import('./describe-groups.ts')).describeGroupsApi,
  },
  {
    key: 16,
    name: 'ListGroups',
    route: 'node',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 5,
    maxStableVersion: 5,
    requestFlexibleFrom: 3,
    responseFlexibleFrom: 3,
    load: async () => (await import('./list-groups.ts')).listGroupsApi,
  },
  {
    key: 17,
    name: 'SaslHandshake',
    route: 'node',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: Number.POSITIVE_INFINITY,
    responseFlexibleFrom: Number.POSITIVE_INFINITY,
    load: async () => (await import('./sasl-handshake.ts')).saslHandshakeApi,
  },
  {
    key: 18,
    name: 'ApiVersions',
    route: 'node',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 5,
    maxStableVersion: 5,
    requestFlexibleFrom: 3,
    responseFlexibleFrom: 3,
    load: async () => (await import('./api-versions.ts')).apiVersionsApi,
  },
  {
    key: 19,
    name: 'CreateTopics',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 2,
    maxVersion: 7,
    maxStableVersion: 7,
    requestFlexibleFrom: 5,
    responseFlexibleFrom: 5,
    load: async () => (await import('./create-topics.ts')).createTopicsApi,
  },
  {
    key: 20,
    name: 'DeleteTopics',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 6,
    maxStableVersion: 6,
    requestFlexibleFrom: 4,
    responseFlexibleFrom: 4,
    load: async () => (await import('./delete-topics.ts')).deleteTopicsApi,
  },
  {
    key: 21,
    name: 'DeleteRecords',
    route: 'leader',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./delete-records.ts')).deleteRecordsApi,
  },
  {
    key: 22,
    name: 'InitProducerId',
    route: 'transaction-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 6,
    maxStableVersion: 5,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./init-producer-id.ts')).initProducerIdApi,
  },
  {
    key: 23,
    name: 'OffsetForLeaderEpoch',
    route: 'leader',
    listeners: ['broker'],
    minVersion: 2,
    maxVersion: 4,
    maxStableVersion: 4,
    requestFlexibleFrom: 4,
    responseFlexibleFrom: 4,
    load: async () => (await import('./offset-for-leader-epoch.ts')).offsetForLeaderEpochApi,
  },
  {
    key: 24,
    name: 'AddPartitionsToTxn',
    route: 'transaction-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 5,
    maxStableVersion: 5,
    requestFlexibleFrom: 3,
    responseFlexibleFrom: 3,
    load: async () => (await import('./add-partitions-to-txn.ts')).addPartitionsToTxnApi,
  },
  {
    key: 25,
    name: 'AddOffsetsToTxn',
    route: 'transaction-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 4,
    maxStableVersion: 4,
    requestFlexibleFrom: 3,
    responseFlexibleFrom: 3,
    load: async () => (await import('./add-offsets-to-txn.ts')).addOffsetsToTxnApi,
  },
  {
    key: 26,
    name: 'EndTxn',
    route: 'transaction-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 5,
    maxStableVersion: 5,
    requestFlexibleFrom: 3,
    responseFlexibleFrom: 3,
    load: async () => (await import('./end-txn.ts')).endTxnApi,
  },
  {
    key: 27,
    name: 'WriteTxnMarkers',
    route: 'node',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 1,
    responseFlexibleFrom: 1,
    load: async () => (await import('./write-txn-markers.ts')).writeTxnMarkersApi,
  },
  {
    key: 28,
    name: 'TxnOffsetCommit',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 6,
    maxStableVersion: 6,
    requestFlexibleFrom: 3,
    responseFlexibleFrom: 3,
    load: async () => (await import('./txn-offset-commit.ts')).txnOffsetCommitApi,
  },
  {
    key: 29,
    name: 'DescribeAcls',
    route: 'any',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./describe-acls.ts')).describeAclsApi,
  },
  {
    key: 30,
    name: 'CreateAcls',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./create-acls.ts')).createAclsApi,
  },
  {
    key: 31,
    name: 'DeleteAcls',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./delete-acls.ts')).deleteAclsApi,
  },
  {
    key: 32,
    name: 'DescribeConfigs',
    route: 'node',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 4,
    maxStableVersion: 4,
    requestFlexibleFrom: 4,
    responseFlexibleFrom: 4,
    load: async () => (await import('./describe-configs.ts')).describeConfigsApi,
  },
  {
    key: 33,
    name: 'AlterConfigs',
    route: 'node',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./alter-configs.ts')).alterConfigsApi,
  },
  {
    key: 34,
    name: 'AlterReplicaLogDirs',
    route: 'node',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./alter-replica-log-dirs.ts')).alterReplicaLogDirsApi,
  },
  {
    key: 35,
    name: 'DescribeLogDirs',
    route: 'node',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 5,
    maxStableVersion: 5,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./describe-log-dirs.ts')).describeLogDirsApi,
  },
  {
    key: 36,
    name: 'SaslAuthenticate',
    route: 'node',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./sasl-authenticate.ts')).saslAuthenticateApi,
  },
  {
    key: 37,
    name: 'CreatePartitions',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./create-partitions.ts')).createPartitionsApi,
  },
  {
    key: 38,
    name: 'CreateDelegationToken',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./create-delegation-token.ts')).createDelegationTokenApi,
  },
  {
    key: 39,
    name: 'RenewDelegationToken',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./renew-delegation-token.ts')).renewDelegationTokenApi,
  },
  {
    key: 40,
    name: 'ExpireDelegationToken',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./expire-delegation-token.ts')).expireDelegationTokenApi,
  },
  {
    key: 41,
    name: 'DescribeDelegationToken',
    route: 'any',
    listeners: ['broker', 'controller'],
    minVersion: 1,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./describe-delegation-token.ts')).describeDelegationTokenApi,
  },
  {
    key: 42,
    name: 'DeleteGroups',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./delete-groups.ts')).deleteGroupsApi,
  },
  {
    key: 43,
    name: 'ElectLeaders',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 2,
    responseFlexibleFrom: 2,
    load: async () => (await import('./elect-leaders.ts')).electLeadersApi,
  },
  {
    key: 44,
    name: 'IncrementalAlterConfigs',
    route: 'node',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 1,
    responseFlexibleFrom: 1,
    load: async () => (await import('./incremental-alter-configs.ts')).incrementalAlterConfigsApi,
  },
  {
    key: 45,
    name: 'AlterPartitionReassignments',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./alter-partition-reassignments.ts')).alterPartitionReassignmentsApi,
  },
  {
    key: 46,
    name: 'ListPartitionReassignments',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./list-partition-reassignments.ts')).listPartitionReassignmentsApi,
  },
  {
    key: 47,
    name: 'OffsetDelete',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: Number.POSITIVE_INFINITY,
    responseFlexibleFrom: Number.POSITIVE_INFINITY,
    load: async () => (await import('./offset-delete.ts')).offsetDeleteApi,
  },
  {
    key: 48,
    name: 'DescribeClientQuotas',
    route: 'any',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 1,
    responseFlexibleFrom: 1,
    load: async () => (await import('./describe-client-quotas.ts')).describeClientQuotasApi,
  },
  {
    key: 49,
    name: 'AlterClientQuotas',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 1,
    responseFlexibleFrom: 1,
    load: async () => (await import('./alter-client-quotas.ts')).alterClientQuotasApi,
  },
  {
    key: 50,
    name: 'DescribeUserScramCredentials',
    route: 'any',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./describe-user-scram-credentials.ts')).describeUserScramCredentialsApi,
  },
  {
    key: 51,
    name: 'AlterUserScramCredentials',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./alter-user-scram-credentials.ts')).alterUserScramCredentialsApi,
  },
  {
    key: 52,
    name: 'Vote',
    route: 'node',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./vote.ts')).voteApi,
  },
  {
    key: 53,
    name: 'BeginQuorumEpoch',
    route: 'node',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 1,
    responseFlexibleFrom: 1,
    load: async () => (await import('./begin-quorum-epoch.ts')).beginQuorumEpochApi,
  },
  {
    key: 54,
    name: 'EndQuorumEpoch',
    route: 'node',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 1,
    responseFlexibleFrom: 1,
    load: async () => (await import('./end-quorum-epoch.ts')).endQuorumEpochApi,
  },
  {
    key: 55,
    name: 'DescribeQuorum',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./describe-quorum.ts')).describeQuorumApi,
  },
  {
    key: 56,
    name: 'AlterPartition',
    route: 'controller',
    listeners: ['controller'],
    minVersion: 2,
    maxVersion: 3,
    maxStableVersion: 3,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./alter-partition.ts')).alterPartitionApi,
  },
  {
    key: 57,
    name: 'UpdateFeatures',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./update-features.ts')).updateFeaturesApi,
  },
  {
    key: 58,
    name: 'Envelope',
    route: 'node',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./envelope.ts')).envelopeApi,
  },
  {
    key: 59,
    name: 'FetchSnapshot',
    route: 'node',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./fetch-snapshot.ts')).fetchSnapshotApi,
  },
  {
    key: 60,
    name: 'DescribeCluster',
    route: 'any',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./describe-cluster.ts')).describeClusterApi,
  },
  {
    key: 61,
    name: 'DescribeProducers',
    route: 'leader',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./describe-producers.ts')).describeProducersApi,
  },
  {
    key: 62,
    name: 'BrokerRegistration',
    route: 'controller',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 4,
    maxStableVersion: 4,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./broker-registration.ts')).brokerRegistrationApi,
  },
  {
    key: 63,
    name: 'BrokerHeartbeat',
    route: 'controller',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./broker-heartbeat.ts')).brokerHeartbeatApi,
  },
  {
    key: 64,
    name: 'UnregisterBroker',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./unregister-broker.ts')).unregisterBrokerApi,
  },
  {
    key: 65,
    name: 'DescribeTransactions',
    route: 'transaction-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./describe-transactions.ts')).describeTransactionsApi,
  },
  {
    key: 66,
    name: 'ListTransactions',
    route: 'node',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./list-transactions.ts')).listTransactionsApi,
  },
  {
    key: 67,
    name: 'AllocateProducerIds',
    route: 'controller',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./allocate-producer-ids.ts')).allocateProducerIdsApi,
  },
  {
    key: 68,
    name: 'ConsumerGroupHeartbeat',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./consumer-group-heartbeat.ts')).consumerGroupHeartbeatApi,
  },
  {
    key: 69,
    name: 'ConsumerGroupDescribe',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./consumer-group-describe.ts')).consumerGroupDescribeApi,
  },
  {
    key: 70,
    name: 'ControllerRegistration',
    route: 'controller',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./controller-registration.ts')).controllerRegistrationApi,
  },
  {
    key: 71,
    name: 'GetTelemetrySubscriptions',
    route: 'any',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./get-telemetry-subscriptions.ts')).getTelemetrySubscriptionsApi,
  },
  {
    key: 72,
    name: 'PushTelemetry',
    route: 'any',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./push-telemetry.ts')).pushTelemetryApi,
  },
  {
    key: 73,
    name: 'AssignReplicasToDirs',
    route: 'controller',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./assign-replicas-to-dirs.ts')).assignReplicasToDirsApi,
  },
  {
    key: 74,
    name: 'ListConfigResources',
    route: 'any',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./list-config-resources.ts')).listConfigResourcesApi,
  },
  {
    key: 75,
    name: 'DescribeTopicPartitions',
    route: 'any',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./describe-topic-partitions.ts')).describeTopicPartitionsApi,
  },
  {
    key: 76,
    name: 'ShareGroupHeartbeat',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./share-group-heartbeat.ts')).shareGroupHeartbeatApi,
  },
  {
    key: 77,
    name: 'ShareGroupDescribe',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./share-group-describe.ts')).shareGroupDescribeApi,
  },
  {
    key: 78,
    name: 'ShareFetch',
    route: 'leader',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./share-fetch.ts')).shareFetchApi,
  },
  {
    key: 79,
    name: 'ShareAcknowledge',
    route: 'leader',
    listeners: ['broker'],
    minVersion: 1,
    maxVersion: 2,
    maxStableVersion: 2,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./share-acknowledge.ts')).shareAcknowledgeApi,
  },
  {
    key: 80,
    name: 'AddRaftVoter',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./add-raft-voter.ts')).addRaftVoterApi,
  },
  {
    key: 81,
    name: 'RemoveRaftVoter',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./remove-raft-voter.ts')).removeRaftVoterApi,
  },
  {
    key: 82,
    name: 'UpdateRaftVoter',
    route: 'controller',
    listeners: ['controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./update-raft-voter.ts')).updateRaftVoterApi,
  },
  {
    key: 83,
    name: 'InitializeShareGroupState',
    route: 'share-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./initialize-share-group-state.ts')).initializeShareGroupStateApi,
  },
  {
    key: 84,
    name: 'ReadShareGroupState',
    route: 'share-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./read-share-group-state.ts')).readShareGroupStateApi,
  },
  {
    key: 85,
    name: 'WriteShareGroupState',
    route: 'share-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./write-share-group-state.ts')).writeShareGroupStateApi,
  },
  {
    key: 86,
    name: 'DeleteShareGroupState',
    route: 'share-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./delete-share-group-state.ts')).deleteShareGroupStateApi,
  },
  {
    key: 87,
    name: 'ReadShareGroupStateSummary',
    route: 'share-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./read-share-group-state-summary.ts')).readShareGroupStateSummaryApi,
  },
  {
    key: 88,
    name: 'StreamsGroupHeartbeat',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./streams-group-heartbeat.ts')).streamsGroupHeartbeatApi,
  },
  {
    key: 89,
    name: 'StreamsGroupDescribe',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./streams-group-describe.ts')).streamsGroupDescribeApi,
  },
  {
    key: 90,
    name: 'DescribeShareGroupOffsets',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 1,
    maxStableVersion: 1,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./describe-share-group-offsets.ts')).describeShareGroupOffsetsApi,
  },
  {
    key: 91,
    name: 'AlterShareGroupOffsets',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./alter-share-group-offsets.ts')).alterShareGroupOffsetsApi,
  },
  {
    key: 92,
    name: 'DeleteShareGroupOffsets',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./delete-share-group-offsets.ts')).deleteShareGroupOffsetsApi,
  },
  {
    key: 93,
    name: 'StreamsGroupTopologyDescriptionUpdate',
    route: 'group-coordinator',
    listeners: ['broker'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () =>
      (await import('./streams-group-topology-description-update.ts')).streamsGroupTopologyDescriptionUpdateApi,
  },
  {
    key: 94,
    name: 'UnregisterController',
    route: 'controller',
    listeners: ['broker', 'controller'],
    minVersion: 0,
    maxVersion: 0,
    maxStableVersion: 0,
    requestFlexibleFrom: 0,
    responseFlexibleFrom: 0,
    load: async () => (await import('./unregister-controller.ts')).unregisterControllerApi,
  },
];
