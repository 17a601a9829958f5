// Java's own assignors said what is right: AssignorVectors.java printed the vectors.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Assignor, GroupMemberInfo } from '../../../src/group/assignor.ts';
import { rangeAssignor } from '../../../src/group/range-assignor.ts';
import { roundRobinAssignor } from '../../../src/group/round-robin-assignor.ts';

interface Vector {
  readonly counts: Record<string, number>;
  readonly members: readonly { memberId: string; groupInstanceId: string | null; topics: string[] }[];
  readonly range: Record<string, string[]>;
  readonly roundrobin: Record<string, string[]>;
}

const lines = readFileSync(new URL('./assignor-vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const vectors = lines.slice(0, -1).map((line) => (JSON.parse(line) as { group: Vector }).group);

function memberInfo(init: Pick<GroupMemberInfo, 'memberId' | 'groupInstanceId' | 'topics'>): GroupMemberInfo {
  return { ownedPartitions: [], generationId: -1, rack: null, userData: Buffer.alloc(0), ...init };
}

function run(assignor: Assignor, vector: Vector): Record<string, string[]> {
  const members = vector.members.map((member) => memberInfo({ ...member, topics: new Set(member.topics) }));
  const topics = Object.entries(vector.counts).map(([topic, partitions]) => [topic, { partitions }] as const);
  const assignment = assignor.assign(members, new Map(topics));
  const flat = [...assignment].map(([memberId, places]) => {
    return [memberId, places.map(({ topic, partition }) => `${topic}:${partition}`).sort()] as const;
  });
  return Object.fromEntries(flat);
}

describe('assignors', () => {
  it('have vectors with several members, static members and asymmetric subscriptions', () => {
    expect(vectors).toHaveLength(120);
    expect(vectors.some(({ members }) => members.length > 3)).toBe(true);
    expect(vectors.some(({ members }) => members.some(({ groupInstanceId }) => groupInstanceId !== null))).toBe(true);
    expect(vectors.some(({ members }) => new Set(members.map(({ topics }) => topics.join())).size > 1)).toBe(true);
  });

  it.each(vectors.map((vector, index) => [index, vector] as const))('assign group %i as Java does', (_, vector) => {
    expect(run(rangeAssignor, vector)).toEqual(vector.range);
    expect(run(roundRobinAssignor, vector)).toEqual(vector.roundrobin);
  });

  it('leave members without a topic, and topics without a member, alone', () => {
    const members = [memberInfo({ memberId: 'a', groupInstanceId: null, topics: new Set<string>() })];
    const topics = new Map([['orders', { partitions: 3 }]]);
    for (const assignor of [rangeAssignor, roundRobinAssignor]) {
      expect(assignor.assign(members, topics)).toEqual(new Map([['a', []]]));
      expect(assignor.assign([], topics)).toEqual(new Map());
    }
  });
});
