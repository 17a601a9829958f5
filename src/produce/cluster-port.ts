// What the producer needs of a cluster, and no more, so that its tests can script one without sockets.
// `Cluster` of cluster/ has this shape.
import type { CallOptions } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Api } from '../protocol/api.ts';
import type { BrokerVersions } from '../protocol/versions.ts';

/** One connection of the produce lane. Requests reach the broker in the order of `send`. */
export interface ProduceConnection {
  readonly address: string;
  readonly state: 'open' | 'draining' | 'closed';
  readonly versions: Pick<BrokerVersions, 'require'>;
  send<Q, S>(
    api: Api<Q, S>,
    version: number,
    request: Q,
    options?: { readonly timeoutMs?: number; readonly expectResponse?: boolean },
  ): Promise<S>;
  close(): void;
}

/** The part of a topic's metadata that matters here. */
export interface ProduceTopicMetadata {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: readonly { readonly partition: number; readonly leaderId: number }[];
}

export interface ProduceMetadata {
  get(topic: string): ProduceTopicMetadata | undefined;
  topic(
    name: string,
    options?: CallOptions & { readonly allowAutoTopicCreation?: boolean },
  ): Promise<ProduceTopicMetadata>;
  leader(topic: string, partition: number): { readonly id: number; readonly epoch: number } | undefined;
  applyLeaderHint(
    topic: string,
    partition: number,
    leaderId: number,
    leaderEpoch: number,
    node?: { readonly id: number; readonly host: string; readonly port: number; readonly rack: string | null },
  ): void;
  refreshSoon(): void;
  onChange(listener: () => void): () => void;
}

export interface ProduceCluster {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metadata: ProduceMetadata;
  start(call?: CallOptions): Promise<void>;
  connection(nodeId: number, lane: 'produce', call?: CallOptions): Promise<ProduceConnection>;
  sendToAny<Q, S>(api: Api<Q, S>, build: (version: number) => Q, options?: CallOptions): Promise<S>;
  retry<T>(what: string, attempt: () => Promise<T>, options?: CallOptions): Promise<T>;
}
