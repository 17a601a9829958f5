// Reading message sets of magic 0 and 1. That every set of Java is read as Java reads it is shown by test/golden.
import { describe, expect, it } from 'vitest';
import { buildBatch } from '../../../src/record/build-batch.ts';
import { buildMessageSet, type MessageSetOptions, type SetMessage } from '../../../src/record/message-set.ts';
import { walkBatches } from '../../../src/record/read-batches.ts';
import { crc32 } from '../../../src/wire/crc32.ts';
import { allBatches, allRecords, errorOf, openFirst, plainRecord } from './reading.ts';

const T = 1_700_000_000_000;
const three: readonly SetMessage[] = [
  { key: 'a', value: '1', timestamp: T },
  { key: 'b', value: null, timestamp: T + 5 },
  { key: null, value: '', timestamp: T + 2 },
];

/** Sets of Java's MemoryRecordsBuilder with one message of each magic in them: offsets 100 and 103. */
const MIXED = {
  magic0:
    '00000000000000670000004a2ff989930001ffffffff0000003c1f8b08000000000000ff63600083142016503c217012cc634c041106102986' +
    '7420963097bfc6c10812ed3eff3403cc4802118600501bce9e40000000',
  magic1:
    '00000000000000670000004f2dbfec7f01010000018bcfe56801ffffffff000000391f8b08000000000000ff6360800301c5130227c12cc644' +
    '106100156706620973f96b1c8c20d1eef34f33c08c2410610800cad4e33440000000',
  magic1AppendTime:
    '00000000000000670000004fca9cef1201090000018bcfe58f0fffffffff000000391f8b08000000000000ff6360800301c5130227c12cc644' +
    '106100156706620973f96b1c8c20d1eef34f33c08c2410610800cad4e33440000000',
};

/** Renews the CRC of the message at `at`. */
function sealed(bytes: Buffer, at = 0): Buffer {
  const end = at + 12 + bytes.readInt32BE(at + 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(at + 16, end)), at + 12);
  return bytes;
}

describe.each([0, 1] as const)('messages of magic %d', (magic) => {
  const time = (at: number): number => (magic === 0 ? -1 : at);

  it('that are plain are one batch, with keys and values null or empty as they were written (trap 17)', async () => {
    expect(await allBatches(await buildMessageSet(three, { magic, baseOffset: 7 }))).toEqual([
      { magic, offsets: [7, 9], records: [`7@${time(T)} a=1`, `8@${time(T + 5)} b=~`, `9@${time(T + 2)} ~=`] },
    ]);
  });

  it.each(['gzip', 'snappy', 'lz4'] as const)('are read from a set compressed with %s', async (compression) => {
    const set = await buildMessageSet(three, { magic, baseOffset: 7, compression });
    expect(await allBatches(set)).toEqual([
      { magic, offsets: [7, 9], records: [`7@${time(T)} a=1`, `8@${time(T + 5)} b=~`, `9@${time(T + 2)} ~=`] },
    ]);
  });

  it('may have holes, plain and compressed (trap 7)', async () => {
    const holes = three.map((message, index) => ({ ...message, offset: 20 + index * 10 }));
    for (const compression of ['none', 'gzip'] as const) {
      const [batch] = await allBatches(await buildMessageSet(holes, { magic, baseOffset: 15, compression }));
      expect(batch).toMatchObject({ offsets: [20, 40] });
      expect(batch?.records.map((record) => record.split('@')[0])).toEqual(['20', '30', '40']);
    }
  });

  it('are read from the offset wanted on (trap 8)', async () => {
    for (const compression of ['none', 'gzip'] as const) {
      const batch = await openFirst(await buildMessageSet(three, { magic, baseOffset: 7, compression }), 8);
      expect([...batch].map(({ offset }) => offset)).toEqual([8, 9]);
    }
  });

  it('end, without an error, wherever a broker cuts them short (trap 2)', async () => {
    for (const compression of ['none', 'gzip'] as const) {
      const set = await buildMessageSet(three, { magic, compression });
      const before = await buildBatch([{ value: 'before' }]);
      for (let length = 0; length < set.length; length++) {
        const records = await allRecords(Buffer.concat([before, set.subarray(0, length)]));
        const whole = [...walkBatches(set.subarray(0, length))].reduce((sum, { header }) => sum + header.count, 0);
        expect(records, `${compression}, ${length} bytes`).toHaveLength(1 + whole);
      }
    }
  });

  it('whose CRC is wrong are refused alone: those around them are read (trap 20)', async () => {
    const set = await buildMessageSet(three, { magic, baseOffset: 7 });
    const second = [...walkBatches(await buildMessageSet(three.slice(0, 1), { magic }))][0]!.header.sizeInBytes;
    set[second + 12]! ^= 1;
    const walked = [...walkBatches(set)];
    expect(walked.map(({ header, position }) => [header.baseOffset, position])).toEqual([
      [7, 0],
      [8, second],
      [9, expect.any(Number)],
    ]);
    expect(await allRecords(set.subarray(0, second))).toHaveLength(1);
    expect(await errorOf(() => openFirst(set.subarray(second)))).toMatchObject({
      code: 'CORRUPT_BATCH',
      message: expect.stringMatching(/^read orders\[3\] at 8: the batch at offset 8 is corrupt: CRC-32 is \d+/),
      topic: 'orders',
      partition: 3,
      offset: 8,
      lastOffset: 8,
      position: 12,
    });
    expect(await allRecords(set.subarray(walked[2]!.position))).toHaveLength(1);
  });

  it('have a CRC-32, not a CRC-32C, over everything from the magic on (trap 20)', async () => {
    const set = await buildMessageSet(three.slice(0, 1), { magic });
    for (let at = 0; at < set.length; at++) {
      const damaged = Buffer.from(set);
      damaged[at]! ^= 0x40;
      // Offset and size stand before what the CRC covers.
      if (at < 12) continue;
      await expect(allRecords(damaged), `byte ${at}`).rejects.toMatchObject({ code: 'CORRUPT_BATCH' });
    }
    expect(set.readUInt32BE(12)).toBe(crc32(set.subarray(16)));
  });

  it.each([
    ['a key beyond its end', (bytes: Buffer) => bytes.writeInt32BE(1_000, magic === 0 ? 18 : 26)],
    ['a huge key', (bytes: Buffer) => bytes.writeInt32BE(0x7fff_ffff, magic === 0 ? 18 : 26)],
    ['a value beyond its end', (bytes: Buffer) => bytes.writeInt32BE(2, magic === 0 ? 23 : 31)],
    ['a huge value', (bytes: Buffer) => bytes.writeInt32BE(0x7fff_ffff, magic === 0 ? 23 : 31)],
  ])('with %s are corrupt, whatever their CRC says (trap 19)', async (_name, spoil) => {
    const set = await buildMessageSet(three.slice(0, 1), { magic });
    spoil(set);
    const error = await errorOf(() => openFirst(sealed(set)));
    expect(error).toMatchObject({ code: 'CORRUPT_BATCH', offset: 0, position: expect.any(Number) });
  });

  it.each([0, 13, -1, -13, -0x8000_0000])('that say to be %d bytes are corrupt (trap 19)', async (size) => {
    const set = await buildMessageSet(three, { magic });
    set.writeInt32BE(size, 8);
    expect(await errorOf(() => allRecords(set))).toMatchObject({ code: 'CORRUPT_BATCH', position: 8 });
  });

  it('with any length below 0 are null, as Java reads them (trap 17)', async () => {
    const set = await buildMessageSet([{ key: null, value: null }], { magic });
    set.writeInt32BE(-7, set.length - 8);
    set.writeInt32BE(-0x8000_0000, set.length - 4);
    expect(await allRecords(sealed(set))).toEqual(['0@-1 ~=~']);
  });

  it('have no more attributes than they had: no batch is control or transactional by chance (trap 9)', async () => {
    const set = await buildMessageSet(three.slice(0, 1), { magic });
    set[17] = magic === 0 ? 0xf8 : 0xf0;
    expect([...walkBatches(sealed(set))].map(({ header }) => header.attributes)).toEqual([0]);
    expect(await allRecords(set)).toEqual([`0@${time(T)} a=1`]);
  });

  it('are copied out of their bytes whole', async () => {
    const set = await buildMessageSet(three, { magic, compression: 'gzip' });
    const copies = [...(await openFirst(set)).detach()].map((message) => message.copy());
    expect(copies.map(plainRecord)).toEqual([`0@${time(T)} a=1`, `1@${time(T + 5)} b=~`, `2@${time(T + 2)} ~=`]);
    expect(copies[0]!.headers).toEqual([]);
    expect(copies[0]!.value!.buffer.byteLength).toBeLessThan(100);
  });

  it('grow no larger than allowed, and are never compressed twice (trap 19)', async () => {
    const zeros = await buildMessageSet([{ value: Buffer.alloc(100_000) }], { magic, compression: 'gzip' });
    await expect(allBatches(zeros, 50_000)).rejects.toMatchObject({ code: 'CORRUPT_BATCH' });
    const inner = await buildMessageSet(three, { magic, compression: 'gzip' });
    const twice = await wrapped(magic, inner);
    await expect(allRecords(twice)).rejects.toThrow(/a compressed set in a compressed set/);
  });

  it.each([
    ['nothing', Buffer.alloc(0), /no message in it/],
    ['half a message', Buffer.alloc(11), /no message in it/],
    ['a size that cannot be', Buffer.alloc(40), /a message of 12 bytes/],
  ])('are corrupt in a set of %s (trap 19)', async (_name, content, message) => {
    await expect(allRecords(await wrapped(magic, content))).rejects.toThrow(message);
  });

  it('inside of a set are checked like others (trap 20)', async () => {
    const inner = await buildMessageSet(three, { magic });
    inner[inner.length - 1]! ^= 1;
    await expect(allRecords(await wrapped(magic, inner))).rejects.toThrow(/a message in it: (CRC-32|a value)/);
  });

  it('inside of a set may end with one cut short, which is passed over as in Java (trap 2)', async () => {
    const inner = await buildMessageSet(three, { magic });
    expect(await allRecords(await wrapped(magic, inner.subarray(0, -1)))).toHaveLength(2);
  });

  it('with a codec of later are corrupt, with one of nobody unsupported', async () => {
    const set = await buildMessageSet(three, { magic, compression: 'gzip' });
    set[17] = 4;
    await expect(allRecords(sealed(set))).rejects.toMatchObject({ code: 'CORRUPT_BATCH', position: 17 });
    set[17] = 6;
    await expect(allRecords(sealed(set))).rejects.toMatchObject({ code: 'UNSUPPORTED', offset: 2 });
  });

  it('say null where a compressed set should be: corrupt', async () => {
    const set = await buildMessageSet([{ value: null }], { magic });
    set[17] = 1;
    await expect(allRecords(sealed(set))).rejects.toThrow(/a compressed set without bytes/);
  });
});

/** A message of offset 0 around what `content` compresses to. */
async function wrapped(magic: 0 | 1, content: Buffer): Promise<Buffer> {
  const { gzipSync } = await import('node:zlib');
  const set = await buildMessageSet([{ value: gzipSync(content) }], { magic });
  set[17] = 1;
  return sealed(set);
}

describe('compressed sets of magic 1', () => {
  const set = (options: Partial<MessageSetOptions> = {}, messages = three): Promise<Buffer> =>
    buildMessageSet(messages, { magic: 1, compression: 'gzip', ...options });

  it('count offsets from their first message; the message around them has the last one', async () => {
    const bytes = await set({ baseOffset: 1_000 });
    expect(bytes.readBigInt64BE(0)).toBe(1_002n);
    expect((await allBatches(bytes))[0]?.offsets).toEqual([1_000, 1_002]);
    // A broker moves a set by its outer offset alone.
    bytes.writeBigInt64BE(5_002n);
    expect((await allBatches(bytes))[0]?.offsets).toEqual([5_000, 5_002]);
  });

  it('of old producers hold the offsets of the log', async () => {
    const offsets = three.map((message, index) => ({ ...message, offset: 500 + index }));
    expect((await allBatches(await set({ baseOffset: 0 }, offsets)))[0]?.offsets).toEqual([500, 502]);
  });

  it('that a producer sends with outer offset 0 count from 0', async () => {
    const bytes = await set();
    bytes.writeBigInt64BE(0n);
    expect((await allBatches(bytes))[0]?.offsets).toEqual([0, 2]);
  });

  it('are corrupt where the outer offset is below the last inner one', async () => {
    const bytes = await set();
    bytes.writeBigInt64BE(1n);
    await expect(allRecords(bytes)).rejects.toMatchObject({ code: 'CORRUPT_BATCH', offset: 1 });
  });

  it('have the time of their log append everywhere; else each message its own (trap 14)', async () => {
    const times = async (bytes: Buffer): Promise<string[]> =>
      (await allRecords(bytes)).map((record) => record.split(/[@ ]/)[1]!);
    expect(await times(await set())).toEqual([`${T}`, `${T + 5}`, `${T + 2}`]);
    expect(await times(await set({ appendTime: T + 99 }))).toEqual([`${T + 99}`, `${T + 99}`, `${T + 99}`]);
    // A broker stamps only the message around them.
    const stamped = await set();
    stamped[17]! |= 0x08;
    stamped.writeBigInt64BE(BigInt(T + 77), 18);
    expect(await times(sealed(stamped))).toEqual([`${T + 77}`, `${T + 77}`, `${T + 77}`]);
  });

  it('that are plain keep the time of each, by whomever it was given (trap 14)', async () => {
    const bytes = Buffer.concat([
      await buildMessageSet(three.slice(0, 1), { magic: 1, appendTime: T + 7 }),
      await buildMessageSet(three.slice(1, 2), { magic: 1, baseOffset: 1, appendTime: T + 8 }),
      await buildMessageSet(three.slice(2), { magic: 1, baseOffset: 2 }),
    ]);
    const batches = await allBatches(bytes);
    expect(batches.map(({ records }) => records)).toEqual([[`0@${T + 7} a=1`, `1@${T + 8} b=~`], [`2@${T + 2} ~=`]]);
  });
});

describe('sets with messages of both magics', () => {
  it.each([
    ['magic 0', MIXED.magic0, ['100@-1 a=0', `103@${T + 1} b=1`]],
    ['magic 1', MIXED.magic1, ['100@-1 a=0', `103@${T + 1} b=1`]],
    ['magic 1, stamped', MIXED.magic1AppendTime, ['100@-1 a=0', '103@1700000009999 b=1']],
  ])('are read as Java reads them: %s around them', async (_name, hex, records) => {
    expect(await allRecords(Buffer.from(hex, 'hex'))).toEqual(records);
  });
});

describe('a log that was upgraded in place', () => {
  it('is read through all formats, in order (trap 1)', async () => {
    const log = Buffer.concat([
      await buildMessageSet(three, { magic: 0, baseOffset: 0 }),
      await buildMessageSet(three, { magic: 0, baseOffset: 3, compression: 'snappy' }),
      await buildMessageSet(three, { magic: 1, baseOffset: 6 }),
      await buildMessageSet(three, { magic: 1, baseOffset: 9, compression: 'lz4' }),
      await buildBatch([{ value: 'x' }, { value: 'y' }], { baseOffset: 12, compression: 'zstd' }),
      await buildBatch([{ value: 'z' }], { baseOffset: 14 }),
    ]);
    const batches = await allBatches(log);
    expect(batches.map(({ magic, offsets }) => [magic, ...offsets])).toEqual([
      [0, 0, 2],
      [0, 3, 5],
      [1, 6, 8],
      [1, 9, 11],
      [2, 12, 13],
      [2, 14, 14],
    ]);
    expect(batches.flatMap(({ records }) => records)).toHaveLength(15);
  });

  it('is walked in time that grows with its length alone', async () => {
    const message = await buildMessageSet([{ value: 'v' }], { magic: 0 });
    const log = (count: number): Buffer => {
      const bytes = Buffer.alloc(count * message.length, message);
      for (let i = 0; i < count; i++) bytes.writeUInt32BE(i, i * message.length + 4);
      // Every second message is damaged, so that each is a batch of its own.
      for (let i = 1; i < count; i += 2) bytes[i * message.length + 15]! ^= 1;
      return bytes;
    };
    const walk = (bytes: Buffer): number => {
      const begin = process.cpuUsage();
      expect([...walkBatches(bytes)].reduce((sum, { header }) => sum + header.count, 0)).toBe(
        bytes.length / message.length,
      );
      const { user, system } = process.cpuUsage(begin);
      return user + system;
    };
    const few = log(2_000);
    const many = log(40_000);
    walk(few);
    const once = Math.min(walk(few), walk(few), walk(few));
    // Twenty times the length; squared it would be four hundred times the work.
    expect(walk(many) / Math.max(once, 500)).toBeLessThan(100);
  });
});
