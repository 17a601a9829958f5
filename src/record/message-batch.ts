// One record batch as users read it: iterate it to get its messages. Also the unit of the reading side's queues.
import { BATCH_OVERHEAD, type BatchHeader, isLogAppendTime } from './batch-header.ts';
import { LegacyCursor, type SetFrame } from './legacy-cursor.ts';
import { Message } from './message.ts';
import { RecordCursor } from './record-cursor.ts';
import type { BatchCursor } from './record-view.ts';

/** Where a batch was read, and what is not part of its bytes. */
export interface BatchOrigin {
  readonly topic: string;
  readonly partition: number;
  /** First offset wanted: a batch may begin before it, and those records are passed over. */
  readonly from: number;
  /** Offset after the last replicated record when this batch was fetched. */
  readonly highWatermark: number;
}

/** A batch of records of one partition, in offset order. Iterating it again starts again. */
export class MessageBatch implements Iterable<Message> {
  readonly topic: string;
  readonly partition: number;
  readonly highWatermark: number;
  /** Offset of the first record as the batch was written. */
  readonly baseOffset: number;
  /** Offset of the last record as it was written, also where compaction has removed that record since. */
  readonly lastOffset: number;
  /** Records stored in the batch; iteration yields fewer where reading began in its middle. */
  readonly count: number;
  readonly leaderEpoch: number;
  readonly #from: number;
  readonly #header: BatchHeader;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #end: number;
  readonly #frame: SetFrame | undefined;

  /** @internal `bytes` from `start` to `end` are the decompressed records; `frame` is set before magic 2. */
  constructor(origin: BatchOrigin, header: BatchHeader, bytes: Buffer, start: number, end: number, frame?: SetFrame) {
    this.topic = origin.topic;
    this.partition = origin.partition;
    this.highWatermark = origin.highWatermark;
    this.baseOffset = header.baseOffset;
    this.lastOffset = header.baseOffset + header.lastOffsetDelta;
    this.count = header.count;
    this.leaderEpoch = header.leaderEpoch;
    this.#from = origin.from;
    this.#header = header;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#frame = frame;
  }

  /** Where reading it begins: `baseOffset`, or a later offset where reading began in its middle. */
  get firstOffset(): number {
    return Math.max(this.baseOffset, this.#from);
  }

  /** Bytes that this batch keeps in memory: its records, uncompressed. */
  get sizeInBytes(): number {
    return this.#end - this.#start;
  }

  /** @internal The latest time of its records, milliseconds since 1970; -1 where unknown. */
  get _maxTimestamp(): number {
    return this.#header.maxTimestamp;
  }

  /** @internal The batch's records copied to bytes of their own, so that the frame they came in can be let go. */
  detach(): MessageBatch {
    const own = Buffer.from(this.#bytes.subarray(this.#start, this.#end));
    const origin = {
      topic: this.topic,
      partition: this.partition,
      from: this.#from,
      highWatermark: this.highWatermark,
    };
    return new MessageBatch(origin, this.#header, own, 0, own.length, this.#frame);
  }

  /** @internal A cursor before the first record; records below the offset wanted are still in it. */
  cursor(): BatchCursor {
    if (this.#frame !== undefined) return new LegacyCursor(this.#bytes, this.#start, this.#end, this.#frame);
    return new RecordCursor(this.#bytes, this.#start, this.#end, {
      topic: this.topic,
      partition: this.partition,
      baseOffset: this.baseOffset,
      count: this.count,
      baseTimestamp: this.#header.baseTimestamp,
      appendTime: isLogAppendTime(this.#header) ? this.#header.maxTimestamp : undefined,
    });
  }

  [Symbol.iterator](): Iterator<Message> {
    return new MessageIterator(this.topic, this.partition, this.#from, this.cursor());
  }
}

/** Written by hand: a generator costs four times as much per message. */
class MessageIterator implements Iterator<Message> {
  readonly #topic: string;
  readonly #partition: number;
  readonly #from: number;
  readonly #cursor: BatchCursor;

  constructor(topic: string, partition: number, from: number, cursor: BatchCursor) {
    this.#topic = topic;
    this.#partition = partition;
    this.#from = from;
    this.#cursor = cursor;
  }

  next(): IteratorResult<Message, undefined> {
    const cursor = this.#cursor;
    while (cursor.next()) {
      if (cursor.offset < this.#from) continue;
      return { done: false, value: new Message(this.#topic, this.#partition, cursor) };
    }
    return { done: true, value: undefined };
  }
}

/** An uncompressed batch of magic 2 as a view of the bytes it was fetched in. */
export function viewBatch(origin: BatchOrigin, header: BatchHeader, bytes: Buffer, at: number): MessageBatch {
  return new MessageBatch(origin, header, bytes, at + BATCH_OVERHEAD, at + header.sizeInBytes);
}
