import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../../src/base/errors.ts';
import { TransactionError } from '../../../../src/produce/transactions/transaction-error.ts';
import {
  decisive,
  type TransactionApi,
  type Verdict,
  verdictOn,
  verdictOnWrite,
} from '../../../../src/produce/transactions/verdicts.ts';
import { BrokerError } from '../../../../src/protocol/broker-error.ts';
import { ErrorCode, errorCodes } from '../../../../src/protocol/generated/error-codes.ts';

const APIS: readonly TransactionApi[] = [
  'InitProducerId',
  'AddPartitionsToTxn',
  'AddOffsetsToTxn',
  'TxnOffsetCommit',
  'EndTxnCommit',
  'EndTxnAbort',
];

/** Per error: one verdict for all requests, or one for each, in the order of APIS. Read from Java's TransactionManager. */
const TABLE: Readonly<Record<string, Verdict | readonly Verdict[]>> = {
  NONE: 'done',
  NOT_COORDINATOR: 'find',
  COORDINATOR_NOT_AVAILABLE: 'find',
  COORDINATOR_LOAD_IN_PROGRESS: 'again',
  UNKNOWN_TOPIC_OR_PARTITION: 'again',
  CONCURRENT_TRANSACTIONS: 'soon',
  REQUEST_TIMED_OUT: ['again', 'again', 'again', 'find', 'again', 'again'],
  PRODUCER_FENCED: 'fatal',
  INVALID_PRODUCER_EPOCH: 'fatal',
  INVALID_PRODUCER_ID_MAPPING: 'fatal',
  INVALID_TRANSACTION_TIMEOUT: 'fatal',
  INVALID_TXN_STATE: ['fatal', 'fatal', 'fatal', 'fatal', 'abortable', 'fatal'],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: ['refused', 'fatal', 'fatal', 'fatal', 'fatal', 'fatal'],
  CLUSTER_AUTHORIZATION_FAILED: ['refused', 'fatal', 'fatal', 'fatal', 'fatal', 'fatal'],
  GROUP_AUTHORIZATION_FAILED: ['fatal', 'fatal', 'abortable', 'abortable', 'fatal', 'fatal'],
  TOPIC_AUTHORIZATION_FAILED: ['fatal', 'abortable', 'fatal', 'abortable', 'fatal', 'fatal'],
  OPERATION_NOT_ATTEMPTED: ['fatal', 'abortable', 'fatal', 'fatal', 'fatal', 'fatal'],
  UNKNOWN_PRODUCER_ID: ['fatal', 'bump', 'bump', 'fatal', 'bump', 'fatal'],
  TRANSACTION_ABORTABLE: ['refused', 'abortable', 'abortable', 'abortable', 'abortable', 'fatal'],
  ILLEGAL_GENERATION: ['fatal', 'fatal', 'fatal', 'abortable', 'fatal', 'fatal'],
  UNKNOWN_MEMBER_ID: ['fatal', 'fatal', 'fatal', 'abortable', 'fatal', 'fatal'],
  STALE_MEMBER_EPOCH: ['fatal', 'fatal', 'fatal', 'abortable', 'fatal', 'fatal'],
  FENCED_INSTANCE_ID: ['fatal', 'fatal', 'fatal', 'abortable', 'fatal', 'fatal'],
  GROUP_ID_NOT_FOUND: ['fatal', 'fatal', 'fatal', 'abortable', 'fatal', 'fatal'],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'fatal',
  UNKNOWN_SERVER_ERROR: ['fatal', 'fatal', 'fatal', 'fatal', 'unsure', 'unsure'],
};

describe('an error code of a coordinator', () => {
  const cases = Object.entries(TABLE).flatMap(([name, verdicts]) =>
    APIS.map((api, index) => ({ name, api, verdict: typeof verdicts === 'string' ? verdicts : verdicts[index] })),
  );

  it.each(cases)('$name of $api: $verdict', ({ name, api, verdict }) => {
    expect(verdictOn(api, ErrorCode[name as keyof typeof ErrorCode])).toBe(verdict);
  });

  it('is judged whatever it is: retriable ones are asked again, unknown ones are the end', () => {
    for (const api of APIS) {
      for (const { code, retriable } of errorCodes) {
        const verdict = verdictOn(api, code);
        if (retriable) expect(['again', 'soon', 'find']).toContain(verdict);
        if (code !== 0) expect(verdict).not.toBe('done');
      }
      if (!api.startsWith('EndTxn')) expect(verdictOn(api, 12_345)).toBe('fatal');
    }
  });

  it('of several partitions: the worst decides, and the one that explains', () => {
    const { NONE, UNKNOWN_TOPIC_OR_PARTITION, OPERATION_NOT_ATTEMPTED, TOPIC_AUTHORIZATION_FAILED, PRODUCER_FENCED } =
      ErrorCode;
    expect(decisive('AddPartitionsToTxn', [])).toBe(NONE);
    expect(decisive('AddPartitionsToTxn', [NONE, UNKNOWN_TOPIC_OR_PARTITION])).toBe(UNKNOWN_TOPIC_OR_PARTITION);
    expect(decisive('AddPartitionsToTxn', [OPERATION_NOT_ATTEMPTED, TOPIC_AUTHORIZATION_FAILED])).toBe(
      TOPIC_AUTHORIZATION_FAILED,
    );
    expect(decisive('AddPartitionsToTxn', [TOPIC_AUTHORIZATION_FAILED, PRODUCER_FENCED, NONE])).toBe(PRODUCER_FENCED);
  });
});

describe('a message that was not written', () => {
  it('ends the producer where no other transaction of it could be written', () => {
    const { PRODUCER_FENCED, TRANSACTIONAL_ID_AUTHORIZATION_FAILED, INVALID_PRODUCER_ID_MAPPING } = ErrorCode;
    for (const code of [PRODUCER_FENCED, TRANSACTIONAL_ID_AUTHORIZATION_FAILED, INVALID_PRODUCER_ID_MAPPING]) {
      expect(verdictOnWrite(new BrokerError(code, 'produce'))).toBe('fatal');
    }
  });

  it('ends its transaction otherwise: also an old epoch, which may be the broker’s doing (KIP-588)', () => {
    const { INVALID_PRODUCER_EPOCH, MESSAGE_TOO_LARGE, INVALID_TXN_STATE } = ErrorCode;
    for (const code of [INVALID_PRODUCER_EPOCH, MESSAGE_TOO_LARGE, INVALID_TXN_STATE]) {
      expect(verdictOnWrite(new BrokerError(code, 'produce'))).toBe('abortable');
    }
    expect(verdictOnWrite(new KafkaError('TIMEOUT', 'write'))).toBe('abortable');
  });
});

describe('TransactionError', () => {
  it('says whether another attempt may help', () => {
    const of = (severity: 'abortable' | 'fatal', code: number) =>
      new TransactionError(severity, 'id', new BrokerError(code, 'what'));
    expect(of('abortable', ErrorCode.ILLEGAL_GENERATION).retriable).toBe(true);
    expect(of('abortable', ErrorCode.NOT_ENOUGH_REPLICAS).retriable).toBe(true);
    expect(of('abortable', ErrorCode.MESSAGE_TOO_LARGE).retriable).toBe(false);
    expect(of('fatal', ErrorCode.ILLEGAL_GENERATION).retriable).toBe(false);
  });

  it('is a KafkaError with the cause’s code, and says what to do', () => {
    const cause = new BrokerError(ErrorCode.INVALID_TRANSACTION_TIMEOUT, 'InitProducerId', { api: 'InitProducerId' });
    const error = new TransactionError('fatal', 'orders-1', cause);
    expect(error).toMatchObject({
      name: 'TransactionError',
      code: 'INVALID_TRANSACTION_TIMEOUT',
      api: 'InitProducerId',
    });
    expect(error.cause).toBe(cause);
    expect(error.message).toContain('orders-1');
    expect(error.message).toContain('transaction.max.timeout.ms');
  });
});
