// The topics of the embedded cluster. Owns: names, ids, partitions, and a broker's rules for creating and deleting.
// Must not know requests or sockets.
import { randomBytes } from 'node:crypto';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { BrokerConfigs } from './configs/broker-configs.ts';
import { OwnConfigs } from './configs/own-configs.ts';
import { configFault } from './configs/topic-configs.ts';
import { Partition } from './partition.ts';

/** A topic that exists. */
export interface Topic {
  readonly name: string;
  readonly id: string;
  readonly isInternal: boolean;
  readonly configs: OwnConfigs;
  /** Grows where somebody asks for more. */
  readonly partitions: readonly Partition[];
}

/** What a topic shall be like; -1 stands for the cluster's default. */
export interface TopicWish {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Replicas of each partition, first the preferred leader; empty to let the cluster choose. */
  readonly assignments: readonly { readonly partition: number; readonly brokers: readonly number[] }[];
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
}

/** Why a topic cannot be created or deleted, as a broker says it. */
export interface TopicFault {
  readonly errorCode: number;
  readonly message: string;
}

/** A wish that can be granted, with all defaults filled in. */
export interface TopicPlan {
  readonly name: string;
  readonly replicas: readonly (readonly number[])[];
  readonly configs: ReadonlyMap<string, string>;
}

export interface TopicDefaults {
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** The topic that gives every group its coordinator: the leader of the partition that its name hashes to. */
export const OFFSETS_TOPIC = '__consumer_offsets';

/** The same for transactional ids. */
export const TRANSACTIONS_TOPIC = '__transaction_state';

const INTERNAL_TOPICS: ReadonlySet<string> = new Set([OFFSETS_TOPIC, TRANSACTIONS_TOPIC, '__share_group_state']);
const MAX_NAME_LENGTH = 249;
/** A request must not be able to make the process run out of memory. */
const MAX_PARTITIONS = 100_000;

export class Topics {
  readonly #byName = new Map<string, Topic>();
  readonly #byId = new Map<string, Topic>();
  readonly #brokerIds: readonly number[];
  readonly #defaults: TopicDefaults;
  readonly #brokerConfigs: BrokerConfigs;
  #nextFirstReplica = 0;
  #changes = 0;
  #newest = 0;

  constructor(brokerIds: readonly number[], defaults: TopicDefaults, brokerConfigs: BrokerConfigs) {
    this.#brokerIds = brokerIds;
    this.#defaults = defaults;
    this.#brokerConfigs = brokerConfigs;
  }

  get(name: string): Topic | undefined {
    return this.#byName.get(name);
  }

  byId(id: string): Topic | undefined {
    return this.#byId.get(id);
  }

  /** How many topics and partitions have come or gone. */
  get changes(): number {
    return this.#changes;
  }

  /** Grows whenever a topic is created. */
  get newest(): number {
    return this.#newest;
  }

  /** Every topic, oldest first. */
  all(): IterableIterator<Topic> {
    return this.#byName.values();
  }

  /** Checks a wish as Kafka's controller does and fills in the defaults. */
  plan(wish: TopicWish): TopicPlan | TopicFault {
    const nameFault = this.#nameFault(wish.name);
    if (nameFault !== undefined) return nameFault;
    const configs = new Map<string, string>();
    for (const { name, value } of wish.configs) {
      const message = configFault(name, value);
      if (message !== undefined) return { errorCode: ErrorCode.INVALID_CONFIG, message };
      configs.set(name, (value as string).trim());
    }
    const replicas = wish.assignments.length > 0 ? this.#assigned(wish) : this.#spread(wish);
    return 'errorCode' in replicas ? replicas : { name: wish.name, replicas, configs };
  }

  /** Creates what was planned. `alive`: brokers that run now. */
  create(plan: TopicPlan, alive: ReadonlySet<number>): Topic {
    const configs = new OwnConfigs(plan.configs, this.#brokerConfigs);
    const topic: Topic = {
      name: plan.name,
      id: randomBytes(16).toString('base64url'),
      isInternal: INTERNAL_TOPICS.has(plan.name),
      configs,
      partitions: plan.replicas.map((replicas, index) => newPartition(index, replicas, configs, alive)),
    };
    this.#byName.set(topic.name, topic);
    this.#byId.set(topic.id, topic);
    this.#nextFirstReplica++;
    this.#newest++;
    this.#changes += 1 + topic.partitions.length;
    return topic;
  }

  /** Which brokers would hold the partitions that `count` in all needs; `assignments` where the client chose. */
  planMore(
    topic: Topic,
    count: number,
    assignments: readonly (readonly number[])[] | null,
  ): readonly (readonly number[])[] | TopicFault {
    const now = topic.partitions.length;
    if (count === now) return partitionFault(`Topic already has ${now} partition(s).`);
    if (count < now) {
      return partitionFault(
        `The topic ${topic.name} currently has ${now} partition(s); ${count} would not be an increase.`,
      );
    }
    if (count > MAX_PARTITIONS) {
      return partitionFault(`The embedded broker creates at most ${MAX_PARTITIONS} partitions per topic.`);
    }
    const factor = topic.partitions[0]?.replicas.length ?? 1;
    if (assignments === null) return spread(this.#brokerIds, count - now, factor, this.#nextFirstReplica + now);
    if (assignments.length !== count - now) {
      const message = `Attempted to add ${count - now} additional partition(s), but only ${assignments.length} assignment(s) were specified.`;
      return { errorCode: ErrorCode.INVALID_REPLICA_ASSIGNMENT, message };
    }
    for (const brokers of assignments) {
      const message = this.assignmentFault(brokers, factor);
      if (message !== undefined) return { errorCode: ErrorCode.INVALID_REPLICA_ASSIGNMENT, message };
    }
    return assignments;
  }

  /** Adds what was planned. */
  addPartitions(topic: Topic, planned: readonly (readonly number[])[], alive: ReadonlySet<number>): void {
    const partitions = topic.partitions as Partition[];
    this.#changes += planned.length;
    for (const replicas of planned) partitions.push(newPartition(partitions.length, replicas, topic.configs, alive));
  }

  delete(topic: Topic): void {
    this.#byName.delete(topic.name);
    this.#byId.delete(topic.id);
    this.#changes++;
    for (const partition of topic.partitions) partition.delete();
  }

  #nameFault(name: string): TopicFault | undefined {
    const wrong = wrongName(name);
    if (wrong !== undefined) {
      return { errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION, message: `Topic name is invalid: ${wrong}` };
    }
    if (this.#byName.has(name)) {
      return { errorCode: ErrorCode.TOPIC_ALREADY_EXISTS, message: `Topic '${name}' already exists.` };
    }
    // Metric names write dots as underscores, so Kafka refuses names that differ in nothing else.
    if (!/[._]/.test(name)) return undefined;
    const flat = name.replaceAll('.', '_');
    for (const other of this.#byName.keys()) {
      if (other.replaceAll('.', '_') !== flat) continue;
      const message = `Topic '${name}' collides with existing topic: ${other}`;
      return { errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION, message };
    }
    return undefined;
  }

  #spread(wish: TopicWish): number[][] | TopicFault {
    if (wish.replicationFactor < -1 || wish.replicationFactor === 0) {
      const message = 'Replication factor must be larger than 0, or -1 to use the default value.';
      return { errorCode: ErrorCode.INVALID_REPLICATION_FACTOR, message };
    }
    if (wish.partitions < -1 || wish.partitions === 0) {
      const message = 'Number of partitions was set to an invalid non-positive value.';
      return { errorCode: ErrorCode.INVALID_PARTITIONS, message };
    }
    const partitions = wish.partitions < 0 ? this.#defaults.partitions : wish.partitions;
    const factor = wish.replicationFactor < 0 ? this.#defaults.replicationFactor : wish.replicationFactor;
    const ids = this.#brokerIds;
    if (factor > ids.length) {
      const message = `Unable to replicate the partition ${factor} time(s): The target replication factor of ${factor} cannot be reached because only ${ids.length} broker(s) are registered or some brokers have all their log directories cordoned.`;
      return { errorCode: ErrorCode.INVALID_REPLICATION_FACTOR, message };
    }
    if (partitions > MAX_PARTITIONS) {
      const message = `The embedded broker creates at most ${MAX_PARTITIONS} partitions per topic.`;
      return { errorCode: ErrorCode.INVALID_PARTITIONS, message };
    }
    return spread(ids, partitions, factor, this.#nextFirstReplica);
  }

  #assigned(wish: TopicWish): (readonly number[])[] | TopicFault {
    if (wish.replicationFactor !== -1) {
      const message = 'A manual partition assignment was specified, but replication factor was not set to -1.';
      return { errorCode: ErrorCode.INVALID_REQUEST, message };
    }
    if (wish.partitions !== -1) {
      const message = 'A manual partition assignment was specified, but numPartitions was not set to -1.';
      return { errorCode: ErrorCode.INVALID_REQUEST, message };
    }
    const replicas: (readonly number[] | undefined)[] = new Array(wish.assignments.length).fill(undefined);
    for (const { partition, brokers } of wish.assignments) {
      const message = this.assignmentFault(brokers, replicas[0]?.length);
      if (message !== undefined) return { errorCode: ErrorCode.INVALID_REPLICA_ASSIGNMENT, message };
      if (partition >= 0 && partition < replicas.length) replicas[partition] = brokers;
    }
    if (replicas.includes(undefined)) {
      const message = 'partitions should be a consecutive 0-based integer sequence';
      return { errorCode: ErrorCode.INVALID_REPLICA_ASSIGNMENT, message };
    }
    return replicas as (readonly number[])[];
  }

  /** What is wrong with the brokers chosen for a partition, in a broker's words; `factor` is how many there should be. */
  assignmentFault(brokers: readonly number[], factor: number | undefined): string | undefined {
    if (brokers.length === 0) return 'The manual partition assignment includes an empty replica list.';
    for (const [at, id] of brokers.entries()) {
      if (!this.#brokerIds.includes(id)) {
        return `The manual partition assignment includes broker ${id}, but no such broker is registered.`;
      }
      if (brokers.indexOf(id) !== at)
        return `The manual partition assignment includes the broker ${id} more than once.`;
    }
    if (factor !== undefined && factor !== brokers.length) {
      return `The manual partition assignment includes a partition with ${brokers.length} replica(s), but this is not consistent with previous partitions, which have ${factor} replica(s).`;
    }
    return undefined;
  }
}

/** Spreads replicas over the brokers, each partition beginning with the next. */
function spread(ids: readonly number[], partitions: number, factor: number, first: number): number[][] {
  return Array.from({ length: partitions }, (_, index) =>
    Array.from({ length: factor }, (_, replica) => ids[(first + index + replica) % ids.length] as number),
  );
}

function partitionFault(message: string): TopicFault {
  return { errorCode: ErrorCode.INVALID_PARTITIONS, message };
}

function newPartition(
  index: number,
  replicas: readonly number[],
  configs: OwnConfigs,
  alive: ReadonlySet<number>,
): Partition {
  return new Partition(index, replicas, (brokerId) => configs.settingsAt(brokerId), alive);
}

/** What is wrong with a topic's name, in a broker's words. */
export function wrongName(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.' || name === '..') return `'${name}' is not allowed`;
  if (name.length > MAX_NAME_LENGTH) {
    return `the length of '${name}' is longer than the max allowed length ${MAX_NAME_LENGTH}`;
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  }
  return undefined;
}
