// Sharing out when members subscribe to different topics: what Java calls the general case. As balanced as subscriptions
// allow, moving as little as that takes. Must not know: how claims were weighed, what is held back.
// Invariant: balancing ends. Every move goes from a member to one with at least two partitions fewer, but for detours, as
// Java makes them, whose number is limited.
import { javaStringHash } from './java-order.ts';
import { PartitionMoves } from './partition-moves.ts';
import { NONE, type StickyGroup, type StickyTopic } from './sticky-group.ts';
import type { StickyRacks } from './sticky-racks.ts';

/** By partition, the member that gets it. `former`: who had it before its owner, if anybody says so. */
export function assignGeneral(
  group: StickyGroup,
  owner: Int32Array,
  former: Int32Array,
  racks: StickyRacks,
): Int32Array {
  const sharing = new GeneralSharing(group, racks);
  sharing.keepOwned(owner);
  const isFresh = sharing.isEmpty;
  const added = sharing.dealRest();
  sharing.balance(added, former, isFresh);
  return sharing.holders;
}

/** The same, but everybody keeps what it owns and still wants, balanced or not, near or far. */
export function assignUnmoved(group: StickyGroup, owner: Int32Array, racks: StickyRacks): Int32Array {
  const sharing = new GeneralSharing(group, racks);
  sharing.keepOwned(owner, { farToo: true });
  sharing.dealRest();
  return sharing.holders;
}

class GeneralSharing {
  holders: Int32Array;
  readonly #group: StickyGroup;
  readonly #racks: StickyRacks;
  /** By member, how many partitions it has. */
  #sizes: Int32Array;
  /** Those of topics with few subscribers first: others leave them a choice. */
  readonly #inOrder: readonly number[];
  /** How many moves may still be made that gain nothing in themselves. */
  #detours: number;
  /** A member had a partition that it may not keep. */
  #mustRevoke = false;

  constructor(group: StickyGroup, racks: StickyRacks) {
    this.#group = group;
    this.#racks = racks;
    this.holders = new Int32Array(group.size).fill(NONE);
    this.#sizes = new Int32Array(group.members.length);
    this.#detours = group.size;
    // Stable: topics with as many subscribers stay in name order.
    const topics = [...group.topics].sort((a, b) => a.subscribers.length - b.subscribers.length);
    this.#inOrder = topics.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
  }

  /** Nobody has anything yet. */
  get isEmpty(): boolean {
    return this.#sizes.every((size) => size === 0);
  }

  /** Members keep what they own, but for topics that they no longer want, and what is in the wrong rack. */
  keepOwned(owner: Int32Array, { farToo = false } = {}): void {
    for (const [index, member] of owner.entries()) {
      if (member === NONE) continue;
      const topic = this.#group.topic(index);
      const isWanted = this.#group.members[member]?.topics.has(topic.name) ?? false;
      if (isWanted && (farToo || !this.#racks.mismatch(member, index))) this.#give(index, member);
      else this.#mustRevoke = true;
    }
  }

  /** Gives every partition that nobody has to the member with the fewest; returns them. */
  dealRest(): readonly number[] {
    const rest = this.#inOrder.filter((index) => this.holders[index] === NONE);
    let open: readonly number[] = rest;
    if (this.#racks.matter) {
      open = rest.filter((index) => {
        const member = this.#smallest(index, (each) => !this.#racks.mismatch(each, index));
        if (member !== NONE) this.#give(index, member);
        return member === NONE;
      });
    }
    for (const index of open) this.#give(index, this.#smallest(index));
    return rest;
  }

  /** Moves partitions until no move makes it more balanced; `added` first. Takes everything back if that gained nothing. */
  balance(added: readonly number[], former: Int32Array, isFresh: boolean): void {
    const moves = new PartitionMoves(
      (index) => this.#group.topicOf[index] as number,
      (index) => javaPartitionHash(this.#group.topic(index), this.#group.partitionOf(index)),
    );
    const isShared = (index: number): boolean => this.#group.topic(index).subscribers.length > 1;
    const before = this.#copy();
    if (!this.#mustRevoke) this.#moveAll(added.filter(isShared), former, moves);
    const hasMoved = this.#moveAll(this.#inOrder.filter(isShared), former, moves);
    if (isFresh || !hasMoved || this.#imbalance(this.#sizes) < this.#imbalance(before.sizes)) return;
    this.holders = before.holders;
    this.#sizes = before.sizes;
  }

  /** Until a whole round has moved nothing. True: something was moved. */
  #moveAll(indexes: readonly number[], former: Int32Array, moves: PartitionMoves): boolean {
    let hasMoved = false;
    for (;;) {
      let isMoving = false;
      for (const index of indexes) {
        const to = this.#destination(index, former[index] as number);
        if (to === NONE) continue;
        this.#move(index, to, moves);
        isMoving = true;
      }
      if (!isMoving) return hasMoved;
      hasMoved = true;
    }
  }

  /** Who should rather have the partition: the member that had it before the last generation, or that with the fewest. */
  #destination(index: number, former: number): number {
    const holder = this.holders[index] as number;
    const { subscribers } = this.#group.topic(index);
    if (former !== NONE && this.#isBetterOff(holder, former) && subscribers.includes(former)) return former;
    const smallest = this.#smallest(index);
    return this.#isBetterOff(holder, smallest) ? smallest : NONE;
  }

  #move(index: number, to: number, moves: PartitionMoves): void {
    let moved = moves.actual(index, this.holders[index] as number, to);
    // What goes home in its place may be with somebody who has no more than `to` by now: nothing is gained by that.
    if (!this.#isBetterOff(this.holders[moved] as number, to) && --this.#detours < 0) moved = index;
    const from = this.holders[moved] as number;
    moves.add(moved, from, to);
    this.#sizes[from] = (this.#sizes[from] as number) - 1;
    this.#give(moved, to);
  }

  /** By two or more, so that giving one away does not merely swap roles. */
  #isBetterOff(member: number, other: number): boolean {
    return (this.#sizes[member] as number) > (this.#sizes[other] as number) + 1;
  }

  /** The subscriber with the fewest partitions, the first of several; NONE where nobody is acceptable. */
  #smallest(index: number, accepts?: (member: number) => boolean): number {
    let smallest = NONE;
    let size = Number.POSITIVE_INFINITY;
    for (const member of this.#group.topic(index).subscribers) {
      const mine = this.#sizes[member] as number;
      if (mine >= size || accepts?.(member) === false) continue;
      smallest = member;
      size = mine;
    }
    return smallest;
  }

  /** Among those members for whom there is something to gain or lose. */
  #imbalance(sizes: Int32Array): number {
    const sharers = new Set(
      this.#group.topics.flatMap(({ subscribers }) => (subscribers.length > 1 ? subscribers : [])),
    );
    return imbalance([...sharers].map((member) => sizes[member] as number));
  }

  #give(index: number, member: number): void {
    this.holders[index] = member;
    this.#sizes[member] = (this.#sizes[member] as number) + 1;
  }

  #copy(): { readonly holders: Int32Array; readonly sizes: Int32Array } {
    return { holders: this.holders.slice(), sizes: this.#sizes.slice() };
  }
}

/** How far the sizes of all pairs of members are apart, together; 0 is perfect. */
export function imbalance(sizes: ArrayLike<number>): number {
  const sorted = Array.from(sizes).sort((a, b) => a - b);
  // In order, a size is subtracted once for each larger one and added once for each smaller one.
  return sorted.reduce((sum, size, i) => sum + size * (2 * i + 1 - sorted.length), 0);
}

/** TopicPartition.hashCode() of Java. */
function javaPartitionHash(topic: StickyTopic, partition: number): number {
  return (Math.imul(31, 31 + partition) + javaStringHash(topic.name)) | 0;
}
