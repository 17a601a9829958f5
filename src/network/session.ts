// The session of an authenticated connection (KIP-368): renewed in place before the broker ends it. Owns: when, and what
// happens when it fails. Must not know how a mechanism works.
//
//     |------------- session as the broker counts it -------------|
//     authenticated        get credentials                        `park at the latest
//                          (requests go on)  `first exchange: park, let answers come in, authenticate, go on
//                          `at 85-95 %, but with 4 s left at least (of a life under 8 s, half of it)
//
// Invariant: while a request waits for the renewal it keeps its place and its deadline; after a failure the connection is
// closed with the true cause, so none waits for ever.
import { onAbort } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Connection } from './connection.ts';
import { authenticate, type SaslChannel, type SaslLimits } from './sasl/authenticate.ts';
import type { SaslMechanism } from './sasl/mechanism.ts';

/** A renewal begins when at most this part of the life is over; spread, so that not all connections come at once. */
const RENEW_PART = 0.95;
const RENEW_SPREAD = 0.1;
/**
 * What a renewal has at least, of a life that is long enough. Over TLS, brokers up to 2.8 take up what they have read one
 * request per 300 ms when nothing more comes in, as on a parked connection: eight under way take 2.4 s.
 */
const RENEW_RESERVE_MS = 4_000;
const MAX_RESERVE_PART = 0.5;
/**
 * Of the reserve. A request that the broker takes up after the session's end closes the connection: none is written in the
 * last part of it, even if the credentials are not there yet.
 */
const PARK_PART = 0.5;
/** Brokers refuse to authenticate a connection again within a second. */
const MIN_INTERVAL_MS = 1_100;

/** What a session needs to know. */
export interface SessionSettings {
  readonly host: string;
  readonly port: number;
  readonly mechanism: SaslMechanism;
  /** Limit of one renewal. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export class Session {
  readonly #connection: Connection;
  readonly #settings: SessionSettings;
  readonly #ended = new AbortController();
  readonly #timers = new Set<Timer>();
  /** When the last message of an exchange was written: the broker counts the session's life from some time after it. */
  #askedAt = 0;

  constructor(connection: Connection, settings: SessionSettings) {
    this.#connection = connection;
    this.#settings = settings;
    connection.onClose((error) => {
      for (const timer of this.#timers) timer.cancel();
      this.#ended.abort(error);
    });
  }

  /** The first authentication, on a connection that serves nothing else yet. */
  async begin(limits: SaslLimits): Promise<void> {
    const connection = this.#connection;
    const send: Connection['send'] = (api, version, request, options) => {
      this.#askedAt = this.#settings.clock.monotonic();
      return connection.send(api, version, request, options);
    };
    this.#planRenewal(await authenticate(this.#channel(send), this.#settings.mechanism, limits));
  }

  /** What waits goes on until shortly before the end, counted from the question: its answer may have been read late. */
  #planRenewal(lifeMs: number): void {
    const endless = lifeMs <= 0 || this.#connection.state === 'closed';
    const reserveMs = Math.min(RENEW_RESERVE_MS, lifeMs * MAX_RESERVE_PART);
    const parkMs = lifeMs - reserveMs * PARK_PART;
    this.#connection.unpark(endless ? Number.POSITIVE_INFINITY : this.#askedAt + parkMs);
    if (endless) return;
    const latestMs = Math.min(lifeMs * RENEW_PART, lifeMs - reserveMs);
    const renewAt = this.#askedAt + latestMs - Math.random() * lifeMs * RENEW_SPREAD;
    this.#after(Math.max(renewAt - this.#settings.clock.monotonic(), MIN_INTERVAL_MS), () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { clock, timeoutMs, mechanism } = this.#settings;
    const limit = new AbortController();
    const stopListening = onAbort(this.#ended.signal, () => limit.abort(this.#ended.signal.reason));
    const tooLate = new KafkaError('TIMEOUT', `not done within ${timeoutMs} ms`, { retriable: true });
    const abort = (): void => limit.abort(tooLate);
    let timer = this.#after(timeoutMs, abort);
    const send: Connection['send'] = async (api, version, request, options) => {
      // Not before the credentials are there: an identity provider may take its time, or be reached through Kafka.
      // What waits at the broker (a JoinGroup, say) takes its own time, which is not counted here.
      this.#cancel(timer);
      await this.#connection.parked();
      timer = this.#after(timeoutMs, abort);
      this.#askedAt = clock.monotonic();
      return this.#connection.sendParked(api, version, request, options);
    };
    try {
      const lifeMs = await authenticate(this.#channel(send), mechanism, { signal: limit.signal, timeoutMs });
      for (const one of this.#timers) this.#cancel(one);
      this.#planRenewal(lifeMs);
    } catch (error) {
      this.#connection.abandon(this.#failure(error));
    } finally {
      this.#cancel(timer);
      stopListening();
    }
  }

  #failure(error: unknown): KafkaError {
    const { address } = this.#connection;
    const code = KafkaError.is(error) ? error.code : 'AUTHENTICATION';
    const retriable = KafkaError.is(error) && error.retriable;
    const message = `the session at ${address} could not be renewed: ${toError(error).message}`;
    return new KafkaError(code, message, { broker: address, retriable, cause: error });
  }

  #channel(send: Connection['send']): SaslChannel {
    const { host, port, clock } = this.#settings;
    const { address, versions } = this.#connection;
    return { host, port, address, clock, versions, send };
  }

  #cancel(timer: Timer): void {
    timer.cancel();
    this.#timers.delete(timer);
  }

  #after(ms: number, run: () => void): Timer {
    const timer = this.#settings.clock.after(
      ms,
      () => {
        this.#timers.delete(timer);
        run();
      },
      { keepAlive: false },
    );
    this.#timers.add(timer);
    return timer;
  }
}
