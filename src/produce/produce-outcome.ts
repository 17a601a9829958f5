// What follows from a broker's answer about one batch. Pure, total. Must not know queues.
import type { KafkaError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import type { PartitionProduceResponse } from '../protocol/generated/produce.ts';

/** What to do with the batch. */
export type Outcome =
  /** It is in the log. */
  | { readonly kind: 'acked'; readonly baseOffset: number }
  /** Too large as a whole. */
  | { readonly kind: 'split' }
  /**
   * The broker does not know the numbers before it: a new epoch, unless an earlier batch is still to come (KIP-360).
   * `isForeign`: somebody else writes with the same producer id, so a new epoch of it would not do.
   */
  | { readonly kind: 'resequence'; readonly error: KafkaError; readonly isForeign: boolean }
  /** It was refused for some of its records (KIP-467), named by their place; nothing of it was written. */
  | { readonly kind: 'winnow'; readonly error: KafkaError; readonly recordErrors: ReadonlyMap<number, KafkaError> }
  /** `isDoubtful`: it may be in the log all the same. `isSoon`: what is in the way is gone within milliseconds. */
  | {
      readonly kind: 'retry';
      readonly error: KafkaError;
      readonly refresh: boolean;
      readonly isDoubtful: boolean;
      readonly isSoon?: boolean;
    }
  | {
      readonly kind: 'fail';
      readonly error: KafkaError;
      readonly isDoubtful: boolean;
      readonly recordErrors?: ReadonlyMap<number, KafkaError>;
    };

/** The batch as far as it matters here. */
export interface JudgedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  /** On the wire, header included. */
  readonly wireBytes: number;
}

/** Judges one partition's answer. */
export function judge(answer: PartitionProduceResponse, batch: JudgedBatch, idempotent: boolean): Outcome {
  const { errorCode } = answer;
  if (errorCode === ErrorCode.NONE) return { kind: 'acked', baseOffset: answer.baseOffset };
  // Written by an earlier attempt, so long ago that the broker has forgotten where.
  if (errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) return { kind: 'acked', baseOffset: -1 };
  if (isTooLarge(errorCode) && batch.count > 1) return { kind: 'split' };
  const { topic, partition } = batch;
  const what = `produce ${batch.count} records to ${topic}[${partition}]`;
  const error = new BrokerError(errorCode, what, { api: 'Produce', topic, partition }, detailOf(answer, batch));
  if (idempotent && isSequenceError(errorCode)) {
    // Without the log's start the partition was just moving away: the same again will be answered properly.
    const isMoving = errorCode === ErrorCode.UNKNOWN_PRODUCER_ID && answer.logStartOffset === -1;
    if (isMoving) return { kind: 'retry', error, refresh: true, isDoubtful: false };
    return { kind: 'resequence', error, isForeign: errorCode === ErrorCode.INVALID_PRODUCER_EPOCH };
  }
  const remedy = classify(error);
  const isDoubtful = DOUBTFUL.has(errorCode);
  if (remedy !== 'fail') {
    // By the second protocol of transactions, the first batch meets the end of the transaction before (KIP-890).
    const isSoon = errorCode === ErrorCode.CONCURRENT_TRANSACTIONS;
    return { kind: 'retry', error, refresh: remedy === 'refresh-metadata', isDoubtful, isSoon };
  }
  const recordErrors = errorsPerRecord(answer, batch);
  return recordErrors.size === 0 ? { kind: 'fail', error, isDoubtful } : { kind: 'winnow', error, recordErrors };
}

/** Answers after which the batch may be in the log. */
const DOUBTFUL: ReadonlySet<number> = new Set([
  ErrorCode.UNKNOWN_SERVER_ERROR,
  ErrorCode.REQUEST_TIMED_OUT,
  ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
  ErrorCode.NETWORK_EXCEPTION,
]);

function isTooLarge(code: number): boolean {
  return code === ErrorCode.MESSAGE_TOO_LARGE || code === ErrorCode.RECORD_LIST_TOO_LARGE;
}

function isSequenceError(code: number): boolean {
  return (
    code === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER ||
    code === ErrorCode.UNKNOWN_PRODUCER_ID ||
    code === ErrorCode.INVALID_PRODUCER_EPOCH
  );
}

/** What the user can do, where that is more than the broker says. */
function detailOf(answer: PartitionProduceResponse, batch: JudgedBatch): string | null {
  if (isTooLarge(answer.errorCode)) {
    return `one record makes a batch of ${batch.wireBytes} bytes, more than the topic's max.message.bytes or segment allows`;
  }
  if (answer.errorCode === ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT) {
    return "the topic's message format is older than 0.11, which cannot carry producer ids: set idempotent: false";
  }
  return answer.errorMessage;
}

/** What the broker said of single records, by their place in the batch. */
function errorsPerRecord(answer: PartitionProduceResponse, batch: JudgedBatch): Map<number, KafkaError> {
  const { topic, partition } = batch;
  const errors = new Map<number, KafkaError>();
  for (const { batchIndex, batchIndexErrorMessage } of answer.recordErrors) {
    if (batchIndex < 0 || batchIndex >= batch.count) continue;
    const what = `produce to ${topic}[${partition}]`;
    const detail = batchIndexErrorMessage ?? answer.errorMessage;
    errors.set(batchIndex, new BrokerError(answer.errorCode, what, { api: 'Produce', topic, partition }, detail));
  }
  return errors;
}
