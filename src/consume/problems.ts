// What is not well with the partitions that are read, in words for people.
import type { Cluster } from '../cluster/cluster.ts';
import type { Feed } from './feed.ts';

/** One line per partition that makes no progress and should. */
export function partitionProblems(cluster: Cluster, feed: Feed): string[] {
  const problems: string[] = [];
  if (feed.end !== undefined) problems.push(feed.end.message);
  for (const { topic, partition, error } of feed.states) {
    const name = `${topic}[${partition}]`;
    const trouble = feed.trouble({ topic, partition });
    if (error !== undefined) problems.push(`${name} stands still: ${error.message}`);
    else if (!isLed(cluster, topic, partition)) problems.push(`${name} has no leader`);
    else if (trouble !== undefined) problems.push(`${name} cannot be fetched: ${trouble.message}`);
  }
  return problems;
}

/** One line per partition of which it is not known yet where to begin. */
export function unsettledPartitions(cluster: Cluster, feed: Feed): string[] {
  const lines: string[] = [];
  for (const { topic, partition, error, isReading } of feed.states) {
    if (isReading || error !== undefined || !isLed(cluster, topic, partition)) continue;
    lines.push(`${topic}[${partition}]: its start offset is not known yet: no answer that tells it so far`);
  }
  return lines;
}

function isLed(cluster: Cluster, topic: string, partition: number): boolean {
  return (cluster.metadata.leader(topic, partition)?.id ?? -1) >= 0;
}
