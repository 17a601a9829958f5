// The embedded cluster as users see it: starts brokers, creates topics, causes trouble on order.
// Must not know the protocol.
import type { Clock } from '../base/clock.ts';
import { configError, KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import {
  booleanOption,
  clockOption,
  integerOption,
  knownOptions,
  loggerOption,
  type OptionNames,
  topicOption,
} from '../base/options.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { EmbeddedBroker } from './broker.ts';
import { ClusterState } from './cluster-state.ts';
import { consumerGroupsOption, type EmbeddedConsumerGroupOptions } from './consumer-group-options.ts';
import type { Fault } from './fault-plan.ts';
import type { Partition } from './partition.ts';
import type { ProduceFault } from './produce-fault.ts';
import type { ReadFault } from './read-fault.ts';
import { type EmbeddedSaslOptions, saslOption } from './sasl/sasl-options.ts';
import { type EmbeddedTlsOptions, tlsOption } from './tls-options.ts';
import { type TopicView, viewTopic } from './topic-view.ts';
import type { Topic } from './topics.ts';
import type { TransactionPartition, TransactionState } from './transaction/transaction.ts';

/** What a topic shall be like. */
export interface EmbeddedTopicOptions {
  /** @default the cluster's `defaultPartitions` */
  readonly partitions?: number;
  /** At most the number of brokers. @default 3, or all brokers where there are fewer */
  readonly replicationFactor?: number;
  /** Kafka's topic configs by name, for example `{ 'max.message.bytes': '1000' }`. */
  readonly configs?: Readonly<Record<string, string | number | boolean>>;
}

/** A transactional id as its coordinator knows it. */
export interface TransactionView {
  readonly state: TransactionState;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Those that take part in the transaction; none when it has ended. */
  readonly partitions: readonly TransactionPartition[];
}

export interface EmbeddedKafkaOptions {
  /** How many brokers, with ids from 1. @default 1 */
  readonly brokers?: number;
  /** Topics to begin with: a partition count, or more. */
  readonly topics?: Readonly<Record<string, number | EmbeddedTopicOptions>>;
  /** Whether asking for the metadata of a missing topic creates it, as `auto.create.topics.enable` does. @default true */
  readonly autoCreateTopics?: boolean;
  /** Partitions of a topic whose creator names no number. @default 1 */
  readonly defaultPartitions?: number;
  /** Partitions of `__consumer_offsets`, as `offsets.topic.num.partitions`: a group's coordinator leads one. @default 50 */
  readonly offsetsTopicPartitions?: number;
  /** One port for each broker; 0 lets the system choose. @default the system chooses */
  readonly ports?: readonly number[];
  /** Where each broker stands (`broker.rack`): readers with a rack read from the closest replica (KIP-392). @default none */
  readonly racks?: readonly string[];
  /** @default a random one */
  readonly clusterId?: string;
  /** Shortest session timeout that members may ask for, as `group.min.session.timeout.ms`. @default 6000 */
  readonly minSessionTimeoutMs?: number;
  /** Fetch sessions that each broker keeps, as `max.incremental.fetch.session.cache.slots`; 0 for none. @default 1000 */
  readonly fetchSessionSlots?: number;
  /**
   * The level of the feature `transaction.version` to begin with: 2 is transactions as of KIP-890, where every end gives
   * the producer a new epoch; 1 and 0 are those before. Clients tell by it which way to go. @default 2
   */
  readonly transactionVersion?: number;
  /**
   * The level of the feature `group.version` to begin with: with 0 there are no groups of the consumer protocol (KIP-848),
   * and clients fall back to the classic one. @default 1
   */
  readonly groupVersion?: number;
  /** How groups of the consumer protocol are treated. */
  readonly consumerGroups?: EmbeddedConsumerGroupOptions;
  /** TLS on every listener. @default none: plain TCP */
  readonly tls?: EmbeddedTlsOptions;
  /** Clients have to prove who they are. @default none: everybody may do everything */
  readonly sasl?: EmbeddedSaslOptions;
  /** Whether access rules can be stored and listed; they are not enforced. @default false: there is no authorizer */
  readonly storeAcls?: boolean;
  /** @default none: nothing is logged */
  readonly logger?: Logger;
  /** @internal */
  readonly clock?: Clock;
}

const NAMES: OptionNames<EmbeddedKafkaOptions> = {
  brokers: true,
  topics: true,
  autoCreateTopics: true,
  defaultPartitions: true,
  offsetsTopicPartitions: true,
  ports: true,
  racks: true,
  clusterId: true,
  minSessionTimeoutMs: true,
  tls: true,
  sasl: true,
  storeAcls: true,
  transactionVersion: true,
  groupVersion: true,
  consumerGroups: true,
  fetchSessionSlots: true,
  logger: true,
  clock: true,
};

const MAX_BROKERS = 100;
const MAX_SESSION_TIMEOUT_MS = 1_800_000;

/**
 * A Kafka cluster inside this process, for tests and trials: real TCP on 127.0.0.1, real protocol, records in memory.
 *
 * ```ts
 * const kafka = await EmbeddedKafka.start({ brokers: 3, topics: { orders: 6 } });
 * // give kafka.bootstrap to any Kafka client
 * await kafka.stop();
 * ```
 */
export class EmbeddedKafka implements AsyncDisposable {
  /** The brokers, by id from 1: `brokers[0]` has id 1. */
  readonly brokers: readonly EmbeddedBroker[];
  readonly #cluster: ClusterState;

  private constructor(brokers: readonly EmbeddedBroker[], cluster: ClusterState) {
    this.brokers = brokers;
    this.#cluster = cluster;
  }

  /** Starts the cluster; it serves when the promise resolves. */
  static async start(options: EmbeddedKafkaOptions = {}): Promise<EmbeddedKafka> {
    knownOptions('EmbeddedKafka', options, NAMES);
    const count = integerOption('brokers', options.brokers, 1, 1, MAX_BROKERS);
    const ports = portsOption(options.ports, count);
    const racks = racksOption(options.racks, count);
    const brokerIds = Array.from({ length: count }, (_, index) => index + 1);
    const tls = tlsOption(options.tls);
    const sasl = saslOption(options.sasl);
    const cluster = new ClusterState({
      clusterId: options.clusterId,
      brokerIds,
      autoCreateTopics: options.autoCreateTopics ?? true,
      defaultPartitions: integerOption('defaultPartitions', options.defaultPartitions, 1, 1, 10_000),
      defaultReplicationFactor: Math.min(3, count),
      offsetsTopicPartitions: integerOption('offsetsTopicPartitions', options.offsetsTopicPartitions, 50, 1, 10_000),
      minSessionTimeoutMs: integerOption(
        'minSessionTimeoutMs',
        options.minSessionTimeoutMs,
        6000,
        1,
        MAX_SESSION_TIMEOUT_MS,
      ),
      maxSessionTimeoutMs: MAX_SESSION_TIMEOUT_MS,
      clock: clockOption('clock', options.clock),
      fetchSessionSlots: integerOption('fetchSessionSlots', options.fetchSessionSlots, 1000, 0, 1_000_000),
      transactionVersion: integerOption('transactionVersion', options.transactionVersion, 2, 0, 2),
      groupVersion: integerOption('groupVersion', options.groupVersion, 1, 0, 1),
      consumerGroups: consumerGroupsOption(options.consumerGroups),
      sasl,
      storeAcls: booleanOption('storeAcls', options.storeAcls, false),
    });
    const logger = loggerOption('logger', options.logger);
    const brokers = brokerIds.map(
      (id, index) =>
        new EmbeddedBroker({ id, port: ports[index] ?? 0, rack: racks[index] ?? null }, cluster, logger, tls),
    );
    const kafka = new EmbeddedKafka(brokers, cluster);
    try {
      if (sasl !== undefined) await cluster.users.load(sasl);
      for (const broker of brokers) await broker.start();
      for (const [name, topic] of Object.entries(options.topics ?? {})) {
        kafka.createTopic(name, typeof topic === 'number' ? { partitions: topic } : topic);
      }
    } catch (error) {
      await kafka.stop();
      throw error;
    }
    return kafka;
  }

  /** `host:port` of every broker, also of those that are down. */
  get bootstrap(): string[] {
    return this.brokers.map(({ address }) => address);
  }

  get clusterId(): string {
    return this.#cluster.clusterId;
  }

  /** The broker with this id. */
  broker(id: number): EmbeddedBroker {
    const broker = this.brokers.find((each) => each.id === id);
    if (broker === undefined) throw configError('id', id, `a broker id from 1 to ${this.brokers.length}`);
    return broker;
  }

  /** Creates a topic; it is there when the call returns. Throws a BrokerError with Kafka's own reasons. */
  createTopic(name: string, options: EmbeddedTopicOptions = {}): TopicView {
    const created = this.#cluster.createTopic({
      name: topicOption('name', name),
      partitions: options.partitions ?? -1,
      replicationFactor: options.replicationFactor ?? -1,
      assignments: [],
      configs: Object.entries(options.configs ?? {}).map(([key, value]) => ({ name: key, value: String(value) })),
    });
    if ('errorCode' in created) {
      throw new BrokerError(created.errorCode, `create topic ${name}`, { topic: name }, created.message);
    }
    return viewTopic(created);
  }

  /** Deletes a topic with its records. */
  deleteTopic(name: string): void {
    this.#cluster.deleteTopic(this.#topic(name));
  }

  /** What a topic holds right now, for assertions. Throws when there is no such topic. */
  topic(name: string): TopicView {
    return viewTopic(this.#topic(name));
  }

  /** Makes another in-sync replica the leader of a partition, with a new epoch; of `__consumer_offsets`, the coordinator. */
  moveLeader(topic: string, partition: number, brokerId: number): void {
    const moved = this.#partition(topic, partition);
    if (!moved.isr.includes(brokerId)) throw configError('brokerId', brokerId, `one of ${moved.isr.join(', ')}`);
    moved.moveLeader(brokerId);
    this.#cluster.leadersChanged();
  }

  /** The broker that coordinates a group; -1 while there is none. */
  coordinatorOf(groupId: string): number {
    return this.#cluster.coordinatorOf(groupId);
  }

  /** The broker that coordinates a transactional id; -1 while there is none. */
  transactionCoordinatorOf(transactionalId: string): number {
    return this.#cluster.transactionCoordinatorOf(transactionalId);
  }

  /** What the coordinator knows of a transactional id right now; undefined where no producer has used it yet. */
  transaction(transactionalId: string): TransactionView | undefined {
    const transaction = this.#cluster.transactions.get(transactionalId);
    if (transaction === undefined) return undefined;
    const { state, producerId, producerEpoch, partitions } = transaction;
    return { state, producerId, producerEpoch, partitions };
  }

  /**
   * Transactions that end from now on get no markers, as if the brokers took long to write them: their producers are
   * answered CONCURRENT_TRANSACTIONS. Call the function that it returns to have them written.
   */
  holdMarkers(): () => void {
    return this.#cluster.markers.hold();
  }

  /**
   * A partition forgets its idempotent producers that have no transaction open there, as brokers do with those that were
   * silent for long.
   */
  forgetProducers(topic: string, partition: number): void {
    this.#partition(topic, partition).producers.forget();
  }

  /** @internal The next batches that it names go wrong in this way; see {@link ProduceFault}. */
  failProduce(fault: ProduceFault): void {
    this.#cluster.faults.produce.add(fault);
  }

  /** @internal The next answers to Fetch that it names go wrong in this way; see {@link ReadFault}. */
  failFetch(fault: ReadFault): void {
    this.#cluster.faults.read.add(fault);
  }

  /**
   * @internal Takes records out of a partition as the log cleaner does (KIP-58): offsets of those that stay do not change.
   * Batches must not be compressed. `emptyBatches`: whether a batch in which nothing is left is kept as the cleaner keeps
   * the last one of a producer.
   */
  compact(
    topic: string,
    partition: number,
    isKept: (offset: number) => boolean,
    { emptyBatches = 'drop' }: { readonly emptyBatches?: 'keep' | 'drop' } = {},
  ): void {
    this.#partition(topic, partition).compact(isKept, { emptyBatches });
  }

  /** @internal Appends a control batch that concerns nobody: readers pass over it, its offset is taken. */
  appendControlBatch(topic: string, partition: number): void {
    this.#partition(topic, partition).appendControlBatch(this.#cluster.clock.now());
  }

  /**
   * @internal The next request of an API, on any broker, fails: with an error code, by a closed connection, without an
   * answer (the connection stays), or it is answered late.
   */
  failNext(api: number | string, fault: Fault): void {
    this.#cluster.faults.failNext(api, fault);
  }

  /** Stops every broker. Idempotent; leaves no socket and no timer. Records are gone afterwards. */
  async stop(): Promise<void> {
    this.#cluster.close();
    await Promise.all(this.brokers.map((broker) => broker.kill()));
    // Once more: until its broker was gone, a client could still join a group.
    this.#cluster.close();
  }

  /** The same as `stop`. */
  close(): Promise<void> {
    return this.stop();
  }

  #topic(name: string): Topic {
    const topic = this.#cluster.topics.get(name);
    if (topic === undefined)
      throw new KafkaError('CONFIG', `the embedded cluster has no topic ${JSON.stringify(name)}`);
    return topic;
  }

  #partition(topic: string, partition: number): Partition {
    const { partitions } = this.#topic(topic);
    const found = partitions[partition];
    if (found === undefined) throw configError('partition', partition, `0 to ${partitions.length - 1}`);
    return found;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

function racksOption(racks: readonly string[] | undefined, count: number): readonly string[] {
  if (racks === undefined) return [];
  if (
    !Array.isArray(racks) ||
    racks.length !== count ||
    racks.some((rack) => typeof rack !== 'string' || rack === '')
  ) {
    throw configError('racks', String(racks), `a list of ${count} names, one for each broker`);
  }
  return racks;
}

function portsOption(ports: readonly number[] | undefined, count: number): readonly number[] {
  if (ports === undefined) return [];
  if (!Array.isArray(ports) || ports.length !== count) {
    throw configError('ports', String(ports), `a list of ${count} ports, one for each broker`);
  }
  return ports.map((port, index) => integerOption(`ports[${index}]`, port, 0, 0, 65535));
}
