// Messages without a key: one partition for a while, then another (KIP-480, KIP-794).
// Owns: when it is another partition's turn. Must not know which one that is.
//
//     bytes given to the partition     0 ......... stickyBytes ......... 2 x stickyBytes
//     next partition                       never   |  when its batch is   |  now
//                                                  |  full or gone        |
import { booleanOption, durationOption, integerOption, type OptionNames } from '../../base/options.ts';
import type { Balancer, BalancerFactory, PartitionLoad } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';
import { onlyOptions } from './only-options.ts';
import { PartitionWeights } from './partition-weights.ts';

/** How messages without a key are spread. */
export interface StickyOptions {
  /**
   * Encoded bytes for one partition before it is another one's turn: from then on as soon as no open batch is left
   * unfinished by that, at twice as many in any case. @default 65_536
   */
  readonly stickyBytes?: number | undefined;
  /**
   * Partitions with longer queues are drawn less often, so that a slow broker gets less. `false`: all alike.
   * @default true
   */
  readonly adaptive?: boolean | undefined;
  /**
   * Partitions whose leader has taken nothing of what waits for it for this time, in milliseconds, are left out as long
   * as there are others. 0: none is. @default 0
   */
  readonly availabilityTimeoutMs?: number | undefined;
}

/** The options, resolved. */
export interface StickySettings {
  readonly stickyBytes: number;
  readonly adaptive: boolean;
  readonly availabilityTimeoutMs: number;
}

const NAMES: OptionNames<StickyOptions> = { stickyBytes: true, adaptive: true, availabilityTimeoutMs: true };

/** Checks the options. */
export function stickySettings(options: StickyOptions = {}): StickySettings {
  onlyOptions('sticky', options, NAMES);
  return {
    stickyBytes: integerOption('stickyBytes', options.stickyBytes, 64 * 1024, 1, 2 ** 30),
    adaptive: booleanOption('adaptive', options.adaptive, true),
    availabilityTimeoutMs: durationOption('availabilityTimeoutMs', options.availabilityTimeoutMs, 0),
  };
}

/** Length, attributes, two deltas, two lengths and the count of headers: a byte each at least. */
const RECORD_OVERHEAD = 7;

export class StickyBalancer implements Balancer {
  readonly #stickyBytes: number;
  readonly #weights: PartitionWeights;
  readonly #random: () => number;
  #partition = -1;
  #bytes = 0;
  /** The message under way was given a partition here, and not by its key or by the caller. */
  #picked = false;

  /** `random`: from 0 to less than 1. */
  constructor(settings: StickySettings = stickySettings(), random: () => number = Math.random) {
    this.#stickyBytes = settings.stickyBytes;
    this.#weights = new PartitionWeights({ ...settings, stepBytes: settings.stickyBytes });
    this.#random = random;
  }

  /** Hot path: mostly it stays. */
  pick(message: OutgoingMessage, partitions: number, load: PartitionLoad): number {
    this.#picked = true;
    const partition = this.#partition;
    if (this.#bytes < this.#stickyBytes && partition >= 0 && partition < partitions) return partition;
    return this.#pickAnew(message, partitions, load);
  }

  #pickAnew(message: OutgoingMessage, partitions: number, load: PartitionLoad): number {
    if (partitions === 1) return 0;
    if (this.#partition < 0 || this.#partition >= partitions || this.#isOver(message, load)) {
      this.#partition = this.#weights.draw(partitions, load, Math.floor(this.#random() * 0x8000_0000));
      this.#bytes = 0;
    }
    return this.#partition;
  }

  appended(partition: number, bytes: number): void {
    if (this.#picked && partition === this.#partition) this.#bytes += bytes;
    this.#picked = false;
  }

  /** With at least `stickyBytes` given to it. */
  #isOver(message: OutgoingMessage, load: PartitionLoad): boolean {
    return this.#bytes >= 2 * this.#stickyBytes || load.room(this.#partition) < leastBytes(message);
  }
}

/** What the message takes at least; text may take more. */
function leastBytes({ key, value }: OutgoingMessage): number {
  return RECORD_OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0);
}

/**
 * Every message, with a key or without, goes to one partition for a while and then to another: as Java's client with
 * `partitioner.ignore.keys`. Without it, this is what `murmur2()` and the like do with messages that have no key.
 */
export function sticky(options: StickyOptions = {}): BalancerFactory {
  const settings = stickySettings(options);
  return () => new StickyBalancer(settings);
}
