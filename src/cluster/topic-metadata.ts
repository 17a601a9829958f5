// What is known of a topic, and how an answer of a broker is merged into it. Pure.
// Invariant: leader epochs never go back within one topic id, because a lagging broker may answer with older facts.
import { KafkaError } from '../base/errors.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { MetadataResponsePartition, MetadataResponseTopic } from '../protocol/generated/metadata.ts';

export interface TopicMetadata {
  readonly name: string;
  /** 22 characters of base64url; ZERO_UUID from brokers that know no topic ids. */
  readonly topicId: string;
  readonly isInternal: boolean;
  /** Dense: the partition's number is its index. */
  readonly partitions: readonly PartitionMetadata[];
}

export interface PartitionMetadata {
  readonly partition: number;
  /** -1: no leader at the moment. */
  readonly leaderId: number;
  /** -1: not known. */
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly errorCode: number;
}

/** Above what clusters hold; a larger number comes from a broken peer. */
const MAX_PARTITION = 1_000_000;

function fromPartition(answer: MetadataResponsePartition): PartitionMetadata {
  return {
    partition: answer.partitionIndex,
    leaderId: answer.leaderId,
    leaderEpoch: answer.leaderEpoch,
    replicas: answer.replicaNodes,
    isr: answer.isrNodes,
    errorCode: answer.errorCode,
  };
}

function missing(partition: number): PartitionMetadata {
  const errorCode = ErrorCode.LEADER_NOT_AVAILABLE;
  return { partition, leaderId: -1, leaderEpoch: -1, replicas: [], isr: [], errorCode };
}

/** A topic as a broker describes it. */
export function fromAnswer(name: string, answer: MetadataResponseTopic): TopicMetadata {
  const partitions: PartitionMetadata[] = [];
  for (const item of [...answer.partitions].sort((a, b) => a.partitionIndex - b.partitionIndex)) {
    const at = item.partitionIndex;
    if (at < 0 || at > MAX_PARTITION) throw new KafkaError('PROTOCOL', `metadata of ${name} names partition ${at}`);
    while (partitions.length < at) partitions.push(missing(partitions.length));
    partitions[at] = fromPartition(item);
  }
  return { name, topicId: answer.topicId, isInternal: answer.isInternal, partitions };
}

/** `fresh`, with those partitions of `known` kept that have a newer leader epoch or are missing from `fresh`. */
export function merge(
  known: TopicMetadata | undefined,
  fresh: TopicMetadata,
): { topic: TopicMetadata; stale: boolean } {
  if (known === undefined || known.topicId !== fresh.topicId) return { topic: fresh, stale: false };
  let stale = false;
  const partitions = fresh.partitions.map((partition, index) => {
    const before = known.partitions[index];
    if (before === undefined || partition.leaderEpoch < 0 || partition.leaderEpoch >= before.leaderEpoch) {
      return partition;
    }
    stale = true;
    return before;
  });
  // Partitions are never removed from a topic.
  if (known.partitions.length > partitions.length) {
    stale = true;
    partitions.push(...known.partitions.slice(partitions.length));
  }
  return { topic: { ...fresh, partitions }, stale };
}

/** Whether two pictures of a topic say the same about everything that users of the cache act upon. */
export function isSameTopic(a: TopicMetadata | undefined, b: TopicMetadata): boolean {
  if (a === undefined || a.topicId !== b.topicId || a.partitions.length !== b.partitions.length) return false;
  return a.partitions.every((one, index) => {
    const other = b.partitions[index] as PartitionMetadata;
    return (
      one.leaderId === other.leaderId &&
      one.leaderEpoch === other.leaderEpoch &&
      isSameList(one.replicas, other.replicas) &&
      isSameList(one.isr, other.isr)
    );
  });
}

function isSameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
