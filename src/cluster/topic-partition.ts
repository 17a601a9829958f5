/** One partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A partition with an offset in it: where to read from, or what to commit. */
export interface TopicPartitionOffset extends TopicPartition {
  readonly offset: number;
  /** Leader epoch of the record before `offset` (KIP-320); absent where unknown. */
  readonly leaderEpoch?: number;
  /** Free text kept with a committed offset. */
  readonly metadata?: string;
}
