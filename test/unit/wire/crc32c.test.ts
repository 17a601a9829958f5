import crc32cInJavaScript from 'crc-32/crc32c.js';
import { describe, expect, it } from 'vitest';
import { crc32c, crc32cImplementation } from '../../../src/wire/crc32c.ts';

const ascending = Buffer.from(Array.from({ length: 32 }, (_, i) => i));

/** The definition, bit by bit: polynomial 0x1EDC6F41, reflected. */
function slowly(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('crc32c', () => {
  // RFC 3720 appendix B.4, and the check value of the CRC catalogue.
  it.each([
    ['32 bytes of zero', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 ascending bytes', ascending, 0x46dd794e],
    ['32 descending bytes', Buffer.from(ascending).reverse(), 0x113fdb5c],
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
  ])('of %s is the published one', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it('is the same in both implementations, short and long', () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => (i * 89 + (i >> 3)) & 0xff));
    for (let length = 0; length <= bytes.length; length++) {
      const part = bytes.subarray(0, length);
      const expected = slowly(part);
      expect(crc32c(part)).toBe(expected);
      expect(crc32cInJavaScript.buf(part, 0) >>> 0).toBe(expected);
    }
  });

  it('goes on from the checksum of what came before, across the implementations', () => {
    // The first or the second part may be long enough for native code, or too short: all four ways are among the cuts.
    const bytes = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 37) & 0xff));
    const whole = slowly(bytes);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut))), `cut at ${cut}`).toBe(whole);
    }
  });

  it('takes any Uint8Array', () => {
    const bytes = new Uint8Array(500).fill(3);
    expect(crc32c(bytes.subarray(100, 400))).toBe(slowly(new Uint8Array(300).fill(3)));
  });

  it('says which implementation it uses', () => {
    expect(['@node-rs/crc32', 'crc-32']).toContain(crc32cImplementation);
  });
});
