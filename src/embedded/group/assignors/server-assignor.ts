// What an assignor of the coordinator is given and gives (KIP-848). Plain data.
import type { PartitionSets } from '../partition-sets.ts';

export interface AssignableMember {
  readonly id: string;
  readonly instanceId: string | null;
  /** Ids of topics that exist, in the order in which Kafka walks them. */
  readonly topicIds: readonly string[];
  /** What it was to have until now. */
  readonly target: PartitionSets;
}

export interface AssignableGroup {
  /** In the order in which Kafka walks them. */
  readonly members: readonly AssignableMember[];
  /** Whether every member wants the same topics. */
  readonly isUniform: boolean;
  partitionsOf(topicId: string): number;
  /** Whether some member was to have the partition until now, also one that is replaced. */
  isAssigned(topicId: string, partition: number): boolean;
}

/** By member id; who gets nothing may be left out. */
export type Assignment = ReadonlyMap<string, PartitionSets>;

export type ServerAssignor = (group: AssignableGroup) => Assignment;
