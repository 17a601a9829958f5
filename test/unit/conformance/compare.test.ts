import { describe, expect, it } from 'vitest';
import { differentBytes, differentValue } from '../../conformance/compare.ts';

describe('differentValue', () => {
  it.each([
    [
      { a: [1, { b: null }], c: 'x' },
      { a: [1, { b: null }], c: 'x' },
    ],
    [Number.NaN, Number.NaN],
    [[], []],
  ])('finds %j the same', (ours, theirs) => {
    expect(differentValue(ours, theirs)).toBeUndefined();
  });

  it.each([
    [{ a: [1, { b: null }] }, { a: [1, { b: 0 }] }, "a[1].b: ours null, Java's 0"],
    [{ a: [1] }, { a: [1, 2] }, 'a: we have 1 elements, Java 2'],
    [{ a: 1 }, { a: 1, b: undefined, c: 3 }, "c: ours undefined, Java's 3"],
    [{ a: 1, b: 2 }, { a: 1 }, "b: ours 2, Java's undefined"],
    [0, -0, "value: ours 0, Java's -0"],
    [{ a: [] }, { a: {} }, "a: ours [], Java's {}"],
    [{ a: '' }, { a: null }, 'a: ours "", Java\'s null'],
  ])('says where %j is not %j', (ours, theirs, words) => {
    expect(differentValue(ours, theirs)).toBe(words);
  });
});

describe('differentBytes', () => {
  it('names the first byte that differs, also where one side ends', () => {
    expect(differentBytes('0011', '0011')).toBeUndefined();
    expect(differentBytes('001122', '001022')).toBe("first at byte 1 (ours 3 bytes, Java's 3): ours 1122, Java's 1022");
    expect(differentBytes('00', '0010')).toBe("first at byte 1 (ours 1 bytes, Java's 2): ours the end, Java's 10");
  });
});
