// Requests that were sent without expecting an answer, because some brokers answer all the same. Must not know requests.
// Invariant: as many as the limit are remembered, the latest ones; each forgives one answer.

/** Far more than any broker lags behind. */
const MAX_REMEMBERED = 1024;

export class UnansweredIds {
  readonly #ids = new Set<number>();

  remember(id: number): void {
    if (this.#ids.size >= MAX_REMEMBERED) {
      for (const oldest of this.#ids) {
        this.#ids.delete(oldest);
        break;
      }
    }
    this.#ids.add(id);
  }

  /** Whether an answer to this id may be dropped in silence; once. */
  forgive(id: number): boolean {
    return this.#ids.delete(id);
  }
}
