// Java's own assignors said what is right: StickyVectors.java printed the vectors.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TopicPartition } from '../../../src/cluster/topic-partition.ts';
import type { Assignment, Assignor, GroupMemberInfo } from '../../../src/group/assignor.ts';
import { assignorOf } from '../../../src/group/assignors.ts';
import { encodeSubscription } from '../../../src/group/consumer-protocol.ts';
import { keys, memberInfo, rejoined, topicMap } from './made-up-group.ts';

type Places = Readonly<Record<string, readonly number[]>>;

interface Vector {
  readonly sequence: number;
  readonly generation: number;
  /** By partition, racks of the replicas. */
  readonly topics: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly members: readonly {
    readonly id: string;
    readonly instance: string | null;
    readonly rack: string | null;
    readonly topics: readonly string[];
    readonly generation: number;
    readonly owned: Places;
  }[];
  readonly range: readonly Places[];
  readonly roundrobin: readonly Places[];
  readonly sticky: readonly Places[];
  readonly cooperative: readonly Places[];
}

const [bytesLine = '', ...lines] = readFileSync(new URL('./sticky-vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const bytes = JSON.parse(bytesLine) as Readonly<Record<'sticky' | 'cooperative' | 'subscription', string>>;
const vectors = lines.map((line) => JSON.parse(line) as Vector);

const cooperativeSticky = assignorOf('cooperative-sticky');
const sticky = assignorOf('sticky');

function flat(places: Places): TopicPartition[] {
  return Object.entries(places).flatMap(([topic, list]) => list.map((partition) => ({ topic, partition })));
}

function topicsOf({ topics }: Vector): ReturnType<typeof topicMap> {
  const entries = Object.entries(topics).map(([name, racks]) => [name, { partitions: racks.length, racks }]);
  return topicMap(Object.fromEntries(entries));
}

function membersOf(vector: Vector, assignor: Assignor): GroupMemberInfo[] {
  return vector.members.map(({ id, instance, rack, topics, generation, owned }) => {
    const member = memberInfo({ memberId: id, groupInstanceId: instance, rack, topics: new Set(topics) });
    return { ...rejoined(assignor, member, flat(owned), generation), ownedPartitions: flat(owned) };
  });
}

function shares(assignment: Assignment, vector: Vector): string[][] {
  return vector.members.map(({ id }) => keys(assignment.get(id)));
}

/** Members that claim each partition. */
function claimants({ members }: Vector): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of members.flatMap(({ owned }) => keys(flat(owned)))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const isDisputed = (vector: Vector): boolean => [...claimants(vector).values()].some((count) => count > 1);
const wantTheSame = ({ members }: Vector): boolean => {
  return new Set(members.map(({ topics }) => [...topics].sort().join())).size === 1;
};

/** Whether members that go on from Java's cooperative assignment would have to give something up once more. */
function javaGoesOn(vector: Vector): boolean {
  const members = membersOf(vector, sticky).map((member, index) => {
    return rejoined(sticky, member, flat(vector.cooperative[index] as Places), vector.generation);
  });
  const next = sticky.assign(members, topicsOf(vector));
  return vector.members.some(({ id }, index) => {
    const after = new Set(keys(next.get(id)));
    return keys(flat(vector.cooperative[index] as Places)).some((key) => !after.has(key));
  });
}

describe("vectors of Java's sticky assignors", () => {
  it('have what is hard: conflicts, racks, asymmetric subscriptions, members that come and go', () => {
    expect(vectors).toHaveLength(660);
    expect(vectors.filter(isDisputed).length).toBeGreaterThan(40);
    expect(vectors.filter((vector) => !wantTheSame(vector)).length).toBeGreaterThan(200);
    expect(vectors.filter(({ members }) => members.some(({ rack }) => rack !== null)).length).toBeGreaterThan(200);
    const generations = vectors.map(({ members }) => new Set(members.map(({ generation }) => generation)).size);
    expect(generations.filter((count) => count > 2).length).toBeGreaterThan(30);
  });

  it.each(['range', 'roundrobin', 'sticky'] as const)(
    '%s assigns as Java does, asymmetric or not (trap 73)',
    (name) => {
      const assignor = assignorOf(name);
      const wrong = vectors.filter((vector) => {
        const ours = shares(assignor.assign(membersOf(vector, assignor), topicsOf(vector)), vector);
        const java = vector[name].map((places) => keys(flat(places)));
        return JSON.stringify(ours) !== JSON.stringify(java);
      });
      expect(wrong.map(({ sequence, generation }) => ({ sequence, generation }))).toEqual([]);
    },
  );

  it('cooperative-sticky assigns as Java does, but where Java would go on moving partitions', () => {
    const others: Vector[] = [];
    for (const vector of vectors.filter((each) => !isDisputed(each) || wantTheSame(each))) {
      const ours = shares(cooperativeSticky.assign(membersOf(vector, cooperativeSticky), topicsOf(vector)), vector);
      const java = vector.cooperative.map((places) => keys(flat(places)));
      if (JSON.stringify(ours) !== JSON.stringify(java)) others.push(vector);
    }
    expect(others.length).toBeLessThan(vectors.length / 50);
    for (const vector of others) {
      expect(javaGoesOn(vector), `sequence ${vector.sequence}, generation ${vector.generation}`).toBe(true);
    }
  });

  it('of disputed partitions, cooperative-sticky gives none away that another than its owner reads (trap 73)', () => {
    for (const vector of vectors.filter(isDisputed)) {
      const counts = claimants(vector);
      const assignment = cooperativeSticky.assign(membersOf(vector, cooperativeSticky), topicsOf(vector));
      for (const { id, generation, owned } of vector.members) {
        const mine = new Set(keys(flat(owned)));
        for (const key of keys(assignment.get(id))) {
          const others = (counts.get(key) ?? 0) - (mine.has(key) ? 1 : 0);
          if (others === 0) continue;
          // Then it is this member's, which has the newest word on it.
          const rivals = vector.members.filter((each) => each.id !== id && keys(flat(each.owned)).includes(key));
          expect(mine.has(key)).toBe(true);
          expect(rivals.every((rival) => rival.generation < generation)).toBe(true);
        }
      }
    }
  });

  it('are written as Java writes them: subscriptions and user data', () => {
    const owned = [
      { topic: 'orders', partition: 11 },
      { topic: 'orders', partition: 4 },
    ];
    const hex = (data: Uint8Array | undefined): string => Buffer.from(data ?? []).toString('hex');
    expect(hex(sticky.userData?.({ owned, generationId: 7 }))).toBe(bytes.sticky);
    expect(hex(cooperativeSticky.userData?.({ owned, generationId: 7 }))).toBe(bytes.cooperative);
    const subscription = encodeSubscription({
      topics: ['orders', 'clicks', 'orders'],
      userData: Uint8Array.of(1, 2, 3),
      owned: [
        { topic: 'orders', partition: 4 },
        { topic: 'clicks', partition: 2 },
        { topic: 'orders', partition: 1 },
      ],
      generationId: 7,
      rack: 'rack-1',
    });
    expect(hex(subscription)).toBe(bytes.subscription);
  });
});
