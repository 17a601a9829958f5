// What groups know of the cluster around them. Owns: the shape. Whoever starts the coordinator provides it.
import type { Clock } from '../../base/clock.ts';

/** A topic that exists, as groups look at it. */
export interface GroupTopic {
  readonly id: string;
  readonly name: string;
  readonly partitions: number;
  /** Changes with id, partitions and the racks of their replicas (KIP-1101). */
  readonly fingerprint: string;
}

export interface GroupTopics {
  get(name: string): GroupTopic | undefined;
  byId(id: string): GroupTopic | undefined;
  names(): string[];
  /** Grows whenever a topic is created. */
  readonly newest: number;
}

/** Which groups may go from one protocol to the other while they have members (group.consumer.migration.policy). */
export type MigrationPolicy = 'bidirectional' | 'upgrade' | 'downgrade' | 'disabled';

export interface GroupEnvironment {
  readonly clock: Clock;
  readonly topics: GroupTopics;
  readonly consumerGroupMaxSize: number;
  readonly migrationPolicy: MigrationPolicy;
  sessionTimeoutMs(groupId: string): number;
  heartbeatIntervalMs(groupId: string): number;
  /** The least time between two assignments of a group. */
  assignmentIntervalMs(groupId: string): number;
}
