// The connection to one cluster that Readers, Writers and Apps can share: pool and metadata. Composition only.
import { Admin } from '../admin/admin.ts';
import type { CreateTopicResult, CreateTopicsOptions, NewTopic, TopicResult } from '../admin/create-topics.ts';
import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import { knownOptions } from '../base/options.ts';
import { Cluster, type ClusterOptions } from '../cluster/cluster.ts';
import type { TopicMetadata } from '../cluster/metadata-cache.ts';
import { clusterOptionNames } from '../cluster/settings.ts';
import type { AnyApi, Api, RequestOf, ResponseOf } from '../protocol/api.ts';
import type { ApiName, ApiTypes } from '../protocol/generated/api-index.ts';
import type { ApiByKey } from '../protocol/registry.ts';
import { type ClientSendOptions, sendInCluster } from './client-request.ts';

/** How to reach a cluster; the same options stand in Reader, Writer and App. */
export type ClientOptions = ClusterOptions;

/**
 * One cluster, with its connections and metadata, to be shared: `new Writer({ client })`, `new Reader({ client, ... })`.
 * The constructor checks its options and does no I/O.
 */
export class Client implements AsyncDisposable {
  /** Every operation of administration. */
  readonly admin: Admin;
  /** @internal */ readonly _cluster: Cluster;

  constructor(options: ClientOptions) {
    if (typeof options !== 'object' || options === null)
      throw configError('options', options, 'an object with brokers');
    knownOptions('Client', options, clusterOptionNames);
    this._cluster = new Cluster(options);
    this.admin = new Admin(this._cluster);
  }

  /** Makes the first contact. Other calls do so by themselves; this one is for those who want to know early. */
  connect(call: CallOptions = {}): Promise<void> {
    return this._cluster.start(call);
  }

  /** Creates topics; what became of each is a value in the result. Default limit: 30 s. */
  createTopics(topics: readonly NewTopic[], options: CreateTopicsOptions = {}): Promise<readonly CreateTopicResult[]> {
    return this.admin.createTopics(topics, options);
  }

  /** Deletes topics by name; what became of each is a value in the result. Default limit: 30 s. */
  deleteTopics(topics: readonly string[], options: CallOptions = {}): Promise<readonly TopicResult[]> {
    return this.admin.deleteTopics(topics, options);
  }

  /** Every topic of the cluster that this client may see, with partitions and leaders, fresh from a broker. */
  async topics(call: CallOptions = {}): Promise<readonly TopicMetadata[]> {
    await this._cluster.start(call);
    return this._cluster.metadata.all(call);
  }

  /** One topic with partitions and leaders; waits a while for one that was only just created. */
  async topic(name: string, call: CallOptions = {}): Promise<TopicMetadata> {
    await this._cluster.start(call);
    return this._cluster.metadata.topic(name, call);
  }

  /**
   * Sends any request, once, and resolves with its response. `api` is an entry of `kafka-wire/protocol/...`, or its name
   * or key; then its codec is loaded when first used. `to` says where it goes, for the APIs that not just any broker or
   * the controller answers. Nothing is tried again, and error codes in the response are the caller's to read. Rejects with
   * CONFIG, UNSUPPORTED_VERSION (that broker lacks the API or a version), PROTOCOL or UNSUPPORTED (what cannot be written),
   * the error of looking up a leader or coordinator, TIMEOUT, ABORTED, CLOSED, CONNECTION.
   */
  send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    options: ClientSendOptions & { readonly expectResponse: false },
  ): Promise<undefined>;
  send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    options?: ClientSendOptions,
  ): Promise<Response>;
  send<Name extends ApiName>(
    api: Name,
    request: RequestOf<ApiTypes[Name]>,
    options: ClientSendOptions & { readonly expectResponse: false },
  ): Promise<undefined>;
  send<Name extends ApiName>(
    api: Name,
    request: RequestOf<ApiTypes[Name]>,
    options?: ClientSendOptions,
  ): Promise<ResponseOf<ApiTypes[Name]>>;
  send<Key extends number>(
    api: Key,
    request: RequestOf<ApiByKey<Key>>,
    options: ClientSendOptions & { readonly expectResponse: false },
  ): Promise<undefined>;
  send<Key extends number>(
    api: Key,
    request: RequestOf<ApiByKey<Key>>,
    options?: ClientSendOptions,
  ): Promise<ResponseOf<ApiByKey<Key>>>;
  send(api: AnyApi | string | number, request: unknown, options: ClientSendOptions = {}): Promise<unknown> {
    return sendInCluster(this._cluster, api, request, options);
  }

  /** Closes every connection. Close what shares it first. Idempotent. */
  close(): Promise<void> {
    return this._cluster.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
