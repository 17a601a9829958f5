// One assigned partition from its batches to its offsets. Owns: the batches that wait, the record that is next, what
// holds the partition up, and the tracker of what is finished. Must not know bindings, handlers, topics of failure.
// Invariant: once `close` was called nothing moves the position any more. Hot path: `peek`, `take`, `finish`.
//
//     reader --> [ batch | batch | batch ] --> head --> take --> ... --> finish --> position --> commit
//                 queue, bounded by bytes and records
import { setMaxListeners } from 'node:events';
import { type Deferred, deferred } from '../base/deferred.ts';
import { toError } from '../base/errors.ts';
import { Ring } from '../base/ring.ts';
import type { Message } from '../record/message.ts';
import type { AppRecord } from './app-record.ts';
import type { HandlerContext } from './handler.ts';
import { OffsetTracker } from './offset-tracker.ts';
import type { ReadBatch } from './ports.ts';

/** What can hold a partition up; several may at once. */
export const Hold = {
  /** The head of a retry partition is not due. */
  due: 1,
  /** A write to the retry or dead letter topic fails. */
  write: 2,
  /** `onError` said 'pause', or has not answered yet for a batch that cannot be read. */
  decision: 4,
  /** Too many records are out without an outcome. */
  window: 8,
  /** The binding that the head of a retry partition belongs to has no room. */
  room: 16,
  /** Enough is queued: reading stops, handing out goes on. */
  queue: 32,
} as const;

/** One of {@link Hold}. */
export type Hold = (typeof Hold)[keyof typeof Hold];

const READING_STOPPED = Hold.due | Hold.write | Hold.decision | Hold.queue;
const HANDING_OUT_STOPPED = Hold.due | Hold.write | Hold.decision | Hold.window | Hold.room;

/** Bounds of what waits in a partition's queue; reading goes on at half. */
const MAX_QUEUED_BYTES = 1024 * 1024;
const MAX_QUEUED_RECORDS = 10_000;

/** What a source tells its owner. */
export interface SourceListener {
  /** Reading of the partition should stop or go on. */
  readingStopped(source: PartitionSource, stopped: boolean): void;
  /** The position has moved since the last commit. Told once until `committing` is called. */
  progressed(source: PartitionSource): void;
  /** Nothing holds it up any more and it has records. */
  released(source: PartitionSource): void;
  /** The records of a batch cannot be decoded; the partition is held up by `Hold.decision`. */
  unreadable(source: PartitionSource, error: Error): void;
}

export class PartitionSource {
  readonly topic: string;
  readonly partition: number;
  readonly tracker: OffsetTracker = new OffsetTracker();
  /** What handlers get; made once, as it is the same for every record. */
  readonly context: HandlerContext;
  /** Records whose outcome takes time: to be watched for stalls. */
  readonly unfinished: AppRecord[] = [];
  /** The highest offset known to be committed since the log was cut last; -1 where none is. */
  committed = -1;
  readonly #listener: SourceListener;
  readonly #abort = new AbortController();
  readonly #queue = new Ring<ReadBatch>();
  #batch: ReadBatch | undefined;
  #iterator: Iterator<Message> | undefined;
  #head: Message | undefined;
  /** Nothing before it is still to be handed out. */
  #passed = 0;
  /** Offset after the last batch that came. */
  #accepted = 0;
  #term = 0;
  #queuedBytes = 0;
  #queuedRecords = 0;
  #holds = 0;
  #state: 'open' | 'draining' | 'closed' = 'open';
  #busy = 0;
  #windowReopens = 0;
  #reserved = -1;
  #idle: Deferred<void> | undefined;
  #settledOne: Deferred<void> | undefined;
  #dirty = false;
  // The leader epoch of what is handed out, and the one before it (KIP-320).
  #epoch = -1;
  #epochSince = 0;
  #olderEpoch = -1;

  constructor(topic: string, partition: number, listener: SourceListener) {
    this.topic = topic;
    this.partition = partition;
    this.#listener = listener;
    // Handlers hang listeners on it, as many as run at the same time; that is no leak.
    setMaxListeners(0, this.#abort.signal);
    this.context = { signal: this.#abort.signal };
  }

  get name(): string {
    return `${this.topic}[${this.partition}]`;
  }

  /** False once the partition is not ours any more, or the app has stopped abruptly. */
  get alive(): boolean {
    return this.#state !== 'closed';
  }

  /** True when a record may be handed out now, as far as is known without looking into the next batch. */
  get ready(): boolean {
    return (
      this.#state === 'open' &&
      (this.#holds & HANDING_OUT_STOPPED) === 0 &&
      (this.#head !== undefined || this.#batch !== undefined || this.#queue.length > 0)
    );
  }

  /** Where records may be started: neither draining nor closed. */
  get open(): boolean {
    return this.#state === 'open';
  }

  /** Changes when the log was cut: what was known of offsets before says nothing about those after. */
  get term(): number {
    return this.#term;
  }

  /** Queues a batch that was read. `limitQueue` follows when handlers have had their chance at it. */
  accept(batch: ReadBatch): void {
    if (this.#state !== 'open') return;
    // Readers go back only where the log was cut or made anew: an App seeks forward alone.
    if (batch.baseOffset < this.#accepted) this.#goBack(batch.baseOffset);
    this.#accepted = batch.lastOffset + 1;
    this.#queue.push(batch);
    this.#queuedBytes += batch.sizeInBytes;
    this.#queuedRecords += batch.count;
  }

  /** Stops reading where enough is queued. */
  limitQueue(): void {
    if (this.#queuedBytes >= MAX_QUEUED_BYTES || this.#queuedRecords >= MAX_QUEUED_RECORDS) this.hold(Hold.queue);
  }

  /**
   * The next record, left in place. Undefined when there is none, when something holds the partition up, and once at
   * the end of every batch, so that partitions can take turns: `ready` tells which.
   */
  peek(): Message | undefined {
    if (this.#head !== undefined) return this.ready ? this.#head : undefined;
    if (!this.ready) return undefined;
    try {
      if (this.#iterator === undefined) this.#openBatch();
      const step = (this.#iterator as Iterator<Message>).next();
      if (step.done !== true) {
        this.#head = step.value;
        return step.value;
      }
    } catch (error) {
      this.hold(Hold.decision);
      this.#listener.unreadable(this, toError(error));
      return undefined;
    }
    this.#endBatch();
    return undefined;
  }

  /** Takes the record that `peek` showed; returns the ticket to finish it with. */
  take(): number {
    const offset = (this.#head as Message).offset;
    this.#head = undefined;
    return this.tracker.begin(offset);
  }

  /** Passes over what is left of a batch that cannot be read. */
  skipBatch(): void {
    if (this.#batch === undefined) return;
    this.#endBatch();
    this.release(Hold.decision);
  }

  /** The outcome of a record is certain. */
  finish(ticket: number): void {
    if (this.#state === 'closed') return;
    if (!this.tracker.finish(ticket)) return;
    this.#progressed();
    if (this.isHeld(Hold.window) && this.tracker.span <= this.#windowReopens) this.release(Hold.window);
  }

  /** Hands out nothing more until records have finished; `limit` is how many may be out without an outcome. */
  holdWindow(limit: number): void {
    this.#windowReopens = Math.floor((limit * 3) / 4);
    this.hold(Hold.window);
  }

  hold(reason: Hold): void {
    const before = this.#holds;
    this.#holds |= reason;
    if ((before & READING_STOPPED) === 0 && (this.#holds & READING_STOPPED) !== 0 && this.alive) {
      this.#listener.readingStopped(this, true);
    }
  }

  release(reason: Hold): void {
    const before = this.#holds;
    this.#holds &= ~reason;
    if (before === this.#holds || !this.alive) return;
    if ((before & READING_STOPPED) !== 0 && (this.#holds & READING_STOPPED) === 0) {
      this.#listener.readingStopped(this, false);
    }
    if ((before & HANDING_OUT_STOPPED) !== 0 && this.ready) this.#listener.released(this);
  }

  isHeld(reason: Hold): boolean {
    return (this.#holds & reason) !== 0;
  }

  /** A record is being handled, or its failure being written. */
  enter(record: AppRecord): void {
    this.#busy++;
    this.await(record);
  }

  /** The reverse of `enter`. */
  leave(record: AppRecord): void {
    this.settle(record);
    if (--this.#busy === 0) {
      this.#idle?.resolve();
      this.#idle = undefined;
    }
  }

  /** A record waits for a word of the application, given from anywhere. */
  await(record: AppRecord): void {
    record._index = this.unfinished.length;
    this.unfinished.push(record);
  }

  /** The reverse of `await`. */
  settle(record: AppRecord): void {
    // The last one takes its place: cheaper than a Set, and it is done for every record that takes time.
    const { unfinished } = this;
    if (unfinished[record._index] !== record) return;
    const last = unfinished.pop() as AppRecord;
    if (last !== record) {
      unfinished[record._index] = last;
      last._index = record._index;
    }
    if (unfinished.length > 0) return;
    this.#settledOne?.resolve();
    this.#settledOne = undefined;
  }

  /** Resolves when no handler runs and no write is under way. */
  whenIdle(): Promise<void> {
    if (this.#busy === 0) return Promise.resolve();
    this.#idle ??= deferred();
    return this.#idle.promise;
  }

  /** Resolves when no record is handed out and without an outcome. */
  whenSettled(): Promise<void> {
    if (this.unfinished.length === 0) return Promise.resolve();
    this.#settledOne ??= deferred();
    return this.#settledOne.promise;
  }

  /** What is to be committed now; undefined where nothing is new. Resets the notice of progress. */
  committing(): { offset: number; leaderEpoch: number; term: number } | undefined {
    this.#dirty = false;
    const offset = Math.max(this.tracker.position, this.#reserved);
    if (offset <= this.committed) return undefined;
    return { offset, leaderEpoch: this.epochBefore(offset), term: this.#term };
  }

  /** The broker has what `committing` gave. */
  noteCommitted(offset: number, term: number): void {
    if (term === this.#term) this.committed = Math.max(this.committed, offset);
  }

  /** This offset may be committed although the record before it is not handled: at most once. */
  reserve(offset: number): void {
    this.#reserved = Math.max(this.#reserved, offset);
  }

  /** Leader epoch of the record before this offset; -1 where unknown. */
  epochBefore(offset: number): number {
    return offset > this.#epochSince ? this.#epoch : this.#olderEpoch;
  }

  /** The reader has nothing before `offset` any more: once all that it handed out is finished, that is the position. */
  passTo(offset: number): void {
    const isEmpty = this.#head === undefined && this.#batch === undefined && this.#queue.length === 0;
    if (this.#state !== 'open' || !isEmpty || offset === this.#passed) return;
    // Cut, and nothing has been written since.
    if (offset < this.#passed) return this.#goBack(offset);
    // In which epoch it was written is not known, and a wrong one would look like a log that was cut.
    this.#olderEpoch = this.#epoch;
    this.#epoch = -1;
    this.#epochSince = this.#passed;
    this.#passed = offset;
    this.#accepted = offset;
    if (this.tracker.mark(offset - 1)) this.#progressed();
  }

  /** Hands out nothing more; what is under way may finish. */
  drain(): void {
    if (this.#state === 'open') this.#state = 'draining';
    this.#queue.clear();
  }

  /** Ends it: handlers are told by their signal, and nothing they do counts any more. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#queue.clear();
    this.#head = undefined;
    this.#batch = undefined;
    this.#iterator = undefined;
    this.#abort.abort();
    this.unfinished.length = 0;
    this.#idle?.resolve();
    this.#idle = undefined;
    this.#settledOne?.resolve();
    this.#settledOne = undefined;
  }

  /** The log was cut at `offset`, or made anew: what came from there on is not in it any more. */
  #goBack(offset: number): void {
    this.#term++;
    const kept = [...this.#queue].filter(({ lastOffset }) => lastOffset < offset);
    this.#queue.clear();
    for (const batch of kept) this.#queue.push(batch);
    if (this.#batch !== undefined && this.#batch.lastOffset >= offset) {
      this.#batch = undefined;
      this.#iterator = undefined;
      this.#head = undefined;
    }
    const left = this.#batch === undefined ? kept : [this.#batch, ...kept];
    this.#queuedBytes = left.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
    this.#queuedRecords = left.reduce((sum, { count }) => sum + count, 0);
    this.#passed = Math.min(this.#passed, offset);
    this.#accepted = offset;
    this.#epoch = -1;
    this.#olderEpoch = -1;
    this.#epochSince = 0;
    this.#reserved = -1;
    this.committed = Math.min(this.committed, offset - 1);
    if (this.tracker.goBack(offset)) this.#progressed();
    if (this.isHeld(Hold.window) && this.tracker.span <= this.#windowReopens) this.release(Hold.window);
  }

  #openBatch(): void {
    const batch = this.#batch ?? (this.#queue.shift() as ReadBatch);
    this.#batch = batch;
    if (batch.leaderEpoch !== this.#epoch) {
      this.#olderEpoch = this.#epoch;
      this.#epoch = batch.leaderEpoch;
      this.#epochSince = batch.baseOffset;
    }
    this.#iterator = batch[Symbol.iterator]();
  }

  #endBatch(): void {
    const batch = this.#batch as ReadBatch;
    this.#batch = undefined;
    this.#iterator = undefined;
    this.#queuedBytes -= batch.sizeInBytes;
    this.#queuedRecords -= batch.count;
    this.#passed = batch.lastOffset + 1;
    if (this.tracker.mark(batch.lastOffset)) this.#progressed();
    if (this.#queuedBytes <= MAX_QUEUED_BYTES / 2 && this.#queuedRecords <= MAX_QUEUED_RECORDS / 2) {
      this.release(Hold.queue);
    }
  }

  #progressed(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#listener.progressed(this);
  }
}
