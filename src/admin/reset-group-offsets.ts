import type { CallOptions } from '../base/abort.ts';
import { configError, KafkaError } from '../base/errors.ts';
import { booleanOption, topicOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { alterGroupOffsets } from './alter-group-offsets.ts';
import { withinLimit } from './deadline.ts';
import { describeTopics } from './describe-topics.ts';
import { checkGroupId } from './group-ids.ts';
import { listGroupOffsets } from './list-group-offsets.ts';
import { type ListOffsetSpec, listOffsets } from './list-offsets.ts';
import { checkPartition } from './partition-lists.ts';

/** Where a group shall go on: the first record, the end, a time, so many records on or back, or this very offset. */
export type ResetTarget =
  | 'first'
  | 'last'
  | { readonly time: number }
  | { readonly shiftBy: number }
  | { readonly offset: number };

/** Which partitions: of whole topics, single ones, or (without either) all that the group has committed. */
export interface ResetScope {
  readonly topics?: readonly string[] | undefined;
  readonly partitions?: readonly TopicPartition[] | undefined;
}

export interface ResetGroupOffsetsOptions extends CallOptions, ResetScope {
  /** Only work the new offsets out. Default false. */
  readonly dryRun?: boolean | undefined;
}

/** What became, or would become, of one partition. */
export interface ResetResult extends TopicPartition {
  /** What was committed before; undefined where nothing was. */
  readonly before: number | undefined;
  /** Within what the log holds; undefined where `error` says why. */
  readonly after: number | undefined;
  readonly error: KafkaError | undefined;
}

/**
 * Moves the committed offsets of a group without members. Targets beyond the log are moved to its nearest end, as
 * Kafka's own tool does; a time after the last record means the end. One result per partition.
 */
export async function resetGroupOffsets(
  cluster: Cluster,
  groupId: string,
  target: ResetTarget,
  options: ResetGroupOffsetsOptions = {},
): Promise<readonly ResetResult[]> {
  const dryRun = booleanOption('dryRun', options.dryRun, false);
  checkTarget(target);
  const key = checkGroupId(groupId);
  const left = withinLimit(cluster, options);
  const single = (options.partitions ?? []).map((item, index) => checkPartition(`partitions[${index}]`, item));
  const topics = (options.topics ?? []).map((topic, index) => topicOption(`topics[${index}]`, topic));
  const [committed] = await listGroupOffsets(cluster, [{ groupId: key }], left());
  if (committed?.error !== undefined) throw committed.error;
  const before = new Map(
    (committed?.offsets ?? []).map(({ topic, partition, offset }) => [partitionKey(topic, partition), offset]),
  );
  const isAll = options.topics === undefined && options.partitions === undefined;
  const places = isAll ? (committed?.offsets ?? []) : await partitionsOf(cluster, topics, single, left());
  const planned = await plan(cluster, places, before, target, left());
  const good = planned.filter(({ after }) => after !== undefined);
  if (dryRun || good.length === 0) return planned;
  const moves = good.map(({ topic, partition, after }) => ({ topic, partition, offset: after as number }));
  const done = await alterGroupOffsets(cluster, key, moves, left());
  const errors = new Map(done.map(({ topic, partition, error }) => [partitionKey(topic, partition), error]));
  return planned.map((result) => {
    const error = errors.get(partitionKey(result.topic, result.partition));
    return error === undefined ? result : { ...result, after: undefined, error };
  });
}

function checkTarget(target: ResetTarget): void {
  if (target === 'first' || target === 'last') return;
  const numbers = target as { time?: number; shiftBy?: number; offset?: number };
  const [name, value] = Object.entries(numbers ?? {})[0] ?? [];
  const isNumber = Number.isSafeInteger(value) && (name === 'shiftBy' || (value as number) >= 0);
  if (isNumber && (name === 'time' || name === 'shiftBy' || name === 'offset')) return;
  throw configError('target', target, "'first', 'last', { time }, { shiftBy } or { offset }");
}

async function partitionsOf(
  cluster: Cluster,
  names: readonly string[],
  single: readonly TopicPartition[],
  call: CallOptions,
): Promise<readonly TopicPartition[]> {
  const topics = await describeTopics(cluster, names, call);
  const whole = topics.flatMap(({ topic, partitions, error }) => {
    if (error !== undefined) throw error;
    return partitions.map(({ partition }) => ({ topic, partition }));
  });
  const unique = new Map([...whole, ...single].map((item) => [partitionKey(item.topic, item.partition), item]));
  return [...unique.values()].map(({ topic, partition }) => ({ topic, partition }));
}

async function plan(
  cluster: Cluster,
  places: readonly TopicPartition[],
  committed: ReadonlyMap<string, number | undefined>,
  target: ResetTarget,
  call: CallOptions,
): Promise<ResetResult[]> {
  const ask = (spec: ListOffsetSpec) =>
    listOffsets(
      cluster,
      places.map((place) => ({ ...place, spec })),
      call,
    );
  const wanted = typeof target === 'object' && 'time' in target ? target : 'last';
  const [firsts, lasts, atTime] = await Promise.all([ask('first'), ask('last'), ask(wanted)]);
  return places.map(({ topic, partition }, index): ResetResult => {
    const before = committed.get(partitionKey(topic, partition));
    const bounds = [firsts[index]!, lasts[index]!, atTime[index]!];
    const error = bounds.find((bound) => bound.error !== undefined)?.error;
    const place = { topic, partition, before };
    if (error !== undefined) return { ...place, after: undefined, error };
    const [first, last, found] = bounds.map(({ offset }) => offset as number) as [number, number, number];
    const goal = goalOf(target, { first, last, found, before });
    if (KafkaError.is(goal)) return { ...place, after: undefined, error: goal };
    return { ...place, after: Math.min(Math.max(goal, first), last), error: undefined };
  });
}

interface Bounds {
  readonly first: number;
  readonly last: number;
  readonly found: number;
  readonly before: number | undefined;
}

function goalOf(target: ResetTarget, { first, last, found, before }: Bounds): number | KafkaError {
  if (target === 'first') return first;
  if (target === 'last') return last;
  if ('offset' in target) return target.offset;
  if ('time' in target) return found < 0 ? last : found;
  if (before !== undefined) return before + target.shiftBy;
  return configError('target.shiftBy', target.shiftBy, 'partitions that the group has committed an offset for');
}
