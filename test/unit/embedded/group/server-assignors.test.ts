// The coordinator's assignors against Java's own: see ServerAssignorVectors.java, which made the vectors.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assignRanges } from '../../../../src/embedded/group/assignors/range-assignor.ts';
import { assignUniformly } from '../../../../src/embedded/group/assignors/uniform-assignor.ts';
import { hashOfString, inHashOrder } from '../../../../src/embedded/group/java-order.ts';

type Partitions = Readonly<Record<string, readonly number[]>>;

interface Vector {
  readonly assignor: 'uniform' | 'range';
  readonly isUniform: boolean;
  readonly topics: Readonly<Record<string, number>>;
  readonly members: readonly { readonly id: string; readonly instanceId: string | null; readonly topics: string[] }[];
  readonly had: Readonly<Record<string, Partitions>>;
  readonly gets: Readonly<Record<string, Partitions>>;
}

const vectors = readFileSync(new URL('./server-assignor-vectors.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector);

const assignors = { uniform: assignUniformly, range: assignRanges };

function assign({ assignor, isUniform, topics, members, had }: Vector): Record<string, Partitions> {
  const target = (id: string) =>
    new Map(Object.entries(had[id] ?? {}).map(([topicId, partitions]) => [topicId, new Set(partitions)]));
  const assignment = assignors[assignor]({
    isUniform,
    members: inHashOrder(members, ({ id }) => hashOfString(id)).map(({ id, instanceId, topics: topicIds }) => ({
      id,
      instanceId,
      topicIds,
      target: target(id),
    })),
    partitionsOf: (topicId) => topics[topicId] ?? 0,
    isAssigned: (topicId, partition) =>
      Object.values(had).some((partitions) => partitions[topicId]?.includes(partition) === true),
  });
  return Object.fromEntries(
    members.map(({ id }) => [
      id,
      Object.fromEntries(
        [...(assignment.get(id) ?? [])].map(([topicId, set]) => [topicId, [...set].sort((a, b) => a - b)]),
      ),
    ]),
  );
}

describe('assignors of the coordinator give what those of Java give', () => {
  for (const assignor of ['uniform', 'range'] as const) {
    for (const isUniform of [true, false]) {
      const some = vectors.filter((each) => each.assignor === assignor && each.isUniform === isUniform);
      it(`${assignor}, ${isUniform ? 'all members want the same' : 'members want different topics'}`, () => {
        expect(some.length).toBeGreaterThan(5);
        for (const vector of some) expect(assign(vector)).toEqual(vector.gets);
      });
    }
  }
});
