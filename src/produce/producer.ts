// The producing engine: calls in, acknowledgements out. Composition of intake, queues and senders.
// Must not know: where balancers come from, what a Writer's options are called.
import { type CallOptions, waitFor } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import { troubleOf } from './call-trouble.ts';
import type { ProduceCluster } from './cluster-port.ts';
import { Dispatcher } from './dispatcher.ts';
import { Intake } from './intake.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { ProduceBatch } from './produce-batch.ts';
import { ProduceCall } from './produce-call.ts';
import type { ProducerSettings } from './settings.ts';
import type { WriteResult } from './write-result.ts';

/** A snapshot of what a producer has done and is doing. */
export interface ProducerStats {
  /** Messages accepted into batches since the start. */
  readonly messages: number;
  /** Produce requests sent, and batches in them, retries included. */
  readonly requests: number;
  readonly batches: number;
  /** Batches sent again. */
  readonly retries: number;
  /** Batches divided because a broker found them too large. */
  readonly splits: number;
  /** Messages given up after they were accepted. */
  readonly failedMessages: number;
  /** Bytes kept until acknowledged. */
  readonly bufferedBytes: number;
  /** Requests under way. */
  readonly inFlight: number;
  /** Calls that wait for a topic's partitions or for room. */
  readonly waitingCalls: number;
}

export class Producer {
  readonly #cluster: ProduceCluster;
  readonly #dispatcher: Dispatcher;
  readonly #intake: Intake;
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  readonly #deliveryTimeoutMs: number;
  #closed: Promise<void> | undefined;

  constructor(cluster: ProduceCluster, settings: ProducerSettings) {
    this.#cluster = cluster;
    this.#deliveryTimeoutMs = settings.deliveryTimeoutMs;
    this.#dispatcher = new Dispatcher(cluster, settings, this.#closing.signal, (bytes) => this.#intake.kept(bytes));
    this.#intake = new Intake(this.#dispatcher);
    this.#stopListening = cluster.metadata.onChange(() => this.#intake.metadataChanged());
  }

  /**
   * Writes messages; resolves when all are acknowledged, rejects with WriteErrors when some were not written.
   * `topic`: of all of them; undefined where each names its own. The array and its bytes must not change meanwhile.
   */
  write(messages: readonly OutgoingMessage[], topic: string | undefined, call: CallOptions = {}): Promise<WriteResult> {
    const write = new ProduceCall(messages, topic);
    if (this.#closed !== undefined) write.settle(new KafkaError('CLOSED', 'write: the writer is closed'));
    else if (messages.length === 0) write.settleIfDone();
    else {
      write.limit(call, this.#cluster.clock, () => {
        this.#intake.remove(write);
        return troubleOf(write, this.#dispatcher);
      });
      if (write.state !== 'settled') this.#intake.take(write);
    }
    return write.promise;
  }

  /** Sends what waits for company, and resolves when everything accepted so far is acknowledged or given up. */
  async flush(call: CallOptions = {}): Promise<void> {
    this.#dispatcher.flushes++;
    try {
      this.#dispatcher.urge();
      await waitFor(this.#settled(), this.#cluster.clock, 'flush', call);
    } finally {
      this.#dispatcher.flushes--;
    }
  }

  /**
   * Takes no more calls, waits until everything accepted is acknowledged or given up, at most `timeoutMs` (by default the
   * delivery timeout), and ends what is left then with CLOSED. Idempotent.
   */
  close(call: CallOptions = {}): Promise<void> {
    this.#closed ??= this.#close({ signal: call.signal, timeoutMs: call.timeoutMs ?? this.#deliveryTimeoutMs });
    return this.#closed;
  }

  stats(): ProducerStats {
    const { counters, inFlight } = this.#dispatcher;
    const { accepted, used, held } = this.#intake;
    return { messages: accepted, ...counters, bufferedBytes: used, inFlight, waitingCalls: held.length };
  }

  async #close(call: CallOptions): Promise<void> {
    // Whoever waits for a batch has its own error; here only the time is shared.
    await this.flush(call).catch(() => {});
    this.#closing.abort();
    this.#stopListening();
    const error = new KafkaError('CLOSED', 'write: the writer was closed before this message was acknowledged');
    this.#intake.refuseHeld(error);
    this.#dispatcher.failAll(error);
    this.#dispatcher.close();
  }

  async #settled(): Promise<void> {
    await Promise.allSettled(this.#intake.held.map(({ promise }) => promise));
    const last = [...this.#dispatcher.active].map(({ newest }) => newest);
    await Promise.all(last.map((batch) => doneOf(batch)));
  }
}

function doneOf(batch: ProduceBatch | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (batch === undefined || batch.isDone) resolve();
    else batch.onDone(resolve);
  });
}
