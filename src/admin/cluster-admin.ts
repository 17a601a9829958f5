// One half of the facade Admin, apart only for its length. See admin.ts.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { ConfigReplacement } from './alter-configs.ts';
import type { ReplicaMove, ReplicaMoveResult } from './alter-replica-log-dirs.ts';
import type { ConfigResourceType } from './config-resource.ts';
import type { CreatePartitionsOptions, NewPartitions } from './create-partitions.ts';
import type { CreateTopicResult, CreateTopicsOptions, NewTopic, TopicResult } from './create-topics.ts';
import type { DeleteRecordsResult, RecordsToDelete } from './delete-records.ts';
import type { BrokerApis } from './describe-api-versions.ts';
import type { ClusterDescription, DescribeClusterOptions } from './describe-cluster.ts';
import type { ConfigQuery, ConfigResult, DescribeConfigsOptions } from './describe-configs.ts';
import type { BrokerLogDirs } from './describe-log-dirs.ts';
import type { ReplicaLogDir } from './describe-replica-log-dirs.ts';
import type { DescribeTopicPartitionsOptions, TopicPartitionsDescription } from './describe-topic-partitions.ts';
import type { DescribeTopicsOptions, TopicDescription, TopicName } from './describe-topics.ts';
import type { ElectionType } from './elect-leaders.ts';
import type { FeatureDescription, FeatureUpdate, FeatureUpdateResult, UpdateFeaturesOptions } from './features.ts';
import type { CoordinatedKind, FoundCoordinator } from './find-coordinators.ts';
import type { AlterConfigsOptions, ConfigChangeResult, ConfigChanges } from './incremental-alter-configs.ts';
import type { LeaderEpochEnd, LeaderEpochQuery } from './leader-epoch-offsets.ts';
import type { ListedConfigResource } from './list-config-resources.ts';
import type { ListOffsetResult, ListOffsetsOptions, OffsetQuery } from './list-offsets.ts';
import type { ListedTopic, ListTopicsOptions } from './list-topics.ts';
import type { PartitionResult } from './partition-lists.ts';
import type {
  AddRaftVoterOptions,
  QuorumDescription,
  RaftVoter,
  RemoveRaftVoterOptions,
  VoterEndpoint,
} from './quorum.ts';
import type { OngoingReassignment, Reassignment, ReassignmentOptions } from './reassignments.ts';
import type { Replica } from './replica.ts';

/** The part of {@link Admin} that is about the cluster: topics, records, replicas, configuration. */
export class ClusterAdmin {
  readonly #cluster: Cluster;

  /** @internal */
  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  // Topics

  /** Creates topics; `validateOnly` checks only. */
  async createTopics(
    topics: readonly NewTopic[],
    options: CreateTopicsOptions = {},
  ): Promise<readonly CreateTopicResult[]> {
    const { createTopics } = await import('./create-topics.ts');
    return createTopics(this.#cluster, topics, options);
  }

  /** Deletes topics by name or id. */
  async deleteTopics(topics: readonly TopicName[], options: CallOptions = {}): Promise<readonly TopicResult[]> {
    const { deleteTopics } = await import('./delete-topics.ts');
    return deleteTopics(this.#cluster, topics, options);
  }

  /** Adds partitions to topics; `validateOnly` checks only. */
  async createPartitions(
    topics: readonly NewPartitions[],
    options: CreatePartitionsOptions = {},
  ): Promise<readonly TopicResult[]> {
    const { createPartitions } = await import('./create-partitions.ts');
    return createPartitions(this.#cluster, topics, options);
  }

  /** Topics by name or id, with partitions, leaders and replicas. */
  async describeTopics(
    topics: readonly TopicName[],
    options: DescribeTopicsOptions = {},
  ): Promise<readonly TopicDescription[]> {
    const { describeTopics } = await import('./describe-topics.ts');
    return describeTopics(this.#cluster, topics, options);
  }

  /** Names of the topics that the caller may see; Kafka's own if wanted. */
  async listTopics(options: ListTopicsOptions = {}): Promise<readonly ListedTopic[]> {
    const { listTopics } = await import('./list-topics.ts');
    return listTopics(this.#cluster, options);
  }

  /** Every topic that the caller may see, described. */
  async describeAllTopics(options: DescribeTopicsOptions = {}): Promise<readonly TopicDescription[]> {
    const { describeAllTopics } = await import('./describe-topics.ts');
    return describeAllTopics(this.#cluster, options);
  }

  /** Topics page by page, with eligible leader replicas; without names every topic. */
  async describeTopicPartitions(
    topics?: readonly string[],
    options: DescribeTopicPartitionsOptions = {},
  ): Promise<readonly TopicPartitionsDescription[]> {
    const { describeTopicPartitions } = await import('./describe-topic-partitions.ts');
    return describeTopicPartitions(this.#cluster, topics, options);
  }

  // Records and offsets

  /** Deletes the beginning of partitions. */
  async deleteRecords(
    partitions: readonly RecordsToDelete[],
    options: CallOptions = {},
  ): Promise<readonly DeleteRecordsResult[]> {
    const { deleteRecords } = await import('./delete-records.ts');
    return deleteRecords(this.#cluster, partitions, options);
  }

  /** First, last, by time, and the other offsets that a leader knows. */
  async listOffsets(
    queries: readonly OffsetQuery[],
    options: ListOffsetsOptions = {},
  ): Promise<readonly ListOffsetResult[]> {
    const { listOffsets } = await import('./list-offsets.ts');
    return listOffsets(this.#cluster, queries, options);
  }

  /** Where leader epochs end in the leaders' logs. */
  async leaderEpochOffsets(
    queries: readonly LeaderEpochQuery[],
    options: CallOptions = {},
  ): Promise<readonly LeaderEpochEnd[]> {
    const { leaderEpochOffsets } = await import('./leader-epoch-offsets.ts');
    return leaderEpochOffsets(this.#cluster, queries, options);
  }

  // Cluster

  /** The cluster's id, controller and brokers. */
  async describeCluster(options: DescribeClusterOptions = {}): Promise<ClusterDescription> {
    const { describeCluster } = await import('./describe-cluster.ts');
    return describeCluster(this.#cluster, options);
  }

  /** Which APIs brokers answer, in which versions. */
  async describeApiVersions(brokerIds?: readonly number[], options: CallOptions = {}): Promise<readonly BrokerApis[]> {
    const { describeApiVersions } = await import('./describe-api-versions.ts');
    return describeApiVersions(this.#cluster, brokerIds, options);
  }

  /** Which brokers coordinate groups, transactional ids or share partitions. */
  async findCoordinators(
    kind: CoordinatedKind,
    keys: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly FoundCoordinator[]> {
    const { findCoordinators } = await import('./find-coordinators.ts');
    return findCoordinators(this.#cluster, kind, keys, options);
  }

  /** Features in use and supported. */
  async describeFeatures(options: CallOptions = {}): Promise<FeatureDescription> {
    const { describeFeatures } = await import('./features.ts');
    return describeFeatures(this.#cluster, options);
  }

  /** Changes the levels of features; `validateOnly` checks only. */
  async updateFeatures(
    updates: readonly FeatureUpdate[],
    options: UpdateFeaturesOptions = {},
  ): Promise<readonly FeatureUpdateResult[]> {
    const { updateFeatures } = await import('./features.ts');
    return updateFeatures(this.#cluster, updates, options);
  }

  /** The metadata quorum of a KRaft cluster. */
  async describeMetadataQuorum(options: CallOptions = {}): Promise<QuorumDescription> {
    const { describeMetadataQuorum } = await import('./quorum.ts');
    return describeMetadataQuorum(this.#cluster, options);
  }

  /** Makes a running controller a voter. */
  async addRaftVoter(
    voter: RaftVoter & { readonly endpoints: readonly VoterEndpoint[] },
    options: AddRaftVoterOptions = {},
  ): Promise<void> {
    const { addRaftVoter } = await import('./quorum.ts');
    return addRaftVoter(this.#cluster, voter, options);
  }

  /** Takes a voter out of the quorum. */
  async removeRaftVoter(voter: RaftVoter, options: RemoveRaftVoterOptions = {}): Promise<void> {
    const { removeRaftVoter } = await import('./quorum.ts');
    return removeRaftVoter(this.#cluster, voter, options);
  }

  /** Forgets a broker that is gone for good. */
  async unregisterBroker(brokerId: number, options: CallOptions = {}): Promise<void> {
    const { unregisterBroker } = await import('./unregister.ts');
    return unregisterBroker(this.#cluster, brokerId, options);
  }

  /** Forgets a controller that is gone for good. */
  async unregisterController(controllerId: number, options: CallOptions = {}): Promise<void> {
    const { unregisterController } = await import('./unregister.ts');
    return unregisterController(this.#cluster, controllerId, options);
  }

  // Replicas

  /** Log directories of the brokers named, or of all. */
  async describeLogDirs(brokerIds?: readonly number[], options: CallOptions = {}): Promise<readonly BrokerLogDirs[]> {
    const { describeLogDirs } = await import('./describe-log-dirs.ts');
    return describeLogDirs(this.#cluster, brokerIds, options);
  }

  /** Where single replicas lie, and where they are being moved to. */
  async describeReplicaLogDirs(
    replicas: readonly Replica[],
    options: CallOptions = {},
  ): Promise<readonly ReplicaLogDir[]> {
    const { describeReplicaLogDirs } = await import('./describe-replica-log-dirs.ts');
    return describeReplicaLogDirs(this.#cluster, replicas, options);
  }

  /** Moves replicas to other directories of their brokers. */
  async alterReplicaLogDirs(
    moves: readonly ReplicaMove[],
    options: CallOptions = {},
  ): Promise<readonly ReplicaMoveResult[]> {
    const { alterReplicaLogDirs } = await import('./alter-replica-log-dirs.ts');
    return alterReplicaLogDirs(this.#cluster, moves, options);
  }

  /** Moves partitions to other brokers, or calls moves off. */
  async alterPartitionReassignments(
    reassignments: readonly Reassignment[],
    options: ReassignmentOptions = {},
  ): Promise<readonly PartitionResult[]> {
    const { alterPartitionReassignments } = await import('./reassignments.ts');
    return alterPartitionReassignments(this.#cluster, reassignments, options);
  }

  /** Moves under way: of the partitions named, or all. */
  async listPartitionReassignments(
    partitions?: readonly TopicPartition[],
    options: CallOptions = {},
  ): Promise<readonly OngoingReassignment[]> {
    const { listPartitionReassignments } = await import('./reassignments.ts');
    return listPartitionReassignments(this.#cluster, partitions, options);
  }

  /** Elects leaders: of the partitions named, or of all. */
  async electLeaders(
    type: ElectionType,
    partitions?: readonly TopicPartition[],
    options: CallOptions = {},
  ): Promise<readonly PartitionResult[]> {
    const { electLeaders } = await import('./elect-leaders.ts');
    return electLeaders(this.#cluster, type, partitions, options);
  }

  // Configuration

  /** Settings of topics, brokers, loggers, groups and client metrics. */
  async describeConfigs(
    resources: readonly ConfigQuery[],
    options: DescribeConfigsOptions = {},
  ): Promise<readonly ConfigResult[]> {
    const { describeConfigs } = await import('./describe-configs.ts');
    return describeConfigs(this.#cluster, resources, options);
  }

  /** Changes single settings; `validateOnly` checks only. */
  async incrementalAlterConfigs(
    resources: readonly ConfigChanges[],
    options: AlterConfigsOptions = {},
  ): Promise<readonly ConfigChangeResult[]> {
    const { incrementalAlterConfigs } = await import('./incremental-alter-configs.ts');
    return incrementalAlterConfigs(this.#cluster, resources, options);
  }

  /** What has a configuration of its own; without types every type. */
  async listConfigResources(
    types?: readonly ConfigResourceType[],
    options: CallOptions = {},
  ): Promise<readonly ListedConfigResource[]> {
    const { listConfigResources } = await import('./list-config-resources.ts');
    return listConfigResources(this.#cluster, types, options);
  }

  /** Names of client metrics resources. */
  async listClientMetricsResources(options: CallOptions = {}): Promise<readonly string[]> {
    const { listClientMetricsResources } = await import('./list-config-resources.ts');
    return listClientMetricsResources(this.#cluster, options);
  }

  /** Replaces all settings of resources at once; prefer `incrementalAlterConfigs`. */
  async alterConfigs(
    resources: readonly ConfigReplacement[],
    options: AlterConfigsOptions = {},
  ): Promise<readonly ConfigChangeResult[]> {
    const { alterConfigs } = await import('./alter-configs.ts');
    return alterConfigs(this.#cluster, resources, options);
  }
}
