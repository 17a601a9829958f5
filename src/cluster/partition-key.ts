// Partitions as keys of maps, and lists of partitions by topic.
import type { TopicPartition } from './topic-partition.ts';

/** A string that is the same for the same partition only: topic names have no colon. */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}:${partition}`;
}

/** The places of each topic, in order of first appearance. */
export function byTopic<T extends TopicPartition>(places: readonly T[]): [topic: string, places: T[]][] {
  const topics = new Map<string, T[]>();
  for (const place of places) {
    const list = topics.get(place.topic);
    if (list === undefined) topics.set(place.topic, [place]);
    else list.push(place);
  }
  return [...topics];
}

/** Those of `places` that are not among `others`. */
export function without<T extends TopicPartition>(places: readonly T[], others: readonly TopicPartition[]): T[] {
  const left = new Set(others.map(({ topic, partition }) => partitionKey(topic, partition)));
  return places.filter(({ topic, partition }) => !left.has(partitionKey(topic, partition)));
}
