// What members ask of a group and what they are told, apart from any version of the protocol. Plain data.

/** Offsets that take effect at once, or by the end of a transaction. */
export type CommitKind = 'plain' | 'transactional';

/** Who commits offsets, and of what. */
export interface CommitRequest {
  readonly memberId: string;
  readonly instanceId: string | null;
  /** Of a consumer group the member's epoch. Negative where the commit comes from outside the group. */
  readonly generationId: number;
  readonly how: CommitKind;
  /** Whether the request can be from a member of a consumer group, for it knows epochs (KIP-848). */
  readonly knowsEpochs: boolean;
  readonly partitions: readonly { readonly topicId: string; readonly partition: number }[];
}

/** One protocol that a member can work with: an assignor's name, and bytes that only assignors understand. */
export interface GroupProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface JoinRequest {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly GroupProtocol[];
  /** A new member is given its id first and has to come again with it (KIP-394). */
  readonly requiresKnownId: boolean;
  /** The member understands that its old assignment still holds (KIP-814). */
  readonly canSkipAssignment: boolean;
}

export interface SyncRequest {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignments: ReadonlyMap<string, Buffer>;
}

/** What JoinGroup is answered. */
export interface JoinResult {
  readonly errorCode: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly skipAssignment: boolean;
  readonly memberId: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: Buffer;
  }[];
}

/** What SyncGroup is answered. */
export interface SyncResult {
  readonly errorCode: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly assignment: Buffer;
}

export const NO_ASSIGNMENT: Buffer = Buffer.alloc(0);

export function joinError(memberId: string, errorCode: number): JoinResult {
  return {
    errorCode,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  };
}

export function syncError(errorCode: number): SyncResult {
  return { errorCode, protocolType: null, protocolName: null, assignment: NO_ASSIGNMENT };
}
