import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadLetterHeaderNames, encodeDeadLetterHeaders } from '../../../src/binding/dead-letter-headers.ts';
import {
  decodeRetryHeaders,
  encodeRetryHeaders,
  retryGroup,
  retryHeaderNames,
} from '../../../src/binding/retry-headers.ts';
import { cappedText, MAX_MESSAGE_BYTES, MAX_NAME_BYTES, readInteger } from '../../../src/binding/text-header.ts';
import type { MessageHeaders } from '../../../src/record/message.ts';

const state = {
  group: 'billing',
  count: 2,
  attempts: 3,
  dueMs: 1_700_000_000_500,
  origin: { topic: 'orders', partition: 4, offset: 9_007_199_254_740_991, timestamp: 1_699_999_999_000 },
  firstFailedMs: 1_700_000_000_000,
};

const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const anyHeaders: fc.Arbitrary<MessageHeaders> = fc.array(
  fc.tuple(
    fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...Object.values(retryHeaderNames))),
    fc.option(bytes, { nil: null }),
  ),
  { maxLength: 12 },
);

describe('retry headers', () => {
  it('read back what was written, and give the original headers back byte for byte', () => {
    fc.assert(
      fc.property(anyHeaders, (original) => {
        const decoded = decodeRetryHeaders([...original, ...encodeRetryHeaders(state, new Error('busy'))]);
        const { headers, ...rest } = decoded;
        expect(rest).toEqual(state);
        expect(headers).toEqual(original);
      }),
    );
  });

  it('never throw and never leave their bounds, whatever a stranger wrote', () => {
    fc.assert(
      fc.property(anyHeaders, (headers) => {
        const decoded = decodeRetryHeaders(headers);
        expect(decoded.count).toBeGreaterThanOrEqual(0);
        expect(decoded.count).toBeLessThanOrEqual(1_000_000);
        expect(decoded.attempts).toBeGreaterThanOrEqual(decoded.count);
        expect(decoded.origin === undefined || Number.isSafeInteger(decoded.origin.offset)).toBe(true);
      }),
    );
  });

  it('count as the first attempt where the counts make no sense', () => {
    for (const value of ['-1', '1e9', '0x10', '', ' 2', '99999999999999999999', 'two', '2000000']) {
      const headers = [
        ...encodeRetryHeaders(state, new Error('busy')),
        [retryHeaderNames.count, Buffer.from(value)] as const,
      ];
      expect([value, decodeRetryHeaders(headers).count, decodeRetryHeaders(headers).attempts]).toEqual([value, 0, 0]);
    }
  });

  it('count as the first attempt where there are none', () => {
    const decoded = decodeRetryHeaders([['trace', Buffer.from('abc')]]);
    expect(decoded).toMatchObject({ group: undefined, count: 0, attempts: 0, dueMs: undefined, origin: undefined });
  });

  it('tell the group by the last header of that name', () => {
    const mine = [retryHeaderNames.group, Buffer.from('mine')] as const;
    const old = [retryHeaderNames.group, Buffer.from('old')] as const;
    expect(retryGroup([old, mine])).toBe('mine');
    expect(retryGroup([[retryHeaderNames.group, null]])).toBeUndefined();
  });

  it('cap the text of the error', () => {
    const error = Object.assign(new Error('€'.repeat(100_000)), { name: 'N'.repeat(10_000) });
    const headers = new Map(encodeRetryHeaders(state, error));
    expect(headers.get(retryHeaderNames.errorMessage)?.length).toBe(MAX_MESSAGE_BYTES - (MAX_MESSAGE_BYTES % 3));
    expect(headers.get(retryHeaderNames.errorName)?.length).toBe(MAX_NAME_BYTES);
    expect(headers.get(retryHeaderNames.errorMessage)?.toString()).not.toContain('�');
  });
});

describe('dead letter headers', () => {
  it('carry Kafka’s own six as text (KIP-1191) and the reason', () => {
    const headers = encodeDeadLetterHeaders(
      { ...state, reason: 'retries-exhausted', lastFailedMs: 1_700_000_001_000 },
      new TypeError('no such customer'),
    );
    expect(Object.fromEntries(headers.map(([name, value]) => [name, value.toString()]))).toEqual({
      '__dlq.errors.topic': 'orders',
      '__dlq.errors.partition': '4',
      '__dlq.errors.offset': '9007199254740991',
      '__dlq.errors.group': 'billing',
      '__dlq.errors.delivery.count': '3',
      '__dlq.errors.message': 'no such customer',
      [deadLetterHeaderNames.reason]: 'retries-exhausted',
      [deadLetterHeaderNames.errorName]: 'TypeError',
      [deadLetterHeaderNames.timestamp]: '1699999999000',
      [deadLetterHeaderNames.firstFailed]: '1700000000000',
      [deadLetterHeaderNames.lastFailed]: '1700000001000',
    });
  });
});

describe('cappedText', () => {
  it('cuts between characters, at or under the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (text, limit) => {
        const capped = cappedText(text, limit);
        expect(capped.length).toBeLessThanOrEqual(limit);
        const clean = Buffer.from(text.slice(0, limit)).toString();
        expect(clean.startsWith(capped.toString())).toBe(true);
      }),
    );
  });
});

describe('readInteger', () => {
  it('takes whole numbers within bounds and nothing else', () => {
    expect(readInteger(Buffer.from('42'), 0, 100)).toBe(42);
    expect(readInteger(Buffer.from('-1'), -1, 100)).toBe(-1);
    for (const text of ['101', '-2', '4.2', '4e1', '', 'x', '9'.repeat(400)]) {
      expect(readInteger(Buffer.from(text), -1, 100)).toBeUndefined();
    }
    expect(readInteger(null, 0, 1)).toBeUndefined();
    expect(readInteger(undefined, 0, 1)).toBeUndefined();
  });
});
