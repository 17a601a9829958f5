// Options of reading partitions by hand: what they are, and what becomes of them. Must not know: how a Reader reads.
import { configError } from '../base/errors.ts';
import { durationOption, integerOption, nameOption, topicOption } from '../base/options.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { AssignedPartition } from '../consume/consumer-settings.ts';
import { type OffsetSpec, placeInLog } from '../fetch/offset-lookup.ts';

/** A partition to read by hand, and where it begins: see `startOffset` of {@link AssignedReading}. */
export interface PartitionToRead extends TopicPartition {
  readonly startOffset?: OffsetSpec | 'error' | number | undefined;
}

/** Reading one partition by hand, without a group: nothing is committed. */
export interface PartitionReading {
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
  /**
   * An offset, 'first', 'last', a time (ms since 1970): its first record, or a later one, or `{ ago }`: so many ms ago.
   * @default 'first'
   */
  readonly startOffset?: OffsetSpec | number | undefined;
  readonly groupId?: never;
  readonly topics?: never;
  readonly pattern?: never;
  readonly serverPattern?: never;
  readonly protocol?: never;
  readonly partitions?: never;
  readonly commitIntervalMs?: never;
}

/** Reading partitions by hand: nobody shares them out, and `reader.assign()` changes them. */
export interface AssignedReading {
  /** Partitions to read, each once; may be empty: see `reader.assign()`. */
  readonly partitions: readonly PartitionToRead[];
  /**
   * The group to commit to, without being a member of it: reading begins at its committed offsets. Brokers refuse commits to
   * a group that has members. Absent: nothing can be committed. @default absent
   */
  readonly groupId?: string | undefined;
  /**
   * Where partitions begin that name no start of their own; with `groupId`, only where nothing is committed. 'error': that
   * is an error of the partition, thrown by reading, which leaves it standing until `seek`. @default 'first'
   */
  readonly startOffset?: OffsetSpec | 'error' | undefined;
  /** As in a group. Only with `groupId`. From 1. @default absent */
  readonly commitIntervalMs?: number | undefined;
  readonly topic?: never;
  readonly partition?: never;
  readonly topics?: never;
  readonly pattern?: never;
  readonly serverPattern?: never;
  readonly protocol?: never;
}

const MAX_INT32 = 2 ** 31 - 1;

/** What reading by hand comes to, but for how it fetches. */
export interface AssignedChoice {
  readonly partitions: readonly AssignedPartition[];
  readonly startOffset: OffsetSpec | 'error' | number;
  readonly groupId: string | null;
  readonly commitIntervalMs: number | undefined;
  /** The partition that calls without a place mean. */
  readonly only: TopicPartition | undefined;
}

/** Checks options of reading by hand. */
export function assignedChoice(options: PartitionReading | AssignedReading): AssignedChoice {
  if (options.partitions === undefined) return singlePartition(options);
  for (const name of ['topic', 'partition', 'topics'] as const) {
    if (options[name] !== undefined) throw configError(name, options[name], 'nothing where partitions is given');
  }
  const { groupId, commitIntervalMs } = options;
  if (commitIntervalMs !== undefined && groupId === undefined) {
    throw configError('commitIntervalMs', commitIntervalMs, 'nothing without groupId: there is no group to commit to');
  }
  return {
    partitions: assignedPartitions(options.partitions, groupId !== undefined),
    startOffset: startOption('startOffset', options.startOffset, groupId !== undefined, false) ?? 'first',
    groupId: groupId === undefined ? null : nameOption('groupId', groupId),
    commitIntervalMs:
      commitIntervalMs === undefined ? undefined : durationOption('commitIntervalMs', commitIntervalMs, 0, 1),
    only: undefined,
  };
}

/** Checks partitions to be read by hand; `hasGroup` says whether there may be committed offsets. */
export function assignedPartitions(partitions: readonly PartitionToRead[], hasGroup: boolean): AssignedPartition[] {
  if (!Array.isArray(partitions)) throw configError('partitions', partitions, 'a list of { topic, partition }');
  const seen = new Set<string>();
  return partitions.map((given: PartitionToRead, index) => {
    const name = `partitions[${index}]`;
    if (typeof given !== 'object' || given === null) throw configError(name, given, '{ topic, partition }');
    const topic = topicOption(`${name}.topic`, given.topic);
    const partition = integerOption(`${name}.partition`, given.partition ?? Number.NaN, 0, 0, MAX_INT32);
    if (seen.has(`${topic}:${partition}`)) throw configError(name, `${topic}[${partition}]`, 'each partition once');
    seen.add(`${topic}:${partition}`);
    return { topic, partition, startOffset: startOption(`${name}.startOffset`, given.startOffset, hasGroup, true) };
  });
}

function singlePartition(options: PartitionReading): AssignedChoice {
  if (options.topic === undefined) {
    throw configError('groupId', undefined, 'a group id with topics, or partitions, or topic and partition');
  }
  if (options.commitIntervalMs !== undefined) {
    throw configError('commitIntervalMs', options.commitIntervalMs, 'nothing without groupId');
  }
  const only = {
    topic: topicOption('topic', options.topic),
    partition: integerOption('partition', options.partition ?? Number.NaN, 0, 0, MAX_INT32),
  };
  const startOffset = startOption('startOffset', options.startOffset, false, true) ?? 'first';
  return { partitions: [only], startOffset, groupId: null, commitIntervalMs: undefined, only };
}

/** Checks where to begin: `hasGroup` allows 'error', `number` an offset. */
export function startOption(
  name: string,
  value: OffsetSpec | 'error' | number | undefined,
  hasGroup: boolean,
  number: boolean,
): OffsetSpec | 'error' | number | undefined {
  if (value === undefined || (hasGroup && value === 'error')) return value;
  if (number && typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  const place = placeInLog(value);
  if (place !== undefined) return place;
  const places = "'first', 'last', { time: milliseconds since 1970 } or { ago: milliseconds }";
  throw configError(name, value, `${number ? 'an offset from 0, ' : ''}${hasGroup ? "'error', " : ''}${places}`);
}
