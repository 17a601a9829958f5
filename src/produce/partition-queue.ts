// The batches of one partition, in order, until each is done. Owns: their order over retries, their numbers, the open
// batch. Must not know connections or requests.
//
//     batches:  [ under way .. | ready .. | compressing | open ]      first in, first sent
//
//     flowing -> draining -> probing -> flowing       draining: a batch has to be sent again, so those under way are
//        ^__________|___________|                     awaited; probing: the oldest goes alone until it is done
//
// Invariants: a batch is sent only when every earlier one is under way or done, so that the partition's order holds over
// retries; numbers are given out in that order; a batch that may be in the log goes alone, because a broker knows only
// the last few batches of a producer again (KIP-98), and those behind it would push it out.
import { Backoff } from '../base/backoff.ts';
import { KafkaError } from '../base/errors.ts';
import { BATCH_OVERHEAD, BatchAttribute } from '../record/batch-header.ts';
import type { ChunkPool } from '../record/chunk-pool.ts';
import { BatchLine } from './batch-line.ts';
import type { OutgoingMessage } from './outgoing-message.ts';
import { PartitionSequence } from './partition-sequence.ts';
import { RETRY, SOON } from './pauses.ts';
import { ProduceBatch } from './produce-batch.ts';
import type { Outcome } from './produce-outcome.ts';
import type { ProducerIds } from './producer-id.ts';
import type { Sender } from './sender.ts';
import type { ProducerSettings } from './settings.ts';
import type { TopicQueues } from './topic-queues.ts';

export type QueueMode = 'flowing' | 'draining' | 'probing';

/** What a queue tells the engine, and takes from it. */
export interface QueueHost {
  readonly settings: ProducerSettings;
  readonly pool: ChunkPool;
  readonly producerId: ProducerIds;
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
  /** The topic was deleted and made anew: what waits goes to the new one. */
  recreated(topic: TopicQueues): void;
  /** A batch that has numbers was given up. */
  abandonedNumbers(): void;
}

const SMALLEST_LIMIT = 1024;
/**
 * A batch runs out of time as a whole, counted from the call of its first record. So it takes none of a much later call,
 * which would lose more than this share of its time, and none of an earlier one.
 */
const JOINING_SHARE = 1 / 16;

export class PartitionQueue {
  readonly topic: TopicQueues;
  readonly partition: number;
  /** The sender of the partition's leader; undefined while there is none. */
  sender: Sender | undefined;
  /** Batches under way. */
  inFlight = 0;
  /** Nothing is sent for now: the partition has to become part of the transaction first. */
  isHeld = false;
  /** Whether the last append closed the batch before, because it was full. */
  lastSealed = false;
  readonly #host: QueueHost;
  readonly #batches = new BatchLine();
  readonly #sequence = new PartitionSequence();
  readonly #backoff = new Backoff(RETRY);
  readonly #soon = new Backoff(SOON);
  readonly #joiningMs: number;
  readonly #maxMessageBytes: number;
  #open: ProduceBatch | undefined;
  #mode: QueueMode = 'flowing';
  /** The numbers under way are lost: start again, in a new epoch or with a new id, as soon as nothing is under way. */
  #renumbering: 'no' | 'epoch' | 'id' = 'no';
  #retryAt = 0;
  #lastError: KafkaError | undefined;
  #bytes = 0;
  /** Bytes of records that a batch may hold; shrinks when the broker refuses a batch for its size. */
  #limit: number;

  constructor(topic: TopicQueues, partition: number, host: QueueHost) {
    this.topic = topic;
    this.partition = partition;
    this.#host = host;
    const { batchBytes, lingerMs, deliveryTimeoutMs, maxMessageBytes } = host.settings;
    this.#maxMessageBytes = maxMessageBytes;
    this.#limit = batchBytes - BATCH_OVERHEAD;
    this.#joiningMs = Math.max(lingerMs, deliveryTimeoutMs * JOINING_SHARE);
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
    return this.#batches.isEmpty;
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

  /** What the last batch came back with; undefined once one was taken again. */
  get lastError(): KafkaError | undefined {
    return this.#lastError;
  }

  /** Bytes of the next batch in line on the wire. */
  get nextBytes(): number {
    return this.#batches.next?.wireBytes ?? 0;
  }

  /** The newest batch, for those who wait until everything so far is done. */
  get newest(): ProduceBatch | undefined {
    return this.#batches.newest;
  }

  /**
   * Encodes a message into the open batch. The bytes taken; -1 when it is larger than a message may be. `since`: monotonic
   * time of the call. Hot path.
   */
  append(message: OutgoingMessage, timestamp: number, since: number): number {
    this.lastSealed = false;
    const open = this.#open;
    if (open !== undefined && this.#joins(open, since)) {
      const most = Math.min(this.#limit, open.bytes + this.#maxMessageBytes);
      const taken = open.append(message.key, message.value, message.headers, message.timestamp ?? timestamp, most);
      if (taken > 0) return taken;
    }
    return this.#appendToNew(message, timestamp, since);
  }

  /** Whether a message of a call of this time may share the time that the batch has. */
  #joins(open: ProduceBatch, since: number): boolean {
    return since >= open.since && since - open.since <= this.#joiningMs;
  }

  #appendToNew(message: OutgoingMessage, timestamp: number, since: number): number {
    const { key, value, headers } = message;
    const batch = new ProduceBatch(this.topic.name, this.partition, this.#host.pool, this.#host.now(), since);
    const taken = batch.append(key, value, headers, message.timestamp ?? timestamp, this.#maxMessageBytes);
    if (taken < 0) return taken;
    const open = this.#open;
    if (open !== undefined) {
      this.lastSealed = this.#joins(open, since);
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
    batch.sealedAt = this.#host.now();
    batch.seal(this.topic.codec, this.#onCompressed, this.#onProblem);
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
    if (this.#mode !== 'flowing' || this.isHeld || now < this.#retryAt) return false;
    return (this.inFlight === 0 || this.#hasWindow(now)) && this.#batches.next?.isDoubtful !== true;
  }

  /** Whether the next batch in line can be sent now. */
  hasReady(now: number): boolean {
    if (this.#mode === 'draining' || this.isHeld || now < this.#retryAt) return false;
    if (this.inFlight > 0 && (this.#mode === 'probing' || !this.#hasWindow(now))) return false;
    const next = this.#batches.next;
    return next?.state === 'ready' && (this.inFlight === 0 || !next.isDoubtful);
  }

  /** Numbers the next batch in line and gives it out to be sent now; undefined when it has to wait. */
  take(now: number): ProduceBatch | undefined {
    if (!this.hasReady(now)) return undefined;
    const batch = this.#batches.next as ProduceBatch;
    if (this.#host.settings.idempotent && !batch.isNumbered) {
      if (!this.#canNumber(batch)) return undefined;
      batch.sequence = this.#sequence.assign(batch.count);
    }
    this.inFlight++;
    if (batch.isDoubtful) this.#mode = 'probing';
    if (batch.attempts > 0) this.#host.count('retried', batch.count);
    return batch;
  }

  /** The bytes of a batch that was taken. */
  bytesOf(batch: ProduceBatch): readonly Buffer[] {
    const attributes = this.#isTransactional ? BatchAttribute.transactional : 0;
    return batch.send(this.#sequence.producerId, this.#sequence.epoch, attributes);
  }

  /** Several batches may be under way only where numbers keep them in order, or where nobody says what to send again. */
  #hasWindow(now: number): boolean {
    return this.#host.settings.idempotent ? this.#sequence.isEstablished(now) : this.#host.settings.acks === 0;
  }

  get #isTransactional(): boolean {
    return this.#host.settings.transactional !== undefined;
  }

  /** In a transaction the epoch is the transaction's: a line that is broken stays so until that one has been aborted. */
  #canNumberInTransaction(): boolean {
    const { state } = this.#host.producerId;
    if (state.kind !== 'known') return false;
    if (this.#sequence.producerId !== state.id || this.#sequence.epoch !== state.epoch) {
      this.#sequence.begin(state.id, state.epoch);
    }
    return !this.#sequence.isBroken;
  }

  #canNumber(batch: ProduceBatch): boolean {
    if (this.#isTransactional) return this.#canNumberInTransaction();
    if (this.#sequence.isBroken) {
      // The numbered ones before it will tell whether the line is broken; one more would only add to the doubt.
      if (this.#batches.hasNumberedBefore(batch)) return false;
      this.#renumber('epoch');
    }
    if (this.#sequence.producerId >= 0) return true;
    const { state } = this.#host.producerId;
    if (state.kind !== 'known') this.#host.producerId.ask();
    else this.#sequence.begin(state.id, state.epoch);
    return state.kind === 'known';
  }

  /** What became of a batch that was taken. `movedTo`: the leader to go on with, where it is known to be another one. */
  settle(batch: ProduceBatch, outcome: Outcome, now: number, movedTo?: number): void {
    this.inFlight--;
    // An expired batch is out of the line already.
    if (batch.state === 'inFlight') this.#apply(batch, outcome, now, movedTo);
    this.#advance(now);
  }

  #apply(batch: ProduceBatch, outcome: Outcome, now: number, movedTo: number | undefined): void {
    switch (outcome.kind) {
      case 'acked':
        if (batch.isNumbered) this.#sequence.accepted(batch.sequence, now);
        this.#backoff.reset();
        this.#soon.reset();
        this.#lastError = undefined;
        this.#leave(batch);
        batch.ack(outcome.baseOffset);
        return;
      case 'split':
        this.#host.count('split', batch.count);
        this.#limit = Math.min(this.#limit, Math.max(SMALLEST_LIMIT, Math.ceil(batch.bytes / 2)));
        return this.#replace(batch, batch.split(this.topic.codec, this.#onCompressed, this.#onProblem));
      case 'winnow':
        return this.#winnow(batch, outcome.error, outcome.recordErrors);
      case 'resequence':
        return this.#resequence(batch, outcome.error, outcome.isForeign, now);
      case 'retry':
        this.#lastError = outcome.error;
        if (outcome.isDoubtful) batch.doubt(now);
        if (movedTo === undefined) this.#pause(now, outcome.isSoon ? this.#soon : this.#backoff);
        return this.#comeBack(batch);
      case 'fail':
        if (outcome.isDoubtful) batch.doubt(now);
        return this.#fail(batch, batch.isDoubtful ? perhapsWritten(outcome.error) : outcome.error);
    }
  }

  /** The broker does not know the numbers before this batch, or those of somebody else with this producer id. */
  #resequence(batch: ProduceBatch, error: KafkaError, isForeign: boolean, now: number): void {
    this.#lastError = error;
    // Only the oldest batch tells of a broken line: later ones are refused as long as an earlier one is missing.
    const isOldest = batch === this.#batches.oldest;
    // A new epoch in the middle would lose what the transaction has written so far, without a word.
    if (isOldest && this.#isTransactional) return this.#fail(batch, error);
    if (isOldest && (isForeign || !this.#mayComeAlive(batch, now))) {
      this.#mode = 'draining';
      const whole = batch.doubtfulWhole;
      // Those behind it may be in the log if it is: they ask with the numbers that they have.
      if (!isForeign && whole !== undefined) return this.#failPartsOf(whole, perhapsWritten(error));
      this.#renumbering = isForeign ? 'id' : 'epoch';
      if (isForeign && batch.isDoubtful) return this.#fail(batch, perhapsWritten(error));
    }
    if (batch === this.#batches.oldest) this.#pause(now);
    this.#comeBack(batch);
  }

  /**
   * An attempt of it may still lie in a connection that broke, behind one of the batch before it that was given up: if a
   * broker takes both yet, it has this one. As long as requests live, the same numbers are asked with again.
   */
  #mayComeAlive(batch: ProduceBatch, now: number): boolean {
    return this.#sequence.isBroken && now - batch.doubtedAt < this.#host.settings.requestTimeoutMs;
  }

  /** The whole may be in the log, and brokers compare nothing but wholes: its parts cannot be told to be missing. */
  #failPartsOf(whole: ProduceBatch, error: KafkaError): void {
    for (const one of [...this.#batches]) if (!one.isDone && one.doubtfulWhole === whole) this.#fail(one, error);
  }

  /** Some records are refused for good (KIP-467); the others go again, without them. */
  #winnow(batch: ProduceBatch, error: KafkaError, recordErrors: ReadonlyMap<number, KafkaError>): void {
    // Of a transaction that can only be aborted, nothing goes again.
    if (recordErrors.size >= batch.count || this.#isTransactional) return this.#fail(batch, error, recordErrors);
    if (batch.isNumbered) this.#sequence.abandoned(batch.sequence);
    this.#host.count('failed', recordErrors.size);
    const rest = batch.winnow(recordErrors, this.topic.codec, this.#onCompressed, this.#onProblem);
    this.#replace(batch, [rest]);
  }

  #comeBack(batch: ProduceBatch): void {
    batch.giveBack();
    this.#mode = 'draining';
  }

  /** Several batches that fail together pause once. */
  #pause(now: number, backoff: Backoff = this.#backoff): void {
    if (this.#retryAt <= now) this.#retryAt = now + backoff.next();
  }

  /** Puts what was made of a batch in its place. */
  #replace(batch: ProduceBatch, parts: readonly ProduceBatch[]): void {
    this.#batches.replace(batch, parts);
    const more = parts.reduce((sum, part) => sum + part.bytes, 0) - batch.bytes;
    this.#bytes += more;
    this.#host.kept(more);
    this.#mode = 'draining';
  }

  #fail(batch: ProduceBatch, error: KafkaError, recordErrors?: ReadonlyMap<number, KafkaError>): void {
    if (batch.isNumbered) {
      this.#sequence.abandoned(batch.sequence);
      this.#host.abandonedNumbers();
    }
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
    this.#batches.trim();
    if (this.inFlight === 0) {
      if (this.#renumbering !== 'no') this.#renumber(this.#renumbering);
      if (this.#mode === 'draining') this.#mode = this.#batches.next?.attempts ? 'probing' : 'flowing';
    }
    if (this.#batches.isEmpty) {
      if (this.inFlight === 0) this.#mode = 'flowing';
      this.#host.emptied(this);
      return;
    }
    if (this.inFlight === 0) this.#host.drained(this);
    this.wake(now);
  }

  /** The line is broken: everything that is not acknowledged is numbered anew, in a new epoch (KIP-360). */
  #renumber(how: 'epoch' | 'id'): void {
    this.#renumbering = 'no';
    if (this.#sequence.producerId < 0) return;
    this.#bump(how);
    for (const batch of this.#batches) if (batch.isNumbered && !batch.isDone) batch.renumber();
  }

  /** Numbers from 0 again: in the next epoch, or under a producer id that is still to be asked for. */
  #bump(how: 'epoch' | 'id'): void {
    const { producerId } = this.#sequence;
    if (how === 'epoch') this.#sequence.bump();
    else this.#sequence.retire();
    if (this.#sequence.producerId < 0) this.#host.producerId.replace(producerId);
  }

  /** The topic was deleted and made anew: nothing of the old log is known in the new one. */
  recreated(now: number): void {
    // The next epoch is the next transaction's: should the new log refuse the numbers, this one is aborted.
    if (this.#isTransactional) return;
    this.#renumbering = 'epoch';
    if (this.inFlight > 0) this.#mode = 'draining';
    else this.#advance(now);
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

  /** Gives up batches whose first call was made at `since` or before; returns when the next one is due. */
  expire(since: number): number {
    const { deliveryTimeoutMs } = this.#host.settings;
    for (const batch of [...this.#batches]) {
      // Not in the order of their calls: those that waited for a topic or for room come late.
      if (batch.isDone || batch.since > since) continue;
      const { topic, partition } = batch;
      const why = this.#lastError?.message ?? (this.sender === undefined ? 'the partition has no leader' : 'no answer');
      const message = `${batch.count} records to ${topic}[${partition}]: not acknowledged within deliveryTimeoutMs (${deliveryTimeoutMs}): ${why}`;
      const place = { api: 'Produce', topic, partition };
      this.#fail(batch, new KafkaError('TIMEOUT', message, { ...place, retriable: true, cause: this.#lastError }));
    }
    this.#advance(this.#host.now());
    let due = Number.POSITIVE_INFINITY;
    for (const batch of this.#batches) if (!batch.isDone) due = Math.min(due, batch.since + deliveryTimeoutMs);
    return due;
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

/** The error of a batch that is given up, though an attempt may have been written. */
function perhapsWritten(error: KafkaError): KafkaError {
  const { code, retriable, api, broker, topic, partition } = error;
  const message = `${error.message}; an attempt that got no clear answer may have been written all the same`;
  return new KafkaError(code, message, { retriable, api, broker, topic, partition, cause: error });
}
