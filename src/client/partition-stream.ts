// One partition as a stream of its own. Owns: handing out its records or batches, and when it is over. Must not know: the
// other partitions, how batches get here.
//
// Invariant: nothing is handed out after the partition was revoked or the stream was closed.
import { type CallOptions, onAbort, throwIfAborted } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { Feed } from '../consume/feed.ts';
import type { ReadingLoop } from '../consume/health-watch.ts';
import type { PartitionState } from '../consume/partition-state.ts';
import type { Message } from '../record/message.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import type { Take } from './reader-reading.ts';
import type { Turns } from './reader-turns.ts';

/** @internal What a stream needs of its Reader. */
export interface StreamHost {
  readonly feed: Feed;
  readonly turns: Turns;
  mark(offsets: readonly TopicPartitionOffset[]): void;
  closed(stream: PartitionStream): void;
}

/**
 * The records of one partition, in order. Ends when the partition is given up or `close()` is called; an error of this
 * partition is thrown here. It has one batch at a time, and the next is fetched when that is being worked on.
 */
export class PartitionStream implements AsyncIterable<Message> {
  readonly topic: string;
  readonly partition: number;
  /** Where reading began; undefined where that could not be found out: then iterating throws why. */
  readonly initialOffset: number | undefined;
  readonly #host: StreamHost;
  readonly #state: PartitionState;
  readonly #waiting = new Set<() => void>();
  #handedOut = 0;
  #isClosed = false;

  /** @internal Made by `reader.partitions()`. */
  constructor(host: StreamHost, state: PartitionState) {
    this.topic = state.topic;
    this.partition = state.partition;
    this.initialOffset = state.beganAt;
    this.#host = host;
    this.#state = state;
    state.onNews = () => {
      for (const wake of this.#waiting) wake();
    };
  }

  /** True when nothing will come any more. */
  get isOver(): boolean {
    return this.#isClosed || this.#host.feed.state(this.topic, this.partition) !== this.#state;
  }

  /** Every record of it. Leaving the loop leaves the stream open. */
  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    const { feed, turns } = this.#host;
    return this.#iterate(
      () => feed.nextOf(this.#state),
      () => turns.isOver(),
      {},
    );
  }

  /** The same by batches. `signal` ends it with ABORTED. */
  batches(call: CallOptions = {}): AsyncIterable<MessageBatch> {
    const { feed, turns } = this.#host;
    const now = () => feed.batchOf(this.#state);
    return { [Symbol.asyncIterator]: () => this.#iterate(now, () => turns.isOverNow(), call) };
  }

  /**
   * Marks that the record at this offset, and all before it, were handled: committed with the next `commitMarked()`, every
   * `commitIntervalMs` where that is given, when the partition is given up, and on close. Nothing happens once it is over.
   */
  markOffset(offset: number): void {
    if (this.isOver) return;
    this.#host.mark([{ topic: this.topic, partition: this.partition, offset: offset + 1 }]);
  }

  /** Ends it; the partition stays assigned and is not read until it is assigned anew. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    const isMine = !this.isOver;
    this.#isClosed = true;
    if (isMine) this.#host.feed.closeStream(this.#state);
    for (const wake of this.#waiting) wake();
    this.#host.closed(this);
  }

  /** @internal How far a loop over it is. */
  get _loop(): ReadingLoop {
    return this.#loop;
  }

  readonly #loop: ReadingLoop = Object.defineProperties({} as ReadingLoop, {
    handedOut: { get: () => this.#handedOut },
    isWaiting: { get: () => this.#waiting.size > 0 },
  });

  #iterate<T>(now: Take<T>, isTurnOver: () => boolean, call: CallOptions): AsyncIterator<T, undefined> {
    let isDone = false;
    const end = (): IteratorReturnResult<undefined> => {
      isDone = true;
      return { done: true, value: undefined };
    };
    return {
      next: async () => {
        if (isDone) return end();
        if (isTurnOver()) await this.#host.turns.next();
        const item = await this.#take(now, call);
        return item === undefined ? end() : { done: false, value: item };
      },
      return: async () => end(),
    };
  }

  /** Undefined when it is over. */
  async #take<T>(now: Take<T>, { signal }: CallOptions): Promise<T | undefined> {
    for (;;) {
      throwIfAborted(signal, 'read');
      if (this.isOver) return undefined;
      const { end } = this.#host.feed;
      if (end !== undefined) {
        if (KafkaError.is(end) && end.code === 'CLOSED') return undefined;
        throw end;
      }
      // Undefined at the end of a batch, too: the next one may be there already.
      const before = this.#state.own;
      const item = now();
      if (item !== undefined) {
        this.#handedOut++;
        return item;
      }
      if (before === undefined || this.#state.isPaused) await this.#news(signal);
    }
  }

  #news(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        stop();
        resolve();
      };
      let stop = () => {};
      this.#waiting.add(wake);
      stop = onAbort(signal, wake);
    });
  }
}
