// A record as a handler sees it: the message, how often it was tried, and the three words that settle it.
// Must not know what settling leads to: it tells its owner, once.
import type { Message, MessageHeaders } from '../record/message.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome, OutcomeListener, Settlement } from './outcome.ts';
import type { DecodedRetry, RecordOrigin } from './retry-headers.ts';

const NONE: Settlement = { kind: 'none' };
const ACK: Settlement = { kind: 'ack' };
const SKIP: Settlement = { kind: 'skip' };

/**
 * A record on its way through an app. `topic`, `partition`, `offset` and `timestamp` say where it was read; for one
 * that came back from the retry topic that is the retry topic, and `origin` says where it was read first.
 * `key`, `value` and `headers` are the original's, byte for byte, and views of the fetched bytes: see `Message`.
 */
export class AppRecord {
  /** The message as it was read, with every header that it carries. */
  readonly message: Message;
  /** @internal */ readonly _owner: Delivery;
  /** @internal */ readonly _ticket: number;
  /** @internal */ readonly _retry: DecodedRetry | undefined;
  /** @internal Runs of the handler within this delivery, after the first. */ _repeats = 0;
  /** @internal The handler has returned a promise, which is not settled. */ _running = false;
  /** @internal Monotonic time at which it was first seen to take its time; 0 before. */ _seenAt = 0;
  /** @internal Its place among those that take time. */ _index = -1;
  /** @internal */ _stalled = false;
  /** @internal Wall-clock time of the first failure within this delivery. */ _firstFailedMs: number | undefined;
  /** @internal Where a record stands between delivery and outcome. */
  _phase: 'handling' | 'waiting' | 'finishing' | 'done' = 'handling';
  #settlement: Settlement = NONE;
  #listeners: OutcomeListener[] | undefined;

  /** @internal Built by the library. */
  constructor(message: Message, owner: Delivery, ticket: number, retry: DecodedRetry | undefined) {
    this.message = message;
    this._owner = owner;
    this._ticket = ticket;
    this._retry = retry;
  }

  get topic(): string {
    return this.message.topic;
  }

  get partition(): number {
    return this.message.partition;
  }

  get offset(): number {
    return this.message.offset;
  }

  /** Milliseconds since 1970; -1 where unknown. */
  get timestamp(): number {
    return this.message.timestamp;
  }

  get key(): Buffer | null {
    return this.message.key;
  }

  get value(): Buffer | null {
    return this.message.value;
  }

  /** The original's headers, in order, duplicates kept; without those that this library added for a retry. */
  get headers(): MessageHeaders {
    return this._retry === undefined ? this.message.headers : this._retry.headers;
  }

  /** The value of the last header of that name; undefined where there is none, null where its value is null. */
  header(name: string): Buffer | null | undefined {
    return this.headers.findLast(([other]) => other === name)?.[1];
  }

  /** 1 for the first time that a handler runs on the record. */
  get attempt(): number {
    return (this._retry === undefined ? 0 : this._retry.attempts) + this._repeats + 1;
  }

  /** Where the record was read first: its own place, unless it came back from a retry topic. */
  get origin(): RecordOrigin {
    return (
      this._retry?.origin ?? {
        topic: this.topic,
        partition: this.partition,
        offset: this.offset,
        timestamp: this.timestamp,
      }
    );
  }

  /** What the application has said of the record so far. */
  get settlement(): Settlement {
    return this.#settlement;
  }

  /** The record is done. False, and no effect, when it was settled before or its partition was taken away. */
  ack(): boolean {
    return this.#settle(ACK);
  }

  /** The record is done without having been handled. False as for {@link AppRecord.ack}. */
  skip(): boolean {
    return this.#settle(SKIP);
  }

  /** The record failed: a RetryableError is tried again, anything else is dead-lettered. False as for {@link AppRecord.ack}. */
  fail(reason: unknown): boolean {
    return this.#settle({ kind: 'fail', error: reasonError(reason) });
  }

  /** Calls `listener` once with the final outcome; never if the partition is taken away before. */
  onOutcome(listener: OutcomeListener): void {
    if (this.#listeners === undefined) this.#listeners = [listener];
    else this.#listeners.push(listener);
  }

  /** @internal */
  get _heard(): boolean {
    return this.#listeners !== undefined;
  }

  /** @internal */
  _tell(outcome: Outcome, onThrow: (error: unknown) => void): void {
    if (this.#listeners === undefined) return;
    for (const listener of this.#listeners) {
      try {
        listener(outcome);
      } catch (error) {
        onThrow(error);
      }
    }
  }

  /** @internal Settles without telling the owner, who is the one that calls. */
  _conclude(settlement: Settlement): void {
    this.#settlement = settlement;
  }

  /** @internal Makes the record as good as new for another run of the handler. */
  _reopen(): void {
    this.#settlement = NONE;
    this._phase = 'handling';
    this._repeats++;
  }

  #settle(settlement: Settlement): boolean {
    if (
      this.#settlement !== NONE ||
      this._phase === 'finishing' ||
      this._phase === 'done' ||
      !this._owner.source.alive
    ) {
      return false;
    }
    this.#settlement = settlement;
    this._owner.runner.settled(this);
    return true;
  }
}

/** What was thrown or given as a reason, as an error. */
export function reasonError(reason: unknown): Error {
  if (reason instanceof Error) return reason;
  return new Error(typeof reason === 'string' ? reason : `failed with ${String(reason)}`, { cause: reason });
}
