// Options of a Reader: what they are, their defaults and bounds, and the settings they become.
import { configError } from '../base/errors.ts';
import {
  durationOption,
  integerOption,
  knownOptions,
  nameOption,
  type OptionNames,
  topicOption,
} from '../base/options.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type {
  AssignmentCallbacks,
  GroupConsumerSettings,
  PartitionConsumerSettings,
} from '../consume/consumer-settings.ts';
import {
  type FetchSettings,
  type Isolation,
  type OutOfRangePolicy,
  resolveFetchSettings,
} from '../fetch/fetch-settings.ts';
import type { OffsetSpec } from '../fetch/offset-lookup.ts';
import type { Assignor } from '../group/assignor.ts';
import { type AssignorName, assignorsOption } from '../group/assignors.ts';
import type { Subscription } from '../group/subscription.ts';
import {
  type ClassicProtocol,
  type ConsumerProtocol,
  groupProtocol,
  type ServerMatched,
  serverSubscription,
} from './group-protocol.ts';
import { type ClientSource, clientSourceNames } from './source.ts';

/** Options of every Reader. Bytes are bytes, durations milliseconds. */
export interface ReaderCommon {
  /** A broker answers a fetch when it has this many bytes, or after `maxWaitMs`. From 0. @default 1 */
  readonly minBytes?: number | undefined;
  /** Bytes of records read ahead and not handed out yet. From 1. @default 52 428 800 (50 MiB) */
  readonly maxBytes?: number | undefined;
  /** Bytes of one partition in one fetch; a larger batch still comes whole. From 1. @default 1 048 576 (1 MiB) */
  readonly maxPartitionBytes?: number | undefined;
  /** How long a broker may hold a fetch that has nothing to answer. From 0. @default 500 */
  readonly maxWaitMs?: number | undefined;
  /** Whether records of open and aborted transactions are seen. @default 'read_committed' */
  readonly isolation?: Isolation | undefined;
  /** Most bytes that one compressed batch may grow to; beyond it is an error. From 1. @default 67 108 864 (64 MiB) */
  readonly maxDecompressedBytes?: number | undefined;
  /** False: batches whose checksum is wrong are read as they stand, whatever that gives. @default true */
  readonly checkCrcs?: boolean | undefined;
  /**
   * Where to go on when the offset wanted is not in the log any more: 'first', 'last', or 'error', which is thrown and
   * leaves the partition standing until `seek`. @default 'last' where startOffset is 'last', else 'first'
   */
  readonly outOfRange?: OutOfRangePolicy | undefined;
  /**
   * Where this process runs, in the words of the brokers' `broker.rack`. Leaders that have a replica selector
   * (`replica.selector.class`, KIP-392) then send it to a follower of the same rack. @default none: leaders are read from
   */
  readonly rack?: string | undefined;
  /**
   * What happens while no broker could be reached yet. False: the call that makes the first contact rejects after
   * `startTimeoutMs` with every address and its reason; the next call tries again. True: it tries without end. After the
   * first contact a Reader heals without end either way. @default false
   */
  readonly waitForBrokers?: boolean | undefined;
}

/** What the members of a group read. */
export type GroupTopics =
  | {
      /** Topics to read, at least one. One that does not exist yet is read from its first record once it does. */
      readonly topics: readonly string[];
      readonly pattern?: never;
      readonly serverPattern?: never;
    }
  | {
      /**
       * Topics to read: all those of the cluster whose name it matches, internal ones never. Names are looked at again every
       * `metadataMaxAgeMs`: topics that appear are read from their first record, deleted ones are forgotten.
       */
      readonly pattern: RegExp;
      readonly topics?: never;
      readonly serverPattern?: never;
    };

/** Reading as a member of a consumer group. */
export type GroupReading = GroupMembership & ((GroupTopics & (ClassicProtocol | ConsumerProtocol)) | ServerMatched);

/** A place in a consumer group. */
export interface GroupMembership {
  /** Name of the group: its members share the partitions, and what it has read is committed under it. */
  readonly groupId: string;
  /**
   * Where a partition begins that the group has no committed offset of: 'first', 'last', or the first record of a time
   * (ms since 1970) or later. All but 'first' are committed at once. Partitions that are added later begin with their
   * first record under 'last', too. @default 'first'
   */
  readonly startOffset?: OffsetSpec | undefined;
  /** Topics that begin with their first record whatever `startOffset` says; with `topics`, some of those. @default none */
  readonly startFirst?: readonly string[] | undefined;
  /**
   * Absent: `commitMessages` and `commitOffsets` wait for the broker. Given: they mark and return at once, and marks are
   * committed every so often, when partitions are revoked, and on close. From 1. @default absent
   */
  readonly commitIntervalMs?: number | undefined;
  /**
   * A member that sends no heartbeat for this long loses its partitions. Within the broker's
   * `group.min.session.timeout.ms` (6 000) and `group.max.session.timeout.ms` (1 800 000). From 1. @default 45 000
   */
  readonly sessionTimeoutMs?: number | undefined;
  /** Time between heartbeats; they do not depend on what the application does. From 1, at most half the session. @default 3 000 */
  readonly heartbeatIntervalMs?: number | undefined;
  /** Time that members have to finish (`onRevoked`) and join again in a rebalance. From 1. @default 60 000 */
  readonly rebalanceTimeoutMs?: number | undefined;
  /**
   * Makes the member static (KIP-345): it does not leave on close, unless told to, and keeps its partitions when it is back
   * within the session timeout; a restart is no rebalance. Every instance needs a name of its own. @default absent
   */
  readonly groupInstanceId?: string | undefined;
  /**
   * Ways to share out partitions, best first: names, or assignors of your own. All members need one in common. With
   * 'cooperative-sticky' alone a rebalance disturbs only partitions that move (KIP-429); next to another in the list
   * everybody gives up everything first, as with the others. That is the way over, without an end of reading: a rolling
   * restart with ['cooperative-sticky', <the old one>], then one without the old one. @default ['cooperative-sticky']
   */
  readonly assignors?: readonly (AssignorName | Assignor)[] | undefined;
  /** These partitions are about to be read. Waited for; what it throws ends the Reader. */
  readonly onAssigned?: ((partitions: readonly TopicPartition[]) => void | Promise<void>) | undefined;
  /**
   * These partitions are about to be given up: nothing more of them is handed out, and they may still be committed.
   * Waited for, at most `rebalanceTimeoutMs`; what it throws ends the Reader.
   */
  readonly onRevoked?: ((partitions: readonly TopicPartition[]) => void | Promise<void>) | undefined;
  /** These partitions are others' already, after a session that ended. @default onRevoked is called */
  readonly onLost?: ((partitions: readonly TopicPartition[]) => void | Promise<void>) | undefined;
  readonly topic?: never;
  readonly partition?: never;
}

/** Reading one partition, without a group: nothing is committed. */
export interface PartitionReading {
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
  /** An offset, 'first', 'last', or a time (ms since 1970): its first record, or a later one. @default 'first' */
  readonly startOffset?: OffsetSpec | number | undefined;
  readonly groupId?: never;
  readonly topics?: never;
  readonly pattern?: never;
  readonly serverPattern?: never;
}

/** What a Reader is made with: how to reach the cluster, what to read, and how. */
export type ReaderOptions = ReaderCommon & ClientSource & (GroupReading | PartitionReading);

/** Options, checked. */
export type ReaderSettings = { readonly waitForBrokers: boolean } & (
  | { readonly kind: 'group'; readonly group: GroupConsumerSettings }
  | { readonly kind: 'partition'; readonly partition: PartitionConsumerSettings }
);

const MAX_INT32 = 2 ** 31 - 1;

const NAMES: OptionNames<ReaderOptions> = {
  ...clientSourceNames,
  minBytes: true,
  maxBytes: true,
  maxPartitionBytes: true,
  maxWaitMs: true,
  isolation: true,
  maxDecompressedBytes: true,
  checkCrcs: true,
  outOfRange: true,
  rack: true,
  waitForBrokers: true,
  groupId: true,
  topics: true,
  pattern: true,
  serverPattern: true,
  protocol: true,
  remoteAssignor: true,
  startOffset: true,
  startFirst: true,
  commitIntervalMs: true,
  sessionTimeoutMs: true,
  heartbeatIntervalMs: true,
  rebalanceTimeoutMs: true,
  groupInstanceId: true,
  assignors: true,
  onAssigned: true,
  onRevoked: true,
  onLost: true,
  topic: true,
  partition: true,
};

export function readerSettings(options: ReaderOptions): ReaderSettings {
  knownOptions('Reader', options, NAMES);
  const { waitForBrokers = false } = options;
  if (typeof waitForBrokers !== 'boolean') throw configError('waitForBrokers', waitForBrokers, 'true or false');
  const { groupId, topics, pattern, serverPattern, topic, partition: index } = options;
  if ([groupId, topics, pattern, serverPattern].some((given) => given !== undefined)) {
    const accepts = 'nothing where groupId is given: a group shares out partitions';
    if (topic !== undefined) throw configError('topic', topic, accepts);
    if (index !== undefined) throw configError('partition', index, accepts);
    return { waitForBrokers, kind: 'group', group: groupSettings(options as ReaderCommon & GroupReading) };
  }
  const partition = partitionSettings(options as ReaderCommon & PartitionReading);
  return { waitForBrokers, kind: 'partition', partition };
}

function groupSettings(options: ReaderCommon & GroupReading): GroupConsumerSettings {
  const startOffset = offsetSpec(options.startOffset, false) as OffsetSpec;
  const sessionTimeoutMs = durationOption('sessionTimeoutMs', options.sessionTimeoutMs, 45_000, 1);
  const heartbeatIntervalMs = durationOption(
    'heartbeatIntervalMs',
    options.heartbeatIntervalMs,
    Math.min(3_000, sessionTimeoutMs / 3),
    1,
  );
  if (heartbeatIntervalMs > sessionTimeoutMs / 2) {
    throw configError(
      'heartbeatIntervalMs',
      heartbeatIntervalMs,
      `at most half of sessionTimeoutMs (${sessionTimeoutMs})`,
    );
  }
  const { commitIntervalMs, groupInstanceId } = options;
  return {
    fetch: fetchSettings(options, startOffset),
    group: {
      groupId: nameOption('groupId', options.groupId),
      subscription: serverSubscription(options) ?? subscription(options),
      ...groupProtocol(options),
      rack: options.rack ?? '',
      sessionTimeoutMs,
      heartbeatIntervalMs,
      rebalanceTimeoutMs: durationOption('rebalanceTimeoutMs', options.rebalanceTimeoutMs, 60_000, 1),
      groupInstanceId: groupInstanceId === undefined ? null : nameOption('groupInstanceId', groupInstanceId),
      assignors: assignorsOption('assignors', options.assignors, ['cooperative-sticky']),
    },
    startOffset,
    startFirst: new Set(startFirstList(options.startFirst, options.topics)),
    commitIntervalMs:
      commitIntervalMs === undefined ? undefined : durationOption('commitIntervalMs', commitIntervalMs, 0, 1),
    callbacks: assignmentCallbacks(options),
  };
}

function partitionSettings(options: ReaderCommon & PartitionReading): PartitionConsumerSettings {
  if (options.topic === undefined)
    throw configError('groupId', undefined, 'a group id with topics, or topic and partition');
  const startOffset = offsetSpec(options.startOffset, true);
  return {
    fetch: fetchSettings(options, startOffset),
    topic: topicOption('topic', options.topic),
    partition: integerOption('partition', options.partition ?? Number.NaN, 0, 0, MAX_INT32),
    startOffset,
  };
}

function fetchSettings(options: ReaderCommon, startOffset: OffsetSpec | number): FetchSettings {
  const { minBytes, maxBytes, maxPartitionBytes, maxWaitMs, isolation, maxDecompressedBytes, checkCrcs, rack } =
    options;
  const { outOfRange = startOffset === 'last' ? 'last' : 'first' } = options;
  return resolveFetchSettings({
    ...(minBytes !== undefined && { minBytes }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(maxPartitionBytes !== undefined && { maxPartitionBytes }),
    ...(maxWaitMs !== undefined && { maxWaitMs }),
    ...(isolation !== undefined && { isolation }),
    ...(maxDecompressedBytes !== undefined && { maxDecompressedBytes }),
    ...(checkCrcs !== undefined && { checkCrcs }),
    ...(rack !== undefined && { rack }),
    outOfRange,
  });
}

/** Checks a place to start from; `number` says whether an offset is one. */
export function offsetSpec(value: OffsetSpec | number | undefined, number: boolean): OffsetSpec | number {
  if (value === undefined) return 'first';
  if (value === 'first' || value === 'last') return value;
  if (typeof value === 'object' && value !== null && Number.isSafeInteger(value.time) && value.time >= 0) {
    return { time: value.time };
  }
  if (number && typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  const accepts = "'first', 'last' or { time: milliseconds since 1970 }";
  throw configError('startOffset', value, number ? `an offset from 0, ${accepts}` : accepts);
}

function topicList(topics: readonly string[] | undefined): readonly string[] {
  if (!Array.isArray(topics) || topics.length === 0)
    throw configError('topics', topics, 'a list of one or more topics');
  return [...new Set(topics.map((topic, index) => topicOption(`topics[${index}]`, topic)))];
}

function subscription({ topics, pattern }: GroupReading): Subscription {
  if (pattern === undefined) return { kind: 'topics', topics: topicList(topics) };
  if (topics !== undefined) throw configError('topics', topics, 'nothing where pattern is given');
  if (!(pattern instanceof RegExp)) throw configError('pattern', pattern, 'a regular expression');
  return { kind: 'pattern', pattern };
}

function startFirstList(
  startFirst: readonly string[] | undefined,
  topics: readonly string[] | undefined,
): readonly string[] {
  if (startFirst === undefined) return [];
  const isOne = (topic: string): boolean => topics?.includes(topic) ?? typeof topic === 'string';
  if (!Array.isArray(startFirst) || !startFirst.every(isOne)) {
    throw configError(
      'startFirst',
      startFirst,
      topics === undefined ? 'a list of topics' : 'a list of some of the topics',
    );
  }
  return startFirst;
}

function assignmentCallbacks(options: GroupReading): AssignmentCallbacks {
  const { onAssigned, onRevoked, onLost } = options;
  for (const [name, value] of Object.entries({ onAssigned, onRevoked, onLost })) {
    if (value !== undefined && typeof value !== 'function') throw configError(name, value, 'a function');
  }
  const nothing = () => {};
  return {
    onAssigned: onAssigned ?? nothing,
    onRevoked: onRevoked ?? nothing,
    onLost: onLost ?? onRevoked ?? nothing,
  };
}
