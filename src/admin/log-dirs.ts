// Log directories: what lies where, and moving replicas between the directories of one broker (KIP-113).
import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError, brokerError } from '../protocol/broker-error.ts';
import {
  alterReplicaLogDirsApi,
  createAlterReplicaLogDir,
  createAlterReplicaLogDirsRequest,
  createAlterReplicaLogDirTopic,
} from '../protocol/generated/alter-replica-log-dirs.ts';
import {
  createDescribableLogDirTopic,
  createDescribeLogDirsRequest,
  type DescribeLogDirsResult,
  describeLogDirsApi,
} from '../protocol/generated/describe-log-dirs.ts';
import { askBrokers } from './ask-brokers.ts';
import { ADMIN_TIMEOUT_MS, asKafkaError, inRounds, type Settled } from './in-rounds.ts';
import { checkPartition, matchPartitions } from './partition-lists.ts';

/** One replica in a log directory. */
export interface ReplicaInLogDir extends TopicPartition {
  readonly sizeInBytes: number;
  /** How far it is behind: the leader for a normal replica, the current one for a future replica. */
  readonly offsetLag: number;
  /** True while it is being moved here and will take the current one's place. */
  readonly isFuture: boolean;
}

/** One log directory of a broker. */
export interface LogDirDescription {
  readonly path: string;
  /** -1 where the broker does not tell (before 3.3). */
  readonly totalBytes: number;
  readonly usableBytes: number;
  /** No new replicas are placed here (KIP-1066). */
  readonly isCordoned: boolean;
  readonly replicas: readonly ReplicaInLogDir[];
  /** KAFKA_STORAGE_ERROR where the directory is offline. */
  readonly error: KafkaError | undefined;
}

/** The log directories of one broker. */
export interface BrokerLogDirs {
  readonly brokerId: number;
  readonly logDirs: readonly LogDirDescription[];
  readonly error: KafkaError | undefined;
}

/** Describes the log directories of the brokers named, or of all; each broker answers for itself. */
export async function describeLogDirs(
  cluster: Cluster,
  brokerIds: readonly number[] | undefined,
  options: CallOptions = {},
): Promise<readonly BrokerLogDirs[]> {
  brokerIds?.forEach((id, index) => {
    integerOption(`brokerIds[${index}]`, id ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  });
  const settled = await askBrokers(
    cluster,
    'describe log dirs',
    brokerIds,
    (nodeId) => askForLogDirs(cluster, nodeId, null, options),
    options,
  );
  return [...settled].map(([brokerId, answer]) =>
    KafkaError.is(answer) ? { brokerId, logDirs: [], error: answer } : { brokerId, logDirs: answer, error: undefined },
  );
}

async function askForLogDirs(
  cluster: Cluster,
  nodeId: number,
  partitions: readonly TopicPartition[] | null,
  options: CallOptions,
): Promise<readonly LogDirDescription[] | KafkaError> {
  const topics =
    partitions === null
      ? null
      : byTopic(partitions).map(([topic, group]) =>
          createDescribableLogDirTopic({ topic, partitions: group.map(({ partition }) => partition) }),
        );
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const request = createDescribeLogDirsRequest({ topics });
  const response = await cluster.sendTo(nodeId, describeLogDirsApi, () => request, call);
  const what = `describe log dirs of broker ${nodeId}`;
  return brokerError(response.errorCode, what, { api: 'DescribeLogDirs' }) ?? response.results.map(logDirOf);
}

function logDirOf(result: DescribeLogDirsResult): LogDirDescription {
  const what = `describe log dir ${result.logDir}`;
  return {
    path: result.logDir,
    totalBytes: result.totalBytes,
    usableBytes: result.usableBytes,
    isCordoned: result.isCordoned,
    replicas: result.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, partitionSize, offsetLag, isFutureKey }) => ({
        topic: name,
        partition: partitionIndex,
        sizeInBytes: partitionSize,
        offsetLag,
        isFuture: isFutureKey,
      })),
    ),
    error: brokerError(result.errorCode, what, { api: 'DescribeLogDirs' }),
  };
}

/** A replica: a partition on a broker. */
export interface Replica extends TopicPartition {
  readonly brokerId: number;
}

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
    const dirs = KafkaError.is(answer) ? [] : answer;
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
      error: KafkaError.is(answer) ? answer : undefined,
    };
  });
}

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
    error: KafkaError.is(answer) ? answer : undefined,
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

function checkReplica<Item extends Replica>(at: string, replica: Item): Item {
  checkPartition(at, replica);
  integerOption(`${at}.brokerId`, replica.brokerId ?? Number.NaN, 0, 0, 2 ** 31 - 1);
  return replica;
}
