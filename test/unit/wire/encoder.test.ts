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

  const NUMBERS = [
    ['int8', -128, 127],
    ['int16', -32_768, 32_767],
    ['uint16', 0, 65_535],
    ['int32', -(2 ** 31), 2 ** 31 - 1],
    ['uint32', 0, 2 ** 32 - 1],
    ['uvarint', 0, 2 ** 32 - 1],
    ['int64', -(2 ** 53 - 1), 2 ** 53 - 1],
  ] as const;

  it.each(NUMBERS)('writes an %s from %d to %d, and refuses what is beyond', (type, least, most) => {
    for (const value of [least, most, 0, -0, 1]) expect(() => new Encoder()[type](value)).not.toThrow();
    for (const value of [least - 1, most + 1, 1e300, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => new Encoder()[type](value), `${value}`).toThrow(expect.objectContaining({ code: 'PROTOCOL' }));
    }
    expect(() => new Encoder()[type](1e300)).toThrow(`${type} 1e+300 cannot be written, it takes `);
  });

  it.each(NUMBERS)('refuses as an %s what is no integer', (type) => {
    for (const value of [1.5, Number.NaN, undefined, null, '1', 1n, true, Symbol('s'), {}, [1], () => 1]) {
      const thrown = expect.objectContaining({ code: 'PROTOCOL', message: expect.stringContaining(`${type} `) });
      expect(() => new Encoder()[type](value as number), typeof value).toThrow(thrown);
    }
  });

  it('says type, value and range of what it refuses', () => {
    expect(() => new Encoder().int16(70_000)).toThrow(
      expect.objectContaining({
        code: 'PROTOCOL',
        message: 'int16 70000 cannot be written, it takes -32768 to 32767',
      }),
    );
    expect(() => new Encoder().string(5 as never)).toThrow('string 5 cannot be written, it takes a string');
    expect(() => new Encoder().int32('x'.repeat(500) as never)).toThrow(
      `int32 "${'x'.repeat(100)}…" cannot be written`,
    );
  });

  it.each([
    ['bool', ['true', 0, 1, null, undefined]],
    ['float64', ['1', null, undefined, 1n]],
    ['string', [5, null, undefined, Buffer.from('a'), ['a'], { length: 1 }]],
    ['compactString', [5, null, undefined, Buffer.from('a')]],
    ['nullableString', [5, undefined, Buffer.from('a')]],
    ['compactNullableString', [5, undefined]],
    ['uuid', [5, null, undefined, Buffer.alloc(16), { length: 22 }]],
    ['bytes', ['abc', [1, 2], new Uint16Array(2), new ArrayBuffer(2), 5, null, undefined, { length: 2 }]],
    ['nullableBytes', ['abc', [1, 2], undefined]],
    ['compactBytes', ['abc', [1, 2], null, undefined]],
    ['compactNullableBytes', ['abc', undefined]],
    ['records', ['abc', [1, 2], ['abc'], undefined, 5]],
    ['compactRecords', ['abc', [1, 2], ['abc'], undefined, 5]],
    ['arrayLength', ['abc', 5, undefined, new Set([1]), { length: 2 }]],
    ['compactArrayLength', ['abc', 5, undefined, new Set([1]), { length: 2 }]],
  ] as const)('%s refuses a value of another type instead of writing something', (method, values) => {
    for (const value of values) {
      const write = new Encoder();
      expect(() => write[method](value as never), `${method}(${String(value)})`).toThrow(
        expect.objectContaining({ code: 'PROTOCOL' }),
      );
      expect(write.length).toBe(0);
    }
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
    expect(hex((e) => [null, []].forEach((value) => void e.arrayLength(value)))).toBe('ffffffff00000000');
    expect(hex((e) => [null, []].forEach((value) => void e.compactArrayLength(value)))).toBe('0001');
  });

  it('counts strings in bytes of UTF-8', () => {
    expect(hex((e) => e.string('€'))).toBe('0003e282ac');
    expect(hex((e) => e.compactString('€'))).toBe('04e282ac');
  });

  it('writes strings of every length alike, whichever way it takes and wherever its buffer ends', () => {
    for (let length = 0; length < 140; length++) {
      for (const text of ['k'.repeat(length), `${'k'.repeat(length)}é`]) {
        const bytes = Buffer.from(text);
        const plain = Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length), bytes]).toString('hex');
        const long = bytes.length + 1;
        const prefix = long < 128 ? Buffer.of(long) : Buffer.of((long & 0x7f) | 0x80, long >> 7);
        const compact = Buffer.concat([prefix, bytes]).toString('hex');
        for (const room of [0, 1, 2, 3, 5, length, length + 1, length + 2, 500]) {
          expect(hex((e) => e.string(text), room)).toBe(plain);
          expect(hex((e) => e.compactString(text), room)).toBe(compact);
          expect(hex((e) => [1, 2].forEach(() => void e.compactString(text)), room)).toBe(compact + compact);
        }
      }
    }
  });

  it('refuses a string that Java could not read, compact or not', () => {
    const longest = '€'.repeat(10922) + 'x';
    expect(Buffer.byteLength(longest)).toBe(32767);
    for (const method of ['string', 'nullableString', 'compactString', 'compactNullableString'] as const) {
      new Encoder()[method](longest);
      expect(() => new Encoder()[method](`${longest}x`)).toThrow(
        'string of 32768 bytes cannot be written, at most 32767 fit',
      );
    }
  });

  it('refuses half a surrogate pair, which UTF-8 cannot say', () => {
    for (const text of ['\ud800', 'a\udfffb', '\udc00\ud800', '😀\ud83d']) {
      expect(() => new Encoder().string(text)).toThrow('cannot be written, it takes well-formed text');
      expect(() => new Encoder().compactString(text)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }));
    }
    expect(hex((e) => e.string('😀'))).toBe('0004f09f9880');
  });

  it('writes a uuid of 22 characters, and refuses anything else', () => {
    expect(hex((e) => e.uuid('AAECAwQFBgcICQoLDA0ODw'))).toBe('000102030405060708090a0b0c0d0e0f');
    const wrong = [
      '',
      'AAECAwQFBgcICQoLDA0O',
      'AAECAwQFBgcICQoLDA0ODwAA',
      '00010203-0405-0607-0809-0a0b0c0d0e0f',
      'AAECAwQFBgcICQoLDA0O!!',
      // Of the same bytes, but no text that a broker would print: reading it back would give another.
      'AAECAwQFBgcICQoLDA0ODx',
      '//////////////////////',
      '++++++++++++++++++++++',
      'AAECAwQFBgcICQoLDA0ODw\n',
    ];
    for (const value of wrong) expect(() => new Encoder().uuid(value), value).toThrow('it takes 16 bytes as base64url');
  });

  it('grows whatever it began with', () => {
    const write = (e: Encoder): void => {
      for (let i = 0; i < 300; i++) {
        e.int8(i % 100);
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

  it('patches nothing but bytes of its own from before the first large payload', () => {
    const payload = Buffer.alloc(2000, 1);
    const first = new Encoder();
    first.raw(payload);
    first.int32(0);
    expect(() => first.patchInt32(0, 7)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(payload).toEqual(Buffer.alloc(2000, 1));
    const second = new Encoder();
    second.int32(0);
    for (const at of [-1, 1, 4, Number.NaN]) expect(() => second.patchInt32(at, 7)).toThrow('broken invariant');
    second.raw(payload);
    second.int32(0);
    for (const at of [1, 4, 2004]) expect(() => second.patchInt32(at, 7)).toThrow('broken invariant');
    expect(() => second.patchInt32(0, 2 ** 31)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }));
    second.patchInt32(0, 2 ** 31 - 1);
    expect(second.toBuffer().readInt32BE(0)).toBe(2 ** 31 - 1);
  });

  it('patches what it wrote first, however often it grew since', () => {
    const e = new Encoder(1);
    e.int32(0);
    for (let i = 0; i < 1000; i++) e.int64(i);
    e.patchInt32(0, 5);
    const bytes = e.toBuffer();
    expect([bytes.length, bytes.readInt32BE(0), bytes.readInt32BE(8000)]).toEqual([8004, 5, 999]);
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
    expect(hex((e) => e.records(large as Buffer))).toBe('000007d0' + '09'.repeat(2000));
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
