// What a Reader tells besides records: rebalances, stalls, errors of its background work. Owns: the events and the order in
// which they are told. Must not know: why something happened.
// Invariant: a listener that throws disturbs nothing; every rebalance that ends well has begun before.
import { type KafkaError, toError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { AssignmentCallbacks } from '../consume/consumer-settings.ts';

/** The group shares its partitions out anew. */
export interface RebalanceEvent {
  /** `rebalance-start`: something is being taken away, or the group is joined. `rebalance-ok`: it is over. */
  readonly type: 'rebalance-start' | 'rebalance-ok';
  /** What came by it; empty at its start. */
  readonly claimed: readonly TopicPartition[];
  /** What went by it, or is about to. */
  readonly released: readonly TopicPartition[];
  /** What this Reader reads when it is over; at its start, what it has read. */
  readonly current: readonly TopicPartition[];
}

/** A rebalance has not come to its end: the Reader has failed. */
export interface RebalanceErrorEvent extends Omit<RebalanceEvent, 'type'> {
  readonly type: 'rebalance-error';
  readonly error: Error;
}

/** Reading stands still for a reason, has failed, or goes on; once per episode. */
export interface HealthEvent {
  readonly type: 'stalled' | 'recovered' | 'failed';
  /** As `health()` has them; empty with `recovered`. */
  readonly reasons: readonly string[];
}

/** An error that no call reports: of a commit in the background, of a broker that is tried again. */
export interface BackgroundErrorEvent {
  readonly type: 'error';
  readonly error: Error;
  /** The partition that it is about, where it is about one. */
  readonly place?: TopicPartition;
}

/** What `onEvent` is told. */
export type ReaderEvent = RebalanceEvent | RebalanceErrorEvent | HealthEvent | BackgroundErrorEvent;

export class ReaderEvents {
  readonly #onEvent: ((event: ReaderEvent) => void) | undefined;
  readonly #logger: Logger;
  readonly #current: () => readonly TopicPartition[];
  #released: TopicPartition[] = [];
  #isRebalancing = false;

  constructor(
    onEvent: ((event: ReaderEvent) => void) | undefined,
    logger: Logger,
    current: () => readonly TopicPartition[],
  ) {
    this.#onEvent = onEvent;
    this.#logger = logger;
    this.#current = current;
  }

  tell(event: ReaderEvent): void {
    try {
      this.#onEvent?.(event);
    } catch (error) {
      this.#logger.error('onEvent has thrown', { event: event.type, error: toError(error).message });
    }
  }

  error(error: Error, place?: TopicPartition): void {
    this.tell(place === undefined ? { type: 'error', error } : { type: 'error', error, place });
  }

  /** The reader has failed; a rebalance under way with it. */
  failed(error: KafkaError | undefined, reasons: readonly string[]): void {
    if (this.#isRebalancing && error !== undefined) {
      const released = this.#released;
      this.tell({ type: 'rebalance-error', claimed: [], released, current: this.#current(), error });
    }
    this.tell({ type: 'failed', reasons });
  }

  rebalanceStarts(released: readonly TopicPartition[], current: readonly TopicPartition[] = this.#current()): void {
    this.#released.push(...released);
    if (this.#isRebalancing) return;
    this.#isRebalancing = true;
    this.tell({ type: 'rebalance-start', claimed: [], released, current });
  }

  rebalanceOk(claimed: readonly TopicPartition[]): void {
    // Nothing was taken away before: this is the first that is heard of it.
    this.rebalanceStarts([]);
    const released = this.#released;
    this.#released = [];
    this.#isRebalancing = false;
    this.tell({ type: 'rebalance-ok', claimed, released, current: this.#current() });
  }

  /** The user's callbacks, with events around them: what they do belongs to the rebalance. */
  around(callbacks: AssignmentCallbacks): AssignmentCallbacks {
    const before = (gone: readonly TopicPartition[]) => [...this.#current(), ...gone];
    return {
      onAssigned: async (partitions) => {
        await callbacks.onAssigned(partitions);
        this.rebalanceOk(partitions);
      },
      onRevoked: (partitions) => {
        this.rebalanceStarts(partitions, before(partitions));
        return callbacks.onRevoked(partitions);
      },
      onLost: (partitions) => {
        this.rebalanceStarts(partitions, before(partitions));
        return callbacks.onLost(partitions);
      },
    };
  }
}
