// Partitions by topic id, as the coordinator of KIP-848 names them. Owns: what two shares have in common, and how they
// stand in requests. Pure. Invariant: a topic made anew under its old name is another topic, and its partitions others.
import type { TopicPartition } from '../cluster/topic-partition.ts';

/** One partition of a topic known by its id. */
export interface IdPartition {
  readonly topicId: string;
  readonly partition: number;
}

/** Partitions, each once, by `shareKey`. */
export type Share = ReadonlyMap<string, IdPartition>;

/** A partition with its topic's name. */
export interface NamedPartition extends IdPartition, TopicPartition {}

export const NOTHING: Share = new Map();

/** The way topics with partitions are listed in requests and answers. */
export interface ListedTopic {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export function shareKey({ topicId, partition }: IdPartition): string {
  return `${topicId}:${partition}`;
}

export function shareOf(partitions: Iterable<IdPartition>): Share {
  const share = new Map<string, IdPartition>();
  for (const { topicId, partition } of partitions) share.set(shareKey({ topicId, partition }), { topicId, partition });
  return share;
}

/** From an answer; what it names twice counts once. */
export function readShare(topics: readonly ListedTopic[]): Share {
  return shareOf(topics.flatMap(({ topicId, partitions }) => partitions.map((partition) => ({ topicId, partition }))));
}

/** For a request. */
export function listShare(share: Share): ListedTopic[] {
  const topics = new Map<string, number[]>();
  for (const { topicId, partition } of share.values()) {
    const partitions = topics.get(topicId);
    if (partitions === undefined) topics.set(topicId, [partition]);
    else partitions.push(partition);
  }
  return [...topics].map(([topicId, partitions]) => ({ topicId, partitions }));
}

export function without(share: Share, others: Share): Share {
  return new Map([...share].filter(([key]) => !others.has(key)));
}

export function together(share: Share, others: Share): Share {
  return new Map([...share, ...others]);
}

export function isSameShare(a: Share, b: Share): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}
