// Options of one binding: their types, which refuse what cannot be kept together, and their defaults.
import { configError, KafkaError } from '../base/errors.ts';
import { choiceOption, durationOption, integerOption } from '../base/options.ts';

/** Trying again at once, in the same place: the order of the records behind it is kept, and they wait. */
export interface InPlaceRetry {
  /** How many times, after the first, 1 to 1000. */
  readonly retries: number;
  /** Pause before each, milliseconds. */
  readonly backoffMs: number;
}

interface CommonBindOptions {
  /** Handlers of this binding that may run at the same time, 1 to 10 000. @default 1 */
  readonly concurrency?: number | undefined;
  /** Whether failed records go to the app's dead letter topic. @default true where the app has one */
  readonly deadLetter?: boolean | undefined;
  /** A record not settled after this time is reported as stalled, milliseconds. @default 300 000 */
  readonly maxProcessingMs?: number | undefined;
  /**
   * Records of one partition from the oldest without an outcome to the newest handed out, 1 to 1 000 000. At the
   * limit the partition waits for the oldest. @default 10 000
   */
  readonly maxUnsettled?: number | undefined;
}

/** A failed record does not go through the retry topic. */
interface WithoutRetryTopic {
  readonly maxRetries?: 0 | undefined;
  readonly afterRetry?: undefined;
}

/** A failed record comes back after others that were behind it, which has to be said. */
interface UnorderedRetryTopic {
  /** How many times a record may go through the app's retry topic, 0 to 1 000 000. @default 0 */
  readonly maxRetries: number;
  /** Says that a record which went through the retry topic has lost its place in the order. */
  readonly afterRetry: 'unordered';
}

/** No order at all: any record on any free handler. */
interface NoOrder {
  readonly order: 'none';
  readonly maxRetries?: number | undefined;
  readonly afterRetry?: undefined;
  /** See {@link BindOptions}. @default 'interval' */
  readonly commit?: 'interval' | 'each' | undefined;
}

/** Records with the same key one after another; those without a key are spread and have no order. */
type KeyOrder = {
  readonly order: 'key';
  /** See {@link BindOptions}. @default 'interval' */
  readonly commit?: 'interval' | 'each' | undefined;
} & (WithoutRetryTopic | UnorderedRetryTopic);

/** Records of one partition one after another. */
type PartitionOrder = {
  readonly order?: 'partition' | undefined;
  /** See {@link BindOptions}. @default 'interval' */
  readonly commit?: 'interval' | 'each' | 'before' | undefined;
} & (WithoutRetryTopic | UnorderedRetryTopic);

/** Returning acks, throwing fails; an earlier `ack`, `skip` or `fail` wins. */
interface SettleOnReturn {
  readonly settle?: 'return' | undefined;
  /** Tries a record that failed with a RetryableError again in its place, before any other way. @default none */
  readonly retry?: { readonly inPlace: InPlaceRetry } | undefined;
}

/**
 * Only `ack`, `skip` or `fail` settle a record, from anywhere, at any time; the next record is handed out when the
 * handler returns. An error thrown by the handler fails its record.
 */
interface SettleByHand {
  readonly settle: 'manual';
  readonly retry?: undefined;
  readonly commit?: 'interval' | undefined;
}

/**
 * How the records of one topic are handled.
 *
 * `commit` is when an offset is stored: `interval` now and then after the handler (at least once), `each` after every
 * handler and before the next record of that handler's turn, `before` ahead of the handler (at most once: killed
 * inside it, the record never comes back). None but the interval is possible where records are settled by hand, and
 * `before` needs the order of the partition.
 */
export type BindOptions = CommonBindOptions & (NoOrder | KeyOrder | PartitionOrder) & (SettleOnReturn | SettleByHand);

/** {@link BindOptions}, checked and complete. */
export interface BindSettings {
  readonly order: 'partition' | 'key' | 'none';
  readonly settle: 'return' | 'manual';
  readonly commit: 'interval' | 'each' | 'before';
  readonly concurrency: number;
  readonly maxRetries: number;
  readonly deadLetter: boolean;
  readonly inPlace: InPlaceRetry | undefined;
  readonly maxProcessingMs: number;
  readonly maxUnsettled: number;
  /** True for the stand-in that takes retry records of topics without a binding. */
  readonly unroutable?: true;
}

/** What the app has that a binding can use. */
export interface AppMeans {
  readonly retry: boolean;
  readonly deadLetter: boolean;
}

const MAX_RETRIES = 1_000_000;

export function bindSettings(at: string, options: BindOptions, means: AppMeans): BindSettings {
  if (typeof options !== 'object' || options === null) throw configError(at, options, 'an object');
  const order = choiceOption<BindSettings['order']>(`${at}.order`, options.order, 'partition', [
    'partition',
    'key',
    'none',
  ]);
  const settle = choiceOption<BindSettings['settle']>(`${at}.settle`, options.settle, 'return', ['return', 'manual']);
  const commits =
    settle === 'manual'
      ? (['interval'] as const)
      : order === 'partition'
        ? (['interval', 'each', 'before'] as const)
        : (['interval', 'each'] as const);
  const commit = choiceOption<BindSettings['commit']>(`${at}.commit`, options.commit, 'interval', commits);
  const maxRetries = integerOption(`${at}.maxRetries`, options.maxRetries, 0, 0, MAX_RETRIES);
  choiceOption(`${at}.afterRetry`, options.afterRetry, 'unordered', ['unordered']);
  if (maxRetries > 0 && !means.retry) {
    throw new KafkaError('CONFIG', `option ${at}.maxRetries is ${maxRetries}, but the app has no retry topic`);
  }
  if (maxRetries > 0 && order !== 'none' && options.afterRetry !== 'unordered') {
    throw configError(`${at}.afterRetry`, options.afterRetry, `'unordered' where maxRetries is given with an order`);
  }
  if (options.deadLetter === true && !means.deadLetter) {
    throw new KafkaError('CONFIG', `option ${at}.deadLetter is true, but the app has no dead letter topic`);
  }
  if (options.deadLetter !== undefined && typeof options.deadLetter !== 'boolean') {
    throw configError(`${at}.deadLetter`, options.deadLetter, 'true or false');
  }
  return {
    order,
    settle,
    commit,
    concurrency: integerOption(`${at}.concurrency`, options.concurrency, 1, 1, 10_000),
    maxRetries,
    deadLetter: options.deadLetter ?? means.deadLetter,
    inPlace: inPlaceRetry(`${at}.retry`, settle, options.retry),
    maxProcessingMs: durationOption(`${at}.maxProcessingMs`, options.maxProcessingMs, 300_000, 1),
    maxUnsettled: integerOption(`${at}.maxUnsettled`, options.maxUnsettled, 10_000, 1, 1_000_000),
  };
}

function inPlaceRetry(at: string, settle: string, retry: BindOptions['retry']): InPlaceRetry | undefined {
  if (retry === undefined) return undefined;
  if (settle === 'manual') throw configError(at, 'given', `nothing where settle is 'manual'`);
  if (typeof retry !== 'object' || typeof retry?.inPlace !== 'object' || retry.inPlace === null) {
    throw configError(at, retry, '{ inPlace: { retries, backoffMs } }');
  }
  const { retries, backoffMs } = retry.inPlace;
  if (retries === undefined) throw configError(`${at}.inPlace.retries`, retries, 'a whole number from 1 to 1000');
  if (backoffMs === undefined) throw configError(`${at}.inPlace.backoffMs`, backoffMs, 'milliseconds');
  return {
    retries: integerOption(`${at}.inPlace.retries`, retries, 1, 1, 1000),
    backoffMs: durationOption(`${at}.inPlace.backoffMs`, backoffMs, 0),
  };
}
