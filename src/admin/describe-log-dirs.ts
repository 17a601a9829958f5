import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createDescribableLogDirTopic,
  createDescribeLogDirsRequest,
  type DescribeLogDirsResult,
  describeLogDirsApi,
} from '../protocol/generated/describe-log-dirs.ts';
import { askBrokers } from './ask-brokers.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf } from './in-rounds.ts';

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
  return [...settled].map(([brokerId, answer]) => ({
    brokerId,
    logDirs: resultOf(answer) ?? [],
    error: errorOf(answer),
  }));
}

/** @internal What one broker tells: of the partitions named, or of all. */
export async function askForLogDirs(
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
