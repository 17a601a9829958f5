// What a consumer is configured with, checked and complete: two kinds, in a group or on one partition.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { FetchSettings } from '../fetch/fetch-settings.ts';
import type { OffsetSpec } from '../fetch/offset-lookup.ts';
import type { GroupSettings } from '../group/group-settings.ts';

/** What a user is told of the partitions of a group member. */
export interface AssignmentCallbacks {
  onAssigned(partitions: readonly TopicPartition[]): void | Promise<void>;
  onRevoked(partitions: readonly TopicPartition[]): void | Promise<void>;
  onLost(partitions: readonly TopicPartition[]): void | Promise<void>;
}

/** A member of a group. */
export interface GroupConsumerSettings {
  readonly fetch: FetchSettings;
  readonly group: GroupSettings;
  /** Where partitions begin that the group has no committed offset of. */
  readonly startOffset: OffsetSpec;
  /** Topics that begin with their first record whatever `startOffset` says. */
  readonly startFirst: ReadonlySet<string>;
  /** How often marks are committed; undefined: commits are sent when they are made. */
  readonly commitIntervalMs: number | undefined;
  readonly callbacks: AssignmentCallbacks;
}

/** A reader of one partition, without a group. */
export interface PartitionConsumerSettings {
  readonly fetch: FetchSettings;
  readonly topic: string;
  readonly partition: number;
  readonly startOffset: OffsetSpec | number;
}
