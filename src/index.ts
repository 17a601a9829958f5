// Entry point `kafka-wire`: what users of Conn, Reader and Writer hold. Explicit names only.

export type { HangingTransaction } from './admin/abort-transaction.ts';
export type { AclOperation } from './admin/acl-operation.ts';
export type {
  Acl,
  AclFilter,
  AclPatternType,
  AclPermission,
  AclResourceType,
  CreateAclResult,
  DeleteAclsResult,
  DescribedAcl,
} from './admin/acls.ts';
export { Admin } from './admin/admin.ts';
export type { ConfigReplacement } from './admin/alter-configs.ts';
export type { ReplicaMove, ReplicaMoveResult } from './admin/alter-replica-log-dirs.ts';
export type {
  AlterClientQuotasOptions,
  ClientQuota,
  ClientQuotaChange,
  ClientQuotaResult,
  DescribeClientQuotasOptions,
  QuotaEntity,
  QuotaEntityType,
  QuotaFilter,
} from './admin/client-quotas.ts';
export type { ConfigResource, ConfigResourceType } from './admin/config-resource.ts';
export type { CreatePartitionsOptions, NewPartitions } from './admin/create-partitions.ts';
export type { CreateTopicResult, CreateTopicsOptions, NewTopic, TopicResult } from './admin/create-topics.ts';
export { DelegationToken } from './admin/delegation-token.ts';
export type { CreateDelegationTokenOptions, TokenPeriodOptions } from './admin/delegation-tokens.ts';
export type { DeleteGroupResult } from './admin/delete-groups.ts';
export type { DeleteRecordsResult, RecordsToDelete } from './admin/delete-records.ts';
export type { BrokerApis, OfferedApi } from './admin/describe-api-versions.ts';
export type {
  ClassicGroupDescription,
  ClassicGroupMember,
  ClassicGroupResult,
  DescribeGroupsOptions,
} from './admin/describe-classic-groups.ts';
export type { ClusterBroker, ClusterDescription, DescribeClusterOptions } from './admin/describe-cluster.ts';
export type {
  ConfigEntry,
  ConfigQuery,
  ConfigResult,
  ConfigSource,
  ConfigValueType,
  DescribeConfigsOptions,
} from './admin/describe-configs.ts';
export type {
  ConsumerGroupMember,
  GroupDescription,
  GroupResult,
  ShareGroupMember,
} from './admin/describe-consumer-groups.ts';
export type { AnyGroupDescription, AnyGroupResult } from './admin/describe-groups.ts';
export type { BrokerLogDirs, LogDirDescription, ReplicaInLogDir } from './admin/describe-log-dirs.ts';
export type {
  DescribeProducersOptions,
  PartitionProducers,
  ProducerDescription,
} from './admin/describe-producers.ts';
export type { ReplicaLogDir } from './admin/describe-replica-log-dirs.ts';
export type {
  StreamsAssignment,
  StreamsGroupDescription,
  StreamsGroupMember,
  StreamsGroupResult,
  StreamsSubtopology,
  StreamsTasks,
} from './admin/describe-streams-groups.ts';
export type {
  DescribeTopicPartitionsOptions,
  PartitionDetail,
  TopicPartitionsDescription,
} from './admin/describe-topic-partitions.ts';
export type {
  DescribeTopicsOptions,
  PartitionDescription,
  TopicDescription,
  TopicName,
} from './admin/describe-topics.ts';
export type { DescribeTransactionResult, TransactionDescription } from './admin/describe-transactions.ts';
export type { ElectionType } from './admin/elect-leaders.ts';
export type {
  FeatureDescription,
  FeatureRange,
  FeatureUpdate,
  FeatureUpdateResult,
  UpdateFeaturesOptions,
} from './admin/features.ts';
export type { FenceProducerResult } from './admin/fence-producers.ts';
export type { CoordinatedKind, FoundCoordinator } from './admin/find-coordinators.ts';
export type { GroupLag, GroupLagOptions, PartitionLag } from './admin/group-lag.ts';
export type {
  AlterConfigsOptions,
  ConfigChange,
  ConfigChangeResult,
  ConfigChanges,
} from './admin/incremental-alter-configs.ts';
export type { LeaderEpochEnd, LeaderEpochQuery } from './admin/leader-epoch-offsets.ts';
export type { ListedConfigResource } from './admin/list-config-resources.ts';
export type {
  CommittedOffset,
  GroupOffsets,
  GroupOffsetsQuery,
  ListGroupOffsetsOptions,
} from './admin/list-group-offsets.ts';
export type { GroupState, GroupType, ListedGroup, ListGroupsOptions, ListGroupsResult } from './admin/list-groups.ts';
export type { ListOffsetResult, ListOffsetSpec, ListOffsetsOptions, OffsetQuery } from './admin/list-offsets.ts';
export type { ListedTopic, ListTopicsOptions } from './admin/list-topics.ts';
export type {
  ListedTransaction,
  ListTransactionsOptions,
  ListTransactionsResult,
  TransactionState,
} from './admin/list-transactions.ts';
export type { PartitionResult } from './admin/partition-lists.ts';
export type {
  AddRaftVoterOptions,
  QuorumDescription,
  QuorumReplica,
  RaftVoter,
  RemoveRaftVoterOptions,
  VoterEndpoint,
} from './admin/quorum.ts';
export type {
  OngoingReassignment,
  Reassignment,
  ReassignmentOptions,
} from './admin/reassignments.ts';
export type { MemberToRemove, RemoveMemberResult, RemoveMembersOptions } from './admin/remove-members.ts';
export type { Replica } from './admin/replica.ts';
export type { ResetGroupOffsetsOptions, ResetResult, ResetScope, ResetTarget } from './admin/reset-group-offsets.ts';
export type {
  DeleteShareGroupOffsetsResult,
  ShareGroupOffset,
  ShareGroupOffsets,
} from './admin/share-group-offsets.ts';
export type {
  ScramCredentialChange,
  ScramCredentialInfo,
  ScramCredentialResult,
  ScramMechanismName,
  UserScramCredentials,
} from './admin/user-scram-credentials.ts';
export type { CallOptions } from './base/abort.ts';
export type { Clock, Timer, TimerOptions } from './base/clock.ts';
export { type ClientErrorCode, KafkaError } from './base/errors.ts';
export type { LogFields, Logger } from './base/logger.ts';
export type { Summary } from './base/summary.ts';
export type { BalancerFunction } from './client/balancers/balancer-option.ts';
export { crc32 } from './client/balancers/crc32.ts';
export { type Hasher, type HashOptions, hash, referenceHash } from './client/balancers/hash.ts';
export type { KeylessOptions } from './client/balancers/keyed-balancer.ts';
export { leastBytes } from './client/balancers/least-bytes.ts';
export { murmur2 } from './client/balancers/murmur2.ts';
export { type RoundRobinOptions, roundRobin } from './client/balancers/round-robin.ts';
export { type StickyOptions, sticky } from './client/balancers/sticky.ts';
export { Batch } from './client/batch.ts';
export { Client, type ClientOptions } from './client/client.ts';
export type { ClientSendOptions, SendTarget } from './client/client-request.ts';
export {
  type ApiVersionRange,
  Conn,
  type ConnWriteOptions,
  type SeekOptions,
} from './client/conn.ts';
export type { ConnOffset, Whence } from './client/conn-cursor.ts';
export type { Broker, Partition } from './client/conn-metadata.ts';
export type { ConnTarget } from './client/conn-offsets.ts';
export type { ReadBatchOptions, ReadMessageOptions } from './client/conn-read.ts';
export type { ConnSendOptions } from './client/conn-request.ts';
export type { ConnAcks, ConnMessage, WrittenBatch } from './client/conn-write.ts';
export {
  Dialer,
  type DialerOptions,
  type DialOptions,
  dial,
  dialLeader,
  dialPartition,
  lookupLeader,
  lookupPartition,
  lookupPartitions,
} from './client/dialer.ts';
export { Reader, type ReaderHealth, type ReaderStats } from './client/reader.ts';
export type {
  GroupMembership,
  GroupReading,
  GroupTopics,
  PartitionReading,
  ReaderCommon,
  ReaderOptions,
} from './client/reader-options.ts';
export type { ClientSource } from './client/source.ts';
export {
  type SessionReading,
  type SessionWriting,
  type TransactHandler,
  TransactSession,
  type TransactSessionOptions,
} from './client/transact-session.ts';
export type { Transaction } from './client/transaction.ts';
export { type WarmUpOptions, Writer, type WriterHealth, type WriterStats } from './client/writer.ts';
export type { NextWrite, WriteMiddleware } from './client/writer-calls.ts';
export type { AnswerOptions, CompletionCallback, WriterOptions } from './client/writer-options.ts';
export type { PropertyName, PropertyValue, WriterProperties } from './client/writer-properties.ts';
export type { GroupMetadata } from './cluster/group-metadata.ts';
export type { PartitionMetadata, TopicMetadata } from './cluster/topic-metadata.ts';
export type { TopicPartition, TopicPartitionOffset } from './cluster/topic-partition.ts';
export type { Isolation, OutOfRangePolicy } from './fetch/fetch-settings.ts';
export type { OffsetSpec } from './fetch/offset-lookup.ts';
export type {
  AssignableTopic,
  Assignment,
  Assignor,
  GroupMemberInfo,
  LastAssignment,
} from './group/assignor.ts';
export type { AssignorName } from './group/assignors.ts';
export type { CloseOptions } from './group/group-member.ts';
export type { DialFunction } from './network/dial.ts';
export type { ResolveFunction } from './network/resolve.ts';
export type { ClientCredentialsOptions } from './network/sasl/client-credentials.ts';
export type { CredentialContext, CredentialFunction, UserCredentials } from './network/sasl/credentials.ts';
export type { SaslMechanism, SaslSession } from './network/sasl/mechanism.ts';
export type { OAuthToken } from './network/sasl/oauth-token.ts';
export type {
  AwsMskIamOptions,
  OAuthBearerOptions,
  PlainOptions,
  SaslOptions,
  ScramMechanismOptions,
  UserCredentialsOption,
} from './network/sasl/settings.ts';
export type { AwsCredentials } from './network/sasl/sigv4.ts';
export type { SocketOptions, StreamOptions } from './network/stream-options.ts';
export type { Pem, TlsOptions } from './network/tls.ts';
export type { Balancer, BalancerFactory, PartitionLoad } from './produce/balancer.ts';
export type { DeliveryCallback, OutgoingMessage } from './produce/outgoing-message.ts';
export { TransactionError, type TransactionSeverity } from './produce/transactions/transaction-error.ts';
export { MessageTooLargeError, WriteErrors } from './produce/write-errors.ts';
export type { MessagePlace, WriteResult } from './produce/write-result.ts';
export { BrokerError } from './protocol/broker-error.ts';
export type { MaxVersions } from './protocol/versions.ts';
export type { RecordBytes, RecordHeaders } from './record/batch-builder.ts';
export { type Compression, type CompressionName, registerCodec } from './record/compression/codecs.ts';
export type { CompressionCodec } from './record/compression/compression-codec.ts';
export { Message, type MessageHeaders } from './record/message.ts';
export { MessageBatch } from './record/message-batch.ts';
