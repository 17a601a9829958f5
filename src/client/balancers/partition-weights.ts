// How likely each partition is to be next. Owns: the weights; must not know how long a partition is kept.
//
//     queues  0 3 1  ->  weights  4 1 3  ->  sums  4 5 8      a draw from 0 to 7 falls into one of them (KIP-794)
//
// Invariant: sums rise strictly, so that every partition in them can be drawn.
import type { PartitionLoad } from '../../produce/balancer.ts';

/** What decides about weights. */
export interface WeightSettings {
  /** Bytes that count as one step of a queue's length. */
  readonly stepBytes: number;
  /** Whether longer queues get less. */
  readonly adaptive: boolean;
  /** Partitions whose leader has been stuck for longer are left out; 0: none is. */
  readonly availabilityTimeoutMs: number;
}

/** One more draw before the queues are looked at again for every so many partitions: a draw costs about that much. */
const PARTITIONS_PER_DRAW = 64;
/** Longer queues are all alike: keeps the sum small beside 2^31, so that no partition gains by the remainder. */
const LONGEST_QUEUE = 1000;

export class PartitionWeights {
  readonly #settings: WeightSettings;
  #partitions = 0;
  #ids = new Int32Array(0);
  #sums = new Float64Array(0);
  #length = 0;
  #drawsLeft = 0;

  constructor(settings: WeightSettings) {
    this.#settings = settings;
  }

  /** A partition; `random` is a whole number from 0 to 2^31 - 1. */
  draw(partitions: number, load: PartitionLoad, random: number): number {
    if (this.#drawsLeft === 0 || partitions !== this.#partitions) this.#look(partitions, load);
    this.#drawsLeft--;
    const drawn = this.#at(random);
    if (load.hasLeader(drawn)) return drawn;
    this.#look(partitions, load);
    return this.#at(random);
  }

  /** The first partition whose sum is above the draw. */
  #at(random: number): number {
    const sums = this.#sums;
    let low = 0;
    let high = this.#length - 1;
    const target = random % (sums[high] as number);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return this.#ids[low] as number;
  }

  #look(partitions: number, load: PartitionLoad): void {
    if (partitions !== this.#partitions) {
      this.#partitions = partitions;
      this.#ids = new Int32Array(partitions);
      this.#sums = new Float64Array(partitions);
    }
    this.#drawsLeft = 1 + Math.floor(partitions / PARTITIONS_PER_DRAW);
    const isLed = (partition: number): boolean => load.hasLeader(partition);
    const limit = this.#settings.availabilityTimeoutMs;
    const isStuck = (partition: number): boolean => limit > 0 && load.stalledMs(partition) > limit;
    if (this.#list(partitions, (partition) => isLed(partition) && !isStuck(partition))) {
      return this.#weigh(this.#settings.adaptive ? load : undefined);
    }
    if (!this.#list(partitions, isLed)) this.#list(partitions, () => true);
    this.#weigh(undefined);
  }

  /** Whether there are any such partitions. */
  #list(partitions: number, isOne: (partition: number) => boolean): boolean {
    this.#length = 0;
    for (let partition = 0; partition < partitions; partition++) {
      if (isOne(partition)) this.#ids[this.#length++] = partition;
    }
    return this.#length > 0;
  }

  /** Without a load all weigh the same. */
  #weigh(load: PartitionLoad | undefined): void {
    const ids = this.#ids;
    const sums = this.#sums;
    let longest = 0;
    for (let i = 0; i < this.#length; i++) {
      const queue = load === undefined ? 0 : this.#queue(load.queuedBytes(ids[i] as number));
      sums[i] = queue;
      longest = Math.max(longest, queue);
    }
    let sum = 0;
    for (let i = 0; i < this.#length; i++) {
      sum += longest + 1 - (sums[i] as number);
      sums[i] = sum;
    }
  }

  #queue(bytes: number): number {
    return Math.min(LONGEST_QUEUE, Math.floor(bytes / this.#settings.stepBytes));
  }
}
