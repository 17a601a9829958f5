// What went wrong with a transaction, and what that means for the writer (KIP-1050). Owns: the class and its words.
import { KafkaError } from '../../base/errors.ts';

/** `abortable`: this transaction is lost, the next one may begin. `fatal`: the writer is lost, and has to be closed. */
export type TransactionSeverity = 'abortable' | 'fatal';

/** Abortable for a reason of the moment: the same transaction may well succeed when it is made again. */
const MAY_PASS: ReadonlySet<string> = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'STALE_MEMBER_EPOCH',
  'REBALANCE_IN_PROGRESS',
  'GROUP_ID_NOT_FOUND',
  'INVALID_PRODUCER_EPOCH',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'TRANSACTION_ABORTABLE',
  'INVALID_TXN_STATE',
  'OPERATION_NOT_ATTEMPTED',
]);

/** What helps against fatal errors. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  [
    'PRODUCER_FENCED',
    'a newer writer with this transactional id has taken over, or the transaction was open for longer than transactionTimeoutMs and the broker has ended it',
  ],
  ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'grant this user Write on the transactional id'],
  ['CLUSTER_AUTHORIZATION_FAILED', 'grant this user IdempotentWrite on the cluster'],
  ['INVALID_TRANSACTION_TIMEOUT', "lower transactionTimeoutMs, or raise the broker's transaction.max.timeout.ms"],
]);

/**
 * A transaction has failed. Errors that pass are retried inside and never seen; `severity` says what is left to do, `cause`
 * is what happened first, and `code` its code. `retriable`: the same transaction, made again, may succeed.
 */
export class TransactionError extends KafkaError {
  readonly severity: TransactionSeverity;

  /** `code`: where it is to be another than the cause's. */
  constructor(severity: TransactionSeverity, transactionalId: string, cause: KafkaError, code: string = codeOf(cause)) {
    super(code, messageOf(severity, transactionalId, cause, code), {
      api: cause.api,
      broker: cause.broker,
      topic: cause.topic,
      partition: cause.partition,
      retriable: severity === 'abortable' && (cause.retriable || MAY_PASS.has(code)),
      cause,
    });
    this.name = 'TransactionError';
    this.severity = severity;
  }
}

/** WRITE only says that some messages were not written: the first of them says why. */
function codeOf(cause: KafkaError): string {
  return cause.code === 'WRITE' && KafkaError.is(cause.cause) ? cause.cause.code : cause.code;
}

function messageOf(severity: TransactionSeverity, id: string, cause: KafkaError, code: string): string {
  const advice = ADVICE.get(code);
  const hint = advice === undefined ? '' : ` (${advice})`;
  if (severity === 'fatal') {
    return `the writer with transactionalId ${id} has failed for good: ${cause.message}${hint}; close it`;
  }
  const what = cause.api === 'InitProducerId' ? 'cannot begin' : 'has to be aborted';
  return `the transaction of ${id} ${what}: ${cause.message}${hint}`;
}
