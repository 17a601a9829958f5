// The keys that every client is asked about, and among how many partitions.

/** Counts of partitions: one, small odd ones, and many. */
export const COUNTS: readonly number[] = [1, 3, 7, 100];

const text = (words: readonly string[]): Buffer[] => words.map((word) => Buffer.from(word));

/** Every length from 0 to 20, text of several scripts, bytes above 0x7f, zeros, long ones, and some at random. */
export const keys: readonly Buffer[] = [
  ...Array.from({ length: 21 }, (_, length) => Buffer.from('kafka-wire-partitions'.slice(0, length))),
  ...text(['0', '1', '42', 'customer-1', 'order-1048576', '4c7fa2e8-3f0c-4b7e-9d61-0b8a9b2f6f11']),
  ...text(['ключ', 'größe', '鍵', '🔑', '👩‍👩‍👧 family', ' ', 'a b', 'e\u0301', '\u00e9']),
  ...[0x00, 0x01, 0x7f, 0x80, 0x81, 0xfe, 0xff].flatMap((byte) =>
    [1, 2, 3, 4, 5, 11].map((n) => Buffer.alloc(n, byte)),
  ),
  Buffer.from([0xc3, 0x28, 0x0a, 0x00, 0x0d]),
  Buffer.from('long '.repeat(205)),
  Buffer.from('ü'.repeat(5000)),
  Buffer.alloc(40_003, 0xa7),
  ...atRandom(100),
];

/** The same ones every time (xorshift32). */
function atRandom(count: number): Buffer[] {
  let state = 0x2026_1121;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return Array.from({ length: count }, () =>
    Buffer.from(Array.from({ length: 1 + (next() % 40) }, () => next() & 0xff)),
  );
}
