// What members of a consumer group say and are told (KIP-848), apart from any version of the protocol. Plain data.
import type { PartitionSets } from './partition-sets.ts';

/** One heartbeat. What is null has not changed since the one before. */
export interface ConsumerHeartbeat {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly rebalanceTimeoutMs: number | null;
  readonly topicNames: readonly string[] | null;
  readonly topicRegex: string | null;
  readonly serverAssignor: string | null;
  readonly owned: PartitionSets | null;
  readonly clientId: string;
  readonly clientHost: string;
}

export interface ConsumerHeartbeatAnswer {
  readonly memberId: string;
  readonly memberEpoch: number;
  /** 0 where the member leaves. */
  readonly heartbeatIntervalMs: number;
  /** What the member may use from now on; null where it has been told. */
  readonly assignment: PartitionSets | null;
}
