// The reading side as users know it. Composition of a consumer; owns the ways in which records are handed out.
import { type CallOptions, sleep, throwIfAborted, timeoutFault, waitFor } from '../base/abort.ts';
import { configError, KafkaError, toError } from '../base/errors.ts';
import type { GroupMetadata } from '../cluster/group-metadata.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { GroupConsumer } from '../consume/group-consumer.ts';
import { PartitionConsumer } from '../consume/partition-consumer.ts';
import type { RecordSource } from '../consume/record-source.ts';
import type { OffsetSpec } from '../fetch/offset-lookup.ts';
import type { CloseOptions } from '../group/group-member.ts';
import type { Message } from '../record/message.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import { offsetSpec, type ReaderOptions, type ReaderSettings, readerSettings } from './reader-options.ts';
import { Turns } from './reader-turns.ts';
import { type OpenSource, openSource } from './source.ts';

/** A Reader's figures since it was made. */
export interface ReaderStats {
  /** Records handed out one by one. */
  readonly messages: number;
  /** Batches begun, or handed out whole. */
  readonly batches: number;
  /** Uncompressed bytes of those batches. */
  readonly bytes: number;
  /** Generations joined. */
  readonly rebalances: number;
  /** Commits that the broker accepted, counted per partition. */
  readonly commits: number;
  /**
   * The longest time that a heartbeat was late because the event loop was busy, milliseconds; 0 without a group. Where it
   * comes near `sessionTimeoutMs`, computing belongs into a worker thread.
   */
  readonly longestLoopBlockMs: number;
  readonly partitions: readonly (TopicPartition & {
    /** Offset of the next record to be handed out. */
    readonly offset: number | undefined;
    /** Records from there to the end of what may be read. */
    readonly lag: number | undefined;
    readonly isPaused: boolean;
  })[];
}

/** Whether a Reader makes progress, and what stands in its way. */
export interface ReaderHealth {
  readonly healthy: boolean;
  readonly reasons: readonly string[];
}

/** Between attempts at first contact, where it is waited for without end. */
const FIRST_CONTACT_PAUSE_MS = 500;
/** The commit of what readMessage handed out last, on close. */
const CLOSING_COMMIT_MS = 5_000;

type Take<T> = () => T | undefined;

/**
 * Reads records: as a member of a consumer group (`groupId`, `topics`) or from one partition (`topic`, `partition`).
 *
 * The constructor checks options and does no I/O; the first call that reads makes the contact. `fetchMessage`, `for
 * await` and `batches()` hand out the same queue and commit nothing; `readMessage` commits for you. A Reader that is open
 * keeps the process alive, heals without end after brokers are lost, and ends with `close()`.
 */
export class Reader implements AsyncDisposable, AsyncIterable<Message> {
  readonly #settings: ReaderSettings;
  readonly #open: OpenSource;
  readonly #source: RecordSource;
  readonly #turns: Turns;
  readonly #nextNow: Take<Message>;
  readonly #batchNow: Take<MessageBatch>;
  readonly #closing = new AbortController();
  #starting: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  /** Handed out by readMessage, not committed yet. */
  #handedOut: Message | undefined;
  #contactError: string | undefined;

  constructor(options: ReaderOptions) {
    if (typeof options !== 'object' || options === null) throw configError('options', options, 'an object');
    const settings = readerSettings(options);
    this.#settings = settings;
    this.#open = openSource(options);
    const { cluster } = this.#open;
    this.#source =
      settings.kind === 'group'
        ? new GroupConsumer(cluster, settings.group)
        : new PartitionConsumer(cluster, settings.partition);
    const { feed } = this.#source;
    this.#turns = new Turns(cluster.clock);
    this.#nextNow = () => feed.nextNow();
    this.#batchNow = () => feed.batchNow();
  }

  /** The next record. Commits nothing. Rejects with CLOSED after `close()`; waits without end unless told otherwise. */
  fetchMessage(call: CallOptions = {}): Promise<Message> {
    return this.#take(this.#nextNow, call);
  }

  /**
   * The next record; in a group it first commits the one that this method handed out before, so that a record counts as
   * read when the next one is asked for, and the last one on `close()`. Meant for one loop at a time.
   */
  async readMessage(call: CallOptions = {}): Promise<Message> {
    await this.#commitHandedOut(call);
    const message = await this.fetchMessage(call);
    if (this.#settings.kind === 'group') this.#handedOut = message;
    return message;
  }

  /** Every record, until `close()`. Commits nothing. Leaving the loop leaves the Reader open. */
  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    return this.#iterate(this.#nextNow, () => this.#turns.isOver(), {});
  }

  /** The same by batches, as they were written: the fastest way to read. `signal` ends it with ABORTED. */
  batches(call: CallOptions = {}): AsyncIterable<MessageBatch> {
    return { [Symbol.asyncIterator]: () => this.#iterate(this.#batchNow, () => this.#turns.isOverNow(), call) };
  }

  /**
   * Commits that these records, and all before them in their partitions, were handled. Group only. A record whose
   * partition has gone to another member meanwhile is read again there: that is no error here, so that a loop over
   * records survives rebalances. Who must know uses `commitOffsets`.
   */
  async commitMessages(messages: Message | readonly Message[], call: CallOptions = {}): Promise<void> {
    const list: readonly Message[] = Array.isArray(messages) ? messages : [messages];
    const offsets = list.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset + 1 }));
    try {
      await this.commitOffsets(offsets, call);
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  }

  /**
   * Commits offsets to read next. Goes backwards only after a seek, or where the log was cut: else, where more is
   * committed already, nothing happens, nor with an offset that was cut off and would stand for other records now. Rejects with REBALANCE for a partition that this Reader does not own any more.
   * With `commitIntervalMs` it marks and returns.
   */
  async commitOffsets(offsets: readonly TopicPartitionOffset[], call: CallOptions = {}): Promise<void> {
    // Also while closing: onRevoked commits what it has finished.
    await this.#source.commit(offsets, call).catch((error: unknown) => {
      throw this.#withReasons(error);
    });
  }

  /**
   * Who this Reader is in its group, for `transaction.commitOffsets` (KIP-447). Ask for it when records are read, not when
   * their offsets are committed: a member that was expelled in between must not commit in the name of the one it became.
   * Throws REBALANCE while it belongs to no generation.
   */
  groupMetadata(): GroupMetadata {
    if (!(this.#source instanceof GroupConsumer)) {
      throw configError('groupMetadata()', undefined, 'nothing where the Reader is in no group');
    }
    return this.#source.metadata;
  }

  /** @internal Goes on where the group has committed: after a transaction with this Reader's offsets was aborted. */
  async _rewind(call: CallOptions): Promise<void> {
    if (this.#source instanceof GroupConsumer) await this.#source.rewind(call);
  }

  /** Hands out nothing of these partitions until `resume`. Holds over rebalances while the partition stays assigned. */
  pause(partitions: readonly TopicPartition[]): void {
    for (const place of partitions) this.#source.feed.pause(place);
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const place of partitions) this.#source.feed.resume(place);
  }

  /** The partitions that are read now. */
  assignment(): readonly TopicPartition[] {
    return this.#source.feed.assignment;
  }

  /** Offset of the next record to be handed out; undefined while it is not known. Without a place: of the one partition. */
  offset(place?: TopicPartition): number | undefined {
    return this.#source.feed.position(place ?? this.#onlyPlace('offset'));
  }

  /** Records from the offset to the end of what may be read, as of the last fetch; undefined while it is not known. */
  lag(place?: TopicPartition): number | undefined {
    return this.#source.feed.lag(place ?? this.#onlyPlace('lag'));
  }

  /** Where to go on reading the one partition: an offset, 'first', 'last' or a time. Not in a group: see `seek`. */
  setOffset(to: OffsetSpec | number, call: CallOptions = {}): Promise<void> {
    return this.seek(this.#onlyPlace('setOffset'), to, call);
  }

  /** Where to go on reading an assigned partition; also the way on after an error of that partition. Commits nothing. */
  async seek(place: TopicPartition, to: OffsetSpec | number, call: CallOptions = {}): Promise<void> {
    this.#throwIfClosed();
    await this.#source.seek(place, offsetSpec(to, true), call);
    const handedOut = this.#handedOut;
    // It would be committed over the place that was sought.
    if (handedOut?.topic === place.topic && handedOut.partition === place.partition) this.#handedOut = undefined;
  }

  stats(): ReaderStats {
    const { feed, counts } = this.#source;
    const partitions = [...feed.states].map((state) => {
      const { topic, partition, isPaused } = state;
      return { topic, partition, offset: feed.position(state), lag: feed.lag(state), isPaused };
    });
    return { ...feed.counts, ...counts, partitions };
  }

  /** Whether it makes progress: connected, in its group, every partition led and readable. */
  health(): ReaderHealth {
    const reasons = this.#source.problems();
    if (this.#contactError !== undefined) reasons.unshift(`no broker was reached yet: ${this.#contactError}`);
    else if (this.#starting === undefined)
      reasons.unshift('nothing was read yet: the first call that reads makes the contact');
    return { healthy: reasons.length === 0, reasons };
  }

  /**
   * Ends iterators and waiting calls, commits what is marked, leaves the group. Idempotent. Takes at most `timeoutMs`
   * (default 30 s) for `onRevoked`, and some seconds for last requests where brokers do not answer.
   */
  close(options: CloseOptions = {}): Promise<void> {
    this.#closed ??= this.#close(options);
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(options: CloseOptions): Promise<void> {
    await this.#commitHandedOut({ signal: options.signal, timeoutMs: CLOSING_COMMIT_MS }).catch((error: unknown) => {
      this.#open.cluster.logger.warn('the last record could not be committed', { error: toError(error).message });
    });
    this.#closing.abort();
    await this.#source.close(options);
    await this.#open.release();
  }

  #throwIfClosed(): void {
    if (this.#closed !== undefined) throw new KafkaError('CLOSED', 'the reader is closed');
  }

  #onlyPlace(method: string): TopicPartition {
    if (this.#settings.kind === 'partition') {
      const { topic, partition } = this.#settings.partition;
      return { topic, partition };
    }
    throw configError(`${method}()`, undefined, 'a topic and partition where the Reader is in a group');
  }

  async #commitHandedOut(call: CallOptions): Promise<void> {
    const message = this.#handedOut;
    if (message === undefined) return;
    const { topic, partition, offset } = message;
    try {
      await this.#source.commit([{ topic, partition, offset: offset + 1 }], call);
    } catch (error) {
      // Its partition is another's now, who reads it again: nothing that the caller could do.
      if (!isLost(error)) throw error;
    }
    if (this.#handedOut === message) this.#handedOut = undefined;
  }

  /** Begins once; callers share the attempt, and one that gives up does not end it. */
  #start(call: CallOptions): Promise<void> {
    if (this.#starting === undefined) {
      const starting = this.#begin().catch((error: unknown) => {
        this.#starting = undefined;
        throw error;
      });
      starting.catch(() => {});
      this.#starting = starting;
    }
    return waitFor(this.#starting, this.#open.cluster.clock, 'start reading', call);
  }

  async #begin(): Promise<void> {
    const { cluster } = this.#open;
    const { signal } = this.#closing;
    try {
      for (;;) {
        try {
          await cluster.start({ signal });
          break;
        } catch (error) {
          this.#contactError = toError(error).message;
          if (!this.#settings.waitForBrokers || classify(error) === 'fail') throw error;
          cluster.logger.warn('no broker can be reached; trying on', { error: this.#contactError });
          await sleep(cluster.clock, FIRST_CONTACT_PAUSE_MS, signal);
        }
      }
      this.#contactError = undefined;
      await this.#source.start({ signal });
    } catch (error) {
      this.#throwIfClosed();
      throw error;
    }
  }

  #take<T>(now: Take<T>, call: CallOptions): Promise<T> {
    if (this.#closed !== undefined || call.signal?.aborted || this.#turns.isOver()) return this.#takeLater(now, call);
    try {
      const item = now();
      return item === undefined ? this.#takeLater(now, call) : Promise.resolve(item);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #takeLater<T>(now: Take<T>, call: CallOptions): Promise<T> {
    const { clock } = this.#open.cluster;
    const { signal, timeoutMs } = call;
    const fault = timeoutFault(timeoutMs);
    if (fault !== undefined) throw fault;
    const deadline = clock.monotonic() + (timeoutMs ?? Number.POSITIVE_INFINITY);
    const rest = () =>
      timeoutMs === undefined ? call : { signal, timeoutMs: Math.max(0, deadline - clock.monotonic()) };
    throwIfAborted(signal, 'read');
    this.#throwIfClosed();
    await this.#turns.next();
    await this.#start(rest()).catch((error: unknown) => {
      throw this.#withReasons(error);
    });
    for (;;) {
      throwIfAborted(signal, 'read');
      const item = now();
      if (item !== undefined) return item;
      await this.#source.feed.wait(rest()).catch((error: unknown) => {
        throw this.#withReasons(error);
      });
    }
  }

  /** A call that ran out of time because something is wrong says what; without that, there was just nothing to read. */
  #withReasons(error: unknown): unknown {
    if (!KafkaError.is(error) || error.code !== 'TIMEOUT') return error;
    const { reasons } = this.health();
    if (reasons.length === 0) return error;
    return new KafkaError('TIMEOUT', `${error.message}: ${reasons.join('; ')}`, { retriable: true, cause: error });
  }

  /** Written by hand: one promise and one result per record, and no work in between. */
  #iterate<T>(now: Take<T>, isTurnOver: () => boolean, call: CallOptions): AsyncIterator<T, undefined> {
    let isOver = false;
    const end = (): IteratorReturnResult<undefined> => {
      isOver = true;
      return { done: true, value: undefined };
    };
    const failed = (error: unknown): IteratorReturnResult<undefined> => {
      if (this.#closed !== undefined && KafkaError.is(error) && error.code === 'CLOSED') return end();
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
        if (isOver || this.#closed !== undefined) return Promise.resolve(end());
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
}

function isLost(error: unknown): boolean {
  return KafkaError.is(error) && error.code === 'REBALANCE';
}
