// What tests of record formats read with. Owns: batches and records as plain values.
import { readBatchHeader } from '../../../src/record/batch-header.ts';
import type { Message } from '../../../src/record/message.ts';
import type { MessageBatch } from '../../../src/record/message-batch.ts';
import { openBatch } from '../../../src/record/open-batch.ts';
import { readBatches } from '../../../src/record/read-batches.ts';

export interface PlainBatch {
  readonly magic: number;
  readonly offsets: readonly [first: number, last: number];
  readonly records: readonly string[];
}

/** A record as `offset@time key=value`; null shows as ~. */
export function plainRecord({ offset, timestamp, key, value }: Message): string {
  return `${offset}@${timestamp} ${key ?? '~'}=${value ?? '~'}`;
}

/** Every batch in these bytes. */
export async function allBatches(bytes: Buffer, maxDecompressedBytes: number = 1 << 20): Promise<PlainBatch[]> {
  const found: PlainBatch[] = [];
  for await (const { header, messages } of readBatches(bytes, { maxDecompressedBytes })) {
    const { baseOffset, lastOffset } = messages;
    found.push({ magic: header.magic, offsets: [baseOffset, lastOffset], records: [...messages].map(plainRecord) });
  }
  return found;
}

/** Every record in these bytes. */
export async function allRecords(bytes: Buffer): Promise<string[]> {
  return (await allBatches(bytes)).flatMap(({ records }) => records);
}

/** The batch at the beginning of these bytes, read from `orders[3]` at `from`. */
export async function openFirst(bytes: Buffer, from = 0): Promise<MessageBatch> {
  const origin = { topic: 'orders', partition: 3, from, highWatermark: 100 };
  return await openBatch(origin, readBatchHeader(bytes, 0)!, bytes, 0, 1 << 20);
}

/** What a call is rejected with, or throws. */
export async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
