// The reading side as users know it. Composition of a consumer, the ways to hand records out, events and health; thin.
import { type CallOptions, sleep, waitFor } from '../base/abort.ts';
import { deferred } from '../base/deferred.ts';
import { configError, KafkaError, toError } from '../base/errors.ts';
import type { GroupMetadata } from '../cluster/group-metadata.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import { AssignedConsumer } from '../consume/assigned-consumer.ts';
import { GroupConsumer } from '../consume/group-consumer.ts';
import { HealthWatch, type ReadingLoop } from '../consume/health-watch.ts';
import type { RecordSource, Standing } from '../consume/record-source.ts';
import { listOffsets, type OffsetSpec } from '../fetch/offset-lookup.ts';
import type { CloseOptions } from '../group/group-member.ts';
import type { Message } from '../record/message.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import { type AssignedReading, assignedPartitions } from './assigned-options.ts';
import type { PartitionStream } from './partition-stream.ts';
import { PartitionStreams } from './partition-streams.ts';
import { ReaderEvents } from './reader-events.ts';
import { type ReaderHealth, readerHealth } from './reader-health.ts';
import { offsetSpec, type ReaderOptions, type ReaderSettings, readerSettings } from './reader-options.ts';
import { Reading, type Take } from './reader-reading.ts';
import { type ReaderStats, readerStats } from './reader-stats.ts';
import { Turns } from './reader-turns.ts';
import { type OpenSource, openSource } from './source.ts';

/** Between attempts at first contact, where it is waited for without end. */
const FIRST_CONTACT_PAUSE_MS = 500;
/** The commit of what readMessage handed out last, on close. */
const CLOSING_COMMIT_MS = 5_000;

/**
 * Reads records: as a member of a consumer group (`groupId`, `topics`), from partitions assigned by hand (`partitions`), or
 * from one of them (`topic`, `partition`).
 *
 * The constructor checks options and does no I/O; the first call that reads makes the contact. `fetchMessage`, `for
 * await` and `batches()` hand out the same queue and commit nothing; `readMessage` commits for you; `partitions()` gives
 * each partition a stream of its own, instead of them. A Reader that is open keeps the process alive, heals without end
 * after brokers are lost, and ends with `close()`.
 */
export class Reader implements AsyncDisposable, AsyncIterable<Message> {
  readonly #settings: ReaderSettings;
  readonly #open: OpenSource;
  readonly #source: RecordSource;
  readonly #events: ReaderEvents;
  readonly #watch: HealthWatch;
  readonly #reading: Reading;
  readonly #nextNow: Take<Message>;
  readonly #batchNow: Take<MessageBatch>;
  readonly #closing = new AbortController();
  /** In which way it is read: the first one used. */
  #mode: 'records' | 'partitions' | undefined;
  #streams: PartitionStreams | undefined;
  #freshStream = deferred<void>();
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
    const { clock, logger } = cluster;
    this.#events = new ReaderEvents(settings.onEvent, logger, () => this.#source.feed.assignment);
    const onError = (error: Error, place?: TopicPartition) => this.#events.error(error, place);
    if (settings.kind === 'group') {
      const callbacks = this.#events.around(settings.group.callbacks);
      this.#source = new GroupConsumer(cluster, { ...settings.group, callbacks, onError });
    } else {
      this.#source = new AssignedConsumer(cluster, { ...settings.assigned, onError });
    }
    const { feed } = this.#source;
    this.#nextNow = () => feed.nextNow();
    this.#batchNow = () => feed.batchNow();
    const isClosed = () => this.#closed !== undefined;
    this.#reading = new Reading({
      clock,
      get isClosed() {
        return isClosed();
      },
      start: (call) => this.#start(call),
      wait: (call) => (this.#streams === undefined ? feed.wait(call) : this.#waitForStream(call)),
      explained: (error) => this.#withReasons(error),
    });
    this.#watch = new HealthWatch({
      clock,
      stalledAfterMs: settings.stalledAfterMs,
      feed,
      standing: () => this.#standing(),
      loops: () => this.#streams?.loops() ?? [this.#loop],
      onStalled: (reasons) => this.#events.tell({ type: 'stalled', reasons }),
      onRecovered: () => this.#events.tell({ type: 'recovered', reasons: [] }),
      onFailed: (reasons) => this.#events.failed(feed.end, reasons),
      onIdle: () => {
        if (settings.leaveWhenStalled) void this.#source.stepAside();
      },
    });
  }

  /** The next record. Commits nothing. Rejects with CLOSED after `close()`; waits without end unless told otherwise. */
  fetchMessage(call: CallOptions = {}): Promise<Message> {
    if (this.#mode !== 'records') this.#use('records');
    return this.#reading.take(this.#nextNow, call);
  }

  /**
   * The next record; in a group it first commits the one that this method handed out before, so that a record counts as
   * read when the next one is asked for, and the last one on `close()`. Meant for one loop at a time.
   */
  async readMessage(call: CallOptions = {}): Promise<Message> {
    await this.#commitHandedOut(call);
    const message = await this.fetchMessage(call);
    if (this.#groupId !== null) this.#handedOut = message;
    return message;
  }

  /** Every record, until `close()`. Commits nothing. Leaving the loop leaves the Reader open. */
  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    this.#use('records');
    return this.#reading.iterate(this.#nextNow, 'record', {});
  }

  /** The same by batches, as they were written: the fastest way to read. `signal` ends it with ABORTED. */
  batches(call: CallOptions = {}): AsyncIterable<MessageBatch> {
    this.#use('records');
    return { [Symbol.asyncIterator]: () => this.#reading.iterate(this.#batchNow, 'batch', call) };
  }

  /**
   * Each partition as a stream of its own, as it is assigned, until `close()`. A stream ends when its partition is given
   * up; assigned again, it comes as a new one. Streams do not wait for each other. A Reader that is read so is read in no
   * other way, and the other way round. Leaving the loop leaves the streams open. `signal` ends the loop with ABORTED.
   */
  partitions(call: CallOptions = {}): AsyncIterable<PartitionStream> {
    this.#use('partitions');
    const { feed } = this.#source;
    const turns = new Turns(this.#open.cluster.clock);
    this.#streams ??= new PartitionStreams({ feed, turns, mark: (offsets) => this.#source.mark(offsets) }, () => {
      this.#freshStream.resolve();
      this.#freshStream = deferred();
    });
    const streams = this.#streams;
    const now = () => {
      if (feed.end !== undefined) throw feed.end;
      return streams.next();
    };
    return { [Symbol.asyncIterator]: () => this.#reading.iterate(now, 'batch', call) };
  }

  /**
   * Commits that these records, and all before them in their partitions, were handled. Needs a group. A record whose
   * partition has gone to another member meanwhile is read again there: that is no error here, so that a loop over
   * records survives rebalances. Who must know uses `commitOffsets`.
   */
  async commitMessages(messages: Message | readonly Message[], call: CallOptions = {}): Promise<void> {
    try {
      await this.commitOffsets(offsetsAfter(messages), call);
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
   * Marks that these records, and all before them in their partitions, were handled. Marks are committed by
   * `commitMarked()`, every `commitIntervalMs` where that is given, before partitions are given up, and on close. Those of
   * partitions that are not this Reader's any more are dropped. Needs a group.
   */
  markMessages(messages: Message | readonly Message[]): void {
    this.#source.mark(offsetsAfter(messages));
  }

  /** Commits what is marked and waits for the broker. Rejects with REBALANCE where a partition was lost meanwhile. */
  async commitMarked(call: CallOptions = {}): Promise<void> {
    await this.#source.commitMarked(call).catch((error: unknown) => {
      throw this.#withReasons(error);
    });
  }

  /**
   * Who this Reader is in its group, for `transaction.commitOffsets` (KIP-447). Ask for it when records are read, not when
   * their offsets are committed: a member that was expelled in between must not commit in the name of the one it became.
   * Throws REBALANCE while it belongs to no generation. With partitions assigned by hand it is nobody in particular.
   */
  groupMetadata(): GroupMetadata {
    const source = this.#source as Partial<GroupConsumer & AssignedConsumer>;
    const { metadata } = source;
    if (metadata !== undefined) return metadata;
    throw configError('groupMetadata()', undefined, 'nothing where the Reader has no group');
  }

  /** @internal Goes on where the group has committed: after a transaction with this Reader's offsets was aborted. */
  async _rewind(call: CallOptions): Promise<void> {
    if (this.#source instanceof GroupConsumer) await this.#source.rewind(call);
  }

  /**
   * Reads these partitions by hand, and no others, from now on. Those that are read already go on where they are; the
   * others begin as at construction. Rejects, and changes nothing, where one does not exist. Not in a group.
   */
  async assign(partitions: AssignedReading['partitions'], call: CallOptions = {}): Promise<void> {
    this.#throwIfClosed();
    if (!(this.#source instanceof AssignedConsumer)) {
      throw configError('assign()', undefined, 'nothing where the group shares out partitions');
    }
    await this.#source.assign(assignedPartitions(partitions, this.#groupId !== null), call);
  }

  /** Hands out nothing of these partitions until `resume`. Holds over rebalances while the partition stays assigned. */
  pause(partitions: readonly TopicPartition[]): void {
    for (const place of partitions) this.#source.feed.pause(place);
  }

  /** Ends a pause; nothing happens where there is none. */
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

  /** The same as of now: asks the partition's leader where it ends. Undefined while the offset is not known. */
  async readLag(
    place: TopicPartition = this.#onlyPlace('readLag'),
    call: CallOptions = {},
  ): Promise<number | undefined> {
    this.#throwIfClosed();
    await this.#start(call);
    const { isolation } = this.#fetch;
    const end = (await listOffsets(this.#open.cluster, [place], 'last', isolation, call)).get(place);
    if (KafkaError.is(end)) throw end;
    const position = this.#source.feed.position(place);
    return end === undefined || position === undefined ? undefined : Math.max(0, end.offset - position);
  }

  /** Where to go on reading the one partition: an offset, 'first', 'last' or a time. Not in a group: see `seek`. */
  setOffset(to: OffsetSpec | number, call: CallOptions = {}): Promise<void> {
    return this.seek(this.#onlyPlace('setOffset'), to, call);
  }

  /** Where to go on reading an assigned partition; also the way on after an error of that partition. Commits nothing. */
  async seek(place: TopicPartition, to: OffsetSpec | number, call: CallOptions = {}): Promise<void> {
    this.#throwIfClosed();
    await this.#source.seek(place, offsetSpec(to), call);
    const handedOut = this.#handedOut;
    // It would be committed over the place that was sought.
    if (handedOut?.topic === place.topic && handedOut.partition === place.partition) this.#handedOut = undefined;
  }

  /** Its figures since it was made. */
  stats(): ReaderStats {
    return readerStats(this.#source, this.#fetch.maxBytes);
  }

  /** Whether it makes progress: connected, in its group, every partition led and readable, and read on. */
  health(): ReaderHealth {
    const isIdle = this.#starting === undefined && this.#contactError === undefined;
    const first = isIdle ? ['nothing was read yet: the first call that reads makes the contact'] : [];
    const { feed } = this.#source;
    return readerHealth(this.#watch.look(), first, feed, this.#open.cluster.clock.now());
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
    this.#watch.stop();
    await this.#commitHandedOut({ signal: options.signal, timeoutMs: CLOSING_COMMIT_MS }).catch((error: unknown) => {
      this.#open.cluster.logger.warn('the last record could not be committed', { error: toError(error).message });
      this.#events.error(toError(error));
    });
    this.#closing.abort();
    await this.#source.close(options);
    this.#streams?.close();
    await this.#open.release();
  }

  get #fetch() {
    const { kind } = this.#settings;
    return kind === 'group' ? this.#settings.group.fetch : this.#settings.assigned.fetch;
  }

  /** Where offsets are committed; null: nowhere. */
  get #groupId(): string | null {
    const { kind } = this.#settings;
    return kind === 'group' ? this.#settings.group.group.groupId : this.#settings.assigned.groupId;
  }

  readonly #loop: ReadingLoop = Object.defineProperties({} as ReadingLoop, {
    handedOut: { get: () => this.#source.feed.counts.messages + this.#source.feed.counts.batches },
    isWaiting: { get: () => this.#reading.waiting > 0 },
  });

  #use(mode: 'records' | 'partitions'): void {
    this.#mode ??= mode;
    if (this.#mode === mode) return;
    const other = mode === 'records' ? 'through partitions()' : 'record by record or by batches';
    throw new KafkaError('CONFIG', `this reader is read ${other} already, and in one way only`);
  }

  #throwIfClosed(): void {
    if (this.#closed !== undefined) throw new KafkaError('CLOSED', 'the reader is closed');
  }

  #onlyPlace(method: string): TopicPartition {
    if (this.#settings.kind === 'assigned' && this.#settings.only !== undefined) return this.#settings.only;
    throw configError(`${method}()`, undefined, 'a topic and partition where the Reader was not made for a single one');
  }

  async #commitHandedOut(call: CallOptions): Promise<void> {
    const message = this.#handedOut;
    if (message === undefined) return;
    try {
      await this.#source.commit(offsetsAfter(message), call);
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
    this.#source.stepBack();
    return waitFor(this.#starting, this.#open.cluster.clock, 'start reading', call);
  }

  async #begin(): Promise<void> {
    const { cluster } = this.#open;
    const { signal } = this.#closing;
    this.#watch.start();
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
      if (this.#settings.kind === 'group') this.#events.rebalanceStarts([]);
      await this.#source.start({ signal });
    } catch (error) {
      this.#throwIfClosed();
      throw error;
    }
  }

  #standing(): Standing {
    const standing = this.#source.standing();
    if (this.#contactError === undefined) return standing;
    return { ...standing, troubles: [`no broker was reached yet: ${this.#contactError}`, ...standing.troubles] };
  }

  #waitForStream(call: CallOptions): Promise<void> {
    return waitFor(this.#freshStream.promise, this.#open.cluster.clock, 'wait for a partition', call);
  }

  /** A call that ran out of time because something is wrong says what; without that, there was just nothing to read. */
  #withReasons(error: unknown): unknown {
    if (!KafkaError.is(error) || error.code !== 'TIMEOUT') return error;
    const { reasons } = this.health();
    if (reasons.length === 0) return error;
    return new KafkaError('TIMEOUT', `${error.message}: ${reasons.join('; ')}`, { retriable: true, cause: error });
  }
}

function offsetsAfter(messages: Message | readonly Message[]): TopicPartitionOffset[] {
  const list: readonly Message[] = Array.isArray(messages) ? messages : [messages];
  return list.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset + 1 }));
}

function isLost(error: unknown): boolean {
  return KafkaError.is(error) && error.code === 'REBALANCE';
}
