// What is not well with the partitions that are read, in words for people.
import type { Cluster } from '../cluster/cluster.ts';
import type { Feed } from './feed.ts';

/** One line per partition that makes no progress and should. */
export function partitionProblems(cluster: Cluster, feed: Feed): string[] {
  const problems: string[] = [];
  if (feed.end !== undefined) problems.push(feed.end.message);
  for (const { topic, partition, error, isReading } of feed.states) {
    const name = `${topic}[${partition}]`;
    const trouble = feed.trouble({ topic, partition });
    const leader = cluster.metadata.leader(topic, partition);
    if (error !== undefined) problems.push(`${name} stands still: ${error.message}`);
    else if (leader === undefined || leader.id < 0) problems.push(`${name} has no leader`);
    else if (!isReading) problems.push(`${name}: its start offset is not known yet`);
    else if (trouble !== undefined) problems.push(`${name} cannot be fetched: ${trouble.message}`);
  }
  return problems;
}
