// The one error class of the library. Owns: the closed set of our own codes and the shape of an error.
// Must not know: any message, any socket. Errors that a broker reports are BrokerError, in protocol/.

/** Codes of errors that arise in this client. A broker's own error names are carried by `BrokerError` as they are. */
export type ClientErrorCode =
  /** A wrong option or environment value; the message names it and says what it accepts. */
  | 'CONFIG'
  /** A call on something that is closed. */
  | 'CLOSED'
  /** The caller's AbortSignal fired; `cause` is the signal's reason. */
  | 'ABORTED'
  /** A deadline passed before an answer came. */
  | 'TIMEOUT'
  /** No connection could be made, or one broke. */
  | 'CONNECTION'
  /** The peer does not speak Kafka's protocol as expected: wrong port, TLS instead of plain text, impossible sizes. */
  | 'PROTOCOL'
  /**
   * This library cannot do what is asked: a version that it does not know, a field that a version has no place for, a
   * codec that is not installed. Where the broker is the one that cannot, it is Kafka's own UNSUPPORTED_VERSION.
   */
  | 'UNSUPPORTED'
  /** The broker does not offer an API, or not the version that is needed; names both ranges. Kafka's own name of it. */
  | 'UNSUPPORTED_VERSION'
  /** A record or batch that cannot be read: bad CRC, impossible lengths. Names topic, partition and offset. */
  | 'CORRUPT_BATCH'
  /** A record larger than the writer or the topic accepts. */
  | 'MESSAGE_TOO_LARGE'
  /** A writer with `whenFull: 'throw'` has no room for the messages of a call: none of them was taken. */
  | 'BUFFER_FULL'
  /** Authentication was refused. */
  | 'AUTHENTICATION'
  /** Some of several messages could not be written; see `WriteErrors.errors`. */
  | 'WRITE'
  /** A callback or handler of the application has thrown where nothing else was there to take it; see `cause`. */
  | 'HANDLER'
  /** A member's generation ended while the call was under way. */
  | 'REBALANCE'
  /** A partition that has no offset to begin at, where the options say that this is an error (`startOffset: 'error'`). */
  | 'NO_OFFSET'
  /** A message of a transaction that was aborted before the message was sent. */
  | 'TRANSACTION_ABORTED'
  /** A broken invariant of this library: please report it. */
  | 'INTERNAL';

/** Where an error happened; every part is optional, and what is known is set. */
export interface ErrorPlace {
  readonly api?: string | undefined;
  readonly broker?: string | undefined;
  readonly topic?: string | undefined;
  readonly partition?: number | undefined;
  readonly offset?: number | undefined;
  /** Of a batch that cannot be read: the offset of its last record, where that is certain. */
  readonly lastOffset?: number | undefined;
  /** Byte of the message, frame or batch at which reading it failed, counted from its first. */
  readonly position?: number | undefined;
}

/** What the constructor of {@link KafkaError} takes besides code and message. */
export interface KafkaErrorOptions extends ErrorPlace {
  /** Whether the same call may succeed later. Default false. */
  readonly retriable?: boolean | undefined;
  readonly cause?: unknown;
}

const brand: unique symbol = Symbol.for('kafka-wire.error') as never;

/**
 * Every error that this library throws. `code` is a name of ours ({@link ClientErrorCode}) or Kafka's own name of a
 * broker error (`'NOT_LEADER_OR_FOLLOWER'`); `retriable` says whether trying again can help.
 */
export class KafkaError extends Error {
  readonly code: string;
  readonly retriable: boolean;
  // Declared only: a place that is not known is no property, so that a printed error shows what is known.
  declare readonly api?: string;
  declare readonly broker?: string;
  declare readonly topic?: string;
  declare readonly partition?: number;
  declare readonly offset?: number;
  declare readonly lastOffset?: number;
  declare readonly position?: number;

  constructor(code: ClientErrorCode | (string & {}), message: string, options: KafkaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KafkaError';
    this.code = code;
    this.retriable = options.retriable ?? false;
    const { api, broker, topic, partition, offset, lastOffset, position } = options;
    if (api !== undefined) this.api = api;
    if (broker !== undefined) this.broker = broker;
    if (topic !== undefined) this.topic = topic;
    if (partition !== undefined) this.partition = partition;
    if (offset !== undefined) this.offset = offset;
    if (lastOffset !== undefined) this.lastOffset = lastOffset;
    if (position !== undefined) this.position = position;
    // A symbol shared by every copy of the package, so that `is` works across duplicates in node_modules.
    Object.defineProperty(this, brand, { value: true, enumerable: false });
  }

  /** True for every error of this library, also one thrown by another installed copy of it. */
  static is(value: unknown): value is KafkaError {
    return value instanceof Error && brand in value;
  }
}

/** Turns anything thrown into an Error, without losing it. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(textOf(thrown), { cause: thrown });
}

/** A CONFIG error for one option: what was given and what it accepts. */
export function configError(option: string, given: unknown, accepts: string): KafkaError {
  const shown = typeof given === 'string' ? JSON.stringify(given) : textOf(given);
  return new KafkaError('CONFIG', `option ${option} is ${shown}; it accepts ${accepts}`);
}

/** Text of anything: an object without a way to become text says what kind of object it is. */
function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
