// What one fetch of a Conn brought, to be read message by message. Must not know connections.
import { KafkaError } from '../base/errors.ts';
import type { AbortedTransactions } from '../fetch/aborted-transactions.ts';
import { isFiltered } from '../fetch/filter-batch.ts';
import type { SplitBatch } from '../fetch/split-records.ts';
import type { Message } from '../record/message.ts';
import type { BatchOrigin } from '../record/message-batch.ts';
import { openBatch } from '../record/open-batch.ts';

/** What a Batch reads from. */
export interface BatchContent {
  readonly origin: BatchOrigin;
  readonly bytes: Buffer;
  readonly batches: readonly SplitBatch[];
  /** Where the next fetch goes on. */
  readonly nextOffset: number;
  /** What made the rest unreadable. */
  readonly error: KafkaError | undefined;
  readonly aborted: AbortedTransactions | undefined;
  readonly throttleMs: number;
  readonly maxDecompressedBytes: number;
  readonly checkCrcs: boolean;
}

/** The Conn that a Batch came from. */
export interface BatchOwner {
  /** Everything before `offset` has been read. */
  advance(offset: number): void;
  release(): unknown;
}

/**
 * Messages of one fetch, in offset order. As long as it is open, its Conn reads nothing else: close it, or read it to its
 * end, which closes it. Reading a message moves the Conn's offset past it.
 */
export class Batch implements AsyncIterable<Message>, AsyncDisposable {
  readonly topic: string;
  readonly partition: number;
  /** Offset after the last replicated record of the partition, when this was fetched. */
  readonly highWaterMark: number;
  /** How long the broker asked this client to be quiet (KIP-219), milliseconds; it has been obeyed. */
  readonly throttleMs: number;
  readonly #content: BatchContent;
  readonly #owner: BatchOwner;
  #next = 0;
  #messages: Iterator<Message> | undefined;
  #lastOffset = -1;
  #offset: number;
  #isClosed = false;

  /** @internal */
  constructor(content: BatchContent, owner: BatchOwner) {
    this.topic = content.origin.topic;
    this.partition = content.origin.partition;
    this.highWaterMark = content.origin.highWatermark;
    this.throttleMs = content.throttleMs;
    this.#content = content;
    this.#owner = owner;
    this.#offset = content.origin.from;
  }

  /** Offset of the next message to read, or of where the next one may be. */
  get offset(): number {
    return this.#offset;
  }

  /** The next message; undefined at the end, and once closed. Throws CORRUPT_BATCH where the bytes are damaged. */
  async readMessage(): Promise<Message | undefined> {
    while (!this.#isClosed) {
      const message = this.#step();
      if (message !== undefined) return message;
      if (!(await this._open())) break;
    }
    return undefined;
  }

  /** The value of the next message; undefined at the end, and once closed. */
  async read(): Promise<Buffer | null | undefined> {
    return (await this.readMessage())?.value;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, void, undefined> {
    try {
      for (let message = await this.readMessage(); message !== undefined; message = await this.readMessage()) {
        yield message;
      }
    } finally {
      await this.close();
    }
  }

  /** Lets the Conn go on at `offset`. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#messages = undefined;
    this.#owner.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal Goes to the next record batch with something in it; false at the end, which closes this one. */
  async _open(): Promise<boolean> {
    const { batches, bytes, origin, aborted, maxDecompressedBytes, checkCrcs, error, nextOffset } = this.#content;
    while (this.#next < batches.length) {
      const { header, at } = batches[this.#next]!;
      if (!isFiltered(header, bytes, at, aborted, { checkCrcs })) {
        const opened = await openBatch(origin, header, bytes, at, maxDecompressedBytes, { checkCrcs });
        this.#messages = opened[Symbol.iterator]();
        this.#lastOffset = opened.lastOffset;
        this.#next++;
        return !this.#isClosed;
      }
      this.#next++;
      this.#move(header.baseOffset + header.lastOffsetDelta + 1);
    }
    if (error !== undefined) throw error;
    this.#move(nextOffset);
    await this.close();
    return false;
  }

  #step(): Message | undefined {
    const step = this.#messages?.next();
    if (step === undefined) return undefined;
    if (step.done === true) {
      this.#messages = undefined;
      // Compaction may have removed the last records: the position is after where they were.
      this.#move(this.#lastOffset + 1);
      return undefined;
    }
    this.#move(step.value.offset + 1);
    return step.value;
  }

  #move(offset: number): void {
    if (offset <= this.#offset) return;
    this.#offset = offset;
    this.#owner.advance(offset);
  }
}

/** The error of a damaged answer, with its place. */
export function placedError(cause: KafkaError, topic: string, partition: number, offset: number): KafkaError {
  const message = `read ${topic}[${partition}] at ${offset}: ${cause.message}`;
  return new KafkaError(cause.code, message, { topic, partition, offset, cause });
}
