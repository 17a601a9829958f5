// Record batches for tests of the broker, as a producer would send them.
import { gzipSync } from 'node:zlib';
import { BatchBuilder } from '../../src/record/batch-builder.ts';
import { BATCH_OVERHEAD, type BatchHeaderFields, writeBatchHeader } from '../../src/record/batch-header.ts';
import { ChunkPool } from '../../src/record/chunk-pool.ts';

export interface BatchOptions extends Partial<BatchHeaderFields> {
  readonly values?: readonly (string | null)[];
  readonly keys?: readonly (string | null)[];
  /** Time of each record; the last one stands for the rest. */
  readonly timestamps?: readonly number[];
  readonly gzip?: boolean;
}

/** One batch of magic 2; header fields can be set to what a correct producer would never send. */
export function batchOf(options: BatchOptions = {}): Buffer {
  const values = options.values ?? ['one'];
  const timestamps = options.timestamps ?? [1_700_000_000_000];
  const builder = new BatchBuilder(new ChunkPool());
  for (const [at, value] of values.entries()) {
    const timestamp = timestamps[Math.min(at, timestamps.length - 1)] as number;
    builder.append(options.keys?.[at] ?? null, value, undefined, timestamp, Number.MAX_SAFE_INTEGER);
  }
  const plain = Buffer.concat(builder.finish());
  const records = options.gzip === true ? gzipSync(plain) : plain;
  const header = Buffer.alloc(BATCH_OVERHEAD);
  const fields: BatchHeaderFields = {
    attributes: options.attributes ?? (options.gzip === true ? 1 : 0),
    lastOffsetDelta: options.lastOffsetDelta ?? values.length - 1,
    baseTimestamp: options.baseTimestamp ?? builder.baseTimestamp,
    maxTimestamp: options.maxTimestamp ?? builder.maxTimestamp,
    producerId: options.producerId ?? -1,
    producerEpoch: options.producerEpoch ?? -1,
    baseSequence: options.baseSequence ?? -1,
    count: options.count ?? values.length,
  };
  writeBatchHeader(header, fields, [records]);
  return Buffer.concat([header, records]);
}
