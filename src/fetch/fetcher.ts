// The fetch engine: reads assigned partitions from their leaders ahead of the user, within a budget of bytes.
// Composition: owns which partitions there are, and what happens after each verdict. Must not know groups, commits,
// users' options.
//
//     leaders --BrokerLoop--> ResponseReader --raw--> BatchOpener --ready--> DeliveryQueue --take()--> user
//
// Invariant: every partition is read by one loop at most, each by itself; so one slow broker delays no other.
import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { BrokerError } from '../protocol/broker-error.ts';
import type { FetchResponse } from '../protocol/generated/fetch.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import { BatchOpener } from './batch-opener.ts';
import type { BrokerLoop, BrokerLoopHost } from './broker-loop.ts';
import { ByteBudget } from './byte-budget.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { detachLastPart } from './detach.ts';
import type { FetchCluster } from './fetch-cluster.ts';
import { FetchCounts, type FetchStats } from './fetch-counts.ts';
import type { FetchSettings } from './fetch-settings.ts';
import type { FetchedFrame } from './fetched-frame.ts';
import { LogChanges } from './log-changes.ts';
import { PartitionCursor } from './partition-cursor.ts';
import { PartitionTable } from './partition-table.ts';
import { ReadingPlaces } from './reading-places.ts';
import { type LeaderHint, ResponseReader, type Verdicts } from './response-reader.ts';
import { RetrySchedule } from './retry-schedule.ts';

export interface FetchHooks {
  /**
   * An error that does not heal by itself: a corrupt batch, an offset out of range under the policy 'error', a refusal.
   * Reported once; the partition stands still from there on until seek(). What was queued before it is still handed out.
   */
  onError(error: KafkaError, place: TopicPartition): void;
  /**
   * Reading goes on at another offset, because what was to be read is not in the log any more: out of range, cut off, or
   * of a topic that was made anew. Must not call back into the fetcher.
   */
  onMoved?(place: TopicPartitionOffset): void;
  /** A broker cannot be asked for now; told once until it has answered again. It heals by itself. */
  onTrouble?(error: KafkaError): void;
}

let engines = 0;

/** The leader's epoch is not what was believed: kept, it would be refused for ever (KIP-320). */
const EPOCH_REFUSED: ReadonlySet<string> = new Set(['FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH']);

export class Fetcher {
  readonly #cluster: FetchCluster;
  readonly #settings: FetchSettings;
  readonly #hooks: FetchHooks;
  readonly #budget: ByteBudget;
  readonly #queue: DeliveryQueue;
  readonly #counts = new FetchCounts();
  readonly #opener: BatchOpener;
  readonly #reader: ResponseReader;
  readonly #changes: LogChanges;
  readonly #retries: RetrySchedule;
  readonly #places: ReadingPlaces;
  readonly #cursors = new PartitionTable<PartitionCursor>();
  /** Loops that could not fetch for want of room, longest waiting first. */
  readonly #hungry = new Set<BrokerLoop>();
  /** Partitions with batches to open. */
  readonly #toOpen = new Set<PartitionCursor>();
  /** Frames that one partition alone keeps in memory. */
  readonly #pinned = new Set<FetchedFrame>();
  readonly #stopListening: () => void;
  #pumpScheduled = false;
  #isClosed = false;

  constructor(cluster: FetchCluster, settings: FetchSettings, hooks: FetchHooks) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#hooks = hooks;
    const { clock } = cluster;
    this.#budget = new ByteBudget(settings.maxBytes, () => this.#roomFreed());
    this.#queue = new DeliveryQueue(clock, this.#budget);
    this.#opener = new BatchOpener(
      this.#budget,
      this.#queue,
      settings,
      (cursor, offset, error) => this.#stop(cursor, offset, error),
      (cursor) => this.#opened(cursor),
    );
    this.#changes = new LogChanges({
      cluster,
      settings,
      queue: this.#queue,
      moved: (cursor, offset) => this.#moved(cursor, offset),
      restart: (cursor, offset) => this.#restart(cursor, offset),
      stop: (cursor, offset, error) => this.#stop(cursor, offset, error),
      retryLater: (cursor) => this.#retries.add(cursor),
      leaveFollower: (cursor) => this.#places.leaveFollower(cursor),
      pumpSoon: () => this.#pumpSoon(),
    });
    const verdicts: Verdicts = {
      outOfRange: (cursor, error) => this.#changes.outOfRange(cursor, error),
      redirected: (cursor, nodeId) => this.#places.redirect(cursor, nodeId),
      doubted: (cursor, error) => this.#changes.doubt(cursor, error),
      retry: (cursor, error, hint) => this.#retryLater(cursor, error, hint),
      truncated: (cursor, offset, epoch) => this.#changes.cut(cursor, offset, epoch),
      stop: (cursor, offset, error) => this.#stop(cursor, offset, error),
    };
    this.#reader = new ResponseReader(settings, this.#budget, this.#counts, verdicts, (frame) =>
      this.#pinned.add(frame),
    );
    this.#retries = new RetrySchedule(clock, (cursor) => {
      cursor.retry();
      this.#places.locate(cursor);
      this.#pumpSoon();
    });
    this.#places = new ReadingPlaces({
      loopHost: this.#makeHost(),
      topicIs: (cursor, topicId) => this.#changes.topicIs(cursor, topicId),
      stop: (cursor, offset, error) => this.#stop(cursor, offset, error),
      retryLater: (cursor) => this.#retries.add(cursor),
      pumpSoon: () => this.#pumpSoon(),
    });
    this.#stopListening = cluster.metadata.onChange(() => this.#metadataChanged());
  }

  /**
   * Starts reading a partition at `offset`. `leaderEpoch`: that of the record before it, where it is known, so that a log
   * cut below it is noticed (KIP-320). A partition that is assigned already begins anew.
   */
  assign(topic: string, partition: number, offset: number, leaderEpoch = -1): void {
    checkOffset(offset);
    if (this.#isClosed) return;
    this.unassign(topic, partition);
    const cursor = new PartitionCursor(topic, partition, offset, leaderEpoch);
    this.#cursors.set(topic, partition, cursor);
    this.#places.locate(cursor);
    this.#pumpSoon();
  }

  /** Stops reading a partition and drops what was queued of it; answers under way are dropped too. */
  unassign(topic: string, partition: number): void {
    const cursor = this.#cursors.get(topic, partition);
    if (cursor === undefined) return;
    this.#cursors.delete(topic, partition);
    cursor.leave();
    this.#queue.purge(cursor);
    this.#places.remove(cursor);
  }

  /** Goes on at `offset`, dropping what was queued. Also the way on after an error was reported. */
  seek(topic: string, partition: number, offset: number): void {
    checkOffset(offset);
    const cursor = this.#cursors.get(topic, partition);
    if (cursor === undefined) return;
    this.#queue.purge(cursor);
    this.#restart(cursor, offset);
  }

  /**
   * A batch that was handed out cannot be read from `offset` on: reported like one that could not be opened, and nothing
   * behind it is handed out until seek.
   */
  stopAt(topic: string, partition: number, offset: number, error: KafkaError): void {
    const cursor = this.#cursors.get(topic, partition);
    if (cursor === undefined) return;
    this.#queue.purge(cursor);
    cursor.restart(offset);
    this.#stop(cursor, offset, error);
  }

  /** Fetches and hands out nothing of the partition until `resume`; what is queued stays queued while there is room. */
  pause(topic: string, partition: number): void {
    const cursor = this.#cursors.get(topic, partition);
    if (cursor === undefined) return;
    cursor.isPaused = true;
    // What it holds may now be all that is in the way.
    if (this.#hungry.size > 0) this.#pumpSoon();
  }

  resume(topic: string, partition: number): void {
    const cursor = this.#cursors.get(topic, partition);
    if (cursor === undefined) return;
    cursor.isPaused = false;
    this.#queue.list(cursor);
    this.#pumpSoon();
  }

  /** Why the broker that the partition is read from cannot be asked at the moment; undefined where it can. */
  trouble(topic: string, partition: number): KafkaError | undefined {
    const cursor = this.#cursors.get(topic, partition);
    return cursor === undefined ? undefined : this.#places.loopOf(cursor)?.trouble;
  }

  /** Next offset to hand out, after everything that was filtered; undefined while it is being looked up. */
  position(topic: string, partition: number): number | undefined {
    const cursor = this.#cursors.get(topic, partition);
    return cursor === undefined || cursor.phase.kind === 'resetting' ? undefined : cursor.position;
  }

  /** The offset after the last replicated record, as of the last answer; undefined before the first. */
  highWatermark(topic: string, partition: number): number | undefined {
    return this.#cursors.get(topic, partition)?.highWatermark;
  }

  /** Where the readable part of the log ends: below the high watermark while a transaction is open (read_committed). */
  endOffset(topic: string, partition: number): number | undefined {
    return this.#cursors.get(topic, partition)?.endOffset;
  }

  /** What was done so far. */
  get stats(): FetchStats {
    return this.#counts.stats();
  }

  /** Bytes that are held for the user at the moment. */
  get queuedBytes(): number {
    return this.#budget.used;
  }

  /** Batches that could be handed out, or opened, at the moment. */
  get queuedBatches(): number {
    let count = 0;
    for (const { ready, raw } of this.#cursors.values()) count += ready.length + raw.length;
    return count;
  }

  /** The next batch, one partition after the other; undefined when there is none at the moment. */
  take(): MessageBatch | undefined {
    const taken = this.#queue.take();
    if (taken === undefined) return undefined;
    this.#opener.openHeld();
    // Nothing left: what paused partitions hold may be all that is in the way of a fetch.
    if (this.#hungry.size > 0 && !this.#queue.hasReady) this.#pumpSoon();
    return taken.batch;
  }

  /** Resolves when `take` has something, or a partition has come to where it stands still. Rejects with CLOSED, ABORTED or TIMEOUT. */
  wait(call: CallOptions = {}): Promise<void> {
    return this.#queue.wait(call);
  }

  /** Ends everything: fetches, timers, connections, waiting calls. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopListening();
    this.#places.close();
    this.#retries.close();
    this.#changes.close();
    for (const cursor of [...this.#cursors.values()]) this.unassign(cursor.topic, cursor.partition);
    this.#queue.close();
    this.#hungry.clear();
    this.#pinned.clear();
  }

  #makeHost(): BrokerLoopHost {
    return {
      cluster: this.#cluster,
      settings: this.#settings,
      budget: this.#budget,
      counts: this.#counts,
      lane: `fetch-${++engines}`,
      brokerCount: () => this.#places.brokerCount,
      check: (cursor) => this.#changes.check(cursor),
      noRoom: (loop) => this.#noRoom(loop),
      receive: (loop, response) => this.#receive(loop, response),
      open: () => this.#open(),
      failed: (loop, error, isNews) => this.#brokerFailed(loop, error, isNews),
    };
  }

  #receive(loop: BrokerLoop, response: FetchResponse): void {
    for (const cursor of this.#reader.read(loop.nodeId, loop.session, response)) {
      this.#toOpen.add(cursor);
      // To the end of the line: in a full request, brokers serve the first partitions first.
      if (loop.cursors.delete(cursor)) loop.cursors.add(cursor);
    }
    if (this.#settings.rack !== '') this.#places.leaveOldFollowers(loop);
  }

  #open(): void {
    for (const cursor of this.#toOpen) {
      this.#toOpen.delete(cursor);
      this.#opener.open(cursor);
    }
  }

  /** What was opened may bring nothing to those who wait: then nobody will take something, and go on by that. */
  #opened(cursor: PartitionCursor): void {
    // It has come to where it stands still: they have to learn why.
    if (cursor.phase.kind === 'stopped' && cursor.isDrained) this.#queue.wake();
    // It is paused, and may hold all the room.
    if (this.#hungry.size > 0 && !this.#queue.hasReady) this.#pumpSoon();
  }

  #metadataChanged(): void {
    for (const cursor of this.#cursors.values()) this.#places.locate(cursor);
    this.#pumpSoon();
  }

  // --- verdicts

  #retryLater(cursor: PartitionCursor, error: BrokerError, hint: LeaderHint | undefined): void {
    const { topic, partition } = cursor;
    const { metadata, logger } = this.#cluster;
    logger.debug('fetch of a partition failed for now', { topic, partition, error: error.code });
    this.#retries.add(cursor);
    // A follower may be behind in this; what the leader says of its own epoch holds.
    const wasFollower = this.#places.leaveFollower(cursor);
    if (!wasFollower && EPOCH_REFUSED.has(error.code)) metadata.forgetEpoch(topic, partition, cursor.leaderEpoch);
    if (hint !== undefined) {
      const node = hint.node === undefined ? undefined : { ...hint.node, id: hint.node.nodeId };
      metadata.applyLeaderHint(topic, partition, hint.leaderId, hint.leaderEpoch, node);
      this.#places.locate(cursor);
    }
    if (cursor.phase.kind === 'backing-off') metadata.refreshSoon();
    else this.#pumpSoon();
  }

  #stop(cursor: PartitionCursor, offset: number, error: KafkaError): void {
    if (cursor.phase.kind === 'gone') return;
    cursor.stop(offset);
    cursor.settle();
    if (this.#hungry.size > 0) this.#pumpSoon();
    const { topic, partition } = cursor;
    this.#cluster.logger.error('partition stands still', { topic, partition, offset, error: error.message });
    // Callbacks never re-enter: the one who hears of it may seek or unassign.
    queueMicrotask(() => {
      if (!this.#isClosed) this.#hooks.onError(error, { topic, partition });
    });
  }

  #moved({ topic, partition }: PartitionCursor, offset: number): void {
    this.#hooks.onMoved?.({ topic, partition, offset });
  }

  #restart(cursor: PartitionCursor, offset: number): void {
    cursor.restart(offset);
    this.#places.locate(cursor);
    this.#pumpSoon();
  }

  #brokerFailed(loop: BrokerLoop, error: KafkaError, isNews: boolean): void {
    const { logger, metadata } = this.#cluster;
    logger.warn('cannot fetch from a broker', { broker: loop.nodeId, error: error.message });
    // Those that came from their leaders go back to them, however final the error is: the leaders are others.
    for (const cursor of [...loop.cursors]) this.#places.leaveFollower(cursor);
    if (classify(error) !== 'fail') {
      if (isNews) queueMicrotask(() => this.#isClosed || this.#hooks.onTrouble?.(error));
      return metadata.refreshSoon();
    }
    for (const cursor of [...loop.cursors]) {
      if (cursor.phase.kind === 'fetching') this.#stop(cursor, cursor.fetchOffset, error);
    }
  }

  // --- room

  #roomFreed(): void {
    if (this.#hungry.size > 0) this.#pumpSoon();
  }

  #noRoom(loop: BrokerLoop): void {
    this.#hungry.add(loop);
    if (!this.#budget.isExhausted(this.#places.brokerCount)) return;
    for (const frame of this.#pinned) {
      this.#pinned.delete(frame);
      detachLastPart(frame, this.#budget);
    }
    const isMoving = this.#queue.hasReady || this.#opener.isBusy || this.#toOpen.size > 0;
    if (isMoving || !this.#budget.isExhausted(this.#places.brokerCount)) return;
    // Nothing can be handed out and nothing can be fetched: paused partitions hold all. They fetch theirs again.
    for (const cursor of this.#cursors.values()) {
      const { kind } = cursor.phase;
      if (!cursor.isPaused || cursor.isDrained || (kind !== 'fetching' && kind !== 'backing-off')) continue;
      this.#queue.purge(cursor);
      cursor.restart(cursor.position);
      if (!this.#budget.isExhausted(this.#places.brokerCount)) return;
    }
  }

  /** At the end of the turn, so that many changes make one request. */
  #pumpSoon(): void {
    if (this.#pumpScheduled || this.#isClosed) return;
    this.#pumpScheduled = true;
    queueMicrotask(() => {
      this.#pumpScheduled = false;
      if (this.#isClosed) return;
      const hungry = [...this.#hungry];
      this.#hungry.clear();
      // Those that had to wait come first.
      for (const loop of hungry) loop.pump();
      for (const loop of this.#places.loops) loop.pump();
    });
  }
}

function checkOffset(offset: number): void {
  if (!Number.isSafeInteger(offset) || offset < 0) throw configError('offset', offset, 'a whole number from 0');
}
