// Made-up groups that change from rebalance to rebalance, seeded: what holds of every assignment of the sticky assignors.
import { describe, expect, it } from 'vitest';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import type { AssignableTopic, Assignment, Assignor, GroupMemberInfo } from '../../../src/group/assignor.ts';
import { assignorOf } from '../../../src/group/assignors.ts';
import { imbalance } from '../../../src/group/general-sticky.ts';
import { runAssignor } from '../../../src/group/run-assignor.ts';
import { seeded } from '../../support/numbered-log.ts';
import { allPartitions, kept, keys, memberInfo, place, rejoined, topicMap } from './made-up-group.ts';

const sticky = assignorOf('sticky');
const cooperativeSticky = assignorOf('cooperative-sticky');
const SEED = 20261121;
const RUNS = 30;

interface Shape {
  readonly isEven: boolean;
  readonly hasRacks: boolean;
}

/** A group whose members and topics change at random. */
class MadeUpGroup {
  readonly topics: Map<string, AssignableTopic>;
  members: GroupMemberInfo[];
  readonly #below: (limit: number) => number;
  readonly #shape: Shape;
  #joined = 0;

  constructor(random: () => number, shape: Shape) {
    this.#below = (limit) => Math.floor(random() * limit);
    this.#shape = shape;
    const names = Array.from({ length: 1 + this.#below(4) }, (_, index) => `topic-${index}`);
    this.topics = topicMap(Object.fromEntries(names.map((name) => [name, this.#grown({ partitions: 0 }, 12)])));
    this.members = Array.from({ length: 1 + this.#below(8) }, () => this.#newcomer());
  }

  change(): void {
    if (this.#below(2) === 0 && this.members.length > 1) this.members.splice(this.#below(this.members.length), 1);
    if (this.#below(2) === 0) this.members.push(this.#newcomer());
    for (const [name, topic] of this.topics) if (this.#below(6) === 0) this.topics.set(name, this.#grown(topic, 3));
    if (this.#shape.isEven || this.#below(3) > 0) return;
    const at = this.#below(this.members.length);
    this.members[at] = { ...(this.members[at] as GroupMemberInfo), topics: this.#choice() };
  }

  /** Everybody takes what it was given, and joins again. */
  settle(assignor: Assignor, assignment: Assignment, generationId: number): void {
    this.members = this.members.map((member) => {
      return rejoined(assignor, member, assignment.get(member.memberId) ?? [], generationId);
    });
  }

  #newcomer(): GroupMemberInfo {
    const memberId = `${this.#below(1e9).toString(16)}-${this.#joined++}`;
    const rack = this.#shape.hasRacks && this.#below(4) > 0 ? (['a', 'b', 'c', 'x'][this.#below(4)] as string) : null;
    return memberInfo({ memberId, rack, topics: this.#choice() });
  }

  /** Perhaps nothing. */
  #choice(): Set<string> {
    return new Set([...this.topics.keys()].filter(() => this.#shape.isEven || this.#below(3) > 0));
  }

  #grown({ partitions, racks = [] }: AssignableTopic, most: number): AssignableTopic {
    const more = 1 + this.#below(most);
    if (!this.#shape.hasRacks) return { partitions: partitions + more };
    const replicas = (): string[] => [
      ...new Set([this.#below(3), this.#below(3)].map((rack) => 'abc'[rack] as string)),
    ];
    return { partitions: partitions + more, racks: [...racks, ...Array.from({ length: more }, replicas)] };
  }
}

const SHAPES: [string, Shape][] = [
  ['even subscriptions', { isEven: true, hasRacks: false }],
  ['even subscriptions, racks', { isEven: true, hasRacks: true }],
  ['asymmetric subscriptions', { isEven: false, hasRacks: false }],
  ['asymmetric subscriptions, racks', { isEven: false, hasRacks: true }],
];

const sizesOf = (assignment: Assignment): number[] => [...assignment.values()].map(({ length }) => length);

/** No partition could go from its member to another subscriber that has at least two fewer. */
function isBalanced(members: readonly GroupMemberInfo[], assignment: Assignment): boolean {
  const size = (memberId: string): number => assignment.get(memberId)?.length ?? 0;
  return [...assignment].every(([memberId, places]) => {
    return places.every(({ topic }) => {
      return members.every((other) => !other.topics.has(topic) || size(other.memberId) + 1 >= size(memberId));
    });
  });
}

describe.each(SHAPES)('sticky assignors, %s', (_, shape) => {
  it('give each partition to one subscriber, balanced, and end (trap 73)', () => {
    const random = seeded(SEED);
    for (let run = 0; run < RUNS; run++) {
      const group = new MadeUpGroup(random, shape);
      for (let generation = 1; generation <= 5; generation++) {
        // Refuses what is given twice, or to somebody who did not ask for it.
        const assignment = runAssignor(sticky, group.members, group.topics);
        expect([...assignment.values()].flatMap(keys).sort()).toEqual(
          allPartitions(group.members, group.topics).sort(),
        );
        // With asymmetric subscriptions, later balancing is taken back where the sum of differences gains nothing by it.
        if (shape.isEven || generation === 1) expect(isBalanced(group.members, assignment)).toBe(true);
        group.settle(sticky, assignment, generation);
        group.change();
      }
    }
  });

  it('come to rest after two cooperative rebalances, and no partition ever has two owners (trap 73)', () => {
    const random = seeded(SEED + 1);
    let generation = 0;
    let second = 0;
    for (let run = 0; run < RUNS; run++) {
      const group = new MadeUpGroup(random, shape);
      for (let step = 0; step < 5; step++) {
        let rebalances = 0;
        for (let isMoving = true; isMoving; ) {
          rebalances++;
          // Refuses what is given while another owns it.
          const assignment = runAssignor(cooperativeSticky, group.members, group.topics);
          const loses = ({ memberId, ownedPartitions }: GroupMemberInfo): boolean => {
            const mine = new Set(keys(assignment.get(memberId)));
            return keys(ownedPartitions).some((key) => !mine.has(key));
          };
          isMoving = group.members.some(loses);
          group.settle(cooperativeSticky, assignment, ++generation);
          expect(rebalances).toBeLessThanOrEqual(2);
        }
        second += rebalances - 1;
        const everything = group.members.flatMap(({ ownedPartitions }) => keys(ownedPartitions)).sort();
        expect(everything).toEqual(allPartitions(group.members, group.topics).sort());
        group.change();
      }
    }
    expect(second).toBeGreaterThan(RUNS / 2);
  });
});

// With racks, what nobody near could take is dealt anew each time, in Java, too.
describe.each(SHAPES.filter(([, { hasRacks }]) => !hasRacks))('the sticky assignor, %s', (_, shape) => {
  it('moves nothing when nothing has changed', () => {
    const random = seeded(SEED + 2);
    for (let run = 0; run < RUNS; run++) {
      const group = new MadeUpGroup(random, shape);
      const before = sticky.assign(group.members, group.topics);
      group.settle(sticky, before, 1);
      const after = sticky.assign(group.members, group.topics);
      expect(kept(before, after)).toBe(allPartitions(group.members, group.topics).length);
    }
  });
});

describe('sticky assignors', () => {
  const three = ['a', 'b', 'c'].map((memberId) => memberInfo({ memberId, topics: new Set(['orders']) }));

  it('move only what a member that joins or leaves makes necessary', () => {
    const topics = topicMap({ orders: 12 });
    const first = sticky.assign(three, topics);
    const members = three.map((member) => rejoined(sticky, member, first.get(member.memberId) ?? [], 1));
    const joined = sticky.assign([...members, memberInfo({ memberId: 'd', topics: new Set(['orders']) })], topics);
    expect(sizesOf(joined)).toEqual([3, 3, 3, 3]);
    expect(kept(first, joined)).toBe(9);
    const left = sticky.assign(members.slice(0, 2), topics);
    expect(sizesOf(left)).toEqual([6, 6]);
    expect(kept(first, left)).toBe(8);
  });

  it('believe the newest generation that claims a partition, and nobody where two claim it in the same (trap 73)', () => {
    const topics = topicMap({ orders: 3 });
    const owning = (index: number, generationId: number, ...owned: string[]): GroupMemberInfo => {
      return rejoined(sticky, three[index] as GroupMemberInfo, owned.map(place), generationId);
    };
    const stale = [owning(0, 4, 'orders:0', 'orders:1'), owning(1, 5, 'orders:1'), owning(2, 5, 'orders:2')];
    expect([...sticky.assign(stale, topics).values()].map(keys)).toEqual([['orders:0'], ['orders:1'], ['orders:2']]);
    const backwards = sticky.assign([...stale].reverse(), topics);
    expect(keys(backwards.get('b'))).toEqual(['orders:1']);
    const disputed = ['a', 'b'].map((memberId) => {
      return memberInfo({
        memberId,
        topics: new Set(['orders']),
        generationId: 5,
        ownedPartitions: [place('orders:1')],
      });
    });
    const both = [...cooperativeSticky.assign(disputed, topics).values()].flatMap(keys).sort();
    expect(both).toEqual(['orders:0', 'orders:2']);
  });

  it('read the generation of members that say it in their user data alone, as before KIP-792', () => {
    const old = (memberId: string, generationId: number): GroupMemberInfo => {
      const userData = Buffer.alloc(4);
      userData.writeInt32BE(generationId);
      return memberInfo({ memberId, topics: new Set(['orders']), userData, ownedPartitions: [place('orders:0')] });
    };
    const topics = topicMap({ orders: 1 });
    expect(keys(cooperativeSticky.assign([old('a', 3), old('b', 4)], topics).get('b'))).toEqual(['orders:0']);
    expect(keys(cooperativeSticky.assign([old('a', 4), old('b', 3)], topics).get('a'))).toEqual(['orders:0']);
  });

  it('give nothing to members without topics, and do not mind claims of what does not exist (trap 72)', () => {
    const odd = [place('gone:0'), place('orders:9'), place('orders:-1'), place('orders:0'), place('orders:0')];
    const members = [
      memberInfo({ memberId: 'a', ownedPartitions: [place('orders:1')], generationId: 2 }),
      memberInfo({ memberId: 'b', topics: new Set(['orders', 'gone']), ownedPartitions: odd, generationId: 2 }),
      memberInfo({ memberId: 'c', topics: new Set(['orders', 'gone']) }),
    ];
    const assignment = cooperativeSticky.assign(members, topicMap({ orders: 4, other: 2 }));
    expect(assignment.get('a')).toEqual([]);
    expect(keys(assignment.get('b'))).toContain('orders:0');
    // orders:1 waits until a has given it up.
    expect([...assignment.values()].flatMap(keys).sort()).toEqual(['orders:0', 'orders:2', 'orders:3']);
    const garbage = memberInfo({ memberId: 'a', topics: new Set(['orders']), userData: Buffer.from('no assignment') });
    expect(keys(sticky.assign([garbage], topicMap({ orders: 2 })).get('a'))).toEqual(['orders:0', 'orders:1']);
    for (const assignor of [sticky, cooperativeSticky])
      expect(assignor.assign([], topicMap({ orders: 2 }))).toEqual(new Map());
  });

  it('survive a former owner that no longer subscribes, at which Java fails (trap 73)', () => {
    const claims = (memberId: string, topics: string[], generation: number, owned: TopicPartition[]): GroupMemberInfo =>
      rejoined(sticky, memberInfo({ memberId, topics: new Set(topics) }), owned, generation);
    const many = Array.from({ length: 6 }, (_, partition) => ({ topic: 'orders', partition }));
    const members = [
      claims('former', ['clicks'], 3, many),
      claims('owner', ['orders', 'clicks'], 4, many),
      claims('newcomer', ['orders'], 4, []),
    ];
    const assignment = runAssignor(sticky, members, topicMap({ orders: 6, clicks: 1 }));
    expect(sizesOf(assignment).sort()).toEqual([1, 3, 3]);
  });

  it('know how unbalanced sizes are: the sum of the differences of all pairs', () => {
    expect(imbalance([3, 3, 3])).toBe(0);
    expect(imbalance([5, 1, 3])).toBe(2 + 2 + 4);
  });
});

describe('1 000 members with 10 000 partitions', () => {
  const names = Array.from({ length: 100 }, (_, index) => `topic-${index}`);
  const topics = topicMap(Object.fromEntries(names.map((name) => [name, 100])));

  it.each([
    ['the same subscriptions', 1],
    ['asymmetric subscriptions', 2],
  ])(
    'are shared out within 3 s of CPU, %s, also when one member had everything',
    (_, oneIn) => {
      const random = seeded(SEED);
      let members = Array.from({ length: 1_000 }, (_, index) => {
        const mine = names.filter(() => random() * oneIn < 1);
        return memberInfo({ memberId: `${index}-${random().toString(16)}`, topics: new Set(mine) });
      });
      const began = process.cpuUsage();
      const fresh = runAssignor(cooperativeSticky, members, topics);
      const spread = sizesOf(fresh);
      expect(Math.max(...spread) - Math.min(...spread)).toBeLessThanOrEqual(1);
      const [first, ...others] = members as [GroupMemberInfo, ...GroupMemberInfo[]];
      const everything = names.flatMap((topic) =>
        Array.from({ length: 100 }, (_, partition) => ({ topic, partition })),
      );
      const hoarder = { ...first, topics: new Set(names), ownedPartitions: everything, generationId: 1 };
      members = [hoarder, ...others];
      const assignment = runAssignor(cooperativeSticky, members, topics);
      // All but its share is to be given up first.
      expect([10, 11]).toContain(assignment.get(hoarder.memberId)?.length);
      expect(sizesOf(assignment).filter((size) => size > 0)).toHaveLength(1);
      const { user, system } = process.cpuUsage(began);
      expect((user + system) / 1e6).toBeLessThan(3);
    },
    30_000,
  );
});
