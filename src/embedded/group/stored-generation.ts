// What the coordinator of a classic group writes to the offsets topic, so that the next one can go on from it. Plain data.
import type { GroupMember } from './group-member.ts';

export interface StoredGeneration {
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  readonly members: readonly GroupMember[];
}

export const NOTHING_STORED: StoredGeneration = {
  generationId: 0,
  protocolType: null,
  protocolName: null,
  leaderId: null,
  members: [],
};

/** Members as they are stored: who waits for an answer waits at this coordinator only. */
export function storedMembers(members: readonly GroupMember[]): readonly GroupMember[] {
  return members.map((member) => ({
    ...member,
    isNew: false,
    joining: undefined,
    syncing: undefined,
    session: undefined,
  }));
}
