// One member of a consumer group (KIP-848). Immutable plain data: a heartbeat makes a new one of the old one.
import type { GroupProtocol } from './group-exchange.ts';
import { NO_PARTITIONS, type PartitionEpochs } from './partition-sets.ts';

/**
 * `stable`: it has what it was told to have, as of its epoch. `unrevoked`: it has yet to give partitions up.
 * `unreleased`: partitions it shall have are still with others.
 */
export type ConsumerMemberState = 'stable' | 'unrevoked' | 'unreleased';

/** What a member that speaks the classic protocol said of itself when it joined. */
export interface ClassicSide {
  readonly sessionTimeoutMs: number;
  readonly protocols: readonly GroupProtocol[];
}

export interface ConsumerGroupMember {
  readonly id: string;
  readonly epoch: number;
  readonly previousEpoch: number;
  readonly state: ConsumerMemberState;
  /** Set for static members (KIP-345). */
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly rebalanceTimeoutMs: number;
  readonly clientId: string;
  readonly clientHost: string;
  readonly topicNames: ReadonlySet<string>;
  /** Empty where it subscribes to names only. */
  readonly topicRegex: string;
  readonly serverAssignor: string | null;
  /** What it may use, and since which epoch. */
  readonly assigned: PartitionEpochs;
  /** What it has to give up. */
  readonly pendingRevocation: PartitionEpochs;
  /** Null for members that speak the consumer protocol. */
  readonly classic: ClassicSide | null;
}

/** A static member that is away for a while has this epoch. */
export const AWAY_EPOCH = -2;
export const LEAVE_EPOCH = -1;
export const JOIN_EPOCH = 0;

export function newConsumerGroupMember(id: string): ConsumerGroupMember {
  return {
    id,
    epoch: JOIN_EPOCH,
    previousEpoch: -1,
    state: 'stable',
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    clientId: '',
    clientHost: '',
    topicNames: new Set(),
    topicRegex: '',
    serverAssignor: null,
    assigned: NO_PARTITIONS,
    pendingRevocation: NO_PARTITIONS,
    classic: null,
  };
}

export function isReconciledTo({ state, epoch }: ConsumerGroupMember, targetEpoch: number): boolean {
  return state === 'stable' && epoch === targetEpoch;
}
