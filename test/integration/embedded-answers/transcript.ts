// What was asked and answered, written down so that two brokers can be compared: whatever differs from run to run
// (ids, ports, times, unique names) is replaced by a number in order of appearance.
import type { Api } from '../../../src/protocol/api.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../../../src/protocol/generated/api-versions.ts';
import {
  createCreatableTopic,
  createCreateTopicsRequest,
  createTopicsApi,
} from '../../../src/protocol/generated/create-topics.ts';
import {
  createListOffsetsPartition,
  createListOffsetsRequest,
  listOffsetsApi,
} from '../../../src/protocol/generated/list-offsets.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { WireClient } from '../../support/wire-client.ts';

export interface Exchange {
  readonly what: string;
  readonly answer: unknown;
}

const CLOSED = 'connection closed';
const MEMBER_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
/** The source of a configuration that the topic itself has (KIP-226). */
const TOPIC_CONFIG = 1;
const RECENT_MS = 3_600_000;

export class Transcript {
  readonly exchanges: Exchange[] = [];
  /** Names of topics and groups of this run begin so. */
  readonly prefix: string;
  readonly #address: string;
  readonly #clients = new Map<string, WireClient>();
  readonly #uuids = new Map<string, string>();

  constructor(address: string, prefix: string) {
    this.#address = address;
    this.prefix = prefix;
  }

  /** Sends on the named connection and writes the answer down. `undefined` when the broker closed the connection. */
  async ask<Q, S>(
    what: string,
    api: Api<Q, S>,
    version: number,
    request: Q,
    options: { readonly connection?: string; readonly show?: (answer: S) => unknown } = {},
  ): Promise<S | undefined> {
    const answer = await this.quietly(api, version, request, options.connection);
    const shown = answer === undefined ? CLOSED : (options.show?.(answer) ?? answer);
    this.exchanges.push({ what: `${what} (${api.name} v${version})`, answer: this.#plain(shown, '') });
    return answer;
  }

  /** Sends without writing down. */
  async quietly<Q, S>(api: Api<Q, S>, version: number, request: Q, connection = 'main'): Promise<S | undefined> {
    const client = await this.#client(connection);
    return client.send(api, version, request).catch((error: Error) => {
      if (error.message.includes('closed the connection')) return undefined;
      throw error;
    });
  }

  /** Sends a request that has no answer, and writes down whether the connection lives on. */
  async post<Q>(what: string, api: Api<Q, unknown>, version: number, request: Q): Promise<void> {
    const client = await this.#client('without answer');
    client.post(api, version, request);
    const next = client.send(apiVersionsApi, 0, createApiVersionsRequest());
    const answer = await next.then(
      () => 'connection open',
      () => CLOSED,
    );
    this.exchanges.push({ what, answer });
  }

  /** Asks again and again until it is so. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!(await isSo())) if (Date.now() > deadline) throw new Error('it did not become so within 30 s');
  }

  async close(): Promise<void> {
    for (const client of this.#clients.values()) await client.close();
  }

  /** Creates a topic and waits until the broker itself knows it. Answers its id. */
  async createTopic(name: string, partitions = 1, configs: Readonly<Record<string, string>> = {}): Promise<string> {
    const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
    const topic = createCreatableTopic({ name, numPartitions: partitions, replicationFactor: 1, configs: entries });
    await this.quietly(createTopicsApi, 7, createCreateTopicsRequest({ topics: [topic] }));
    await this.settled([name], true);
    // Known is not yet led: the log is opened after that.
    for (let index = 0; index < partitions; index++) await this.#led(name, index);
    const request = createMetadataRequest({ topics: [{ name, topicId: ZERO_UUID }], allowAutoTopicCreation: false });
    return (await this.quietly(metadataApi, 12, request))?.topics[0]?.topicId ?? '';
  }

  /** Waits until the broker itself knows the topics, or no longer does: a controller answers before brokers have heard. */
  async settled(names: readonly string[], isThere: boolean): Promise<void> {
    const topics = names.map((name) => ({ name, topicId: ZERO_UUID }));
    const request = createMetadataRequest({ topics, allowAutoTopicCreation: false });
    await this.until(async () => {
      const answer = await this.quietly(metadataApi, 12, request);
      return answer?.topics.every(({ errorCode }) => (errorCode === 0) === isThere) ?? false;
    });
  }

  async #led(name: string, partitionIndex: number): Promise<void> {
    const partition = createListOffsetsPartition({ partitionIndex, timestamp: -1 });
    const request = createListOffsetsRequest({ replicaId: -1, topics: [{ name, partitions: [partition] }] });
    await this.until(async () => {
      const answer = await this.quietly(listOffsetsApi, 8, request);
      return answer?.topics[0]?.partitions[0]?.errorCode === 0;
    });
  }

  async #client(connection: string): Promise<WireClient> {
    const known = this.#clients.get(connection);
    if (known !== undefined && !known.isClosed) return known;
    const client = await WireClient.open(this.#address, 'answers');
    this.#clients.set(connection, client);
    return client;
  }

  #plain(value: unknown, key: string): unknown {
    // Where a broker stands is up to who started it.
    if (key === 'rack') return 'a rack or none';
    if (Buffer.isBuffer(value)) return value.toString('hex');
    if (Array.isArray(value)) {
      if (key === 'records') return Buffer.concat(value as Buffer[]).toString('hex');
      return inOrder(value, key).map((item) => this.#plain(item, ''));
    }
    if (typeof value === 'string') return this.#plainText(value, key);
    if (typeof value === 'number') {
      if (key === 'port' && value > 0) return 'a port';
      if (key === 'producerId' && value >= 0) return 'a producer id';
      return Math.abs(value - Date.now()) < RECENT_MS ? 'now' : value;
    }
    if (value === null || typeof value !== 'object') return value;
    // What the topic does not set itself, a broker may have from its own file; the launcher sets this one.
    if (
      'configSource' in value &&
      'name' in value &&
      value.name === 'retention.ms' &&
      value.configSource !== TOPIC_CONFIG
    ) {
      return 'the retention of the broker';
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.#plain(item, name)]));
  }

  #plainText(value: string, key: string): string {
    const text = value.replaceAll(this.prefix, 'X').replace(MEMBER_ID, (id) => this.#numbered(id));
    const isUuid = (key === 'topicId' || key === 'clusterId') && value !== ZERO_UUID;
    return isUuid ? this.#numbered(text) : text;
  }

  #numbered(id: string): string {
    const known = this.#uuids.get(id);
    if (known !== undefined) return known;
    const name = `id ${this.#uuids.size + 1}`;
    this.#uuids.set(id, name);
    return name;
  }
}

/** Where a broker's order is that of a hash table, and so chance. */
const UNORDERED: ReadonlySet<string> = new Set([
  'partitions',
  'topicPartitions',
  'subscribedTopicNames',
  'members',
  'groups',
  'topics',
  'resultsByPartition',
  'resultsByTopicV3AndBelow',
  'topicResults',
]);

function inOrder(values: readonly unknown[], key: string): readonly unknown[] {
  if (!UNORDERED.has(key)) return values;
  const text = (value: unknown): string =>
    JSON.stringify(value)
      .replace(MEMBER_ID, '')
      .replace(/"topicId":"[^"]*"/, '');
  return [...values].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
