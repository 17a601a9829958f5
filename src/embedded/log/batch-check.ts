// Whether a broker may take what a producer sent for one partition. Owns: the rules for the batch itself.
// Must not know producers' history or the log. No record is decoded: header, sizes and CRC only.
import { KafkaError } from '../../base/errors.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  BatchAttribute,
  type BatchHeader,
  MAGIC_V2,
  readBatchHeader,
  verifyBatchCrc,
} from '../../record/batch-header.ts';
import type { TopicSettings } from '../topic-configs.ts';

/** A batch that may be appended, or why not. */
export type BatchCheck =
  | { readonly ok: true; readonly header: BatchHeader; readonly bytes: Buffer }
  | { readonly ok: false; readonly errorCode: number; readonly message: string | null };

const ZSTD = 4;
const ZSTD_FROM_PRODUCE_VERSION = 7;

/** Checks the records of one partition of a Produce request of version 3 or later: exactly one batch of magic 2. */
export function checkBatch(
  records: Buffer | null,
  settings: TopicSettings,
  produceVersion: number,
  now: number,
): BatchCheck {
  if (records === null || records.length === 0) {
    return invalid(`Produce requests with version ${produceVersion} must have at least one record batch per partition`);
  }
  let header: BatchHeader | undefined;
  try {
    header = readBatchHeader(records, 0);
  } catch (error) {
    return unreadable(error, produceVersion);
  }
  if (header === undefined) return corrupt();
  if (header.sizeInBytes !== records.length) {
    return invalid(
      `Produce requests with version ${produceVersion} are only allowed to contain exactly one record batch per partition`,
    );
  }
  if ((header.attributes & BatchAttribute.compressionMask) === ZSTD && produceVersion < ZSTD_FROM_PRODUCE_VERSION) {
    return refused(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, null);
  }
  if (header.sizeInBytes > settings.maxMessageBytes) return refused(ErrorCode.MESSAGE_TOO_LARGE, null);
  try {
    verifyBatchCrc(records, 0, header);
  } catch {
    return corrupt();
  }
  return checkHeader(header, records, settings, now);
}

function checkHeader(header: BatchHeader, bytes: Buffer, settings: TopicSettings, now: number): BatchCheck {
  if (header.count <= 0) return invalid(`Invalid reported count for record batch: ${header.count}`);
  if (header.lastOffsetDelta + 1 !== header.count) {
    return invalid(
      `Inconsistent batch offset range [${header.baseOffset}, ${header.baseOffset + header.lastOffsetDelta}] and count of records ${header.count}`,
    );
  }
  if ((header.attributes & BatchAttribute.control) !== 0)
    return invalid('Clients are not allowed to write control records');
  if (header.producerId >= 0 && header.baseSequence < 0) {
    return invalid(
      `Invalid sequence number ${header.baseSequence} in record batch with producerId ${header.producerId}`,
    );
  }
  // Transactions are not there yet: without AddPartitionsToTxn a broker refuses the batch just so.
  if ((header.attributes & BatchAttribute.transactional) !== 0) return refused(ErrorCode.INVALID_TXN_STATE, null);
  if (settings.timestampType === 'CreateTime') {
    const { timestampAfterMaxMs, timestampBeforeMaxMs } = settings;
    if (header.maxTimestamp - now > timestampAfterMaxMs || now - header.maxTimestamp > timestampBeforeMaxMs) {
      return refused(
        ErrorCode.INVALID_TIMESTAMP,
        `Timestamp ${header.maxTimestamp} of message with offset 0 is out of range.`,
      );
    }
  }
  return { ok: true, header, bytes };
}

function unreadable(error: unknown, produceVersion: number): BatchCheck {
  if (KafkaError.is(error) && error.code === 'UNSUPPORTED') {
    return invalid(
      `Produce requests with version ${produceVersion} are only allowed to contain record batches with magic version ${MAGIC_V2}`,
    );
  }
  return corrupt();
}

function corrupt(): BatchCheck {
  return refused(ErrorCode.CORRUPT_MESSAGE, null);
}

function invalid(message: string): BatchCheck {
  return refused(ErrorCode.INVALID_RECORD, message);
}

function refused(errorCode: number, message: string | null): BatchCheck {
  return { ok: false, errorCode, message };
}
