import { describe, expect, it } from 'vitest';
import { Decoder } from '../../../src/wire/decoder.ts';

const of = (hex: string): Decoder => new Decoder(Buffer.from(hex, 'hex'));
const protocol = (message: string, position?: number) =>
  expect.objectContaining({
    code: 'PROTOCOL',
    message: `malformed message: ${message}`,
    ...(position === undefined ? {} : { position }),
  });

describe('Decoder', () => {
  it('reads integers of every width, signed and unsigned', () => {
    const d = of('ff80007fffffff8000000080000000ffffffff01');
    expect([d.int8(), d.int16(), d.int16(), d.uint16(), d.int32(), d.uint32(), d.uint32(), d.bool()]).toEqual([
      -1,
      -32768,
      32767,
      65535,
      -2147483648,
      2147483648,
      4294967295,
      true,
    ]);
    expect(d.remaining).toBe(0);
  });

  it('reads an int64 up to 2^53-1 either way', () => {
    for (const value of [0n, 1n, -1n, 4294967296n, -4294967297n, 9007199254740991n, -9007199254740991n]) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(value);
      expect(new Decoder(bytes).int64()).toBe(Number(value));
    }
  });

  it.each(['0020000000000000', 'ffe0000000000000', '7fffffffffffffff', '8000000000000000'])(
    'refuses the int64 %s, which no number holds exactly',
    (hex) => {
      expect(() => of(hex).int64()).toThrow(protocol('int64 outside +-(2^53-1) at byte 0', 0));
    },
  );

  it('reads varints up to 32 bits, and no further', () => {
    expect([of('00').uvarint(), of('7f').uvarint(), of('8001').uvarint(), of('ffffffff0f').uvarint()]).toEqual([
      0, 127, 128, 4294967295,
    ]);
    const tooLong = protocol('varint longer than 32 bits at byte 0', 0);
    expect(() => of('ffffffff10').uvarint()).toThrow(tooLong);
    expect(() => of('ffffffff1f').uvarint()).toThrow(tooLong);
    expect(() => of('ffffffff7f').uvarint()).toThrow(tooLong);
    expect(() => of('808080808000').uvarint()).toThrow(tooLong);
    expect(() => of('ffffffffff01').uvarint()).toThrow(tooLong);
    expect(() => of('80').uvarint()).toThrow(protocol('1 bytes wanted at byte 1, 0 left', 1));
    expect(() => of('').uvarint()).toThrow(protocol('1 bytes wanted at byte 0, 0 left', 0));
  });

  it('reads a small varint in a longer form, as Java does', () => {
    expect([of('8000').uvarint(), of('8180808000').uvarint()]).toEqual([0, 1]);
  });

  it('reads uuids in Kafka text form, and floats', () => {
    expect(of('000102030405060708090a0b0c0d0e0f').uuid()).toBe('AAECAwQFBgcICQoLDA0ODw');
    expect(of('3ff8000000000000').float64()).toBe(1.5);
  });

  it('tells null from empty', () => {
    const d = of('ffff0000' + '0001' + 'ffffffff00000000' + '0001');
    expect([d.nullableString(), d.nullableString()]).toEqual([null, '']);
    expect([d.compactNullableString(), d.compactNullableString()]).toEqual([null, '']);
    expect([d.nullableBytes(), d.nullableBytes()]).toEqual([null, Buffer.alloc(0)]);
    expect([d.compactNullableBytes(), d.compactNullableBytes()]).toEqual([null, Buffer.alloc(0)]);
    const arrays = of('ffffffff00000000' + '0001');
    expect([arrays.nullableArrayLength(), arrays.nullableArrayLength()]).toEqual([-1, 0]);
    expect([arrays.nullableCompactArrayLength(), arrays.nullableCompactArrayLength()]).toEqual([-1, 0]);
  });

  it('refuses null where the protocol allows none', () => {
    expect(() => of('ffff').string()).toThrow(protocol('null string at byte 0 where the protocol allows none', 0));
    expect(() => of('00').compactString()).toThrow('null string');
    expect(() => of('ffffffff').bytes()).toThrow('null bytes');
    expect(() => of('00').compactBytes()).toThrow('null bytes');
    expect(() => of('ffffffff').arrayLength()).toThrow('null array');
    expect(() => of('00').compactArrayLength()).toThrow('null array');
  });

  it('reads nothing behind its end, though the buffer goes on', () => {
    const d = new Decoder(Buffer.from('0003616263', 'hex'), 0, 4);
    expect(() => d.string()).toThrow(protocol('3 bytes wanted at byte 2, 2 left', 2));
    expect(() => new Decoder(Buffer.alloc(8), 0, 7).int64()).toThrow('8 bytes wanted at byte 0, 7 left');
    expect(() => new Decoder(Buffer.alloc(8), 0, 7).float64()).toThrow('8 bytes wanted at byte 0, 7 left');
  });

  it('refuses lengths below -1, which only stand for damage', () => {
    for (const method of ['string', 'nullableString'] as const) {
      expect(() => of('fffe')[method]()).toThrow(protocol('length -2 at byte 0', 0));
      expect(() => of('8000')[method]()).toThrow(protocol('length -32768 at byte 0', 0));
    }
    for (const method of ['bytes', 'nullableBytes', 'arrayLength', 'nullableArrayLength'] as const) {
      expect(() => of('fffffffe')[method]()).toThrow(protocol('length -2 at byte 0', 0));
      expect(() => of('80000000')[method]()).toThrow(protocol('length -2147483648 at byte 0', 0));
    }
    expect(() => of('aa').raw(-1)).toThrow(protocol('length -1 at byte 0', 0));
    expect(() => of('aa').raw(0.5)).toThrow(protocol('length 0.5 at byte 0', 0));
  });

  it('refuses lengths that Java takes for null because its int overflows', () => {
    expect(() => of('ffffffff0f').compactNullableString()).toThrow(protocol('length 4294967294 at byte 0', 0));
    expect(() => of('ffffffff0f').compactNullableBytes()).toThrow('4294967294 bytes wanted at byte 5, 0 left');
    expect(() => of('ffffffff0f').nullableCompactArrayLength()).toThrow('array of 4294967294 elements');
  });

  it('refuses a compact string that no plain string could hold, as Java does', () => {
    const string = (bytes: number): Decoder => {
      const length = bytes + 1;
      const prefix = Buffer.of((length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14);
      return new Decoder(Buffer.concat([prefix, Buffer.alloc(bytes, 'x')]));
    };
    expect(string(32_767).compactString()).toHaveLength(32_767);
    expect(() => string(32_768).compactString()).toThrow(protocol('length 32768 at byte 0', 0));
  });

  it.each([
    ['a lone continuation byte', '80'],
    ['a first byte without the rest', '61c3'],
    ['more bytes than needed for a character', 'c080'],
    ['half of a surrogate pair', 'eda080'],
    ['a byte that no text has', 'ff'],
    ['a code point beyond the last', 'f4908080'],
  ])('refuses a string with %s', (_, hex) => {
    const length = hex.length / 2;
    const plain = `000${length}${hex}`;
    expect(() => of(plain).string()).toThrow(protocol('string at byte 2 is no UTF-8', 2));
    expect(() => of(`0${length + 1}${hex}`).compactString()).toThrow(protocol('string at byte 1 is no UTF-8', 1));
  });

  it('reads every character, the one that stands for bad bytes included', () => {
    for (const text of ['', '\0', 'a', 'é', '€', '😀', '\ufeffx', '\ufffd', 'a\ufffd\uffff\u{10ffff}']) {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(2);
      length.writeInt16BE(bytes.length);
      expect(new Decoder(Buffer.concat([length, bytes])).string()).toBe(text);
    }
  });

  it('counts positions from where its message begins', () => {
    const d = new Decoder(Buffer.from('ffffff' + '0001' + '00', 'hex'), 3, 5);
    expect(d.int16()).toBe(1);
    expect(() => d.int8()).toThrow(protocol('1 bytes wanted at byte 2, 0 left', 2));
  });

  it('refuses a message that does not lie within its buffer', () => {
    for (const [pos, end] of [
      [-1, 2],
      [0, 5],
      [3, 2],
      [Number.NaN, 2],
    ] as const) {
      expect(() => new Decoder(Buffer.alloc(4), pos, end)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    }
  });

  it('believes no array that is longer than the bytes that are left', () => {
    expect(() => of('7fffffff00').arrayLength()).toThrow(
      protocol('array of 2147483647 elements in the 1 bytes left', 0),
    );
    expect(() => of('ffffffff0f00').compactArrayLength()).toThrow('array of 4294967294 elements in the 1 bytes left');
  });

  it('passes over tagged fields by their size', () => {
    const d = of('02' + '0002aabb' + 'e807' + '01cc' + '7f');
    d.skipTaggedFields();
    expect(d.pos).toBe(9);
    expect(() => of('0100ff').skipTaggedFields()).toThrow('1 bytes wanted at byte 3');
    expect(() => of('ffffffff0f').skipTaggedFields()).toThrow('1 bytes wanted at byte 5');
  });

  it('takes tagged fields out of order and twice, as Java does', () => {
    const d = of('03' + '0500' + '0201aa' + '0500');
    d.skipTaggedFields();
    expect(d.remaining).toBe(0);
  });

  it('insists that a tagged field ends where it was announced', () => {
    const d = of('aabbcc');
    d.raw(2);
    d.expectTagEnd(2, 'Fetch', 1);
    expect(() => d.expectTagEnd(3, 'Fetch', 1)).toThrow(
      protocol('tag 1 of Fetch ends at byte 2, announced was byte 3', 2),
    );
  });

  it('gives byte fields as views, not copies', () => {
    const bytes = Buffer.from('00000002aabb', 'hex');
    const view = new Decoder(bytes).bytes();
    bytes[4] = 0;
    expect(view).toEqual(Buffer.from('00bb', 'hex'));
  });

  it('insists that a message ends where its bytes end', () => {
    expect(() => of('00').expectEnd('Fetch response version 4')).toThrow(
      protocol('Fetch response version 4: 1 bytes left over', 0),
    );
  });
});
