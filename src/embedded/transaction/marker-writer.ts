// Writes the markers that end a transaction into every partition that takes part. Owns: which of them are still to come:
// a partition without a leader gets its marker when it has one again. Must not know transactional ids.
import type { Clock } from '../../base/clock.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { EndMarker } from '../log/producer-states.ts';
import { NO_LEADER, type Partition } from '../partition.ts';
import type { TransactionPartition } from './transaction.ts';

/** What the writer has to find out or to tell. */
export interface MarkerPlaces {
  /** Undefined where the partition is not there (any more): it needs no marker. */
  find(place: TransactionPartition): Partition | undefined;
  /** The marker stands in the log. */
  written(place: TransactionPartition, marker: EndMarker): void;
}

interface Job {
  readonly marker: EndMarker;
  readonly places: Set<TransactionPartition>;
  readonly done: () => void;
}

export class MarkerWriter {
  readonly #places: MarkerPlaces;
  readonly #clock: Clock;
  readonly #jobs = new Set<Job>();
  #holds = 0;

  constructor(places: MarkerPlaces, clock: Clock) {
    this.#places = places;
    this.#clock = clock;
  }

  /** Calls `done` when every partition has the marker: at once where all of them have leaders. */
  write(marker: EndMarker, places: readonly TransactionPartition[], done: () => void): void {
    const job: Job = { marker, places: new Set(places), done };
    this.#jobs.add(job);
    this.#work(job);
  }

  /** Writes nothing until the function that it returns is called; what came meanwhile is written then. */
  hold(): () => void {
    this.#holds++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds--;
      this.retry();
    };
  }

  /** Leaders may have come back. */
  retry(): void {
    for (const job of [...this.#jobs]) this.#work(job);
  }

  close(): void {
    this.#jobs.clear();
  }

  #work(job: Job): void {
    if (this.#holds > 0) return;
    for (const place of job.places) {
      const partition = this.#places.find(place);
      if (partition !== undefined && partition.leaderId === NO_LEADER) continue;
      job.places.delete(place);
      // A later epoch that is there already has ended the transaction itself.
      const errorCode = partition?.writeMarker(job.marker, this.#clock.now());
      if (errorCode === ErrorCode.NONE) this.#places.written(place, job.marker);
    }
    if (job.places.size > 0 || !this.#jobs.delete(job)) return;
    job.done();
  }
}
