// Record batches of magic 2 as they may be and as they may not. That Java's are read as Java reads them: test/golden.
import { describe, expect, it } from 'vitest';
import { readBatchHeader } from '../../../src/record/batch-header.ts';
import { deleteHorizonOf } from '../../../src/record/batch-layout.ts';
import { type BatchRecord, type BuildBatchOptions, buildBatch } from '../../../src/record/build-batch.ts';
import { readBatches, walkBatches } from '../../../src/record/read-batches.ts';
import { crc32c } from '../../../src/wire/crc32c.ts';
import { allBatches, allRecords, errorOf, openFirst, plainRecord } from './reading.ts';

const T = 1_700_000_000_000;
const HEADER = 61;

/** Renews size and CRC of the batch. */
function sealed(bytes: Buffer): Buffer {
  bytes.writeInt32BE(bytes.length - 12, 8);
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return bytes;
}

/** A batch of one record with these bytes behind its length. */
async function withRecord(...parts: readonly (number | readonly number[])[]): Promise<Buffer> {
  const header = (await buildBatch([{ value: 'v' }])).subarray(0, HEADER);
  const body = Buffer.from(parts.flat());
  return sealed(Buffer.concat([header, Buffer.from([body.length * 2]), body]));
}

/** Attributes, time and offset deltas 0, and a null key. */
const BEGIN = [0, 0, 0, 1];
/** Varints: 2^31-1, one more bit than int32 has, one byte more, -2^31. */
const HUGE = [0xfe, 0xff, 0xff, 0xff, 0x0f];
const TOO_WIDE = [0xfe, 0xff, 0xff, 0xff, 0x1f];
const TOO_LONG = [0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
const LOWEST = [0xff, 0xff, 0xff, 0xff, 0x0f];

/** A zigzag varint of a number that is not negative, or of -1. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? 1 : value * 2;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Buffer.from([...bytes, rest]);
}

function withLength(bytes: Buffer | string | undefined): Buffer[] {
  return bytes === undefined ? [varint(-1)] : [varint(bytes.length), Buffer.from(bytes)];
}

/** A record written without regard to speed (KIP-98). */
function plainEncoding(record: BatchRecord, delta: number): Buffer[] {
  const { key, value, headers = [] } = record as { key?: Buffer; value?: Buffer; headers?: [string, Buffer][] };
  const pairs = headers.flatMap(([name, inner]) => [...withLength(name), ...withLength(inner)]);
  const parts = [varint(0), varint(delta), ...withLength(key), ...withLength(value), varint(headers.length), ...pairs];
  const body = Buffer.concat([Buffer.of(0), ...parts]);
  return [varint(body.length), body];
}

describe('a batch of magic 2', () => {
  it('stands behind others, each compressed in its own way, and all are read (trap 1)', async () => {
    const names = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
    const batches = names.map((compression, index) =>
      buildBatch([{ value: `${compression} 1` }, { value: `${compression} 2` }], {
        compression,
        baseOffset: index * 2,
      }),
    );
    const records = await allRecords(Buffer.concat(await Promise.all(batches)));
    expect(records).toEqual(names.flatMap((name, i) => [`${i * 2}@-1 ~=${name} 1`, `${i * 2 + 1}@-1 ~=${name} 2`]));
  });

  it('keeps null and empty apart: keys, values, header values (trap 17)', async () => {
    const [batch] = await Promise.all([
      openFirst(
        await buildBatch([
          {
            key: null,
            value: null,
            headers: [
              ['h', null],
              ['h', ''],
              ['h', 'x'],
            ],
          },
          { key: '', value: '' },
        ]),
      ),
    ]);
    expect([...batch].map(({ key, value, headers }) => ({ key, value, headers }))).toEqual([
      {
        key: null,
        value: null,
        headers: [
          ['h', null],
          ['h', Buffer.alloc(0)],
          ['h', Buffer.from('x')],
        ],
      },
      { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [] },
    ]);
  });

  it('keeps headers in order, with names that come twice and empty ones (trap 18)', async () => {
    const headers = [
      ['b', '1'],
      ['a', '2'],
      ['b', '3'],
      ['', '4'],
      ['ü', ''],
    ] as const;
    const [message] = await openFirst(await buildBatch([{ headers }])).then((batch) => [...batch]);
    expect(message?.headers.map(([name, value]) => [name, `${value}`])).toEqual(headers);
    expect(`${message?.header('b')}`).toBe('3');
  });

  it('has lengths and offset deltas in as many bytes as they need, where those become one more too', async () => {
    const sizes = [1, 31, 32, 33, 0x3f, 0x40, 0x1fff, 0x2000, 0xf_ffff, 0x10_0000];
    const records = [
      ...sizes.map((size) => ({ key: Buffer.alloc(size, 'k'), value: Buffer.alloc(size, 'v') })),
      ...Array.from({ length: 0x2001 }, () => ({ value: 'v' })),
      { key: 'k', headers: Array.from({ length: 0x41 }, (_, i): [string, Buffer] => ['n'.repeat(i), Buffer.alloc(i)]) },
    ];
    const bytes = await buildBatch(records);
    const expected = records.flatMap((record, delta) => plainEncoding(record, delta));
    expect(Buffer.concat(expected).equals(bytes.subarray(HEADER))).toBe(true);
  });

  it('has the time of its log append everywhere, else each record its own (trap 14)', async () => {
    const records = [T, T - 10_000, T + 3].map((timestamp) => ({ timestamp }));
    const times = async (options: BuildBatchOptions): Promise<number[]> =>
      [...(await openFirst(await buildBatch(records, options)))].map(({ timestamp }) => timestamp);
    expect(await times({})).toEqual([T, T - 10_000, T + 3]);
    expect(await times({ appendTime: T + 50 })).toEqual([T + 50, T + 50, T + 50]);
    expect(await times({ appendTime: T + 50, compression: 'zstd' })).toEqual([T + 50, T + 50, T + 50]);
  });

  it('holds times more than 24 days apart, both ways (trap 15)', async () => {
    const deltas = [0, 2 ** 31, -(2 ** 31) - 1, 2 ** 40, -(2 ** 40), 7];
    const batch = await openFirst(await buildBatch(deltas.map((delta) => ({ timestamp: T + delta }))));
    expect([...batch].map(({ timestamp }) => timestamp - T)).toEqual(deltas);
  });

  it('from compaction with a delete horizon has times that count from it (KIP-534)', async () => {
    // By Java's MemoryRecordsBuilder: horizon 1800000000000, records of 1700000000000 and 500 ms later.
    const bytes = Buffer.from(
      '00000000000000280000004b00000003022c96e36b004000000001000001a3185c50000000018bcfe569f4ffffffffffffffffffffffffffff' +
        '000000021800ff9fb787e90500026b010018009798b787e90502026c0100',
      'hex',
    );
    expect(await allRecords(bytes)).toEqual([`40@${T} k=~`, `41@${T + 500} l=~`]);
    const header = readBatchHeader(bytes, 0)!;
    expect(deleteHorizonOf(header)).toBe(1_800_000_000_000);
    expect(deleteHorizonOf({ ...header, attributes: 0 })).toBeUndefined();
  });

  it('ends where it was written to end, also without its last records, or without any (trap 4, 5)', async () => {
    const log = Buffer.concat([
      await buildBatch([{ value: 'a' }], { baseOffset: 10, lastOffset: 14 }),
      await buildBatch([], { baseOffset: 15, lastOffset: 19, producerId: 7, producerEpoch: 0, baseSequence: 3 }),
      await buildBatch([], { baseOffset: 20, lastOffset: 21, compression: 'gzip' }),
    ]);
    expect((await allBatches(log)).map(({ offsets, records }) => [...offsets, records.length])).toEqual([
      [10, 14, 1],
      [15, 19, 0],
      [20, 21, 0],
    ]);
    // As a broker keeps it: the codec is still named, and nothing is left to decompress.
    const named = await buildBatch([], { baseOffset: 20 });
    named.writeInt16BE(4, 21);
    expect((await allBatches(sealed(named)))[0]).toEqual({ magic: 2, offsets: [20, 20], records: [] });
  });

  it('has attributes of which every bit stands for itself', async () => {
    const bytes = await buildBatch([{ value: 'v' }]);
    // Bits that nobody has given a meaning, with those of a codec in the byte that is not theirs.
    bytes.writeInt16BE(-0x80, 21);
    expect(await allRecords(sealed(bytes))).toEqual(['0@-1 ~=v']);
  });

  it('is refused by its CRC-32C whichever byte behind it was hit, and read where checks are off (trap 20)', async () => {
    const bytes = await buildBatch([{ key: 'key', value: 'value', timestamp: T }]);
    for (let at = 17; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x08;
      await expect(allRecords(damaged), `byte ${at}`).rejects.toMatchObject({ code: 'CORRUPT_BATCH' });
    }
    const damaged = Buffer.from(bytes);
    damaged[17]! ^= 0x08;
    expect(await errorOf(() => openFirst(damaged))).toMatchObject({
      code: 'CORRUPT_BATCH',
      message: expect.stringMatching(
        /^read orders\[3\] at 0: the batch at offset 0 is corrupt: CRC-32C is \d+, its he/,
      ),
      topic: 'orders',
      partition: 3,
      offset: 0,
      lastOffset: 0,
      position: 17,
    });
    const found: string[] = [];
    for await (const { messages } of readBatches(damaged, { checkCrcs: false }))
      found.push(...[...messages].map(plainRecord));
    expect(found).toEqual([`0@${T} key=value`]);
  });

  it('tells the byte of the batch where compressed data goes wrong, and grows no larger than allowed (trap 19)', async () => {
    const bytes = await buildBatch([{ value: Buffer.alloc(10_000) }], { baseOffset: 5, compression: 'lz4' });
    const refused = (limit: number): Promise<unknown> => errorOf(() => allBatches(bytes, limit));
    expect(await refused(5_000)).toMatchObject({ code: 'CORRUPT_BATCH', offset: 5, lastOffset: 5 });
    bytes[HEADER] = 0;
    expect(await errorOf(() => allRecords(sealed(bytes)))).toMatchObject({ code: 'CORRUPT_BATCH', position: HEADER });
  });

  it('has base offset and leader epoch outside of its CRC: brokers write them', async () => {
    const bytes = await buildBatch([{ value: 'v' }], { baseOffset: 3, leaderEpoch: 4 });
    bytes.writeBigInt64BE(1_234_567_890_123n);
    bytes.writeInt32BE(99, 12);
    expect((await allBatches(bytes))[0]?.offsets).toEqual([1_234_567_890_123, 1_234_567_890_123]);
  });
});

describe('the header of a batch', () => {
  it.each([
    ['a count below 0', 57, -1, 57],
    ['the lowest count', 57, -0x8000_0000, 57],
    ['a last offset before the first', 23, -1, 23],
    ['a length below 0', 8, -1, 8],
    ['a length of less than a header', 8, 48, 8],
    ['an offset below 0', 0, -1, 0],
    ['an offset beyond 2^53', 0, 0x0020_0000, 0],
  ])('with %s is corrupt, and the byte is told (trap 19)', async (_name, at, value, position) => {
    const bytes = await buildBatch([{ value: 'v' }], { baseOffset: 5 });
    bytes.writeInt32BE(value, at);
    expect(await errorOf(() => [...walkBatches(bytes)])).toMatchObject({ code: 'CORRUPT_BATCH', position });
  });

  it('may count no more and no fewer records than there are, whatever its CRC says (trap 19)', async () => {
    for (const compression of ['none', 'gzip'] as const) {
      for (const count of [0, 1, 3, 0x7fff_ffff]) {
        const bytes = await buildBatch([{ value: 'a' }, { value: 'b' }], { compression });
        bytes.writeInt32BE(count, 57);
        await expect(allRecords(sealed(bytes)), `${compression}, ${count}`).rejects.toMatchObject({
          code: 'CORRUPT_BATCH',
          offset: 0,
          position: expect.any(Number),
        });
      }
    }
  });

  it.each([3, 0x7f, 0x80, 0xff])('with magic %d is of no format that there is', async (magic) => {
    const bytes = await buildBatch([{ value: 'v' }], { baseOffset: 5 });
    bytes[16] = magic;
    expect(await errorOf(() => allRecords(bytes))).toMatchObject({ code: 'CORRUPT_BATCH', offset: 5, position: 16 });
  });

  it.each([5, 6, 7])('with codec %d is one of which nobody knows how to read it (trap 22)', async (codec) => {
    const bytes = await buildBatch([{ value: 'v' }], { baseOffset: 5 });
    bytes.writeInt16BE(codec, 21);
    const error = await errorOf(() => openFirst(sealed(bytes)));
    expect(error).toMatchObject({ code: 'UNSUPPORTED', topic: 'orders', partition: 3, offset: 5, lastOffset: 5 });
  });
});

describe('a record', () => {
  it.each([
    [
      'the widest time delta',
      [0, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 0, 1, 1, 0],
      -(2 ** 53 - 1),
    ],
    ['a time delta in more bytes than it needs', [0, [0x80, 0x80, 0x00], 0, 1, 1, 0], -1],
  ])('may have %s (trap 16)', async (_name, parts, timestamp) => {
    const [message] = [...(await openFirst(await withRecord(...parts)))];
    expect(message?.timestamp).toBe(timestamp);
  });

  it.each([
    [
      'a time delta of more than 64 bits',
      [0, [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x03], 0, 1, 1, 0],
    ],
    ['a time delta of more than 10 bytes', [0, new Array(10).fill(0x80), 0x01, 0, 1, 1, 0]],
    ['a time delta that does not end', [0, new Array(9).fill(0x80)]],
    ['an offset delta of more than 32 bits', [0, 0, TOO_WIDE, 1, 1, 0]],
    ['an offset delta of more than 5 bytes', [0, 0, TOO_LONG, 1, 1, 0]],
  ])('with %s is corrupt (trap 16)', async (_name, parts) => {
    const bytes = await withRecord(...parts);
    expect(await errorOf(() => allRecords(bytes))).toMatchObject({
      code: 'CORRUPT_BATCH',
      position: expect.any(Number),
    });
  });

  it.each([
    ['no bytes at all', []],
    ['a huge key', [0, 0, 0, HUGE, 1, 0]],
    ['a key over its end', [0, 0, 0, 12, 0x61, 1, 0]],
    ['a huge value', [...BEGIN, HUGE, 0]],
    ['a value over its end', [...BEGIN, 4, 0x61]],
    ['a header count below 0', [...BEGIN, 1, 1]],
    ['the lowest header count', [...BEGIN, 1, LOWEST]],
    ['a huge header count', [...BEGIN, 1, HUGE]],
    ['more headers than it has room for', [...BEGIN, 1, 4, 2, 0x61, 1]],
    ['bytes behind its last field', [...BEGIN, 1, 0, 0x61]],
  ])('with %s is corrupt (trap 19)', async (_name, parts) => {
    const bytes = await withRecord(...parts);
    expect(await errorOf(() => allRecords(bytes))).toMatchObject({
      code: 'CORRUPT_BATCH',
      offset: 0,
      position: expect.any(Number),
    });
  });

  it.each([
    ['a name below 0', [1, 0]],
    ['a huge name', [HUGE, 0x61, 1]],
    ['a huge value', [2, 0x61, HUGE]],
    ['a length that does not end', [2, 0x61, 0x80]],
    ['a length of more than 32 bits', [TOO_WIDE, 0]],
    ['bytes behind it', [2, 0x61, 1, 0]],
  ])('whose header has %s is corrupt where its headers are asked for (trap 19)', async (_name, header) => {
    const bytes = await withRecord(...BEGIN, 1, 2, ...header);
    const [message] = [...(await openFirst(bytes))];
    expect(await errorOf(() => message?.headers)).toMatchObject({
      code: 'CORRUPT_BATCH',
      topic: 'orders',
      partition: 3,
      offset: 0,
    });
  });

  it('with any length below 0 has null there, as Java reads it (trap 17)', async () => {
    const [message] = [...(await openFirst(await withRecord(0, 0, 0, LOWEST, LOWEST, 2, 2, 0x61, LOWEST)))];
    expect([message?.key, message?.value, message?.headers]).toEqual([null, null, [['a', null]]]);
  });

  it('that cannot be read ends its batch: going on throws the same again', async () => {
    const good: BatchRecord[] = [{ value: 'a' }, { value: 'b' }, { value: 'c' }];
    const bytes = await buildBatch(good);
    // The value of the second one: each record takes eight bytes with its length.
    bytes[HEADER + 8 + 5] = 0x7e;
    const cursor = (await openFirst(sealed(bytes))).cursor();
    expect(cursor.next()).toBe(true);
    const first = await errorOf(() => cursor.next());
    expect(first).toMatchObject({ code: 'CORRUPT_BATCH', offset: 0, position: HEADER + 8 + 6 + 63 });
    expect(await errorOf(() => cursor.next())).toBe(first);
  });
});
