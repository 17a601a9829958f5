// One member of a classic group, and what is waiting to be answered to it. Plain data: the rules are in classic-group.ts.
import type { Timer } from '../../base/clock.ts';
import { type GroupProtocol, type JoinResult, NO_ASSIGNMENT, type SyncResult } from './group-exchange.ts';

export interface GroupMember {
  id: string;
  /** Set for static members (KIP-345). */
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly GroupProtocol[];
  assignment: Buffer;
  /** Has not completed a join yet. */
  isNew: boolean;
  /** Answers a JoinGroup that waits for the others. */
  joining: ((result: JoinResult) => void) | undefined;
  /** Answers a SyncGroup that waits for the leader. */
  syncing: ((result: SyncResult) => void) | undefined;
  session: Timer | undefined;
}

export function metadataOf(member: GroupMember, protocolName: string | null): Buffer {
  return member.protocols.find(({ name }) => name === protocolName)?.metadata ?? NO_ASSIGNMENT;
}

/** Whether the member's protocols are these, in this order, byte for byte. */
export function hasProtocols(member: GroupMember, protocols: readonly GroupProtocol[]): boolean {
  return (
    member.protocols.length === protocols.length &&
    member.protocols.every(({ name, metadata }, at) => {
      const other = protocols[at]!;
      return name === other.name && metadata.equals(other.metadata);
    })
  );
}

/** The protocols that every member knows, in the order of the first member. */
export function commonProtocols(members: readonly Pick<GroupMember, 'protocols'>[]): string[] {
  const [first, ...rest] = members;
  if (first === undefined) return [];
  return first.protocols
    .map(({ name }) => name)
    .filter((name) => rest.every((member) => member.protocols.some((other) => other.name === name)));
}

/** Each member votes for the first of its protocols that all of them know; most votes win. */
export function electProtocol(members: readonly GroupMember[]): string | null {
  const candidates = commonProtocols(members);
  const votes = new Map<string, number>(candidates.map((name) => [name, 0]));
  for (const { protocols } of members) {
    const choice = protocols.find(({ name }) => votes.has(name))?.name;
    if (choice !== undefined) votes.set(choice, (votes.get(choice) ?? 0) + 1);
  }
  let elected: string | null = null;
  for (const [name, count] of votes) {
    if (elected === null || count > (votes.get(elected) ?? 0)) elected = name;
  }
  return elected;
}
