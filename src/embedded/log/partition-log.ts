// The records of one partition, as the batches that producers sent. Owns: offsets, positions, epochs, retention.
// Must not know topics, brokers or requests. Invariant: batches are in offset order and never change once appended,
// unless they are compacted; only the header fields that the CRC does not cover were rewritten (`placeBatch`).
//
//     #batches:  [ dropped .. | b(#first) .. b(last) ]      position: bytes of all batches ever appended before it
import { type BatchHeader, placeBatch } from '../../record/batch-header.ts';

/** One appended batch. `bytes` is a view of the frame it came in. */
export interface StoredBatch {
  readonly bytes: Buffer;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly position: number;
  readonly maxTimestamp: number;
  readonly leaderEpoch: number;
}

interface EpochStart {
  readonly epoch: number;
  readonly startOffset: number;
}

/** What a read found: whole batches, the last one possibly cut short at the limit, as a real broker does. */
export interface LogRead {
  readonly pieces: readonly Buffer[];
  readonly bytes: number;
}

/** When the oldest batches may go; absent parts never delete. */
export interface Retention {
  readonly ms?: number | undefined;
  readonly bytes?: number | undefined;
}

const NOTHING: LogRead = { pieces: [], bytes: 0 };
/** index.interval.bytes */
const INDEX_INTERVAL_BYTES = 4096;
/** Dropped batches are cut off the array once there are this many of them. */
const TRIM_FROM = 1024;

export class PartitionLog {
  #batches: StoredBatch[] = [];
  #first = 0;
  #startOffset = 0;
  #endOffset = 0;
  #endPosition = 0;
  /** Each leader epoch with its first offset (KIP-101); one that began where the next did has left no record. */
  #epochs: readonly EpochStart[] = [];

  /** Offset of the first record still here. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** Offset that the next record gets. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Bytes of all batches still here. */
  get sizeInBytes(): number {
    const first = this.#batches[this.#first];
    return first === undefined ? 0 : this.#endPosition - first.position;
  }

  /** Gives the batch the next offsets, in its own bytes, and keeps those bytes. Returns the first offset. */
  append(header: BatchHeader, bytes: Buffer, leaderEpoch: number): number {
    const baseOffset = this.#endOffset;
    const lastOffset = baseOffset + header.lastOffsetDelta;
    placeBatch(bytes, baseOffset, leaderEpoch);
    const maxTimestamp = header.maxTimestamp;
    this.#batches.push({ bytes, baseOffset, lastOffset, position: this.#endPosition, maxTimestamp, leaderEpoch });
    this.#endPosition += bytes.length;
    this.#endOffset = lastOffset + 1;
    return baseOffset;
  }

  /**
   * Reads from the batch that holds `offset` up to `endOffset`, where a batch begins, at most `maxBytes`; with
   * `wholeFirst` the first batch comes whole however large it is (KIP-74). A first batch that does not fit otherwise
   * gives nothing.
   */
  read(
    offset: number,
    maxBytes: number,
    options: { readonly wholeFirst: boolean; readonly endOffset?: number },
  ): LogRead {
    const { wholeFirst, endOffset = this.#endOffset } = options;
    let index = this.#indexOf(offset);
    const first = this.#batches[index];
    if (first === undefined || first.baseOffset >= endOffset) return NOTHING;
    if (!wholeFirst && first.bytes.length > maxBytes) return NOTHING;
    let left = Math.min(Math.max(maxBytes, first.bytes.length), this.#positionOf(endOffset) - first.position);
    const bytes = left;
    const pieces: Buffer[] = [];
    for (; left > 0 && index < this.#batches.length; index++) {
      const piece = this.#batches[index]!.bytes;
      pieces.push(piece.length <= left ? piece : piece.subarray(0, left));
      left -= piece.length;
    }
    return { pieces, bytes };
  }

  /** Bytes from the batch that holds `offset` up to `endOffset`, where a batch begins. */
  bytesBetween(offset: number, endOffset: number): number {
    const batch = this.#batches[this.#indexOf(offset)];
    return batch === undefined ? 0 : Math.max(0, this.#positionOf(endOffset) - batch.position);
  }

  /**
   * An offset behind `bytes` of log read from the batch that holds `offset`: the end of a batch that reaches at least
   * INDEX_INTERVAL_BYTES further, as a broker finds it that has noted only some of its batches' places.
   */
  offsetAfter(offset: number, bytes: number): number {
    const from = this.#batches[this.#indexOf(offset)];
    if (from === undefined) return this.#endOffset;
    const position = from.position + bytes + INDEX_INTERVAL_BYTES;
    for (let i = this.#indexOf(offset); i < this.#batches.length; i++) {
      if (this.#batches[i]!.position >= position) return this.#batches[i]!.baseOffset;
    }
    return this.#endOffset;
  }

  /** The batches still here, oldest first. */
  *batches(): Generator<StoredBatch, void, undefined> {
    for (let i = this.#first; i < this.#batches.length; i++) yield this.#batches[i]!;
  }

  /** The leader epoch that wrote `offset`; -1 where none did. */
  epochAt(offset: number): number {
    return this.#epochs.findLast((entry) => entry.startOffset <= offset)?.epoch ?? -1;
  }

  /** A leader begins: what is appended from now on is of this epoch. */
  beginEpoch(epoch: number): void {
    const startOffset = this.#endOffset;
    this.#epochs = [...this.#epochs.filter((entry) => entry.startOffset < startOffset), { epoch, startOffset }];
  }

  /** The largest epoch up to `epoch` and the offset where it ends (KIP-320); undefined where it is not known yet. */
  endOfEpoch(epoch: number): { readonly epoch: number; readonly endOffset: number } | undefined {
    const next = this.#epochs.find((entry) => entry.epoch > epoch);
    const floor = this.#epochs.findLast((entry) => entry.epoch <= epoch);
    if (next !== undefined) return { epoch: floor?.epoch ?? epoch, endOffset: next.startOffset };
    return floor?.epoch === epoch ? { epoch, endOffset: this.#endOffset } : undefined;
  }

  /**
   * Records before `offset` are gone (KIP-107). Batches that hold later ones, too, stay whole: a reader that asks for an
   * earlier offset is told that it is out of range.
   */
  deleteBefore(offset: number): void {
    if (offset <= this.#startOffset) return;
    this.#startOffset = offset;
    for (let oldest = this.#batches[this.#first]; oldest !== undefined; oldest = this.#batches[this.#first]) {
      if (oldest.lastOffset >= offset) break;
      this.#first++;
    }
    this.#trim();
  }

  /** Drops the oldest batches that retention no longer covers; the newest batch stays until it is too old. */
  retain(retention: Retention, now: number): void {
    for (;;) {
      const oldest = this.#batches[this.#first];
      if (oldest === undefined) break;
      const tooOld = retention.ms !== undefined && now - oldest.maxTimestamp > retention.ms;
      const tooMuch = retention.bytes !== undefined && this.sizeInBytes - oldest.bytes.length >= retention.bytes;
      if (!tooOld && !tooMuch) break;
      this.#first++;
      this.#startOffset = oldest.lastOffset + 1;
    }
    this.#trim();
  }

  /** Puts other bytes in the place of batches, or nothing where `rewrite` gives none. Offsets stay as they were. */
  compact(rewrite: (batch: StoredBatch) => Buffer | undefined): void {
    const kept: StoredBatch[] = [];
    let position = 0;
    for (const batch of this.batches()) {
      const bytes = rewrite(batch);
      if (bytes === undefined) continue;
      kept.push({ ...batch, bytes, position });
      position += bytes.length;
    }
    this.#batches = kept;
    this.#first = 0;
    this.#endPosition = position;
  }

  #positionOf(offset: number): number {
    return this.#batches[this.#indexOf(offset)]?.position ?? this.#endPosition;
  }

  #trim(): void {
    if (this.#first >= TRIM_FROM || this.#first === this.#batches.length) {
      this.#batches = this.#batches.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Index of the first batch whose last offset is at least `offset`; the array's length where none is. */
  #indexOf(offset: number): number {
    let low = this.#first;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#batches[middle]!.lastOffset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
