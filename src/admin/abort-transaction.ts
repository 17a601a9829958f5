import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createWritableTxnMarker,
  createWritableTxnMarkerTopic,
  createWriteTxnMarkersRequest,
  writeTxnMarkersApi,
} from '../protocol/generated/write-txn-markers.ts';
import { askLeaders } from './ask-leaders.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';
import { checkPartition } from './partition-lists.ts';

/** A transaction that hangs, as `describeProducers` shows it. */
export interface HangingTransaction extends TopicPartition {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}

/**
 * Aborts a transaction that no coordinator knows any more by writing the marker straight into its partition (KIP-664).
 * For those that a coordinator knows, use `fenceProducers`. Throws where the leader refuses.
 */
export async function abortTransaction(
  cluster: Cluster,
  transaction: HangingTransaction,
  options: CallOptions = {},
): Promise<void> {
  const item = checkPartition('transaction', transaction);
  const { producerId, producerEpoch, topic, partition } = item;
  integerOption('transaction.producerId', producerId ?? Number.NaN, 0, 0, Number.MAX_SAFE_INTEGER);
  integerOption('transaction.producerEpoch', producerEpoch ?? Number.NaN, 0, 0, 32_767);
  const marker = createWritableTxnMarker({
    producerId,
    producerEpoch,
    // Brokers tell -1 for a partition that has not seen a marker of this producer; Java then writes 0.
    coordinatorEpoch: Math.max(0, item.coordinatorEpoch ?? 0),
    transactionResult: false,
    topics: [createWritableTxnMarkerTopic({ name: topic, partitionIndexes: [partition] })],
  });
  const what = `abort transaction of producer ${producerId} in ${topic}[${partition}]`;
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS, lane: 'slow' } as const;
  const settled = await askLeaders(
    cluster,
    what,
    [item],
    async (nodeId) => {
      const request = createWriteTxnMarkersRequest({ markers: [marker] });
      const { markers } = await cluster.sendTo(nodeId, writeTxnMarkersApi, () => request, call);
      const answer = markers[0]?.topics[0]?.partitions[0];
      const error = brokerError(answer?.errorCode ?? -1, what, { topic, partition, api: 'WriteTxnMarkers' });
      return new Map([[item, error ?? (true as const)]]);
    },
    options,
  );
  const answer = settled.get(item);
  if (KafkaError.is(answer)) throw answer;
}
