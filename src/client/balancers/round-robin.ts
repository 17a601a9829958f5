// One partition after the other.
import { integerOption, type OptionNames } from '../../base/options.ts';
import type { Balancer, BalancerFactory, PartitionLoad } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';
import { onlyOptions } from './only-options.ts';

/** How round robin goes on. */
export interface RoundRobinOptions {
  /** Messages that go to a partition before it is the next one's turn. @default 1 */
  readonly chunkSize?: number | undefined;
}

const NAMES: OptionNames<RoundRobinOptions> = { chunkSize: true };

class RoundRobinBalancer implements Balancer {
  readonly #chunkSize: number;
  #partition = 0;
  #left: number;

  constructor(chunkSize: number) {
    this.#chunkSize = chunkSize;
    this.#left = chunkSize;
  }

  pick(_message: OutgoingMessage, partitions: number, load: PartitionLoad): number {
    if (this.#left === 0) {
      this.#partition++;
      this.#left = this.#chunkSize;
    }
    this.#left--;
    if (this.#partition >= partitions) this.#partition = 0;
    if (!load.hasLeader(this.#partition)) this.#skip(partitions, load);
    return this.#partition;
  }

  /** To the next partition with a leader; when none has one, it stays. */
  #skip(partitions: number, load: PartitionLoad): void {
    for (let step = 1; step < partitions; step++) {
      const next = (this.#partition + step) % partitions;
      if (!load.hasLeader(next)) continue;
      this.#partition = next;
      this.#left = this.#chunkSize - 1;
      return;
    }
  }
}

/**
 * Every message, or every chunk of messages, goes to the next partition. Keys are ignored; partitions without a leader
 * are passed over.
 */
export function roundRobin(options: RoundRobinOptions = {}): BalancerFactory {
  onlyOptions('roundRobin', options, NAMES);
  const chunkSize = integerOption('chunkSize', options.chunkSize, 1, 1, Number.MAX_SAFE_INTEGER);
  return () => new RoundRobinBalancer(chunkSize);
}
