// One call of `write`: the caller's array, how far it got, what is still unacknowledged. One object per call.
//
//     parked <-> waiting -> accepted -> (every batch done) finished        the caller has its answer when all is
//        \__________\____________________________________/                 finished; when it was given up; or, of a
//                            given up: the rest is refused                 detached call, when all is accepted
//
// Invariants: the caller is answered once, and every message's fate is told once, whichever comes first. A call that was
// given up leaves alone what it has put into batches: it refuses the rest, and finishes when those batches are done.
import type { CallOptions } from '../base/abort.ts';
import { abortError, onAbort } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { errorOf, WriteErrors } from './write-errors.ts';
import { NoPlace, type PlacedBatch, WriteResult } from './write-result.ts';

/** Where a call stands. */
export type CallState =
  /** Waits for the partition count of a topic. */
  | 'parked'
  /** Waits for room in the buffer, perhaps with a part of its messages accepted. */
  | 'waiting'
  /** In no queue: its messages are accepted or refused, or are being so in this very turn. */
  | 'accepted';

/** How a call is to end. */
export interface CallEnd {
  /** Monotonic time of the call. */
  readonly since: number;
  /** The caller waits for acceptance only; `onFinished` tells the rest. */
  readonly isDetached: boolean;
  /** Every message's fate is known. Must not throw. */
  readonly onFinished?: ((error: KafkaError | undefined, result: WriteResult) => void) | undefined;
  /** A callback of the user's has thrown. */
  problem(what: string, error: unknown): void;
}

export class ProduceCall {
  readonly messages: readonly OutgoingMessage[];
  /** The topic of all messages; undefined where each names its own. */
  readonly topic: string | undefined;
  readonly since: number;
  readonly result: WriteResult;
  /** Of the caller's wait. */
  readonly promise: Promise<WriteResult>;
  /** The first message that is neither accepted nor refused yet. */
  next = 0;
  /** Batches that hold messages of this call and are not done. */
  pending = 0;
  state: CallState = 'accepted';
  /** Some message was not written. */
  hasFailed = false;
  /** Some accepted message has a callback. */
  hasCallbacks = false;
  /** Bytes counted for it in the buffer while it is parked. */
  parkedBytes = 0;
  /** Topics whose partitions cannot be learned, with the reason. */
  topicErrors: Map<string, KafkaError> | undefined;
  readonly #end: CallEnd;
  #isAnswered = false;
  #isFinished = false;
  /** What the whole call was refused with. */
  #refusal: KafkaError | undefined;
  #resolve!: (result: WriteResult) => void;
  #reject!: (error: KafkaError) => void;
  #stopWaiting: (() => void) | undefined;
  /** Batches whose messages' callbacks were called: a batch may be joined more than once. */
  #told: Set<PlacedBatch> | undefined;

  constructor(messages: readonly OutgoingMessage[], topic: string | undefined, end: CallEnd) {
    this.messages = messages;
    this.topic = topic;
    this.since = end.since;
    this.#end = end;
    this.result = new WriteResult(messages.length);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** The caller has its answer. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /**
   * Gives the wait up when the options say so; `onGivenUp` takes the call out of queues, and says what was in its way.
   */
  limit(call: CallOptions, clock: Clock, onGivenUp: () => KafkaError | undefined): void {
    const { signal, timeoutMs } = call;
    if (signal === undefined && timeoutMs === undefined) return;
    const giveUp = (errorFor: (trouble: KafkaError | undefined) => KafkaError) => {
      if (this.#isAnswered) return;
      const error = errorFor(onGivenUp());
      this.#answer(error);
      this.refuseRest(error);
      this.finishIfDone();
    };
    let timer: Timer | undefined;
    if (timeoutMs !== undefined) {
      timer = clock.after(timeoutMs, () => giveUp((cause) => outOfTime(timeoutMs, this.#end.isDetached, cause)));
    }
    const stop = onAbort(signal, () => giveUp(() => abortError(signal as AbortSignal, 'write')));
    this.#stopWaiting = () => {
      timer?.cancel();
      stop();
    };
    if (this.#isAnswered) this.#stopWaiting();
  }

  /** The message at `next` cannot be written. */
  refuse(error: KafkaError): void {
    this.result._startRun(new NoPlace(error), this.next, 0);
    this.hasFailed = true;
    if (hasCallback(this.messages[this.next])) this.#tell(this.next, this.next + 1);
  }

  /** None of the messages from `next` on will be written. */
  refuseRest(error: KafkaError): void {
    const from = this.next;
    if (from === this.messages.length) return;
    this.result._startRun(new NoPlace(error), from, 0);
    this.hasFailed = true;
    this.next = this.messages.length;
    if (this.messages.slice(from).some(hasCallback)) this.#tell(from, this.next);
  }

  /** Nothing of the call is taken. */
  refuseAll(error: KafkaError): void {
    this.#refusal = error;
    this.#answer(error);
    this.refuseRest(error);
    this.finishIfDone();
  }

  /** Every message is in a batch, or refused. */
  accepted(): void {
    if (this.#end.isDetached) this.#answer(undefined);
    this.finishIfDone();
  }

  /** A batch with messages of this call is done. */
  batchDone(batch: PlacedBatch, hasFailed: boolean): void {
    this.pending--;
    if (hasFailed) this.hasFailed = true;
    if (this.hasCallbacks) this.#tellOf(batch);
    this.finishIfDone();
  }

  finishIfDone(): void {
    if (this.pending > 0 || this.next < this.messages.length || this.#isFinished) return;
    this.#isFinished = true;
    const error = this.hasFailed ? this.#errors() : undefined;
    this.#answer(error);
    this.#end.onFinished?.(error, this.result);
  }

  #errors(): KafkaError | undefined {
    if (this.#refusal !== undefined) return this.#refusal;
    // Nobody would see them.
    if (this.#isAnswered && this.#end.onFinished === undefined) return undefined;
    const errors = new WriteErrors(this.result, this.messages);
    // Of a batch that was split, only the part with messages of other calls may have failed.
    return errors.count === 0 ? undefined : errors;
  }

  #answer(error: KafkaError | undefined): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#stopWaiting?.();
    if (error === undefined) this.#resolve(this.result);
    else this.#reject(error);
  }

  #tellOf(batch: PlacedBatch): void {
    this.#told ??= new Set();
    if (this.#told.has(batch)) return;
    this.#told.add(batch);
    this.result._runsIn(batch, this.next, (from, to) => this.#tell(from, to));
  }

  /** Later, because answers are being dealt with now; but before those who await the call go on. */
  #tell(from: number, to: number): void {
    queueMicrotask(() => {
      for (let i = from; i < to; i++) {
        const message = this.messages[i];
        if (!hasCallback(message)) continue;
        const error = errorOf(this.result, this.messages, i);
        try {
          message?.onDelivery?.(error, this.result.at(i));
        } catch (thrown) {
          this.#end.problem('onDelivery has thrown', thrown);
        }
      }
    });
  }
}

function hasCallback(message: OutgoingMessage | undefined): boolean {
  return typeof message?.onDelivery === 'function';
}

function outOfTime(timeoutMs: number, isDetached: boolean, cause: KafkaError | undefined): KafkaError {
  const message = `write: not ${isDetached ? 'accepted' : 'acknowledged'} within ${timeoutMs} ms; messages already accepted may still be written`;
  const why = cause === undefined ? '' : `; the last failure: ${cause.message}`;
  return new KafkaError('TIMEOUT', message + why, { retriable: true, cause });
}
