import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import {
  createDeleteRecordsPartition,
  createDeleteRecordsRequest,
  createDeleteRecordsTopic,
  deleteRecordsApi,
} from '../protocol/generated/delete-records.ts';
import { askLeaders } from './ask-leaders.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf, wireTimeout } from './in-rounds.ts';
import { checkPartition, matchPartitions } from './partition-lists.ts';

/** Where a partition shall begin. */
export interface RecordsToDelete extends TopicPartition {
  /** Everything before this offset goes; `'last'` means all that is there now. */
  readonly beforeOffset: number | 'last';
}

/** What became of one partition. */
export interface DeleteRecordsResult extends TopicPartition {
  /** The first offset that is still there; undefined where `error` says why. */
  readonly lowWatermark: number | undefined;
  readonly error: KafkaError | undefined;
}

/** On the wire: up to the high watermark (KIP-107). */
const HIGH_WATERMARK = -1;

/** Deletes the beginning of partitions (KIP-107), asked of their leaders. One result per partition, in order. */
export async function deleteRecords(
  cluster: Cluster,
  partitions: readonly RecordsToDelete[],
  options: CallOptions = {},
): Promise<readonly DeleteRecordsResult[]> {
  const items = partitions.map((item, index) => checkItem(`partitions[${index}]`, item));
  const timeoutMs = options.timeoutMs ?? ADMIN_TIMEOUT_MS;
  const settled = await askLeaders(
    cluster,
    'delete records',
    items,
    async (nodeId, group) => {
      const request = createDeleteRecordsRequest({
        topics: byTopic(group).map(topicRequest),
        timeoutMs: wireTimeout(timeoutMs),
      });
      const call = { signal: options.signal, timeoutMs, lane: 'slow' } as const;
      const { topics } = await cluster.sendTo(nodeId, deleteRecordsApi, () => request, call);
      const answers = topics.flatMap(({ name, partitions: results }) =>
        results.map((result) => ({ topic: name, partition: result.partitionIndex, ...result })),
      );
      return new Map(
        [...matchPartitions(group, answers)].map(([item, { errorCode, lowWatermark }]) => [
          item,
          errorCode === 0 ? lowWatermark : failure(item, errorCode),
        ]),
      );
    },
    options,
  );
  return [...settled].map(([{ topic, partition }, answer]) => ({
    topic,
    partition,
    lowWatermark: resultOf(answer),
    error: errorOf(answer),
  }));
}

function checkItem(at: string, item: RecordsToDelete): RecordsToDelete {
  checkPartition(at, item);
  if (item.beforeOffset !== 'last') {
    integerOption(`${at}.beforeOffset`, item.beforeOffset ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
  }
  return item;
}

function topicRequest([name, group]: [string, RecordsToDelete[]]): ReturnType<typeof createDeleteRecordsTopic> {
  const partitions = group.map(({ partition, beforeOffset }) =>
    createDeleteRecordsPartition({
      partitionIndex: partition,
      offset: beforeOffset === 'last' ? HIGH_WATERMARK : beforeOffset,
    }),
  );
  return createDeleteRecordsTopic({ name, partitions });
}

function failure({ topic, partition }: RecordsToDelete, code: number): BrokerError {
  return new BrokerError(code, `delete records of ${topic}[${partition}]`, { topic, partition, api: 'DeleteRecords' });
}
