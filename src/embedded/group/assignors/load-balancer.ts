// Who of a topic's subscribers has fewest partitions, who has most. Walks both ends of the list that was sorted once, and
// counts on what it hands out being done: who was named least has one more afterwards, who was named most one less.
//
//     sorted by load:   a a a | b b | . . . | c c | d d d
//                       ^ least ^           ^ most     ^ excluded
export class LoadBalancer {
  readonly #loads: readonly number[];
  readonly #sorted: number[];
  readonly imbalance: number;
  #leastEnd = 0;
  #leastLoad: number;
  #nextLeast = 0;
  #mostStart: number;
  #mostEnd: number;
  #mostLoad: number;
  #nextMost: number;

  /** `loads` are looked up when needed, and change as partitions are given. */
  constructor(loads: readonly number[], members: readonly number[]) {
    this.#loads = loads;
    this.#sorted = [...members].sort((a, b) => this.#loadOf(a) - this.#loadOf(b) || a - b);
    const [lowest, highest] = [this.#loadAt(0), this.#loadAt(this.#sorted.length - 1)];
    this.imbalance = highest - lowest;
    this.#leastLoad = lowest - 1;
    this.#mostStart = this.#sorted.length;
    this.#mostEnd = this.#sorted.length;
    this.#mostLoad = highest + 1;
    this.#nextMost = this.#sorted.length - 1;
  }

  get isBalanced(): boolean {
    return this.#mostLoad - this.#leastLoad <= 1;
  }

  nextLeast(): number {
    if (this.#nextLeast >= this.#leastEnd) {
      this.#leastLoad++;
      while (this.#leastEnd < this.#sorted.length && this.#loadAt(this.#leastEnd) === this.#leastLoad) this.#leastEnd++;
      this.#nextLeast = 0;
    }
    return this.#sorted[this.#nextLeast++] as number;
  }

  /** Undefined where nobody is left. */
  nextMost(): number | undefined {
    if (this.#nextMost < this.#mostStart) {
      const isUsedUp = this.#mostEnd <= this.#mostStart && this.#mostStart > 0;
      this.#mostLoad = isUsedUp ? this.#loadAt(this.#mostStart - 1) : this.#mostLoad - 1;
      while (this.#mostStart > 0 && this.#loadAt(this.#mostStart - 1) === this.#mostLoad) this.#mostStart--;
      this.#nextMost = this.#mostEnd - 1;
    }
    return this.#nextMost < 0 ? undefined : this.#sorted[this.#nextMost--];
  }

  /** Who was named last as having most has nothing of this topic to give. */
  excludeMost(): void {
    const [at, last] = [this.#nextMost + 1, --this.#mostEnd];
    const excluded = this.#sorted[at] as number;
    this.#sorted[at] = this.#sorted[last] as number;
    this.#sorted[last] = excluded;
  }

  #loadAt(index: number): number {
    return this.#loadOf(this.#sorted[index] as number);
  }

  #loadOf(member: number): number {
    return this.#loads[member] ?? 0;
  }
}
