// Batches on their way to the user, partition by partition in turn. Owns: the order of handing out, who waits for it,
// and when bytes return to the budget. Must not know brokers.
//
// Invariant: a partition with something to hand out is listed, exactly once. (A listed one may have nothing any more.)
import { abortError, type CallOptions, onAbort, timeoutFault } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import { Ring } from '../base/ring.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { PartitionCursor, ReadyBatch } from './partition-cursor.ts';

type Waiter = (error: KafkaError | undefined) => void;

export class DeliveryQueue {
  readonly #clock: Clock;
  readonly #budget: ByteBudget;
  readonly #listed = new Ring<PartitionCursor>();
  readonly #waiters = new Set<Waiter>();
  #isClosed = false;

  constructor(clock: Clock, budget: ByteBudget) {
    this.#clock = clock;
    this.#budget = budget;
  }

  /** True when `take` has something. */
  get hasReady(): boolean {
    for (let cursor = this.#listed.peek(); cursor !== undefined; cursor = this.#listed.peek()) {
      if (cursor.hasReady) return true;
      cursor.isListed = false;
      this.#listed.shift();
    }
    return false;
  }

  push(cursor: PartitionCursor, entry: ReadyBatch): void {
    cursor.ready.push(entry);
    this.list(cursor);
  }

  /** Lists the partition if it has something to hand out, and wakes who waits for it. */
  list(cursor: PartitionCursor): void {
    if (!cursor.hasReady) return;
    if (!cursor.isListed) {
      cursor.isListed = true;
      this.#listed.push(cursor);
    }
    this.#wake(undefined);
  }

  /** The next batch, one of each partition in turn. Its bytes are the user's from here on, and not counted. */
  take(): { readonly cursor: PartitionCursor; readonly batch: MessageBatch } | undefined {
    if (!this.hasReady) return undefined;
    const cursor = this.#listed.shift()!;
    const entry = cursor.ready.shift()!;
    cursor.isListed = false;
    if (cursor.ready.length > 0) {
      cursor.isListed = true;
      this.#listed.push(cursor);
    }
    cursor.position = entry.batch.lastOffset + 1;
    cursor.settle();
    this.#release(entry);
    return { cursor, batch: entry.batch };
  }

  /** Drops everything queued of a partition. */
  purge(cursor: PartitionCursor): void {
    cursor.purges++;
    for (const { header, part } of cursor.raw) part.batchDone(header.sizeInBytes);
    cursor.raw.clear();
    for (const entry of cursor.ready) this.#release(entry);
    cursor.ready.clear();
  }

  /** Resolves when `take` has something; rejects with CLOSED, ABORTED or TIMEOUT. */
  wait(call: CallOptions = {}): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedError());
    if (this.hasReady) return Promise.resolve();
    const { signal, timeoutMs } = call;
    const refusal = signal?.aborted === true ? abortError(signal, 'wait for records') : timeoutFault(timeoutMs);
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      const finish: Waiter = (error) => {
        this.#waiters.delete(finish);
        timer?.cancel();
        stop();
        if (error === undefined) resolve();
        else reject(error);
      };
      const stop = onAbort(signal, () => finish(abortError(signal as AbortSignal, 'wait for records')));
      const timer =
        timeoutMs === undefined
          ? undefined
          : this.#clock.after(timeoutMs, () =>
              finish(new KafkaError('TIMEOUT', `no record within ${Math.round(timeoutMs)} ms`, { retriable: true })),
            );
      this.#waiters.add(finish);
    });
  }

  /** Lets everyone who waits look again: something else than a batch has come. */
  wake(): void {
    this.#wake(undefined);
  }

  close(): void {
    this.#isClosed = true;
    this.#listed.clear();
    this.#wake(closedError());
  }

  #wake(error: KafkaError | undefined): void {
    for (const waiter of this.#waiters) waiter(error);
  }

  #release(entry: ReadyBatch): void {
    if (entry.part === undefined) this.#budget.release(entry.bytes);
    else entry.part.batchDone(entry.bytes);
  }
}

function closedError(): KafkaError {
  return new KafkaError('CLOSED', 'wait for records: the reader is closed');
}
