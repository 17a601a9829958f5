// A Reader's figures, put together. Must not know: where they are counted.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { RecordSource } from '../consume/record-source.ts';
import type { FetchStats } from '../fetch/fetch-counts.ts';

/** A Reader's figures since it was made. */
export interface ReaderStats extends FetchStats {
  /** Records handed out one by one. */
  readonly messages: number;
  /** Batches begun, or handed out whole. */
  readonly batches: number;
  /** Uncompressed bytes of those batches. */
  readonly bytes: number;
  /** Batches that were read ahead and wait to be handed out. */
  readonly queuedBatches: number;
  /** Bytes that what waits keeps in memory; `maxBytes` bounds them. */
  readonly queuedBytes: number;
  /** The bound: option `maxBytes`. */
  readonly queueCapacityBytes: number;
  /** Generations joined. */
  readonly rebalances: number;
  /** Commits that the broker accepted, counted per partition. */
  readonly commits: number;
  /**
   * The longest time that a heartbeat was late because the event loop was busy, milliseconds; 0 without a group. Where it
   * comes near `sessionTimeoutMs`, computing belongs into a worker thread.
   */
  readonly longestLoopBlockMs: number;
  readonly partitions: readonly (TopicPartition & {
    /** Offset of the next record to be handed out. */
    readonly offset: number | undefined;
    /** Records from there to the end of what may be read. */
    readonly lag: number | undefined;
    readonly isPaused: boolean;
  })[];
}

export function readerStats({ feed, counts }: RecordSource, queueCapacityBytes: number): ReaderStats {
  const partitions = [...feed.states].map((state) => {
    const { topic, partition, isPaused } = state;
    return { topic, partition, offset: feed.position(state), lag: feed.lag(state), isPaused };
  });
  return { ...feed.counts, ...feed.fetching, ...counts, queueCapacityBytes, partitions };
}
