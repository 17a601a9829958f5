// The requests of one connection that are not done. Owns: where each of them stands, correlation ids, bytes in flight.
// Must not know streams. Invariant: a request stands in one place only, and one that was written holds its place and its
// bytes until its answer is there, even if its caller has given it up.
//
//     queue --write--> written (by correlation id) --answer--> gone
//                  \-> flushing (no answer expected) --taken--> gone
import { Ring } from '../base/ring.ts';
import type { PendingRequest } from './pending-request.ts';
import { UnansweredIds } from './unanswered-ids.ts';

/** Requests that may wait for room on one connection; more are refused, because the peer is not keeping up. */
export const MAX_QUEUED = 16_384;
/** Correlation ids are int32; after the last one they begin anew. */
const LAST_ID = 0x7fff_ffff;

export class RequestBook {
  readonly #queue = new Ring<PendingRequest>();
  readonly #written = new Map<number, PendingRequest>();
  /** Written without expecting an answer, until the stream says that it has taken them. */
  readonly #flushing = new Set<PendingRequest>();
  readonly #unanswered = new UnansweredIds();
  #nextId: number;
  #bytesInFlight = 0;

  constructor(firstId: number) {
    this.#nextId = firstId;
  }

  /** Requests that wait for room or for an answer, late ones included. */
  get size(): number {
    return this.#queue.length + this.#flushing.size + this.#written.size;
  }

  get queued(): number {
    return this.#queue.length;
  }

  /** Written and unanswered. */
  get written(): number {
    return this.#written.size;
  }

  /** Bytes of requests that are written and unanswered. */
  get bytesInFlight(): number {
    return this.#bytesInFlight;
  }

  /** Nothing is written that is not done. */
  get isQuiet(): boolean {
    return this.#written.size === 0 && this.#flushing.size === 0;
  }

  /** No caller waits any more, and nothing is left that the stream has yet to take. */
  get isSettled(): boolean {
    if (this.#flushing.size > 0) return false;
    for (const pending of this.#queue) if (!pending.settled) return false;
    for (const pending of this.#written.values()) if (!pending.settled) return false;
    return true;
  }

  /** The one that the peer should answer next. */
  get oldestWritten(): PendingRequest | undefined {
    return this.#written.values().next().value;
  }

  enqueue(pending: PendingRequest): void {
    this.#queue.push(pending);
  }

  dequeue(): PendingRequest | undefined {
    return this.#queue.shift();
  }

  /** A correlation id, taken. */
  takeId(): number {
    const id = this.#nextId;
    this.#nextId = id === LAST_ID ? 0 : id + 1;
    return id;
  }

  /** Before its bytes go to the stream, of which there are `pending.bytes`: an answer may come at once. */
  addWritten(pending: PendingRequest): void {
    this.#bytesInFlight += pending.bytes;
    if (pending.expectsResponse) this.#written.set(pending.correlationId, pending);
    else {
      this.#unanswered.remember(pending.correlationId);
      this.#flushing.add(pending);
    }
  }

  /** The stream has taken a request that expects no answer. */
  taken(pending: PendingRequest): void {
    this.#flushing.delete(pending);
    this.#bytesInFlight -= pending.bytes;
  }

  /** The request of an answer; undefined where there is none that waits for it. */
  answered(id: number): PendingRequest | undefined {
    const pending = this.#written.get(id);
    if (pending === undefined) return undefined;
    this.#written.delete(id);
    this.#bytesInFlight -= pending.bytes;
    return pending;
  }

  /** True for an answer to a request that expected none: some brokers send it. */
  isForgiven(id: number): boolean {
    return this.#unanswered.forgive(id);
  }

  /** Tells `onLate` what is late at `now`, once each; answers the next deadline (Infinity: none). */
  expire(now: number, onLate: (pending: PendingRequest) => void): number {
    let next = Number.POSITIVE_INFINITY;
    for (const waiting of [this.#queue, this.#flushing, this.#written.values()]) {
      for (const pending of waiting) {
        if (pending.deadline <= now) {
          pending.deadline = Number.POSITIVE_INFINITY;
          onLate(pending);
        }
        next = Math.min(next, pending.deadline);
      }
    }
    for (const pending of this.#flushing) if (pending.settled) this.#flushing.delete(pending);
    return next;
  }

  /** Empties it; `onEach` is told what was there, the oldest first. */
  clear(onEach: (pending: PendingRequest) => void): void {
    for (const waiting of [this.#written.values(), this.#flushing, this.#queue]) {
      for (const pending of waiting) onEach(pending);
    }
    this.#written.clear();
    this.#flushing.clear();
    this.#queue.clear();
  }
}
