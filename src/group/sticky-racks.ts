// Racks as the sticky assignors use them (KIP-881): a member gets, and keeps, partitions of its own rack before others.
// Invariant: members without a rack match every partition, and are sought by none.
import type { GroupMemberInfo } from './assignor.ts';
import { rackOf, racksMatter } from './rack-match.ts';
import type { StickyGroup } from './sticky-group.ts';

export class StickyRacks {
  /** False: everybody matches. */
  readonly matter: boolean;
  readonly #group: StickyGroup;
  /** By member; empty where racks do not matter. */
  readonly #rackOf: readonly (string | undefined)[];

  constructor(group: StickyGroup, { ignored = false }: { readonly ignored?: boolean } = {}) {
    this.#group = group;
    const topics = group.topics.map(({ count, racks }) => ({ partitions: count, racks: racks ?? [] }));
    this.matter = !ignored && racksMatter(group.members, topics);
    this.#rackOf = this.matter ? group.members.map(rackOf) : [];
  }

  /** The member says where it runs, and no replica of the partition is there. */
  mismatch(member: number, index: number): boolean {
    const rack = this.#rackOf[member];
    return rack !== undefined && !this.#racks(index).includes(rack);
  }

  /** Position in `members` of the first, from `start` on and around, that runs where the partition has a replica; or -1. */
  nextMatch(index: number, members: readonly number[], start: number): number {
    const racks = this.#racks(index);
    if (racks.length === 0) return -1;
    for (let i = 0; i < members.length; i++) {
      const at = (start + i) % members.length;
      const rack = this.#rackOf[members[at] as number];
      if (rack !== undefined && racks.includes(rack)) return at;
    }
    return -1;
  }

  /** Partitions that few members are near to come first; else the order stays. */
  scarcestFirst(indexes: readonly number[]): readonly number[] {
    if (!this.matter) return indexes;
    const residents = new Map<string, number>();
    for (const member of this.#group.members as readonly GroupMemberInfo[]) {
      const rack = rackOf(member);
      if (rack !== undefined) residents.set(rack, (residents.get(rack) ?? 0) + 1);
    }
    const near = (index: number): number => {
      return [...new Set(this.#racks(index))].reduce((sum, rack) => sum + (residents.get(rack) ?? 0), 0);
    };
    const counted = indexes.map((index) => ({ index, near: near(index) }));
    return counted.sort((a, b) => a.near - b.near).map(({ index }) => index);
  }

  #racks(index: number): readonly string[] {
    return this.#group.topic(index).racks?.[this.#group.partitionOf(index)] ?? [];
  }
}
