// Whether what was read of a partition is still in its log (KIP-320). Owns: asking leaders where epochs end, and what the
// answer means for a position.
//
// Fetch checks this by itself from version 12 on. Older brokers are asked when the leader has changed; newer ones where a
// fetch could not say, or a follower said something that only the leader can know.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import {
  createOffsetForLeaderEpochRequest,
  createOffsetForLeaderPartition,
  createOffsetForLeaderTopic,
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochResponse,
  offsetForLeaderEpochApi,
} from '../protocol/generated/offset-for-leader-epoch.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { asKafkaError, groupByLeader, type LookupCluster } from './by-leader.ts';

/** A place in a log: the next offset to fetch, after a record of this epoch. */
export interface EpochPosition extends TopicPartition {
  readonly fetchOffset: number;
  readonly lastEpoch: number;
}

/** What the leader's log says about a position. */
export type EpochVerdict =
  /** It is in the log as it was read. */
  | { readonly kind: 'good' }
  /** The log was cut: from `offset` on, after a record of `epoch`, it is another one. */
  | { readonly kind: 'cut'; readonly offset: number; readonly epoch: number }
  /** The leader has nothing that the epoch could be compared with. */
  | { readonly kind: 'unknown' };

/** A consumer, by what brokers call it in this request. */
const CONSUMER = -1;
/** First version that a consumer may use: before it the right to act for the cluster is needed. */
const FOR_CONSUMERS = 3;
const UNDEFINED = -1;

/** One attempt at each leader. Never throws: every position has a verdict or an error, by the very objects asked for. */
export async function checkEpochs<P extends EpochPosition>(
  cluster: LookupCluster,
  positions: readonly P[],
  call: CallOptions = {},
): Promise<Map<P, EpochVerdict | KafkaError>> {
  const found = new Map<P, EpochVerdict | KafkaError>();
  const byLeader = await groupByLeader(cluster, positions, describe, found, call);
  await Promise.all(
    [...byLeader].map(async ([nodeId, group]) => {
      try {
        const build = (version: number) => request(cluster, group, version);
        readAnswers(await cluster.sendTo(nodeId, offsetForLeaderEpochApi, build, call), group, found);
      } catch (error) {
        for (const position of group) found.set(position, asKafkaError('find the ends of epochs', error));
      }
    }),
  );
  return found;
}

function request(
  { metadata }: LookupCluster,
  group: readonly EpochPosition[],
  version: number,
): OffsetForLeaderEpochRequest {
  needsVersion(offsetForLeaderEpochApi, version, FOR_CONSUMERS, 'a consumer');
  return createOffsetForLeaderEpochRequest({
    replicaId: CONSUMER,
    topics: byTopic(group).map(([topic, list]) =>
      createOffsetForLeaderTopic({
        topic,
        partitions: list.map(({ partition, lastEpoch }) =>
          createOffsetForLeaderPartition({
            partition,
            leaderEpoch: lastEpoch,
            currentLeaderEpoch: metadata.leader(topic, partition)?.epoch ?? UNDEFINED,
          }),
        ),
      }),
    ),
  });
}

function readAnswers<P extends EpochPosition>(
  response: OffsetForLeaderEpochResponse,
  group: readonly P[],
  found: Map<P, EpochVerdict | KafkaError>,
): void {
  const answers = new Map(response.topics.map(({ topic, partitions }) => [topic, partitions]));
  for (const asked of group) {
    const answer = answers.get(asked.topic)?.find(({ partition }) => partition === asked.partition);
    if (answer === undefined) {
      found.set(asked, new KafkaError('PROTOCOL', `${describe(asked)}: the broker left it out`, asked));
    } else if (answer.errorCode !== ErrorCode.NONE) found.set(asked, refusal(asked, answer.errorCode));
    else found.set(asked, judge(asked.fetchOffset, answer.endOffset, answer.leaderEpoch));
  }
}

function judge(offset: number, endOffset: number, epoch: number): EpochVerdict {
  if (endOffset === UNDEFINED || epoch === UNDEFINED) return { kind: 'unknown' };
  return endOffset < offset ? { kind: 'cut', offset: endOffset, epoch } : { kind: 'good' };
}

function refusal(asked: EpochPosition, code: number): KafkaError {
  const { topic, partition, fetchOffset: offset } = asked;
  const place = { api: offsetForLeaderEpochApi.name, topic, partition, offset };
  const error = new BrokerError(code, describe(asked), place);
  if (code !== ErrorCode.UNKNOWN_SERVER_ERROR) return error;
  // As with a fetch: that it cannot say now says nothing about the log.
  return new KafkaError(error.code, error.message, { ...place, retriable: true, cause: error });
}

function describe({ topic, partition, lastEpoch }: EpochPosition): string {
  return `find the end of epoch ${lastEpoch} in ${topic}[${partition}]`;
}
