// Where partitions have moved from and to while an assignment is being balanced. Owns: the rule that partitions of one
// topic do not cross: if b gave one to a, and a is to give one to b, b gets its own back.
import { javaOrder } from './java-order.ts';

interface Move {
  readonly from: number;
  readonly to: number;
}

interface Moved {
  readonly indexes: Set<number>;
  /** The most that there ever were: the size of Java's set, and so its order, depends on it. */
  peak: number;
}

export class PartitionMoves {
  readonly #moves = new Map<number, Move>();
  /** By topic and pair of members. */
  readonly #byPair = new Map<string, Moved>();
  readonly #topicOf: (index: number) => number;
  readonly #hashOf: (index: number) => number;

  /** `hashOf`: that of the partition in Java. */
  constructor(topicOf: (index: number) => number, hashOf: (index: number) => number) {
    this.#topicOf = topicOf;
    this.#hashOf = hashOf;
  }

  /** The partition to move instead of this one of `from`, or it itself. */
  actual(index: number, from: number, to: number): number {
    const origin = this.#moves.get(index)?.from ?? from;
    const back = this.#byPair.get(this.#key(index, { from: to, to: origin }));
    if (back === undefined) return index;
    return javaOrder([...back.indexes], this.#hashOf, back.peak)[0] ?? index;
  }

  add(index: number, from: number, to: number): void {
    const before = this.#moves.get(index);
    if (before !== undefined) this.#remove(index, before);
    const move = { from: before?.from ?? from, to };
    // Home again: as if it had not moved.
    if (move.from === to) return;
    this.#moves.set(index, move);
    const key = this.#key(index, move);
    const moved = this.#byPair.get(key);
    if (moved === undefined) {
      this.#byPair.set(key, { indexes: new Set([index]), peak: 1 });
      return;
    }
    moved.indexes.add(index);
    moved.peak = Math.max(moved.peak, moved.indexes.size);
  }

  #remove(index: number, move: Move): void {
    this.#moves.delete(index);
    const key = this.#key(index, move);
    const moved = this.#byPair.get(key);
    moved?.indexes.delete(index);
    if (moved?.indexes.size === 0) this.#byPair.delete(key);
  }

  #key(index: number, { from, to }: Move): string {
    return `${this.#topicOf(index)} ${from} ${to}`;
  }
}
