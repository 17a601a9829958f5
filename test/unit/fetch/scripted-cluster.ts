// A cluster without sockets: every request waits until the test answers it.
import type { CallOptions } from '../../../src/base/abort.ts';
import { abortError, onAbort } from '../../../src/base/abort.ts';
import { deferred } from '../../../src/base/deferred.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import type { Logger } from '../../../src/base/logger.ts';
import type { FetchCluster, FetchConnection, FetchMetadata } from '../../../src/fetch/fetch-cluster.ts';
import type { Api } from '../../../src/protocol/api.ts';
import {
  createFetchResponse,
  createPartitionData,
  type FetchRequest,
  type FetchResponse,
  type PartitionData,
} from '../../../src/protocol/generated/fetch.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '../../../src/protocol/generated/list-offsets.ts';
import {
  createEpochEndOffset,
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochResponse,
  offsetForLeaderEpochApi,
} from '../../../src/protocol/generated/offset-for-leader-epoch.ts';
import { BrokerVersions } from '../../../src/protocol/versions.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';

/** A request that waits for its answer. */
export interface Asked<Request, Response> {
  readonly nodeId: number;
  readonly version: number;
  readonly request: Request;
  respond(response: Response): Promise<void>;
  fail(error: unknown): Promise<void>;
}

export type AskedFetch = Asked<FetchRequest, FetchResponse>;

/** `orders` has the id `id-of-orders`, padded to the length of an id. */
export function idOf(topic: string): string {
  return `id-of-${topic}`.padEnd(22, '-');
}

class ScriptedMetadata implements FetchMetadata {
  readonly topics: Map<string, { topicId: string; leaders: { id: number; epoch: number }[] }> = new Map();
  readonly hints: number[] = [];
  /** Epochs that were refused, as `partition: epoch`. */
  readonly forgotten: string[] = [];
  readonly unknownBrokers: Set<number> = new Set();
  refreshes = 0;
  /** What `topic` does for names that are not known. */
  onUnknown: (name: string) => Promise<unknown> = () => new Promise(() => {});
  readonly #listeners = new Set<() => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Sets the leaders of a topic's partitions and says so. */
  set(topic: string, leaders: readonly { id: number; epoch: number }[], topicId: string = idOf(topic)): void {
    this.topics.set(topic, { topicId, leaders: [...leaders] });
    for (const listener of this.#listeners) listener();
  }

  get(topic: string): { topicId: string } | undefined {
    return this.topics.get(topic);
  }

  topic(name: string): Promise<unknown> {
    return this.onUnknown(name);
  }

  leader(topic: string, partition: number): { id: number; epoch: number } | undefined {
    const leader = this.topics.get(topic)?.leaders[partition];
    return leader === undefined || leader.id < 0 ? undefined : leader;
  }

  broker(id: number): object | undefined {
    return this.unknownBrokers.has(id) ? undefined : { id };
  }

  forgetEpoch(_topic: string, partition: number, leaderEpoch: number): void {
    this.forgotten.push(`${partition}: ${leaderEpoch}`);
  }

  applyLeaderHint(topic: string, partition: number, leaderId: number, leaderEpoch: number): void {
    this.hints.push(leaderId);
    const leaders = [...this.topics.get(topic)!.leaders];
    leaders[partition] = { id: leaderId, epoch: leaderEpoch };
    this.set(topic, leaders);
  }

  refreshSoon(): void {
    this.refreshes++;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export class ScriptedCluster implements FetchCluster {
  readonly clock: VirtualClock = new VirtualClock();
  readonly requestTimeoutMs = 30_000;
  readonly metadataMaxAgeMs = 300_000;
  readonly metadata: ScriptedMetadata = new ScriptedMetadata();
  readonly log: string[] = [];
  readonly logger: Logger = {
    debug: () => {},
    info: () => {},
    warn: (message) => void this.log.push(message),
    error: (message) => void this.log.push(message),
  };
  /** Fetches that were sent and not yet answered, oldest first. */
  readonly fetches: AskedFetch[] = [];
  readonly lookups: Asked<ListOffsetsRequest, ListOffsetsResponse>[] = [];
  readonly epochChecks: Asked<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>[] = [];
  readonly connections: FakeConnection[] = [];
  /** Fetch versions that the brokers speak. */
  maxFetchVersion = 18;
  /** The same of OffsetForLeaderEpoch. */
  maxEpochVersion = 4;
  /** Brokers that do not let anyone in. */
  readonly unreachable: Set<number> = new Set();

  connection(nodeId: number, lane: `fetch-${string}`): Promise<FetchConnection> {
    if (this.unreachable.has(nodeId)) {
      return Promise.reject(new KafkaError('CONNECTION', `broker ${nodeId} is down`, { retriable: true }));
    }
    const connection = new FakeConnection(this, nodeId, lane);
    this.connections.push(connection);
    return Promise.resolve(connection);
  }

  async sendTo<Q, S>(nodeId: number, api: Api<Q, S>, build: (version: number) => Q, options?: CallOptions): Promise<S> {
    const isEpochs = api.key === offsetForLeaderEpochApi.key;
    const version = isEpochs ? this.maxEpochVersion : 11;
    const list = (isEpochs ? this.epochChecks : this.lookups) as unknown as Asked<Q, S>[];
    return this.ask(list, nodeId, version, build(version), options);
  }

  ask<Q, S>(list: Asked<Q, S>[], nodeId: number, version: number, request: Q, options?: CallOptions): Promise<S> {
    const answer = deferred<S>();
    const asked: Asked<Q, S> = {
      nodeId,
      version,
      request,
      respond: (response) => {
        list.splice(list.indexOf(asked), 1);
        answer.resolve(response);
        return turn();
      },
      fail: (error) => {
        list.splice(list.indexOf(asked), 1);
        answer.reject(error);
        return turn();
      },
    };
    list.push(asked);
    const signal = options?.signal;
    onAbort(signal, () => answer.reject(abortError(signal as AbortSignal, 'request')));
    return answer.promise;
  }

  /** The one fetch that is on the wire to a broker. */
  fetch(nodeId = 1): AskedFetch {
    const found = this.fetches.filter((asked) => asked.nodeId === nodeId);
    if (found.length !== 1) throw new Error(`${found.length} fetches are on the wire to broker ${nodeId}`);
    return found[0]!;
  }
}

class FakeConnection implements FetchConnection {
  readonly address: string;
  readonly lane: string;
  readonly versions: BrokerVersions;
  state: 'open' | 'closed' = 'open';
  readonly #cluster: ScriptedCluster;
  readonly #nodeId: number;

  constructor(cluster: ScriptedCluster, nodeId: number, lane: string) {
    this.#cluster = cluster;
    this.#nodeId = nodeId;
    this.lane = lane;
    this.address = `broker-${nodeId}:9092`;
    this.versions = new BrokerVersions(new Map([[1, { min: 4, max: cluster.maxFetchVersion }]]));
  }

  send<Q, S>(_: Api<Q, S>, version: number, request: Q, options?: CallOptions): Promise<S> {
    const fetches = this.#cluster.fetches as unknown as Asked<Q, S>[];
    return this.#cluster.ask(fetches, this.#nodeId, version, request, options);
  }

  close(): void {
    this.state = 'closed';
  }
}

export interface Answered extends Partial<PartitionData> {
  readonly topic?: string;
  readonly topicId?: string;
}

/** A response with these partitions, in a session. */
export function fetched(partitions: readonly Answered[], init: Partial<FetchResponse> = {}): FetchResponse {
  const responses = partitions.map(({ topic = 'orders', topicId = idOf(topic), ...data }) => ({
    topic,
    topicId,
    partitions: [createPartitionData({ highWatermark: 1_000, ...data })],
  }));
  return createFetchResponse({ sessionId: 7, responses, ...init });
}

/** What a request asks for, as `partition@offset`. */
export function asked({ request }: AskedFetch): string[] {
  return request.topics.flatMap(({ partitions }) =>
    partitions.map(({ partition, fetchOffset }) => `${partition}@${fetchOffset}`),
  );
}

/** An answer to a check: where an epoch of `orders[0]` ends, or an error code. */
export function epochEnd(leaderEpoch: number, endOffset: number, errorCode = 0): OffsetForLeaderEpochResponse {
  const partitions = [createEpochEndOffset({ errorCode, partition: 0, leaderEpoch, endOffset })];
  return { throttleTimeMs: 0, topics: [{ topic: 'orders', partitions }] };
}
