// Where a binding's handlers take their records from.
import { Ring } from '../base/ring.ts';
import { AppRecord } from './app-record.ts';
import type { Delivery } from './delivery.ts';

/** A stream of records for one binding. */
export interface Feed {
  /** Whether its records must be handled one after another. */
  readonly exclusive: boolean;
  /** Whether `next` may have a record. */
  readonly ready: boolean;
  /** The next record; undefined at the end of a turn or when there is none, which `ready` tells apart. */
  next(): AppRecord | undefined;
  /** The pool's own mark: `queued` waits for a handler, `taken` is being worked on. */
  place: 'out' | 'queued' | 'taken';
}

/** The records of an assigned partition of the binding's topic. */
export class PartitionFeed implements Feed {
  readonly exclusive: boolean;
  place: Feed['place'] = 'out';
  readonly #delivery: Delivery;
  readonly #maxUnsettled: number;

  constructor(delivery: Delivery, options: { readonly exclusive: boolean; readonly maxUnsettled: number }) {
    this.#delivery = delivery;
    this.exclusive = options.exclusive;
    this.#maxUnsettled = options.maxUnsettled;
  }

  get ready(): boolean {
    return this.#delivery.source.ready;
  }

  next(): AppRecord | undefined {
    const { source } = this.#delivery;
    const message = source.peek();
    if (message === undefined) return undefined;
    if (source.tracker.span >= this.#maxUnsettled) {
      source.holdWindow(this.#maxUnsettled);
      return undefined;
    }
    return new AppRecord(message, this.#delivery, source.take(), undefined);
  }
}

/** Records that came back from the retry topic and are due; they have no order. */
export class RetryFeed implements Feed {
  readonly exclusive = false;
  place: Feed['place'] = 'out';
  readonly #records = new Ring<AppRecord>();
  readonly #limit: number;
  readonly #onRoom: () => void;
  #filled = false;

  /** `limit` bounds what waits here; `onRoom` is called when there is room again. */
  constructor(limit: number, onRoom: () => void) {
    this.#limit = limit;
    this.#onRoom = onRoom;
  }

  get ready(): boolean {
    return this.#records.length > 0;
  }

  /** True from when the limit is reached to when half is worked off. */
  get full(): boolean {
    return this.#filled;
  }

  push(record: AppRecord): void {
    this.#records.push(record);
    if (this.#records.length >= this.#limit) this.#filled = true;
  }

  next(): AppRecord | undefined {
    let record = this.#records.shift();
    // Those of a partition that is gone were not begun: its next owner gets them.
    while (record !== undefined && !record._owner.source.open) record = this.#records.shift();
    if (this.#filled && this.#records.length <= this.#limit / 2) {
      this.#filled = false;
      this.#onRoom();
    }
    return record;
  }
}
