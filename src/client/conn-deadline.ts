// An absolute deadline for reads or for writes of a Conn, as sockets have them in Go. Owns: the calls that it ends.
// Invariant: no timer is left when no call is under way.
import { abortError, type CallOptions, onAbort, throwIfAborted } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { configError, KafkaError } from '../base/errors.ts';

interface Running {
  readonly what: string;
  readonly controller: AbortController;
}

export class ConnDeadline {
  readonly #clock: Clock;
  readonly #running = new Set<Running>();
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

  /** Milliseconds since 1970, undefined for none; holds for calls under way and for those to come. */
  set(at: number | undefined): void {
    if (at !== undefined && !Number.isFinite(at)) {
      throw configError('deadline', at, 'milliseconds since 1970, or undefined for none');
    }
    this.#at = at;
    this.#arm();
  }

  /** Ends calls under way, and those to come, with this error. */
  close(error: KafkaError): void {
    this.#closed = error;
    for (const { controller } of [...this.#running]) controller.abort(error);
  }

  /** Runs `work` until the deadline, the caller's signal or its timeout ends it. */
  async run<T>(what: string, call: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    throwIfAborted(call.signal, what);
    if (this.#closed !== undefined) throw this.#closed;
    if (this.leftMs === 0) throw late(what);
    const running = { what, controller: new AbortController() };
    const { controller } = running;
    const { timeoutMs } = call;
    const stop = onAbort(call.signal, () => controller.abort(abortError(call.signal as AbortSignal, what)));
    const timer =
      timeoutMs === undefined ? undefined : this.#clock.after(timeoutMs, () => controller.abort(slow(what, timeoutMs)));
    this.#running.add(running);
    if (this.#timer === undefined) this.#arm();
    try {
      return await work(controller.signal);
    } catch (error) {
      throw controller.signal.aborted && isConsequence(error) ? controller.signal.reason : error;
    } finally {
      this.#running.delete(running);
      stop();
      timer?.cancel();
      if (this.#running.size === 0) this.#disarm();
    }
  }

  #arm(): void {
    this.#disarm();
    if (this.#at === undefined || this.#running.size === 0) return;
    this.#timer = this.#clock.after(this.leftMs, () => {
      this.#timer = undefined;
      // Longer waits than a timer can hold end early.
      if (this.leftMs > 0) return this.#arm();
      for (const { what, controller } of [...this.#running]) controller.abort(late(what));
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
