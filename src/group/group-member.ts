// What a member of a group is to those who read with it, whatever protocol it speaks. Owns: the contract alone.
// Implementations: ClassicMember (JoinGroup, SyncGroup, Heartbeat) and ConsumerMember (KIP-848).
import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { CommitResult } from './commit-queue.ts';
import type { Outage } from './coordinator-link.ts';
import type { GroupProtocol } from './group-settings.ts';
import type { LoopBlock } from './loop-block.ts';
import type { Identity } from './member-state.ts';

/** Where a member stands. `stable`: it knows its share and nothing of it is being taken away. */
export type MemberPhase = 'idle' | 'joining' | 'syncing' | 'stable' | 'revoking' | 'leaving' | 'closed' | 'failed';

/**
 * What a member tells its owner. Signals fire when the member can wait no longer, or need not.
 *
 * Invariants, for every protocol: a partition is assigned, then revoked or lost, then perhaps assigned again; one call
 * runs at a time, but for onLost, which may interrupt the others; what is neither revoked nor lost goes on being read.
 */
export interface GroupHandlers {
  /**
   * `added`: partitions that the member did not have. Called once for each rebalance, also with none added; after a
   * rebalance of an eager assignor that is the whole share. `GroupMember.assigned` is the whole share in any case.
   */
  onAssigned(added: readonly TopicPartition[], signal: AbortSignal): Promise<void>;
  /** Finish these and commit: they are this member's until it resolves. Waited for at most `rebalanceTimeoutMs`. Never empty. */
  onRevoked(removed: readonly TopicPartition[], signal: AbortSignal): Promise<void>;
  /** These belong to somebody else by now: nothing of them can be committed. Never empty. */
  onLost(partitions: readonly TopicPartition[]): void;
  /** Does not heal by itself; the member has ended. */
  onError(error: KafkaError): void;
}

/** One member of a group. */
export interface GroupMember {
  /** What it speaks: the classic protocol also where the other was asked for and could not be had. */
  readonly protocol: GroupProtocol;
  /** Why it speaks the classic protocol though the other was asked for; absent otherwise. */
  readonly fellBack?: string | undefined;
  readonly phase: MemberPhase;
  /** Member id with its generation (KIP-848: its epoch); undefined outside of one. */
  readonly generation: Identity | undefined;
  /** The whole share: what was assigned and neither revoked nor lost. */
  readonly assigned: readonly TopicPartition[];
  /** Assignments received so far. */
  readonly rebalances: number;
  /** Since when the coordinator does not answer; undefined while it does. */
  readonly outage: Outage | undefined;
  /** The event loop was blocked for longer than the session lasts, not long ago. */
  readonly loopBlock: LoopBlock | undefined;
  /** The longest time that a heartbeat was late because the event loop was busy, milliseconds. */
  readonly longestLoopBlockMs: number;
  /** When the coordinator last answered a heartbeat, a join or a sync, wall-clock milliseconds; undefined before. */
  readonly lastHeartbeatAt: number | undefined;
  /** Subscribed topics that do not exist, as far as this member knows. */
  readonly missingTopics: readonly string[];

  /** Joins, and stays a member whatever happens, until close() or an error that does not heal. Never rejects. */
  run(): Promise<void>;

  /**
   * Commits offsets: the next to read, so that of the last record handled plus one. Waits while a rebalance is under way
   * and while the coordinator is out of reach. An offset lower than one committed before is not sent, unless goBack()
   * said that reading goes on there.
   */
  commit(offsets: readonly TopicPartitionOffset[], call?: CallOptions): Promise<readonly CommitResult[]>;

  /** Reading of the partition goes on at this offset, perhaps below what was committed before: that may be committed. */
  goBack(place: TopicPartitionOffset): void;

  /** Committed offsets by partition key; undefined where there is none. Waits until they are stable and readable. */
  committed(
    partitions: readonly TopicPartition[],
    call?: CallOptions,
  ): Promise<ReadonlyMap<string, TopicPartitionOffset | undefined>>;

  /**
   * Leaves, after onRevoked, and ends within the time given (default 30 s) plus what leaving may take (5 s). `signal` ends
   * the wait for onRevoked at once.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** How a member ends. */
export interface CloseOptions extends CallOptions {
  /**
   * Whether the group is told, so that its other members share out the partitions at once. False: they stay this member's
   * until the session times out, or until an instance of the same name has taken them over (KIP-345).
   * @default true, but false with a `groupInstanceId`
   */
  readonly leaveGroup?: boolean | undefined;
}
