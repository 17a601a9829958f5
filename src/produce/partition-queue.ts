// The batches of one partition, in order, until each is done. Owns: their order over retries, their numbers, the open
// batch. Must not know connections or requests.
//
//     batches:  [ under way .. | ready .. | compressing | open ]      first in, first sent
//
//     flowing -> draining -> probing -> flowing       draining: a batch has to be sent again, so those under way are
//        ^__________|___________|                     awaited; probing: the oldest goes alone until it is done
//
// Invariant: a batch is sent only when every earlier one is under way or done, so that the partition's order holds over
// retries; numbers are given out in that order.
import { Backoff } from '../base/backoff.ts';
import { KafkaError } from '../base/errors.ts';
import { Ring } from '../base/ring.ts';
import { BATCH_OVERHEAD } from '../record/batch-header.ts';
import type { ChunkPool } from '../record/chunk-pool.ts';
import type { CompressionCodec } from '../record/compression/compression-codec.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { PartitionSequence } from './partition-sequence.ts';
import { ProduceBatch } from './produce-batch.ts';
import type { Outcome } from './produce-outcome.ts';
import type { ProducerId } from './producer-id.ts';
import type { Sender } from './sender.ts';
import type { ProducerSettings } from './settings.ts';
import type { TopicQueues } from './topic-queues.ts';

export type QueueMode = 'flowing' | 'draining' | 'probing';

/** What a queue tells the engine, and takes from it. */
export interface QueueHost {
  readonly settings: ProducerSettings;
  readonly pool: ChunkPool;
  readonly codec: CompressionCodec | undefined;
  readonly producerId: ProducerId;
  /** Monotonic milliseconds. */
  now(): number;
  /** A first record was appended to a new batch. */
  opened(queue: PartitionQueue): void;
  /** The open batch was sealed or dropped. */
  closed(queue: PartitionQueue): void;
  /** The next batch may be sent, as far as the queue knows. */
  ready(queue: PartitionQueue): void;
  /** Nothing is under way any more, and the leader may have moved. */
  drained(queue: PartitionQueue): void;
  /** For how long the partition's leader has taken nothing of what waits for it. */
  stalledMs(topic: string, partition: number): number;
  /** Look at the queue again at this time. */
  lookAgain(at: number): void;
  /** This many bytes more (or fewer) are kept. */
  kept(bytes: number): void;
  /** The last batch is done. */
  emptied(queue: PartitionQueue): void;
  /** A batch failed, was retried or split: for the figures. */
  count(event: 'retried' | 'failed' | 'split', records: number): void;
  problem(what: string, error: unknown): void;
}

const SMALLEST_LIMIT = 1024;

export class PartitionQueue {
  readonly topic: TopicQueues;
  readonly partition: number;
  /** The sender of the partition's leader; undefined while there is none. */
  sender: Sender | undefined;
  /** Batches under way. */
  inFlight = 0;
  /** Whether the last append closed the batch before, because it was full. */
  lastSealed = false;
  readonly #host: QueueHost;
  readonly #batches = new Ring<ProduceBatch>();
  readonly #sequence = new PartitionSequence();
  readonly #backoff = new Backoff();
  #open: ProduceBatch | undefined;
  #mode: QueueMode = 'flowing';
  /** The numbers under way are lost: start again in a new epoch as soon as nothing is under way. */
  #mustRenumber = false;
  #retryAt = 0;
  #lastError: KafkaError | undefined;
  #bytes = 0;
  /** Bytes of records that a batch may hold; shrinks when the broker refuses a batch for its size. */
  #limit: number;

  constructor(topic: TopicQueues, partition: number, host: QueueHost) {
    this.topic = topic;
    this.partition = partition;
    this.#host = host;
    this.#limit = host.settings.batchBytes - BATCH_OVERHEAD;
  }

  get mode(): QueueMode {
    return this.#mode;
  }

  /** The batch that takes records. */
  get open(): ProduceBatch | undefined {
    return this.#open;
  }

  /** Encoded bytes that are not acknowledged, of batches that are closed. */
  get bytes(): number {
    return this.#bytes + (this.#open?.bytes ?? 0);
  }

  /** Bytes of records that the open batch still takes; 0 while none is open. */
  get room(): number {
    return this.#open === undefined ? 0 : Math.max(0, this.#limit - this.#open.bytes);
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  get sequence(): Readonly<Pick<PartitionSequence, 'producerId' | 'epoch' | 'next'>> {
    return this.#sequence;
  }

  /** What keeps the oldest batch, as far as that is known. */
  get trouble(): KafkaError | undefined {
    if (this.#lastError !== undefined) return this.#lastError;
    const place = { api: 'Produce', topic: this.topic.name, partition: this.partition, retriable: true };
    const name = `${place.topic}[${place.partition}]`;
    if (this.sender === undefined) return new KafkaError('TIMEOUT', `${name} has no leader at the moment`, place);
    if (this.sender.trouble !== undefined) return this.sender.trouble;
    if (this.inFlight === 0) return undefined;
    // It may wait for followers: only the broker knows.
    return new KafkaError('TIMEOUT', `${name}: broker ${this.sender.nodeId} has not answered yet`, place);
  }

  /** The newest batch, for those who wait until everything so far is done. */
  get newest(): ProduceBatch | undefined {
    return this.#batches.at(this.#batches.length - 1);
  }

  /** Encodes a message into the open batch. The bytes taken; -1 when it is larger than a message may be. Hot path. */
  append(message: OutgoingMessage, timestamp: number): number {
    const { maxMessageBytes } = this.#host.settings;
    const { key, value, headers } = message;
    const stamp = message.timestamp ?? timestamp;
    this.lastSealed = false;
    const open = this.#open;
    if (open !== undefined) {
      const taken = open.append(key, value, headers, stamp, Math.min(this.#limit, open.bytes + maxMessageBytes));
      if (taken > 0) return taken;
    }
    const batch = new ProduceBatch(this.topic.name, this.partition, this.#host.pool, this.#host.now());
    const taken = batch.append(key, value, headers, stamp, maxMessageBytes);
    if (taken < 0) return taken;
    if (open !== undefined) {
      this.lastSealed = true;
      this.seal();
      this.sender?.pump();
    }
    this.#open = batch;
    this.#batches.push(batch);
    this.#host.opened(this);
    return taken;
  }

  /** Closes the open batch, if there is one; it can be sent once it is compressed. */
  seal(): void {
    const batch = this.#open;
    if (batch === undefined) return;
    this.#open = undefined;
    this.#bytes += batch.bytes;
    this.#host.closed(this);
    batch.seal(this.#host.codec, this.#onCompressed, this.#onProblem);
    if (batch.state === 'ready') this.#host.ready(this);
  }

  readonly #onCompressed = (): void => {
    this.#host.ready(this);
    this.sender?.pump();
  };

  readonly #onProblem = (error: unknown): void =>
    this.#host.problem('compression failed; the batch goes as it is', error);

  /** Whether a batch closed now could go at once: else it had better stay open and grow. */
  mayFlow(now: number): boolean {
    return this.#mode === 'flowing' && now >= this.#retryAt && (this.#hasWindow() || this.inFlight === 0);
  }

  /** Whether the next batch in line can be sent now. */
  hasReady(now: number): boolean {
    if (this.#mode === 'draining' || now < this.#retryAt) return false;
    if (this.inFlight > 0 && (this.#mode === 'probing' || !this.#hasWindow())) return false;
    return this.#next()?.state === 'ready';
  }

  /** Numbers the next batch in line and gives it out to be sent now; undefined when it has to wait. */
  take(now: number): ProduceBatch | undefined {
    if (!this.hasReady(now)) return undefined;
    const batch = this.#next() as ProduceBatch;
    if (this.#host.settings.idempotent && !batch.isNumbered) {
      if (!this.#canNumber()) return undefined;
      batch.sequence = this.#sequence.assign(batch.count);
    }
    this.inFlight++;
    if (batch.attempts > 0) this.#host.count('retried', batch.count);
    return batch;
  }

  /** The bytes of a batch that was taken. */
  bytesOf(batch: ProduceBatch): readonly Buffer[] {
    return batch.send(this.#sequence.producerId, this.#sequence.epoch);
  }

  /** Several batches may be under way only where numbers keep them in order, or where nothing is ever sent again. */
  #hasWindow(): boolean {
    return this.#host.settings.idempotent ? this.#sequence.isEstablished : this.#host.settings.acks === 0;
  }

  /** The oldest batch that is not under way. */
  #next(): ProduceBatch | undefined {
    for (let i = 0; ; i++) {
      const batch = this.#batches.at(i);
      if (batch === undefined || (batch.state !== 'inFlight' && !batch.isDone)) return batch;
    }
  }

  #canNumber(): boolean {
    if (this.#sequence.unresolved) {
      // The batches already numbered will tell whether the line is broken; a new one would only add to the doubt.
      for (const batch of this.#batches) if (batch.isNumbered && !batch.isDone) return false;
      this.#sequence.bump();
    }
    if (this.#sequence.producerId >= 0) return true;
    const { state } = this.#host.producerId;
    if (state.kind !== 'known') this.#host.producerId.ask();
    else this.#sequence.begin(state.id, state.epoch);
    return state.kind === 'known';
  }

  /** What became of a batch that was taken. `movedTo`: the leader that the answer named. */
  settle(batch: ProduceBatch, outcome: Outcome, now: number, movedTo?: number): void {
    this.inFlight--;
    // An expired batch is out of the line already.
    if (batch.state === 'inFlight') this.#apply(batch, outcome, now, movedTo);
    this.#advance(now);
  }

  #apply(batch: ProduceBatch, outcome: Outcome, now: number, movedTo: number | undefined): void {
    switch (outcome.kind) {
      case 'acked':
        if (batch.isNumbered) this.#sequence.accepted();
        this.#backoff.reset();
        this.#lastError = undefined;
        this.#leave(batch);
        batch.ack(outcome.baseOffset);
        return;
      case 'split':
        return this.#split(batch);
      case 'resequence':
        this.#lastError = outcome.error;
        // Only the oldest batch tells of a broken line: later ones are refused as long as an earlier one is missing.
        if (batch === this.#oldest()) {
          this.#mustRenumber = true;
          this.#pause(now);
        }
        return this.#comeBack(batch);
      case 'retry':
        this.#lastError = outcome.error;
        if (movedTo === undefined) this.#pause(now);
        return this.#comeBack(batch);
      case 'fail':
        return this.#fail(batch, outcome.error, outcome.recordErrors);
    }
  }

  #oldest(): ProduceBatch | undefined {
    for (const batch of this.#batches) if (!batch.isDone) return batch;
    return undefined;
  }

  #comeBack(batch: ProduceBatch): void {
    batch.giveBack();
    this.#mode = 'draining';
  }

  /** Several batches that fail together pause once. */
  #pause(now: number): void {
    if (this.#retryAt <= now) this.#retryAt = now + this.#backoff.next();
  }

  #split(batch: ProduceBatch): void {
    this.#host.count('split', batch.count);
    this.#limit = Math.min(this.#limit, Math.max(SMALLEST_LIMIT, Math.ceil(batch.bytes / 2)));
    const parts = batch.split(this.#host.codec, this.#onCompressed, this.#onProblem);
    const line = [...this.#batches].flatMap((one) => (one === batch ? parts : one));
    this.#batches.clear();
    for (const one of line) this.#batches.push(one);
    const more = parts.reduce((sum, part) => sum + part.bytes, 0) - batch.bytes;
    this.#bytes += more;
    this.#host.kept(more);
    this.#mode = 'draining';
  }

  #fail(batch: ProduceBatch, error: KafkaError, recordErrors?: ReadonlyMap<number, KafkaError>): void {
    if (batch.isNumbered) this.#sequence.abandoned();
    this.#host.count('failed', batch.count);
    this.#leave(batch);
    batch.fail(error, recordErrors);
  }

  /** Bytes are let go before anyone is told. */
  #leave(batch: ProduceBatch): void {
    if (batch === this.#open) {
      this.#open = undefined;
      this.#host.closed(this);
    } else this.#bytes -= batch.bytes;
    this.#host.kept(-batch.bytes);
    if (this.#mode === 'probing') this.#mode = 'flowing';
  }

  #advance(now: number): void {
    while (this.#batches.peek()?.isDone) this.#batches.shift();
    if (this.inFlight === 0 && this.#mode === 'draining') {
      if (this.#mustRenumber) this.#renumber();
      this.#mode = [...this.#batches].some((batch) => batch.attempts > 0) ? 'probing' : 'flowing';
    }
    if (this.#batches.length === 0) {
      if (this.inFlight === 0) this.#mode = 'flowing';
      this.#host.emptied(this);
      return;
    }
    if (this.inFlight === 0) this.#host.drained(this);
    this.wake(now);
  }

  /** The line is broken: everything that is not acknowledged is numbered anew, in a new epoch (KIP-360). */
  #renumber(): void {
    this.#mustRenumber = false;
    const { producerId } = this.#sequence;
    this.#sequence.bump();
    if (this.#sequence.producerId < 0) this.#host.producerId.replace(producerId);
    for (const batch of this.#batches) if (batch.isNumbered && !batch.isDone) batch.renumber();
  }

  /** Tells the sender if there is something to send, now or later. */
  wake(now: number): void {
    if (this.hasReady(now)) this.#host.ready(this);
    else if (this.#retryAt > now) this.#host.lookAgain(this.#retryAt);
  }

  /** The leader moved: what waited for a pause need not wait any longer; what is under way is awaited first. */
  leaderMoved(now: number): void {
    if (this.inFlight > 0) this.#mode = 'draining';
    this.#retryAt = Math.min(this.#retryAt, now);
  }

  /** Gives up batches that were accepted before `since`; returns when the next one is due. */
  expire(since: number): number {
    const { deliveryTimeoutMs } = this.#host.settings;
    for (const batch of [...this.#batches]) {
      if (batch.isDone) continue;
      if (batch.openedAt > since) break;
      const { topic, partition } = batch;
      const why = this.#lastError?.message ?? (this.sender === undefined ? 'the partition has no leader' : 'no answer');
      const message = `${batch.count} records to ${topic}[${partition}]: not acknowledged within deliveryTimeoutMs (${deliveryTimeoutMs}): ${why}`;
      const place = { api: 'Produce', topic, partition };
      this.#fail(batch, new KafkaError('TIMEOUT', message, { ...place, retriable: true, cause: this.#lastError }));
    }
    this.#advance(this.#host.now());
    return this.#oldest() === undefined ? Number.POSITIVE_INFINITY : this.#oldest()!.openedAt + deliveryTimeoutMs;
  }

  /** Gives up everything; `onlyUnsent` leaves what was ever sent. */
  failAll(error: KafkaError, options: { readonly onlyUnsent?: boolean } = {}): void {
    for (const batch of [...this.#batches]) {
      if (batch.isDone || (options.onlyUnsent === true && batch.attempts > 0)) continue;
      this.#fail(batch, error);
    }
    this.#advance(this.#host.now());
  }
}
