// One generation of a consumer group, as kafka-go has it. Owns: what runs in it, and that it is over when the first of them
// ends. Must not know: how a member gets its partitions.
//
//     live --rebalance, lost, closed, or a function that ends--> ending (signal fired) --all functions ended--> over
//
// Invariant: after `ended` resolved no function of it runs, but for those that were given up.
import type { CallOptions } from '../base/abort.ts';
import { type Deferred, deferred } from '../base/deferred.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { CommitResult } from '../group/commit-queue.ts';

/** A partition of a generation, and where to read on. */
export interface GenerationPartition {
  readonly partition: number;
  /** What the group has committed, else where `startOffset` says. */
  readonly offset: number;
  /** Leader epoch of the record before `offset` (KIP-320); absent where unknown. */
  readonly leaderEpoch?: number;
}

/** @internal What a generation is made of. */
export interface GenerationParts {
  readonly id: number;
  readonly groupId: string;
  readonly memberId: string;
  readonly partitions: readonly TopicPartitionOffset[];
  commit(offsets: readonly TopicPartitionOffset[], call: CallOptions): Promise<readonly CommitResult[]>;
  /** A function ended while the generation was live: with an error where it threw. */
  onEnded(error: KafkaError | undefined): void;
}

/** What a member of a group reads until the next rebalance. */
export class Generation {
  /** The group's number of this generation; with KIP-848 the member's epoch. */
  readonly id: number;
  readonly groupId: string;
  readonly memberId: string;
  /** The member's whole share, by topic. */
  readonly assignments: Readonly<Record<string, readonly GenerationPartition[]>>;
  readonly #parts: GenerationParts;
  readonly #over = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #ended: Deferred<void> = deferred();
  #endsOnReturn = true;

  /** @internal Made by `group.next()`. */
  constructor(parts: GenerationParts) {
    this.id = parts.id;
    this.groupId = parts.groupId;
    this.memberId = parts.memberId;
    this.#parts = parts;
    const assignments: Record<string, GenerationPartition[]> = {};
    for (const { topic, partition, offset, leaderEpoch } of parts.partitions) {
      assignments[topic] ??= [];
      assignments[topic].push({ partition, offset, ...(leaderEpoch !== undefined && { leaderEpoch }) });
    }
    this.assignments = assignments;
  }

  /** Fires when the generation is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Resolves when the generation is over and everything that ran in it has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /**
   * Runs a function in this generation; several run side by side. Its signal fires when the generation is over: the
   * function ends then, and may commit before it does, for `rebalanceTimeoutMs` at most. A function that ends earlier ends
   * the generation, and the group goes on to the next one; what it throws is thrown by `group.next()`.
   * Nothing is started any more once the generation is over.
   */
  start(run: (signal: AbortSignal) => void | Promise<void>): void {
    if (this.#over.signal.aborted) return;
    // Not at once: whoever starts several starts them all.
    const running = Promise.resolve()
      .then(() => run(this.#over.signal))
      .then(
        () => this.#finished(undefined),
        (thrown: unknown) => this.#finished(toError(thrown)),
      )
      .finally(() => {
        this.#running.delete(running);
        if (this.#over.signal.aborted && this.#running.size === 0) this.#ended.resolve();
      });
    this.#running.add(running);
  }

  /**
   * Commits offsets to read next. Rejects with REBALANCE for a partition that is not this member's any more. Goes back
   * nowhere: where more is committed already, nothing happens.
   */
  async commitOffsets(offsets: readonly TopicPartitionOffset[], call: CallOptions = {}): Promise<void> {
    const foreign = offsets.find((place) => !this.#has(place));
    if (foreign !== undefined) {
      const message = `commit ${foreign.topic}[${foreign.partition}]: the partition is not part of generation ${this.id}`;
      throw new KafkaError('REBALANCE', message, { topic: foreign.topic, partition: foreign.partition });
    }
    const errors = (await this.#parts.commit(offsets, call)).flatMap(({ error }) => error ?? []);
    const worst = errors.find(({ code }) => code !== 'REBALANCE') ?? errors[0];
    if (worst !== undefined) throw worst;
  }

  /** @internal The generation is over; resolves when its functions have ended. */
  _end(): Promise<void> {
    this.#endsOnReturn = false;
    this.#over.abort(new KafkaError('REBALANCE', `generation ${this.id} of group ${this.groupId} has ended`));
    if (this.#running.size === 0) this.#ended.resolve();
    return this.#ended.promise;
  }

  #has({ topic, partition }: TopicPartition): boolean {
    return this.assignments[topic]?.some((each) => each.partition === partition) ?? false;
  }

  #finished(error: Error | undefined): void {
    // Once it is over, functions end because they were told to: with an abort error, or with what stopping has cost them.
    if (!this.#endsOnReturn) return;
    this.#endsOnReturn = false;
    const message = `a function of generation ${this.id} has thrown: ${error?.message}`;
    this.#parts.onEnded(error === undefined ? undefined : new KafkaError('HANDLER', message, { cause: error }));
  }
}
