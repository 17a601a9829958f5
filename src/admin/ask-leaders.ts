// Asks the leader of each partition, one request per broker, and follows leaders that move.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { asKafkaError, inRounds, isPassing, type Settled } from './in-rounds.ts';

/** Asks one broker for the partitions that it leads; answers for each, by the very objects it was given. */
export type AskLeader<Partition extends TopicPartition, Result> = (
  nodeId: number,
  partitions: readonly Partition[],
) => Promise<ReadonlyMap<Partition, Result | KafkaError>>;

/** How long a broker may not know a topic or partition that is there: a new one takes a moment to be known everywhere. */
const UNKNOWN_GRACE_MS = 5_000;

/**
 * Every partition has a result or an error of its own. A partition without a leader is waited for until the time is up,
 * one that nobody knows for some seconds.
 */
export function askLeaders<Partition extends TopicPartition, Result>(
  cluster: Pick<Cluster, 'start' | 'retry' | 'metadata' | 'clock'>,
  what: string,
  partitions: readonly Partition[],
  ask: AskLeader<Partition, Result>,
  options: CallOptions = {},
): Promise<Settled<Partition, Result>> {
  const attempt = async (left: readonly Partition[]): Promise<Settled<Partition, Result>> => {
    const answers: Settled<Partition, Result> = new Map();
    await learnTopics(cluster, left, answers, options);
    const groups = byLeader(cluster, what, left, answers);
    await Promise.all(
      [...groups].map(async ([nodeId, group]) => {
        const reply = await ask(nodeId, group).catch((error: unknown) => asKafkaError(error, what));
        for (const partition of group) {
          const answer = KafkaError.is(reply) ? reply : reply.get(partition);
          if (answer !== undefined) answers.set(partition, answer);
        }
      }),
    );
    return answers;
  };
  const unknownUntil = cluster.clock.monotonic() + UNKNOWN_GRACE_MS;
  const passes = (error: KafkaError): boolean =>
    isPassing(error) || (error.code === 'UNKNOWN_TOPIC_OR_PARTITION' && cluster.clock.monotonic() < unknownUntil);
  return inRounds(cluster, what, partitions, attempt, { ...options, passes });
}

/** A topic that is not known yet is looked up; one that does not exist is the error of its partitions. */
async function learnTopics<Partition extends TopicPartition>(
  cluster: Pick<Cluster, 'metadata'>,
  partitions: readonly Partition[],
  answers: Settled<Partition, unknown>,
  options: CallOptions,
): Promise<void> {
  const names = new Set(partitions.map(({ topic }) => topic));
  await Promise.all(
    [...names].map(async (name) => {
      if (cluster.metadata.get(name) !== undefined) return;
      const failure = await cluster.metadata.topic(name, { signal: options.signal }).then(
        () => undefined,
        (error: unknown) => asKafkaError(error, `find topic ${name}`),
      );
      if (failure === undefined) return;
      for (const partition of partitions) if (partition.topic === name) answers.set(partition, failure);
    }),
  );
}

function byLeader<Partition extends TopicPartition>(
  cluster: Pick<Cluster, 'metadata'>,
  what: string,
  partitions: readonly Partition[],
  answers: Settled<Partition, unknown>,
): Map<number, Partition[]> {
  const groups = new Map<number, Partition[]>();
  for (const partition of partitions) {
    if (answers.has(partition)) continue;
    const { topic, partition: index } = partition;
    const count = cluster.metadata.get(topic)?.partitions.length ?? 0;
    const leader = cluster.metadata.leader(topic, index);
    if (leader !== undefined && leader.id >= 0) groups.set(leader.id, [...(groups.get(leader.id) ?? []), partition]);
    else {
      const code = index < count ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      answers.set(partition, new BrokerError(code, `${what}: ${topic}[${index}]`, { topic, partition: index }));
    }
  }
  return groups;
}
