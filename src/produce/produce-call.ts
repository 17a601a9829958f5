// One call of `write`: the caller's array, how far it got, what is still unacknowledged. One object per call.
//
// Invariant: settles exactly once. A call that was given up leaves alone what it has put into batches.
import type { CallOptions } from '../base/abort.ts';
import { abortError, onAbort } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { WriteErrors } from './write-errors.ts';
import { NoPlace, WriteResult } from './write-result.ts';

/** Where a call stands. */
export type CallState =
  /** Waits for the partition count of a topic. */
  | 'parked'
  /** Waits for room in the buffer, perhaps with a part of its messages accepted. */
  | 'waiting'
  /** All its messages are accepted, or it is being accepted in this very turn. */
  | 'accepted'
  /** The caller has its answer. */
  | 'settled';

export class ProduceCall {
  readonly messages: readonly OutgoingMessage[];
  /** The topic of all messages; undefined where each names its own. */
  readonly topic: string | undefined;
  readonly result: WriteResult;
  readonly promise: Promise<WriteResult>;
  /** The first message that is not accepted yet. */
  next = 0;
  /** Batches that hold messages of this call and are not done. */
  pending = 0;
  state: CallState = 'accepted';
  /** Some message was not written. */
  hasFailed = false;
  /** Bytes counted for it in the buffer while it is parked. */
  parkedBytes = 0;
  /** Topics whose partitions cannot be learned, with the reason. */
  topicErrors: Map<string, KafkaError> | undefined;
  #resolve!: (result: WriteResult) => void;
  #reject!: (error: KafkaError) => void;
  #stopWaiting: (() => void) | undefined;

  constructor(messages: readonly OutgoingMessage[], topic: string | undefined) {
    this.messages = messages;
    this.topic = topic;
    this.result = new WriteResult(messages.length);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Gives the wait up when the options say so; `onGivenUp` takes the call out of queues, and says what was in its way. */
  limit(call: CallOptions, clock: Clock, onGivenUp: () => KafkaError | undefined): void {
    const { signal, timeoutMs } = call;
    if (signal === undefined && timeoutMs === undefined) return;
    const giveUp = (errorOf: (trouble: KafkaError | undefined) => KafkaError) => {
      if (this.state === 'settled') return;
      this.settle(errorOf(onGivenUp()));
    };
    let timer: Timer | undefined;
    if (timeoutMs !== undefined) {
      const message = `write: not acknowledged within ${timeoutMs} ms; messages already accepted may still be written`;
      timer = clock.after(timeoutMs, () => {
        giveUp((cause) => {
          const why = cause === undefined ? '' : `; the last failure: ${cause.message}`;
          return new KafkaError('TIMEOUT', message + why, { retriable: true, cause });
        });
      });
    }
    const stop = onAbort(signal, () => giveUp(() => abortError(signal as AbortSignal, 'write')));
    this.#stopWaiting = () => {
      timer?.cancel();
      stop();
    };
    if ((this.state as CallState) === 'settled') this.#stopWaiting();
  }

  /** The message at `next` cannot be written. */
  refuse(error: KafkaError): void {
    this.result._startRun(new NoPlace(error), this.next, 0);
    this.hasFailed = true;
  }

  /** None of the messages from `next` on will be written. */
  refuseRest(error: KafkaError): void {
    if (this.next < this.messages.length) this.refuse(error);
    this.next = this.messages.length;
  }

  /** A batch with messages of this call is done. */
  batchDone(hasFailed: boolean): void {
    this.pending--;
    if (hasFailed) this.hasFailed = true;
    this.settleIfDone();
  }

  settleIfDone(): void {
    if (this.pending > 0 || this.next < this.messages.length || this.state === 'settled') return;
    if (!this.hasFailed) return this.settle(undefined);
    const errors = new WriteErrors(this.result);
    // Of a batch that was split, only the part with messages of other calls may have failed.
    this.settle(errors.count === 0 ? undefined : errors);
  }

  settle(error: KafkaError | undefined): void {
    this.state = 'settled';
    this.#stopWaiting?.();
    if (error === undefined) this.#resolve(this.result);
    else this.#reject(error);
  }
}
