// Where the messages of one call went. Owns: runs of messages that stand side by side in one batch, so that nothing is
// allocated per message.
//
//     messages:  0 1 2 3 4 5 6 7        runs:  {batch A, from 0, delta 17} {batch B, from 3, delta 0} {batch A, from 6, delta 20}
import type { KafkaError } from '../base/errors.ts';

/** Where one message was written. */
export interface MessagePlace {
  readonly topic: string;
  readonly partition: number;
  /**
   * -1 where nobody said: `requiredAcks: 'none'`, or a broker that only answered "I have that already"; and while the
   * message is not acknowledged, which only an async writer's result shows.
   */
  readonly offset: number;
}

/** The batch that messages were put into, as far as results need it; or why they are in none. */
export interface PlacedBatch {
  readonly topic: string;
  readonly partition: number;
  /** Whether it is known what became of it. */
  readonly isDone?: boolean;
  offsetOf(delta: number): number;
  errorOf(delta: number): KafkaError | undefined;
}

/** The place of messages that are in no batch. */
export class NoPlace implements PlacedBatch {
  readonly topic: string = '';
  readonly partition: number = -1;
  readonly #error: KafkaError;

  constructor(error: KafkaError) {
    this.#error = error;
  }

  offsetOf(): number {
    return -1;
  }

  errorOf(): KafkaError {
    return this.#error;
  }
}

/** What became of the messages of one `writeMessages` call, in their order. Places are worked out when asked for. */
export class WriteResult implements Iterable<MessagePlace | undefined> {
  /** How many messages the call had. */
  readonly length: number;
  #batch: PlacedBatch | undefined;
  #from = 0;
  #delta = 0;
  // Runs after the first: most calls have only one.
  #batches: PlacedBatch[] | undefined;
  #froms: number[] | undefined;
  #deltas: number[] | undefined;

  constructor(length: number) {
    this.length = length;
  }

  /** @internal From the message `index` on, messages stand in `batch`, this one at `delta`. */
  _startRun(batch: PlacedBatch, index: number, delta: number): void {
    if (this.#batch === undefined) {
      this.#batch = batch;
      this.#from = index;
      this.#delta = delta;
      return;
    }
    this.#batches ??= [];
    this.#froms ??= [];
    this.#deltas ??= [];
    this.#batches.push(batch);
    this.#froms.push(index);
    this.#deltas.push(delta);
  }

  /** @internal The batches that its messages are in so far. */
  *_places(): Iterable<PlacedBatch> {
    if (this.#batch !== undefined) yield this.#batch;
    yield* this.#batches ?? [];
  }

  /** Where the message at `index` was written; undefined where it was not. */
  at(index: number): MessagePlace | undefined {
    const place = this.#find(index);
    if (place === undefined || place.batch.errorOf(place.delta) !== undefined) return undefined;
    const { batch, delta } = place;
    return { topic: batch.topic, partition: batch.partition, offset: batch.offsetOf(delta) };
  }

  /** The partition of the message at `index`; -1 where it was not written. */
  partition(index: number): number {
    return this.at(index)?.partition ?? -1;
  }

  /** The offset of the message at `index`; -1 where it was not written or nobody said. */
  offset(index: number): number {
    return this.at(index)?.offset ?? -1;
  }

  /** @internal Why the message at `index` was not written; undefined where it was, or is on its way. */
  _errorAt(index: number): KafkaError | undefined {
    const place = this.#find(index);
    return place?.batch.errorOf(place.delta);
  }

  /** @internal Calls `run` for every run of messages in `batch`; `count`: how many messages are in runs so far. */
  _runsIn(batch: PlacedBatch, count: number, run: (from: number, to: number) => void): void {
    const batches = this.#batches ?? [];
    const froms = this.#froms ?? [];
    if (this.#batch === batch) run(this.#from, froms[0] ?? count);
    for (const [i, one] of batches.entries()) if (one === batch) run(froms[i] as number, froms[i + 1] ?? count);
  }

  /** Places in the order of the messages; undefined where one was not written. */
  *[Symbol.iterator](): Iterator<MessagePlace | undefined> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }

  #find(index: number): { batch: PlacedBatch; delta: number } | undefined {
    if (this.#batch === undefined || index < this.#from || index >= this.length) return undefined;
    const froms = this.#froms;
    if (froms === undefined || index < froms[0]!)
      return { batch: this.#batch, delta: this.#delta + index - this.#from };
    let low = 0;
    let high = froms.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (froms[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return { batch: this.#batches![low]!, delta: this.#deltas![low]! + index - froms[low]! };
  }
}
