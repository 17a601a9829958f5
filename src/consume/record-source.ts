// What a Reader reads from: a member of a group, or partitions assigned by hand. The common face of both consumers.
import type { CallOptions } from '../base/abort.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { OffsetSpec } from '../fetch/offset-lookup.ts';
import type { CloseOptions } from '../group/group-member.ts';
import type { Feed } from './feed.ts';

/** Figures of a consumer since it was made. */
export interface ConsumerCounts {
  /** Generations joined. */
  readonly rebalances: number;
  /** Commits that the coordinator accepted, counted per partition. */
  readonly commits: number;
  /** The longest time that a heartbeat was late because the event loop was busy, milliseconds; 0 without a group. */
  readonly longestLoopBlockMs: number;
}

/** How a consumer stands at the moment, in sentences for people. */
export interface Standing {
  /** It knows its share: in a group, the member is in a generation. */
  readonly joined: boolean;
  /** The group is sharing partitions out anew. */
  readonly isRebalancing: boolean;
  /** What is under way and mostly passes by itself within `settlingLimitMs`. */
  readonly settling: string[];
  readonly settlingLimitMs: number;
  /** What stands in the way of reading. */
  readonly troubles: string[];
  /** When the coordinator last answered, wall-clock milliseconds; undefined before, and without a group. */
  readonly lastHeartbeatAt: number | undefined;
  /** Why the classic protocol is spoken though the other was asked for; undefined where it is not. */
  readonly fellBack: string | undefined;
}

export interface RecordSource {
  readonly feed: Feed;
  readonly counts: ConsumerCounts;
  /** Begins, once; may be called again after it failed. The cluster has been reached before. */
  start(call: CallOptions): Promise<void>;
  /** Offsets to read next. Resolves when they are committed, or marked where commits go by interval. */
  commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<void>;
  /** Offsets to be committed with the next commit of marks, and before their partitions are given up. */
  mark(offsets: readonly TopicPartitionOffset[]): void;
  /** Commits what is marked. */
  commitMarked(call: CallOptions): Promise<void>;
  /** Where to go on in a partition that is assigned. */
  seek(place: TopicPartition, to: OffsetSpec | number, call: CallOptions): Promise<void>;
  /** What is well and what is not at the moment. */
  standing(): Standing;
  /** Lets others have its partitions, because nobody reads them here; `stepBack` takes part again. */
  stepAside(): Promise<void>;
  stepBack(): void;
  /** Final commit, leave, end. Idempotent. */
  close(options: CloseOptions): Promise<void>;
}

/** Partitions where reading cannot begin or go on are told to the user by whoever reads; what heals by itself goes here. */
export type BackgroundErrors = (error: Error, place?: TopicPartition) => void;
