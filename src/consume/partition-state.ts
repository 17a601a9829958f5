// One assigned partition, as the consuming side sees it. Plain state; its owner is the Feed.
import type { KafkaError } from '../base/errors.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { MessageWalk } from './message-walk.ts';

export interface PartitionState extends TopicPartition {
  isPaused: boolean;
  /** Fetching has begun: the start offset is known. */
  isReading: boolean;
  /** Where reading began. */
  beganAt: number | undefined;
  /** A batch for the partition's own stream, where partitions are read as streams; nothing else is fetched meanwhile. */
  own: MessageWalk | undefined;
  /** Its stream has something, or is not read any more: nothing is fetched. */
  isHeld: boolean;
  /** Its stream was closed by the user. */
  isStreamClosed: boolean;
  /** Something has changed that its stream has to look at. */
  onNews: (() => void) | undefined;
  /** A batch handed out in part when the partition was paused. */
  parked: MessageWalk | undefined;
  /** Why the partition stands still. */
  error: KafkaError | undefined;
  /** The last batch handed out: whose leader epoch goes with commits of its records (KIP-320). */
  lastBase: number;
  lastOffset: number;
  lastEpoch: number;
  /** Where the log was cut below what was handed out, the offset after that: up to it offsets mean other records now. */
  goneTo: number;
  /** Timestamp of the last record handed out, milliseconds since 1970; -1 where unknown. */
  lastTimestamp: number;
}

export function partitionState({ topic, partition }: TopicPartition, isPaused: boolean): PartitionState {
  return {
    topic,
    partition,
    isPaused,
    isReading: false,
    beganAt: undefined,
    own: undefined,
    isHeld: false,
    isStreamClosed: false,
    onNews: undefined,
    parked: undefined,
    error: undefined,
    lastBase: -1,
    lastOffset: -1,
    lastEpoch: -1,
    goneTo: -1,
    lastTimestamp: -1,
  };
}
