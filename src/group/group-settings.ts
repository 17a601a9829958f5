// What a group member is configured with, checked by those who build it.
import type { Assignor } from './assignor.ts';
import type { Subscription } from './subscription.ts';

/** How members and coordinator speak: JoinGroup and SyncGroup, or ConsumerGroupHeartbeat (KIP-848). */
export type GroupProtocol = 'classic' | 'consumer';

/** Settings of one member of a consumer group. */
export interface GroupSettings {
  readonly groupId: string;
  /** Topics that do not exist yet are waited for. */
  readonly subscription: Subscription;
  readonly protocol: GroupProtocol;
  /** Ways to share out partitions, best first; of the classic protocol. */
  readonly assignors: readonly Assignor[];
  /** Name of the coordinator's way to share them out (KIP-848); null: its default. */
  readonly remoteAssignor: string | null;
  /** Where the member runs, in the words of `broker.rack`; empty where it does not say (KIP-881). */
  readonly rack: string;
  /** Time without a heartbeat after which the member counts as dead, at the coordinator and here. */
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** Time that every member has to finish its work and join again once a rebalance begins. */
  readonly rebalanceTimeoutMs: number;
  /**
   * Makes the member static (KIP-345): it does not leave on close and keeps its partitions over a restart shorter than the
   * session timeout.
   */
  readonly groupInstanceId: string | null;
}
