// Options of a Reader: what they are, their defaults and bounds, and the settings they become.
import { configError } from '../base/errors.ts';
import {
  booleanOption,
  durationOption,
  functionOption,
  knownOptions,
  nameOption,
  type OptionNames,
  topicOption,
} from '../base/options.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type {
  AssignedConsumerSettings,
  AssignmentCallbacks,
  GroupConsumerSettings,
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
import { type AssignedReading, assignedChoice, type PartitionReading, startOption } from './assigned-options.ts';
import {
  type ClassicProtocol,
  type ConsumerProtocol,
  groupProtocol,
  type ServerMatched,
  serverSubscription,
} from './group-protocol.ts';
import type { ReaderEvent } from './reader-events.ts';
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
   * Where to go on when the offset wanted is not in the log any more: 'first', 'last', the first record of a time (ms since
   * 1970) or of so many ms ago (KIP-1106), or 'error', which is thrown and leaves the partition standing until `seek`.
   * @default as startOffset where that is 'last', 'error' or { ago }, else 'first'
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
  /** Is told of rebalances, stalls and errors of background work; what it throws is logged. @default nobody is */
  readonly onEvent?: ((event: ReaderEvent) => void) | undefined;
  /**
   * Handed out and nothing asked for since, for so long: the Reader counts as stalled, which `health()` and `onEvent` say.
   * Trouble with brokers is told by `onEvent` once it has lasted 10 s, or this long where it is less. From 1.
   * @default 300 000
   */
  readonly stalledAfterMs?: number | undefined;
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
   * first record under 'last', too. `{ ago }`: the first record that is no older than so many ms (KIP-1106). 'error': that
   * is an error of the partition, thrown by reading, which leaves it standing until `seek`. @default 'first'
   */
  readonly startOffset?: OffsetSpec | 'error' | undefined;
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
  /**
   * Leaves the group when nothing was asked for during `stalledAfterMs` (as Java does after max.poll.interval.ms), so that
   * others read on, and joins again with the next call that reads. @default false
   */
  readonly leaveWhenStalled?: boolean | undefined;
  readonly topic?: never;
  readonly partition?: never;
  readonly partitions?: never;
}

/** What a Reader is made with: how to reach the cluster, what to read, and how. */
export type ReaderOptions = ReaderCommon & ClientSource & (GroupReading | AssignedReading | PartitionReading);

/** Options, checked. */
export type ReaderSettings = {
  readonly waitForBrokers: boolean;
  readonly onEvent: ((event: ReaderEvent) => void) | undefined;
  readonly stalledAfterMs: number;
  readonly leaveWhenStalled: boolean;
} & (
  | { readonly kind: 'group'; readonly group: Omit<GroupConsumerSettings, 'onError'> }
  | {
      readonly kind: 'assigned';
      readonly assigned: Omit<AssignedConsumerSettings, 'onError'>;
      /** The partition that calls without a place mean. */
      readonly only: TopicPartition | undefined;
    }
);

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
  onEvent: true,
  stalledAfterMs: true,
  leaveWhenStalled: true,
  partitions: true,
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

/** What only members of a group have. */
const MEMBERS_ONLY = [
  'pattern',
  'serverPattern',
  'protocol',
  'remoteAssignor',
  'startFirst',
  'sessionTimeoutMs',
  'heartbeatIntervalMs',
  'rebalanceTimeoutMs',
  'groupInstanceId',
  'assignors',
  'onAssigned',
  'onRevoked',
  'onLost',
  'leaveWhenStalled',
] as const;

export function readerSettings(options: ReaderOptions): ReaderSettings {
  knownOptions('Reader', options, NAMES);
  const { groupId, topics, pattern, serverPattern, topic, partition: index, partitions } = options;
  const common = {
    waitForBrokers: booleanOption('waitForBrokers', options.waitForBrokers, false),
    onEvent: functionOption('onEvent', options.onEvent),
    stalledAfterMs: durationOption('stalledAfterMs', options.stalledAfterMs, 300_000, 1),
    leaveWhenStalled: false,
  };
  const isGroup = [groupId, topics, pattern, serverPattern].some((given) => given !== undefined);
  if (partitions === undefined && isGroup) {
    const accepts = 'nothing where groupId is given: a group shares out partitions';
    if (topic !== undefined) throw configError('topic', topic, accepts);
    if (index !== undefined) throw configError('partition', index, accepts);
    const leaveWhenStalled = booleanOption('leaveWhenStalled', options.leaveWhenStalled, false);
    const group = groupSettings(options as ReaderCommon & GroupReading);
    return { ...common, leaveWhenStalled, kind: 'group', group };
  }
  for (const name of MEMBERS_ONLY) {
    const given = (options as unknown as Record<string, unknown>)[name];
    if (given !== undefined) throw configError(name, given, 'nothing where partitions are assigned by hand');
  }
  const { only, ...choice } = assignedChoice(options as AssignedReading | PartitionReading);
  const fetch = fetchSettings(options, choice.startOffset);
  return { ...common, kind: 'assigned', assigned: { ...choice, fetch }, only };
}

function groupSettings(options: ReaderCommon & GroupReading): Omit<GroupConsumerSettings, 'onError'> {
  const startOffset = (startOption('startOffset', options.startOffset, true, false) ?? 'first') as OffsetSpec | 'error';
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

function fetchSettings(options: ReaderCommon, startOffset: OffsetSpec | 'error' | number): FetchSettings {
  const { minBytes, maxBytes, maxPartitionBytes, maxWaitMs, isolation, maxDecompressedBytes, checkCrcs, rack } =
    options;
  const { outOfRange = sameOutOfRange(startOffset) ? startOffset : 'first' } = options;
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

/** Where to begin says also where to go on, unless it is one certain place. */
function sameOutOfRange(start: OffsetSpec | 'error' | number): start is OutOfRangePolicy {
  return start === 'last' || start === 'error' || (typeof start === 'object' && 'ago' in start);
}

/** Checks a place to go on at. */
export function offsetSpec(value: OffsetSpec | number): OffsetSpec | number {
  return (startOption('startOffset', value, false, true) ?? 'first') as OffsetSpec | number;
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
