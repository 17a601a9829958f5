// What a Reader reads from: a member of a group, or one partition. The common face of both consumers.
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

export interface RecordSource {
  readonly feed: Feed;
  readonly counts: ConsumerCounts;
  /** Begins, once; may be called again after it failed. The cluster has been reached before. */
  start(call: CallOptions): Promise<void>;
  /** Offsets to read next. Resolves when they are committed, or marked where commits go by interval. */
  commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<void>;
  /** Where to go on in a partition that is assigned. */
  seek(place: TopicPartition, to: OffsetSpec | number, call: CallOptions): Promise<void>;
  /** What is not well at the moment. */
  problems(): string[];
  /** Final commit, leave, end. Idempotent. */
  close(options: CloseOptions): Promise<void>;
}
