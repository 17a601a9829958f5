// A record batch on the wire as the model's brokers see it: whole, its CRC right, its records counted from 0.
import { gunzipSync } from 'node:zlib';
import { BATCH_OVERHEAD, readBatchHeader, verifyBatchCrc } from '../../../src/record/batch-header.ts';
import { RecordCursor } from '../../../src/record/record-cursor.ts';
import type { ModelBatch } from './model-partition.ts';

/** Values look like `17`, `17....` or, where brokers are to refuse them, `17!...`. */
export function openBatch(bytes: Buffer, topic: string, partition: number): ModelBatch {
  const header = readBatchHeader(bytes, 0);
  if (header === undefined || header.sizeInBytes !== bytes.length) throw new Error('not one whole batch');
  verifyBatchCrc(bytes, 0, header);
  const isPacked = (header.attributes & 7) !== 0;
  const body = isPacked ? gunzipSync(bytes.subarray(BATCH_OVERHEAD)) : bytes;
  const place = { ...header, appendTime: undefined, topic, partition };
  const cursor = new RecordCursor(body, isPacked ? 0 : BATCH_OVERHEAD, body.length, place);
  const ids: number[] = [];
  const invalid: number[] = [];
  while (cursor.next()) {
    if (cursor.offset !== ids.length) throw new Error('offset deltas do not count from 0');
    const text = body.toString('latin1', cursor.valueStart, cursor.valueEnd);
    if (text.includes('!')) invalid.push(ids.length);
    ids.push(Number.parseInt(text, 10));
  }
  if (ids.length !== header.count) throw new Error('the header counts other records than there are');
  const { producerId, producerEpoch: epoch, baseSequence: sequence } = header;
  return { producerId, epoch, sequence, ids, invalid, bytes: bytes.length };
}
