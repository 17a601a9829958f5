import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import {
  alterReplicaLogDirsApi,
  createAlterReplicaLogDir,
  createAlterReplicaLogDirsRequest,
  createAlterReplicaLogDirTopic,
} from '../protocol/generated/alter-replica-log-dirs.ts';
import { ADMIN_TIMEOUT_MS, asKafkaError, errorOf, inRounds, type Settled } from './in-rounds.ts';
import { matchPartitions } from './partition-lists.ts';
import { checkReplica, type Replica } from './replica.ts';

/** A replica that is to move to another directory of its broker. */
export interface ReplicaMove extends Replica {
  /** One of the broker's `log.dirs`, as an absolute path. */
  readonly path: string;
}

/** What became of one move: no error means that it was begun. */
export interface ReplicaMoveResult extends Replica {
  readonly error: KafkaError | undefined;
}

/** Begins to move replicas to other directories of their brokers; `describeReplicaLogDirs` tells how far it is. */
export async function alterReplicaLogDirs(
  cluster: Cluster,
  moves: readonly ReplicaMove[],
  options: CallOptions = {},
): Promise<readonly ReplicaMoveResult[]> {
  const items = moves.map((move, index) => {
    const at = `moves[${index}]`;
    if (typeof move?.path !== 'string' || move.path === '') throw configError(`${at}.path`, move?.path, 'a path');
    return checkReplica(at, move);
  });
  const attempt = async (left: readonly ReplicaMove[]): Promise<Settled<ReplicaMove, true>> => {
    const groups = groupByBroker(left);
    const parts = await Promise.all([...groups].map(([nodeId, group]) => moveOn(cluster, nodeId, group, options)));
    return new Map(parts.flatMap((part) => [...part]));
  };
  const settled = await inRounds(cluster, 'alter replica log dirs', items, attempt, options);
  return [...settled].map(([{ brokerId, topic, partition }, answer]) => ({
    brokerId,
    topic,
    partition,
    error: errorOf(answer),
  }));
}

function groupByBroker(moves: readonly ReplicaMove[]): Map<number, ReplicaMove[]> {
  const groups = new Map<number, ReplicaMove[]>();
  for (const move of moves) groups.set(move.brokerId, [...(groups.get(move.brokerId) ?? []), move]);
  return groups;
}

async function moveOn(
  cluster: Cluster,
  nodeId: number,
  group: readonly ReplicaMove[],
  options: CallOptions,
): Promise<Settled<ReplicaMove, true>> {
  const paths = [...new Set(group.map(({ path }) => path))];
  const request = createAlterReplicaLogDirsRequest({
    dirs: paths.map((path) =>
      createAlterReplicaLogDir({
        path,
        topics: byTopic(group.filter((move) => move.path === path)).map(([name, items]) =>
          createAlterReplicaLogDirTopic({ name, partitions: items.map(({ partition }) => partition) }),
        ),
      }),
    ),
  });
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS, lane: 'slow' } as const;
  const reply = await cluster
    .sendTo(nodeId, alterReplicaLogDirsApi, () => request, call)
    .catch((error: unknown) => asKafkaError(error, 'alter replica log dirs'));
  if (KafkaError.is(reply)) return new Map(group.map((move) => [move, reply]));
  const answers = reply.results.flatMap(({ topicName, partitions }) =>
    partitions.map(({ partitionIndex, errorCode }) => ({ topic: topicName, partition: partitionIndex, errorCode })),
  );
  return new Map(
    [...matchPartitions(group, answers)].map(([move, { errorCode }]): [ReplicaMove, true | KafkaError] => {
      if (errorCode === 0) return [move, true];
      const what = `move ${move.topic}[${move.partition}] on broker ${nodeId} to ${move.path}`;
      return [move, new BrokerError(errorCode, what, { ...move, api: 'AlterReplicaLogDirs' })];
    }),
  );
}
