// One broker connection: requests pipelined by correlation id. Owns: the stream, the order of writes, deadlines,
// throttling, and what happens to late and unasked answers. Must not know: clusters, topics, retries.
//
//     send -> queue -> (room? writable? not throttled? not parked?) -> written, by correlation id -> answer -> settled
//
// Invariants: a frame once begun is written whole. At most `maxInFlight` requests, and `maxInFlightBytes` plus one request,
// are written and unanswered, late and given-up ones included, so what they cost is bounded. Requests are encoded when
// their turn comes, so the stream buffers its own limit plus one request. Every promise of send() settles by its deadline.
// While parked (re-authentication, KIP-368) nothing of the queue is written, and its order stays.
// This is a hot path: per request one promise and one PendingRequest; no timer, and a listener only for a signal.
import type { Duplex } from 'node:stream';
import { abortError, onAbort, timeoutFault } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { type Deferred, deferred } from '../base/deferred.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { Api } from '../protocol/api.ts';
import { correlationIdOf, decodeResponseFrame, encodeRequestFrame } from '../protocol/frame.ts';
import { BrokerVersions } from '../protocol/versions.ts';
import { FrameSplitter } from '../wire/frame-splitter.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import { FrameWriter } from './frame-writer.ts';
import type { Link } from './link.ts';
import { PeerSilence } from './peer-silence.ts';
import { PendingRequest, type UntypedApi } from './pending-request.ts';
import { MAX_QUEUED, RequestBook } from './request-book.ts';
import { lostRequest, positionOf, requestError } from './request-error.ts';
import { Throttle, throttleMsOf } from './throttle.ts';

/** What a connection needs to know; see ConnectionOptions for each. */
export interface ConnectionSettings {
  readonly address: string;
  readonly clientId: string | null;
  readonly requestTimeoutMs: number;
  readonly maxResponseBytes: number;
  readonly maxInFlight: number;
  readonly maxInFlightBytes: number;
  /** Where correlation ids begin. @default 0 */
  readonly firstId?: number | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Options of one request. */
export interface RequestOptions {
  /** Longest time until the answer, waiting for room included. @default the connection's requestTimeoutMs */
  readonly timeoutMs?: number | undefined;
  /** Gives the request up: dropped if it is not written yet, else its answer is dropped. */
  readonly signal?: AbortSignal | undefined;
  /** False for requests that brokers do not answer (Produce with acks=0): resolves with undefined once written. */
  readonly expectResponse?: boolean | undefined;
}

const NO_OPTIONS: RequestOptions = {};

export class Connection {
  /** `host:port`. */
  readonly address: string;
  readonly #settings: ConnectionSettings;
  readonly #link: Link;
  readonly #splitter: FrameSplitter;
  readonly #deadlines: DeadlineTimer;
  readonly #writer: FrameWriter;
  readonly #book: RequestBook;
  readonly #silence: PeerSilence;
  readonly #throttle: Throttle;
  readonly #listeners = new Set<(error: KafkaError) => void>();
  readonly #closed: Deferred<void> = deferred();
  #state: 'open' | 'draining' | 'closed' = 'open';
  #versions = new BrokerVersions(new Map());
  /** Ends a drain that takes too long. */
  #drainLimit: Timer | undefined;
  #isParked = false;
  #parkAt = Number.POSITIVE_INFINITY;
  /** Waits until nothing is under way, for parked(). */
  #quiet: Deferred<void> | undefined;
  #lastUsedAt: number;
  #answers = 0;
  /** Why it is closed. */
  #reason: KafkaError | undefined;

  /** For openConnection; everyone else gets connections from there. */
  constructor(link: Link, settings: ConnectionSettings) {
    this.address = settings.address;
    this.#settings = settings;
    this.#link = link;
    this.#lastUsedAt = settings.clock.monotonic();
    this.#silence = new PeerSilence(settings.requestTimeoutMs, this.#lastUsedAt);
    this.#book = new RequestBook(settings.firstId ?? 0);
    this.#splitter = new FrameSplitter(settings.maxResponseBytes, (frame) => this.#answer(frame));
    this.#deadlines = new DeadlineTimer(settings.clock, (now) => this.#expire(now));
    this.#throttle = new Throttle(settings.clock, () => this.#flush());
    link.stream.on('error', (error) => this.#lose(toError(error).message, error));
    link.stream.on('end', () => this.#lose('the peer closed the connection'));
    link.stream.on('close', () => this.#lose('the connection is closed'));
    this.#writer = new FrameWriter(link.stream, () => this.#flush());
    link.receive((chunk) => this.#receive(chunk));
  }

  /** @internal The byte stream below, for facts about it; never to read from or write to. */
  get stream(): Duplex {
    return this.#link.stream;
  }

  /** Versions that this broker offers. */
  get versions(): BrokerVersions {
    return this.#versions;
  }

  /** `draining`: answers still come in, new requests are refused, and it closes when the last one is settled. */
  get state(): 'open' | 'draining' | 'closed' {
    return this.#state;
  }

  /** Requests that wait for room or for an answer, late ones included. */
  get inFlight(): number {
    return this.#book.size;
  }

  /** Monotonic time of the last send. */
  get lastUsedAt(): number {
    return this.#lastUsedAt;
  }

  /** Why it is closed; undefined while it is not. */
  get reason(): KafkaError | undefined {
    return this.#reason;
  }

  /** Answers received so far. */
  get answers(): number {
    return this.#answers;
  }

  /** Called once, when the connection has closed, with the reason. Returns a function that stops listening. */
  onClose(listener: (error: KafkaError) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Sends a request and resolves with its response. Rejects with TIMEOUT (late; its late answer is dropped), CONNECTION
   * (broken; the request may have been served), ABORTED, CLOSED or PROTOCOL. Error codes inside a response are data.
   */
  send<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    request: Request,
    options: RequestOptions = NO_OPTIONS,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const now = this.#settings.clock.monotonic();
      const timeoutMs = options.timeoutMs ?? this.#settings.requestTimeoutMs;
      const pending = new PendingRequest(
        { api: api as UntypedApi, version, request, expectsResponse: options.expectResponse !== false },
        { deadline: now + timeoutMs, timeoutMs },
        resolve as (response: unknown) => void,
        reject,
      );
      const refusal = timeoutFault(timeoutMs) ?? this.#refusal(pending);
      if (refusal !== undefined) return pending.fail(refusal);
      const { signal } = options;
      if (signal !== undefined) {
        pending.stopListening = onAbort(signal, () => {
          pending.fail(abortError(signal, pending.describe(this.address)));
          this.#closeIfDrained();
        });
        if (pending.settled) return;
      }
      this.#lastUsedAt = now;
      this.#deadlines.arm(pending.deadline, now);
      this.#book.enqueue(pending);
      this.#flush();
    });
  }

  /**
   * Takes no new requests, closes when the last one is settled, or breaks after `limitMs`, and resolves then. Idempotent.
   */
  drain(limitMs?: number): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'draining';
      if (limitMs !== undefined) {
        this.#drainLimit = this.#settings.clock.after(limitMs, () => this.#lose('the broker has moved'));
      }
      this.#closeIfDrained();
    }
    return this.#closed.promise;
  }

  /** Closes at once; requests under way reject with CLOSED. Idempotent. */
  close(): void {
    this.#finish(new KafkaError('CLOSED', `the connection to ${this.address} was closed by this client`));
  }

  /** @internal What openConnection learned. */
  establish(versions: BrokerVersions): void {
    this.#versions = versions;
  }

  /** @internal Parks; resolves when everything written has its answer, rejects when the connection closes. */
  parked(): Promise<void> {
    this.#isParked = true;
    this.#quiet ??= deferred();
    const { promise } = this.#quiet;
    promise.catch(() => {});
    if (this.#state === 'closed')
      this.#quiet.reject(new KafkaError('CLOSED', `${this.address}: the connection is closed`));
    else this.#flush();
    return promise;
  }

  /** @internal Sends past the queue while parked: for re-authentication only. */
  sendParked<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    request: Request,
    options: RequestOptions = NO_OPTIONS,
  ): Promise<Response> {
    const { signal, timeoutMs = this.#settings.requestTimeoutMs } = options;
    return new Promise((resolve, reject) => {
      const now = this.#settings.clock.monotonic();
      const pending = new PendingRequest(
        { api: api as UntypedApi, version, request, expectsResponse: true },
        { deadline: now + timeoutMs, timeoutMs },
        resolve as (response: unknown) => void,
        reject,
      );
      if (this.#state === 'closed')
        return pending.fail(requestError('CONNECTION', pending, this.address, 'the connection is closed'));
      if (!this.#isParked) {
        return pending.fail(requestError('INTERNAL', pending, this.address, 'the connection is not parked'));
      }
      pending.stopListening = onAbort(signal, () =>
        pending.fail(abortError(signal as AbortSignal, pending.describe(this.address))),
      );
      if (pending.settled) return;
      this.#deadlines.arm(pending.deadline, now);
      // `lastUsedAt` stays: a connection that does nothing but authenticate is idle.
      this.#write(pending);
    });
  }

  /** @internal What waits goes on, in order, until this time: by no timer, which may be late where the loop is busy. */
  unpark(parkAt: number = Number.POSITIVE_INFINITY): void {
    this.#parkAt = parkAt;
    this.#isParked = false;
    this.#flush();
  }

  /** @internal Closes at once with this reason, which requests under way reject with. */
  abandon(error: KafkaError): void {
    this.#finish(error);
  }

  #refusal(pending: PendingRequest): KafkaError | undefined {
    if (this.#state !== 'open') {
      if (this.#state !== 'closed') {
        return requestError('CONNECTION', pending, this.address, 'the connection is about to be replaced');
      }
      const why = this.#reason === undefined ? '' : ` (${this.#reason.message})`;
      return requestError('CONNECTION', pending, this.address, `the connection is closed${why}`, this.#reason);
    }
    if (this.#book.queued < MAX_QUEUED) return undefined;
    return requestError(
      'CONNECTION',
      pending,
      this.address,
      `${MAX_QUEUED} requests wait already: the broker is not keeping up`,
    );
  }

  #flush(): void {
    this.#isParked ||= this.#parkAt < Number.POSITIVE_INFINITY && this.#settings.clock.monotonic() >= this.#parkAt;
    if (this.#isParked) return this.#tellIfQuiet();
    const { maxInFlight, maxInFlightBytes } = this.#settings;
    while (this.#book.queued > 0 && this.#writer.isWritable && !this.#throttle.isActive && this.#state !== 'closed') {
      if (this.#book.written >= maxInFlight || this.#book.bytesInFlight >= maxInFlightBytes) return;
      const pending = this.#book.dequeue() as PendingRequest;
      if (!pending.settled) this.#write(pending);
    }
  }

  #tellIfQuiet(): void {
    if (!this.#book.isQuiet || this.#throttle.isActive) return;
    this.#quiet?.resolve();
    this.#quiet = undefined;
  }

  #write(pending: PendingRequest): void {
    const id = this.#book.takeId();
    let pieces: Buffer[];
    try {
      pieces = encodeRequestFrame(pending.api, pending.version, id, this.#settings.clientId, pending.request);
    } catch (error) {
      // Nothing was written, so the connection is as good as before.
      pending.fail(
        KafkaError.is(error) ? error : requestError('INTERNAL', pending, this.address, toError(error).message, error),
      );
      return;
    }
    pending.request = undefined;
    pending.correlationId = id;
    pending.writtenAt = this.#settings.clock.monotonic();
    for (let i = 0; i < pieces.length; i++) pending.bytes += pieces[i]!.length;
    this.#book.addWritten(pending);
    this.#writer.write(pieces, pending.expectsResponse ? undefined : this.#whenTaken(pending));
  }

  /** For a request that expects no answer: it is done when the stream has taken it. */
  #whenTaken(pending: PendingRequest): (error?: Error | null) => void {
    return (error) => {
      this.#book.taken(pending);
      // An error closes the connection as well, which fails everything with its reason.
      if (!error) pending.succeed(undefined);
      this.#flush();
      this.#closeIfDrained();
    };
  }

  #receive(chunk: Uint8Array): void {
    if (this.#state === 'closed') return;
    this.#silence.received(this.#settings.clock.monotonic());
    try {
      this.#splitter.push(chunk);
    } catch (error) {
      // The stream cannot be read any further. Where it worked before, a new connection may work again.
      const retriable = this.#answers > 0;
      const message = `${this.address}: ${toError(error).message}`;
      const position = positionOf(error);
      this.#finish(new KafkaError('PROTOCOL', message, { broker: this.address, retriable, position, cause: error }));
    }
  }

  #answer(frame: Buffer): void {
    if (this.#state === 'closed') return;
    const id = correlationIdOf(frame);
    const pending = this.#book.answered(id);
    if (pending === undefined) {
      if (this.#book.isForgiven(id)) return;
      throw new KafkaError('PROTOCOL', `an answer came for request ${id}, which was not asked`);
    }
    this.#answers++;
    this.#silence.answered();
    // A late or given-up answer is not even decoded.
    if (!pending.settled) this.#decode(pending, frame);
    this.#flush();
    this.#closeIfDrained();
  }

  #decode(pending: PendingRequest, frame: Buffer): void {
    let response: unknown;
    try {
      response = decodeResponseFrame(pending.api as unknown as Api<never, unknown>, pending.version, frame);
    } catch (error) {
      // Frame boundaries still hold, so only this request is lost.
      pending.fail(requestError('PROTOCOL', pending, this.address, toError(error).message, error));
      return;
    }
    const throttleMs = throttleMsOf(pending.api, pending.version, response);
    if (throttleMs > 0) this.#hold(throttleMs);
    pending.succeed(response);
  }

  /** KIP-219: the client keeps quiet as long as the broker says. Bounded, because every waiting request has a deadline. */
  #hold(throttleMs: number): void {
    const { logger, requestTimeoutMs } = this.#settings;
    logger.debug('throttled by the broker', { broker: this.address, throttleTimeMs: throttleMs });
    this.#throttle.hold(Math.min(throttleMs, requestTimeoutMs));
  }

  /** Rejects what is late at `now`; answers the next deadline. */
  #expire(now: number): number {
    let late = 0;
    const next = this.#book.expire(now, (pending) => {
      late++;
      if (!pending.settled) pending.fail(requestError('TIMEOUT', pending, this.address, this.#whyLate(pending)));
    });
    if (this.#isParked) this.#flush();
    if (late > 0) this.#judgeSilence(now, late);
    this.#closeIfDrained();
    return this.#state === 'closed' ? Number.POSITIVE_INFINITY : next;
  }

  #whyLate(pending: PendingRequest): string {
    const late = `no answer within ${Math.round(pending.timeoutMs)} ms`;
    if (pending.correlationId >= 0) return late;
    if (this.#throttle.isActive) return `${late}; it was not sent, because the broker throttles this client`;
    return `${late}; it was not sent, because ${this.#book.written} requests before it are unanswered`;
  }

  #judgeSilence(now: number, late: number): void {
    if (this.#throttle.isActive) return;
    // What waits for re-authentication waits for us, not for the peer.
    if (this.#isParked && this.#book.written === 0) return;
    const silentMs = this.#silence.judge(now, late, this.#book.oldestWritten);
    if (silentMs !== undefined) this.#lose(`no answer for ${Math.round(silentMs)} ms`);
  }

  #closeIfDrained(): void {
    if (this.#state !== 'draining' || !this.#book.isSettled) return;
    this.#finish(new KafkaError('CLOSED', `the connection to ${this.address} was closed as planned`));
  }

  #lose(reason: string, cause?: unknown): void {
    if (this.#state === 'closed') return;
    this.#finish(
      new KafkaError('CONNECTION', `${this.address}: ${reason}`, { broker: this.address, retriable: true, cause }),
    );
  }

  #finish(error: KafkaError): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#reason = error;
    this.#deadlines.cancel();
    this.#throttle.cancel();
    this.#drainLimit?.cancel();
    this.#quiet?.reject(error);
    this.#link.stream.destroy();
    this.#book.clear((pending) => pending.fail(lostRequest(pending, this.address, error)));
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    this.#closed.resolve();
    for (const listener of listeners) listener(error);
  }
}
