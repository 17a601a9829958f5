// Brokers, as far as a producer can tell: topics with their logs, leaders that move, metadata that lags behind, and all
// the trouble of a `Weather`. Time is virtual. Every draw comes from one seed.
import type { KafkaError } from '../../../src/base/errors.ts';
import { type Logger, silentLogger } from '../../../src/base/logger.ts';
import { classify } from '../../../src/cluster/retry-classifier.ts';
import type { ProduceCluster, ProduceConnection, ProduceTopicMetadata } from '../../../src/produce/cluster-port.ts';
import type { Api } from '../../../src/protocol/api.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createInitProducerIdResponse } from '../../../src/protocol/generated/init-producer-id.ts';
import {
  createPartitionProduceResponse,
  createProduceResponse,
  createTopicProduceResponse,
  type PartitionProduceResponse,
  type ProduceResponse,
} from '../../../src/protocol/generated/produce.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { lost, ModelConnection, type ModelRequest } from './model-connection.ts';
import { ModelPartition } from './model-partition.ts';
import { openBatch } from './open-batch.ts';
import type { Random } from './random.ts';
import { calm, type Weather } from './weather.ts';

interface ModelTopic {
  readonly name: string;
  generation: number;
  id: string;
  partitions: ModelPartition[];
}

/** What metadata says of a topic; it may lag behind. */
interface View {
  readonly id: string;
  readonly leaders: { readonly leader: number; readonly epoch: number }[];
}

const NODES = [1, 2, 3];

export class ModelCluster implements ProduceCluster {
  readonly clock: VirtualClock = new VirtualClock();
  readonly logger: Logger = silentLogger;
  readonly random: Random;
  weather: Weather;
  readonly produceVersion: number;
  maxMessageBytes: number;
  readonly topics: Map<string, ModelTopic> = new Map();
  /** Logs of topics that were deleted. */
  readonly past: { readonly topic: string; readonly index: number; readonly partition: ModelPartition }[] = [];
  readonly crimes: string[] = [];
  isForbidden = false;
  readonly #views = new Map<string, View>();
  readonly #lagging = new Map<string, View>();
  readonly #hidden = new Set<string>();
  readonly #down = new Set<number>();
  readonly #connections = new Map<number, ModelConnection>();
  readonly #listeners = new Set<() => void>();
  #asked: { name: string; resolve: (topic: ProduceTopicMetadata) => void }[] = [];
  #isRefreshing = false;
  #producerIds = 0;
  /** Requests that wait to be served, so that nobody forgets a producer that is still writing. */
  unserved = 0;

  constructor(random: Random, weather: Weather) {
    this.random = random;
    this.weather = weather;
    this.produceVersion = weather.recreate > 0 ? 13 : random.pick([7, 9, 12, 13]);
    this.maxMessageBytes = random.chance(0.4) ? random.int(700, 3000) : 1_000_000;
  }

  addTopic(name: string, partitions: number): void {
    const list = Array.from({ length: partitions }, () => new ModelPartition(this.random.pick(NODES)));
    this.topics.set(name, { name, generation: 0, id: `${name}-0`.padEnd(22, '_'), partitions: list });
  }

  /** One step of whatever is going wrong. */
  trouble(): void {
    const { random, weather } = this;
    const topic = random.pick([...this.topics.values()]);
    if (random.chance(weather.move)) this.#move(random.pick(topic.partitions), random.pick(NODES));
    if (random.chance(weather.death)) this.#die(random.pick(NODES));
    if (random.chance(weather.vanish)) {
      this.#hidden.add(topic.name);
      this.#update();
      this.clock.after(random.int(50, 3000), () => {
        this.#hidden.delete(topic.name);
        this.#update();
      });
    }
    if (random.chance(weather.recreate)) {
      for (const [index, partition] of topic.partitions.entries())
        this.past.push({ topic: topic.name, index, partition });
      topic.generation++;
      topic.id = `${topic.name}-${topic.generation}`.padEnd(22, '_');
      topic.partitions = topic.partitions.map(() => new ModelPartition(random.pick(NODES)));
    }
    if (random.chance(weather.forbid)) {
      this.isForbidden = true;
      this.clock.after(random.int(10, 1000), () => {
        this.isForbidden = false;
      });
    }
    if (random.chance(weather.shrink)) this.maxMessageBytes = random.pick([1_000_000, random.int(700, 3000)]);
  }

  /** A day without any write passes, after which brokers know no producer any more. */
  async beForgotten(): Promise<void> {
    await this.clock.advance(86_400_000);
    for (const { partitions } of this.topics.values()) for (const one of partitions) one.forgetProducers();
  }

  /** All trouble ends. */
  heal(): void {
    this.weather = calm;
    this.isForbidden = false;
    this.#hidden.clear();
    this.#down.clear();
    this.#update();
  }

  /** @internal */
  watchRequest(connection: ModelConnection, request: ModelRequest, underWay: number): void {
    this.unserved++;
    if (underWay > 5 && request.acks !== 0)
      this.crimes.push(`${underWay} requests are under way on ${connection.address}`);
    const places = request.batches.map(({ topic, index }) => `${topic}[${index}]`);
    if (new Set(places).size !== places.length) this.crimes.push('two batches of a partition in one request');
  }

  /** @internal A broker has read a request. */
  serve(node: number, request: ModelRequest): ProduceResponse {
    this.unserved--;
    const responses = request.batches.flatMap(({ topic: called, index, bytes }) => {
      const answer = this.#answer(node, request.version, called, index, bytes);
      if (this.random.chance(this.weather.omit)) return [];
      const partitionResponses = [createPartitionProduceResponse({ index, ...answer })];
      const topic = request.version < 13 ? { name: called } : { topicId: called };
      return createTopicProduceResponse({ ...topic, partitionResponses });
    });
    if (this.random.chance(0.2)) responses.reverse();
    return createProduceResponse({ responses });
  }

  #answer(
    node: number,
    version: number,
    called: string,
    index: number,
    bytes: Buffer,
  ): Partial<PartitionProduceResponse> {
    const { random, weather } = this;
    const topic = [...this.topics.values()].find(({ name, id }) => (version >= 13 ? id === called : name === called));
    if (topic === undefined) return { errorCode: ErrorCode.UNKNOWN_TOPIC_ID, baseOffset: -1 };
    const partition = topic.partitions[index] as ModelPartition;
    if (this.isForbidden) return { errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, baseOffset: -1 };
    if (partition.leader !== node) {
      const isTold = version >= 10 && random.chance(0.5);
      const currentLeader = isTold
        ? { leaderId: partition.leader, leaderEpoch: partition.leaderEpoch }
        : { leaderId: -1, leaderEpoch: -1 };
      return { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, baseOffset: -1, currentLeader };
    }
    if (random.chance(weather.refuse)) return { errorCode: random.pick(weather.refusals), baseOffset: -1 };
    const { isKnown, recordErrors, ...rest } = partition.append(
      openBatch(bytes, topic.name, index),
      this.maxMessageBytes,
    );
    // Not every broker knows where that was.
    if (isKnown && random.chance(0.3)) return { errorCode: ErrorCode.DUPLICATE_SEQUENCE_NUMBER, baseOffset: -1 };
    const answer = recordErrors !== undefined && version >= 8 ? { ...rest, recordErrors } : rest;
    if (answer.errorCode !== ErrorCode.NONE || !random.chance(weather.doubtful)) return answer;
    const errorCode = random.pick([ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND, ErrorCode.REQUEST_TIMED_OUT]);
    return { errorCode, baseOffset: -1 };
  }

  #move(partition: ModelPartition, to: number): void {
    if (partition.leader === to || this.#down.has(to)) return;
    partition.leader = to;
    partition.leaderEpoch++;
    if (this.random.chance(0.3)) this.refresh();
  }

  #die(node: number): void {
    if (this.#down.size > 0) return;
    this.#down.add(node);
    this.#connections.get(node)?.break();
    this.clock.after(this.random.int(5, 500), () => {
      for (const { partitions } of this.topics.values()) {
        for (const one of partitions) if (one.leader === node) this.#move(one, this.random.pick(NODES));
      }
    });
    this.clock.after(this.random.int(300, 2500), () => this.#down.delete(node));
  }

  // What the producer sees.

  readonly metadata: ProduceCluster['metadata'] = {
    get: (name) => this.#described(name),
    topic: (name) =>
      new Promise((resolve) => {
        const known = this.#described(name);
        if (known !== undefined) return resolve(known);
        this.#asked.push({ name, resolve });
        this.refresh();
      }),
    leader: (name, index) => {
      const at = this.#views.get(name)?.leaders[index];
      return at === undefined || at.leader < 0 ? undefined : { id: at.leader, epoch: at.epoch };
    },
    applyLeaderHint: (name, index, leader, epoch) => {
      const view = this.#views.get(name);
      const known = view?.leaders[index];
      if (view === undefined || known === undefined || epoch <= known.epoch) return;
      this.#views.set(name, { ...view, leaders: view.leaders.with(index, { leader, epoch }) });
      this.#changed();
    },
    refreshSoon: () => this.refresh(),
    onChange: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  refresh(): void {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    this.clock.after(this.random.int(1, 30), () => {
      this.#isRefreshing = false;
      if (!this.random.chance(this.weather.stale / 2)) this.#update();
      if (this.#asked.length > 0) this.refresh();
    });
  }

  #update(): void {
    for (const topic of this.topics.values()) {
      if (this.#hidden.has(topic.name)) {
        this.#views.delete(topic.name);
        continue;
      }
      const leaders = topic.partitions.map(({ leader, leaderEpoch: epoch }) => ({
        leader: this.#down.has(leader) && this.random.chance(0.5) ? -1 : leader,
        epoch,
      }));
      const fresh: View = { id: topic.id, leaders };
      const said = this.random.chance(this.weather.stale) ? (this.#lagging.get(topic.name) ?? fresh) : fresh;
      this.#lagging.set(topic.name, fresh);
      const known = this.#views.get(topic.name);
      // Like the cache: what a lagging broker says of a leader does not replace what is newer.
      const merged = said.leaders.map((one, index) => {
        const before = known?.id === said.id ? known.leaders[index] : undefined;
        return before !== undefined && before.epoch > one.epoch ? before : one;
      });
      this.#views.set(topic.name, { id: said.id, leaders: merged });
    }
    this.#changed();
    const asked = this.#asked;
    this.#asked = [];
    for (const one of asked) {
      const known = this.#described(one.name);
      if (known === undefined) this.#asked.push(one);
      else one.resolve(known);
    }
  }

  #described(name: string): ProduceTopicMetadata | undefined {
    const view = this.#views.get(name);
    const partitions = view?.leaders.map(({ leader }, partition) => ({ partition, leaderId: leader }));
    return view === undefined || partitions === undefined ? undefined : { name, topicId: view.id, partitions };
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async start(): Promise<void> {}

  connection(node: number): Promise<ProduceConnection> {
    return new Promise((resolve, reject) => {
      this.clock.after(this.random.int(0, 5), () => {
        if (this.#down.has(node)) return reject(lost());
        let connection = this.#connections.get(node);
        if (connection?.state !== 'open') {
          connection = new ModelConnection(this, node);
          this.#connections.set(node, connection);
        }
        resolve(connection);
      });
    });
  }

  sendToAny<Q, S>(_api: Api<Q, S>, _build: (version: number) => Q): Promise<S> {
    return new Promise((resolve, reject) => {
      this.clock.after(this.random.int(0, 10), () => {
        if (this.random.chance(this.weather.cut)) return reject(lost());
        const errorCode = this.random.chance(this.weather.refuse) ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : 0;
        const producerId = 1000 + this.#producerIds++;
        resolve(createInitProducerIdResponse({ errorCode, producerId, producerEpoch: 0 }) as S);
      });
    });
  }

  async retry<T>(_what: string, attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (classify(error as KafkaError) === 'fail') throw error;
        await new Promise<void>((resolve) => this.clock.after(20, resolve));
      }
    }
  }
}
