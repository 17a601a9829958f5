// The handlers of a member's owner, one after the other. Owns: what the owner has been told of, and how long it is waited
// for. Must not know: why something is assigned or revoked.
// Invariants: onAssigned and onRevoked never run side by side; what onAssigned was told and did not get done with, because
// it was interrupted, it is told again as long as it is in the share; what was revoked or lost is told anew.
import { onAbort, waitFor } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { without } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { GroupHandlers } from './group-member.ts';

/** What the turns need from the member. */
export interface HandlerMeans {
  readonly clock: Clock;
  readonly handlers: GroupHandlers;
  /** The longest that a handler is waited for. */
  readonly limitMs: number;
  /** Fires when nobody is waited for any more. */
  readonly hurry: AbortSignal;
  /** A handler has thrown. */
  failed(error: unknown): void;
}

interface Turn {
  readonly stop: AbortController;
  /** Told in this turn, and still to be got done with. */
  partitions: readonly TopicPartition[];
  done: Promise<void>;
}

export class HandlerTurns {
  readonly #means: HandlerMeans;
  #told: readonly TopicPartition[] = [];
  #turn: Turn | undefined;

  constructor(means: HandlerMeans) {
    this.#means = means;
  }

  /** The share is this now: tells what is new in it, after what is running. Does not wait. */
  assign(share: readonly TopicPartition[]): void {
    const before = this.#turn;
    before?.stop.abort();
    const turn: Turn = { stop: new AbortController(), partitions: [], done: Promise.resolve() };
    turn.done = (before?.done ?? turn.done).then(() => this.#tell(turn, share));
    this.#turn = turn;
  }

  /** Has the owner finish with these, and with what it was told just now. False: waited for in vain. */
  async revoke(removed: readonly TopicPartition[], signal: AbortSignal): Promise<boolean> {
    await this.interrupt();
    if (signal.aborted) return false;
    this.#forget(removed);
    const handling = this.#means.handlers.onRevoked(removed, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#means.failed(error);
    });
    return await this.#bounded(handling, signal);
  }

  /** These are others' by now; so is, mostly, what the owner is being told. */
  lose(partitions: readonly TopicPartition[]): void {
    this.#turn?.stop.abort();
    this.#forget(partitions);
    this.#means.handlers.onLost(partitions);
  }

  /** Ends an onAssigned that is under way, or gives up waiting for it. Never rejects. */
  async interrupt(): Promise<void> {
    const turn = this.#turn;
    if (turn === undefined) return;
    turn.stop.abort();
    await this.#bounded(turn.done);
  }

  async #tell(turn: Turn, share: readonly TopicPartition[]): Promise<void> {
    const { signal } = turn.stop;
    if (signal.aborted) return;
    turn.partitions = without(share, this.#told);
    this.#told = [...this.#told, ...turn.partitions];
    try {
      await this.#means.handlers.onAssigned(turn.partitions, signal);
    } catch (error) {
      if (!signal.aborted) return this.#means.failed(error);
      this.#told = without(this.#told, turn.partitions);
    }
  }

  #forget(partitions: readonly TopicPartition[]): void {
    this.#told = without(this.#told, partitions);
    // When it ends, they may have been told again.
    if (this.#turn !== undefined) this.#turn.partitions = without(this.#turn.partitions, partitions);
  }

  /** Waits for a handler, no longer than the limit and the signals allow. True: it ended. */
  async #bounded(handling: Promise<void>, signal?: AbortSignal): Promise<boolean> {
    const { clock, limitMs, hurry } = this.#means;
    const limit = new AbortController();
    const stops = [signal, hurry].map((each) => onAbort(each, () => limit.abort()));
    try {
      await waitFor(handling, clock, 'rebalance handler', { signal: limit.signal, timeoutMs: limitMs });
      return true;
    } catch {
      return false;
    } finally {
      for (const stop of stops) stop();
    }
  }
}
