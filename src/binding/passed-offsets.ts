// Moves partitions past what no handler ever sees: markers of transactions, aborted records, batches that compaction has
// emptied. Without it a topic whose log ends in a marker would show lag for ever. Owns: when to look, and that no batch
// is passed on its way from the reader to its source.
import type { Clock, Timer } from '../base/clock.ts';
import type { PartitionSource } from './partition-source.ts';
import type { ReadPositions } from './ports.ts';

export interface PassedOffsetsOptions {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** What the reader has handed out so far; undefined while there is no reader. */
  readonly positions: () => ReadPositions | undefined;
  readonly source: (topic: string, partition: number) => PartitionSource | undefined;
}

export class PassedOffsets {
  readonly #options: PassedOffsetsOptions;
  #arrived = 0;
  #timer: Timer | undefined;

  constructor(options: PassedOffsetsOptions) {
    this.#options = options;
  }

  /** Looks once in every interval, until `stop`. */
  start(): void {
    const { clock, intervalMs } = this.#options;
    const again = (): void => {
      this.look();
      this.start();
    };
    this.#timer = clock.after(intervalMs, again, { keepAlive: false });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** A batch has come from the reader, whatever becomes of it. */
  arrived(): void {
    this.#arrived++;
  }

  /** Tells every source how far the reader is. */
  look(): void {
    const positions = this.#options.positions();
    // A batch that the reader has let go and that is not here yet would be passed over unhandled.
    if (positions === undefined || positions.batches !== this.#arrived) return;
    for (const { topic, partition, offset } of positions.partitions) {
      if (offset !== undefined) this.#options.source(topic, partition)?.passTo(offset);
    }
  }
}
