// Records that can be told apart and checked in a log. Owns: what stands in them.
import { randomBytes } from 'node:crypto';

/** A record's key: which writer wrote it, and the how manieth it is in its partition. */
export const keyOf = (writer: number, number: number): string => `${writer}:${number}`;

/** What a key says; undefined for a record that is not ours. */
export function readKey(key: string): { readonly writer: number; readonly number: number } | undefined {
  const found = /^(\d+):(\d+)$/.exec(key);
  return found === null ? undefined : { writer: Number(found[1]), number: Number(found[2]) };
}

/** Half as large when compressed, and never the same twice in the reach of a codec's window. */
const PATTERN = Buffer.from(randomBytes(600_000).toString('hex'), 'latin1');
const SPREAD = 104_729;

const start = (writer: number, number: number, size: number): number =>
  ((writer + 1) * number * SPREAD + size) % (PATTERN.length - size);

/** The value of a record: `size` bytes that follow from its key and size alone. */
export function valueFor(writer: number, number: number, size: number): Buffer {
  const at = start(writer, number, size);
  return PATTERN.subarray(at, at + size);
}

/** Whether a value that was read is what its writer wrote. */
export function isWhole(writer: number, number: number, value: Buffer): boolean {
  return valueFor(writer, number, value.length).equals(value);
}

/** Largest value. */
export const MAX_VALUE = 1_000_000;

/** A size from 100 B to 1 MB: most are small, one in a hundred is large. */
export function pickSize(pick: () => number): number {
  const kind = pick();
  const [from, to] = kind < 0.9 ? [100, 2_000] : kind < 0.99 ? [2_000, 50_000] : [50_000, MAX_VALUE];
  return Math.round(from * (to / from) ** pick());
}
