/** Bounds of an exponential back-off. Each delay is jittered by up to 20 % either way, so that clients do not march in step. */
export interface BackoffOptions {
  /** First delay, milliseconds. Default 100. */
  readonly minMs?: number;
  /** Longest delay, milliseconds, jitter included. Default 1000. */
  readonly maxMs?: number;
}

const JITTER = 0.2;

/** Grows from `minMs` to `maxMs` by doubling (KIP-580), until `reset`. */
export class Backoff {
  readonly #minMs: number;
  readonly #maxMs: number;
  #failures = 0;

  constructor(options: BackoffOptions = {}) {
    this.#minMs = options.minMs ?? 100;
    this.#maxMs = options.maxMs ?? 1000;
  }

  /** How many delays were taken since the last reset. */
  get failures(): number {
    return this.#failures;
  }

  /** The next delay in milliseconds. */
  next(): number {
    const exact = Math.min(this.#minMs * 2 ** Math.min(this.#failures, 30), this.#maxMs);
    this.#failures++;
    return Math.min(exact * (1 - JITTER + Math.random() * 2 * JITTER), this.#maxMs);
  }

  reset(): void {
    this.#failures = 0;
  }
}
