// What every member of a consumer group shall have, as of an epoch. Owns: the last assignment that was computed.
// Must not know what members have. Invariant: only members have a target.
import { assignRanges } from './assignors/range-assignor.ts';
import type { AssignableMember, ServerAssignor } from './assignors/server-assignor.ts';
import { assignUniformly } from './assignors/uniform-assignor.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import type { GroupTopics } from './group-environment.ts';
import { hashOfString, inHashOrder } from './java-order.ts';
import { NO_PARTITIONS, type PartitionSets } from './partition-sets.ts';
import type { Subscriptions } from './subscriptions.ts';

const ASSIGNORS: Readonly<Record<string, ServerAssignor>> = { uniform: assignUniformly, range: assignRanges };

/** Assignors that a member may ask for; the first is for groups in which nobody does. */
export const SERVER_ASSIGNORS: readonly string[] = Object.keys(ASSIGNORS);
export const DEFAULT_ASSIGNOR = 'uniform';

const FIRST_EPOCH = 1;

export class TargetAssignment {
  #epoch = FIRST_EPOCH;
  /** When it was computed; undefined where none was since the group had its first member. */
  #computedAt: number | undefined;
  readonly #targets = new Map<string, PartitionSets>();

  get epoch(): number {
    return this.#epoch;
  }

  /** Whether another one may be computed now. */
  mayCompute(now: number, intervalMs: number): boolean {
    return this.#computedAt === undefined || intervalMs === 0 || now >= this.#computedAt + intervalMs;
  }

  of(memberId: string): PartitionSets {
    return this.#targets.get(memberId) ?? NO_PARTITIONS;
  }

  has(memberId: string): boolean {
    return this.#targets.has(memberId);
  }

  /** Takes over what was assigned elsewhere, or nothing: then the next may be computed at once. */
  restart(epoch: number, targets: ReadonlyMap<string, PartitionSets>): void {
    this.#epoch = epoch;
    this.#computedAt = undefined;
    this.#targets.clear();
    for (const [memberId, target] of targets) this.#targets.set(memberId, target);
  }

  remove(memberId: string): void {
    this.#targets.delete(memberId);
  }

  /** A static member goes on under another id. */
  rename(oldId: string, newId: string): void {
    const target = this.of(oldId);
    this.#targets.delete(oldId);
    this.#targets.set(newId, target);
  }

  compute(
    epoch: number,
    members: readonly ConsumerGroupMember[],
    subscriptions: Subscriptions,
    topics: GroupTopics,
    now: number,
  ): void {
    const assigned = new Set([...this.#targets.values()].flatMap((sets) => [...sets].flatMap(placesOf)));
    const assignor = ASSIGNORS[preferredAssignor(members) ?? DEFAULT_ASSIGNOR] ?? assignUniformly;
    const assignment = assignor({
      members: inHashOrder(members, ({ id }) => hashOfString(id)).map((member) =>
        this.#assignable(member, subscriptions),
      ),
      isUniform: subscriptions.isUniform(members),
      partitionsOf: (topicId) => topics.byId(topicId)?.partitions ?? 0,
      isAssigned: (topicId, partition) => assigned.has(`${topicId}:${partition}`),
    });
    this.#epoch = epoch;
    this.#computedAt = now;
    for (const { id } of members) this.#targets.set(id, assignment.get(id) ?? NO_PARTITIONS);
  }

  #assignable(member: ConsumerGroupMember, subscriptions: Subscriptions): AssignableMember {
    const { id, instanceId } = member;
    return { id, instanceId, topicIds: [...subscriptions.idsOf(member)], target: this.of(id) };
  }
}

/** The assignor that most members ask for; undefined where none does. */
export function preferredAssignor(members: readonly ConsumerGroupMember[]): string | undefined {
  const votes = new Map<string, number>();
  for (const { serverAssignor } of members) {
    if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1);
  }
  const names = inHashOrder([...votes.keys()], hashOfString);
  return names.reduce<string | undefined>(
    (best, name) => (best === undefined || (votes.get(name) ?? 0) > (votes.get(best) ?? 0) ? name : best),
    undefined,
  );
}

function placesOf([topicId, partitions]: [string, ReadonlySet<number>]): string[] {
  return [...partitions].map((partition) => `${topicId}:${partition}`);
}
