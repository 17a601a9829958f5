// Runs a binding's handlers over its feeds, at most N at a time, for the orders 'partition' and 'none'.
// Owns: which feed is next. Must not know what running a record means.
// Invariant: an exclusive feed is worked on by one handler at a time, so its records start one after another.
import type { Clock } from '../base/clock.ts';
import { Ring } from '../base/ring.ts';
import type { AppRecord } from './app-record.ts';
import type { Feed } from './feed.ts';
import { Turn } from './turn.ts';

/** Starts the handling of one record; a promise when it does not end at once. Never rejects, never throws. */
export type RunRecord = (record: AppRecord) => undefined | Promise<void>;

/** Runs records of feeds. */
export interface Pool {
  /** The feed may have records. Handlers start now; with `later` in a task of their own. */
  offer(feed: Feed, when?: 'now' | 'later'): void;
}

export class FeedPool implements Pool {
  readonly #run: RunRecord;
  readonly #concurrency: number;
  readonly #clock: Clock;
  readonly #queue = new Ring<Feed>();
  #active = 0;
  #waking = false;

  constructor(run: RunRecord, concurrency: number, clock: Clock) {
    this.#run = run;
    this.#concurrency = concurrency;
    this.#clock = clock;
  }

  offer(feed: Feed, when: 'now' | 'later' = 'now'): void {
    if (feed.place === 'out') {
      feed.place = 'queued';
      this.#queue.push(feed);
    }
    if (when === 'now') this.#pump();
    else this.#wake();
  }

  #pump(): void {
    while (this.#active < this.#concurrency && this.#queue.length > 0) void this.#work();
  }

  /** Handlers are never started from within another one's call to `ack` or `fail`. */
  #wake(): void {
    if (this.#waking) return;
    this.#waking = true;
    queueMicrotask(() => {
      this.#waking = false;
      this.#pump();
    });
  }

  /** One of at most N workers: takes feeds in turn until none has a record. */
  async #work(): Promise<void> {
    this.#active++;
    const turn = new Turn(this.#clock);
    let feed = this.#queue.shift();
    while (feed !== undefined) {
      if (feed.exclusive) {
        feed.place = 'taken';
        let record = feed.next();
        while (record !== undefined) {
          const pending = this.#run(record);
          if (pending !== undefined) await pending;
          if (turn.isOver()) await turn.yield();
          record = feed.next();
        }
        // Behind the others, also where more is at hand.
        if (feed.ready) {
          feed.place = 'queued';
          this.#queue.push(feed);
        } else feed.place = 'out';
      } else {
        const record = feed.next();
        // Back in the queue before the handler starts, so that other workers can take from it meanwhile.
        if (record !== undefined || feed.ready) this.#queue.push(feed);
        else feed.place = 'out';
        if (record !== undefined) {
          const pending = this.#run(record);
          if (pending !== undefined) {
            await pending;
          }
          if (turn.isOver()) await turn.yield();
        }
      }
      feed = this.#queue.shift();
    }
    this.#active--;
  }
}
