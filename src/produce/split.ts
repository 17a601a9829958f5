// Takes the encoded records of one batch apart: into two, or some of them out. Owns: rewriting offset deltas. Must not know
// brokers or calls.
//
// Of two parts the first is the same bytes; the second is copied once, because its offset deltas begin at 0 again.
// Timestamps stay deltas to the same base.
import { invariant } from '../base/invariant.ts';

/** Encoded records, whole, in order. */
export interface EncodedRecords {
  readonly pieces: readonly Buffer[];
  readonly count: number;
  readonly bytes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
}

/** Two parts of about equal size, each with one record or more. Takes two records or more. */
export function splitRecords(records: EncodedRecords): [EncodedRecords, EncodedRecords] {
  invariant(records.count > 1, 'only a batch of several records can be split');
  const walk = new Walk(records);
  const half = records.bytes / 2;
  let firstMax = 0;
  let count = 0;
  while (count === 0 || (count < records.count - 1 && walk.passed < half)) {
    walk.next();
    firstMax = count === 0 ? walk.timestampDelta : Math.max(firstMax, walk.timestampDelta);
    count++;
  }
  const first: EncodedRecords = {
    pieces: walk.before(),
    count,
    bytes: walk.passed,
    baseTimestamp: records.baseTimestamp,
    maxTimestamp: records.baseTimestamp + firstMax,
  };
  return [first, renumbered(walk, records, count)];
}

/** The records without those at the places in `excluded`. At least one is to stay. */
export function recordsWithout(records: EncodedRecords, excluded: Pick<ReadonlySet<number>, 'has'>): EncodedRecords {
  return renumbered(new Walk(records), records, 0, excluded);
}

/** The records that `walk` has not passed yet, except some, with offset deltas from 0. */
function renumbered(
  walk: Walk,
  records: EncodedRecords,
  passed: number,
  excluded?: Pick<ReadonlySet<number>, 'has'>,
): EncodedRecords {
  // Smaller deltas take no more bytes than larger ones.
  const into = Buffer.allocUnsafeSlow(records.bytes - walk.passed);
  let at = 0;
  let max = 0;
  let count = 0;
  for (let place = passed; place < records.count; place++) {
    walk.next();
    if (excluded?.has(place)) continue;
    max = count === 0 ? walk.timestampDelta : Math.max(max, walk.timestampDelta);
    const { bytes, bodyStart, deltaStart, deltaEnd, end } = walk;
    const size = deltaStart - bodyStart + varintSize(count) + (end - deltaEnd);
    at = writeVarint(into, at, size);
    at += bytes.copy(into, at, bodyStart, deltaStart);
    at = writeVarint(into, at, count);
    at += bytes.copy(into, at, deltaEnd, end);
    count++;
  }
  return {
    pieces: [into.subarray(0, at)],
    count,
    bytes: at,
    baseTimestamp: records.baseTimestamp,
    maxTimestamp: records.baseTimestamp + max,
  };
}

/** Goes from record to record over the pieces; no record crosses a piece's end. */
class Walk {
  readonly #pieces: readonly Buffer[];
  #piece = 0;
  #pos = 0;
  bytes: Buffer;
  /** Bytes of the records passed so far. */
  passed = 0;
  /** Of the current record: where its attributes begin, where its offset delta begins and ends, where it ends. */
  bodyStart = 0;
  deltaStart = 0;
  deltaEnd = 0;
  end = 0;
  timestampDelta = 0;

  constructor(records: EncodedRecords) {
    this.#pieces = records.pieces;
    this.bytes = records.pieces[0]!;
  }

  next(): void {
    if (this.#pos === this.bytes.length) {
      this.bytes = this.#pieces[++this.#piece]!;
      this.#pos = 0;
    }
    const start = this.#pos;
    const size = this.#varlong();
    this.bodyStart = this.#pos;
    this.end = this.#pos + size;
    this.#pos++; // attributes
    this.timestampDelta = this.#varlong();
    this.deltaStart = this.#pos;
    this.#varlong();
    this.deltaEnd = this.#pos;
    this.#pos = this.end;
    this.passed += this.end - start;
  }

  /** The pieces up to the end of the current record. */
  before(): readonly Buffer[] {
    return [...this.#pieces.slice(0, this.#piece), this.bytes.subarray(0, this.#pos)];
  }

  /** By number arithmetic, which holds for timestamp deltas of any size. */
  #varlong(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.bytes[this.#pos++]!;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value * 2; rest > 0x7f; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** A zigzag varint of a number that is not negative. Returns where it ends. */
function writeVarint(into: Buffer, at: number, value: number): number {
  let rest = value * 2;
  while (rest > 0x7f) {
    into[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  into[at++] = rest;
  return at;
}
