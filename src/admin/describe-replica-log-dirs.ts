import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { askBrokers } from './ask-brokers.ts';
import { askForLogDirs, type LogDirDescription } from './describe-log-dirs.ts';
import { errorOf, resultOf } from './in-rounds.ts';
import { checkReplica, type Replica } from './replica.ts';

/** Where a replica lies now, and where it is being moved to. */
export interface ReplicaLogDir extends Replica {
  /** undefined where the broker has no such replica. */
  readonly path: string | undefined;
  readonly offsetLag: number;
  readonly futurePath: string | undefined;
  readonly futureOffsetLag: number;
  readonly error: KafkaError | undefined;
}

/** Describes the log directories of single replicas. One result per replica, in order. */
export async function describeReplicaLogDirs(
  cluster: Cluster,
  replicas: readonly Replica[],
  options: CallOptions = {},
): Promise<readonly ReplicaLogDir[]> {
  const items = replicas.map((replica, index) => checkReplica(`replicas[${index}]`, replica));
  const ids = [...new Set(items.map(({ brokerId }) => brokerId))];
  const settled = await askBrokers(
    cluster,
    'describe replica log dirs',
    ids,
    (nodeId) =>
      askForLogDirs(
        cluster,
        nodeId,
        items.filter(({ brokerId }) => brokerId === nodeId),
        options,
      ),
    options,
  );
  return items.map(({ brokerId, topic, partition }) => {
    const answer = settled.get(brokerId) as readonly LogDirDescription[] | KafkaError;
    const dirs = resultOf(answer) ?? [];
    const find = (isFuture: boolean): { path: string; offsetLag: number } | undefined =>
      dirs
        .flatMap(({ path, replicas: inside }) => inside.map((replica) => ({ path, ...replica })))
        .find((each) => each.topic === topic && each.partition === partition && each.isFuture === isFuture);
    const [current, future] = [find(false), find(true)];
    return {
      brokerId,
      topic,
      partition,
      path: current?.path,
      offsetLag: current?.offsetLag ?? -1,
      futurePath: future?.path,
      futureOffsetLag: future?.offsetLag ?? -1,
      error: errorOf(answer),
    };
  });
}
