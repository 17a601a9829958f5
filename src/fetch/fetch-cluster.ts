// What the fetch engine needs of a cluster, and no more, so that its tests run against a script instead of sockets.
// `Cluster` has this shape.
import type { CallOptions } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Api } from '../protocol/api.ts';
import type { BrokerVersions } from '../protocol/versions.ts';

/** One connection to a broker. */
export interface FetchConnection {
  readonly address: string;
  readonly state: 'open' | 'draining' | 'closed';
  readonly versions: BrokerVersions;
  send<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    request: Request,
    options?: CallOptions,
  ): Promise<Response>;
  close(): void;
}

export interface FetchMetadata {
  get(topic: string): { readonly topicId: string } | undefined;
  topic(name: string, options?: CallOptions): Promise<unknown>;
  leader(topic: string, partition: number): { readonly id: number; readonly epoch: number } | undefined;
  /** Undefined where there is no such broker. */
  broker(id: number): object | undefined;
  applyLeaderHint(
    topic: string,
    partition: number,
    leaderId: number,
    leaderEpoch: number,
    node?: { readonly id: number; readonly host: string; readonly port: number; readonly rack: string | null },
  ): void;
  /** After a leader refused it. */
  forgetEpoch(topic: string, partition: number, leaderEpoch: number): void;
  refreshSoon(): void;
  onChange(listener: () => void): () => void;
}

export interface FetchCluster {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly requestTimeoutMs: number;
  /** How long a word about where to read holds. */
  readonly metadataMaxAgeMs: number;
  readonly metadata: FetchMetadata;
  connection(nodeId: number, lane: `fetch-${string}`, call?: CallOptions): Promise<FetchConnection>;
  sendTo<Request, Response>(
    nodeId: number,
    api: Api<Request, Response>,
    build: (version: number) => Request,
    options?: CallOptions,
  ): Promise<Response>;
}
