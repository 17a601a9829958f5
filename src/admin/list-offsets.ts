import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { choiceOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import {
  createListOffsetsPartition,
  createListOffsetsRequest,
  createListOffsetsTopic,
  type ListOffsetsPartitionResponse,
  type ListOffsetsRequest,
  listOffsetsApi,
} from '../protocol/generated/list-offsets.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askLeaders } from './ask-leaders.ts';
import { ADMIN_TIMEOUT_MS, type Settled, wireTimeout } from './in-rounds.ts';
import { checkPartition, matchPartitions, withoutDoubles } from './partition-lists.ts';

/** Offsets that have a number of their own on the wire, and the version that brought it. */
const NAMED = {
  last: { timestamp: -1, version: 1 },
  first: { timestamp: -2, version: 1 },
  'max-timestamp': { timestamp: -3, version: 7 },
  'first-local': { timestamp: -4, version: 8 },
  'last-tiered': { timestamp: -5, version: 9 },
  'first-pending-upload': { timestamp: -6, version: 11 },
} as const;

/**
 * Which offset is meant: the first that is there, the one after the last, the first record at a time (ms since 1970) or
 * later; the record with the largest timestamp (KIP-734); with tiered storage the first on the broker's own disk
 * (KIP-405), the last in remote storage (KIP-1005) and the first that has yet to be uploaded (KIP-1023).
 */
export type ListOffsetSpec = keyof typeof NAMED | { readonly time: number };

/** One partition, and which of its offsets is wanted. */
export interface OffsetQuery extends TopicPartition {
  readonly spec: ListOffsetSpec;
}

/** One offset. */
export interface ListOffsetResult extends TopicPartition {
  /** -1 where there is none: no record at that time or later. undefined where `error` says why. */
  readonly offset: number | undefined;
  /** Of the record there; -1 where the broker does not tell. */
  readonly timestamp: number;
  /** Of the record there; -1 where unknown. */
  readonly leaderEpoch: number;
  readonly error: KafkaError | undefined;
}

export interface ListOffsetsOptions extends CallOptions {
  /** Whether `last` is the end of what is committed, or of everything. Default 'read_uncommitted'. */
  readonly isolation?: 'read_committed' | 'read_uncommitted' | undefined;
}

/** Looks offsets up at the leaders. One result per query, in order. */
export async function listOffsets(
  cluster: Cluster,
  queries: readonly OffsetQuery[],
  options: ListOffsetsOptions = {},
): Promise<readonly ListOffsetResult[]> {
  const isolation = choiceOption('isolation', options.isolation, 'read_uncommitted', [
    'read_committed',
    'read_uncommitted',
  ]);
  const items = queries.map((query, index) => checkQuery(`queries[${index}]`, query));
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS };
  const ask = (list: readonly OffsetQuery[]): Promise<Settled<OffsetQuery, ListOffsetsPartitionResponse>> =>
    askLeaders(cluster, 'list offsets', list, (nodeId, group) => askOne(cluster, nodeId, group, isolation, call), call);
  // One request carries each partition once, and only what needs the same version: an older broker answers the rest.
  const versions = [...new Set(items.map(({ spec }) => versionOf(spec)))];
  const lists = versions.flatMap((version) => withoutDoubles(items.filter(({ spec }) => versionOf(spec) === version)));
  const settled = new Map((await Promise.all(lists.map(ask))).flatMap((part) => [...part]));
  return items.map((item) => {
    const { topic, partition } = item;
    const answer = settled.get(item) as ListOffsetsPartitionResponse | KafkaError;
    if (KafkaError.is(answer)) {
      return { topic, partition, offset: undefined, timestamp: -1, leaderEpoch: -1, error: answer };
    }
    const { offset, timestamp, leaderEpoch } = answer;
    return { topic, partition, offset, timestamp, leaderEpoch, error: undefined };
  });
}

async function askOne(
  cluster: Cluster,
  nodeId: number,
  group: readonly OffsetQuery[],
  isolation: 'read_committed' | 'read_uncommitted',
  call: { readonly signal: AbortSignal | undefined; readonly timeoutMs: number },
): Promise<Map<OffsetQuery, ListOffsetsPartitionResponse | KafkaError>> {
  const build = (version: number): ListOffsetsRequest => {
    for (const { spec } of group) needsVersion(listOffsetsApi, version, versionOf(spec), `offset '${String(spec)}'`);
    const topics = byTopic(group).map(topicRequest);
    const isolationLevel = isolation === 'read_committed' ? 1 : 0;
    return createListOffsetsRequest({ replicaId: -1, isolationLevel, topics, timeoutMs: wireTimeout(call.timeoutMs) });
  };
  const response = await cluster.sendTo(nodeId, listOffsetsApi, build, call);
  const answers = response.topics.flatMap(({ name, partitions }) =>
    partitions.map((result) => ({ topic: name, partition: result.partitionIndex, ...result })),
  );
  return new Map(
    [...matchPartitions(group, answers)].map(([item, answer]) => [
      item,
      answer.errorCode === 0 ? answer : failure(item, answer.errorCode),
    ]),
  );
}

function checkQuery(at: string, query: OffsetQuery): OffsetQuery {
  checkPartition(at, query);
  const { spec } = query;
  if (typeof spec === 'string' ? Object.hasOwn(NAMED, spec) : Number.isSafeInteger(spec?.time) && spec.time >= 0) {
    return query;
  }
  throw configError(`${at}.spec`, spec, `${Object.keys(NAMED).join(', ')} or { time: milliseconds since 1970 }`);
}

function timestampOf(spec: ListOffsetSpec): number {
  return typeof spec === 'string' ? NAMED[spec].timestamp : spec.time;
}

function versionOf(spec: ListOffsetSpec): number {
  return typeof spec === 'string' ? NAMED[spec].version : 1;
}

function topicRequest([name, group]: [string, OffsetQuery[]]): ReturnType<typeof createListOffsetsTopic> {
  const partitions = group.map(({ partition, spec }) =>
    createListOffsetsPartition({ partitionIndex: partition, timestamp: timestampOf(spec) }),
  );
  return createListOffsetsTopic({ name, partitions });
}

function failure({ topic, partition }: OffsetQuery, code: number): BrokerError {
  return new BrokerError(code, `list offsets of ${topic}[${partition}]`, { topic, partition, api: 'ListOffsets' });
}
