// Average, smallest and largest of what was measured. Must not know what that is.

/** What a row of measurements comes to. Of none, all is 0. */
export interface Summary {
  readonly count: number;
  readonly sum: number;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
}

/** Takes measurements one by one and keeps none of them. */
export class Summarizer {
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  summary(): Summary {
    const count = this.#count;
    if (count === 0) return { count, sum: 0, avg: 0, min: 0, max: 0 };
    return { count, sum: this.#sum, avg: this.#sum / count, min: this.#min, max: this.#max };
  }
}
