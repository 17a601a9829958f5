// Every group of the cluster. Owns: which groups exist, and which broker last coordinated each.
// Must not know requests. The groups are shared by all brokers; each answers only for those it coordinates.
import type { Clock } from '../../base/clock.ts';
import { ClassicGroup } from './classic-group.ts';
import { CommittedOffsets } from './committed-offsets.ts';

/** A group: its members and its offsets. */
export interface Group {
  readonly id: string;
  readonly membership: ClassicGroup;
  readonly offsets: CommittedOffsets;
}

interface HeldGroup extends Group {
  coordinatorId: number;
}

export interface GroupSettings {
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  readonly clock: Clock;
}

export class GroupCoordinator {
  readonly settings: GroupSettings;
  readonly #groups = new Map<string, HeldGroup>();

  constructor(settings: GroupSettings) {
    this.settings = settings;
  }

  get(groupId: string): Group | undefined {
    return this.#groups.get(groupId);
  }

  /** The group, created where it does not exist; `coordinatorId` is the broker that asks. */
  getOrCreate(groupId: string, coordinatorId: number): Group {
    const known = this.#groups.get(groupId);
    if (known !== undefined) return known;
    const membership = new ClassicGroup(groupId, this.settings.clock);
    const group = { id: groupId, membership, offsets: new CommittedOffsets(), coordinatorId };
    this.#groups.set(groupId, group);
    return group;
  }

  /** Forgets a group that has no members. */
  delete(groupId: string): void {
    this.#groups.get(groupId)?.membership.close();
    this.#groups.delete(groupId);
  }

  /** The groups that a broker coordinates. */
  coordinatedBy(brokerId: number): Group[] {
    return [...this.#groups.values()].filter(({ coordinatorId }) => coordinatorId === brokerId);
  }

  topicDeleted(topic: string): void {
    for (const { offsets } of this.#groups.values()) offsets.deleteTopic(topic);
  }

  /** A transaction in which offsets may have been committed has ended, for the groups that `includes` names. */
  transactionEnded(producerId: number, isCommitted: boolean, includes: (groupId: string) => boolean): void {
    for (const { id, offsets } of this.#groups.values()) if (includes(id)) offsets.ended(producerId, isCommitted);
  }

  /** Groups whose coordinator is another broker now go on from what the old one had stored. */
  coordinatorsChanged(coordinatorOf: (groupId: string) => number): void {
    for (const group of this.#groups.values()) {
      const now = coordinatorOf(group.id);
      if (now === group.coordinatorId) continue;
      group.coordinatorId = now;
      group.membership.moveToOtherCoordinator();
    }
  }

  close(): void {
    for (const { membership } of this.#groups.values()) membership.close();
  }
}
