// Runs a binding's handlers in N lanes, for the order 'key': a key always goes to the same lane, and a lane handles
// one record at a time. Records without a key have no order: each goes to the shortest lane.
// Invariant: two records with the same key start in the order in which they were handed out.
import type { Clock } from '../base/clock.ts';
import { Ring } from '../base/ring.ts';
import type { AppRecord } from './app-record.ts';
import type { Feed } from './feed.ts';
import type { Pool, RecordRunner } from './feed-pool.ts';
import { Turn } from './turn.ts';

/** Records that wait in lanes, per lane on average and at least in all: enough that one busy key does not starve others. */
const WAITING_PER_LANE = 16;
const MIN_WAITING = 1024;

export class KeyPool implements Pool {
  readonly #runner: RecordRunner;
  readonly #clock: Clock;
  readonly #lanes: readonly Lane[];
  readonly #feeds = new Ring<Feed>();
  readonly #maxWaiting: number;
  #waiting = 0;
  #waking = false;

  constructor(runner: RecordRunner, concurrency: number, clock: Clock) {
    this.#runner = runner;
    this.#clock = clock;
    this.#lanes = Array.from({ length: concurrency }, () => ({ records: new Ring<AppRecord>(), running: false }));
    this.#maxWaiting = Math.max(MIN_WAITING, concurrency * WAITING_PER_LANE);
  }

  offer(feed: Feed, when: 'now' | 'later' = 'now'): void {
    if (feed.place === 'out') {
      feed.place = 'queued';
      this.#feeds.push(feed);
    }
    if (when === 'now') this.#pump();
    else this.#wake();
  }

  #wake(): void {
    if (this.#waking) return;
    this.#waking = true;
    queueMicrotask(() => {
      this.#waking = false;
      this.#pump();
    });
  }

  /** Fills lanes and starts those that stand still, until there is nothing to hand out or no room. */
  #pump(): void {
    while (this.#fill()) {
      for (const lane of this.#lanes) if (!lane.running && lane.records.length > 0) void this.#work(lane);
    }
  }

  /** Moves records from feeds to lanes; false when none could be. */
  #fill(): boolean {
    const before = this.#waiting;
    while (this.#waiting < this.#maxWaiting) {
      const feed = this.#feeds.peek();
      if (feed === undefined) break;
      const record = feed.next();
      if (record !== undefined) {
        this.#laneOf(record).records.push(record);
        this.#waiting++;
        continue;
      }
      this.#feeds.shift();
      if (feed.ready) this.#feeds.push(feed);
      else feed.place = 'out';
    }
    return this.#waiting > before;
  }

  async #work(lane: Lane): Promise<void> {
    lane.running = true;
    const turn = new Turn(this.#clock);
    const runner = this.#runner;
    let record = lane.records.shift();
    while (record !== undefined) {
      this.#waiting--;
      // Not begun yet, and its partition is leaving: the next owner gets it.
      if (record._owner.source.open) {
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
          if (this.#feeds.length > 0 && this.#waiting <= this.#maxWaiting / 2) this.#wake();
        }
        if (turn.isOver()) await turn.yield();
      }
      record = lane.records.shift();
    }
    lane.running = false;
    if (this.#feeds.length > 0) this.#wake();
  }

  #laneOf(record: AppRecord): Lane {
    const lanes = this.#lanes;
    const { key } = record;
    if (key !== null) return lanes[hashKey(key) % lanes.length] as Lane;
    let shortest = lanes[0] as Lane;
    for (const lane of lanes) if (load(lane) < load(shortest)) shortest = lane;
    return shortest;
  }
}

interface Lane {
  readonly records: Ring<AppRecord>;
  running: boolean;
}

function load(lane: Lane): number {
  return lane.records.length + (lane.running ? 1 : 0);
}

/** FNV-1a, 32 bits. Only this process sees it, so it need not be what Kafka's partitioners use. */
export function hashKey(key: Buffer): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash ^= key[index] as number;
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
