// The batches of one partition in their order, each until it is done and everything before it too. Must not know why they
// are sent or given up.
import { Ring } from '../base/ring.ts';
import type { ProduceBatch } from './produce-batch.ts';

export class BatchLine implements Iterable<ProduceBatch> {
  readonly #batches = new Ring<ProduceBatch>();

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  get newest(): ProduceBatch | undefined {
    return this.#batches.at(this.#batches.length - 1);
  }

  /** The oldest batch that is not done. */
  get oldest(): ProduceBatch | undefined {
    for (const batch of this.#batches) if (!batch.isDone) return batch;
    return undefined;
  }

  /** The oldest batch that is not under way. */
  get next(): ProduceBatch | undefined {
    for (let i = 0; ; i++) {
      const batch = this.#batches.at(i);
      if (batch === undefined || (batch.state !== 'inFlight' && !batch.isDone)) return batch;
    }
  }

  /** Whether a batch before this one has numbers and is not done. */
  hasNumberedBefore(batch: ProduceBatch): boolean {
    for (const one of this.#batches) {
      if (one === batch) return false;
      if (one.isNumbered && !one.isDone) return true;
    }
    return false;
  }

  push(batch: ProduceBatch): void {
    this.#batches.push(batch);
  }

  /** Puts what was made of a batch in its place. */
  replace(batch: ProduceBatch, parts: readonly ProduceBatch[]): void {
    const line = [...this.#batches].flatMap((one) => (one === batch ? parts : one));
    this.#batches.clear();
    for (const one of line) this.#batches.push(one);
  }

  /** Lets go of those at the front that are done. */
  trim(): void {
    while (this.#batches.peek()?.isDone) this.#batches.shift();
  }

  [Symbol.iterator](): Iterator<ProduceBatch> {
    return this.#batches[Symbol.iterator]();
  }
}
