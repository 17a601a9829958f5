import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { classify } from '../../../src/cluster/retry-classifier.ts';
import { BrokerError } from '../../../src/protocol/broker-error.ts';
import { ErrorCode, errorCodes } from '../../../src/protocol/generated/error-codes.ts';

describe('classify', () => {
  it('answers for every error code of Kafka, and never fails one that Kafka calls retriable', () => {
    for (const { code, name, retriable } of errorCodes) {
      const remedy = classify(new BrokerError(code, 'x'));
      expect(['fail', 'retry', 'refresh-metadata', 'find-coordinator'], name).toContain(remedy);
      // ELECTION_NOT_NEEDED says that what was wanted is the case: trying again would never end.
      if (retriable && name !== 'ELECTION_NOT_NEEDED') expect(remedy, name).not.toBe('fail');
    }
  });

  it.each([
    ['NOT_LEADER_OR_FOLLOWER', 'refresh-metadata'],
    ['FENCED_LEADER_EPOCH', 'refresh-metadata'],
    ['UNKNOWN_TOPIC_ID', 'refresh-metadata'],
    ['KAFKA_STORAGE_ERROR', 'refresh-metadata'],
    ['NOT_CONTROLLER', 'refresh-metadata'],
    ['NOT_COORDINATOR', 'find-coordinator'],
    ['COORDINATOR_NOT_AVAILABLE', 'find-coordinator'],
    ['COORDINATOR_LOAD_IN_PROGRESS', 'retry'],
    ['NOT_ENOUGH_REPLICAS', 'retry'],
    ['REQUEST_TIMED_OUT', 'retry'],
    ['CORRUPT_MESSAGE', 'retry'],
    ['TOPIC_AUTHORIZATION_FAILED', 'fail'],
    ['MESSAGE_TOO_LARGE', 'fail'],
    ['SASL_AUTHENTICATION_FAILED', 'fail'],
    ['OFFSET_OUT_OF_RANGE', 'fail'],
    ['REBALANCE_IN_PROGRESS', 'fail'],
  ] as const)('%s -> %s', (name, remedy) => {
    expect(classify(new BrokerError(ErrorCode[name], 'x'))).toBe(remedy);
  });

  it.each([
    ['CONNECTION', 'refresh-metadata'],
    ['TIMEOUT', 'refresh-metadata'],
    ['ABORTED', 'fail'],
    ['CLOSED', 'fail'],
    ['CONFIG', 'fail'],
    ['UNSUPPORTED', 'fail'],
    ['UNSUPPORTED_VERSION', 'fail'],
    ['AUTHENTICATION', 'fail'],
    ['INTERNAL', 'fail'],
  ])('our own %s -> %s, whatever its flag says', (code, remedy) => {
    for (const retriable of [true, false]) expect(classify(new KafkaError(code, 'x', { retriable }))).toBe(remedy);
  });

  it('follows the flag for codes that it does not know', () => {
    expect(classify(new KafkaError('PROTOCOL', 'x', { retriable: true }))).toBe('retry');
    expect(classify(new KafkaError('PROTOCOL', 'x'))).toBe('fail');
  });

  it('is total: strangers fail, and nothing makes it throw (trap 102)', () => {
    const hostile = new Proxy(new Error('x'), {
      has: () => {
        throw new Error('has');
      },
    });
    const trap = new KafkaError('x', 'x');
    Object.defineProperty(trap, 'code', {
      get: () => {
        throw new Error('get');
      },
    });
    for (const one of [
      undefined,
      null,
      0,
      'text',
      {},
      new Error('x'),
      new TypeError('x'),
      hostile,
      trap,
      Symbol('x'),
    ]) {
      expect(classify(one)).toBe('fail');
    }
  });
});
