// How a Reader hands out what its feed has: to calls and to loops. Owns: waiting, and letting other work in. Must not know:
// groups, commits.
// Invariant: what is at hand is handed out without a wait, but for a turn of other work every ten milliseconds.
import { type CallOptions, throwIfAborted, timeoutFault } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import { Turns } from './reader-turns.ts';

/** Gives the next item, if one is at hand. */
export type Take<T> = () => T | undefined;

/** What it needs of the Reader. */
export interface ReadingHost {
  readonly clock: Clock;
  readonly isClosed: boolean;
  /** Makes sure that reading has begun. */
  start(call: CallOptions): Promise<void>;
  /** Resolves when there may be something new. */
  wait(call: CallOptions): Promise<void>;
  /** An error as the caller is to see it. */
  explained(error: unknown): unknown;
}

export class Reading {
  readonly #host: ReadingHost;
  readonly #turns: Turns;
  #waiting = 0;

  constructor(host: ReadingHost) {
    this.#host = host;
    this.#turns = new Turns(host.clock);
  }

  /** Calls that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  take<T>(now: Take<T>, call: CallOptions): Promise<T> {
    if (this.#host.isClosed || call.signal?.aborted || this.#turns.isOver()) return this.#takeLater(now, call);
    try {
      const item = now();
      return item === undefined ? this.#takeLater(now, call) : Promise.resolve(item);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Written by hand: one promise and one result per record, and no work in between. `each`: what an item is. */
  iterate<T>(now: Take<T>, each: 'record' | 'batch', call: CallOptions): AsyncIterator<T, undefined> {
    const isTurnOver = each === 'record' ? () => this.#turns.isOver() : () => this.#turns.isOverNow();
    let isOver = false;
    const end = (): IteratorReturnResult<undefined> => {
      isOver = true;
      return { done: true, value: undefined };
    };
    const failed = (error: unknown): IteratorReturnResult<undefined> => {
      if (this.#host.isClosed && KafkaError.is(error) && error.code === 'CLOSED') return end();
      throw error;
    };
    const later = async (): Promise<IteratorResult<T, undefined>> => {
      try {
        return { done: false, value: await this.#takeLater(now, call) };
      } catch (error) {
        return failed(error);
      }
    };
    return {
      next: () => {
        if (isOver || this.#host.isClosed) return Promise.resolve(end());
        if (call.signal?.aborted || isTurnOver()) return later();
        try {
          const item = now();
          return item === undefined ? later() : Promise.resolve({ done: false, value: item });
        } catch (error) {
          return new Promise((resolve) => resolve(failed(error)));
        }
      },
      return: () => Promise.resolve(end()),
    };
  }

  async #takeLater<T>(now: Take<T>, call: CallOptions): Promise<T> {
    const host = this.#host;
    const { clock } = host;
    const { signal, timeoutMs } = call;
    const fault = timeoutFault(timeoutMs);
    if (fault !== undefined) throw fault;
    const deadline = clock.monotonic() + (timeoutMs ?? Number.POSITIVE_INFINITY);
    const rest = () =>
      timeoutMs === undefined ? call : { signal, timeoutMs: Math.max(0, deadline - clock.monotonic()) };
    throwIfAborted(signal, 'read');
    if (host.isClosed) throw new KafkaError('CLOSED', 'the reader is closed');
    this.#waiting++;
    try {
      await this.#turns.next();
      await host.start(rest()).catch((error: unknown) => {
        throw host.explained(error);
      });
      for (;;) {
        throwIfAborted(signal, 'read');
        const item = now();
        if (item !== undefined) return item;
        await host.wait(rest()).catch((error: unknown) => {
          throw host.explained(error);
        });
      }
    } finally {
      this.#waiting--;
    }
  }
}
