// Runs a binding's handlers over its feeds, at most N at a time, for the orders 'partition' and 'none'.
// Owns: which feed is next. Must not know what running a record means.
// Invariant: an exclusive feed is worked on by one handler at a time, so its records start one after another.
import type { Clock } from '../base/clock.ts';
import { Ring } from '../base/ring.ts';
import type { AppRecord } from './app-record.ts';
import type { Feed } from './feed.ts';
import { Turn } from './turn.ts';

/** Handles one record, in steps: see BindingRunner. */
export interface RecordRunner {
  begin(record: AppRecord): undefined | Promise<void>;
  ended(record: AppRecord): undefined | Promise<void>;
  threw(record: AppRecord, thrown: unknown): undefined | Promise<void>;
}

/** Runs records of feeds. */
export interface Pool {
  /** The feed may have records. Handlers start now; with `later` in a task of their own. */
  offer(feed: Feed, when?: 'now' | 'later'): void;
}

export class FeedPool implements Pool {
  readonly #runner: RecordRunner;
  readonly #concurrency: number;
  readonly #clock: Clock;
  readonly #queue = new Ring<Feed>();
  #active = 0;
  #waking = false;

  constructor(runner: RecordRunner, concurrency: number, clock: Clock) {
    this.#runner = runner;
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
    const runner = this.#runner;
    let feed = this.#queue.shift();
    while (feed !== undefined) {
      let record = feed.next();
      if (feed.exclusive) feed.place = 'taken';
      // Back in the queue before the handler starts, so that other workers can take from it meanwhile.
      else this.#putBack(feed, record !== undefined);
      while (record !== undefined) {
        const pending = runner.begin(record);
        if (pending !== undefined) {
          let more: undefined | Promise<void>;
          try {
            await pending;
            more = runner.ended(record);
          } catch (thrown) {
            more = runner.threw(record, thrown);
          }
          if (more !== undefined) await more;
        }
        if (turn.isOver()) await turn.yield();
        record = feed.exclusive ? feed.next() : undefined;
      }
      // Behind the others, also where more is at hand.
      if (feed.exclusive) this.#putBack(feed, false);
      feed = this.#queue.shift();
    }
    this.#active--;
  }

  #putBack(feed: Feed, hasMore: boolean): void {
    if (hasMore || feed.ready) {
      feed.place = 'queued';
      this.#queue.push(feed);
    } else feed.place = 'out';
  }
}
