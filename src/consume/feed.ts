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
import type { FetchSettings } from '../fetch/fetch-settings.ts';
import { Fetcher } from '../fetch/fetcher.ts';
import type { Message } from '../record/message.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import type { MessageWalk } from './message-walk.ts';
import { type PartitionState, partitionState } from './partition-state.ts';

/** What was handed out so far. */
export interface FeedCounts {
  readonly messages: number;
  readonly batches: number;
  readonly bytes: number;
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
  #walk: MessageWalk | undefined;
  #end: KafkaError | undefined;
  #messages = 0;
  #batches = 0;
  #bytes = 0;

  /** `onMoved`: reading of a partition goes on elsewhere, because what was to be read is not in the log any more. */
  constructor(cluster: Cluster, settings: FetchSettings, onMoved: (place: TopicPartitionOffset) => void = () => {}) {
    this.#cluster = cluster;
    this.#fetcher = new Fetcher(cluster, settings, {
      onError: (error, place) => this.#onFetchError(error, place),
      onMoved: (place) => {
        this.#onMoved(place);
        onMoved(place);
      },
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
    this.#fetcher.assign(place.topic, place.partition, offset, leaderEpoch);
    if (state.isPaused) this.#fetcher.pause(place.topic, place.partition);
  }

  /** Gives partitions up, with all that was read of them. The user's pauses are remembered until the rebalance is over. */
  drop(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      const state = this.state(topic, partition);
      if (state === undefined) continue;
      this.#forget(state);
      this.#states.delete(partitionKey(topic, partition));
      this.#fetcher.unassign(topic, partition);
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
    this.#fetcher.resume(topic, partition);
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
        walk.next = step.value.offset + 1;
        this.#messages++;
        return step.value;
      }
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
      if (batch === undefined || this.#note(batch) !== undefined) return batch;
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
    this.#wake();
  }

  /** Ends it: whoever waits and whoever comes learns why. The first reason stays. */
  async close(reason: KafkaError): Promise<void> {
    this.#end ??= reason;
    this.#walk = undefined;
    this.#resumed.length = 0;
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
      const records = batch[Symbol.iterator]() as Iterator<Message, undefined>;
      this.#walk = { state, records, next: batch.baseOffset };
      return true;
    }
  }

  #throwIfBroken(): void {
    if (this.#end !== undefined) throw this.#end;
    const due = this.#dueError();
    if (due >= 0) throw this.#errors.splice(due, 1)[0]?.error;
  }

  /** The first error before which nothing of its partition is left to be handed out; -1 where there is none. */
  #dueError(): number {
    if (this.#errors.length === 0) return -1;
    return this.#errors.findIndex(({ error, place }) => {
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
    return [this.#walk, state.parked, ...this.#resumed].find((walk) => walk?.state === state);
  }

  #dropWalk(state: PartitionState): void {
    state.parked = undefined;
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
    if (walk.next <= offset) walk.records = recordsBefore(offset, walk.records);
    else this.#dropWalk(state);
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
