// Random batches of our own, as Java would describe them; what they hold depends on a seed alone.
import * as fc from 'fast-check';
import type { CompressionName } from '../../src/record/compression/codecs.ts';
import type { JavaBatch, JavaRecord } from '../golden/java-batches.ts';

/** The kind of a batch: `magic,codec,create|append,style`, in the words of RecordReference.java. */
export function randomBatches(kind: string, seed: number, count: number): JavaBatch[] {
  const [magic, compression, type, style] = kind.split(',') as [string, CompressionName, string, string | undefined];
  const batch = fc.record({
    records: fc.array(record, { minLength: 1, maxLength: 40 }),
    baseOffset: fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 32, 2 ** 52 + 1)),
    leaderEpoch: fc.oneof(fc.constant(-1), fc.nat()),
    time: fc.constantFrom(0, 1_700_000_000_000, 2 ** 41),
    producerId: fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
    producerEpoch: fc.nat({ max: 32_767 }),
    baseSequence: fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 31 - 1)),
  });
  const plans = fc.sample(batch, { seed, numRuns: count });
  return plans.map((plan) => {
    const stamp = type === 'append' ? plan.time + 5 : undefined;
    const records = plan.records.map(({ delta, ...rest }, index): JavaRecord => {
      const timestamp = magic === '0' ? -1 : (stamp ?? plan.time + delta);
      return { ...rest, offset: plan.baseOffset + index, timestamp, headers: magic === '2' ? rest.headers : [] };
    });
    const idempotent = style === 'idempotent' || style === 'transactional';
    return {
      baseOffset: plan.baseOffset,
      lastOffset: plan.baseOffset + records.length - 1,
      sizeInBytes: 0,
      leaderEpoch: magic === '2' ? plan.leaderEpoch : -1,
      magic: Number(magic),
      crc: 0,
      compression,
      logAppendTime: stamp !== undefined,
      transactional: style === 'transactional',
      control: false,
      maxTimestamp: records.reduce((most, { timestamp }) => Math.max(most, timestamp), -1),
      producerId: idempotent ? plan.producerId : -1,
      producerEpoch: idempotent ? plan.producerEpoch : -1,
      baseSequence: idempotent ? plan.baseSequence : -1,
      ...(magic === '2' ? { baseTimestamp: records[0]!.timestamp, count: records.length, deleteHorizon: false } : {}),
      records,
    };
  });
}

const random = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
/** Text that repeats: what codecs are made for, up to more than one block of theirs. */
const repeated = fc
  .tuple(fc.string({ minLength: 1, maxLength: 30 }), fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 4_000 })))
  .map(([text, times]) => Buffer.from(text.repeat(times)));
const bytes = fc.option(
  fc.oneof(random, repeated, fc.constant(Buffer.alloc(0))).map((value) => value.toString('hex')),
  { nil: null },
);
const header = fc.tuple(fc.oneof(fc.constantFrom('', 'trace'), fc.string({ unit: 'binary', maxLength: 20 })), bytes);
const record = fc.record({
  key: bytes,
  value: bytes,
  headers: fc.oneof(fc.constant([]), fc.array(header, { maxLength: 4 })),
  delta: fc.oneof(fc.nat({ max: 1_000 }), fc.nat({ max: 2 ** 31 - 1 }), fc.constantFrom(3_456_000_000, 2 ** 40)),
});
