// The life of a member of a classic group, as a pure machine. Owns: states and legal moves. Must not know: I/O, time,
// nor which of the two ways of rebalancing its member goes: `rebalance` says what it gives up.
//
//     idle --start--> joining --joined--> syncing --synced--------------------> stable --rebalance--> joining ...
//                                            |                                  ^    |
//                   owned, not in the share  '--synced--> revoking --revoked----'    | something is given up first:
//                                                                                    | eager everything, cooperative
//                                    joining <--revoked-- revoking <--rebalance------' what is not wanted any more
//
// From every live state: expelled -> joining (what was owned is lost); failed; leave -> leaving -> closed, by way of
// revoking where something is owned.
// Invariant: `owned` is what the member answers for. It grows by `synced` alone; what leaves it was revoked or is lost.
import { KafkaError } from '../base/errors.ts';
import { without } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';

/** Who this member is to the coordinator. */
export interface Identity {
  /** Empty until the coordinator gave one. */
  readonly memberId: string;
  /** -1 while it belongs to no generation. */
  readonly generationId: number;
}

interface Live {
  readonly identity: Identity;
  readonly owned: readonly TopicPartition[];
}

export type MemberState =
  | { readonly kind: 'idle' }
  /** JoinGroup is due or under way. What is owned (KIP-429) is read on, in the name of the generation before. */
  | ({ readonly kind: 'joining' } & Live)
  /** In a generation, its share not yet known: nothing may be committed. */
  | ({ readonly kind: 'syncing' } & Live)
  /** `rejoins`: it gave something up in this generation, which somebody gets in the next. */
  | ({ readonly kind: 'stable'; readonly rejoins: boolean } & Live)
  /** `removed` is being finished and committed; `kept` is owned afterwards. */
  | ({
      readonly kind: 'revoking';
      readonly removed: readonly TopicPartition[];
      readonly kept: readonly TopicPartition[];
      readonly next: 'joining' | 'stable' | 'leaving';
    } & Live)
  | { readonly kind: 'leaving'; readonly identity: Identity }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly error: KafkaError };

export type MemberEvent =
  | { readonly kind: 'start' }
  /** The coordinator gave a member id and wants to see it in a second JoinGroup (KIP-394). */
  | { readonly kind: 'named'; readonly memberId: string }
  /** `hasLapsed`: generations went by without this member, in which others may have read what it owned. */
  | { readonly kind: 'joined'; readonly identity: Identity; readonly hasLapsed: boolean }
  | { readonly kind: 'synced'; readonly assigned: readonly TopicPartition[] }
  /** To be joined again; `removed` is given up before. */
  | { readonly kind: 'rebalance'; readonly removed: readonly TopicPartition[] }
  | { readonly kind: 'revoked' }
  /** No longer in the generation. `forget`: the coordinator does not know the member id either. */
  | { readonly kind: 'expelled'; readonly forget: boolean }
  | { readonly kind: 'leave' }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly error: KafkaError };

const NOBODY: Identity = { memberId: '', generationId: -1 };

/** The state after an event. Events that come too late to matter change nothing; impossible ones are INTERNAL. */
export function transition(state: MemberState, event: MemberEvent): MemberState {
  switch (event.kind) {
    case 'start':
      if (state.kind === 'idle') return { kind: 'joining', identity: NOBODY, owned: [] };
      break;
    case 'named':
      if (state.kind === 'joining') return { ...state, identity: { memberId: event.memberId, generationId: -1 } };
      break;
    case 'joined':
      if (state.kind !== 'joining') break;
      return { kind: 'syncing', identity: event.identity, owned: event.hasLapsed ? [] : state.owned };
    case 'synced':
      if (state.kind === 'syncing') return withShare(state, event.assigned);
      break;
    case 'rebalance':
      if (state.kind === 'stable') return givingUp(state, event.removed, 'joining');
      if (state.kind === 'syncing') return { kind: 'joining', identity: state.identity, owned: state.owned };
      return state;
    case 'revoked':
      if (state.kind === 'revoking') return afterRevoking(state);
      break;
    case 'expelled': {
      if (!isLive(state)) return state;
      const memberId = event.forget ? '' : state.identity.memberId;
      return { kind: 'joining', identity: { memberId, generationId: -1 }, owned: [] };
    }
    case 'leave':
      if (state.kind === 'idle') return { kind: 'closed' };
      if (isLive(state)) return givingUp(state, state.owned, 'leaving');
      return state;
    case 'left':
      if (state.kind === 'leaving') return { kind: 'closed' };
      break;
    case 'failed':
      if (isLive(state)) return { kind: 'failed', error: event.error };
      return state;
  }
  throw new KafkaError('INTERNAL', `group member: ${event.kind} in state ${state.kind}`);
}

/** States in which the member works at being in the group. */
export type LiveState = Extract<MemberState, { readonly kind: 'joining' | 'syncing' | 'stable' | 'revoking' }>;

export function isLive(state: MemberState): state is LiveState {
  return state.kind === 'joining' || state.kind === 'syncing' || state.kind === 'stable' || state.kind === 'revoking';
}

/** The identity to heartbeat with; undefined where there is no generation to keep alive. */
export function heartbeatIdentity(state: MemberState): Identity | undefined {
  return isLive(state) && state.identity.generationId >= 0 ? state.identity : undefined;
}

/** What the member answers for in this state. */
export function ownedIn(state: MemberState): readonly TopicPartition[] {
  return isLive(state) ? state.owned : [];
}

/** What is others' by now, when an event led from one state to another. */
export function lostBetween(before: MemberState, event: MemberEvent, after: MemberState): readonly TopicPartition[] {
  const isGivenUp = event.kind === 'revoked' || event.kind === 'synced';
  return isGivenUp ? [] : without(ownedIn(before), ownedIn(after));
}

function withShare({ identity, owned }: Live, assigned: readonly TopicPartition[]): MemberState {
  const removed = without(owned, assigned);
  if (removed.length === 0) return { kind: 'stable', identity, owned: assigned, rejoins: false };
  return { kind: 'revoking', identity, owned, removed, kept: assigned, next: 'stable' };
}

function givingUp(
  { identity, owned }: Live,
  removed: readonly TopicPartition[],
  next: 'joining' | 'leaving',
): MemberState {
  const kept = without(owned, removed);
  if (removed.length > 0) return { kind: 'revoking', identity, owned, removed, kept, next };
  return next === 'leaving' ? { kind: 'leaving', identity } : { kind: 'joining', identity, owned };
}

function afterRevoking(state: Extract<MemberState, { readonly kind: 'revoking' }>): MemberState {
  const { identity, kept: owned, next } = state;
  if (next === 'leaving') return { kind: 'leaving', identity };
  return next === 'joining' ? { kind: 'joining', identity, owned } : { kind: 'stable', identity, owned, rejoins: true };
}
