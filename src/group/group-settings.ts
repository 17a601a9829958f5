// What a group member is configured with, checked by those who build it.
import type { AssignorName } from './assignors.ts';

/** Settings of one member of a classic consumer group. */
export interface GroupSettings {
  readonly groupId: string;
  /** Topics to read; those that do not exist yet are waited for. */
  readonly topics: readonly string[];
  /** Time without a heartbeat after which the member counts as dead, at the coordinator and here. */
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** Time that every member has to finish its work and join again once a rebalance begins. */
  readonly rebalanceTimeoutMs: number;
  /** Makes the member static (KIP-345): it keeps its partitions over a restart shorter than the session timeout. */
  readonly groupInstanceId: string | null;
  /** Ways to share out partitions, best first. */
  readonly assignors: readonly AssignorName[];
}
