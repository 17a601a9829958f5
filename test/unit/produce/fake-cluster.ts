// A cluster in memory, without sockets: every Produce request waits until the test answers it, or the brokers' logs
// answer it as a real broker would, sequence checks included.
import type { CallOptions } from '../../../src/base/abort.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { type Logger, silentLogger } from '../../../src/base/logger.ts';
import type { ProduceCluster, ProduceConnection, ProduceTopicMetadata } from '../../../src/produce/cluster-port.ts';
import type { Api } from '../../../src/protocol/api.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createInitProducerIdResponse, initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import {
  createPartitionProduceResponse,
  createProduceResponse,
  createTopicProduceResponse,
  type PartitionProduceResponse,
  type ProduceRequest,
  type ProduceResponse,
} from '../../../src/protocol/generated/produce.ts';
import { type BatchHeader, readBatchHeader, verifyBatchCrc } from '../../../src/record/batch-header.ts';
import { RecordCursor } from '../../../src/record/record-cursor.ts';
import { joinRawRecords } from '../../../src/wire/encoder.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A batch as it arrived. */
export interface ArrivedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly header: BatchHeader;
  readonly bytes: Buffer;
  readonly values: readonly string[];
}

/** A request that waits for its answer. */
export interface ArrivedRequest {
  readonly node: number;
  readonly version: number;
  readonly acks: number;
  readonly batches: readonly ArrivedBatch[];
  /** Answers every batch: by one code, or by what the function makes of each. */
  answer(how?: number | ((batch: ArrivedBatch) => Partial<PartitionProduceResponse>)): void;
  fail(error: KafkaError): void;
}

export function connectionLost(): KafkaError {
  return new KafkaError('CONNECTION', 'the peer closed the connection', { retriable: true });
}

function arrived(topic: string, partition: number, bytes: Buffer): ArrivedBatch {
  const header = readBatchHeader(bytes, 0);
  if (header === undefined || header.sizeInBytes !== bytes.length) throw new Error('not one whole batch');
  verifyBatchCrc(bytes, 0, header);
  const values: string[] = [];
  if ((header.attributes & 7) === 0) {
    const cursor = new RecordCursor(bytes, 61, bytes.length, {
      ...header,
      appendTime: undefined,
      topic: 't',
      partition: 0,
    });
    while (cursor.next()) {
      if (cursor.offset !== values.length) throw new Error('offset deltas do not count from 0');
      values.push(cursor.valueStart < 0 ? 'null' : bytes.toString('utf8', cursor.valueStart, cursor.valueEnd));
    }
    if (values.length !== header.count) throw new Error('the header counts other records than there are');
  }
  return { topic, partition, header, bytes, values };
}

class FakeConnection implements ProduceConnection {
  readonly address: string;
  readonly versions: ProduceConnection['versions'];
  state: 'open' | 'closed' = 'open';
  readonly #cluster: FakeCluster;
  readonly #node: number;

  constructor(cluster: FakeCluster, node: number) {
    this.#cluster = cluster;
    this.#node = node;
    this.address = `broker-${node}:9092`;
    this.versions = { require: (api, limit) => Math.min(cluster.produceVersion, limit ?? api.maxStableVersion) };
  }

  send<Q, S>(_api: Api<Q, S>, version: number, request: Q, options?: { expectResponse?: boolean }): Promise<S> {
    if (this.state !== 'open') return Promise.reject(connectionLost());
    return new Promise((resolve, reject) => {
      this.#cluster.arrive(
        this.#node,
        version,
        request as ProduceRequest,
        resolve as (r: ProduceResponse) => void,
        reject,
      );
      if (options?.expectResponse === false) resolve(undefined as S);
    });
  }

  close(): void {
    this.state = 'closed';
  }
}

export class FakeCluster implements ProduceCluster {
  readonly clock: VirtualClock = new VirtualClock();
  readonly logger: Logger = silentLogger;
  produceVersion = 13;
  /** Requests that are not answered yet, oldest first. */
  readonly waiting: ArrivedRequest[] = [];
  /** Everything that ever arrived. */
  readonly seen: ArrivedRequest[] = [];
  /** Answers requests by itself when set. */
  respond: ((request: ArrivedRequest) => void) | undefined;
  refreshes = 0;
  initProducerIds = 0;
  /** What InitProducerId answers. */
  initProducerId: () => { errorCode?: number; producerId?: number; producerEpoch?: number } = () => ({
    producerId: 1000 + this.initProducerIds,
    producerEpoch: 0,
  });
  startError: KafkaError | undefined;
  connectError: ((node: number) => KafkaError | undefined) | undefined;
  readonly #topics = new Map<string, { topicId: string; leaders: number[] }>();
  readonly #listeners = new Set<() => void>();
  readonly #connections = new Map<number, FakeConnection>();
  #asked: { name: string; resolve: (t: ProduceTopicMetadata) => void; reject: (e: unknown) => void }[] = [];

  /** Creates a topic, or changes its leaders (-1: none), as metadata says it. */
  topic(name: string, leaders: number[], topicId: string = `topic-id-of-${name}`.padEnd(22, '-')): void {
    this.#topics.set(name, { topicId, leaders });
    for (const listener of [...this.#listeners]) listener();
    const asked = this.#asked;
    this.#asked = [];
    for (const one of asked) {
      const known = this.metadata.get(one.name);
      if (known === undefined) this.#asked.push(one);
      else one.resolve(known);
    }
  }

  /** A topic is missing from metadata. */
  hideTopic(name: string): void {
    this.#topics.delete(name);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Whoever waits for this topic is told that there is none. */
  refuseTopic(name: string, error: KafkaError): void {
    for (const one of this.#asked) if (one.name === name) one.reject(error);
    this.#asked = this.#asked.filter((one) => one.name !== name);
  }

  readonly metadata: ProduceCluster['metadata'] = {
    get: (name) => {
      const topic = this.#topics.get(name);
      const partitions = topic?.leaders.map((leaderId, partition) => ({ partition, leaderId }));
      return topic === undefined || partitions === undefined ? undefined : { name, topicId: topic.topicId, partitions };
    },
    topic: (name) =>
      new Promise((resolve, reject) => {
        const known = this.metadata.get(name);
        if (known !== undefined) resolve(known);
        else this.#asked.push({ name, resolve, reject });
      }),
    leader: (name, partition) => {
      const id = this.#topics.get(name)?.leaders[partition] ?? -1;
      return id < 0 ? undefined : { id, epoch: 0 };
    },
    applyLeaderHint: (name, partition, leaderId) => {
      const topic = this.#topics.get(name);
      if (topic === undefined) return;
      topic.leaders[partition] = leaderId;
      for (const listener of [...this.#listeners]) listener();
    },
    refreshSoon: () => void this.refreshes++,
    onChange: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  async start(): Promise<void> {
    if (this.startError !== undefined) throw this.startError;
  }

  async connection(node: number): Promise<ProduceConnection> {
    const error = this.connectError?.(node);
    if (error !== undefined) throw error;
    let connection = this.#connections.get(node);
    if (connection?.state !== 'open') {
      connection = new FakeConnection(this, node);
      this.#connections.set(node, connection);
    }
    return connection;
  }

  async sendToAny<Q, S>(api: Api<Q, S>, _build: (version: number) => Q): Promise<S> {
    if (api.key !== initProducerIdApi.key) throw new Error(`unexpected ${api.name}`);
    this.initProducerIds++;
    return createInitProducerIdResponse(this.initProducerId()) as S;
  }

  async retry<T>(_what: string, attempt: () => Promise<T>, _options?: CallOptions): Promise<T> {
    return attempt();
  }

  /** The connection to a broker breaks; what it has not answered fails. */
  disconnect(node: number): void {
    this.#connections.get(node)?.close();
    for (const request of [...this.waiting]) if (request.node === node) request.fail(connectionLost());
  }

  /** @internal */
  arrive(
    node: number,
    version: number,
    request: ProduceRequest,
    resolve: (response: ProduceResponse) => void,
    reject: (error: unknown) => void,
  ): void {
    const names = new Map([...this.#topics].map(([name, { topicId }]) => [topicId, name]));
    const batches = request.topicData.flatMap(({ name, topicId, partitionData }) => {
      const topic = version >= 13 ? (names.get(topicId) ?? `unknown id ${topicId}`) : name;
      return partitionData.map(({ index, records }) => {
        // A copy, as a socket makes one: chunks are used again after the answer.
        return arrived(topic, index, Buffer.from(joinRawRecords(records ?? [])));
      });
    });
    const done = () => this.waiting.splice(this.waiting.indexOf(arrivedRequest), 1);
    const arrivedRequest: ArrivedRequest = {
      node,
      version,
      acks: request.acks,
      batches,
      answer: (how = ErrorCode.NONE) => {
        done();
        const responses = batches.map((batch) => {
          const fields = typeof how === 'number' ? { errorCode: how, baseOffset: how === 0 ? 0 : -1 } : how(batch);
          const partition = createPartitionProduceResponse({ index: batch.partition, ...fields });
          return createTopicProduceResponse({
            name: version >= 13 ? '' : batch.topic,
            topicId: version >= 13 ? (this.metadata.get(batch.topic)?.topicId ?? ZERO_UUID) : ZERO_UUID,
            partitionResponses: [partition],
          });
        });
        resolve(createProduceResponse({ responses }));
      },
      fail: (error) => {
        done();
        reject(error);
      },
    };
    this.seen.push(arrivedRequest);
    this.waiting.push(arrivedRequest);
    this.respond?.(arrivedRequest);
  }
}
