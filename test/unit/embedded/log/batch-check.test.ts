import { describe, expect, it } from 'vitest';
import { resolveSettings } from '../../../../src/embedded/configs/topic-configs.ts';
import { checkContents, checkShape } from '../../../../src/embedded/log/batch-check.ts';
import { ErrorCode } from '../../../../src/protocol/generated/error-codes.ts';
import { buildMessageSet } from '../../../../src/record/message-set.ts';
import { type BatchOptions, batchOf } from '../../../support/batches.ts';

const NOW = 1_700_000_000_000;
const { INVALID_RECORD, CORRUPT_MESSAGE, MESSAGE_TOO_LARGE, INVALID_TIMESTAMP } = ErrorCode;

function changed(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

/** Both checks, in the order in which a broker does them. The error code, 0 where there is none. */
function check(records: Buffer | null, configs: Record<string, string> = {}, version = 9): number {
  const checked = checkShape(records, version);
  if ('errorCode' in checked) return checked.errorCode;
  const settings = resolveSettings(new Map(Object.entries(configs)));
  return checkContents(checked, settings, 't-0', NOW)?.errorCode ?? ErrorCode.NONE;
}

const good = batchOf({ values: ['a', 'b'] });
const oldMessage = await buildMessageSet([{ value: 'v' }], { magic: 0 });
const oldSet = await buildMessageSet([{ value: 'v' }], { magic: 1, compression: 'gzip' });

describe('a batch', () => {
  it.each([
    ['plain', good],
    ['gzip', batchOf({ gzip: true })],
    ['of an idempotent producer', batchOf({ producerId: 1, producerEpoch: 0, baseSequence: 0 })],
    ['with half of another one behind it', Buffer.concat([good, good.subarray(0, 40)])],
  ])('is taken: %s', (_what, records) => {
    expect(check(records)).toBe(ErrorCode.NONE);
  });

  it.each([
    ['nothing', null, INVALID_RECORD],
    ['no bytes', Buffer.alloc(0), INVALID_RECORD],
    ['half of it', good.subarray(0, 70), INVALID_RECORD],
    ['two of them', Buffer.concat([good, good]), INVALID_RECORD],
    ['magic 1', changed(good, 16, 1), INVALID_RECORD],
    ['magic 9', changed(good, 16, 9), CORRUPT_MESSAGE],
    ['a message of magic 0', oldMessage, INVALID_RECORD],
    ['a set of magic 1', oldSet, INVALID_RECORD],
    ['magic 1 of an impossible size', changed(changed(good, 16, 1), 11, 3), CORRUPT_MESSAGE],
    ['an impossible size', changed(good, 11, 3), CORRUPT_MESSAGE],
    ['a changed byte', changed(good, good.length - 2, 0x7a), CORRUPT_MESSAGE],
    ['a base offset', changed(good, 7, 5), INVALID_RECORD],
  ])('is refused: %s', (_what, records, errorCode) => {
    expect(check(records)).toBe(errorCode);
  });

  it.each<[string, BatchOptions]>([
    ['no records', { values: [], lastOffsetDelta: 0, count: 0 }],
    ['a count below zero', { count: -1 }],
    ['more records than offsets', { count: 3 }],
    ['more offsets than records', { lastOffsetDelta: 3 }],
    ['control records', { attributes: 0x20 }],
    ['a producer but no sequence', { producerId: 1, producerEpoch: 0 }],
  ])('is refused: %s', (_what, options) => {
    expect(check(batchOf(options))).toBe(INVALID_RECORD);
  });

  it('may be as large as the topic says', () => {
    expect(check(good, { 'max.message.bytes': String(good.length) })).toBe(ErrorCode.NONE);
    expect(check(good, { 'max.message.bytes': String(good.length - 1) })).toBe(MESSAGE_TOO_LARGE);
  });

  it('has a key in every record where a topic is compacted, and names those that have none', () => {
    const compacted = { 'cleanup.policy': 'compact,delete' };
    expect(check(batchOf({ values: ['a', 'b'], keys: ['k', ''] }), compacted)).toBe(ErrorCode.NONE);
    expect(check(batchOf({ values: ['a', 'b'], keys: ['k', null] }), compacted)).toBe(INVALID_RECORD);
    const checked = checkShape(batchOf({ values: ['a', 'b', 'c'], keys: [null, 'k', null] }), 9);
    if ('errorCode' in checked) throw new Error('the shape is right');
    const settings = resolveSettings(new Map(Object.entries(compacted)));
    const fault = checkContents(checked, settings, 't-0', NOW);
    expect(fault?.recordErrors?.map(({ batchIndex }) => batchIndex)).toEqual([0, 2]);
  });

  it('may be of zstd from Produce version 7 on', () => {
    const zstd = batchOf({ attributes: 4 });
    expect([check(zstd, {}, 6), check(zstd, {}, 7)]).toEqual([ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, 0]);
  });

  it('names the records whose time is out of range, unless the broker sets the time', () => {
    const records = batchOf({ values: ['a', 'b', 'c'], timestamps: [NOW, NOW + 7_200_000, NOW - 5000] });
    const early = batchOf({ values: ['a', 'b'], timestamps: [NOW, NOW - 5000] });
    expect(check(early, { 'message.timestamp.before.max.ms': '1000' })).toBe(INVALID_TIMESTAMP);
    expect(check(early, { 'message.timestamp.before.max.ms': '5000' })).toBe(ErrorCode.NONE);
    const checked = checkShape(records, 9);
    if ('errorCode' in checked) throw new Error('the shape is right');
    const settings = resolveSettings(new Map([['message.timestamp.before.max.ms', '1000']]));
    const fault = checkContents(checked, settings, 't-0', NOW);
    expect(fault?.errorCode).toBe(INVALID_TIMESTAMP);
    expect(fault?.recordErrors?.map(({ batchIndex }) => batchIndex)).toEqual([1, 2]);
    expect(check(records, { 'message.timestamp.type': 'LogAppendTime' })).toBe(ErrorCode.NONE);
  });
});
