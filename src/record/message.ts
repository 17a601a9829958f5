// A record as users read it: a view of the batch it came in.
import { inspect } from 'node:util';
import { toError } from '../base/errors.ts';
import { Views } from '../wire/views.ts';
import { readError } from './batch-layout.ts';
import { type HeaderSpan, readHeaderSpans } from './record-cursor.ts';
import type { RecordView } from './record-view.ts';

/** Headers as read: in order, duplicates kept, null values as null. */
export type MessageHeaders = readonly (readonly [name: string, value: Buffer | null])[];

/**
 * A record that was read. `key`, `value` and `headers` are views of the fetched bytes, made when touched: keeping a
 * message keeps those bytes (up to a whole fetch) in memory. `copy()` gives one that stands alone.
 */
export class Message {
  // Declared only: a field of the class would be written twice for each message, first as undefined.
  declare readonly topic: string;
  declare readonly partition: number;
  declare readonly offset: number;
  /** Milliseconds since 1970: when it was created, or appended where the topic says LogAppendTime. -1 where unknown. */
  declare readonly timestamp: number;
  /** @internal */ declare readonly _views: Views;
  /** @internal */ declare readonly _keyStart: number;
  /** @internal */ declare readonly _keyEnd: number;
  /** @internal */ declare readonly _valueStart: number;
  /** @internal */ declare readonly _valueEnd: number;
  /** @internal */ declare readonly _headersStart: number;
  /** @internal */ declare readonly _headerCount: number;
  /** @internal */ declare readonly _end: number;

  /** @internal Built by the library; `cursor` stands at the record. */
  constructor(topic: string, partition: number, cursor: RecordView) {
    this.topic = topic;
    this.partition = partition;
    this.offset = cursor.offset;
    this.timestamp = cursor.timestamp;
    this._views = cursor.views;
    this._keyStart = cursor.keyStart;
    this._keyEnd = cursor.keyEnd;
    this._valueStart = cursor.valueStart;
    this._valueEnd = cursor.valueEnd;
    this._headersStart = cursor.headersStart;
    this._headerCount = cursor.headerCount;
    this._end = cursor.recordEnd;
  }

  get key(): Buffer | null {
    return this._keyStart < 0 ? null : this._views.of(this._keyStart, this._keyEnd);
  }

  get value(): Buffer | null {
    return this._valueStart < 0 ? null : this._views.of(this._valueStart, this._valueEnd);
  }

  /** Empty where the record has none. */
  get headers(): MessageHeaders {
    if (this._headerCount === 0) return [];
    const views = this._views;
    const { bytes } = views;
    return this.#headerSpans().map(
      (span) =>
        [
          bytes.toString('utf8', span.nameStart, span.nameEnd),
          span.valueStart < 0 ? null : views.of(span.valueStart, span.valueEnd),
        ] as const,
    );
  }

  /** The value of the last header of that name; undefined where there is none, null where its value is null. */
  header(name: string): Buffer | null | undefined {
    return this.headers.findLast(([other]) => other === name)?.[1];
  }

  /** The same record in bytes of its own, which pin nothing else. */
  copy(): Message {
    const start = this._keyStart >= 0 ? this._keyStart : this._valueStart >= 0 ? this._valueStart : this._headersStart;
    const shift = (at: number): number => (at < 0 ? -1 : at - start);
    const bytes = standalone(this._views.of(start, this._end));
    return new Message(this.topic, this.partition, {
      bytes,
      views: new Views(bytes),
      offset: this.offset,
      timestamp: this.timestamp,
      keyStart: shift(this._keyStart),
      keyEnd: this._keyEnd - start,
      valueStart: shift(this._valueStart),
      valueEnd: this._valueEnd - start,
      headersStart: this._headersStart - start,
      headerCount: this._headerCount,
      recordEnd: this._end - start,
    });
  }

  #headerSpans(): HeaderSpan[] {
    try {
      return readHeaderSpans(this._views.bytes, this._headersStart, this._end, this._headerCount);
    } catch (cause) {
      throw readError('CORRUPT_BATCH', this, this.offset, toError(cause).message, { cause });
    }
  }

  /** Plain data, safe for JSON: keys, values and header values as UTF-8 text. */
  toJSON(): object {
    return {
      topic: this.topic,
      partition: this.partition,
      offset: this.offset,
      timestamp: this.timestamp,
      key: this.key?.toString() ?? null,
      value: this.value?.toString() ?? null,
      headers: this.headers.map(([name, value]) => [name, value?.toString() ?? null]),
    };
  }
}

// Defined apart: isolatedDeclarations accepts no computed name in a class.
Object.defineProperty(Message.prototype, inspect.custom, {
  value(this: Message): string {
    return `Message ${inspect(this.toJSON())}`;
  },
});

/** A copy with memory of its own: small buffers made by Buffer.from share slabs of up to 64 KiB. */
function standalone(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}
