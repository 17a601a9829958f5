// The life of a member of a group that shares out at the coordinator (KIP-848), as a pure machine. Owns: states and legal
// moves. Must not know: I/O, time, topics' names.
//
//     idle --start--> joining --answered--> reconciling --reconciled--> acknowledging --answered--> stable
//                                               ^                              |                      |
//                                               +--------- another target -----+----------------------+
//
// From every live state: expelled -> joining (what it had is lost), leave -> releasing --released--> leaving -> closed,
// failed. An answer brings an epoch and, where it has changed, the target: what this member is to have.
import { KafkaError } from '../base/errors.ts';
import { isSameShare, NOTHING, type Share } from './topic-share.ts';

/** What every state between joining and leaving knows. */
interface Joined {
  /** Above 0; rises with every rebalance of the group. */
  readonly epoch: number;
  /** What is assigned and neither revoked nor lost: these may be committed. */
  readonly owned: Share;
  /** What the coordinator wants it to have. */
  readonly target: Share;
}

export type ConsumerState =
  | { readonly kind: 'idle' }
  /** The heartbeat of epoch 0 is due or under way. */
  | { readonly kind: 'joining' }
  /** What is owned is on its way to the target. `isNew`: the coordinator waits for word about this target. */
  | ({ readonly kind: 'reconciling'; readonly isNew: boolean } & Joined)
  /** The coordinator is about to hear what is owned. */
  | ({ readonly kind: 'acknowledging' } & Joined)
  | ({ readonly kind: 'stable' } & Joined)
  /** Closing: work on what is owned is being finished. */
  | ({ readonly kind: 'releasing' } & Joined)
  | { readonly kind: 'leaving'; readonly epoch: number }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly error: KafkaError };

export type ConsumerEvent =
  | { readonly kind: 'start' }
  /** A heartbeat was answered. `told`: what it said that is owned; absent where it said nothing of that. */
  | { readonly kind: 'answered'; readonly epoch: number; readonly target?: Share | undefined; readonly told?: Share }
  /** What is owned has changed on the way to the target. */
  | { readonly kind: 'owns'; readonly owned: Share }
  /** What is owned is as near to the target as can be for now. */
  | { readonly kind: 'reconciled' }
  /** The coordinator has given this member up. */
  | { readonly kind: 'expelled' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'released' }
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly error: KafkaError };

/** States in which heartbeats are sent. */
export type BeatingState = Extract<
  ConsumerState,
  { readonly kind: 'joining' | 'reconciling' | 'acknowledging' | 'stable' | 'releasing' }
>;

/** States in which the member is one to the coordinator. */
export type JoinedState = Exclude<BeatingState, { readonly kind: 'joining' }>;

/** The state after an event. Events that come too late to matter change nothing; impossible ones are INTERNAL. */
export function consumerTransition(state: ConsumerState, event: ConsumerEvent): ConsumerState {
  switch (event.kind) {
    case 'start':
      if (state.kind === 'idle') return { kind: 'joining' };
      break;
    case 'answered':
      return answered(state, event);
    case 'owns':
      if (state.kind === 'reconciling' || state.kind === 'releasing') return { ...state, owned: event.owned };
      break;
    case 'reconciled':
      if (state.kind === 'reconciling') return joined('acknowledging', state);
      break;
    case 'expelled':
      if (state.kind === 'releasing') return { kind: 'closed' };
      return isBeating(state) ? { kind: 'joining' } : state;
    case 'leave':
      if (state.kind === 'idle') return { kind: 'closed' };
      // The heartbeat that joins may have been served: the coordinator is told either way.
      if (state.kind === 'joining') return { kind: 'leaving', epoch: 0 };
      if (isJoined(state)) return joined('releasing', state);
      return state;
    case 'released':
      if (state.kind === 'releasing') return { kind: 'leaving', epoch: state.epoch };
      // Expelled meanwhile.
      if (state.kind === 'closed') return state;
      break;
    case 'left':
      if (state.kind === 'leaving') return { kind: 'closed' };
      break;
    case 'failed':
      return isBeating(state) ? { kind: 'failed', error: event.error } : state;
  }
  throw new KafkaError('INTERNAL', `group member: ${event.kind} in state ${state.kind}`);
}

function answered(state: ConsumerState, event: Extract<ConsumerEvent, { readonly kind: 'answered' }>): ConsumerState {
  const { epoch, told } = event;
  if (state.kind === 'joining') {
    return { kind: 'reconciling', isNew: true, epoch, owned: NOTHING, target: event.target ?? NOTHING };
  }
  if (!isJoined(state)) return state;
  const { owned } = state;
  const isNew = event.target !== undefined && !isSameShare(event.target, state.target);
  const target = isNew ? event.target : state.target;
  if (state.kind === 'releasing') return { ...state, epoch };
  if (state.kind === 'reconciling') return { ...state, epoch, target, isNew: isNew || state.isNew };
  if (isNew) return { kind: 'reconciling', isNew, epoch, owned, target };
  if (state.kind === 'acknowledging' && (told === undefined || !isSameShare(told, owned))) return { ...state, epoch };
  // What is missing are topics whose names are not known yet.
  if (!isSameShare(owned, target)) return { kind: 'reconciling', isNew: false, epoch, owned, target };
  return { kind: 'stable', epoch, owned, target };
}

function joined<K extends 'acknowledging' | 'releasing'>(kind: K, { epoch, owned, target }: Joined) {
  return { kind, epoch, owned, target };
}

export function isBeating(state: ConsumerState): state is BeatingState {
  return state.kind === 'joining' || isJoined(state);
}

export function isJoined(state: ConsumerState): state is JoinedState {
  const { kind } = state;
  return kind === 'reconciling' || kind === 'acknowledging' || kind === 'stable' || kind === 'releasing';
}

/** What the state still answers for. */
export function ownedIn(state: ConsumerState): Share {
  return isJoined(state) ? state.owned : NOTHING;
}
