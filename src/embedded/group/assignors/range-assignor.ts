// The coordinator's `range`: of each topic every member gets one run of partitions, static members first, each in the
// order of their ids. Where all want the same topics and these have as many partitions, the runs are the same (KIP-848).
import type { PartitionSets } from '../partition-sets.ts';
import type { AssignableGroup, AssignableMember, Assignment } from './server-assignor.ts';

interface Run {
  readonly partitions: number;
  members: number;
  /** How many members still get one more than the others. */
  extra: number;
  next: number;
}

export function assignRanges(group: AssignableGroup): Assignment {
  const members = [...group.members].sort(byIdentity);
  const runs = new Map<string, Run>();
  for (const { topicIds } of members) {
    for (const topicId of topicIds) {
      const run = runs.get(topicId) ?? { partitions: group.partitionsOf(topicId), members: 0, extra: 0, next: 0 };
      run.members++;
      runs.set(topicId, run);
    }
  }
  for (const run of runs.values()) run.extra = run.partitions % run.members;
  return new Map(members.map(({ id, topicIds }) => [id, nextRuns(topicIds, runs)]));
}

function nextRuns(topicIds: readonly string[], runs: ReadonlyMap<string, Run>): PartitionSets {
  const sets = new Map<string, ReadonlySet<number>>();
  for (const topicId of topicIds) {
    const run = runs.get(topicId);
    if (run === undefined) continue;
    const start = run.next;
    run.next += Math.floor(run.partitions / run.members) + (run.extra-- > 0 ? 1 : 0);
    if (start < run.next) {
      sets.set(topicId, new Set(Array.from({ length: run.next - start }, (_, index) => start + index)));
    }
  }
  return sets;
}

function byIdentity(a: AssignableMember, b: AssignableMember): number {
  if (a.instanceId !== null && b.instanceId !== null) return compareText(a.instanceId, b.instanceId);
  if (a.instanceId !== null) return -1;
  return b.instanceId === null ? compareText(a.id, b.id) : 1;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
