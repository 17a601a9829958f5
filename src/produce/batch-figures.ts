// What the batches of a producer were like. Must not know queues.
import { Summarizer } from '../base/summary.ts';
import type { ProduceBatch } from './produce-batch.ts';

export class BatchFigures {
  /** Records and encoded bytes per batch, at first send. */
  readonly size: Summarizer = new Summarizer();
  readonly bytes: Summarizer = new Summarizer();
  /** From a batch's first record to its closing. */
  readonly fillTimeMs: Summarizer = new Summarizer();
  /** From its closing to its first send. */
  readonly queueTimeMs: Summarizer = new Summarizer();
  /** From sending a request to its answer. */
  readonly writeTimeMs: Summarizer = new Summarizer();

  /** A batch is sent for the first time. */
  sent(batch: ProduceBatch, now: number): void {
    this.size.add(batch.count);
    this.bytes.add(batch.bytes);
    this.fillTimeMs.add(batch.sealedAt - batch.openedAt);
    this.queueTimeMs.add(now - batch.sealedAt);
  }
}
