// Options of an App: types, defaults, bounds. Checked once, at construction.
import type { Clock } from '../base/clock.ts';
import { configError, KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import {
  clockOption,
  durationOption,
  functionOption,
  integerOption,
  knownOptions,
  loggerOption,
  nameOption,
  type OptionNames,
  topicOption,
} from '../base/options.ts';
import { type ClassicProtocol, type ConsumerProtocol, groupProtocol } from '../client/group-protocol.ts';
import { type ClientSource, clientSourceNames } from '../client/source.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { AppRecord } from './app-record.ts';
import type { OutcomeListener } from './outcome.ts';

/**
 * What to do where the library cannot decide: `stop` closes the app, and the offset does not move; `skip` goes on
 * behind it, and the record counts as `dropped`; `pause` lets that partition stand, the others go on.
 *
 * For a batch that cannot be read the same holds: `skip` goes on behind the batch, or behind the offset that the error
 * names where the end of the batch is not certain. Other errors of reading are tried again under `skip` and `pause`.
 */
export type ErrorDecision = 'stop' | 'skip' | 'pause';

/** What an error is about. */
export interface ErrorContext {
  /** The record that failed with nowhere to go; undefined for errors of brokers and of this library. */
  readonly record: AppRecord | undefined;
}

/** Decides; undefined means 'stop'. An error thrown here stops the app. */
export type ErrorHandler = (
  error: Error,
  context: ErrorContext,
) => ErrorDecision | undefined | Promise<ErrorDecision | undefined>;

/** A record that was not settled in its time. */
export interface StalledReport extends TopicPartition {
  readonly offset: number;
  /** How long it has been out, milliseconds. */
  readonly runningMs: number;
  readonly record: AppRecord;
}

/** Callbacks at the steps of an app's work, for metrics and logs. An error thrown in one is logged and goes no further. */
export interface AppHooks {
  /** A batch was read and is about to be handed out. */
  readonly onRead?:
    | ((batch: TopicPartition & { readonly lastOffset: number; readonly count: number }) => void)
    | undefined;
  /** A record has its outcome; for retry and dead letter the write is acknowledged. */
  readonly onDone?: OutcomeListener | undefined;
  /** Offsets were committed. */
  readonly onCommit?: ((offsets: readonly TopicPartitionOffset[]) => void) | undefined;
  readonly onAssigned?: ((partitions: readonly TopicPartition[]) => void) | undefined;
  readonly onRevoked?: ((partitions: readonly TopicPartition[]) => void) | undefined;
  /** A record is out for longer than its binding's `maxProcessingMs`; told once per record. */
  readonly onStalled?: ((report: StalledReport) => void) | undefined;
}

/** The retry topic of an app. Several apps may share one: each handles the records of its own group only. */
export interface RetryTopicOptions {
  readonly topic: string;
  /** Earliest time between a failure and the next try, milliseconds, up to a day. */
  readonly delayMs: number;
}

/** The dead letter topic of an app; several apps may share one. */
export interface DeadLetterTopicOptions {
  readonly topic: string;
}

/** How retry and dead letter topics are created where they are missing. */
export interface CreateMissingTopics {
  /** @default the largest partition count of the bound topics */
  readonly partitions?: number | undefined;
  /** @default the broker's */
  readonly replicationFactor?: number | undefined;
}

/** Options of an app besides those of the connection. */
export interface AppCommonOptions extends AppHooks {
  /** The consumer group, at most 1024 bytes. */
  readonly groupId: string;
  /** Decides about what the library cannot; see {@link ErrorDecision}. It alone sees errors of brokers. */
  readonly onError: ErrorHandler;
  /** Where retryable failures wait for their next try. @default none */
  readonly retry?: RetryTopicOptions | undefined;
  /** Where records go that cannot be handled. @default none */
  readonly deadLetter?: DeadLetterTopicOptions | undefined;
  /** Creates a missing retry or dead letter topic at start; without it, a missing one is an error. @default false */
  readonly createTopics?: boolean | CreateMissingTopics | undefined;
  /** Where a group without committed offsets begins in the bound topics. @default 'first' */
  readonly startOffset?: 'first' | 'last' | { readonly time: number } | undefined;
  /** Appended to the group and to every topic: bound, retry and dead letter. @default '' */
  readonly suffix?: string | undefined;
  /** Time between commits of bindings with `commit: 'interval'`, milliseconds, 1 or more. @default 1 000 */
  readonly commitIntervalMs?: number | undefined;
  /** How long a partition that is taken away waits for its running handlers, milliseconds. @default 10 000 */
  readonly revokeTimeoutMs?: number | undefined;
  /** Limit of a graceful stop where none is given, also of one decided by `onError`, milliseconds. @default 30 000 */
  readonly stopTimeoutMs?: number | undefined;
  /** A member silent for so long is taken for dead, milliseconds. @default the reader's, 45 000 */
  readonly sessionTimeoutMs?: number | undefined;
  /** Stops the app abruptly when it fires, like `abort()`. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of an {@link App}: `brokers` with the other connection options, or a `client` to share, and its own. */
export type AppOptions = AppCommonOptions & ClientSource & (ClassicProtocol | Omit<ConsumerProtocol, 'assignors'>);

/** {@link AppOptions}, checked and complete. */
export interface AppSettings {
  readonly groupId: string;
  readonly onError: ErrorHandler;
  readonly retry: RetryTopicOptions | undefined;
  readonly deadLetter: DeadLetterTopicOptions | undefined;
  readonly createTopics: CreateMissingTopics | undefined;
  readonly startOffset: 'first' | 'last' | { readonly time: number };
  readonly suffix: string;
  readonly commitIntervalMs: number;
  readonly revokeTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly sessionTimeoutMs: number | undefined;
  readonly protocol: 'classic' | 'consumer';
  /** Null: the brokers' first. */
  readonly remoteAssignor: string | null;
  readonly hooks: AppHooks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Retention of retry topics is not looked at, so delays stay far below the shortest that is usual. */
const MAX_DELAY_MS = 24 * 60 * 60 * 1000;
const MAX_GROUP_BYTES = 1024;

const NAMES: OptionNames<AppOptions> = {
  ...clientSourceNames,
  groupId: true,
  onError: true,
  retry: true,
  deadLetter: true,
  createTopics: true,
  startOffset: true,
  suffix: true,
  commitIntervalMs: true,
  revokeTimeoutMs: true,
  stopTimeoutMs: true,
  sessionTimeoutMs: true,
  protocol: true,
  remoteAssignor: true,
  signal: true,
  onRead: true,
  onDone: true,
  onCommit: true,
  onAssigned: true,
  onRevoked: true,
  onStalled: true,
};

/** What others call it. */
const MEANT: Readonly<Record<string, string>> = {
  topic: 'none: app.bind(topic, handler)',
  topics: 'none: app.bind(topic, handler)',
};

export function appSettings(options: AppOptions): AppSettings {
  if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object');
  knownOptions('App', options, NAMES, MEANT);
  if (typeof options.onError !== 'function') {
    throw configError('onError', options.onError, `a function that answers 'stop', 'skip' or 'pause'`);
  }
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal)) {
    throw configError('signal', options.signal, 'an AbortSignal');
  }
  const suffix = suffixOption(options.suffix);
  const groupId = nameOption('groupId', options.groupId) + suffix;
  if (Buffer.byteLength(groupId) > MAX_GROUP_BYTES) throw configError('groupId', groupId, '1 to 1024 bytes');
  const retry = retryOption(options.retry, suffix);
  const deadLetter = deadLetterOption(options.deadLetter, suffix);
  if (retry !== undefined && retry.topic === deadLetter?.topic) {
    throw configError('deadLetter.topic', deadLetter.topic, 'a topic other than retry.topic');
  }
  return {
    groupId,
    onError: options.onError,
    retry,
    deadLetter,
    createTopics: createTopicsOption(options.createTopics),
    startOffset: startOffsetOption(options.startOffset),
    suffix,
    commitIntervalMs: durationOption('commitIntervalMs', options.commitIntervalMs, 1000, 1),
    revokeTimeoutMs: durationOption('revokeTimeoutMs', options.revokeTimeoutMs, 10_000),
    stopTimeoutMs: durationOption('stopTimeoutMs', options.stopTimeoutMs, 30_000),
    sessionTimeoutMs:
      options.sessionTimeoutMs === undefined
        ? undefined
        : durationOption('sessionTimeoutMs', options.sessionTimeoutMs, 0, 1),
    ...groupProtocol(options),
    hooks: hooksOption(options),
    clock: clockOption('clock', 'clock' in options ? options.clock : undefined),
    logger: loggerOption('logger', 'logger' in options ? options.logger : undefined),
  };
}

/** The topic's full name, checked as such. */
export function fullTopicName(at: string, topic: string, suffix: string): string {
  return topicOption(at, topicOption(at, topic) + suffix);
}

function hooksOption(options: AppOptions): AppHooks {
  const { onRead, onDone, onCommit, onAssigned, onRevoked, onStalled } = options;
  const hooks = { onRead, onDone, onCommit, onAssigned, onRevoked, onStalled };
  for (const [name, hook] of Object.entries(hooks)) functionOption(name, hook);
  return hooks;
}

function suffixOption(suffix: string | undefined): string {
  if (suffix === undefined) return '';
  if (typeof suffix !== 'string' || !/^[a-zA-Z0-9._-]{0,200}$/.test(suffix)) {
    throw configError('suffix', suffix, 'up to 200 letters, digits, dots, underscores or hyphens');
  }
  return suffix;
}

function retryOption(retry: RetryTopicOptions | undefined, suffix: string): RetryTopicOptions | undefined {
  if (retry === undefined) return undefined;
  if (typeof retry !== 'object' || retry === null) throw configError('retry', retry, '{ topic, delayMs }');
  const topic = fullTopicName('retry.topic', retry.topic, suffix);
  if (retry.delayMs === undefined || !(retry.delayMs <= MAX_DELAY_MS)) {
    throw configError('retry.delayMs', retry.delayMs, `milliseconds from 0 to ${MAX_DELAY_MS}`);
  }
  return { topic, delayMs: durationOption('retry.delayMs', retry.delayMs, 0) };
}

function deadLetterOption(
  deadLetter: DeadLetterTopicOptions | undefined,
  suffix: string,
): DeadLetterTopicOptions | undefined {
  if (deadLetter === undefined) return undefined;
  if (typeof deadLetter !== 'object' || deadLetter === null) throw configError('deadLetter', deadLetter, '{ topic }');
  return { topic: fullTopicName('deadLetter.topic', deadLetter.topic, suffix) };
}

function createTopicsOption(given: boolean | CreateMissingTopics | undefined): CreateMissingTopics | undefined {
  if (given === undefined || given === false) return undefined;
  if (given === true) return {};
  if (typeof given !== 'object' || given === null) {
    throw configError('createTopics', given, 'true, false or { partitions, replicationFactor }');
  }
  return {
    partitions:
      given.partitions === undefined
        ? undefined
        : integerOption('createTopics.partitions', given.partitions, 1, 1, 1_000_000),
    replicationFactor:
      given.replicationFactor === undefined
        ? undefined
        : integerOption('createTopics.replicationFactor', given.replicationFactor, 1, 1, 32_767),
  };
}

function startOffsetOption(given: AppCommonOptions['startOffset']): AppSettings['startOffset'] {
  if (given === undefined || given === 'first' || given === 'last') return given ?? 'first';
  if (typeof given !== 'object' || given === null || !Number.isSafeInteger(given.time) || given.time < 0) {
    throw configError('startOffset', JSON.stringify(given), `'first', 'last' or { time } in milliseconds since 1970`);
  }
  return { time: given.time };
}

/** Error of a call that is wrong in the app's present state. */
export function misuse(message: string): KafkaError {
  return new KafkaError('CONFIG', message);
}
