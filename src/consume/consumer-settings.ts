// What a consumer is configured with, checked and complete: two kinds, in a group or on one partition.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { FetchSettings } from '../fetch/fetch-settings.ts';
import type { OffsetSpec } from '../fetch/offset-lookup.ts';
import type { GroupSettings } from '../group/group-settings.ts';
import type { BackgroundErrors } from './record-source.ts';

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
  readonly startOffset: OffsetSpec | 'error';
  /** Topics that begin with their first record whatever `startOffset` says. */
  readonly startFirst: ReadonlySet<string>;
  /** How often marks are committed; undefined: commits are sent when they are made. */
  readonly commitIntervalMs: number | undefined;
  readonly callbacks: AssignmentCallbacks;
  /** Hears of errors that no call reports. */
  readonly onError: BackgroundErrors;
}

/** A partition to read by hand. */
export interface AssignedPartition extends TopicPartition {
  /** Where it begins, with a group only where that has committed no offset. */
  readonly startOffset?: OffsetSpec | 'error' | number | undefined;
  /** It begins at `startOffset` whatever is committed. */
  readonly isSought?: boolean;
}

/** A reader of partitions that were assigned by hand. */
export interface AssignedConsumerSettings {
  readonly fetch: FetchSettings;
  readonly partitions: readonly AssignedPartition[];
  /** Where those begin that name no start of their own. */
  readonly startOffset: OffsetSpec | 'error' | number;
  /** Where offsets are committed; null: nowhere. */
  readonly groupId: string | null;
  /** How often marks are committed; undefined: commits are sent when they are made. */
  readonly commitIntervalMs: number | undefined;
  /** Hears of errors that no call reports. */
  readonly onError: BackgroundErrors;
}
