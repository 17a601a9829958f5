// Gives partitions that are out of range a new offset, by policy. Owns: the look-ups, grouped and tried again.
import { Backoff } from '../base/backoff.ts';
import type { Timer } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { FetchCluster } from './fetch-cluster.ts';
import type { Isolation } from './fetch-settings.ts';
import { type FoundOffset, lookupOffsets } from './offset-lookup.ts';
import type { PartitionCursor } from './partition-cursor.ts';

interface Wanted {
  readonly token: number;
  readonly spec: 'first' | 'last';
}

export class OffsetResetter {
  readonly #cluster: FetchCluster;
  readonly #isolation: Isolation;
  readonly #onFound: (cursor: PartitionCursor, found: FoundOffset) => void;
  readonly #onFailed: (cursor: PartitionCursor, error: KafkaError) => void;
  readonly #wanted = new Map<PartitionCursor, Wanted>();
  readonly #backoff = new Backoff();
  readonly #abort = new AbortController();
  #state: 'idle' | 'looking' | 'waiting' | 'closed' = 'idle';
  #timer: Timer | undefined;

  constructor(
    cluster: FetchCluster,
    isolation: Isolation,
    onFound: (cursor: PartitionCursor, found: FoundOffset) => void,
    onFailed: (cursor: PartitionCursor, error: KafkaError) => void,
  ) {
    this.#cluster = cluster;
    this.#isolation = isolation;
    this.#onFound = onFound;
    this.#onFailed = onFailed;
  }

  /** Looks up an offset for a partition, whatever becomes of it meanwhile. */
  add(cursor: PartitionCursor, spec: 'first' | 'last'): void {
    cursor.reset();
    this.#wanted.set(cursor, { token: cursor.token, spec });
    // At the end of the turn, so that all partitions of one response are looked up together.
    queueMicrotask(() => this.#run());
  }

  close(): void {
    this.#state = 'closed';
    this.#timer?.cancel();
    this.#wanted.clear();
    this.#abort.abort(new KafkaError('CLOSED', 'the reader is closed'));
  }

  #run(): void {
    if (this.#state !== 'idle') return;
    for (const [cursor, { token }] of this.#wanted) if (cursor.token !== token) this.#wanted.delete(cursor);
    if (this.#wanted.size === 0) return;
    this.#state = 'looking';
    void this.#look().then((again) => {
      if (this.#state === 'closed') return;
      this.#state = 'idle';
      if (!again) {
        this.#backoff.reset();
        return this.#run();
      }
      this.#state = 'waiting';
      this.#timer = this.#cluster.clock.after(this.#backoff.next(), () => {
        this.#state = 'idle';
        this.#run();
      });
    });
  }

  /** True when some are to be tried again. */
  async #look(): Promise<boolean> {
    const round = [...this.#wanted];
    const call = { signal: this.#abort.signal };
    const ask = (spec: 'first' | 'last') => {
      const cursors = round.filter(([, wanted]) => wanted.spec === spec).map(([cursor]) => cursor);
      return lookupOffsets(this.#cluster, cursors, spec, this.#isolation, call);
    };
    const [first, last] = await Promise.all([ask('first'), ask('last')]);
    let again = false;
    for (const [cursor, wanted] of round) {
      // Sought, unassigned or asked for anew meanwhile: this answer is for nobody.
      if (this.#wanted.get(cursor) !== wanted) continue;
      const answer = (wanted.spec === 'first' ? first : last).get(cursor)!;
      if (KafkaError.is(answer) && classify(answer) !== 'fail') {
        again = true;
        if (classify(answer) === 'refresh-metadata') this.#cluster.metadata.refreshSoon();
        continue;
      }
      this.#wanted.delete(cursor);
      if (cursor.token !== wanted.token) continue;
      if (KafkaError.is(answer)) this.#onFailed(cursor, answer);
      else this.#onFound(cursor, answer);
    }
    return again;
  }
}
