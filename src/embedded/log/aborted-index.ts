// Which transactions of one partition were aborted, as Fetch tells readers of committed records (KIP-98). Owns: the list.
// Must not know the log. Invariant: entries are in the order of their markers.

/** A transaction that was aborted; its marker stands at `lastOffset`. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

export class AbortedIndex {
  #aborted: AbortedTransaction[] = [];

  /** `startOffset`: what ended before it can no longer be read and is forgotten. */
  add(aborted: AbortedTransaction, startOffset: number): void {
    if ((this.#aborted[0]?.lastOffset ?? startOffset) < startOffset) {
      this.#aborted = this.#aborted.filter(({ lastOffset }) => lastOffset >= startOffset);
    }
    this.#aborted.push(aborted);
  }

  /** Those that have a record, or may have one, from `from` on and before `to`. */
  between(from: number, to: number): AbortedTransaction[] {
    return this.#aborted.filter(({ firstOffset, lastOffset }) => lastOffset >= from && firstOffset < to);
  }
}
