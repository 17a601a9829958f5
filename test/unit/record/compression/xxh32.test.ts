import { expect, it } from 'vitest';
import { xxh32 } from '../../../../src/record/compression/xxh32.ts';

// Published values; longer inputs are the content checksums in test/golden/compression.
it.each([
  ['', 0x02cc5d05],
  ['a', 0x550d7456],
  ['abc', 0x32d153ff],
  ['Nobody inspects the spammish repetition', 0xe2293b2f],
])('the XXH32 of %j', (text, expected) => {
  const bytes = Buffer.from(`..${text}..`);
  expect(xxh32(bytes, 2, bytes.length - 2)).toBe(expected);
});
