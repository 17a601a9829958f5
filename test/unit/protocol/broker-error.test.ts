import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { BrokerError, brokerError, errorCodeInfo, throwIfBrokerError } from '../../../src/protocol/broker-error.ts';
import { ErrorCode, errorCodes } from '../../../src/protocol/generated/error-codes.ts';

describe('BrokerError', () => {
  it('carries number, name, place and whether Kafka calls it retriable', () => {
    const error = new BrokerError(ErrorCode.NOT_LEADER_OR_FOLLOWER, 'fetch orders[3] at 1201', {
      topic: 'orders',
      partition: 3,
    });
    expect(error).toMatchObject({
      name: 'BrokerError',
      code: 'NOT_LEADER_OR_FOLLOWER',
      errorName: 'NOT_LEADER_OR_FOLLOWER',
      errorCode: 6,
      retriable: true,
      topic: 'orders',
      partition: 3,
    });
    expect(error.message).toMatch(/^fetch orders\[3\] at 1201: NOT_LEADER_OR_FOLLOWER \(.+\)$/);
    expect(KafkaError.is(error)).toBe(true);
    expect(new BrokerError(ErrorCode.OFFSET_OUT_OF_RANGE, 'x').retriable).toBe(false);
  });

  it("prefers the broker's own words", () => {
    expect(new BrokerError(37, 'create t', {}, 'too many').message).toBe('create t: INVALID_PARTITIONS (too many)');
    for (const none of [null, undefined, '']) {
      expect(new BrokerError(37, 'create t', {}, none).message).not.toMatch(/null|undefined|\(\)/);
    }
  });

  it('keeps the number of a code that is newer than this library', () => {
    const error = new BrokerError(9999, 'x');
    expect(error).toMatchObject({ code: 'UNKNOWN_SERVER_ERROR', errorCode: 9999, retriable: false });
    expect(error.message).toContain('9999');
  });
});

describe('error codes', () => {
  it('are found by number, each of them', () => {
    for (const info of errorCodes) expect(errorCodeInfo(info.code)).toBe(info);
    expect(Object.values(ErrorCode).sort()).toEqual(errorCodes.map(({ code }) => code).sort());
    expect(errorCodeInfo(-1).name).toBe('UNKNOWN_SERVER_ERROR');
  });

  it('make no error of NONE', () => {
    expect(brokerError(0, 'x')).toBeUndefined();
    throwIfBrokerError(0, 'x');
  });

  it('make an error of everything else', () => {
    expect(brokerError(-1, 'x', { broker: 'b:1' }, 'why')).toMatchObject({ errorCode: -1, broker: 'b:1' });
    expect(() => throwIfBrokerError(3, 'x')).toThrow(BrokerError);
  });
});
