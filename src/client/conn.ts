// One connection to one broker, by hand: the low level that kafka-go calls Conn. Owns: deadlines, the position of
// reading, the order of reads and of writes. It rides the same connection as everything else, and retries nothing.
//
// Calls may overlap: requests are pipelined. Writes reach the partition in the order of the calls; reads take turns.
import type { NewTopic } from '../admin/create-topics.ts';
import type { CallOptions } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { choiceOption } from '../base/options.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from '../network/client-software.ts';
import type { Connection } from '../network/connection.ts';
import type { AnyApi, Api, RequestOf, ResponseOf } from '../protocol/api.ts';
import { BrokerError, throwIfBrokerError } from '../protocol/broker-error.ts';
import type { ApiName, ApiTypes } from '../protocol/generated/api-index.ts';
import { apiVersionsApi, createApiVersionsRequest } from '../protocol/generated/api-versions.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { type ApiByKey, apiName } from '../protocol/registry.ts';
import { type Compression, compressionOption } from '../record/compression/codecs.ts';
import type { Message } from '../record/message.ts';
import { Batch, type BatchContent } from './batch.ts';
import { ConnDeadline } from './conn-deadline.ts';
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
import { fetchContent, type ReadBatchOptions, type ReadSettings, readSettings } from './conn-read.ts';
import { type ConnSendOptions, type SendRequest, sendByHand } from './conn-request.ts';
import { type ConnAcks, type ConnMessage, encodeMessages, produceBatch, type WrittenBatch } from './conn-write.ts';
import { ReadLock } from './read-lock.ts';

/**
 * What an offset counts from: the log's `'start'`, its `'end'` (backwards), the `'current'` offset, or nothing
 * (`'absolute'`).
 */
export type Whence = 'start' | 'absolute' | 'end' | 'current';

/** Where a Conn reads next. */
export interface ConnOffset {
  readonly offset: number;
  readonly whence: Whence;
}

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

/**
 * The longest that one fetch waits at the broker; without `maxWaitMs` there is another one after it. Short, because
 * whatever else is asked on this connection waits behind it.
 */
const LONGEST_WAIT_MS = 500;
const WHENCES: readonly Whence[] = ['start', 'absolute', 'end', 'current'];

/** What the Dialer knows of a connection. */
export interface ConnSettings {
  readonly clock: Clock;
  /** Deadline of a request, on top of what it waits at the broker. */
  readonly requestTimeoutMs: number;
  readonly target: ConnTarget | undefined;
}

/** A connection to one broker; made by `dial`, `dialLeader`, `dialPartition` or a `Dialer`. */
export class Conn implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #settings: ConnSettings;
  readonly #reading: ConnDeadline;
  readonly #writing: ConnDeadline;
  readonly #readLock = new ReadLock();
  #acks: ConnAcks = 'all';
  #position: ConnOffset = { offset: 0, whence: 'start' };
  /** Grows with each seek: a Batch read before does not move the offset any more. */
  #seeks = 0;
  /** What `readMessage` has fetched beyond the message that it returned. */
  #held: { readonly batch: Batch; readonly seeks: number } | undefined;
  /** The write before, as far as its place in the order of writes goes. */
  #lastWrite: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(connection: Connection, settings: ConnSettings) {
    this.#connection = connection;
    this.#settings = settings;
    this.#reading = new ConnDeadline(settings.clock);
    this.#writing = new ConnDeadline(settings.clock);
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
  setDeadline(at: number | undefined): void {
    this.setReadDeadline(at);
    this.setWriteDeadline(at);
  }

  /** Reading calls, under way and to come, fail with TIMEOUT at `at` (milliseconds since 1970); undefined: never. */
  setReadDeadline(at: number | undefined): void {
    this.#reading.set(at);
  }

  /** Like `setReadDeadline`, for calls that write messages or change topics. What was sent may have been done. */
  setWriteDeadline(at: number | undefined): void {
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
    return this.#writing.run('write messages', options, async (signal) => {
      const target = this.#target('write messages');
      const list = Array.isArray(messages) ? (messages as readonly ConnMessage[]) : [messages as ConnMessage];
      const { topic, partition } = target;
      if (list.length === 0) return { bytes: 0, topic, partition, offset: -1, appendTime: undefined };
      const codec = compressionOption('compression', options.compression);
      const acks = this.#acks;
      const encoded = encodeMessages(list, codec, this.#settings.clock.now());
      // Waited for below, but maybe only after a turn or more.
      encoded.catch(() => {});
      const sent = this.#lastWrite.then(async () => {
        const batch = await encoded;
        const timeoutMs = Math.ceil(Math.min(this.#settings.requestTimeoutMs, Math.max(1, this.#writing.leftMs)));
        // The request is written before this returns to the next one; answers are not waited for.
        return { answer: produceBatch(this.#sender(signal), target, batch, acks, timeoutMs) };
      });
      // A message that cannot be encoded fails its own call only.
      this.#lastWrite = sent.then(
        () => {},
        () => {},
      );
      return await (await sent).answer;
    });
  }

  /**
   * Fetches messages from the current offset on. Without `maxWaitMs` it resolves once there is a message; with it, the
   * batch may be empty. While the Batch is open other reads wait: close it, or read it to its end.
   */
  readBatch(options: ReadBatchOptions & CallOptions = {}): Promise<Batch> {
    return this.#reading.run('read a batch', options, async (signal) => {
      const target = this.#target('read a batch');
      const settings = readSettings(options);
      const release = await this.#readLock.acquire(signal);
      try {
        return await this.#read(target, settings, release, signal);
      } catch (error) {
        release();
        throw error;
      }
    });
  }

  /** The next message; waits until there is one, or the read deadline passes. */
  readMessage(options: ReadBatchOptions & CallOptions = {}): Promise<Message> {
    return this.#reading.run('read a message', options, async (signal) => {
      const target = this.#target('read a message');
      const settings = { ...readSettings(options), maxWaitMs: undefined };
      const release = await this.#readLock.acquire(signal);
      try {
        for (;;) {
          const message = await this.#heldBatch()?.readMessage();
          if (message !== undefined) return message;
          const batch = await this.#read(target, settings, () => {}, signal);
          this.#held = { batch, seeks: this.#seeks };
        }
      } finally {
        release();
      }
    });
  }

  /** Where the next read begins, as it was sought; absolute once something was read. */
  offset(): ConnOffset {
    return this.#position;
  }

  /** Moves the next read and resolves with its absolute offset. Fails with OFFSET_OUT_OF_RANGE where there is no such. */
  seek(offset: number, whence: Whence = 'absolute', options: SeekOptions = {}): Promise<number> {
    return this.#reading.run('seek', options, async (signal) => {
      const target = this.#target('seek');
      choiceOption('whence', whence, 'absolute', WHENCES);
      const fromAnEnd = whence === 'start' || whence === 'end';
      if (!Number.isSafeInteger(offset)) throw configError('offset', offset, 'a whole number');
      if (options.check === false && fromAnEnd) throw configError('check', false, `true where whence is '${whence}'`);
      const send = this.#sender(signal);
      const current = whence === 'current' ? await this.#absolute(target, send) : 0;
      if (options.check === false) return this.#seekTo(target, current + offset);
      const [first, last] = await Promise.all([firstOffset(send, target), lastOffset(send, target)]);
      const wanted = { start: first + offset, end: last - offset, current: current + offset, absolute: offset }[whence];
      if (wanted < first || wanted > last) {
        const { topic, partition } = target;
        const what = `seek to ${wanted} in ${topic}[${partition}], which has ${first} to ${last}`;
        throw new BrokerError(ErrorCode.OFFSET_OUT_OF_RANGE, what, { topic, partition, offset: wanted });
      }
      return this.#seekTo(target, wanted);
    });
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
  readPartitions(...topics: readonly string[]): Promise<readonly Partition[]> {
    const own = this.topic === undefined ? null : [this.topic];
    const asked = topics.length > 0 ? topics : own;
    return this.#reading.run('read partitions', {}, async (signal) =>
      partitionsOf(await fetchMetadata(this.#sender(signal), asked)),
    );
  }

  /** Every broker of the cluster. */
  brokers(call: CallOptions = {}): Promise<readonly Broker[]> {
    return this.#reading.run('read brokers', call, async (signal) =>
      brokersOf(await fetchMetadata(this.#sender(signal), [])),
    );
  }

  /** The controller, or in KRaft clusters a broker that forwards to it. */
  controller(call: CallOptions = {}): Promise<Broker> {
    return this.#reading.run('find the controller', call, async (signal) => {
      const response = await fetchMetadata(this.#sender(signal), []);
      const controller = brokersOf(response).find(({ id }) => id === response.controllerId);
      if (controller !== undefined) return controller;
      throw new KafkaError('CONNECTION', 'find the controller: the cluster has none at the moment', {
        retriable: true,
      });
    });
  }

  /** What the broker speaks. */
  apiVersions(call: CallOptions = {}): Promise<readonly ApiVersionRange[]> {
    return this.#reading.run('read API versions', call, async (signal) => {
      const request = createApiVersionsRequest({
        clientSoftwareName: CLIENT_SOFTWARE_NAME,
        clientSoftwareVersion: CLIENT_SOFTWARE_VERSION,
      });
      const response = await this.#sender(signal)(apiVersionsApi, () => request);
      throwIfBrokerError(response.errorCode, 'read API versions', { api: 'ApiVersions' });
      return response.apiKeys.map((range) => ({ ...range, name: apiName(range.apiKey) ?? '' }));
    });
  }

  /** Creates topics; those that exist are left alone. Before KRaft only the controller can: dial `controller()` then. */
  createTopics(...topics: readonly NewTopic[]): Promise<void> {
    return this.#writing.run('create topics', {}, (signal) =>
      createTopics(this.#sender(signal), topics, this.#brokerTimeout()),
    );
  }

  /** Deletes topics by name. */
  deleteTopics(...topics: readonly string[]): Promise<void> {
    return this.#writing.run('delete topics', {}, (signal) =>
      deleteTopics(this.#sender(signal), topics, this.#brokerTimeout()),
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
    return this.#reading.run(name, options, (signal) => {
      const timeoutMs = options.timeoutMs ?? this.#settings.requestTimeoutMs;
      return sendByHand(this.#connection, api, request, { ...options, signal, timeoutMs });
    });
  }

  /** Closes the connection; calls under way fail with CLOSED. Idempotent. */
  async close(): Promise<void> {
    this.#connection.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read(target: ConnTarget, settings: ReadSettings, release: () => void, signal: AbortSignal): Promise<Batch> {
    const send = this.#sender(signal);
    for (;;) {
      const offset = await this.#absolute(target, send);
      const seeks = this.#seeks;
      const maxWaitMs = settings.maxWaitMs ?? Math.min(LONGEST_WAIT_MS, this.#reading.leftMs);
      const content = await fetchContent(send, target, offset, settings, maxWaitMs);
      let isHandedOut = false;
      const batch = new Batch(content, {
        advance: (to) => {
          if (this.#seeks === seeks) this.#position = { offset: to, whence: 'absolute' };
        },
        release: () => isHandedOut && release(),
      });
      isHandedOut = await isFilled(batch, content);
      if (isHandedOut) return batch;
      // Empty, or only what users never see: where nobody set a limit, there is more to wait for.
      if (settings.maxWaitMs === undefined) continue;
      release();
      return batch;
    }
  }

  /** What is left of the last fetch of `readMessage`, where it still is what comes next. */
  #heldBatch(): Batch | undefined {
    const held = this.#held;
    const isNext = held?.seeks === this.#seeks && held.batch.offset === this.#position.offset;
    return isNext ? held?.batch : undefined;
  }

  async #absolute(target: ConnTarget, send: SendRequest): Promise<number> {
    const { offset, whence } = this.#position;
    if (whence === 'absolute') return offset;
    return this.#seekTo(target, (await firstOffset(send, target)) + offset);
  }

  #seekTo({ topic, partition }: ConnTarget, offset: number): number {
    if (offset < 0) {
      const what = `seek to ${offset} in ${topic}[${partition}]`;
      throw new BrokerError(ErrorCode.OFFSET_OUT_OF_RANGE, what, { topic, partition, offset });
    }
    this.#seeks++;
    this.#position = { offset, whence: 'absolute' };
    return offset;
  }

  #offsets<T>(what: string, call: CallOptions, ask: (send: SendRequest, target: ConnTarget) => Promise<T>): Promise<T> {
    return this.#reading.run(what, call, async (signal) => ask(this.#sender(signal), this.#target(what)));
  }

  /** Requests of one call, ended by its signal. */
  #sender(signal: AbortSignal): SendRequest {
    const { requestTimeoutMs } = this.#settings;
    return async (api, build, { maxVersion, timeoutMs = 0 } = {}) => {
      const version = this.#connection.versions.require(api, maxVersion);
      return this.#connection.send(api, version, build(version), { signal, timeoutMs: timeoutMs + requestTimeoutMs });
    };
  }

  #brokerTimeout(): number {
    return Math.ceil(Math.min(this.#settings.requestTimeoutMs, Math.max(1, this.#writing.leftMs)));
  }

  #target(what: string): ConnTarget {
    const { target } = this.#settings;
    if (target !== undefined) return target;
    throw new KafkaError('CONFIG', `${what}: this Conn was dialed without a topic; use dialLeader`);
  }
}

/** True when the batch has messages, or an error to tell; otherwise it is closed. */
async function isFilled(batch: Batch, content: BatchContent): Promise<boolean> {
  if (content.batches.length === 0 && content.error !== undefined) return true;
  return batch._open();
}
