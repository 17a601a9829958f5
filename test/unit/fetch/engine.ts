// An engine on a scripted cluster, and what tests look at.
import { afterEach } from 'vitest';
import type { KafkaError } from '../../../src/base/errors.ts';
import type { TopicPartition, TopicPartitionOffset } from '../../../src/cluster/topic-partition.ts';
import { type FetchSettings, resolveFetchSettings } from '../../../src/fetch/fetch-settings.ts';
import { Fetcher } from '../../../src/fetch/fetcher.ts';
import { ScriptedCluster } from './scripted-cluster.ts';

export interface Problem extends TopicPartition {
  readonly error: KafkaError;
}

export interface Engine {
  readonly cluster: ScriptedCluster;
  readonly fetcher: Fetcher;
  /** What was reported. */
  readonly problems: Problem[];
  /** Where reading went on elsewhere. */
  readonly moves: TopicPartitionOffset[];
}

let open: Fetcher[] = [];
afterEach(async () => {
  for (const fetcher of open) await fetcher.close();
  open = [];
});

/** An engine on one topic, `orders`, whose partitions are led by broker 1. */
export function engine(settings: Partial<FetchSettings> = {}, partitions = 2): Engine {
  const cluster = new ScriptedCluster();
  cluster.metadata.set('orders', new Array(partitions).fill({ id: 1, epoch: 5 }));
  const problems: Problem[] = [];
  const moves: TopicPartitionOffset[] = [];
  const fetcher = new Fetcher(cluster, resolveFetchSettings(settings), {
    onError: (error, place) => problems.push({ error, ...place }),
    onMoved: (place) => moves.push(place),
  });
  open.push(fetcher);
  return { cluster, fetcher, problems, moves };
}

/** Everything that can be handed out, as `partition: values`. */
export function drain(fetcher: Fetcher): string[] {
  const lines: string[] = [];
  for (let batch = fetcher.take(); batch !== undefined; batch = fetcher.take()) {
    lines.push(`${batch.partition}: ${[...batch].map(({ value }) => String(value)).join(' ')}`);
  }
  return lines;
}
