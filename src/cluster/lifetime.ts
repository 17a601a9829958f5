// The end of a cluster, as something that every wait can hear. Owns: one flag and its listeners.
// Invariant: after end() nothing waits any longer, and no timer of pause() is left.
import { setMaxListeners } from 'node:events';
import { abortError, onAbort } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';

export class Lifetime {
  readonly #controller = new AbortController();

  constructor() {
    // Every wait of the cluster listens here; that is no leak, they all stop listening.
    setMaxListeners(0, this.#controller.signal);
  }

  get ended(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Fires at the end; its reason is a KafkaError CLOSED. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    if (!this.ended) this.#controller.abort(closedError());
  }

  throwIfEnded(): void {
    if (this.ended) throw closedError();
  }

  /** Waits `ms`; rejects with CLOSED at the end, with ABORTED when `signal` fires. */
  pause(clock: Clock, ms: number, what: string, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: KafkaError) => {
        timer.cancel();
        stopSignal();
        stopEnd();
        if (error === undefined) resolve();
        else reject(error);
      };
      let stopSignal = () => {};
      let stopEnd = () => {};
      const timer = clock.after(ms, () => settle());
      stopSignal = onAbort(signal, () => settle(abortError(signal as AbortSignal, what)));
      stopEnd = onAbort(this.signal, () => settle(closedError()));
    });
  }

  /** `promise`, or CLOSED if the end comes first. */
  guard<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = onAbort(this.signal, () => reject(closedError()));
      promise.then(
        (value) => {
          stop();
          resolve(value);
        },
        (error) => {
          stop();
          reject(error);
        },
      );
    });
  }
}

function closedError(): KafkaError {
  return new KafkaError('CLOSED', 'the cluster client is closed');
}
