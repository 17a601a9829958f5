// Whether a broker may take what a producer sent for one partition. Owns: the rules for the batch itself.
// Must not know producers' history or the log. Header, sizes and CRC only; records are looked at where a time is wrong.
import { KafkaError } from '../../base/errors.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  BATCH_OVERHEAD,
  BatchAttribute,
  type BatchHeader,
  compressionOf,
  LOG_OVERHEAD,
  MAGIC_V2,
  readBatchHeader,
  verifyBatchCrc,
} from '../../record/batch-header.ts';
import { viewBatch } from '../../record/message-batch.ts';
import type { TopicSettings } from '../configs/topic-configs.ts';

/** A record of the batch that is refused, by its place in the batch (KIP-467). */
export interface RecordFault {
  readonly batchIndex: number;
  readonly batchIndexErrorMessage: string;
}

export interface BatchFault {
  readonly errorCode: number;
  readonly message?: string;
  readonly recordErrors?: readonly RecordFault[];
  /** Refused by the log itself: then the answer says where the log starts. */
  readonly isFromLog: boolean;
}

/** The one batch that a producer sent. */
export interface CheckedBatch {
  readonly header: BatchHeader;
  readonly bytes: Buffer;
}

/** That batch, or why it is refused. */
export type Checked = CheckedBatch | BatchFault;

const NOWHERE = { topic: '', partition: 0, from: 0, highWatermark: -1 } as const;

const LENGTH_AT = 8;
/** Of the smallest message there ever was, without what its length does not count. */
const LEAST_LENGTH = 14;
const MAGIC_AT = 16;
const COUNT_AT = 57;
const ZSTD = 4;
const ZSTD_FROM_PRODUCE_VERSION = 7;
const LONGEST_MS = 2n ** 63n - 1n;

/** Checks the shape, as a broker does before it looks at the partition: exactly one batch of magic 2. */
export function checkShape(records: Buffer | null, produceVersion: number): Checked {
  if (records === null) return refuse(ErrorCode.INVALID_RECORD);
  let header: BatchHeader | undefined;
  try {
    header = readBatchHeader(records, 0);
    // Less than a batch is no batch; less than a second one after the first is cut off.
    if (header === undefined || readBatchHeader(records, header.sizeInBytes) !== undefined) {
      return refuse(ErrorCode.INVALID_RECORD);
    }
    // The message sets of before magic 2 are known, but no longer taken.
    if (header.magic !== MAGIC_V2) return refuse(ErrorCode.INVALID_RECORD);
  } catch (error) {
    return unreadable(error, records);
  }
  if (compressionOf(header) === ZSTD && produceVersion < ZSTD_FROM_PRODUCE_VERSION) {
    return refuse(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
  }
  return { header, bytes: records.subarray(0, header.sizeInBytes) };
}

/** Checks the contents, as a broker does when it appends. `where` names the partition. Undefined: nothing is wrong. */
export function checkContents(
  { header, bytes }: CheckedBatch,
  settings: TopicSettings,
  where: string,
  now: number,
): BatchFault | undefined {
  if (header.baseOffset !== 0) return refuseInLog(ErrorCode.INVALID_RECORD);
  if (header.sizeInBytes > settings.maxMessageBytes) return refuse(ErrorCode.MESSAGE_TOO_LARGE);
  try {
    verifyBatchCrc(bytes, 0, header);
  } catch {
    return refuse(ErrorCode.CORRUPT_MESSAGE);
  }
  const isControl = (header.attributes & BatchAttribute.control) !== 0;
  const isCountWrong = header.count <= 0 || header.lastOffsetDelta + 1 !== header.count;
  const isSequenceWrong = header.producerId >= 0 && header.baseSequence < 0;
  if (isControl || isCountWrong || isSequenceWrong) return refuseInLog(ErrorCode.INVALID_RECORD);
  const keyless = settings.isCompacted ? checkKeys(header, bytes, where) : undefined;
  if (keyless !== undefined) return keyless;
  return settings.timestampType === 'CreateTime' ? checkTimes(header, bytes, settings, now) : undefined;
}

/** Where only the last record of a key is kept, each has one. Compressed records are not opened for this. */
function checkKeys(header: BatchHeader, bytes: Buffer, where: string): BatchFault | undefined {
  if (compressionOf(header) !== 0) return undefined;
  const batchIndexErrorMessage = `Compacted topic cannot accept message without key in topic partition ${where}`;
  const recordErrors: RecordFault[] = [];
  const cursor = viewBatch(NOWHERE, header, bytes, 0).cursor();
  for (let batchIndex = 0; cursor.next(); batchIndex++) {
    if (cursor.keyStart < 0) recordErrors.push({ batchIndex, batchIndexErrorMessage });
  }
  if (recordErrors.length === 0) return undefined;
  const shown = recordErrors
    .slice(0, 3)
    .map(({ batchIndex }) => `RecordError(batchIndex=${batchIndex}, message='${batchIndexErrorMessage}')`);
  const message = `One or more records have been rejected due to ${recordErrors.length} record errors in total, and only showing the first three errors at most: [${shown.join(', ')}]`;
  return { errorCode: ErrorCode.INVALID_RECORD, message, recordErrors, isFromLog: true };
}

function checkTimes(header: BatchHeader, bytes: Buffer, settings: TopicSettings, now: number): BatchFault | undefined {
  const { timestampAfterMaxMs, timestampBeforeMaxMs } = settings;
  const isWrong = (timestamp: number): boolean =>
    timestamp >= 0 && (timestamp - now > timestampAfterMaxMs || now - timestamp > timestampBeforeMaxMs);
  const isPlain = compressionOf(header) === 0;
  const isWrongByHeader = isWrong(header.maxTimestamp) || isWrong(header.baseTimestamp);
  // The header does not tell the earliest time: where a topic bounds it, plain records are looked at one by one.
  if (!isWrongByHeader && !(isPlain && Number.isSafeInteger(timestampBeforeMaxMs))) return undefined;
  const earliest = BigInt(now) - saturated(timestampBeforeMaxMs);
  const latest = BigInt(now) + saturated(timestampAfterMaxMs);
  const recordErrors: RecordFault[] = [];
  // Compressed records are not opened for this: the batch is refused without naming them.
  if (isPlain) {
    const cursor = viewBatch(NOWHERE, header, bytes, 0).cursor();
    for (let index = 0; cursor.next(); index++) {
      const { timestamp } = cursor;
      if (!isWrong(timestamp)) continue;
      const batchIndexErrorMessage = `Timestamp ${timestamp} of message with offset ${cursor.offset} is out of range. The timestamp should be within [${earliest}, ${latest}]`;
      recordErrors.push({ batchIndex: index, batchIndexErrorMessage });
    }
    if (recordErrors.length === 0) return undefined;
  }
  return {
    errorCode: ErrorCode.INVALID_TIMESTAMP,
    message: 'One or more records have been rejected due to invalid timestamp',
    recordErrors,
    isFromLog: true,
  };
}

function saturated(ms: number): bigint {
  return Number.isSafeInteger(ms) ? BigInt(ms) : LONGEST_MS;
}

function unreadable(error: unknown, records: Buffer): BatchFault {
  if (!KafkaError.is(error)) throw error;
  const length = records.length >= LOG_OVERHEAD ? records.readInt32BE(LENGTH_AT) : LEAST_LENGTH;
  if (length < LEAST_LENGTH) {
    return {
      errorCode: ErrorCode.CORRUPT_MESSAGE,
      message: `Record size ${length} is less than the minimum record overhead (${LEAST_LENGTH})`,
      isFromLog: false,
    };
  }
  const magic = records.length > MAGIC_AT ? records.readInt8(MAGIC_AT) : MAGIC_V2;
  if (magic === 0 || magic === 1) return refuse(ErrorCode.INVALID_RECORD);
  if (magic !== MAGIC_V2) {
    return {
      errorCode: ErrorCode.CORRUPT_MESSAGE,
      message: `Invalid magic found in record: ${magic}`,
      isFromLog: false,
    };
  }
  // A count below zero is found out by the log.
  const isCountWrong = records.length >= BATCH_OVERHEAD && records.readInt32BE(COUNT_AT) < 0;
  return isCountWrong ? refuseInLog(ErrorCode.INVALID_RECORD) : refuse(ErrorCode.CORRUPT_MESSAGE);
}

function refuse(errorCode: number): BatchFault {
  return { errorCode, isFromLog: false };
}

function refuseInLog(errorCode: number): BatchFault {
  return { errorCode, isFromLog: true };
}
