// Commits what sources have finished. Owns: when, how many at once, what a refusal means.
// Invariant: one commit is under way at a time, so a later one never arrives before an earlier one.
import { sleep } from '../base/abort.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { HealthBoard } from './health.ts';
import type { PartitionSource } from './partition-source.ts';
import type { RecordReader } from './ports.ts';

/** The member is not the owner any more: its records go to another, nothing is wrong. */
const LOST_OWNERSHIP: ReadonlySet<string> = new Set([
  'REBALANCE',
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
  'FENCED_MEMBER_EPOCH',
  'STALE_MEMBER_EPOCH',
]);

export interface CommitterOptions {
  readonly reader: () => Pick<RecordReader, 'commitOffsets'>;
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly health: HealthBoard;
  /** Offsets were committed. */
  readonly onCommit: (offsets: readonly TopicPartitionOffset[]) => void;
  /** An error that trying again does not mend. */
  readonly onError: (error: Error) => void;
}

export class Committer {
  readonly #options: CommitterOptions;
  readonly #dirty = new Set<PartitionSource>();
  #timer: Timer | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #stopped = false;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  /** The source has something to commit: with the next interval. */
  touch(source: PartitionSource): void {
    this.#dirty.add(source);
    if (this.#timer !== undefined || this.#stopped) return;
    this.#timer = this.#options.clock.after(this.#options.intervalMs, () => {
      this.#timer = undefined;
      void this.flush();
    });
  }

  /**
   * Commits everything finished up to now; resolves when the broker has answered. Calls made while a commit is under
   * way share the one after it. Never rejects: refusals are retried, reported, or mean that the partition is gone.
   */
  flush(): Promise<void> {
    this.#next ??= this.#underWay.then(() => {
      this.#next = undefined;
      this.#underWay = this.#commit(this.#collect());
      return this.#underWay;
    });
    return this.#next;
  }

  /** Commits an offset ahead of its record; true when the broker has it, false when the partition is leaving. */
  async commitAhead(source: PartitionSource, offset: number): Promise<boolean> {
    source.reserve(offset + 1);
    const { term } = source;
    // Cut off the log meanwhile, it has no offset that could be committed.
    while (source.open && source.term === term) {
      this.#dirty.add(source);
      await this.flush();
      if (source.committed > offset) return source.open;
      await sleep(this.#options.clock, this.#options.intervalMs, source.context.signal).catch(() => {});
    }
    return false;
  }

  /** No commit by the interval any more. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #collect(): Entry[] {
    const entries: Entry[] = [];
    for (const source of this.#dirty) {
      const position = source.committing();
      if (position === undefined || !source.alive) continue;
      const place = { topic: source.topic, partition: source.partition, offset: position.offset };
      entries.push({ source, offset: withEpoch(place, position.leaderEpoch), term: position.term });
    }
    this.#dirty.clear();
    return entries;
  }

  async #commit(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const { health, logger, onCommit, onError } = this.#options;
    const offsets = entries.map(({ offset }) => offset);
    try {
      await this.#options.reader().commitOffsets(offsets);
      for (const { source, offset, term } of entries) source.noteCommitted(offset.offset, term);
      health.clear('commit');
      onCommit(offsets);
    } catch (thrown) {
      const error = toError(thrown);
      if (KafkaError.is(error) && LOST_OWNERSHIP.has(error.code)) {
        logger.info('commit refused: the group rebalances', { error: error.code });
        this.#again(entries);
      } else if (KafkaError.is(error) && error.retriable) {
        health.set('commit', `offsets cannot be committed: ${error.message}`);
        this.#again(entries);
      } else if (!this.#stopped) onError(error);
    }
  }

  #again(entries: readonly Entry[]): void {
    for (const { source } of entries) if (source.alive) this.touch(source);
  }
}

interface Entry {
  readonly source: PartitionSource;
  readonly offset: TopicPartitionOffset;
  /** Of the source, when the offset was taken from it. */
  readonly term: number;
}

function withEpoch(place: TopicPartitionOffset, leaderEpoch: number): TopicPartitionOffset {
  return leaderEpoch < 0 ? place : { ...place, leaderEpoch };
}
