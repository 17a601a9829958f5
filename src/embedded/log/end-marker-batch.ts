// The control batch that ends a transaction in a partition's log (KIP-98), as a coordinator's broker writes it. Owns: its
// header. Synchronous, other than `buildControlBatch`: nothing may come between a marker and what follows from it.
import { BatchBuilder } from '../../record/batch-builder.ts';
import { BATCH_OVERHEAD, BatchAttribute, writeBatchHeader } from '../../record/batch-header.ts';
import { ChunkPool } from '../../record/chunk-pool.ts';
import { encodeControlRecord } from '../../record/control-record.ts';
import type { EndMarker } from './producer-states.ts';

const pool = new ChunkPool(0);

/** One batch of one control record. */
export function endMarkerBatch(marker: EndMarker, timestamp: number): Buffer {
  const { type, coordinatorEpoch, producerId, producerEpoch } = marker;
  const { key, value } = encodeControlRecord({ type, version: 0, coordinatorEpoch });
  const builder = new BatchBuilder(pool);
  builder.append(key, value, undefined, timestamp, Number.MAX_SAFE_INTEGER);
  const records = builder.finish();
  const header = Buffer.alloc(BATCH_OVERHEAD);
  const fields = {
    attributes: BatchAttribute.transactional | BatchAttribute.control,
    lastOffsetDelta: 0,
    baseTimestamp: timestamp,
    maxTimestamp: timestamp,
    producerId,
    producerEpoch,
    baseSequence: -1,
    count: 1,
  };
  writeBatchHeader(header, fields, records);
  return Buffer.concat([header, ...records]);
}
