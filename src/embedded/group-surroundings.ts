// The cluster as groups see it: topics, and settings of groups that override the brokers'. Must not know members.
import type { Clock } from '../base/clock.ts';
import { type ClusterState, CONSUMER_GROUP_DEFAULTS, type ConsumerGroupSettings } from './cluster-state.ts';
import type { GroupEnvironment, GroupTopic, GroupTopics, MigrationPolicy } from './group/group-environment.ts';
import type { Topic } from './topics.ts';

export class GroupSurroundings implements GroupEnvironment {
  readonly topics: GroupTopics;
  readonly #cluster: ClusterState;
  readonly #defaults: ConsumerGroupSettings;

  constructor(cluster: ClusterState) {
    this.#cluster = cluster;
    this.#defaults = cluster.settings.consumerGroups ?? CONSUMER_GROUP_DEFAULTS;
    this.topics = new GroupTopicsOf(cluster);
  }

  get clock(): Clock {
    return this.#cluster.clock;
  }

  get consumerGroupMaxSize(): number {
    return this.#defaults.maxSize;
  }

  get migrationPolicy(): MigrationPolicy {
    return this.#defaults.migrationPolicy;
  }

  sessionTimeoutMs(groupId: string): number {
    return this.#own(groupId, 'consumer.session.timeout.ms') ?? this.#defaults.sessionTimeoutMs;
  }

  heartbeatIntervalMs(groupId: string): number {
    return this.#own(groupId, 'consumer.heartbeat.interval.ms') ?? this.#defaults.heartbeatIntervalMs;
  }

  assignmentIntervalMs(groupId: string): number {
    return this.#own(groupId, 'consumer.assignment.interval.ms') ?? this.#defaults.assignmentIntervalMs;
  }

  #own(groupId: string, name: string): number | undefined {
    const value = this.#cluster.groupConfigs.get(groupId)?.get(name);
    return value === undefined ? undefined : Number(value);
  }
}

class GroupTopicsOf implements GroupTopics {
  readonly #cluster: ClusterState;

  constructor(cluster: ClusterState) {
    this.#cluster = cluster;
  }

  get newest(): number {
    return this.#cluster.topics.newest;
  }

  get(name: string): GroupTopic | undefined {
    return this.#view(this.#cluster.topics.get(name));
  }

  byId(id: string): GroupTopic | undefined {
    return this.#view(this.#cluster.topics.byId(id));
  }

  names(): string[] {
    return [...this.#cluster.topics.all()].map(({ name }) => name);
  }

  #view(topic: Topic | undefined): GroupTopic | undefined {
    if (topic === undefined) return undefined;
    const { id, name, partitions } = topic;
    const racks = partitions.map(({ replicas }) => replicas.map((broker) => this.#cluster.rackOf(broker) ?? '').sort());
    return {
      id,
      name,
      partitions: partitions.length,
      fingerprint: `${name}:${id}:${racks.map((each) => each.join('/')).join(';')}`,
    };
  }
}
