// What can stand in a log (rows 1 to 23 of the traps), read by a Reader over a socket. The codecs and the engine are tested
// by themselves elsewhere; here is what comes out at the other end.
import { afterEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { type KafkaError, type Message, Reader, type ReaderOptions, Writer } from '../../../src/index.ts';
import { BatchAttribute, placeBatch } from '../../../src/record/batch-header.ts';
import { crc32c } from '../../../src/wire/crc32c.ts';
import { type BatchOptions, batchOf } from '../../support/batches.ts';
import { plain, take } from '../../support/reading.ts';
import { ScriptedLog, type ServedLog } from '../../support/scripted-log.ts';
import { notGzip, storedBatch, storedBatches, withCodec } from '../fetch/record-batches.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A Reader of a log that a scripted broker serves. */
async function reading(log: ServedLog, options: object = {}): Promise<{ reader: Reader; served: ScriptedLog }> {
  const served = await ScriptedLog.start(log);
  closing.push(() => served.broker.close());
  const place = { topic: 'orders', partition: 0, brokers: [served.broker.address] };
  const reader = new Reader({ ...place, ...options } as ReaderOptions);
  closing.push(() => reader.close());
  return { reader, served };
}

/** Reads `count` records, and that no more come before the end is reached. */
async function offsets(log: ServedLog, count: number, options: object = {}): Promise<string[]> {
  const { reader } = await reading(log, options);
  const messages = await take(reader, count);
  await expect(reader.fetchMessage({ timeoutMs: 100 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(reader.offset()).toBe(log.highWatermark);
  expect(reader.lag()).toBe(0);
  return messages.map(({ offset, value }) => `${offset} ${value}`);
}

/** The error of the first read that fails, after what came before it. */
async function failure(reader: Reader): Promise<{ values: string[]; error: KafkaError }> {
  const values: string[] = [];
  try {
    for await (const message of reader) values.push(`${message.value}`);
  } catch (error) {
    return { values, error: error as KafkaError };
  }
  throw new Error('nothing failed');
}

function batch(baseOffset: number, options: BatchOptions): Buffer {
  const bytes = batchOf(options);
  placeBatch(bytes, baseOffset, 0);
  return bytes;
}

/** A batch whose first record has these bytes behind its length, under a checksum that is right. */
function withRecord(bytes: Buffer, change: (records: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy.subarray(61));
  copy.writeUInt32BE(crc32c(copy.subarray(21)), 17);
  return copy;
}

describe('a log read through a Reader', () => {
  it('has many batches in one answer, plain and compressed, read in order through a Reader (trap 1)', async () => {
    const all = storedBatches(
      { baseOffset: 0, values: ['a', 'b'] },
      { baseOffset: 2, values: ['c', 'd'], isGzip: true },
      { baseOffset: 4, values: ['e'], isGzip: true },
      { baseOffset: 5, values: ['f'] },
    );
    expect(await offsets({ at: { 0: all }, highWatermark: 6 }, 6)).toEqual(['0 a', '1 b', '2 c', '3 d', '4 e', '5 f']);
  });

  it('has a last batch that is cut short, asked for again through a Reader (trap 2)', async () => {
    const [one, two] = [storedBatch({ baseOffset: 0, values: ['a'] }), storedBatch({ baseOffset: 1, values: ['b'] })];
    const at = { 0: Buffer.concat([one, two.subarray(0, -3)]), 1: two };
    expect(await offsets({ at, highWatermark: 2 }, 2)).toEqual(['0 a', '1 b']);
  });

  it('has batches without their last records, or without any, passed through a Reader (trap 4, 5)', async () => {
    const at = {
      0: storedBatch({ baseOffset: 0, values: ['a'], lastOffset: 4 }),
      5: storedBatch({ baseOffset: 5, values: [], lastOffset: 9 }),
      10: storedBatch({ baseOffset: 10, values: ['b'] }),
    };
    expect(await offsets({ at, highWatermark: 11 }, 2)).toEqual(['0 a', '10 b']);
  });

  it('has nothing for now, which moves no position through a Reader (trap 6)', async () => {
    const { reader, served } = await reading({ at: {}, highWatermark: 50 });
    await expect(reader.fetchMessage({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(reader.offset()).toBe(0);
    served.log = { at: { 0: storedBatch({ baseOffset: 0, values: ['late'] }) }, highWatermark: 50 };
    expect(String((await reader.fetchMessage()).value)).toBe('late');
    expect(new Set(served.asked)).toContain(0);
  });

  it('has holes within batches and between them, read over through a Reader (trap 7)', async () => {
    const all = storedBatches(
      { baseOffset: 3, values: ['a'], lastOffset: 7 },
      { baseOffset: 20, values: ['b', 'c'] },
      { baseOffset: 40, values: ['d'], isGzip: true },
    );
    expect(await offsets({ at: { 0: all }, highWatermark: 41 }, 4)).toEqual(['3 a', '20 b', '21 c', '40 d']);
  });

  it('has batches that begin before the offset wanted, read from there on through a Reader (trap 8)', async () => {
    for (const isGzip of [false, true]) {
      const at = { 2: storedBatch({ baseOffset: 0, values: ['a', 'b', 'c', 'd'], isGzip }) };
      expect(await offsets({ at, highWatermark: 4 }, 2, { startOffset: 2 })).toEqual(['2 c', '3 d']);
    }
  });

  it('has markers of transactions, unseen and passed through a Reader (trap 9)', async () => {
    const at = {
      0: storedBatches(
        { baseOffset: 0, values: ['a'], producerId: 1, isTransactional: true },
        { baseOffset: 1, producerId: 1, marker: 'commit' },
      ),
      2: storedBatches(
        { baseOffset: 2, producerId: 9, marker: 'abort' },
        { baseOffset: 3, producerId: 8, marker: 'commit' },
      ),
    };
    expect(await offsets({ at, highWatermark: 4 }, 1)).toEqual(['0 a']);
    expect(await offsets({ at, highWatermark: 4 }, 1, { isolation: 'read_uncommitted' })).toEqual(['0 a']);
  });

  const aborts = {
    at: {
      0: storedBatches(
        { baseOffset: 0, values: ['one'], producerId: 1, isTransactional: true },
        { baseOffset: 1, values: ['two', 'two'], producerId: 2, isTransactional: true, isGzip: true },
        { baseOffset: 3, producerId: 1, marker: 'abort' },
        { baseOffset: 4, values: ['one'], producerId: 1, isTransactional: true },
        { baseOffset: 5, producerId: 2, marker: 'abort' },
        { baseOffset: 6, values: ['two'], producerId: 2, isTransactional: true },
        { baseOffset: 7, producerId: 1, marker: 'commit' },
        { baseOffset: 8, producerId: 2, marker: 'commit' },
      ),
    },
    highWatermark: 9,
    // Not in order, as some brokers send them.
    aborted: [
      { producerId: 2, firstOffset: 1 },
      { producerId: 1, firstOffset: 0 },
    ],
  };

  it('has aborted records, compressed or not and listed in any order, unseen through a Reader (trap 10, 12)', async () => {
    expect(await offsets(aborts, 2)).toEqual(['4 one', '6 two']);
  });

  it('has markers of producers without data, which end nothing else through a Reader (trap 11)', async () => {
    const at = {
      0: storedBatches(
        { baseOffset: 0, values: ['kept'], producerId: 1, isTransactional: true },
        { baseOffset: 1, producerId: 7, marker: 'abort' },
        { baseOffset: 2, values: ['kept'], producerId: 1, isTransactional: true },
        { baseOffset: 3, producerId: 1, marker: 'commit' },
      ),
    };
    const aborted = [{ producerId: 7, firstOffset: 0 }];
    expect(await offsets({ at, highWatermark: 4, aborted }, 2)).toEqual(['0 kept', '2 kept']);
  });

  it('shows aborted records to a reader of everything, whatever is listed, through a Reader (trap 13)', async () => {
    const all = await offsets(aborts, 5, { isolation: 'read_uncommitted' });
    expect(all).toEqual(['0 one', '1 two', '2 two', '4 one', '6 two']);
  });

  it('has the time of the append, or each record its own, days apart, through a Reader (trap 14, 15, 16)', async () => {
    const day = 86_400_000;
    const timestamps = [1_000 * day, 1_060 * day, 3_000 * day];
    const values = ['a', 'b', 'c'];
    const at = {
      0: batch(0, { values, timestamps }),
      3: batch(3, { values, timestamps, attributes: 8, maxTimestamp: 5_000 }),
    };
    const { reader } = await reading({ at, highWatermark: 6 });
    const times = (await take(reader, 6)).map(({ timestamp }) => timestamp);
    expect(times).toEqual([...timestamps, 5_000, 5_000, 5_000]);
  });

  it.each([
    ['a varint without an end', (records: Buffer) => records.fill(0xff, 0, 12)],
    ['a record longer than its batch', (records: Buffer) => records.writeUInt8(0x7e, 0)],
    ['a key longer than its record', (records: Buffer) => records.writeUInt8(0x7e, 4)],
  ])('has %s, told with its place through a Reader (trap 16, 19)', async (_, change) => {
    const values = ['aaaaaaaaaaaaaaaaaaaa'];
    const at = { 0: storedBatch({ baseOffset: 0 }), 1: withRecord(storedBatch({ baseOffset: 1, values }), change) };
    const { reader } = await reading({ at, highWatermark: 2 });
    const { values: before, error } = await failure(reader);
    expect(before).toEqual(['v0']);
    expect(error).toMatchObject({ code: 'CORRUPT_BATCH', topic: 'orders', partition: 0, offset: 1 });
  });

  it('may grow no larger than allowed, told through a Reader (trap 19)', async () => {
    const values = ['x'.repeat(200_000)];
    const at = { 0: storedBatch({ baseOffset: 0, values, isGzip: true }) };
    const { reader } = await reading({ at, highWatermark: 1 }, { maxDecompressedBytes: 100_000 });
    expect((await failure(reader)).error).toMatchObject({
      topic: 'orders',
      offset: 0,
      message: expect.stringMatching(/100.?000/),
    });
  });

  it('has a wrong checksum: told, stood still at, and passed by seek, through a Reader (trap 20)', async () => {
    const bad = storedBatch({ baseOffset: 1, values: ['b'] });
    bad.writeUInt8(bad.readUInt8(bad.length - 2) ^ 1, bad.length - 2);
    const at = {
      0: storedBatch({ baseOffset: 0, values: ['a'] }),
      1: bad,
      2: storedBatch({ baseOffset: 2, values: ['c'] }),
    };
    const { reader, served } = await reading({ at, highWatermark: 3 });
    const { values, error } = await failure(reader);
    expect(values).toEqual(['a']);
    expect(error).toMatchObject({ code: 'CORRUPT_BATCH', offset: 1 });
    const asked = served.asked.length;
    await expect(reader.fetchMessage({ timeoutMs: 150 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    // It does not spin: what cannot be read is not fetched again and again.
    expect(served.asked.length - asked).toBeLessThan(2);
    await reader.seek({ topic: 'orders', partition: 0 }, 2);
    expect(String((await reader.fetchMessage()).value)).toBe('c');
    const unchecked = await reading({ at, highWatermark: 3 }, { checkCrcs: false });
    expect(await take(unchecked.reader, 3)).toHaveLength(3);
  });

  it.each([
    ['a codec that nobody knows', withCodec(storedBatch({ baseOffset: 0, isGzip: true }), 6), 'UNSUPPORTED', /codec 6/],
    [
      'rubbish under a codec',
      notGzip(storedBatch({ baseOffset: 0, isGzip: true })),
      'CORRUPT_BATCH',
      /orders\[0\] at 0/,
    ],
  ])('has %s: a clear error through a Reader (trap 22)', async (_, bytes, code, message) => {
    const { reader } = await reading({ at: { 0: bytes }, highWatermark: 1 });
    expect((await failure(reader)).error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('has attributes of which only some bits are the codec, through a Reader (trap 21)', async () => {
    const attributes = 1 | BatchAttribute.transactional;
    const at = { 0: batch(0, { values: ['a'], gzip: true, attributes, producerId: 3 }) };
    expect(await offsets({ at, highWatermark: 1 }, 1)).toEqual(['0 a']);
  });
});

describe('what a Writer has written, read through a Reader', () => {
  async function roundTrip(messages: object[], writing: object = {}, readingOptions: object = {}): Promise<Message[]> {
    const kafka = await EmbeddedKafka.start({ topics: { orders: 1 } });
    closing.push(() => kafka.stop());
    const brokers = kafka.bootstrap;
    const writer = new Writer({ brokers, topic: 'orders', ...writing });
    await writer.writeMessages(messages as never);
    await writer.close();
    const reader = new Reader({ brokers, topic: 'orders', partition: 0, ...readingOptions } as ReaderOptions);
    closing.push(() => reader.close());
    return take(reader, messages.length);
  }

  it('comes whole, however small the limit of a fetch, through a Reader (trap 3)', async () => {
    const value = 'x'.repeat(50_000);
    const limits = { maxPartitionBytes: 100, maxBytes: 1_000 };
    const messages = await roundTrip([{ value }, { value: 'y' }], {}, limits);
    expect(messages.map((message) => message.value?.length)).toEqual([50_000, 1]);
  });

  it('keeps null apart from empty, and headers in order with duplicates, through a Reader (trap 17, 18)', async () => {
    const headers: [string, string | null][] = [
      ['b', '1'],
      ['a', null],
      ['b', ''],
      ['b', '1'],
    ];
    const messages = await roundTrip([
      { key: null, value: null },
      { key: '', value: '', headers },
    ]);
    expect(messages.map(plain)).toEqual([
      { key: null, value: null, headers: [] },
      { key: '', value: '', headers },
    ]);
    expect(messages[1]?.copy().headers).toEqual(messages[1]?.headers);
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'comes back as it was: %s through a Reader (trap 21)',
    async (compression) => {
      const values = Array.from({ length: 200 }, (_, i) => `${i} `.repeat(200));
      const messages = await roundTrip(
        values.map((value) => ({ value })),
        { compression },
      );
      expect(messages.map((message) => String(message.value))).toEqual(values);
    },
  );

  it('is as large as brokers take by default, through a Reader (trap 23)', async () => {
    const value = Buffer.alloc(999_000, 1);
    const [message] = await roundTrip([{ value }]);
    expect(message?.value?.equals(value)).toBe(true);
  });
});
