// Walks messages of magic 0 and 1 that were found sound. Must not know how sets are found, opened or compressed.
import { Views } from '../wire/views.ts';
import { readInt64 } from './batch-layout.ts';
import { keyLengthAt, messageMagic, messageSize, messageTimestamp } from './legacy-message.ts';
import type { BatchCursor } from './record-view.ts';

/** What the messages inside of a compressed set get from the message around them. */
export interface SetFrame {
  /** Added to each offset: magic 1 counts from the set's first message. */
  readonly baseOffset: number;
  /** The time of every message where the broker stamped the set (LogAppendTime); else undefined. */
  readonly appendTime: number | undefined;
}

/** Plain messages say everything themselves. */
export const NO_FRAME: SetFrame = { baseOffset: 0, appendTime: undefined };

export class LegacyCursor implements BatchCursor {
  readonly bytes: Buffer;
  readonly views: Views;
  readonly #end: number;
  readonly #frame: SetFrame;

  offset = -1;
  timestamp = -1;
  keyStart = -1;
  keyEnd = -1;
  valueStart = -1;
  valueEnd = -1;
  /** These formats have no headers. */
  readonly headerCount = 0;
  headersStart = 0;
  recordEnd: number;

  /** Whole, sound messages stand from `start` to `end`. */
  constructor(bytes: Buffer, start: number, end: number, frame: SetFrame) {
    this.bytes = bytes;
    this.views = new Views(bytes);
    this.recordEnd = start;
    this.#end = end;
    this.#frame = frame;
  }

  next(): boolean {
    const at = this.recordEnd;
    if (at >= this.#end) return false;
    const { bytes } = this;
    const { baseOffset, appendTime } = this.#frame;
    const magic = messageMagic(bytes, at);
    this.offset = baseOffset + readInt64(bytes, at);
    // A magic 0 message that stands in a set of magic 1 has no time that could be stamped.
    this.timestamp = magic === 0 ? -1 : (appendTime ?? messageTimestamp(bytes, at));
    const keyAt = at + keyLengthAt(magic) + 4;
    const keyLength = bytes.readInt32BE(keyAt - 4);
    this.keyStart = keyLength < 0 ? -1 : keyAt;
    this.keyEnd = keyAt + Math.max(keyLength, 0);
    const valueAt = this.keyEnd + 4;
    const valueLength = bytes.readInt32BE(this.keyEnd);
    this.valueStart = valueLength < 0 ? -1 : valueAt;
    this.valueEnd = valueAt + Math.max(valueLength, 0);
    this.recordEnd = at + messageSize(bytes, at);
    this.headersStart = this.recordEnd;
    return true;
  }
}
