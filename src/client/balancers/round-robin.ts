// One partition after the other.
import { integerOption } from '../../base/options.ts';
import type { Balancer } from '../../produce/balancer.ts';
import type { OutgoingMessage } from '../../produce/outgoing-message.ts';

/** How round robin goes on. */
export interface RoundRobinOptions {
  /** Messages that go to a partition before it is the next one's turn. @default 1 */
  readonly chunkSize?: number | undefined;
}

class RoundRobinBalancer implements Balancer {
  readonly #chunkSize: number;
  #partition = 0;
  #left: number;

  constructor(chunkSize: number) {
    this.#chunkSize = chunkSize;
    this.#left = chunkSize;
  }

  pick(_message: OutgoingMessage, partitions: number): number {
    if (this.#left === 0) {
      this.#partition++;
      this.#left = this.#chunkSize;
    }
    this.#left--;
    if (this.#partition >= partitions) this.#partition = 0;
    return this.#partition;
  }
}

/** Every message, or every chunk of messages, goes to the next partition. Keys are ignored. */
export function roundRobin(options: RoundRobinOptions = {}): () => Balancer {
  const chunkSize = integerOption('chunkSize', options.chunkSize, 1, 1, Number.MAX_SAFE_INTEGER);
  return () => new RoundRobinBalancer(chunkSize);
}
