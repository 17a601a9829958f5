// One connection to one broker, by hand: the low level that kafka-go calls Conn. Owns: deadlines, the position of
// reading, the order of reads and of writes. It rides the same connection as everything else, and retries nothing.
//
// Calls may overlap: requests are pipelined. Writes reach the partition in the order of the calls; reads take turns.
import type { NewTopic } from '../admin/create-topics.ts';
import type { CallOptions } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { booleanOption, choiceOption, topicOption } from '../base/options.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from '../network/client-software.ts';
import type { Connection } from '../network/connection.ts';
import type { AnyApi, Api, RequestOf, ResponseOf } from '../protocol/api.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import type { ApiName, ApiTypes } from '../protocol/generated/api-index.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../protocol/generated/api-versions.ts';
import { type ApiByKey, apiName } from '../protocol/registry.ts';
import type { RecordBytes } from '../record/batch-builder.ts';
import { type Compression, compressionOption } from '../record/compression/codecs.ts';
import type { Message } from '../record/message.ts';
import type { Batch } from './batch.ts';
import { ConnCursor, type ConnOffset, type Whence } from './conn-cursor.ts';
import { type CallLimits, ConnDeadline } from './conn-deadline.ts';
import {
  type Broker,
  brokersOf,
  createTopics,
  deleteTopics,
  fetchMetadata,
  type Partition,
  partitionsOf,
} from './conn-metadata.ts';
import { type ConnTarget, firstOffset, lastOffset, timeOffset } from './conn-offsets.ts';
import { messageSettings, type ReadBatchOptions, type ReadMessageOptions, readSettings } from './conn-read.ts';
import { type ConnSendOptions, type SendRequest, sendByHand } from './conn-request.ts';
import { type ConnAcks, type ConnMessage, encodeMessages, produceBatch, type WrittenBatch } from './conn-write.ts';
import { WriteOrder } from './write-order.ts';

/** Versions of one API that the broker offers. */
export interface ApiVersionRange {
  readonly apiKey: number;
  /** Empty for APIs that this library does not know. */
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** How messages are written. */
export interface ConnWriteOptions extends CallOptions {
  /** As for a Writer: a name, a name and a level, or a codec of your own. @default 'none' */
  readonly compression?: Compression | undefined;
}

/** How an offset is sought. */
export interface SeekOptions extends CallOptions {
  /** False: do not ask the broker whether the offset exists. Only for 'absolute' and 'current'. @default true */
  readonly check?: boolean | undefined;
}

/** What the Dialer knows of a connection. */
export interface ConnSettings {
  readonly clock: Clock;
  /** Deadline of a request, on top of what it waits at the broker. */
  readonly requestTimeoutMs: number;
  readonly target: ConnTarget | undefined;
  /** Whom it was dialed as; undefined where that is not known. */
  readonly broker: Broker | undefined;
}

/** A connection to one broker; made by `dial`, `dialLeader`, `dialPartition` or a `Dialer`. */
export class Conn implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #settings: ConnSettings;
  readonly #reading: ConnDeadline;
  readonly #writing: ConnDeadline;
  readonly #cursor: ConnCursor;
  readonly #writeOrder = new WriteOrder();
  #acks: ConnAcks = 'all';

  /** @internal */
  constructor(connection: Connection, settings: ConnSettings) {
    this.#connection = connection;
    this.#settings = settings;
    this.#reading = new ConnDeadline(settings.clock);
    this.#writing = new ConnDeadline(settings.clock);
    this.#cursor = new ConnCursor(this.#reading, (limits) => this.#sender(limits));
    connection.onClose((error) => {
      this.#reading.close(error);
      this.#writing.close(error);
    });
  }

  /** The topic that is read and written; undefined where it was dialed without one. */
  get topic(): string | undefined {
    return this.#settings.target?.topic;
  }

  get partition(): number | undefined {
    return this.#settings.target?.partition;
  }

  /** The broker at the other end, where it was dialed as the leader of a partition; else undefined. */
  get broker(): Broker | undefined {
    return this.#settings.broker;
  }

  /** `host:port` as it was dialed. */
  get remoteAddress(): string {
    return this.#connection.address;
  }

  /** This end, `host:port`; undefined where the stream is not a socket, and once it is closed. */
  get localAddress(): string | undefined {
    const { localAddress, localPort } = this.#connection.stream as { localAddress?: string; localPort?: number };
    if (localAddress === undefined || localPort === undefined) return undefined;
    return localAddress.includes(':') ? `[${localAddress}]:${localPort}` : `${localAddress}:${localPort}`;
  }

  /** Sets both deadlines. */
  setDeadline(at: number | Date | undefined): void {
    this.setReadDeadline(at);
    this.setWriteDeadline(at);
  }

  /**
   * Reading calls, under way and to come, fail with TIMEOUT at `at` (milliseconds since 1970, or a Date); 0 or undefined:
   * never. What the broker is asked to wait for ends before it.
   */
  setReadDeadline(at: number | Date | undefined): void {
    this.#reading.set(at);
  }

  /** Like `setReadDeadline`, for calls that write messages or change topics. What was sent may have been done. */
  setWriteDeadline(at: number | Date | undefined): void {
    this.#writing.set(at);
  }

  /** Whose having the messages makes them written, for calls from now on. Default 'all'. */
  setRequiredAcks(acks: ConnAcks): void {
    this.#acks = choiceOption('acks', acks, 'all', ['all', 'one']);
  }

  /** Writes the messages as one batch, all or none, and resolves with the bytes that it took. */
  async writeMessages(messages: readonly ConnMessage[] | ConnMessage, options?: ConnWriteOptions): Promise<number> {
    return (await this.writeBatch(messages, options)).bytes;
  }

  /** Like `writeMessages`, and says where they are. */
  writeBatch(messages: readonly ConnMessage[] | ConnMessage, options: ConnWriteOptions = {}): Promise<WrittenBatch> {
    return this.#writing.run('write messages', options, async (limits) => {
      const target = this.#target('write messages');
      const list = listOf(messages);
      const { topic, partition } = target;
      if (list.length === 0) return { bytes: 0, topic, partition, offset: -1, appendTime: undefined };
      const codec = compressionOption('compression', options.compression);
      const acks = this.#acks;
      const encoded = encodeMessages(list, codec, this.#settings.clock.now());
      return this.#writeOrder.run(encoded, (batch) =>
        produceBatch(this.#sender(limits), target, batch, acks, this.#brokerMs(limits)),
      );
    });
  }

  /** Writes one message that has only a value. */
  write(value: RecordBytes, options?: ConnWriteOptions): Promise<number> {
    return this.writeMessages({ value }, options);
  }

  /**
   * Fetches messages from the current offset on. Without `maxWaitMs` it resolves once there is a message, or fails at the
   * read deadline; with it, the batch may be empty. While the Batch is open other reads wait: close it, or read it to its
   * end.
   */
  readBatch(options: ReadBatchOptions & CallOptions = {}): Promise<Batch> {
    return this.#reading.run('read a batch', options, async (limits) =>
      this.#cursor.readBatch(this.#target('read a batch'), readSettings(options), limits),
    );
  }

  /** The next message; waits until there is one, or the read deadline passes. */
  readMessage(options: ReadMessageOptions & CallOptions = {}): Promise<Message> {
    return this.#reading.run('read a message', options, async (limits) =>
      this.#cursor.readMessage(this.#target('read a message'), messageSettings(options), limits),
    );
  }

  /** The value of the next message. */
  async read(options?: ReadMessageOptions & CallOptions): Promise<Buffer | null> {
    return (await this.readMessage(options)).value;
  }

  /** Where the next read begins, as it was sought; absolute once something was read. */
  offset(): ConnOffset {
    return this.#cursor.position;
  }

  /** Moves the next read and resolves with its absolute offset. Fails with OFFSET_OUT_OF_RANGE where there is no such. */
  seek(offset: number, whence: Whence = 'absolute', options: SeekOptions = {}): Promise<number> {
    return this.#reading.run('seek', options, async (limits) =>
      this.#cursor.seek(this.#target('seek'), { offset, whence }, booleanOption('check', options.check, true), limits),
    );
  }

  /** The first offset that the partition still has. */
  readFirstOffset(call: CallOptions = {}): Promise<number> {
    return this.#offsets('read the first offset', call, firstOffset);
  }

  /** The offset that the next message will have. */
  readLastOffset(call: CallOptions = {}): Promise<number> {
    return this.#offsets('read the last offset', call, lastOffset);
  }

  /** First and last offset at once. */
  async readOffsets(call: CallOptions = {}): Promise<{ readonly first: number; readonly last: number }> {
    const [first, last] = await Promise.all([this.readFirstOffset(call), this.readLastOffset(call)]);
    return { first, last };
  }

  /** The offset of the first message of `time` (milliseconds since 1970) or later; undefined where there is none. */
  readOffset(time: number | Date, call: CallOptions = {}): Promise<number | undefined> {
    const at = Number(time);
    if (!Number.isSafeInteger(at) || at < 0) throw configError('time', String(time), 'milliseconds since 1970');
    return this.#offsets('read the offset of a time', call, (send, target) => timeOffset(send, target, at));
  }

  /** Partitions of the named topics; without a name, of the Conn's own topic, and of every topic where it has none. */
  readPartitions(topics?: readonly string[] | string, call: CallOptions = {}): Promise<readonly Partition[]> {
    return this.#reading.run('read partitions', callOption(call), async (limits) => {
      const own = this.topic === undefined ? null : [this.topic];
      const asked = topics === undefined ? own : listOf(topics).map((name) => topicOption('topics', name));
      return partitionsOf(await fetchMetadata(this.#sender(limits), asked));
    });
  }

  /** Every broker of the cluster. */
  brokers(call: CallOptions = {}): Promise<readonly Broker[]> {
    return this.#reading.run('read brokers', call, async (limits) =>
      brokersOf(await fetchMetadata(this.#sender(limits), [])),
    );
  }

  /** The controller, or in KRaft clusters a broker that forwards to it. */
  controller(call: CallOptions = {}): Promise<Broker> {
    return this.#reading.run('find the controller', call, async (limits) => {
      const response = await fetchMetadata(this.#sender(limits), []);
      const controller = brokersOf(response).find(({ id }) => id === response.controllerId);
      if (controller !== undefined) return controller;
      throw new KafkaError('CONNECTION', 'find the controller: the cluster has none at the moment', {
        retriable: true,
      });
    });
  }

  /** What the broker speaks. */
  apiVersions(call: CallOptions = {}): Promise<readonly ApiVersionRange[]> {
    return this.#reading.run('read API versions', call, async (limits) => {
      const request = createApiVersionsRequest({
        clientSoftwareName: CLIENT_SOFTWARE_NAME,
        clientSoftwareVersion: CLIENT_SOFTWARE_VERSION,
      });
      const response = await this.#sender(limits)(apiVersionsApi, () => request);
      throwIfBrokerError(response.errorCode, 'read API versions', { api: 'ApiVersions' });
      return response.apiKeys.map((range) => ({ ...range, name: apiName(range.apiKey) ?? '' }));
    });
  }

  /** Creates topics; those that exist are left alone. Before KRaft only the controller can: dial `controller()` then. */
  createTopics(topics: readonly NewTopic[] | NewTopic, call: CallOptions = {}): Promise<void> {
    return this.#writing.run('create topics', callOption(call), async (limits) =>
      createTopics(this.#sender(limits), listOf(topics), this.#brokerMs(limits)),
    );
  }

  /** Deletes topics by name. */
  deleteTopics(topics: readonly string[] | string, call: CallOptions = {}): Promise<void> {
    return this.#writing.run('delete topics', callOption(call), async (limits) =>
      deleteTopics(this.#sender(limits), listOf(topics), this.#brokerMs(limits)),
    );
  }

  /**
   * Sends any request and resolves with its response. `api` is an entry of `kafka-wire/protocol/...`, or its name or key;
   * then its codec is loaded when first used. Error codes in the response are the caller's to read. Rejects with
   * UNSUPPORTED_VERSION (the broker lacks the API or a version), PROTOCOL or UNSUPPORTED (what cannot be written: API,
   * version and field are named), TIMEOUT, ABORTED, CLOSED, CONNECTION.
   */
  send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    options: ConnSendOptions & { readonly expectResponse: false },
  ): Promise<undefined>;
  send<Request, Response>(api: Api<Request, Response>, request: Request, options?: ConnSendOptions): Promise<Response>;
  send<Name extends ApiName>(
    api: Name,
    request: RequestOf<ApiTypes[Name]>,
    options: ConnSendOptions & { readonly expectResponse: false },
  ): Promise<undefined>;
  send<Name extends ApiName>(
    api: Name,
    request: RequestOf<ApiTypes[Name]>,
    options?: ConnSendOptions,
  ): Promise<ResponseOf<ApiTypes[Name]>>;
  send<Key extends number>(
    api: Key,
    request: RequestOf<ApiByKey<Key>>,
    options: ConnSendOptions & { readonly expectResponse: false },
  ): Promise<undefined>;
  send<Key extends number>(
    api: Key,
    request: RequestOf<ApiByKey<Key>>,
    options?: ConnSendOptions,
  ): Promise<ResponseOf<ApiByKey<Key>>>;
  send(api: AnyApi | string | number, request: unknown, options: ConnSendOptions = {}): Promise<unknown> {
    const name = typeof api === 'object' ? api.name : typeof api === 'number' ? (apiName(api) ?? `API ${api}`) : api;
    const { signal, timeoutMs = this.#settings.requestTimeoutMs } = options;
    // The connection has a limit for each request already, which costs less than one here.
    return this.#reading.run(name, { signal }, (limits) =>
      sendByHand(this.#connection, api, request, { ...options, signal: limits.signal, timeoutMs }),
    );
  }

  /** Closes the connection; calls under way fail with CLOSED. Idempotent. */
  async close(): Promise<void> {
    this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #offsets<T>(what: string, call: CallOptions, ask: (send: SendRequest, target: ConnTarget) => Promise<T>): Promise<T> {
    return this.#reading.run(what, call, async (limits) => ask(this.#sender(limits), this.#target(what)));
  }

  /** Requests of one call, ended by its signal. */
  #sender({ signal }: CallLimits): SendRequest {
    const { requestTimeoutMs } = this.#settings;
    return async (api, build, { maxVersion, timeoutMs = 0 } = {}) => {
      const version = this.#connection.versions.require(api, maxVersion);
      return this.#connection.send(api, version, build(version), { signal, timeoutMs: timeoutMs + requestTimeoutMs });
    };
  }

  #brokerMs(limits: CallLimits): number {
    return this.#writing.brokerMs(limits, this.#settings.requestTimeoutMs);
  }

  #target(what: string): ConnTarget {
    const { target } = this.#settings;
    if (target !== undefined) return target;
    throw new KafkaError('CONFIG', `${what}: this Conn was dialed without a topic; use dialLeader`);
  }
}

function listOf<T>(oneOrMore: readonly T[] | T): readonly T[] {
  return Array.isArray(oneOrMore) ? (oneOrMore as readonly T[]) : [oneOrMore as T];
}

/** Whoever knows the variadic calls of kafka-go may give a second topic here. */
function callOption(call: CallOptions): CallOptions {
  if (typeof call === 'object' && call !== null && !('topic' in call)) return call;
  const given = typeof call === 'object' ? 'a topic' : call;
  throw configError('options', given, '{ signal, timeoutMs }; several topics stand in a list before it');
}
