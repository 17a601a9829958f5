// Finds offsets: first, last, or by time. Owns: grouping by leader and what each partition's answer means.
import type { CallOptions } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import {
  createListOffsetsRequest,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
  listOffsetsApi,
} from '../protocol/generated/list-offsets.ts';
import { asKafkaError, groupByLeader, type LookupCluster } from './by-leader.ts';
import type { Isolation } from './fetch-settings.ts';

/**
 * The first offset that is there, the one after the last, the first one of a time (milliseconds since 1970) or later, or the
 * first one that is no older than so many milliseconds when it is looked up (KIP-1106).
 */
export type OffsetSpec = 'first' | 'last' | { readonly time: number } | { readonly ago: number };

export interface FoundOffset {
  readonly offset: number;
  /** Leader epoch of the record there; -1 where unknown. */
  readonly leaderEpoch: number;
}

/** By the very objects that were asked for. */
export type FoundOffsets = Map<TopicPartition, FoundOffset | KafkaError>;

/** A cluster that can also try again. */
export interface RetryingCluster extends LookupCluster {
  retry<T>(what: string, attempt: () => Promise<T>, options?: CallOptions): Promise<T>;
}

const LATEST = -1;
const EARLIEST = -2;

/** In words, for logs. */
export function describeSpec(spec: OffsetSpec): string {
  if (typeof spec === 'string') return spec;
  return 'time' in spec ? `time ${spec.time}` : `${spec.ago} ms ago`;
}

/** A value that names a place in a log, checked and copied; undefined where it names none. */
export function placeInLog(value: unknown): OffsetSpec | undefined {
  if (value === 'first' || value === 'last') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { time, ago } = value as { time?: unknown; ago?: unknown };
  if (isMilliseconds(time) && ago === undefined) return { time };
  return isMilliseconds(ago) && time === undefined ? { ago } : undefined;
}

function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function timestampOf(spec: OffsetSpec, clock: Clock): number {
  if (spec === 'first') return EARLIEST;
  if (spec === 'last') return LATEST;
  return 'time' in spec ? spec.time : Math.max(0, Math.floor(clock.now() - spec.ago));
}

/**
 * Looks offsets up at the leaders, again and again where that can help, until `call` ends it. What cannot be had is an
 * error in the result, for that partition alone. With a time after the last record, the answer is the end.
 */
export async function listOffsets(
  cluster: RetryingCluster,
  partitions: readonly TopicPartition[],
  spec: OffsetSpec,
  isolation: Isolation,
  call: CallOptions = {},
): Promise<FoundOffsets> {
  const found: FoundOffsets = new Map();
  let left = partitions;
  const attempt = async (): Promise<void> => {
    const answers = await lookupOffsets(cluster, left, spec, isolation, { signal: call.signal });
    const failed: KafkaError[] = [];
    left = left.filter((partition) => {
      const answer = answers.get(partition)!;
      const again = KafkaError.is(answer) && classify(answer) !== 'fail';
      if (again) failed.push(answer);
      else found.set(partition, answer);
      return again;
    });
    if (failed[0] !== undefined) throw failed[0];
  };
  if (partitions.length > 0) await cluster.retry('list offsets', attempt, call);
  return found;
}

/** One attempt at each leader. Never throws: every partition has an offset or an error. */
export async function lookupOffsets(
  cluster: LookupCluster,
  partitions: readonly TopicPartition[],
  spec: OffsetSpec,
  isolation: Isolation,
  call: CallOptions = {},
): Promise<FoundOffsets> {
  const found: FoundOffsets = new Map();
  const byLeader = await groupByLeader(cluster, partitions, describe, found, call);
  const timestamp = timestampOf(spec, cluster.clock);
  await Promise.all(
    [...byLeader].map(([nodeId, group]) => askLeader(cluster, nodeId, group, timestamp, isolation, call, found)),
  );
  const after = partitions.filter((partition) => {
    const answer = found.get(partition);
    return answer !== undefined && !KafkaError.is(answer) && answer.offset < 0;
  });
  if (after.length === 0 || spec === 'last') return found;
  for (const [partition, end] of await lookupOffsets(cluster, after, 'last', isolation, call))
    found.set(partition, end);
  return found;
}

async function askLeader(
  cluster: LookupCluster,
  nodeId: number,
  group: readonly TopicPartition[],
  timestamp: number,
  isolation: Isolation,
  call: CallOptions,
  found: FoundOffsets,
): Promise<void> {
  try {
    const build = () => offsetsRequest(cluster, group, timestamp, isolation);
    readOffsets(await cluster.sendTo(nodeId, listOffsetsApi, build, call), group, found);
  } catch (error) {
    for (const partition of group) found.set(partition, asKafkaError('list offsets', error));
  }
}

function offsetsRequest(
  cluster: LookupCluster,
  group: readonly TopicPartition[],
  timestamp: number,
  isolation: Isolation,
): ListOffsetsRequest {
  const topics = new Map<string, ListOffsetsRequest['topics'][number]['partitions'][number][]>();
  for (const { topic, partition } of group) {
    const currentLeaderEpoch = cluster.metadata.leader(topic, partition)?.epoch ?? -1;
    const item = { partitionIndex: partition, currentLeaderEpoch, timestamp };
    const items = topics.get(topic);
    if (items === undefined) topics.set(topic, [item]);
    else items.push(item);
  }
  return createListOffsetsRequest({
    replicaId: -1,
    isolationLevel: isolation === 'read_committed' ? 1 : 0,
    topics: [...topics].map(([name, partitions]) => ({ name, partitions })),
    timeoutMs: cluster.requestTimeoutMs,
  });
}

function readOffsets(response: ListOffsetsResponse, group: readonly TopicPartition[], found: FoundOffsets): void {
  const answers = new Map(response.topics.map(({ name, partitions }) => [name, partitions]));
  for (const asked of group) {
    const answer = answers.get(asked.topic)?.find(({ partitionIndex }) => partitionIndex === asked.partition);
    if (answer === undefined) {
      found.set(asked, new KafkaError('PROTOCOL', `${describe(asked)}: the broker left it out`, asked));
    } else if (answer.errorCode !== ErrorCode.NONE) {
      found.set(asked, new BrokerError(answer.errorCode, describe(asked), { api: 'ListOffsets', ...asked }));
    } else {
      found.set(asked, { offset: answer.offset, leaderEpoch: answer.leaderEpoch });
    }
  }
}

function describe({ topic, partition }: TopicPartition): string {
  return `list offsets of ${topic}[${partition}]`;
}
