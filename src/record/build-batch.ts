// Builds whole record batches (magic 2) from records: for tools, tests and proxies. Producing has its own way, without
// copies. Owns: the header's fields that follow from the records. Must not know producers or sockets.
import { configError } from '../base/errors.ts';
import { integerOption } from '../base/options.ts';
import { BatchBuilder, type RecordBytes, type RecordHeaders } from './batch-builder.ts';
import {
  BATCH_OVERHEAD,
  BatchAttribute,
  type BatchHeaderFields,
  placeBatch,
  writeBatchHeader,
} from './batch-header.ts';
import { ChunkPool } from './chunk-pool.ts';
import { type Compression, codecOf } from './compression/codecs.ts';
import { type ControlRecord, encodeControlRecord } from './control-record.ts';

/** A record to be put into a batch. */
export interface BatchRecord {
  /** @default null */
  readonly key?: RecordBytes | undefined;
  /** @default null */
  readonly value?: RecordBytes | undefined;
  /** @default none */
  readonly headers?: RecordHeaders | undefined;
  /** Milliseconds since 1970. @default -1, unknown */
  readonly timestamp?: number | undefined;
}

/** Fields of a batch that its records do not tell. */
export interface BuildBatchOptions {
  /** What compresses the records, also where that makes them longer. @default 'none' */
  readonly compression?: Compression | undefined;
  /** Offset of the first record. @default 0, as producers write */
  readonly baseOffset?: number | undefined;
  /** Offset of the last record as the batch was written, where records behind the ones given are gone. @default the last one's */
  readonly lastOffset?: number | undefined;
  /** @default -1, unknown */
  readonly leaderEpoch?: number | undefined;
  /** The time of all records as a broker stamps it (LogAppendTime), milliseconds since 1970. */
  readonly appendTime?: number | undefined;
  /** @default -1, not idempotent */
  readonly producerId?: number | undefined;
  /** @default -1 */
  readonly producerEpoch?: number | undefined;
  /** Sequence number of the first record. @default -1 */
  readonly baseSequence?: number | undefined;
  /** @default false */
  readonly isTransactional?: boolean | undefined;
  /** The records are control records. @default false */
  readonly isControl?: boolean | undefined;
}

const MAX_INT32 = 2 ** 31 - 1;
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const pool = new ChunkPool(0);

/** Builds one batch, header and CRC included. Without records it is what compaction leaves of one: a header. */
export async function buildBatch(records: readonly BatchRecord[], options: BuildBatchOptions = {}): Promise<Buffer> {
  const baseOffset = integerOption('baseOffset', options.baseOffset, 0, 0, MAX_SAFE);
  const lastWritten = baseOffset + Math.max(records.length - 1, 0);
  const mostOffset = Math.min(baseOffset + MAX_INT32, MAX_SAFE);
  const lastOffset = integerOption('lastOffset', options.lastOffset, lastWritten, lastWritten, mostOffset);
  const leaderEpoch = integerOption('leaderEpoch', options.leaderEpoch, -1, -1, MAX_INT32);
  const builder = encodeRecords(records);
  const pieces = builder.finish();
  const codec = records.length === 0 ? undefined : codecOf(options.compression ?? 'none');
  const body = codec === undefined ? pieces : [await codec.compress(pieces)];
  const header = Buffer.alloc(BATCH_OVERHEAD);
  writeBatchHeader(header, headerFields(builder, lastOffset - baseOffset, codec?.id ?? 0, options), body);
  placeBatch(header, baseOffset, leaderEpoch);
  return Buffer.concat([header, ...body]);
}

/** Builds a batch of control records, as coordinators and controllers write them. */
export function buildControlBatch(
  records: readonly ControlRecord[],
  options: Omit<BuildBatchOptions, 'compression' | 'isControl'> & { readonly timestamp?: number | undefined } = {},
): Promise<Buffer> {
  const { timestamp, ...rest } = options;
  const encoded = records.map((record) => ({ ...encodeControlRecord(record), timestamp }));
  return buildBatch(encoded, { ...rest, isControl: true });
}

function encodeRecords(records: readonly BatchRecord[]): BatchBuilder {
  const builder = new BatchBuilder(pool);
  for (const [index, { key, value, headers, timestamp }] of records.entries()) {
    const time = integerOption(`records[${index}].timestamp`, timestamp, -1, -MAX_SAFE, MAX_SAFE);
    if (builder.append(key, value, headers, time, MAX_INT32) < 0) {
      throw configError('records', `${builder.bytes} bytes and more`, `what fits ${MAX_INT32} bytes`);
    }
  }
  return builder;
}

function headerFields(
  builder: BatchBuilder,
  lastOffsetDelta: number,
  codecId: number,
  options: BuildBatchOptions,
): BatchHeaderFields {
  const isEmpty = builder.count === 0;
  const appendTime = options.appendTime;
  let attributes = codecId;
  if (appendTime !== undefined) attributes |= BatchAttribute.logAppendTime;
  if (options.isTransactional === true) attributes |= BatchAttribute.transactional;
  if (options.isControl === true) attributes |= BatchAttribute.control;
  return {
    attributes,
    lastOffsetDelta,
    baseTimestamp: isEmpty ? -1 : builder.baseTimestamp,
    maxTimestamp: integerOption('appendTime', appendTime, isEmpty ? -1 : builder.maxTimestamp, -MAX_SAFE, MAX_SAFE),
    producerId: integerOption('producerId', options.producerId, -1, -1, MAX_SAFE),
    producerEpoch: integerOption('producerEpoch', options.producerEpoch, -1, -1, 32_767),
    baseSequence: integerOption('baseSequence', options.baseSequence, -1, -1, MAX_INT32),
    count: builder.count,
  };
}
