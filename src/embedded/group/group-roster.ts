// Who is in a group. Owns: members by id, static members by instance id (KIP-345), the leader.
// Must not know generations or timers. Invariant: the leader is a member, and there is one as long as there are members.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import { commonProtocols, type GroupMember } from './group-member.ts';

export class GroupRoster {
  readonly #members = new Map<string, GroupMember>();
  readonly #static = new Map<string, string>();
  #leaderId: string | null = null;

  /** Members in the order in which they came. */
  get members(): readonly GroupMember[] {
    return [...this.#members.values()];
  }

  get size(): number {
    return this.#members.size;
  }

  get leaderId(): string | null {
    return this.#leaderId;
  }

  get(memberId: string): GroupMember | undefined {
    return this.#members.get(memberId);
  }

  /** The id that a static member has now. */
  idOfInstance(instanceId: string): string | undefined {
    return this.#static.get(instanceId);
  }

  /** The first to come leads. */
  add(member: GroupMember): void {
    this.#members.set(member.id, member);
    if (member.instanceId !== null) this.#static.set(member.instanceId, member.id);
    this.#leaderId ??= member.id;
  }

  remove(member: GroupMember): void {
    this.#members.delete(member.id);
    if (member.instanceId !== null) this.#static.delete(member.instanceId);
    if (this.#leaderId === member.id) this.#leaderId = this.#members.keys().next().value ?? null;
  }

  /** A static member goes on under a new id; if the old one led, the new one leads. */
  replace(old: GroupMember, member: GroupMember): void {
    const wasLeader = this.#leaderId === old.id;
    this.remove(old);
    this.add(member);
    if (wasLeader) this.#leaderId = member.id;
  }

  /** Keeps the leader if it has joined again; else the first that has leads. */
  electLeaderAmong(joined: readonly GroupMember[]): void {
    if (!joined.some(({ id }) => id === this.#leaderId)) this.#leaderId = joined[0]?.id ?? null;
  }

  clear(): void {
    this.#members.clear();
    this.#static.clear();
    this.#leaderId = null;
  }

  /** Takes over members and leader as they were stored. */
  restore(members: readonly GroupMember[], leaderId: string | null): void {
    this.clear();
    for (const member of members) this.add(member);
    this.#leaderId = leaderId;
  }

  /** Whether somebody with this id and this instance id is in the group: an error code. */
  identityFault(memberId: string, instanceId: string | null): number {
    if (instanceId !== null) {
      const owner = this.#static.get(instanceId);
      if (owner === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
      if (owner !== memberId) return ErrorCode.FENCED_INSTANCE_ID;
    }
    return this.#members.has(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
  }

  /** Whether one of these protocols is known to every member. */
  sharesProtocol(protocols: readonly { readonly name: string }[]): boolean {
    const common = commonProtocols(this.members);
    return protocols.some(({ name }) => common.includes(name));
  }
}
