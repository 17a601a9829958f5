// What a Reader says of its health: the words for it, and each partition's place. Must not know: how a stall is found.
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { Feed } from '../consume/feed.ts';
import type { HealthLook, HealthState } from '../consume/health-watch.ts';

/** How far a partition is read. */
export interface PartitionHealth extends TopicPartition {
  /** Offset of the next record to be handed out; undefined while it is not known. */
  readonly position: number | undefined;
  /** Records from there to the end of what may be read, as of the last fetch. */
  readonly lag: number | undefined;
  /**
   * How old the last record is that was handed out, milliseconds by this machine's clock; 0 when all has been read. Of
   * batches handed out whole, the record with the latest time counts. Undefined before the first record, and where records
   * have no time.
   */
  readonly lagMs: number | undefined;
  readonly isPaused: boolean;
  /** Why it stands still; undefined where it does not. */
  readonly error: Error | undefined;
}

/** Whether a Reader makes progress, and what stands in its way. Times are milliseconds since 1970. */
export interface ReaderHealth {
  /**
   * `rebalancing`: the group is sharing out its partitions, or it is being found out where to begin, within the time that
   * this may take. `stalled`: something stands in the way, or what was handed out is not followed by another call; it heals
   * by itself, or waits for you. `failed`: it has ended.
   */
  readonly state: HealthState;
  /** False where it is stalled or has failed. */
  readonly healthy: boolean;
  /** One sentence per reason; empty when healthy. */
  readonly reasons: readonly string[];
  /** It has its share of the group; without a group, it has begun. */
  readonly joined: boolean;
  readonly assigned: readonly TopicPartition[];
  readonly partitions: readonly PartitionHealth[];
  /** When something was last asked for, to within a second; undefined before. */
  readonly lastPollAt: number | undefined;
  /** When the group's coordinator last answered; undefined before, and without a group. */
  readonly lastHeartbeatAt: number | undefined;
  /** Since when the record or batch is out, to within a second, that no call has followed yet; undefined where none is. */
  readonly oldestInFlightAt: number | undefined;
  /** Why the group is joined by the classic protocol though `protocol: 'consumer'` was asked for; undefined where it is not. */
  readonly fellBack: string | undefined;
}

/** `first`: reasons that come before those that were found. */
export function readerHealth(look: HealthLook, first: readonly string[], feed: Feed, now: number): ReaderHealth {
  const { joined, lastPollAt, lastHeartbeatAt, oldestInFlightAt, fellBack } = look;
  const state = first.length > 0 && look.state !== 'failed' ? 'stalled' : look.state;
  return {
    state,
    healthy: state === 'healthy' || state === 'rebalancing',
    reasons: [...first, ...look.reasons],
    joined,
    assigned: feed.assignment,
    partitions: [...feed.states].map((place) => {
      const { topic, partition, isPaused, error } = place;
      const lag = feed.lag(place);
      return {
        topic,
        partition,
        position: feed.position(place),
        lag,
        lagMs: lagMs(lag, feed, place, now),
        isPaused,
        error,
      };
    }),
    lastPollAt,
    lastHeartbeatAt,
    oldestInFlightAt,
    fellBack,
  };
}

function lagMs(lag: number | undefined, feed: Feed, place: TopicPartition, now: number): number | undefined {
  if (lag === 0) return 0;
  const timestamp = feed.lastTimestamp(place);
  return timestamp === undefined ? undefined : Math.max(0, now - timestamp);
}
