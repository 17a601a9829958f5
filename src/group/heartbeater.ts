// The member's pulse: a loop of its own that no handler and no held request can stop. Owns: when to beat, and when the
// session is over because no beat got through. Must not know: what follows from either.
// Invariant: after any error another beat follows, until stop().
import { sleep, waitFor } from '../base/abort.ts';
import { Backoff } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import type { Identity } from './member-state.ts';

/** What the heartbeater needs from its member. */
export interface Heart {
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly sessionTimeoutMs: number;
  /** Whom to beat for; undefined: nobody at the moment. */
  identity(): Identity | undefined;
  /** One beat; rejects with what went wrong. Ends within `timeoutMs`. */
  beat(identity: Identity, call: { readonly signal: AbortSignal; readonly timeoutMs: number }): Promise<void>;
  /** True: the coordinator answered, even if with an error of this member's; false: it was not reached. */
  answered(error: unknown, identity: Identity): boolean;
  /** The pause between two beats is over that was to end at `dueAt`. */
  paused(dueAt: number): void;
  /** No beat got through for a session timeout: the coordinator has given this member up by now. */
  sessionOver(identity: Identity): void;
}

export class Heartbeater {
  readonly #heart: Heart;
  readonly #backoff = new Backoff();
  readonly #stop = new AbortController();
  /** Monotonic time at which the last beat that got through was sent. */
  #lastContact = 0;
  #answeredAt: number | undefined;
  #wake = new AbortController();
  #running = Promise.resolve();

  constructor(heart: Heart) {
    this.#heart = heart;
  }

  /** Monotonic milliseconds of the last contact with the coordinator. */
  get lastContact(): number {
    return this.#lastContact;
  }

  /** Wall-clock milliseconds of the last answer; undefined before the first. */
  get answeredAt(): number | undefined {
    return this.#answeredAt;
  }

  start(): void {
    this.#lastContact = this.#heart.clock.monotonic();
    this.#running = this.#loop();
  }

  /** The coordinator answered some other request of this member: its session begins anew. */
  contact(): void {
    this.#lastContact = this.#heart.clock.monotonic();
    this.#answeredAt = this.#heart.clock.now();
  }

  /** Beats now: for the first beat of a new generation, and after it became known that something changed. */
  hurry(): void {
    this.#wake.abort();
  }

  /** Idempotent; resolves when the loop has ended. */
  stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    return this.#running;
  }

  async #loop(): Promise<void> {
    const { clock, intervalMs } = this.#heart;
    let pauseMs = intervalMs;
    while (!this.#stop.signal.aborted) {
      const dueAt = clock.monotonic() + pauseMs;
      await sleep(clock, pauseMs, this.#wake.signal).catch(() => {});
      this.#heart.paused(dueAt);
      this.#wake = new AbortController();
      if (this.#stop.signal.aborted) return;
      pauseMs = await this.#beat();
    }
  }

  /** Milliseconds until the next beat. */
  async #beat(): Promise<number> {
    const { clock, intervalMs, sessionTimeoutMs } = this.#heart;
    const identity = this.#heart.identity();
    if (identity === undefined) return intervalMs;
    const sentAt = clock.monotonic();
    const left = this.#lastContact + sessionTimeoutMs - sentAt;
    // A coordinator that does not answer must not use up the session with one beat.
    const timeoutMs = Math.max(1, Math.min(left, sessionTimeoutMs / 3));
    const call = { signal: this.#stop.signal, timeoutMs };
    let isAnswered: boolean;
    try {
      await waitFor(this.#heart.beat(identity, call), clock, 'heartbeat', call);
      isAnswered = true;
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      isAnswered = this.#heart.answered(error, identity);
    }
    if (isAnswered) {
      this.#lastContact = Math.max(this.#lastContact, sentAt);
      this.#answeredAt = clock.now();
      this.#backoff.reset();
      return intervalMs;
    }
    const untilOver = this.#lastContact + sessionTimeoutMs - clock.monotonic();
    if (untilOver <= 0) {
      this.#heart.sessionOver(identity);
      this.#lastContact = clock.monotonic();
      return intervalMs;
    }
    return Math.min(this.#backoff.next(), intervalMs, untilOver);
  }
}
