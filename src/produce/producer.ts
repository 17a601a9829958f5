// The producing engine: calls in, acknowledgements out. Composition of intake, queues and senders.
// Must not know: where balancers come from, what a Writer's options are called.
import { type CallOptions, timeoutFault, waitFor } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { Summary } from '../base/summary.ts';
import { troubleOf } from './call-trouble.ts';
import type { ProduceCluster } from './cluster-port.ts';
import { Dispatcher } from './dispatcher.ts';
import { Intake } from './intake.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import type { ProduceBatch } from './produce-batch.ts';
import { type CallEnd, ProduceCall } from './produce-call.ts';
import { producerProblems } from './producer-problems.ts';
import type { ProducerSettings } from './settings.ts';
import type { TransactionGate } from './transactions/transaction-gate.ts';
import type { WriteResult } from './write-result.ts';

/** What a producer has done since it was made, and is doing. Times are milliseconds. */
export interface ProducerStats {
  /** Produce requests sent, and batches in them, retries included. */
  readonly writes: number;
  readonly batches: number;
  /** Messages accepted into batches, and their encoded bytes. */
  readonly messages: number;
  readonly bytes: number;
  /** Messages given up after they were accepted. */
  readonly errors: number;
  /** Batches sent again. */
  readonly retries: number;
  /** Batches divided because a broker found them too large. */
  readonly splits: number;
  /** Messages and encoded bytes of a batch, when it is first sent. */
  readonly batchSize: Summary;
  readonly batchBytes: Summary;
  /** From the first message of a batch to its closing: full, its linger over, or its turn to be sent. */
  readonly batchTimeMs: Summary;
  /** From the closing of a batch to its first send: compression, and waiting for others. */
  readonly batchQueueTimeMs: Summary;
  /** From sending a request to its answer. */
  readonly writeTimeMs: Summary;
  /** Of calls that could not be accepted at once: how long they waited for a topic's partitions or for room. */
  readonly waitTimeMs: Summary;
  /** Bytes kept until acknowledged. */
  readonly bufferedBytes: number;
  /** Requests under way. */
  readonly inFlight: number;
  /** Calls that wait for a topic's partitions or for room. */
  readonly waitingCalls: number;
}

/** A call whose caller waits for acceptance only. */
export interface DetachedWrite {
  /** Every message is in the buffer, or refused on its own; rejects when the call was given up or refused before. */
  readonly accepted: Promise<WriteResult>;
  /** What `write` would have given. */
  readonly finished: Promise<WriteResult>;
}

export class Producer {
  readonly #cluster: ProduceCluster;
  readonly #dispatcher: Dispatcher;
  readonly #intake: Intake;
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  readonly #deliveryTimeoutMs: number;
  readonly #problem = (what: string, error: unknown): void => this.#dispatcher.problem(what, error);
  /** Something was to be written, or the way there to be opened. */
  #hasBegun = false;
  #closed: Promise<void> | undefined;

  /** `gate`: where what is written belongs to transactions. */
  constructor(cluster: ProduceCluster, settings: ProducerSettings, gate?: TransactionGate) {
    this.#cluster = cluster;
    this.#deliveryTimeoutMs = settings.deliveryTimeoutMs;
    const onKept = (bytes: number) => this.#intake.kept(bytes);
    this.#dispatcher = new Dispatcher(cluster, settings, this.#closing.signal, onKept, gate);
    this.#intake = new Intake(this.#dispatcher);
    this.#stopListening = cluster.metadata.onChange(() => this.#intake.lookup.metadataChanged());
  }

  /**
   * Writes messages; resolves when all are acknowledged, rejects with WriteErrors when some were not written.
   * `topic`: of all of them; undefined where each names its own. The array and its bytes must not change meanwhile.
   */
  write(messages: readonly OutgoingMessage[], topic: string | undefined, call: CallOptions = {}): Promise<WriteResult> {
    return this.#begin(messages, topic, call, undefined).promise;
  }

  /** The same; the limits of `call` hold for acceptance, and what becomes of the messages is told apart from it. */
  writeDetached(
    messages: readonly OutgoingMessage[],
    topic: string | undefined,
    call: CallOptions = {},
  ): DetachedWrite {
    let accepted!: Promise<WriteResult>;
    const finished = new Promise<WriteResult>((resolve, reject) => {
      accepted = this.#begin(messages, topic, call, (error, result) => {
        if (error === undefined) resolve(result);
        else reject(error);
      }).promise;
    });
    return { accepted, finished };
  }

  #begin(
    messages: readonly OutgoingMessage[],
    topic: string | undefined,
    call: CallOptions,
    onFinished: CallEnd['onFinished'],
  ): ProduceCall {
    this.#hasBegun = true;
    const since = this.#cluster.clock.monotonic();
    const end = { since, isDetached: onFinished !== undefined, onFinished, problem: this.#problem };
    const write = new ProduceCall(messages, topic, end);
    const fault = timeoutFault(call.timeoutMs);
    if (this.#closed !== undefined) write.refuseAll(new KafkaError('CLOSED', 'write: the writer is closed'));
    else if (fault !== undefined) write.refuseAll(fault);
    else if (messages.length === 0) write.accepted();
    else {
      write.limit(call, this.#cluster.clock, () => {
        this.#intake.remove(write);
        return troubleOf(write, this.#dispatcher);
      });
      if (!write.isAnswered) this.#intake.take(write);
    }
    return write;
  }

  /** Makes the first contact, learns topics, opens the connections to their leaders, gets a producer id. */
  async warmUp(topics: readonly string[], call: CallOptions = {}): Promise<void> {
    const { signal } = this.#closing;
    this.#hasBegun = true;
    if (this.#closed !== undefined) throw new KafkaError('CLOSED', 'warm up: the writer is closed');
    const warm = async (): Promise<void> => {
      await this.#intake.lookup.contact();
      await Promise.all([this.#dispatcher.numbered(), ...topics.map((topic) => this.#warmTopic(topic, signal))]);
    };
    await waitFor(warm(), this.#cluster.clock, 'warm up', call);
  }

  async #warmTopic(name: string, signal: AbortSignal): Promise<void> {
    const { partitions } = await this.#intake.lookup.know(name);
    const leaders = new Set(partitions.map(({ partition }) => this.#cluster.metadata.leader(name, partition)?.id));
    // A partition without a leader keeps nobody from writing to the others; health says it.
    leaders.delete(undefined);
    await Promise.all([...leaders].map((id) => this.#cluster.connection(id as number, 'produce', { signal })));
  }

  /**
   * Sends what waits for company, and resolves when everything accepted so far is acknowledged or given up. `before`: to
   * be awaited first, without anything waiting for company meanwhile.
   */
  async flush(call: CallOptions = {}, before?: Promise<unknown>): Promise<void> {
    this.#dispatcher.flushes++;
    try {
      this.#dispatcher.urge();
      await waitFor(this.#settled(before), this.#cluster.clock, 'flush', call);
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

  /** Gives up what no broker can have: `sent` also what one may have, so that nothing is sent again. */
  giveUp(error: KafkaError, sent = false): void {
    this.#intake.refuseHeld(error);
    this.#dispatcher.failAll(error, { onlyUnsent: !sent });
  }

  stats(): ProducerStats {
    const { counters, figures, inFlight } = this.#dispatcher;
    const intake = this.#intake;
    return {
      writes: counters.requests,
      batches: counters.batches,
      messages: intake.accepted,
      bytes: intake.acceptedBytes,
      errors: counters.failedMessages,
      retries: counters.retries,
      splits: counters.splits,
      batchSize: figures.size.summary(),
      batchBytes: figures.bytes.summary(),
      batchTimeMs: figures.fillTimeMs.summary(),
      batchQueueTimeMs: figures.queueTimeMs.summary(),
      writeTimeMs: figures.writeTimeMs.summary(),
      waitTimeMs: intake.held.summary(),
      bufferedBytes: intake.used,
      inFlight,
      waitingCalls: intake.heldCalls.length,
    };
  }

  /** What keeps messages from being written, in words for people. */
  problems(): string[] {
    if (!this.#hasBegun) return ['nothing was written yet: the first call that writes makes the contact'];
    return producerProblems(this.#dispatcher, this.#intake);
  }

  async #close(call: CallOptions): Promise<void> {
    // Whoever waits for a batch has its own error; here only the time is shared.
    await this.flush(call).catch(() => {});
    this.#closing.abort();
    this.#stopListening();
    const error = new KafkaError('CLOSED', 'write: the writer was closed before this message was acknowledged');
    this.#intake.refuseHeld(error);
    this.#intake.close();
    this.#dispatcher.failAll(error);
    this.#dispatcher.close(error);
  }

  async #settled(before: Promise<unknown> | undefined): Promise<void> {
    await before;
    await Promise.allSettled(this.#intake.heldCalls.map(({ promise }) => promise));
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
