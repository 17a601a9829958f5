// The life of a transactional producer, as a pure machine. Owns: states and legal moves. Must not know: I/O, batches, time.
//
//     uninitialized --initialize--> initializing --initialized--> ready --begin--> open --commit--> committing --ended--> ready
//            ^________refused____________|           ^              |               | \__abort_____> aborting ---ended--> ready
//                                                    |__initialize__|               |                  ^
//                                                                                 poison --> mustAbort |
//
// poison also leads from committing to mustAbort; fail leads from everywhere to failed, where nothing leads out.
import { KafkaError } from '../../base/errors.ts';
import type { TransactionError } from './transaction-error.ts';

export type TransactionState =
  /** There is no producer id yet, or it was refused for a reason that may pass. */
  | { readonly kind: 'uninitialized' }
  /** InitProducerId is due or under way: the first one, or one for the next epoch (KIP-360). */
  | { readonly kind: 'initializing' }
  /** No transaction; one may begin. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'open' }
  /** Something of the transaction has failed: it can only be aborted. */
  | { readonly kind: 'mustAbort'; readonly error: TransactionError }
  | { readonly kind: 'committing' }
  | { readonly kind: 'aborting' }
  /** For good. */
  | { readonly kind: 'failed'; readonly error: TransactionError };

export type TransactionEvent =
  | { readonly kind: 'initialize' }
  | { readonly kind: 'initialized' }
  /** No producer id, for a reason that may pass: the next transaction asks again. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'begin' }
  /** A part of the transaction has failed. */
  | { readonly kind: 'poison'; readonly error: TransactionError }
  | { readonly kind: 'commit' }
  | { readonly kind: 'abort' }
  /** The coordinator has it, or there was nothing to tell. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'fail'; readonly error: TransactionError };

/** The state after an event. The first error stays; what cannot be is INTERNAL. */
export function transition(state: TransactionState, event: TransactionEvent): TransactionState {
  switch (event.kind) {
    case 'initialize':
      if (state.kind === 'uninitialized' || state.kind === 'ready') return { kind: 'initializing' };
      break;
    case 'initialized':
      if (state.kind === 'initializing') return { kind: 'ready' };
      break;
    case 'refused':
      if (state.kind === 'initializing') return { kind: 'uninitialized' };
      break;
    case 'begin':
      if (state.kind === 'ready') return { kind: 'open' };
      break;
    case 'poison':
      if (state.kind === 'open' || state.kind === 'committing') return { kind: 'mustAbort', error: event.error };
      // It is being aborted anyway.
      if (state.kind === 'mustAbort' || state.kind === 'aborting' || state.kind === 'failed') return state;
      break;
    case 'commit':
      if (state.kind === 'open') return { kind: 'committing' };
      break;
    case 'abort':
      if (state.kind === 'open' || state.kind === 'mustAbort') return { kind: 'aborting' };
      break;
    case 'ended':
      if (state.kind === 'committing' || state.kind === 'aborting') return { kind: 'ready' };
      break;
    case 'fail':
      return state.kind === 'failed' ? state : { kind: 'failed', error: event.error };
  }
  throw new KafkaError('INTERNAL', `transactions: ${event.kind} in state ${state.kind}`);
}
