// Sharing out when all members subscribe to the same topics: what Java calls the constrained case. Every member gets the
// same number of partitions, or one more than others. Must not know: how claims were weighed, what is held back.
// Invariant: a member keeps as much of what it owns as its share allows.
import { KafkaError } from '../base/errors.ts';
import { NONE, type StickyGroup } from './sticky-group.ts';
import type { StickyRacks } from './sticky-racks.ts';

/** By partition, the member that gets it. `readers`: those who take part, in the order in which Java would look at them. */
export function assignConstrained(
  group: StickyGroup,
  owner: Int32Array,
  racks: StickyRacks,
  readers: readonly number[],
): Int32Array {
  const sharing = new ConstrainedSharing(group, racks, readers);
  sharing.keepOwned(owner);
  const rest = racks.scarcestFirst(sharing.unassigned());
  sharing.deal(racks.matter ? sharing.dealByRack(rest) : rest);
  return sharing.holders;
}

class ConstrainedSharing {
  readonly holders: Int32Array;
  readonly #group: StickyGroup;
  readonly #racks: StickyRacks;
  readonly #readers: readonly number[];
  readonly #sizes: Int32Array;
  /** What everybody gets at least, and some at most. */
  readonly #least: number;
  readonly #most: number;
  /** How many may have more than the least; none when that is the most, too. */
  readonly #mayHaveMore: number;
  #haveMore = 0;
  /** Members with less than the least, and those with just that which may get one more. */
  #below: number[] = [];
  #atLeast: number[] = [];

  constructor(group: StickyGroup, racks: StickyRacks, readers: readonly number[]) {
    this.#group = group;
    this.#racks = racks;
    this.#readers = readers;
    this.holders = new Int32Array(group.size).fill(NONE);
    this.#sizes = new Int32Array(group.members.length);
    this.#least = Math.floor(group.size / readers.length);
    this.#most = Math.ceil(group.size / readers.length);
    this.#mayHaveMore = group.size % readers.length;
  }

  /** Members keep what they own, but for what is in the wrong rack, as far as their share goes. */
  keepOwned(owner: Int32Array): void {
    const owned = this.#owned(owner);
    for (const member of this.#readers) {
      const mine = owned.get(member) ?? [];
      let keep = mine.length;
      if (keep < this.#least) {
        this.#below.push(member);
      } else if (keep >= this.#most && this.#haveMore < this.#mayHaveMore) {
        keep = this.#most;
        this.#addOneWithMore();
      } else {
        keep = this.#least;
        if (this.#haveMore < this.#mayHaveMore) this.#atLeast.push(member);
      }
      for (const index of mine.slice(0, keep)) this.#give(index, member);
    }
    this.#below.sort((a, b) => a - b);
    this.#atLeast.sort((a, b) => a - b);
  }

  /** In the order of their topics' names. */
  unassigned(): readonly number[] {
    return [...this.holders.keys()].filter((index) => this.holders[index] === NONE);
  }

  /** Gives partitions to members near them, in turn, and returns those for which there is none. */
  dealByRack(indexes: readonly number[]): readonly number[] {
    let turn = 0;
    return indexes.filter((index) => {
      const at = this.#racks.nextMatch(index, this.#below, turn);
      if (at === NONE) return !this.#giveAbove(index);
      const member = this.#below[at] as number;
      const isFilled = this.#give(index, member) >= this.#least;
      if (isFilled) {
        this.#below.splice(at, 1);
        if (this.#least < this.#most && this.#haveMore < this.#mayHaveMore) this.#atLeast.push(member);
      }
      turn = this.#below.length === 0 ? 0 : (isFilled ? at : at + 1) % this.#below.length;
      return false;
    });
  }

  /** Gives partitions to members in turn, first to those that have less than the least. */
  deal(indexes: readonly number[]): void {
    let turn = 0;
    for (const index of indexes) {
      if (turn >= this.#below.length) turn = 0;
      const member = this.#below[turn] ?? this.#atLeast.shift();
      if (member === undefined) throw new KafkaError('INTERNAL', 'sticky assignor: nobody is left for a partition');
      const size = this.#give(index, member);
      if (size < this.#least) turn++;
      else if (size === this.#least) {
        this.#below.splice(turn, 1);
        this.#atLeast.push(member);
      }
    }
  }

  /** To a member that has the least and may have more. */
  #giveAbove(index: number): boolean {
    const at = this.#racks.nextMatch(index, this.#atLeast, 0);
    if (at === NONE) return false;
    const [member] = this.#atLeast.splice(at, 1);
    this.#give(index, member as number);
    this.#addOneWithMore();
    return true;
  }

  #addOneWithMore(): void {
    this.#haveMore++;
    // Nobody else may have more: they are done.
    if (this.#haveMore === this.#mayHaveMore) this.#atLeast = [];
  }

  /** Returns how many the member has then. */
  #give(index: number, member: number): number {
    this.holders[index] = member;
    const size = (this.#sizes[member] as number) + 1;
    this.#sizes[member] = size;
    return size;
  }

  /** Partitions by owner, in the right rack, in the order in which they are kept: low numbers of every topic first. */
  #owned(owner: Int32Array): ReadonlyMap<number, readonly number[]> {
    const owned = new Map<number, number[]>();
    for (const [index, member] of owner.entries()) {
      if (member === NONE || this.#racks.mismatch(member, index)) continue;
      const list = owned.get(member);
      if (list === undefined) owned.set(member, [index]);
      else list.push(index);
    }
    for (const list of owned.values()) {
      list.sort((a, b) => this.#group.partitionOf(a) - this.#group.partitionOf(b) || a - b);
    }
    return owned;
  }
}
