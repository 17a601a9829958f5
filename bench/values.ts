// The values that every client writes: about half of each can be compressed away, as of text with numbers in it.
// go/values.go makes the same ones.

/** How many there are; written in turn. */
const COUNT = 997;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const TEXT = '"status":"ok","region":"north","amount":';

/** The same values each time (xorshift32). */
export function valuesOf(bytes: number): readonly Buffer[] {
  let state = 0x2026_1121;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return Array.from({ length: COUNT }, () => {
    const value = Buffer.allocUnsafeSlow(bytes);
    for (let i = 0; i < bytes; i++) {
      const isRandom = (i & 8) === 0;
      value[i] = isRandom ? LETTERS.charCodeAt(next() & 63) : TEXT.charCodeAt(i % TEXT.length);
    }
    return value;
  });
}

/** Hands out messages with these values, in turn. */
export class MessageMaker {
  readonly #values: readonly Buffer[];
  #at = 0;

  constructor(valueBytes: number) {
    this.#values = valuesOf(valueBytes);
  }

  /** The next value. */
  value(): Buffer {
    this.#at = (this.#at + 1) % COUNT;
    return this.#values[this.#at] as Buffer;
  }

  /** This many messages with a value and no key. */
  messages(count: number): { value: Buffer }[] {
    // A loop, because what it costs is counted as every client's own: Array.from takes more than twice as long.
    const messages: { value: Buffer }[] = [];
    for (let i = 0; i < count; i++) messages.push({ value: this.value() });
    return messages;
  }
}
