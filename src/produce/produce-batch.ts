// One batch of one partition, from its first record to its acknowledgement. Owns: the encoded records, the header, who
// waits for it. Must not know brokers, requests or time.
//
//     open -> compressing -> ready <-> inFlight -> acked           a split batch is done when its parts are
//        \________________/^    \          |-----> split -> acked | failed
//                                \---------+-----> failed
//
// Invariant: the bytes between the header's offset 21 and the end never change after the first send, unless the batch is
// renumbered in a new epoch; raw records stay until the batch is done, so that it can be split.
import type { KafkaError } from '../base/errors.ts';
import { invariant } from '../base/invariant.ts';
import { BatchBuilder, type RecordBytes, type RecordHeaders } from '../record/batch-builder.ts';
import { BATCH_OVERHEAD, writeBatchHeader } from '../record/batch-header.ts';
import type { ChunkPool } from '../record/chunk-pool.ts';
import type { CompressionCodec } from '../record/compression/compression-codec.ts';
import { sequenceAfter } from './partition-sequence.ts';
import type { ProduceCall } from './produce-call.ts';
import { type EncodedRecords, recordsWithout, splitRecords } from './split.ts';
import type { PlacedBatch } from './write-result.ts';

export type BatchState = 'open' | 'compressing' | 'ready' | 'inFlight' | 'acked' | 'failed' | 'split';

const MOVES: Readonly<Record<BatchState, readonly BatchState[]>> = {
  open: ['compressing', 'ready', 'failed'],
  compressing: ['ready', 'failed'],
  ready: ['inFlight', 'failed'],
  inFlight: ['ready', 'acked', 'failed', 'split'],
  split: ['acked', 'failed'],
  acked: [],
  failed: [],
};

const NO_RECORDS: EncodedRecords = { pieces: [], count: 0, bytes: 0, baseTimestamp: 0, maxTimestamp: 0 };

export class ProduceBatch implements PlacedBatch {
  readonly topic: string;
  readonly partition: number;
  /** Monotonic time of its first record. */
  readonly openedAt: number;
  /** Monotonic time of the call of its first record, which may have waited: its time runs out from here. */
  readonly since: number;
  /** Monotonic time at which it was closed; 0 while it is open. */
  sealedAt = 0;
  /** Records in it. */
  count = 0;
  /** Encoded bytes of the records before compression. */
  bytes = 0;
  /** Times it was sent. */
  attempts = 0;
  /** Monotonic time at which an attempt last ended without saying whether it was written; before all time if none did. */
  doubtedAt: number = Number.NEGATIVE_INFINITY;
  /** The number of its first record; -1 until it has one, and always where the producer is not idempotent. */
  sequence = -1;
  #state: BatchState = 'open';
  #builder: BatchBuilder | undefined;
  #records: EncodedRecords = NO_RECORDS;
  #body: readonly Buffer[] = NO_RECORDS.pieces;
  #compression = 0;
  #header: Buffer | undefined;
  #baseOffset = -1;
  #error: KafkaError | undefined;
  #recordErrors: ReadonlyMap<number, KafkaError> | undefined;
  /** Once per call, or oftener where calls took turns. */
  #calls: ProduceCall[] = [];
  #onDone: (() => void)[] | undefined;
  #parent: ProduceBatch | undefined;
  /** What became of it when it was divided: parts, and where each begins among the records that `#recordErrors` leaves. */
  #parts: readonly { readonly from: number; readonly batch: ProduceBatch }[] = [];

  constructor(
    topic: string,
    partition: number,
    pool: ChunkPool | undefined,
    openedAt: number,
    since: number = openedAt,
  ) {
    this.topic = topic;
    this.partition = partition;
    this.openedAt = openedAt;
    this.since = since;
    this.#builder = pool === undefined ? undefined : new BatchBuilder(pool);
  }

  get state(): BatchState {
    return this.#state;
  }

  /** Acknowledged, or given up. */
  get isDone(): boolean {
    return this.#state === 'acked' || this.#state === 'failed';
  }

  /** Its records have sequence numbers of the partition's current epoch. */
  get isNumbered(): boolean {
    return this.sequence >= 0;
  }

  /** Some attempt, of it or of a batch that it is a part of, ended without saying whether it was written. */
  get isDoubtful(): boolean {
    return this.doubtedAt > Number.NEGATIVE_INFINITY || this.doubtfulWhole !== undefined;
  }

  /** The largest doubtful batch that it is a part of. */
  get doubtfulWhole(): ProduceBatch | undefined {
    const parent = this.#parent;
    if (parent === undefined) return undefined;
    return parent.doubtfulWhole ?? (parent.doubtedAt > Number.NEGATIVE_INFINITY ? parent : undefined);
  }

  /** The last attempt may have been written, or may be yet. */
  doubt(now: number): void {
    this.doubtedAt = now;
  }

  /** Number of the codec that its body is compressed with; 0 for none. Known once it is ready. */
  get compression(): number {
    return this.#compression;
  }

  /** Bytes on the wire, header included. Known once it is ready. */
  get wireBytes(): number {
    let bytes = BATCH_OVERHEAD;
    for (const piece of this.#body) bytes += piece.length;
    return bytes;
  }

  /** Like BatchBuilder.append: the bytes taken, -1 when that is more than fits. Hot path. */
  append(
    key: RecordBytes | undefined,
    value: RecordBytes | undefined,
    headers: RecordHeaders | undefined,
    timestamp: number,
    maxBytes: number,
  ): number {
    const taken = (this.#builder as BatchBuilder).append(key, value, headers, timestamp, maxBytes);
    if (taken > 0) {
      this.count++;
      this.bytes += taken;
    }
    return taken;
  }

  /** A call put messages into it and waits for it. */
  join(call: ProduceCall): void {
    const calls = this.#calls;
    if (calls.length > 0 && calls[calls.length - 1] === call) return;
    calls.push(call);
    call.pending++;
  }

  /** Calls `run` when the batch is done. */
  onDone(run: () => void): void {
    this.#onDone ??= [];
    this.#onDone.push(run);
  }

  /** No record comes any more. Compresses if there is a codec; `onReady` is called later if that takes time. */
  seal(codec: CompressionCodec | undefined, onReady: () => void, onProblem: (error: unknown) => void): void {
    const builder = this.#builder as BatchBuilder;
    const { count, bytes, baseTimestamp, maxTimestamp } = builder;
    this.#records = { pieces: builder.finish(), count, bytes, baseTimestamp, maxTimestamp };
    this.#compress(codec, onReady, onProblem);
  }

  #compress(codec: CompressionCodec | undefined, onReady: () => void, onProblem: (error: unknown) => void): void {
    this.#body = this.#records.pieces;
    if (codec === undefined) return this.#become('ready');
    let compressed: Buffer | Promise<Buffer>;
    try {
      compressed = codec.compress(this.#records.pieces);
    } catch (error) {
      onProblem(error);
      return this.#become('ready');
    }
    if (Buffer.isBuffer(compressed)) {
      this.#keepIfSmaller(codec, compressed);
      return this.#become('ready');
    }
    this.#become('compressing');
    compressed
      .then((bytes) => this.#keepIfSmaller(codec, bytes), onProblem)
      .then(() => {
        if (this.#state !== 'compressing') return;
        this.#become('ready');
        onReady();
      });
  }

  #keepIfSmaller(codec: CompressionCodec, compressed: Buffer): void {
    if (compressed.length >= this.#records.bytes || this.isDone) return;
    this.#body = [compressed];
    this.#compression = codec.id;
  }

  /** Header and body, to be sent now. The header is written the first time; later the bytes are the same. */
  send(producerId: number, producerEpoch: number): readonly Buffer[] {
    this.#become('inFlight');
    this.attempts++;
    this.#header ??= this.#writeHeader(producerId, producerEpoch);
    return [this.#header, ...this.#body];
  }

  #writeHeader(producerId: number, producerEpoch: number): Buffer {
    const { count, baseTimestamp, maxTimestamp } = this.#records;
    const header = Buffer.allocUnsafe(BATCH_OVERHEAD);
    const times = { baseTimestamp, maxTimestamp };
    const numbers = { producerId, producerEpoch, baseSequence: this.sequence, count, lastOffsetDelta: count - 1 };
    writeBatchHeader(header, { attributes: this.#compression, ...times, ...numbers }, this.#body);
    return header;
  }

  /** It came back without a result and will be sent again. */
  giveBack(): void {
    this.#become('ready');
  }

  /** Drops its numbers: the next send writes header and CRC anew, in the epoch of that time. */
  renumber(): void {
    invariant(
      this.#state === 'ready' || this.#state === 'compressing',
      'only a batch that is not under way is renumbered',
    );
    this.sequence = -1;
    this.#header = undefined;
  }

  ack(baseOffset: number): void {
    this.#become('acked');
    this.#baseOffset = baseOffset;
    // After a retry, the bytes of the first attempt may still lie in a socket that is about to break.
    if (this.attempts === 1) this.#builder?.recycle();
    this.#finish();
  }

  /** `recordErrors`: what the broker said of single records (KIP-467), by their place in the batch. */
  fail(error: KafkaError, recordErrors?: ReadonlyMap<number, KafkaError>): void {
    this.#become('failed');
    this.#error = error;
    this.#recordErrors = recordErrors;
    this.#finish();
  }

  /**
   * Replaces it by two batches of about half its size, which are ready, or will be. This one is done when they are. Its
   * numbers, if it has any, are divided over the two: nothing of it was written, so the line stays unbroken.
   */
  split(codec: CompressionCodec | undefined, onReady: () => void, onProblem: (error: unknown) => void): ProduceBatch[] {
    const parts = this.#divide(splitRecords(this.#records));
    const [first, second] = parts as [ProduceBatch, ProduceBatch];
    if (this.isNumbered) {
      first.sequence = this.sequence;
      second.sequence = sequenceAfter(this.sequence, first.count);
    }
    for (const part of parts) part.#compress(codec, onReady, onProblem);
    return parts;
  }

  /** Replaces it by one without the records that have an error, which is to be numbered anew. At least one has none. */
  winnow(
    recordErrors: ReadonlyMap<number, KafkaError>,
    codec: CompressionCodec | undefined,
    onReady: () => void,
    onProblem: (error: unknown) => void,
  ): ProduceBatch {
    this.#recordErrors = recordErrors;
    const [rest] = this.#divide([recordsWithout(this.#records, recordErrors)]) as [ProduceBatch];
    rest.#compress(codec, onReady, onProblem);
    return rest;
  }

  #divide(pieces: readonly EncodedRecords[]): ProduceBatch[] {
    this.#become('split');
    let from = 0;
    this.#parts = pieces.map((records) => {
      const batch = new ProduceBatch(this.topic, this.partition, undefined, this.openedAt, this.since);
      batch.sealedAt = this.sealedAt;
      batch.count = records.count;
      batch.bytes = records.bytes;
      batch.#records = records;
      batch.#parent = this;
      const part = { from, batch };
      from += records.count;
      return part;
    });
    return this.#parts.map(({ batch }) => batch);
  }

  offsetOf(delta: number): number {
    if (this.#recordErrors?.has(delta)) return -1;
    const part = this.#partOf(delta);
    if (part !== undefined) return part.batch.offsetOf(part.delta);
    return this.#baseOffset < 0 ? -1 : this.#baseOffset + delta;
  }

  errorOf(delta: number): KafkaError | undefined {
    const own = this.#recordErrors?.get(delta);
    if (own !== undefined) return own;
    const part = this.#partOf(delta);
    return part === undefined ? this.#error : part.batch.errorOf(part.delta);
  }

  /** Which part the record at `delta` went into, and where it stands there. */
  #partOf(delta: number): { readonly batch: ProduceBatch; readonly delta: number } | undefined {
    const [first, second] = this.#parts;
    if (first === undefined) return undefined;
    let left = delta;
    if (this.#recordErrors !== undefined) for (const bad of this.#recordErrors.keys()) if (bad < delta) left--;
    const part = second !== undefined && left >= second.from ? second : first;
    return { batch: part.batch, delta: left - part.from };
  }

  #partDone(): void {
    if (!this.#parts.every(({ batch }) => batch.isDone)) return;
    const hasFailed = this.#recordErrors !== undefined || this.#parts.some(({ batch }) => batch.state === 'failed');
    this.#become(hasFailed ? 'failed' : 'acked');
    this.#finish();
  }

  /** Lets go of the bytes, because results keep batches for their offsets; tells who waits. */
  #finish(): void {
    this.#builder = undefined;
    this.#records = NO_RECORDS;
    this.#body = NO_RECORDS.pieces;
    this.#header = undefined;
    const calls = this.#calls;
    this.#calls = [];
    const hasFailed = this.#state === 'failed';
    for (const call of calls) call.batchDone(this, hasFailed);
    for (const run of this.#onDone ?? []) run();
    this.#onDone = undefined;
    if (this.#parent !== undefined) this.#parent.#partDone();
  }

  #become(state: BatchState): void {
    invariant(MOVES[this.#state].includes(state), `a batch goes from ${this.#state} to ${state}`);
    this.#state = state;
  }
}
