// An absolute deadline for reads or for writes of a Conn, as sockets have them in Go. Owns: the calls that it ends.
// Invariant: no timer is left when no call is under way.
// This is a hot path: a call with no limit of its own shares one signal with all others, for making one costs more than
// the rest of a request together.
import { abortError, type CallOptions, onAbort, throwIfAborted } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { configError, KafkaError } from '../base/errors.ts';

/** What ends a call. */
export interface CallLimits {
  readonly signal: AbortSignal;
  /** Monotonic time at which its own `timeoutMs` is over; undefined where it has none. */
  readonly endsAt: number | undefined;
}

/** Kept for the way to the broker and back, of what is left of a call: this much, and at most this part of it. */
const MARGIN_MS = 1_000;
const MARGIN_PART = 0.25;

/** Why the shared signal fired, where it was the deadline: each call says that in its own words. */
const DEADLINE = Symbol('deadline');

export class ConnDeadline {
  readonly #clock: Clock;
  #running = 0;
  /** Fires for all calls under way; made when the first call needs it, and made anew after it has fired. */
  #end: AbortController | undefined;
  #at: number | undefined;
  #closed: KafkaError | undefined;
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds left, Infinity without a deadline. */
  get leftMs(): number {
    return this.#at === undefined ? Number.POSITIVE_INFINITY : Math.max(0, this.#at - this.#clock.now());
  }

  /**
   * How long the broker may take for a request of a call, at most `mostMs`: what is left, without what the way there and
   * back needs, so that its answer is there in time.
   */
  brokerMs({ endsAt }: CallLimits, mostMs: number): number {
    const own = endsAt === undefined ? Number.POSITIVE_INFINITY : endsAt - this.#clock.monotonic();
    const left = Math.min(mostMs, this.leftMs, own);
    return Math.max(1, Math.floor(left - Math.min(MARGIN_MS, left * MARGIN_PART)));
  }

  /** Milliseconds since 1970; undefined and 0 mean none. Holds for calls under way and for those to come. */
  set(at: number | Date | undefined): void {
    const ms = at instanceof Date ? at.getTime() : at;
    if (ms !== undefined && !Number.isFinite(ms)) {
      throw configError('deadline', at, 'milliseconds since 1970, a Date, or undefined for none');
    }
    this.#at = ms === 0 ? undefined : ms;
    this.#arm();
  }

  /** Ends calls under way, and those to come, with this error. */
  close(error: KafkaError): void {
    this.#closed = error;
    this.#end?.abort(error);
  }

  /** Runs `work` until the deadline, the caller's signal or its timeout ends it. */
  run<T>(what: string, call: CallOptions, work: (limits: CallLimits) => Promise<T>): Promise<T> {
    if (call.signal === undefined && call.timeoutMs === undefined) {
      return this.#run(what, { signal: this.#signal(), endsAt: undefined }, work);
    }
    return this.#runLimited(what, call, work);
  }

  async #run<T>(what: string, limits: CallLimits, work: (limits: CallLimits) => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw this.#closed;
    if (this.leftMs === 0) throw late(what);
    this.#running++;
    if (this.#timer === undefined) this.#arm();
    try {
      return await work(limits);
    } catch (error) {
      const { aborted, reason } = limits.signal;
      if (!aborted || !isConsequence(error)) throw error;
      throw reason === DEADLINE ? late(what) : reason;
    } finally {
      if (--this.#running === 0) this.#disarm();
    }
  }

  async #runLimited<T>(what: string, call: CallOptions, work: (limits: CallLimits) => Promise<T>): Promise<T> {
    const { signal, timeoutMs } = call;
    throwIfAborted(signal, what);
    const own = new AbortController();
    const shared = this.#signal();
    const stopSharing = onAbort(shared, () => own.abort(shared.reason));
    const stopListening = onAbort(signal, () => own.abort(abortError(signal as AbortSignal, what)));
    const endsAt = timeoutMs === undefined ? undefined : this.#clock.monotonic() + timeoutMs;
    const timer =
      timeoutMs === undefined ? undefined : this.#clock.after(timeoutMs, () => own.abort(slow(what, timeoutMs)));
    try {
      return await this.#run(what, { signal: own.signal, endsAt }, work);
    } finally {
      stopSharing();
      stopListening();
      timer?.cancel();
    }
  }

  #signal(): AbortSignal {
    if (this.#end === undefined || this.#end.signal.aborted) {
      this.#end = new AbortController();
      // Somebody who always listens: otherwise each lone call would begin and end the listening anew.
      onAbort(this.#end.signal, () => {});
    }
    return this.#end.signal;
  }

  #arm(): void {
    this.#disarm();
    if (this.#at === undefined || this.#running === 0) return;
    this.#timer = this.#clock.after(this.leftMs, () => {
      this.#timer = undefined;
      // Longer waits than a timer can hold end early.
      if (this.leftMs > 0) return this.#arm();
      this.#end?.abort(DEADLINE);
    });
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}

/** What was given up fails with ABORTED, what met a closed connection with CONNECTION: the reason is known better here. */
function isConsequence(error: unknown): boolean {
  return KafkaError.is(error) && (error.code === 'ABORTED' || error.code === 'CONNECTION');
}

function late(what: string): KafkaError {
  return new KafkaError('TIMEOUT', `${what}: the deadline has passed`, { retriable: true });
}

function slow(what: string, timeoutMs: number): KafkaError {
  return new KafkaError('TIMEOUT', `${what}: not done within ${Math.round(timeoutMs)} ms`, { retriable: true });
}
