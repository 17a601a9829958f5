// Which leader to ask about which partitions. Owns: learning what is not known of topics, and who has no leader.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { FetchCluster } from './fetch-cluster.ts';

/** What one attempt needs of a cluster. */
export type LookupCluster = Pick<FetchCluster, 'clock' | 'metadata' | 'sendTo' | 'requestTimeoutMs'>;

/** Partitions by the id of their leader; those that have none get their error in `found`, as `describe` says what failed. */
export async function groupByLeader<P extends TopicPartition>(
  cluster: LookupCluster,
  partitions: readonly P[],
  describe: (partition: P) => string,
  found: Map<P, object>,
  call: CallOptions,
): Promise<Map<number, P[]>> {
  await learnTopics(cluster, partitions, found, call);
  const byLeader = new Map<number, P[]>();
  for (const partition of partitions) {
    if (found.has(partition)) continue;
    const leader = cluster.metadata.leader(partition.topic, partition.partition);
    if (leader === undefined || leader.id < 0) {
      found.set(partition, new BrokerError(ErrorCode.LEADER_NOT_AVAILABLE, describe(partition), partition));
      continue;
    }
    const group = byLeader.get(leader.id);
    if (group === undefined) byLeader.set(leader.id, [partition]);
    else group.push(partition);
  }
  return byLeader;
}

async function learnTopics<P extends TopicPartition>(
  cluster: LookupCluster,
  partitions: readonly P[],
  found: Map<P, object>,
  call: CallOptions,
): Promise<void> {
  const names = new Set(partitions.map(({ topic }) => topic));
  await Promise.all(
    [...names].map(async (name) => {
      if (cluster.metadata.get(name) !== undefined) return;
      try {
        await cluster.metadata.topic(name, call);
      } catch (error) {
        for (const partition of partitions) {
          if (partition.topic === name) found.set(partition, asKafkaError(`metadata of ${name}`, error));
        }
      }
    }),
  );
}

/** What was thrown, as it goes into a result. */
export function asKafkaError(what: string, error: unknown): KafkaError {
  if (KafkaError.is(error)) return error;
  return new KafkaError('INTERNAL', `${what}: ${String(error)}`, { cause: error });
}
