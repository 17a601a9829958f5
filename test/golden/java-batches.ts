// Record batches as Java's programs describe them, and ours in the same words. Owns: reading and writing batches for
// comparison. Must not know where the bytes come from.
import { BatchAttribute, type BatchHeader } from '../../src/record/batch-header.ts';
import { buildBatch, buildControlBatch } from '../../src/record/build-batch.ts';
import type { CompressionName } from '../../src/record/compression/codecs.ts';
import { type ControlRecord, readControlRecord } from '../../src/record/control-record.ts';
import type { Message } from '../../src/record/message.ts';
import { buildMessageSet } from '../../src/record/message-set.ts';
import { readBatches } from '../../src/record/read-batches.ts';
import { codecs } from './codecs.ts';
import { expectedValue, readable } from './java-json.ts';

/** A record as Java prints it; bytes are hex. */
export interface JavaRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [string, string | null])[];
  /** What a record of a control batch says. */
  readonly control?: Readonly<Record<string, unknown>>;
}

/** A batch as Java prints it. Before magic 2 it is one message, or a compressed set of them. */
export interface JavaBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly sizeInBytes: number;
  readonly leaderEpoch: number;
  readonly magic: number;
  readonly crc: number;
  readonly compression: CompressionName;
  readonly logAppendTime: boolean;
  readonly transactional: boolean;
  readonly control: boolean;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** These three from magic 2 on. */
  readonly baseTimestamp?: number;
  readonly count?: number;
  readonly deleteHorizon?: boolean;
  readonly records: readonly JavaRecord[];
}

/** Larger than what any vector holds. */
const LIMIT = 1 << 22;
const NAMES: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** The schemas of control records, by the type that names them. */
const CONTROLS: Readonly<Record<string, string>> = {
  'leader-change': 'LeaderChangeMessage',
  'snapshot-header': 'SnapshotHeaderRecord',
  'snapshot-footer': 'SnapshotFooterRecord',
  'kraft-version': 'KRaftVersionRecord',
  voters: 'VotersRecord',
};

/** Reads what a Java program printed of batches. */
export function parseBatches(json: string): JavaBatch[] {
  return (JSON.parse(json) as JavaBatch[]).map((batch) => ({ ...batch, records: batch.records.map(withControl) }));
}

/** Puts in what Java leaves out of a control record: fields that its version lacks. */
function withControl(record: JavaRecord): JavaRecord {
  const { type, value } = record.control ?? {};
  const schema = codecs.find(({ message }) => message.name === CONTROLS[String(type)]);
  if (schema === undefined) return record;
  return { ...record, control: { type, value: expectedValue(schema.message, value as Record<string, unknown>) } };
}

/** All whole batches in these bytes as our reader sees them, in Java's words. */
export async function readAll(bytes: Buffer): Promise<JavaBatch[]> {
  const found: JavaBatch[] = [];
  for await (const { header, messages } of readBatches(bytes, { maxDecompressedBytes: LIMIT })) {
    const described = describeHeader(header);
    const records = [...messages].map((message) => describeMessage(message, described.control));
    const { baseOffset, lastOffset } = messages;
    found.push(...asJavaCounts({ ...described, baseOffset, lastOffset, records }));
  }
  return found;
}

/** To Java a plain message before magic 2 is a batch of its own; to us a run of them is one. */
export function asJavaCounts(batch: JavaBatch): JavaBatch[] {
  if (batch.magic === 2 || batch.compression !== 'none') return [batch];
  return batch.records.map((record) => ({
    ...batch,
    baseOffset: record.offset,
    lastOffset: record.offset,
    maxTimestamp: record.timestamp,
    records: [record],
  }));
}

/** What of both descriptions can be compared: a plain message before magic 2 has no size and no checksum in ours. */
export function comparable(batches: readonly JavaBatch[]): unknown[] {
  return batches.map((batch) => {
    const { sizeInBytes, crc, ...rest } = batch;
    return batch.magic < 2 && batch.compression === 'none' ? rest : batch;
  });
}

function describeHeader(header: BatchHeader): Omit<JavaBatch, 'records'> {
  const { attributes, lastOffsetDelta, baseTimestamp, count, ...same } = header;
  const has = (bit: number): boolean => (attributes & bit) !== 0;
  return {
    ...same,
    lastOffset: header.baseOffset + lastOffsetDelta,
    compression: NAMES[attributes & BatchAttribute.compressionMask]!,
    logAppendTime: has(BatchAttribute.logAppendTime),
    transactional: has(BatchAttribute.transactional),
    control: has(BatchAttribute.control),
    ...(header.magic === 2 ? { baseTimestamp, count, deleteHorizon: has(BatchAttribute.deleteHorizon) } : {}),
  };
}

function describeMessage(message: Message, isControl: boolean): JavaRecord {
  const { offset, timestamp, key, value, headers } = message;
  return {
    offset,
    timestamp,
    key: hexOf(key),
    value: hexOf(value),
    headers: headers.map(([name, inner]) => [name, hexOf(inner)]),
    ...(isControl ? { control: describeControl(readControlRecord(message)) } : {}),
  };
}

function describeControl(record: ControlRecord): Readonly<Record<string, unknown>> {
  const { type, ...value } = record;
  if (record.type === 'abort' || record.type === 'commit') return { type, coordinatorEpoch: record.coordinatorEpoch };
  return { type, value: readable(value) };
}

function hexOf(bytes: Buffer | null): string | null {
  return bytes?.toString('hex') ?? null;
}

/**
 * A batch of Java as our own writers make it, with what Java read in it as the input; undefined where we have no writer
 * for what it is: holes inside, a delete horizon, no records at all.
 */
export function writeAgain(batch: JavaBatch): Promise<Buffer> | undefined {
  const { magic, compression, records, baseOffset, lastOffset, leaderEpoch } = batch;
  const appendTime = batch.logAppendTime ? batch.maxTimestamp : undefined;
  const messages = records.map((record) => ({
    offset: record.offset,
    timestamp: record.timestamp,
    key: bytesOf(record.key),
    value: bytesOf(record.value),
    headers: record.headers.map(([name, value]) => [name, bytesOf(value)] as const),
  }));
  if (magic < 2) {
    if (compression === 'zstd') throw new Error('Java wrote zstd before magic 2');
    return buildMessageSet(messages, { magic: magic as 0 | 1, compression, baseOffset, appendTime });
  }
  const contiguous = records.every(({ offset }, index) => offset === baseOffset + index);
  if (!contiguous || records.length === 0 || batch.deleteHorizon === true) return undefined;
  const { producerId, producerEpoch, baseSequence, transactional: isTransactional, control: isControl } = batch;
  const producer = { producerId, producerEpoch, baseSequence, isTransactional };
  const place = { baseOffset, lastOffset, leaderEpoch, appendTime };
  if (!isControl) return buildBatch(messages, { ...producer, ...place, compression });
  const timestamp = records[0]!.timestamp;
  return buildControlBatch(messages.map(readControlRecord), { ...producer, ...place, timestamp });
}

/** Bytes of Java's hex; null stays null. */
export function bytesOf(hex: string | null): Buffer | null {
  return hex === null ? null : Buffer.from(hex, 'hex');
}
