// From raw batches to batches that can be handed out: CRC, transactions, decompression, in order per partition.
// Owns: when a compressed batch is opened. Must not know brokers.
//
// Invariant: decompressed batches are opened only while the budget has room, except for one when there is nothing else
// to hand out: so a budget smaller than a batch still makes progress, and large ratios cannot fill the memory.
import { KafkaError } from '../base/errors.ts';
import { compressionOf } from '../record/batch-header.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import { openBatch } from '../record/open-batch.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { FetchSettings } from './fetch-settings.ts';
import { isFiltered } from './filter-batch.ts';
import type { PartitionCursor, RawBatch } from './partition-cursor.ts';

/** What it has to know of the fetch settings. */
export type OpenerSettings = Pick<FetchSettings, 'maxDecompressedBytes' | 'checkCrcs'>;

export class BatchOpener {
  readonly #budget: ByteBudget;
  readonly #queue: DeliveryQueue;
  readonly #settings: OpenerSettings;
  readonly #onCorrupt: (cursor: PartitionCursor, offset: number, error: KafkaError) => void;
  readonly #onOpened: (cursor: PartitionCursor) => void;
  /** Partitions whose next batch waits for room. */
  readonly #held = new Set<PartitionCursor>();
  #opening = 0;

  /**
   * `onCorrupt` gets each batch that cannot be read; the partition's queue ends before it. `onOpened` is told of each
   * partition that was worked on, whether or not it has something to hand out by that.
   */
  constructor(
    budget: ByteBudget,
    queue: DeliveryQueue,
    settings: OpenerSettings,
    onCorrupt: (cursor: PartitionCursor, offset: number, error: KafkaError) => void,
    onOpened: (cursor: PartitionCursor) => void,
  ) {
    this.#budget = budget;
    this.#queue = queue;
    this.#settings = settings;
    this.#onCorrupt = onCorrupt;
    this.#onOpened = onOpened;
  }

  /** True while a batch is being decompressed: something will be handed out without another fetch. */
  get isBusy(): boolean {
    return this.#opening > 0;
  }

  /** Opens what can be opened of one partition. */
  open(cursor: PartitionCursor): void {
    while (!cursor.isOpening) {
      const raw = cursor.raw.peek();
      if (raw === undefined) break;
      if (compressionOf(raw.header) !== 0 && !this.#mayDecompress()) {
        this.#held.add(cursor);
        return this.#onOpened(cursor);
      }
      cursor.raw.shift();
      this.#openOne(cursor, raw);
    }
    this.#held.delete(cursor);
    cursor.settle();
    this.#onOpened(cursor);
  }

  /** Goes on with partitions that waited for room. */
  openHeld(): void {
    if (this.#held.size === 0 || !this.#mayDecompress()) return;
    for (const cursor of [...this.#held]) {
      this.#held.delete(cursor);
      this.open(cursor);
    }
  }

  #mayDecompress(): boolean {
    return this.#budget.hasRoom || (this.#opening === 0 && !this.#queue.hasReady);
  }

  #openOne(cursor: PartitionCursor, raw: RawBatch): void {
    const { header, at, part } = raw;
    try {
      const { maxDecompressedBytes } = this.#settings;
      if (isFiltered(header, part.bytes, at, part.aborted, this.#settings)) return part.batchDone(header.sizeInBytes);
      const opened = openBatch(part.origin, header, part.bytes, at, maxDecompressedBytes, this.#settings);
      if (!(opened instanceof Promise)) return this.#hand(cursor, raw, opened);
      this.#openLater(cursor, raw, opened);
    } catch (error) {
      this.#fail(cursor, raw, error);
    }
  }

  #openLater(cursor: PartitionCursor, raw: RawBatch, opened: Promise<MessageBatch>): void {
    const { purges } = cursor;
    cursor.isOpening = true;
    this.#opening++;
    const settled = (finish: () => void) => {
      this.#opening--;
      cursor.isOpening = false;
      if (cursor.purges === purges) finish();
      else raw.part.batchDone(raw.header.sizeInBytes);
      this.open(cursor);
      this.openHeld();
    };
    opened.then(
      (batch) => settled(() => this.#hand(cursor, raw, batch)),
      (error: unknown) => settled(() => this.#fail(cursor, raw, error)),
    );
  }

  #hand(cursor: PartitionCursor, { header, part }: RawBatch, batch: MessageBatch): void {
    if (compressionOf(header) === 0) {
      this.#queue.push(cursor, { batch, part, bytes: header.sizeInBytes });
      return;
    }
    this.#budget.charge(batch.sizeInBytes);
    part.batchDone(header.sizeInBytes);
    this.#queue.push(cursor, { batch, part: undefined, bytes: batch.sizeInBytes });
  }

  #fail(cursor: PartitionCursor, { header, part }: RawBatch, error: unknown): void {
    part.batchDone(header.sizeInBytes);
    for (const later of cursor.raw) later.part.batchDone(later.header.sizeInBytes);
    cursor.raw.clear();
    const offset = Math.max(header.baseOffset, part.origin.from);
    const known = KafkaError.is(error)
      ? error
      : new KafkaError('CORRUPT_BATCH', `read at ${offset}: ${String(error)}`, { offset, cause: error });
    this.#onCorrupt(cursor, offset, known);
  }
}
