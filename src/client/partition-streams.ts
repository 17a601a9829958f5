// A Reader's partitions as streams. Owns: which streams there are, and pouring what was fetched into them. Must not know:
// groups, commits.
// Invariant: a partition has one stream as long as it is assigned, and is told of once.
import { KafkaError, toError } from '../base/errors.ts';
import { Ring } from '../base/ring.ts';
import type { ReadingLoop } from '../consume/health-watch.ts';
import { PartitionStream, type StreamHost } from './partition-stream.ts';

export class PartitionStreams {
  readonly #host: StreamHost;
  /** Not told of yet. */
  readonly #fresh = new Ring<PartitionStream>();
  readonly #open = new Set<PartitionStream>();
  readonly #stop = new AbortController();
  readonly #onFresh: () => void;

  /** `onFresh` is called when there is a stream to tell of, and when there will be none any more. */
  constructor(host: Omit<StreamHost, 'closed'>, onFresh: () => void) {
    this.#host = { ...host, closed: (stream) => void this.#open.delete(stream) };
    this.#onFresh = onFresh;
    host.feed.streamPartitions((state) => {
      // One that could not begin, and begins now after a seek, has its stream already.
      if (state.onNews !== undefined) return;
      const stream = new PartitionStream(this.#host, state);
      this.#open.add(stream);
      this.#fresh.push(stream);
      onFresh();
    });
    void this.#pour();
  }

  /** The next stream that nobody was told of; undefined where there is none at the moment. */
  next(): PartitionStream | undefined {
    for (let stream = this.#fresh.shift(); stream !== undefined; stream = this.#fresh.shift()) {
      if (!stream.isOver) return stream;
    }
    return undefined;
  }

  /** Those that may have handed something out. */
  *loops(): Generator<ReadingLoop> {
    for (const stream of this.#open) {
      if (stream.isOver) this.#open.delete(stream);
      else yield stream._loop;
    }
  }

  close(): void {
    this.#stop.abort();
    this.#onFresh();
  }

  async #pour(): Promise<void> {
    const { signal } = this.#stop;
    try {
      while (!signal.aborted) await this.#host.feed.pour(signal);
    } catch (thrown) {
      // Mostly that it is closed; whatever it is, streams learn it from the feed.
      const error = toError(thrown);
      await this.#host.feed.close(KafkaError.is(error) ? error : new KafkaError('INTERNAL', error.message));
      this.#onFresh();
    }
  }
}
