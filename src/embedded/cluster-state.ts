// What all brokers of one embedded cluster share. Owns: who is alive, topics, groups, transactions, producer ids, planned
// faults. Must not know sockets. Invariant: partitions and coordinators see every death and return of a broker.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { AclStore } from './acl-store.ts';
import { BrokerConfigs } from './configs/broker-configs.ts';
import { FaultPlan } from './fault-plan.ts';
import { Features } from './features.ts';
import { FetchSessions } from './fetch-sessions.ts';
import { GroupCoordinator } from './group/group-coordinator.ts';
import type { MigrationPolicy } from './group/group-environment.ts';
import { GroupSurroundings } from './group-surroundings.ts';
import type { EndMarker } from './log/producer-states.ts';
import { QuotaStore } from './quota-store.ts';
import { SaslAuthority } from './sasl/sasl-authority.ts';
import type { SaslSettings } from './sasl/sasl-options.ts';
import { UserStore } from './sasl/user-store.ts';
import { OFFSETS_TOPIC, type Topic, type TopicFault, Topics, type TopicWish, TRANSACTIONS_TOPIC } from './topics.ts';
import { MarkerWriter } from './transaction/marker-writer.ts';
import type { TransactionPartition } from './transaction/transaction.ts';
import { TransactionCoordinator } from './transaction/transaction-coordinator.ts';

/** A broker as the others and the clients know it. */
export interface BrokerNode {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface ClusterSettings {
  readonly clusterId: string | undefined;
  readonly brokerIds: readonly number[];
  readonly autoCreateTopics: boolean;
  readonly defaultPartitions: number;
  readonly defaultReplicationFactor: number;
  readonly offsetsTopicPartitions: number;
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  readonly clock: Clock;
  /** How many fetch sessions each broker keeps. @default as many as Kafka */
  readonly fetchSessionSlots?: number | undefined;
  /** The level of the feature transaction.version to begin with. @default the highest */
  readonly transactionVersion?: number | undefined;
  /** The level of the feature group.version to begin with. @default the highest */
  readonly groupVersion?: number | undefined;
  readonly consumerGroups?: ConsumerGroupSettings | undefined;
  /** Undefined where clients need not say who they are. */
  readonly sasl?: SaslSettings | undefined;
  /** Whether access rules are kept; without, whoever asks for them is told that there is no authorizer. */
  readonly storeAcls?: boolean;
}

/** How a broker treats groups of the consumer protocol, where a group has no setting of its own (KIP-848). */
export interface ConsumerGroupSettings {
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly assignmentIntervalMs: number;
  readonly maxSize: number;
  readonly migrationPolicy: MigrationPolicy;
}

export const CONSUMER_GROUP_DEFAULTS: ConsumerGroupSettings = {
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 5000,
  assignmentIntervalMs: 1000,
  maxSize: 2 ** 31 - 1,
  migrationPolicy: 'bidirectional',
};

/** max.incremental.fetch.session.cache.slots */
const FETCH_SESSION_SLOTS = 1000;

export class ClusterState {
  readonly clusterId: string;
  readonly settings: ClusterSettings;
  readonly clock: Clock;
  readonly topics: Topics;
  readonly groups: GroupCoordinator;
  readonly markers: MarkerWriter;
  readonly transactions: TransactionCoordinator;
  readonly features: Features;
  readonly acls: AclStore | undefined;
  readonly quotas: QuotaStore = new QuotaStore();
  readonly brokerConfigs: BrokerConfigs = new BrokerConfigs();
  /** What is set of each group and of each client metrics subscription. */
  readonly groupConfigs: Map<string, ReadonlyMap<string, string>> = new Map();
  readonly clientMetrics: Map<string, ReadonlyMap<string, string>> = new Map();
  readonly faults: FaultPlan = new FaultPlan();
  readonly users: UserStore = new UserStore();
  readonly sasl: SaslAuthority | undefined;
  readonly #fetchSessions = new Map<number, FetchSessions>();
  readonly #alive = new Map<number, BrokerNode>();
  readonly #known = new Map<number, BrokerNode>();
  #nextProducerId = 0;
  #controllerEpoch = 0;
  #isClosed = false;

  constructor(settings: ClusterSettings) {
    this.settings = settings;
    this.clock = settings.clock;
    this.clusterId = settings.clusterId ?? randomBytes(16).toString('base64url');
    const defaults = { partitions: settings.defaultPartitions, replicationFactor: settings.defaultReplicationFactor };
    this.topics = new Topics(settings.brokerIds, defaults, this.brokerConfigs);
    this.groups = new GroupCoordinator(settings, new GroupSurroundings(this));
    const { transactionVersion, groupVersion } = settings;
    this.features = new Features({
      ...(transactionVersion === undefined ? {} : { 'transaction.version': transactionVersion }),
      ...(groupVersion === undefined ? {} : { 'group.version': groupVersion }),
    });
    this.markers = new MarkerWriter(
      {
        find: ({ topic, partition }) => this.topics.get(topic)?.partitions[partition],
        written: (place, marker) => this.markerWritten(place, marker),
      },
      settings.clock,
    );
    this.transactions = new TransactionCoordinator({
      clock: settings.clock,
      newProducerId: () => this.nextProducerId(),
      transactionVersion: () => this.features.levelOf('transaction.version'),
      leaderOf: (transactionalId) => this.transactionLeaderOf(transactionalId),
      writeMarkers: (marker, partitions, done) => this.markers.write(marker, partitions, done),
    });
    this.acls = settings.storeAcls === true ? new AclStore() : undefined;
    const { sasl, clock } = settings;
    this.sasl = sasl === undefined ? undefined : new SaslAuthority(sasl, this.users, clock);
  }

  /** Brokers that run, by id. */
  get nodes(): readonly BrokerNode[] {
    return [...this.#alive.values()].sort((a, b) => a.id - b.id);
  }

  /** Brokers that are down, by id. */
  get fencedNodes(): readonly BrokerNode[] {
    return [...this.#known.values()].filter(({ id }) => !this.#alive.has(id)).sort((a, b) => a.id - b.id);
  }

  node(id: number): BrokerNode | undefined {
    return this.#alive.get(id);
  }

  /** Where a broker stands, also while it is down. */
  rackOf(id: number): string | null {
    return this.#known.get(id)?.rack ?? null;
  }

  /** Any broker takes a controller's requests, as with KRaft; clients are told the one with the lowest id. */
  get controllerId(): number {
    return this.nodes[0]?.id ?? -1;
  }

  get aliveIds(): ReadonlySet<number> {
    return new Set(this.#alive.keys());
  }

  /** How often a broker has come or gone: whenever that happens, the quorum elects its leader anew. */
  get controllerEpoch(): number {
    return this.#controllerEpoch;
  }

  /** The end of the metadata log, if every change of the cluster were one record of it. */
  get metadataOffset(): number {
    return this.#controllerEpoch + this.features.epoch + this.brokerConfigs.version + this.topics.changes;
  }

  brokerStarted(node: BrokerNode): void {
    this.#alive.set(node.id, node);
    this.#known.set(node.id, node);
    this.#brokersChanged();
  }

  brokerDied(id: number): void {
    if (!this.#alive.delete(id)) return;
    this.#fetchSessions.delete(id);
    this.#brokersChanged();
  }

  /** What a broker was started with, as its configs show it. */
  staticConfigs({ id, host, port, rack }: BrokerNode): Readonly<Record<string, string>> {
    const { sasl, minSessionTimeoutMs, maxSessionTimeoutMs, autoCreateTopics } = this.settings;
    const { defaultPartitions, defaultReplicationFactor, offsetsTopicPartitions } = this.settings;
    return {
      'advertised.listeners': `CLIENT://${host}:${port}`,
      'broker.id': String(id),
      'node.id': String(id),
      ...(rack === null ? {} : { 'broker.rack': rack }),
      ...(autoCreateTopics ? {} : { 'auto.create.topics.enable': 'false' }),
      ...(defaultPartitions === 1 ? {} : { 'num.partitions': String(defaultPartitions) }),
      ...(defaultReplicationFactor === 1 ? {} : { 'default.replication.factor': String(defaultReplicationFactor) }),
      ...(offsetsTopicPartitions === 50 ? {} : { 'offsets.topic.num.partitions': String(offsetsTopicPartitions) }),
      ...(minSessionTimeoutMs === 6000 ? {} : { 'group.min.session.timeout.ms': String(minSessionTimeoutMs) }),
      ...(maxSessionTimeoutMs === 1_800_000 ? {} : { 'group.max.session.timeout.ms': String(maxSessionTimeoutMs) }),
      ...(sasl === undefined ? {} : { 'sasl.enabled.mechanisms': sasl.mechanisms.join(',') }),
      ...(sasl === undefined || sasl.maxReauthMs === 0
        ? {}
        : { 'connections.max.reauth.ms': String(sasl.maxReauthMs) }),
    };
  }

  /** Creates a topic, or says why it cannot be. */
  createTopic(wish: TopicWish): Topic | TopicFault {
    const plan = this.topics.plan(wish);
    return 'errorCode' in plan ? plan : this.topics.create(plan, this.aliveIds);
  }

  /** Deletes a topic and the offsets that groups committed for it. */
  deleteTopic(topic: Topic): void {
    this.topics.delete(topic);
    this.groups.topicDeleted(topic.name);
    this.markers.retry();
  }

  /** The partition of the offsets topic whose leader coordinates the group; the topic is created when first needed. */
  coordinatorOf(groupId: string): number {
    const topic = this.topics.get(OFFSETS_TOPIC) ?? this.#createInternalTopic(OFFSETS_TOPIC);
    return topic.partitions[this.offsetsPartitionOf(groupId)]?.leaderId ?? -1;
  }

  /** Where a group's offsets are kept. */
  offsetsPartitionOf(groupId: string): number {
    return javaHash(groupId) % this.settings.offsetsTopicPartitions;
  }

  /** The same for a transactional id. */
  transactionCoordinatorOf(transactionalId: string): number {
    if (this.topics.get(TRANSACTIONS_TOPIC) === undefined) this.#createInternalTopic(TRANSACTIONS_TOPIC);
    return this.transactionLeaderOf(transactionalId).leaderId;
  }

  /** Who coordinates a transactional id, and the epoch; -1 where nobody does, or nobody has asked for a coordinator yet. */
  transactionLeaderOf(transactionalId: string): { readonly leaderId: number; readonly leaderEpoch: number } {
    const partitions = this.topics.get(TRANSACTIONS_TOPIC)?.partitions ?? [];
    const partition = partitions[javaHash(transactionalId) % partitions.length];
    return partition ?? { leaderId: -1, leaderEpoch: -1 };
  }

  /** A leader changed: new coordinators start from what was stored, and markers that waited for one are written. */
  leadersChanged(): void {
    if (this.topics.get(OFFSETS_TOPIC) !== undefined) {
      this.groups.coordinatorsChanged((groupId) => this.coordinatorOf(groupId));
    }
    this.transactions.coordinatorsChanged();
    this.markers.retry();
  }

  /** The fetch sessions that a broker keeps, until it dies. */
  fetchSessionsOf(brokerId: number): FetchSessions {
    const known = this.#fetchSessions.get(brokerId);
    if (known !== undefined) return known;
    const sessions = new FetchSessions(this.clock, this.settings.fetchSessionSlots ?? FETCH_SESSION_SLOTS);
    this.#fetchSessions.set(brokerId, sessions);
    return sessions;
  }

  /** A transaction has ended in a partition; where that keeps offsets, those committed in it take effect or are dropped. */
  markerWritten({ topic, partition }: TransactionPartition, { producerId, type }: EndMarker): void {
    if (topic !== OFFSETS_TOPIC) return;
    const includes = (groupId: string): boolean => this.offsetsPartitionOf(groupId) === partition;
    this.groups.transactionEnded(producerId, type === 'commit', includes);
  }

  nextProducerId(): number {
    return this.#nextProducerId++;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Ends every timer; no broker starts any more. */
  close(): void {
    this.#isClosed = true;
    this.groups.close();
    this.transactions.close();
    this.markers.close();
  }

  #brokersChanged(): void {
    this.#controllerEpoch++;
    const alive = this.aliveIds;
    for (const topic of this.topics.all()) {
      for (const partition of topic.partitions) partition.brokersChanged(alive);
    }
    this.leadersChanged();
  }

  #createInternalTopic(name: string): Topic {
    const plan = this.topics.plan({
      name,
      partitions: this.settings.offsetsTopicPartitions,
      replicationFactor: Math.min(3, this.settings.brokerIds.length),
      assignments: [],
      configs: [{ name: 'cleanup.policy', value: 'compact' }],
    });
    if ('errorCode' in plan) throw new Error(plan.message);
    return this.topics.create(plan, this.aliveIds);
  }
}

/** `String.hashCode` of Java without its sign bit: decides the partition of a group's or a transactional id's topic. */
function javaHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash === -(2 ** 31) ? 0 : Math.abs(hash);
}
