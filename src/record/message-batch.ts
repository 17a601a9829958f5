// One record batch as users read it: iterate it to get its messages. Also the unit of the reading side's queues.
import { BATCH_OVERHEAD, BatchAttribute, type BatchHeader } from './batch-header.ts';
import { Message } from './message.ts';
import { RecordCursor } from './record-cursor.ts';

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

  /** @internal `bytes` from `start` to `end` are the decompressed records. */
  constructor(origin: BatchOrigin, header: BatchHeader, bytes: Buffer, start: number, end: number) {
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
  }

  /** Bytes that this batch keeps in memory: its records, uncompressed. */
  get sizeInBytes(): number {
    return this.#end - this.#start;
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
    return new MessageBatch(origin, this.#header, own, 0, own.length);
  }

  /** @internal A cursor before the first record; records below the offset wanted are still in it. */
  cursor(): RecordCursor {
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
  readonly #cursor: RecordCursor;

  constructor(topic: string, partition: number, from: number, cursor: RecordCursor) {
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

export function isLogAppendTime(header: BatchHeader): boolean {
  return (header.attributes & BatchAttribute.logAppendTime) !== 0;
}

export function isControlBatch(header: BatchHeader): boolean {
  return (header.attributes & BatchAttribute.control) !== 0;
}

export function isTransactionalBatch(header: BatchHeader): boolean {
  return (header.attributes & BatchAttribute.transactional) !== 0;
}

/** The codec's number in a batch's attributes; 0 for none. */
export function compressionOf(header: BatchHeader): number {
  return header.attributes & BatchAttribute.compressionMask;
}

/** An uncompressed batch as a view of the bytes it was fetched in. */
export function viewBatch(origin: BatchOrigin, header: BatchHeader, bytes: Buffer, at: number): MessageBatch {
  return new MessageBatch(origin, header, bytes, at + BATCH_OVERHEAD, at + header.sizeInBytes);
}
