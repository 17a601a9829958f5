// Who owns what, by what members say of themselves. Must not know: how partitions are shared out.
// Invariant: a partition has one owner at most, which claims it in the newest generation in which anybody does; where two
// do in the same, nobody owns it (KIP-792).
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { GroupMemberInfo } from './assignor.ts';
import { NONE, type StickyGroup } from './sticky-group.ts';

/** What a member says that it had, and since when. */
export interface Claim {
  readonly partitions: readonly TopicPartition[];
  /** -1 where it does not say. */
  readonly generationId: number;
}

interface IndexedClaim {
  readonly partitions: ReadonlySet<number>;
  readonly generationId: number;
}

export class StickyClaims {
  /** By partition, the member that owns it, or NONE. */
  readonly owner: Int32Array;
  /** By partition, who claims it in the newest of the generations that are past; NONE where nobody does. */
  readonly former: Int32Array;
  /** By partition, one or two members that claim it, rightly or not. */
  readonly #claimants: readonly [Int32Array, Int32Array];

  constructor(group: StickyGroup, claimOf: (member: GroupMemberInfo) => Claim) {
    const claims = group.members.map((member): IndexedClaim => {
      const { partitions, generationId } = claimOf(member);
      const indexes = new Set(partitions.map((place) => group.indexOf(place)));
      indexes.delete(NONE);
      return { partitions: indexes, generationId };
    });
    const nobody = (): Int32Array => new Int32Array(group.size).fill(NONE);
    this.owner = nobody();
    this.former = nobody();
    this.#claimants = [nobody(), nobody()];
    this.#weigh(claims);
    this.#lookBack(group, claims);
  }

  /** Somebody else, rightly or not, reads the partition. */
  isClaimedByOthers(index: number, member: number): boolean {
    const [one, another] = this.#claimants;
    return one[index] !== NONE && (one[index] !== member || another[index] !== NONE);
  }

  #weigh(claims: readonly IndexedClaim[]): void {
    const since = new Int32Array(this.owner.length).fill(NONE - 1);
    const [one, another] = this.#claimants;
    for (const [member, { partitions, generationId }] of claims.entries()) {
      for (const index of partitions) {
        (one[index] === NONE ? one : another)[index] = member;
        const newest = since[index] as number;
        if (generationId < newest) continue;
        this.owner[index] = generationId === newest ? NONE : member;
        since[index] = generationId;
      }
    }
  }

  #lookBack(group: StickyGroup, claims: readonly IndexedClaim[]): void {
    const since = new Int32Array(this.former.length);
    const newest = claims.reduce((max, { generationId }) => Math.max(max, generationId), NONE);
    for (const member of group.walk) {
      const { partitions, generationId } = claims[member] as IndexedClaim;
      if (generationId >= newest) continue;
      for (const index of partitions) {
        if (this.former[index] !== NONE && generationId <= (since[index] as number)) continue;
        this.former[index] = member;
        since[index] = generationId;
      }
    }
  }
}
