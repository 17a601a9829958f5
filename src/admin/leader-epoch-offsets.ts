import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { brokerError } from '../protocol/broker-error.ts';
import {
  createOffsetForLeaderEpochRequest,
  createOffsetForLeaderPartition,
  createOffsetForLeaderTopic,
  type EpochEndOffset,
  offsetForLeaderEpochApi,
} from '../protocol/generated/offset-for-leader-epoch.ts';
import { askLeaders } from './ask-leaders.ts';
import { ADMIN_TIMEOUT_MS } from './in-rounds.ts';
import { checkPartition, matchPartitions } from './partition-lists.ts';

/** A partition and the leader epoch whose end is wanted. */
export interface LeaderEpochQuery extends TopicPartition {
  readonly leaderEpoch: number;
}

/** Where the records of an epoch end. */
export interface LeaderEpochEnd extends TopicPartition {
  /** The largest epoch not above the wanted one that the leader has; -1 where it has none. */
  readonly leaderEpoch: number;
  /** The offset after its last record; undefined where there is none, or `error` says why. */
  readonly endOffset: number | undefined;
  readonly error: KafkaError | undefined;
}

/** A consumer, by what brokers call it in this request (KIP-320). */
const CONSUMER = -1;

/** Where leader epochs end in the leaders' logs (KIP-320). One result per query, in order. */
export async function leaderEpochOffsets(
  cluster: Cluster,
  queries: readonly LeaderEpochQuery[],
  options: CallOptions = {},
): Promise<readonly LeaderEpochEnd[]> {
  const items = queries.map((query, index) => {
    integerOption(`queries[${index}].leaderEpoch`, query?.leaderEpoch ?? Number.NaN, 0, 0, 2 ** 31 - 1);
    return checkPartition(`queries[${index}]`, query);
  });
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const settled = await askLeaders(
    cluster,
    'find the ends of leader epochs',
    items,
    async (nodeId, group) => {
      const request = createOffsetForLeaderEpochRequest({
        replicaId: CONSUMER,
        topics: byTopic(group).map(([topic, list]) =>
          createOffsetForLeaderTopic({
            topic,
            partitions: list.map(({ partition, leaderEpoch }) =>
              createOffsetForLeaderPartition({ partition, leaderEpoch }),
            ),
          }),
        ),
      });
      const response = await cluster.sendTo(nodeId, offsetForLeaderEpochApi, () => request, call);
      const answers = response.topics.flatMap(({ topic, partitions }) =>
        partitions.map((each) => ({ topic, ...each })),
      );
      return new Map(
        [...matchPartitions(group, answers)].map(([item, answer]): [LeaderEpochQuery, EpochEndOffset | KafkaError] => {
          const { topic, partition, leaderEpoch } = item;
          const what = `find the end of leader epoch ${leaderEpoch} in ${topic}[${partition}]`;
          const place = { topic, partition, api: 'OffsetForLeaderEpoch' };
          return [item, brokerError(answer.errorCode, what, place) ?? answer];
        }),
      );
    },
    options,
  );
  return [...settled].map(([{ topic, partition }, answer]) => {
    if (KafkaError.is(answer)) return { topic, partition, leaderEpoch: -1, endOffset: undefined, error: answer };
    const endOffset = answer.endOffset < 0 ? undefined : answer.endOffset;
    return { topic, partition, leaderEpoch: answer.leaderEpoch, endOffset, error: undefined };
  });
}
