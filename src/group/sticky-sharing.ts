// One rebalance of a sticky assignor: who should have what in the end, and how far a cooperative group gets in one step.
// Invariants: no step gives a partition to a member while another still reads it (KIP-429); after two steps at most, no
// partition moves any more.
import type { AssignableTopic, GroupMemberInfo } from './assignor.ts';
import { assignConstrained } from './constrained-sticky.ts';
import { assignGeneral, assignUnmoved } from './general-sticky.ts';
import { type Claim, StickyClaims } from './sticky-claims.ts';
import { NONE, StickyGroup } from './sticky-group.ts';
import { StickyRacks } from './sticky-racks.ts';

const NO_TOPICS: ReadonlySet<string> = new Set();
/** How far ahead it is looked for a state in which the group can rest. */
const LOOK_AHEAD = 3;

/** Takes from a target what cannot be given yet. */
type HoldBack = (target: Int32Array) => Int32Array;

export class StickySharing {
  readonly group: StickyGroup;
  readonly #claims: StickyClaims;
  readonly #racks: StickyRacks;
  /** Members that subscribe to something, in the order in which Java would look at them. */
  readonly #readers: readonly number[];
  readonly #isConstrained: boolean;
  readonly #nobody: Int32Array;

  constructor(
    members: readonly GroupMemberInfo[],
    topics: ReadonlyMap<string, AssignableTopic>,
    claimOf: (member: GroupMemberInfo) => Claim,
  ) {
    this.group = new StickyGroup(members, topics);
    this.#claims = new StickyClaims(this.group, claimOf);
    this.#racks = new StickyRacks(this.group);
    this.#nobody = new Int32Array(this.group.size).fill(NONE);
    this.#readers = this.group.walk.filter((member) => this.#topicsOf(member).size > 0);
    this.#isConstrained = this.#wantTheSame();
  }

  /** By partition, who should have it in the end. */
  target(): Int32Array {
    return this.#target(this.#claims.owner, this.#racks, this.#claims.former);
  }

  /** By partition, who gets it now; NONE where somebody else has to give it up first. */
  step(): Int32Array {
    const { owner } = this.#claims;
    const holdBack = (target: Int32Array): Int32Array => {
      return target.map((holder, index) => {
        if (holder === owner[index] || !this.#claims.isClaimedByOthers(index, holder)) return holder;
        // Whoever else reads it learns from its own share that it is to give it up, and joins again.
        return NONE;
      });
    };
    return (
      this.#stepToRest(this.target(), holdBack) ??
      this.#stepWithoutRacks(owner, holdBack) ??
      holdBack(assignUnmoved(this.group, owner, this.#racks))
    );
  }

  /** A step after which the next one is the last; undefined where none was found. */
  #stepToRest(target: Int32Array, holdBack: HoldBack): Int32Array | undefined {
    let given = holdBack(target);
    let owned = given;
    for (let i = 0; i < LOOK_AHEAD; i++) {
      if (isComplete(given) || keeps(this.#target(given), given)) return given;
      // Java goes on moving partitions here, for some steps or, with racks, for ever: rather go straight to where that leads.
      const next = this.#target(owned);
      owned = stay(owned, next);
      given = holdBack(next);
    }
    return undefined;
  }

  /** Balanced, wherever members run; undefined where partitions would go on moving from there. */
  #stepWithoutRacks(owner: Int32Array, holdBack: HoldBack): Int32Array | undefined {
    const anywhere = new StickyRacks(this.group, { ignored: true });
    const given = holdBack(this.#target(owner, anywhere));
    if (isComplete(given)) return given;
    // What this class would do next.
    const next =
      this.#stepToRest(this.#target(given), (target) => stay(given, target)) ?? this.#target(given, anywhere);
    return keeps(next, given) ? given : undefined;
  }

  #target(owner: Int32Array, racks: StickyRacks = this.#racks, former: Int32Array = this.#nobody): Int32Array {
    return this.#isConstrained
      ? assignConstrained(this.group, owner, racks, this.#readers)
      : assignGeneral(this.group, owner, former, racks);
  }

  /** By name, also of topics that do not exist, as in Java. */
  #wantTheSame(): boolean {
    const first = this.#topicsOf(this.#readers[0] ?? NONE);
    return this.#readers.every((member) => {
      const topics = this.#topicsOf(member);
      return topics.size === first.size && [...topics].every((topic) => first.has(topic));
    });
  }

  #topicsOf(member: number): ReadonlySet<string> {
    return this.group.members[member]?.topics ?? NO_TOPICS;
  }
}

/** Nothing was held back, so that nobody has to join again. */
function isComplete(given: Int32Array): boolean {
  return !given.includes(NONE);
}

/** Whoever has something in `owned` has it in `target`. */
function keeps(target: Int32Array, owned: Int32Array): boolean {
  return owned.every((owner, index) => owner === NONE || owner === target[index]);
}

/** What members have after a step towards `target`. */
function stay(owned: Int32Array, target: Int32Array): Int32Array {
  return target.map((holder, index) => (owned[index] === NONE || owned[index] === holder ? holder : NONE));
}
