import { describe, expect, it } from 'vitest';
import { Decoder } from '../../../src/wire/decoder.ts';

const of = (hex: string): Decoder => new Decoder(Buffer.from(hex, 'hex'));
const protocol = (message: string) =>
  expect.objectContaining({ code: 'PROTOCOL', message: `malformed message: ${message}` });

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
      expect(() => of(hex).int64()).toThrow(protocol('int64 outside +-(2^53-1) at byte 0'));
    },
  );

  it('reads varints up to 32 bits, and no further', () => {
    expect([of('00').uvarint(), of('7f').uvarint(), of('8001').uvarint(), of('ffffffff0f').uvarint()]).toEqual([
      0, 127, 128, 4294967295,
    ]);
    expect(() => of('ffffffff10').uvarint()).toThrow(protocol('varint longer than 32 bits before byte 5'));
    expect(() => of('808080808000').uvarint()).toThrow(protocol('varint longer than 32 bits before byte 5'));
    expect(() => of('80').uvarint()).toThrow(protocol('1 bytes wanted at byte 1, 0 left'));
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
    expect(() => of('ffff').string()).toThrow(protocol('null string before byte 2 where the protocol allows none'));
    expect(() => of('00').compactString()).toThrow('null string');
    expect(() => of('ffffffff').bytes()).toThrow('null bytes');
    expect(() => of('00').compactBytes()).toThrow('null bytes');
    expect(() => of('ffffffff').arrayLength()).toThrow('null array');
    expect(() => of('00').compactArrayLength()).toThrow('null array');
  });

  it('reads nothing behind its end, though the buffer goes on', () => {
    const d = new Decoder(Buffer.from('0003616263', 'hex'), 0, 4);
    expect(() => d.string()).toThrow(protocol('3 bytes wanted at byte 2, 2 left'));
    expect(() => new Decoder(Buffer.alloc(8), 0, 7).int64()).toThrow('4 bytes wanted at byte 4, 3 left');
    expect(() => new Decoder(Buffer.alloc(8), 0, 7).float64()).toThrow('8 bytes wanted at byte 0, 7 left');
  });

  it('believes no array that is longer than the bytes that are left', () => {
    expect(() => of('7fffffff00').arrayLength()).toThrow(protocol('array of 2147483647 elements in the 1 bytes left'));
    expect(() => of('ffffffff0f00').compactArrayLength()).toThrow('array of 4294967294 elements in the 1 bytes left');
  });

  it('passes over tagged fields by their size', () => {
    const d = of('02' + '0002aabb' + 'e807' + '01cc' + '7f');
    d.skipTaggedFields();
    expect(d.pos).toBe(9);
    expect(() => of('0100ff').skipTaggedFields()).toThrow('1 bytes wanted at byte 3');
    expect(() => of('ffffffff0f').skipTaggedFields()).toThrow('1 bytes wanted at byte 5');
  });

  it('gives byte fields as views, not copies', () => {
    const bytes = Buffer.from('00000002aabb', 'hex');
    const view = new Decoder(bytes).bytes();
    bytes[4] = 0;
    expect(view).toEqual(Buffer.from('00bb', 'hex'));
  });

  it('insists that a message ends where its bytes end', () => {
    expect(() => of('00').expectEnd('Fetch response version 4')).toThrow(
      protocol('Fetch response version 4: 1 bytes left over'),
    );
  });
});
