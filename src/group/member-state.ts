// The life of a member of a classic group, as a pure machine. Owns: states and legal moves. Must not know: I/O, time.
//
//     idle --start--> joining --joined--> syncing --synced--> stable --rebalance--> revoking --revoked--> joining ...
//
// From every live state: expelled -> joining (what was assigned is lost), leave -> leaving -> closed, failed.
import { KafkaError } from '../base/errors.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';

/** Who this member is to the coordinator. */
export interface Identity {
  /** Empty until the coordinator gave one. */
  readonly memberId: string;
  /** -1 while it belongs to no generation. */
  readonly generationId: number;
}

export type MemberState =
  | { readonly kind: 'idle' }
  /** JoinGroup is due or under way. */
  | { readonly kind: 'joining'; readonly identity: Identity }
  /** In a generation, its share not yet known: nothing may be committed. */
  | { readonly kind: 'syncing'; readonly identity: Identity }
  | { readonly kind: 'stable'; readonly identity: Identity; readonly assigned: readonly TopicPartition[] }
  /** A rebalance was announced; the generation still stands, so that work can be finished and committed. */
  | { readonly kind: 'revoking'; readonly identity: Identity; readonly assigned: readonly TopicPartition[] }
  | { readonly kind: 'leaving'; readonly identity: Identity }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly error: KafkaError };

export type MemberEvent =
  | { readonly kind: 'start' }
  /** The coordinator gave a member id and wants to see it in a second JoinGroup (KIP-394). */
  | { readonly kind: 'named'; readonly memberId: string }
  | { readonly kind: 'joined'; readonly identity: Identity }
  | { readonly kind: 'synced'; readonly assigned: readonly TopicPartition[] }
  | { readonly kind: 'rebalance' }
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
      if (state.kind === 'idle') return { kind: 'joining', identity: NOBODY };
      break;
    case 'named':
      if (state.kind === 'joining') {
        return { kind: 'joining', identity: { memberId: event.memberId, generationId: -1 } };
      }
      break;
    case 'joined':
      if (state.kind === 'joining') return { kind: 'syncing', identity: event.identity };
      break;
    case 'synced':
      if (state.kind === 'syncing') return { kind: 'stable', identity: state.identity, assigned: event.assigned };
      break;
    case 'rebalance':
      if (state.kind === 'stable') return { ...state, kind: 'revoking' };
      if (state.kind === 'syncing') return { ...state, kind: 'joining' };
      return state;
    case 'revoked':
      if (state.kind === 'revoking') return { kind: 'joining', identity: state.identity };
      break;
    case 'expelled': {
      if (!isLive(state)) return state;
      const memberId = event.forget ? '' : state.identity.memberId;
      return { kind: 'joining', identity: { memberId, generationId: -1 } };
    }
    case 'leave':
      if (state.kind === 'idle') return { kind: 'closed' };
      if (isLive(state)) return { kind: 'leaving', identity: state.identity };
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

/** What is assigned, as far as this state still answers for it. */
export function assignedIn(state: MemberState): readonly TopicPartition[] {
  return state.kind === 'stable' || state.kind === 'revoking' ? state.assigned : [];
}
