// `uniform` for members that want different topics: what is free goes to who has least, topic by topic; then partitions
// are moved from who has most to who has least until no topic can be balanced any further (KIP-848).
import { compareUuids } from '../java-order.ts';
import { addTo, type PartitionSets } from '../partition-sets.ts';
import { LoadBalancer } from './load-balancer.ts';
import type { AssignableGroup, Assignment } from './server-assignor.ts';

const NOBODY = -1;
/** Rounds after which balancing stops, however unequal members still are. */
const MAX_ROUNDS = 16;

export function assignMixed(group: AssignableGroup): Assignment {
  return new MixedAssignment(group).build();
}

class MixedAssignment {
  readonly #group: AssignableGroup;
  /** Members that want a topic, by their place in the group. */
  readonly #subscribers = new Map<string, number[]>();
  /** Who has each partition of a topic. */
  readonly #owners = new Map<string, number[]>();
  readonly #loads: number[];

  constructor(group: AssignableGroup) {
    this.#group = group;
    this.#loads = group.members.map(() => 0);
    for (const [member, { topicIds }] of group.members.entries()) {
      for (const topicId of topicIds) {
        const subscribers = this.#subscribers.get(topicId);
        if (subscribers === undefined) this.#subscribers.set(topicId, [member]);
        else subscribers.push(member);
      }
    }
    for (const topicId of this.#subscribers.keys()) {
      this.#owners.set(topicId, new Array<number>(group.partitionsOf(topicId)).fill(NOBODY));
    }
  }

  build(): Assignment {
    this.#keep();
    this.#assignFree();
    this.#balance();
    const sets = this.#group.members.map(() => new Map<string, Set<number>>());
    for (const [topicId, owners] of this.#owners) {
      for (const [partition, owner] of owners.entries()) {
        const target = sets[owner];
        if (target !== undefined) addTo(target, topicId, partition);
      }
    }
    return new Map(
      this.#group.members.map(({ id }, member): [string, PartitionSets] => [id, sets[member] ?? new Map()]),
    );
  }

  #keep(): void {
    for (const [member, { topicIds, target }] of this.#group.members.entries()) {
      for (const [topicId, partitions] of target) {
        const owners = this.#owners.get(topicId);
        if (owners === undefined || !topicIds.includes(topicId)) continue;
        for (const partition of partitions) owners[partition] = member;
        this.#add(member, partitions.size);
      }
    }
  }

  #assignFree(): void {
    const free = new Map<string, number[]>();
    for (const [topicId, owners] of this.#owners) {
      const partitions = owners.flatMap((owner, partition) => (owner === NOBODY ? [partition] : []));
      if (partitions.length > 0) free.set(topicId, partitions);
    }
    for (const topicId of this.#inOrder([...free.keys()])) {
      const balancer = this.#balancerOf(topicId);
      for (const partition of free.get(topicId) ?? []) this.#give(topicId, partition, balancer.nextLeast());
    }
  }

  #balance(): void {
    const shared = [...this.#subscribers]
      .filter(([, subscribers]) => subscribers.length > 1)
      .map(([topicId]) => topicId);
    const topicIds = this.#inOrder(shared);
    // Once around without a move since that topic, nothing is left to do.
    let lastMoved = -1;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      for (const [index, topicId] of topicIds.entries()) {
        if (index === lastMoved) return;
        if (this.#balanceTopic(topicId) > 0 || lastMoved === -1) lastMoved = index;
      }
    }
  }

  /** How many partitions were moved. */
  #balanceTopic(topicId: string): number {
    const balancer = this.#balancerOf(topicId);
    if (balancer.imbalance <= 1) return 0;
    const owners = this.#owners.get(topicId) ?? [];
    const heldBy = new Map<number, number[]>();
    for (const [partition, owner] of owners.entries()) {
      const held = heldBy.get(owner);
      if (held === undefined) heldBy.set(owner, [partition]);
      else held.push(partition);
    }
    let moved = 0;
    while (!balancer.isBalanced) {
      let most = balancer.nextMost();
      while (most !== undefined && (heldBy.get(most)?.length ?? 0) === 0) {
        balancer.excludeMost();
        most = balancer.nextMost();
      }
      const partition = most === undefined ? undefined : heldBy.get(most)?.pop();
      if (partition === undefined) break;
      const least = balancer.nextLeast();
      if (balancer.isBalanced) break;
      this.#give(topicId, partition, least);
      moved++;
    }
    return moved;
  }

  #balancerOf(topicId: string): LoadBalancer {
    return new LoadBalancer(this.#loads, this.#subscribers.get(topicId) ?? []);
  }

  #give(topicId: string, partition: number, member: number): void {
    const owners = this.#owners.get(topicId) ?? [];
    const before = owners[partition] ?? NOBODY;
    if (before !== NOBODY) this.#add(before, -1);
    owners[partition] = member;
    this.#add(member, 1);
  }

  #add(member: number, partitions: number): void {
    this.#loads[member] = (this.#loads[member] ?? 0) + partitions;
  }

  /** Most partitions per subscriber first, then fewest subscribers. */
  #inOrder(topicIds: readonly string[]): string[] {
    const subscribers = (topicId: string): number => this.#subscribers.get(topicId)?.length ?? 0;
    const density = (topicId: string): number => this.#group.partitionsOf(topicId) / subscribers(topicId);
    return [...topicIds].sort(
      (a, b) => density(b) - density(a) || subscribers(a) - subscribers(b) || compareUuids(a, b),
    );
  }
}
