// What the user reads, from the fetcher to single records. Owns: which partitions may be handed out, the batch under way,
// errors on their way to the user. Must not know: groups, commits, where start offsets come from.
//
//     Fetcher --take()--> batch under way --nextNow()--> record
//                    \----------------------batchNow()--> batch
//
// Invariant: after revoke or seek nothing read before is handed out, and nothing of a paused partition is.
import { type CallOptions, onAbort } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { FetchStats } from '../fetch/fetch-counts.ts';
import type { FetchSettings } from '../fetch/fetch-settings.ts';
import { Fetcher } from '../fetch/fetcher.ts';
import type { Message } from '../record/message.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import { type MessageWalk, messageWalk } from './message-walk.ts';
import { type PartitionState, partitionState } from './partition-state.ts';

/** What was handed out so far. */
export interface FeedCounts {
  readonly messages: number;
  readonly batches: number;
  readonly bytes: number;
}

/** What a feed tells its owner. Must not call back into the feed. */
export interface FeedHooks {
  /** Reading of a partition goes on elsewhere, because what was to be read is not in the log any more. */
  onMoved?(place: TopicPartitionOffset): void;
  /** A broker cannot be fetched from for now; it heals by itself. */
  onTrouble?(error: KafkaError): void;
}

export class Feed {
  readonly #cluster: Cluster;
  readonly #fetcher: Fetcher;
  readonly #states = new Map<string, PartitionState>();
  /** Partitions that the user paused; stays over a rebalance for those that stay. */
  readonly #paused = new Set<string>();
  /** On their way to the user, with the partitions that stand still: each after what was read before it. */
  readonly #errors: { readonly error: KafkaError; readonly place: TopicPartition }[] = [];
  /** Calls that wait for something to read. */
  readonly #waiting = new Set<AbortController>();
  /** Walks of partitions that were resumed. */
  readonly #resumed: MessageWalk[] = [];
  /** Hears of partitions whose reading begins, or that stand still before it could. */
  #onBegun: ((state: PartitionState) => void) | undefined;
  #walk: MessageWalk | undefined;
  #end: KafkaError | undefined;
  #messages = 0;
  #batches = 0;
  #bytes = 0;

  constructor(cluster: Cluster, settings: FetchSettings, hooks: FeedHooks = {}) {
    this.#cluster = cluster;
    this.#fetcher = new Fetcher(cluster, settings, {
      onError: (error, place) => this.#onFetchError(error, place),
      onMoved: (place) => {
        this.#onMoved(place);
        hooks.onMoved?.(place);
      },
      onTrouble: (error) => hooks.onTrouble?.(error),
    });
  }

  get states(): Iterable<PartitionState> {
    return this.#states.values();
  }

  get assignment(): readonly TopicPartition[] {
    return [...this.#states.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  get counts(): FeedCounts {
    return { messages: this.#messages, batches: this.#batches, bytes: this.#bytes };
  }

  /** How it is fetched, and what waits to be handed out. */
  get fetching(): FetchStats & { readonly queuedBatches: number; readonly queuedBytes: number } {
    const { stats, queuedBatches, queuedBytes } = this.#fetcher;
    return { ...stats, queuedBatches, queuedBytes };
  }

  /** Calls that wait for something to read. */
  get waiting(): number {
    return this.#waiting.size;
  }

  state(topic: string, partition: number): PartitionState | undefined {
    return this.#states.get(partitionKey(topic, partition));
  }

  /** Takes these partitions over, besides those it has; nothing is read of them until begin(). */
  add(partitions: readonly TopicPartition[]): void {
    this.drop(partitions);
    for (const place of partitions) {
      const key = partitionKey(place.topic, place.partition);
      this.#states.set(key, partitionState(place, this.#paused.has(key)));
    }
  }

  /** A rebalance is over: the user's pauses of partitions that are not here any more are forgotten. */
  forgetOldPauses(): void {
    for (const key of this.#paused) if (!this.#states.has(key)) this.#paused.delete(key);
  }

  /** Starts reading at an offset. */
  begin(place: TopicPartition, offset: number, leaderEpoch?: number): void {
    const state = this.state(place.topic, place.partition);
    if (state === undefined || state.isReading || this.#end !== undefined) return;
    state.isReading = true;
    state.beganAt = offset;
    this.#fetcher.assign(place.topic, place.partition, offset, leaderEpoch);
    if (state.isPaused || state.isHeld) this.#fetcher.pause(place.topic, place.partition);
    this.#onBegun?.(state);
  }

  /** Gives partitions up, with all that was read of them. The user's pauses are remembered until the rebalance is over. */
  drop(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      const state = this.state(topic, partition);
      if (state === undefined) continue;
      this.#forget(state);
      this.#states.delete(partitionKey(topic, partition));
      this.#fetcher.unassign(topic, partition);
      state.onNews?.();
    }
  }

  /** Goes on at another offset, also where the partition stood still after an error. */
  seek(place: TopicPartition, offset: number): void {
    const state = this.state(place.topic, place.partition);
    if (state === undefined) return;
    this.#forget(state);
    state.error = undefined;
    if (state.isReading) this.#fetcher.seek(place.topic, place.partition, offset);
    else this.begin(place, offset);
    state.onNews?.();
  }

  pause({ topic, partition }: TopicPartition): void {
    const state = this.state(topic, partition);
    if (state === undefined || state.isPaused) return;
    this.#paused.add(partitionKey(topic, partition));
    state.isPaused = true;
    this.#fetcher.pause(topic, partition);
    const waiting = this.#resumed.findIndex((walk) => walk.state === state);
    if (waiting >= 0) [state.parked] = this.#resumed.splice(waiting, 1);
    if (this.#walk?.state === state) {
      state.parked = this.#walk;
      this.#walk = undefined;
    }
  }

  resume({ topic, partition }: TopicPartition): void {
    this.#paused.delete(partitionKey(topic, partition));
    const state = this.state(topic, partition);
    if (state === undefined || !state.isPaused) return;
    state.isPaused = false;
    if (state.parked !== undefined) this.#resumed.push(state.parked);
    state.parked = undefined;
    if (!state.isHeld) this.#fetcher.resume(topic, partition);
    state.onNews?.();
    this.#wake();
  }

  /** The next record, if one is at hand. Throws the error of a partition that stands still, once, and the end. Hot path. */
  nextNow(): Message | undefined {
    for (;;) {
      const walk = this.#walk;
      if (walk === undefined) {
        if (!this.#nextWalk()) return undefined;
        continue;
      }
      const step = this.#step(walk);
      if (step?.done === false) {
        const message = step.value;
        walk.next = message.offset + 1;
        walk.timestamp = message.timestamp;
        this.#messages++;
        return message;
      }
      walk.state.lastTimestamp = Math.max(walk.state.lastTimestamp, walk.timestamp);
      this.#walk = undefined;
    }
  }

  /** Undefined where the rest of the batch cannot be read: its partition stands still, the others go on. */
  #step(walk: MessageWalk): IteratorResult<Message, undefined> | undefined {
    try {
      return walk.records.next();
    } catch (error) {
      if (!KafkaError.is(error)) throw error;
      const { topic, partition } = walk.state;
      this.#fetcher.stopAt(topic, partition, walk.next, error);
      return undefined;
    }
  }

  /** The next batch, if one is at hand; throws like nextNow. What is left of a batch handed out in part comes first, fetched anew. */
  batchNow(): MessageBatch | undefined {
    this.#throwIfBroken();
    for (const walk of [this.#walk, ...this.#resumed]) {
      if (walk !== undefined) this.seek(walk.state, walk.next);
    }
    for (;;) {
      const batch = this.#fetcher.take();
      if (batch === undefined) return undefined;
      const state = this.#note(batch);
      if (state === undefined) continue;
      state.lastTimestamp = Math.max(state.lastTimestamp, batch._maxTimestamp);
      return batch;
    }
  }

  /** Why nothing will come any more; undefined while something may. */
  get end(): KafkaError | undefined {
    return this.#end;
  }

  /** Resolves when there may be something new: a record, an error, the end. Rejects with ABORTED or TIMEOUT. */
  async wait(call: CallOptions = {}): Promise<void> {
    if (this.#end !== undefined || this.#dueError() >= 0 || this.#resumed.length > 0) return;
    const waiting = new AbortController();
    const stop = onAbort(call.signal, () => waiting.abort(call.signal?.reason));
    this.#waiting.add(waiting);
    try {
      await this.#fetcher.wait({ signal: waiting.signal, timeoutMs: call.timeoutMs });
    } catch (error) {
      const isWoken = waiting.signal.aborted && call.signal?.aborted !== true;
      if (!isWoken && this.#end === undefined) throw error;
    } finally {
      this.#waiting.delete(waiting);
      stop();
    }
  }

  /** The offset of the next record that the user gets. */
  position({ topic, partition }: TopicPartition): number | undefined {
    const state = this.state(topic, partition);
    if (state === undefined) return undefined;
    return this.#walkOf(state)?.next ?? this.#fetcher.position(topic, partition);
  }

  /** Records between the position and the end of what may be read. Never negative; undefined until it is known. */
  lag(place: TopicPartition): number | undefined {
    const position = this.position(place);
    const end = this.#fetcher.endOffset(place.topic, place.partition);
    return position === undefined || end === undefined ? undefined : Math.max(0, end - position);
  }

  /** When the last record was made that was handed out, milliseconds since 1970; undefined where unknown. */
  lastTimestamp({ topic, partition }: TopicPartition): number | undefined {
    const state = this.state(topic, partition);
    if (state === undefined) return undefined;
    const timestamp = Math.max(state.lastTimestamp, this.#walkOf(state)?.timestamp ?? -1);
    return timestamp < 0 ? undefined : timestamp;
  }

  /** Where the log ends: for readers of the chosen isolation, and beyond that; undefined before the first answer. */
  ends({ topic, partition }: TopicPartition): { readonly readable: number; readonly log: number } | undefined {
    const readable = this.#fetcher.endOffset(topic, partition);
    const log = this.#fetcher.highWatermark(topic, partition);
    return readable === undefined || log === undefined ? undefined : { readable, log };
  }

  /** Why nothing can be fetched of it at the moment; undefined where something can. */
  trouble({ topic, partition }: TopicPartition): KafkaError | undefined {
    return this.#fetcher.trouble(topic, partition);
  }

  /** The leader epoch of a record handed out a moment ago; undefined where unknown. */
  leaderEpochOf(topic: string, partition: number, offset: number): number | undefined {
    const state = this.state(topic, partition);
    if (state === undefined || offset < state.lastBase || offset > state.lastOffset) return undefined;
    return state.lastEpoch >= 0 ? state.lastEpoch : undefined;
  }

  /**
   * True of a place that was handed out before the log was cut below it, and that reading has not come to again: to commit
   * it would stand for records that nobody has read.
   */
  isGone({ topic, partition, offset }: TopicPartitionOffset): boolean {
    const state = this.state(topic, partition);
    if (state === undefined || offset > state.goneTo) return false;
    const position = this.position(state);
    return position === undefined || offset > position;
  }

  /** A partition cannot be read: the user hears of it, the others go on. */
  standStill(place: TopicPartition, error: KafkaError): void {
    const state = this.state(place.topic, place.partition);
    if (state === undefined) return;
    state.error = error;
    this.#errors.push({ error, place });
    if (!state.isReading) this.#onBegun?.(state);
    state.onNews?.();
    this.#wake();
  }

  // --- one stream per partition

  /** `onBegun` hears of each partition that a stream can be made of, those that there are already first. */
  streamPartitions(onBegun: (state: PartitionState) => void): void {
    this.#onBegun = onBegun;
    for (const state of this.#states.values()) if (state.isReading || state.error !== undefined) onBegun(state);
  }

  /** Waits until a batch has come, and gives the streams what there is: one batch each. Rejects with CLOSED or ABORTED. */
  async pour(signal: AbortSignal): Promise<void> {
    await this.#fetcher.wait({ signal });
    for (let batch = this.#fetcher.take(); batch !== undefined; batch = this.#fetcher.take()) {
      const state = this.#note(batch);
      if (state === undefined) continue;
      state.own = messageWalk(state, batch);
      this.#hold(state);
      state.onNews?.();
    }
  }

  /** The next record of the batch that its stream has; undefined: another one is needed. Throws what the partition stands at. */
  nextOf(state: PartitionState): Message | undefined {
    const walk = state.own;
    if (walk === undefined || state.isPaused) return this.#throwErrorOf(state);
    const step = this.#step(walk);
    if (step?.done === false) {
      walk.next = step.value.offset + 1;
      walk.timestamp = step.value.timestamp;
      this.#messages++;
      return step.value;
    }
    // A batch that could not be read to its end has been dropped already.
    if (state.own === walk) {
      state.lastTimestamp = Math.max(state.lastTimestamp, walk.timestamp);
      this.#dropOwn(state);
    }
    return undefined;
  }

  /** The batch that its stream has, if nothing of it was handed out yet: else the rest of it is fetched anew. */
  batchOf(state: PartitionState): MessageBatch | undefined {
    const walk = state.own;
    if (walk === undefined || state.isPaused) return this.#throwErrorOf(state);
    if (walk.isCut || walk.next > walk.batch.baseOffset) {
      this.seek(state, walk.next);
      return undefined;
    }
    state.lastTimestamp = Math.max(state.lastTimestamp, walk.batch._maxTimestamp);
    this.#dropOwn(state);
    return walk.batch;
  }

  /** Its stream is not read any more: nothing is fetched until the partition is assigned anew. */
  closeStream(state: PartitionState): void {
    state.isStreamClosed = true;
    const position = this.position(state);
    this.#hold(state);
    if (state.own !== undefined && position !== undefined && state.isReading) {
      // What was not handed out is not behind the position.
      this.#fetcher.seek(state.topic, state.partition, position);
    }
    state.own = undefined;
    state.onNews?.();
  }

  #hold(state: PartitionState): void {
    state.isHeld = true;
    this.#fetcher.pause(state.topic, state.partition);
  }

  #dropOwn(state: PartitionState): void {
    state.own = undefined;
    if (!state.isHeld || state.isStreamClosed) return;
    state.isHeld = false;
    if (!state.isPaused) this.#fetcher.resume(state.topic, state.partition);
  }

  #throwErrorOf(state: PartitionState): undefined {
    const due = this.#dueError(state);
    if (due >= 0) throw this.#errors.splice(due, 1)[0]?.error;
    return undefined;
  }

  /** Ends it: whoever waits and whoever comes learns why. The first reason stays. */
  async close(reason: KafkaError): Promise<void> {
    this.#end ??= reason;
    this.#walk = undefined;
    this.#resumed.length = 0;
    for (const state of this.#states.values()) {
      state.own = undefined;
      state.onNews?.();
    }
    this.#wake();
    await this.#fetcher.close();
  }

  #nextWalk(): boolean {
    this.#throwIfBroken();
    const resumed = this.#resumed.shift();
    if (resumed !== undefined) {
      this.#walk = resumed;
      return true;
    }
    for (;;) {
      const batch = this.#fetcher.take();
      if (batch === undefined) return false;
      const state = this.#note(batch);
      if (state === undefined) continue;
      this.#walk = messageWalk(state, batch);
      return true;
    }
  }

  #throwIfBroken(): void {
    if (this.#end !== undefined) throw this.#end;
    const due = this.#dueError();
    if (due >= 0) throw this.#errors.splice(due, 1)[0]?.error;
  }

  /** The first error (of that partition) before which nothing of its partition is left to be handed out; -1 where there is none. */
  #dueError(only?: TopicPartition): number {
    if (this.#errors.length === 0) return -1;
    return this.#errors.findIndex(({ error, place }) => {
      if (only !== undefined && (only.topic !== place.topic || only.partition !== place.partition)) return false;
      const position = this.position(place);
      return error.offset === undefined || position === undefined || position >= error.offset;
    });
  }

  #note(batch: MessageBatch): PartitionState | undefined {
    const state = this.state(batch.topic, batch.partition);
    if (state === undefined) return undefined;
    state.lastBase = batch.baseOffset;
    state.lastOffset = batch.lastOffset;
    state.lastEpoch = batch.leaderEpoch;
    this.#batches++;
    this.#bytes += batch.sizeInBytes;
    return state;
  }

  #forget(state: PartitionState): void {
    const { topic, partition } = state;
    const pending = this.#errors.findIndex(({ place }) => place.topic === topic && place.partition === partition);
    if (pending >= 0) this.#errors.splice(pending, 1);
    state.goneTo = -1;
    this.#dropWalk(state);
  }

  /** The batch that is being handed out, or waits for the rest to be. */
  #walkOf(state: PartitionState): MessageWalk | undefined {
    return [this.#walk, state.parked, state.own, ...this.#resumed].find((walk) => walk?.state === state);
  }

  #dropWalk(state: PartitionState): void {
    state.parked = undefined;
    if (state.own !== undefined) this.#dropOwn(state);
    if (this.#walk?.state === state) this.#walk = undefined;
    const waiting = this.#resumed.findIndex((walk) => walk.state === state);
    if (waiting >= 0) this.#resumed.splice(waiting, 1);
  }

  /** The fetcher goes on elsewhere: what is left of a batch under way is bounded by the place. */
  #onMoved({ topic, partition, offset }: TopicPartitionOffset): void {
    const state = this.state(topic, partition);
    if (state === undefined) return;
    state.goneTo = Math.max(state.goneTo, state.lastOffset + 1);
    state.lastEpoch = -1;
    const walk = this.#walkOf(state);
    if (walk === undefined) return;
    if (walk.next <= offset) {
      walk.records = recordsBefore(offset, walk.records);
      walk.isCut = true;
    } else this.#dropWalk(state);
  }

  #onFetchError(error: KafkaError, place: TopicPartition): void {
    this.#cluster.logger.error('a partition cannot be read any further', { ...place, error: error.message });
    this.standStill(place, error);
  }

  #wake(): void {
    for (const waiting of this.#waiting) waiting.abort();
  }
}

/** The records below an offset. */
function recordsBefore(offset: number, records: Iterator<Message, undefined>): Iterator<Message, undefined> {
  return {
    next: () => {
      const step = records.next();
      return step.done !== true && step.value.offset >= offset ? { done: true, value: undefined } : step;
    },
  };
}
