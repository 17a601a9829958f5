// XXH32, the checksum of LZ4 frames. Owns nothing else: headers need six bytes of it, content checksums are optional.

const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;
const PRIME_5 = 0x165667b1;

const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

const round = (lane: number, word: number): number =>
  Math.imul(rotated((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1);

/** XXH32 with seed 0 of `bytes` from `start` to `end`, as an unsigned number. */
export function xxh32(bytes: Buffer, start: number, end: number): number {
  let at = start;
  let hash = PRIME_5;
  if (end - start >= 16) {
    let a = (PRIME_1 + PRIME_2) | 0;
    let b = PRIME_2 | 0;
    let c = 0;
    let d = -PRIME_1 | 0;
    for (; end - at >= 16; at += 16) {
      a = round(a, bytes.readInt32LE(at));
      b = round(b, bytes.readInt32LE(at + 4));
      c = round(c, bytes.readInt32LE(at + 8));
      d = round(d, bytes.readInt32LE(at + 12));
    }
    hash = rotated(a, 1) + rotated(b, 7) + rotated(c, 12) + rotated(d, 18);
  }
  hash = (hash + end - start) | 0;
  for (; end - at >= 4; at += 4) {
    hash = Math.imul(rotated((hash + Math.imul(bytes.readInt32LE(at), PRIME_3)) | 0, 17), PRIME_4);
  }
  for (; at < end; at++) hash = Math.imul(rotated((hash + Math.imul(bytes[at]!, PRIME_5)) | 0, 11), PRIME_1);
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
