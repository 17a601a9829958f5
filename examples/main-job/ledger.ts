// Keeps account: what became of every order, and how long it took.

/** Times in milliseconds, counted in whole ones: enough for a p99 and no growth with the number of orders. */
export class Latencies {
  readonly #counts: number[] = [];
  #total = 0;

  add(ms: number): void {
    const bucket = Math.max(0, Math.round(ms));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total++;
  }

  /** The time within which `share` (0 to 1) of all stayed. */
  quantile(share: number): number {
    let left = Math.ceil(this.#total * share);
    for (let ms = 0; ms < this.#counts.length; ms++) {
      left -= this.#counts[ms] ?? 0;
      if (left <= 0) return ms;
    }
    return 0;
  }
}

export class Ledger {
  readonly #handled: Uint8Array;
  readonly #deadLettered: Uint8Array;
  /** Orders that were handled in the end after failing at first. */
  readonly #retried: Uint8Array;
  /** From write to handled, of orders that went straight through. */
  readonly direct: Latencies = new Latencies();
  /** From write to handled, of orders that took the retry topic: the delays are part of it. */
  readonly afterRetry: Latencies = new Latencies();
  #settled = 0;

  constructor(orders: number) {
    this.#handled = new Uint8Array(orders);
    this.#deadLettered = new Uint8Array(orders);
    this.#retried = new Uint8Array(orders);
  }

  handled(id: number, ms: number, attempts: number): void {
    if (this.#isNew(id)) this.#settled++;
    if (attempts > 1) this.#retried[id] = 1;
    if (this.#handled[id]! < 255) this.#handled[id]!++;
    (attempts > 1 ? this.afterRetry : this.direct).add(ms);
  }

  deadLettered(id: number): void {
    if (this.#isNew(id)) this.#settled++;
    this.#deadLettered[id] = 1;
  }

  /** Orders that are accounted for. */
  get settled(): number {
    return this.#settled;
  }

  /** What became of the orders that were written, which are the first ones. */
  totals(written: number): { handled: number; twice: number; retried: number; deadLettered: number; missing: number } {
    const totals = { handled: 0, twice: 0, retried: 0, deadLettered: 0, missing: 0 };
    for (let id = 0; id < written; id++) {
      if (this.#handled[id]! > 0) totals.handled++;
      if (this.#handled[id]! > 1) totals.twice++;
      if (this.#retried[id]! > 0) totals.retried++;
      if (this.#deadLettered[id]! > 0) totals.deadLettered++;
      if (this.#isNew(id)) totals.missing++;
    }
    return totals;
  }

  #isNew(id: number): boolean {
    return this.#handled[id] === 0 && this.#deadLettered[id] === 0;
  }
}
