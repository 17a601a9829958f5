import { describe, expect, it } from 'vitest';
import { Encoder, joinRawRecords, rawRecordsLength } from '../../../src/wire/encoder.ts';

function hex(write: (e: Encoder) => void, initialBytes?: number): string {
  const e = new Encoder(initialBytes);
  write(e);
  return e.toBuffer().toString('hex');
}

describe('Encoder', () => {
  it('writes integers of every width', () => {
    expect(hex((e) => e.int8(-1))).toBe('ff');
    expect(hex((e) => e.bool(true))).toBe('01');
    expect(hex((e) => e.int16(-2))).toBe('fffe');
    expect(hex((e) => e.uint16(65535))).toBe('ffff');
    expect(hex((e) => e.int32(-2147483648))).toBe('80000000');
    expect(hex((e) => e.uint32(4294967295))).toBe('ffffffff');
    expect(hex((e) => e.int64(-1))).toBe('ffffffffffffffff');
    expect(hex((e) => e.int64(-4294967297))).toBe('fffffffeffffffff');
    expect(hex((e) => e.int64(9007199254740991))).toBe('001fffffffffffff');
    expect(hex((e) => e.float64(1.5))).toBe('3ff8000000000000');
  });

  it.each([2 ** 53, -(2 ** 53), 1.5, Number.NaN])('refuses %s as an int64', (value) => {
    expect(() => new Encoder().int64(value)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('writes varints in as few bytes as they need', () => {
    expect([0, 127, 128, 16384, 4294967295].map((value) => hex((e) => e.uvarint(value)))).toEqual([
      '00',
      '7f',
      '8001',
      '808001',
      'ffffffff0f',
    ]);
  });

  it('tells null from empty', () => {
    expect(hex((e) => [null, ''].forEach((value) => void e.nullableString(value)))).toBe('ffff0000');
    expect(hex((e) => [null, ''].forEach((value) => void e.compactNullableString(value)))).toBe('0001');
    const bytes = [null, Buffer.alloc(0)];
    expect(hex((e) => bytes.forEach((value) => void e.nullableBytes(value)))).toBe('ffffffff00000000');
    expect(hex((e) => bytes.forEach((value) => void e.compactNullableBytes(value)))).toBe('0001');
    expect(hex((e) => bytes.forEach((value) => void e.records(value)))).toBe('ffffffff00000000');
    expect(hex((e) => bytes.forEach((value) => void e.compactRecords(value)))).toBe('0001');
    expect(hex((e) => [-1, 0].forEach((value) => void e.arrayLength(value)))).toBe('ffffffff00000000');
    expect(hex((e) => [-1, 0].forEach((value) => void e.compactArrayLength(value)))).toBe('0001');
  });

  it('counts strings in bytes of UTF-8', () => {
    expect(hex((e) => e.string('€'))).toBe('0003e282ac');
    expect(hex((e) => e.compactString('€'))).toBe('04e282ac');
  });

  it('refuses a string that Java could not read, compact or not', () => {
    const longest = '€'.repeat(10922) + 'x';
    expect(Buffer.byteLength(longest)).toBe(32767);
    for (const method of ['string', 'nullableString', 'compactString', 'compactNullableString'] as const) {
      new Encoder()[method](longest);
      expect(() => new Encoder()[method](`${longest}x`)).toThrow('string of 32768 bytes, at most 32767 fit');
    }
  });

  it('writes a uuid of 22 characters, and refuses anything else', () => {
    expect(hex((e) => e.uuid('AAECAwQFBgcICQoLDA0ODw'))).toBe('000102030405060708090a0b0c0d0e0f');
    const wrong = [
      '',
      'AAECAwQFBgcICQoLDA0O',
      'AAECAwQFBgcICQoLDA0ODwAA',
      '00010203-0405-0607-0809-0a0b0c0d0e0f',
      'AAECAwQFBgcICQoLDA0O!!',
    ];
    for (const value of wrong) expect(() => new Encoder().uuid(value), value).toThrow('is not 16 bytes of base64url');
  });

  it('grows whatever it began with', () => {
    const write = (e: Encoder): void => {
      for (let i = 0; i < 300; i++) {
        e.int8(i);
        e.int16(i);
        e.int64(i);
        e.uvarint(i);
        e.compactString('ä'.repeat(i % 7));
      }
    };
    const whole = hex(write, 65536);
    for (const bytes of [0, 1, 2, 3, 7, 100]) expect(hex(write, bytes)).toBe(whole);
  });

  it('hands large payloads on as pieces of their own, in order and not copied', () => {
    const [first, second] = [Buffer.alloc(1025, 1), Buffer.alloc(5000, 2)];
    const e = new Encoder();
    e.int32(0);
    e.records([first, Buffer.from('0303', 'hex'), second]);
    e.int8(4);
    e.patchInt32(0, e.length - 4);
    expect(e.length).toBe(4 + 4 + 1025 + 2 + 5000 + 1);
    const pieces = e.finish();
    expect(pieces[1]).toBe(first);
    expect(pieces[3]).toBe(second);
    const whole = Buffer.concat(pieces);
    expect(whole.readInt32BE(0)).toBe(whole.length - 4);
    expect(whole.readInt32BE(4)).toBe(6027);
    expect(whole.subarray(8 + 1025, 8 + 1027).toString('hex')).toBe('0303');
    expect(whole.at(-1)).toBe(4);
  });

  it('copies small payloads, so that their owner may change them', () => {
    const small = Buffer.from('aa', 'hex');
    const e = new Encoder();
    e.bytes(small);
    small[0] = 0;
    expect(e.toBuffer().toString('hex')).toBe('00000001aa');
  });

  it('takes any Uint8Array, by its own offset', () => {
    const large = new Uint8Array(4000).fill(9).subarray(1000, 3000);
    expect(hex((e) => e.bytes(large))).toBe('000007d0' + '09'.repeat(2000));
  });

  it('writes a tagged field with its size, also a large one', () => {
    const field = (bytes: number): string => {
      const content = new Encoder(16);
      content.compactBytes(Buffer.alloc(bytes, 7));
      return hex((e) => e.taggedField(3, content));
    };
    expect(field(1)).toBe('03020207');
    expect(field(2000)).toBe('03' + 'd20f' + 'd10f' + '07'.repeat(2000));
  });
});

describe('RawRecords', () => {
  it('are one buffer or several', () => {
    const one = Buffer.from('aa', 'hex');
    expect([rawRecordsLength(one), rawRecordsLength([one, one]), rawRecordsLength([])]).toEqual([1, 2, 0]);
    expect(joinRawRecords(one)).toBe(one);
    expect(joinRawRecords([one])).toBe(one);
    expect(joinRawRecords([one, one]).toString('hex')).toBe('aaaa');
    expect(joinRawRecords([])).toHaveLength(0);
  });
});
