// Offsets that are to be committed soon. Owns: the highest per partition, and the timer.
// Invariant: a mark stays until it is committed, its partition is given up, or reading goes back below it.
import type { Clock, Timer } from '../base/clock.ts';
import { partitionKey } from '../cluster/partition-key.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';

export class Marks {
  readonly #clock: Clock;
  readonly #intervalMs: number | undefined;
  readonly #commit: () => Promise<void>;
  readonly #marks = new Map<string, TopicPartitionOffset>();
  #timer: Timer | undefined;
  #isClosed = false;

  /**
   * `commit` is called at most every `intervalMs`, while there are marks; its errors are its own business. Undefined: it is
   * for others to commit them.
   */
  constructor(clock: Clock, intervalMs: number | undefined, commit: () => Promise<void>) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#commit = commit;
  }

  get size(): number {
    return this.#marks.size;
  }

  add(offsets: readonly TopicPartitionOffset[]): void {
    for (const place of offsets) {
      const key = partitionKey(place.topic, place.partition);
      if (place.offset >= (this.#marks.get(key)?.offset ?? 0)) this.#marks.set(key, place);
    }
    this.#arm();
  }

  /** Reading goes on at `place`: a mark above it is not what is wanted any more. */
  goBack({ topic, partition, offset }: TopicPartitionOffset): void {
    const key = partitionKey(topic, partition);
    if ((this.#marks.get(key)?.offset ?? 0) > offset) this.#marks.delete(key);
  }

  snapshot(): TopicPartitionOffset[] {
    return [...this.#marks.values()];
  }

  /** Committed: forgotten, unless moved on meanwhile. */
  done(place: TopicPartitionOffset): void {
    const key = partitionKey(place.topic, place.partition);
    if (this.#marks.get(key)?.offset === place.offset) this.#marks.delete(key);
  }

  /** Given up: what is marked of these partitions is another's business now. */
  drop(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.#marks.delete(partitionKey(topic, partition));
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#marks.clear();
  }

  #arm(): void {
    const intervalMs = this.#intervalMs;
    if (intervalMs === undefined || this.#timer !== undefined || this.#marks.size === 0 || this.#isClosed) return;
    this.#timer = this.#clock.after(intervalMs, () => {
      void this.#commit().finally(() => {
        this.#timer = undefined;
        this.#arm();
      });
    });
  }
}
