// Which offset of one partition may be committed. Owns: the contiguous prefix of finished records, in delivery order.
// Must not know: batches, handlers, brokers. Hot path.
// Invariant: `position` never passes a record that was begun and is not finished, and it goes back only by `goBack`.
//
//     delivered:  10  11  14  20  21        (holes are normal: compaction, transactions, control batches)
//     finished:    x   x       x            position = 12: the record after it in delivery order, 14, is unfinished
//                         ^head     ^tail

/** Tracks the records of one partition from the moment they are handed out to the moment their outcome is certain. */
export class OffsetTracker {
  // A ring over two arrays; a ticket's slot is ticket & mask.
  #offsets = new Float64Array(64);
  #finished = new Uint8Array(64);
  #mask = 63;
  #head = 0;
  #tail = 0;
  #unfinished = 0;
  #position = -1;

  /** The next offset to read after everything that is finished without a gap; -1 before anything is. */
  get position(): number {
    return this.#position;
  }

  /** Records begun and not finished. */
  get unfinished(): number {
    return this.#unfinished;
  }

  /** Records from the oldest unfinished one to the newest begun: what is kept in memory for the order of commits. */
  get span(): number {
    return this.#tail - this.#head;
  }

  /** The oldest unfinished offset; undefined when all are finished. */
  get oldest(): number | undefined {
    return this.#head === this.#tail ? undefined : this.#offsets[this.#head & this.#mask];
  }

  /** Takes note of a record, in delivery order; returns the ticket to finish it with. */
  begin(offset: number): number {
    if (this.#tail - this.#head > this.#mask) this.#grow();
    const slot = this.#tail & this.#mask;
    this.#offsets[slot] = offset;
    this.#finished[slot] = 0;
    this.#unfinished++;
    return this.#tail++;
  }

  /** Finishes a record, in any order. True when `position` moved. Finishing twice changes nothing. */
  finish(ticket: number): boolean {
    const slot = ticket & this.#mask;
    if (ticket < this.#head || ticket >= this.#tail || this.#finished[slot] === 1) return false;
    this.#finished[slot] = 1;
    this.#unfinished--;
    return ticket === this.#head && this.#advance();
  }

  /** The end of a batch: once everything before it is finished, the position is `lastOffset + 1`, also where the
   * batch's last records do not exist any more. True when `position` moved. */
  mark(lastOffset: number): boolean {
    const ticket = this.begin(lastOffset);
    return this.finish(ticket);
  }

  /**
   * The log was cut: what was begun from `offset` on is not in it any more, so nothing waits for it and nothing passes
   * `offset` because of it. True when `position` moved.
   */
  goBack(offset: number): boolean {
    const before = this.#position;
    for (let ticket = this.#head; ticket < this.#tail; ticket++) {
      const slot = ticket & this.#mask;
      if ((this.#offsets[slot] as number) < offset) continue;
      if (this.#finished[slot] === 0) this.#unfinished--;
      this.#finished[slot] = 1;
      this.#offsets[slot] = offset - 1;
    }
    this.#position = Math.min(before, offset);
    if (this.#head < this.#tail && this.#finished[this.#head & this.#mask] === 1) this.#advance();
    return this.#position !== before;
  }

  #advance(): boolean {
    let head = this.#head;
    while (head < this.#tail && this.#finished[head & this.#mask] === 1) head++;
    // The last one in delivery order, which is the highest but for a log that was cut.
    this.#position = (this.#offsets[(head - 1) & this.#mask] as number) + 1;
    this.#head = head;
    return true;
  }

  #grow(): void {
    const size = (this.#mask + 1) * 2;
    const offsets = new Float64Array(size);
    const finished = new Uint8Array(size);
    for (let ticket = this.#head; ticket < this.#tail; ticket++) {
      offsets[ticket & (size - 1)] = this.#offsets[ticket & this.#mask] as number;
      finished[ticket & (size - 1)] = this.#finished[ticket & this.#mask] as number;
    }
    this.#offsets = offsets;
    this.#finished = finished;
    this.#mask = size - 1;
  }
}
